"""Decides once, for one leaf of a tool, how its values are made."""

import datetime
import re
from collections.abc import Mapping
from random import Random
from typing import Any

from roles.values.hints import Hints, hints
from roles.values.making import Making, always, number_of, one_of, plain
from roles.values.numbers import expected
from roles.values.phrases import phrase
from roles.values.quantities import quantity
from roles.values.words import singular, words
from tool_graphs.tool import Schema

_FLAG = re.compile(
    r"^\s*(whether|if (?:set|true)|set to true|true (?:if|to)|boolean|indicates (?:if|whether)|a? ?flag|enable|flag)\b|"
    r"\(true/false\)|\btrue or false\b",
    re.I,
)


_LIST = re.compile(
    r"^\s*(?:an?|the|optional|input|sorted|first|second|\s)*(?:list|array|sequence|collection|set) (?:of|containing)\b|"
    r"^\s*(?:the )?(?:sorted |input |first |second )?(?:list|array)\b",
    re.I,
)


_NUMERIC = re.compile(
    r"\b(number of|numeric|integer|how many|maximum number|minimum|maximum|count of|amount of|float|percentage|price|"
    r"in (?:meters|km|kilometers|miles|cm|kg|seconds|minutes|hours|days|years|pixels|usd|dollars))\b",
    re.I,
)


def making(
    schema: Schema, name: str, tool_name: str, tool_description: str, needed: str = "", holder: str | None = None
) -> Making:
    """How to make the values of this leaf.

    `needed` is a type that the schema leaves open; `holder` is the thing that a result's leaf belongs to, None for inputs.
    """
    schema = plain(schema)
    if "const" in schema:
        return Making(always(schema["const"]), "choice")
    options = schema.get("enum")
    if options:
        kept = [option for option in options if option not in (None, "")] or list(options)
        return Making(one_of(kept), "choice")
    told = hints(schema)
    kind = needed or kind_of(schema, name, told)
    if kind == "boolean":
        return Making(lambda rng, _: rng.random() < 0.7, "flag")
    if kind in ("integer", "number"):
        return quantity(schema, name, kind, told, f"{tool_name} {tool_description}")
    if kind == "array":
        return several(schema, name, tool_name, tool_description, told)
    if kind == "object":
        return Making(lambda _rng, _today: {}, "blob")
    if kind == "null":
        return Making(always(None), "choice")
    return phrase(schema, name, tool_name, tool_description, told, holder)


def kind_of(schema: Schema, name: str, told: Hints) -> str:
    """The JSON type, guessed from name and description where the schema has none."""
    given = schema.get("type")
    if isinstance(given, str):
        return given
    spoken, description = " ".join(words(name)), str(schema.get("description") or "")
    if "items" in schema or _LIST.search(description):
        return "array"
    if "properties" in schema:
        return "object"
    if (
        _FLAG.search(description)
        or str(told.default).lower() in ("true", "false")
        or re.match(r"(is|has|include|enable|with|show|use) (?!id$|from$)", spoken)
    ):
        return "boolean"
    if re.fullmatch(r"(number|num|n|x|y|z|a|b|value)( \d)?", spoken) and re.search(
        r"\b(number|integer|value|coordinate)\b", description, re.I
    ):
        return "integer" if not re.search(r"\b(phone|mobile|account|card|sms)\b", description, re.I) else "string"
    if told.options or told.date_format or _text_first(spoken, description):
        return "string"
    if number_of(told.default) is not None or (
        told.examples and all(number_of(example) is not None for example in told.examples)
    ):
        whole = all(float(number_of(value) or 0).is_integer() for value in (*told.examples, told.default))
        return "integer" if whole else "number"
    if (told.high is not None and not told.examples) or expected(spoken) is not None or _NUMERIC.search(description):
        found = expected(spoken)
        return "number" if found and found[2] else "integer"
    return "string"


def _text_first(spoken: str, description: str) -> bool:
    return (
        bool(re.search(r"\b(id|zip|phone|code|name|query|keyword|date|symbol|email|url|text)s?$", spoken))
        or "string" in description.lower()
    )


def several(schema: Schema, name: str, tool_name: str, tool_description: str, told: Hints) -> Making:
    """A list: two or three things, up to five numbers, within the bounds of the schema."""
    items = schema.get("items")
    description = str(schema.get("description") or "")
    if not isinstance(items, Mapping):
        items = {"description": re.sub(r"^.*?\b(?:list|array) of\b", "", description, count=1)}
        if re.search(r"\b(integers?|numbers?|values|scores|floats|data points)\b", description, re.I) or name in (
            "nums",
            "numbers",
            "arr",
            "data",
        ):
            items = {"type": "integer"}
        elif told.examples:
            items = {"enum": list(told.examples)}
    inner = kind_of(plain(items), singular(name), hints(items))
    one = making(items, singular(name), tool_name, tool_description, "string" if inner in ("array", "object") else inner)
    least = int(schema.get("minItems") or 1)
    most = max(least, min(int(schema.get("maxItems") or 3), 3 if one.meaning != "number" else 5))
    unique = bool(schema.get("uniqueItems")) or one.meaning != "number"

    def make(rng: Random, today: datetime.date) -> list[Any]:
        found: list[Any] = []
        wanted = rng.randint(min(max(least, 2 if not schema.get("maxItems") else 1), most), most)
        for _ in range(wanted * 4):
            value = one.make(rng, today)
            if len(found) < wanted and not (unique and value in found):
                found.append(value)
        return found

    return Making(make, "list")

"""Decides once, for one leaf of a tool, how its values are made."""

import datetime
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

import jsonschema_rs

from roles.values.dates import day, direction, form_of
from roles.values.hints import Hints, hints
from roles.values.meanings import meaning, theme
from roles.values.numbers import expected, measured
from roles.values.patterns import matching
from roles.values.shapes import number, shape
from roles.values.texts import POSTAL, TEXTS, place
from roles.values.words import singular, words
from tool_graphs.tool import Schema

Maker = Callable[[Random, datetime.date], Any]
_FORMATS = {
    "email": "email", "idn-email": "email", "uri": "url", "url": "url", "iri": "url", "uri-reference": "url", "hostname": "domain",
    "ipv4": "ip", "uuid": "uuid", "phone": "phone", "byte": "blob", "binary": "blob", "password": "password",
}  # fmt: skip
_FORMS = {"date": "%Y-%m-%d", "date-time": "%Y-%m-%dT%H:%M:%SZ", "time": "%H:%M:%SZ"}
_TEMPORAL = re.compile(r"\b(dates?|day|datum|deadline|birthday|dob|when|check ?in|check ?out|timestamp|datetime|date ?time|born)\b|\b(created|updated|modified|expires|published|start|end|due|released|delivered|posted|filed|scheduled) (at|on|date|time|day)$|\b(created|updated|since|until|before|after|from date|to date|expiry|expiration|air date)$")
_TIME = re.compile(r"^(\w+ )?(time|hour|clock|time of day|alarm)$|\btime$")
_FLAG = re.compile(r"^\s*(whether|if (?:set|true)|set to true|true (?:if|to)|boolean|indicates (?:if|whether)|a? ?flag|enable|flag)\b|\(true/false\)|\btrue or false\b", re.I)
_LIST = re.compile(r"^\s*(?:an?|the|optional|input|sorted|first|second|\s)*(?:list|array|sequence|collection|set) (?:of|containing)\b|^\s*(?:the )?(?:sorted |input |first |second )?(?:list|array)\b", re.I)
_NUMERIC = re.compile(r"\b(number of|numeric|integer|how many|maximum number|minimum|maximum|count of|amount of|float|percentage|price|in (?:meters|km|kilometers|miles|cm|kg|seconds|minutes|hours|days|years|pixels|usd|dollars))\b", re.I)


@dataclass(frozen=True, slots=True)
class Making:
    """How the values of one leaf are made, and what they mean."""

    make: Maker
    meaning: str
    """A key of `texts.TEXTS`, "date", "number", "identifier", "choice", "flag", "list", or empty."""
    form: str = ""
    """Of dates and times: how they are written, for `strftime`; empty for other meanings."""
    low: float | None = None
    high: float | None = None


def making(
    schema: Schema, name: str, tool_name: str, tool_description: str, needed: str = "", holder: str | None = None
) -> Making:
    """How to make the values of this leaf.

    `needed` is a type that the schema leaves open; `holder` is the thing of which a result's leaf is an attribute, None for inputs.
    """
    schema = plain(schema)
    if "const" in schema:
        return Making(_always(schema["const"]), "choice")
    options = schema.get("enum")
    if options:
        kept = [option for option in options if option not in (None, "")] or list(options)
        return Making(_one_of(kept), "choice")
    told = hints(schema)
    kind = needed or kind_of(schema, name, told)
    if kind == "boolean":
        return Making(lambda rng, _: rng.random() < 0.7, "flag")
    if kind in ("integer", "number"):
        return _numeric(schema, name, kind, told, f"{tool_name} {tool_description}")
    if kind == "array":
        return _several(schema, name, tool_name, tool_description, told)
    if kind == "object":
        return Making(lambda rng, _: {}, "blob")
    if kind == "null":
        return Making(_always(None), "choice")
    return _text(schema, name, tool_name, tool_description, told, holder)


def plain(schema: Schema) -> dict[str, Any]:
    """The schema with its first usable branch of anyOf, oneOf and allOf folded in."""
    if not isinstance(schema, Mapping):
        return {}
    folded = dict(schema)
    for key in ("allOf", "anyOf", "oneOf"):
        branches = [branch for branch in folded.pop(key, ()) if isinstance(branch, Mapping) and branch.get("type") != "null"]
        for branch in branches if key == "allOf" else branches[:1]:
            folded = {**plain(branch), **folded}
    kinds = folded.get("type")
    if isinstance(kinds, list):
        folded["type"] = next((kind for kind in kinds if kind != "null"), "null")
    return folded


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
    if _FLAG.search(description) or str(told.default).lower() in ("true", "false") or re.match(r"(is|has|include|enable|with|show|use) (?!id$|from$)", spoken):
        return "boolean"
    if re.fullmatch(r"(number|num|n|x|y|z|a|b|value)( \d)?", spoken) and re.search(r"\b(number|integer|value|coordinate)\b", description, re.I):
        return "integer" if not re.search(r"\b(phone|mobile|account|card|sms)\b", description, re.I) else "string"
    if told.options or told.date_format or _text_first(spoken, description):
        return "string"
    if _number(told.default) is not None or (told.examples and all(_number(example) is not None for example in told.examples)):
        return "integer" if all(float(_number(value) or 0).is_integer() for value in (*told.examples, told.default)) else "number"
    if told.high is not None and not told.examples or expected(spoken) is not None or _NUMERIC.search(description):
        found = expected(spoken)
        return "number" if found and found[2] else "integer"
    return "string"


def _text_first(spoken: str, description: str) -> bool:
    return bool(re.search(r"\b(id|zip|phone|code|name|query|keyword|date|symbol|email|url|text)s?$", spoken)) or "string" in description.lower()


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        found = float(str(value).replace(",", ""))
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def _always(value: Any) -> Maker:
    return lambda rng, today: value


def _one_of(values: list[Any]) -> Maker:
    return lambda rng, today: rng.choice(values)


def _numeric(schema: Schema, name: str, kind: str, told: Hints, tool: str) -> Making:
    spoken = " ".join(words(name))
    numbers = [found for option in told.options if (found := _number(option)) is not None]
    if numbers and len(numbers) == len(told.options):
        return Making(_one_of([int(found) if kind == "integer" else found for found in numbers]), "choice")
    part = re.search(r"\b(?:lat(?:itude)?|(lon|lng|long|longitude))s?( \d)?$|^(?:lat|(lon))\b", spoken)
    if part is not None:
        return _position("longitude" if part[1] or part[3] else "latitude", schema, kind)
    about = measured(spoken, str(schema.get("description", ""))) or expected(spoken) or expected(" ".join(words(str(schema.get("description", "")).split(".")[0])[:8]))
    if re.search(r"\b(timestamp|epoch|unix)\b", f"{spoken} {schema.get('description', '')}", re.I):
        towards = direction(spoken, str(schema.get("description", "")), tool)
        return Making(lambda rng, today: int(day(towards, rng, today).replace(tzinfo=datetime.UTC).timestamp()), "timestamp")
    low, high, decimals = about or _around(told, spoken)
    low, high = _bounded(schema, low, high, told)
    decimals = 0 if kind == "integer" else decimals
    return Making(_between(low, high, decimals, schema, kind), "number" if not spoken.endswith("id") else "identifier", low=low, high=high)


def _position(part: str, schema: Schema, kind: str) -> Making:
    if kind == "integer":
        return Making(lambda rng, _: round(getattr(place(rng), part)), "number")
    found = Making(lambda rng, _: getattr(place(rng), part), part)
    return found if _valid(found.make, schema) else Making(_between(-80, 80, 2, schema, "number"), "number")


def _around(told: Hints, spoken: str) -> tuple[float, float, int]:
    if re.search(r"\b(id|ids|number|code|key)$", spoken):
        return 1000, 99999, 0
    examples = [found for value in (*told.examples, told.default) if (found := _number(value)) is not None]
    if examples and examples[0] > 0:
        middle = examples[0]
        return (max(1.0, middle // 2), middle * 2, 0) if middle.is_integer() else (middle / 2, middle * 2, 2)
    return 2, 60, 0


def _bounded(schema: Schema, low: float, high: float, told: Hints) -> tuple[float, float]:
    least = [float(schema[key]) for key in ("minimum", "exclusiveMinimum") if _number(schema.get(key)) is not None]
    most = [float(schema[key]) for key in ("maximum", "exclusiveMaximum") if _number(schema.get(key)) is not None]
    if not least and not most and told.high is not None:
        least, most = ([] if told.low is None else [told.low]), [told.high]
    floor, ceiling = (max(least) if least else -math.inf), (min(most) if most else math.inf)
    if low > ceiling or high < floor or (floor > low and ceiling < high):
        span = max(abs(floor if floor > -math.inf else ceiling), 10.0)
        low, high = (floor, ceiling) if floor > -math.inf and ceiling < math.inf else ((floor, floor + span) if floor > -math.inf else (ceiling - span, ceiling))
        return low, min(high, low + 1000)
    return max(low, floor), min(high, ceiling)


def _between(low: float, high: float, decimals: int, schema: Schema, kind: str) -> Maker:
    step = _number(schema.get("multipleOf")) or 0
    if "exclusiveMinimum" in schema and low == _number(schema["exclusiveMinimum"]):
        low += 1 if not decimals and high - low > 1 else (high - low) / 100
        decimals = decimals or (0 if float(low).is_integer() else 2)
    if "exclusiveMaximum" in schema and high == _number(schema["exclusiveMaximum"]):
        high -= 1 if not decimals and high - low > 1 else (high - low) / 100
    if step and not (kind == "number" and step < 0.01):
        first, last = math.ceil(low / step), max(math.floor(high / step), math.ceil(low / step))
        whole = float(step).is_integer()
        return lambda rng, _: int(rng.randint(first, last) * step) if whole else round(rng.randint(first, last) * step, 4)
    if decimals or (kind == "number" and high - low <= 1):
        places = decimals or 2
        return lambda rng, _: round(rng.uniform(low, high), places)
    least, most = math.ceil(low), max(math.floor(high), math.ceil(low))
    if most - least >= 400 and least >= 100 and most <= 100000 and "id" not in schema and least in (5000, 20):
        return lambda rng, _: rng.randint(least, most) // 5 * 5
    return lambda rng, _: rng.randint(least, most)


def _several(schema: Schema, name: str, tool_name: str, tool_description: str, told: Hints) -> Making:
    items = schema.get("items")
    description = str(schema.get("description") or "")
    if not isinstance(items, Mapping):
        items = {"description": re.sub(r"^.*?\b(?:list|array) of\b", "", description, count=1)}
        if re.search(r"\b(integers?|numbers?|values|scores|floats|data points)\b", description, re.I) or name in ("nums", "numbers", "arr", "data"):
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


def _text(schema: Schema, name: str, tool_name: str, tool_description: str, told: Hints, holder: str | None) -> Making:
    description = str(schema.get("description") or "")
    spoken = " ".join(words(name))
    found = _checked(_constrained(schema, name), schema)
    if found is not None:
        return found
    meant = _FORMATS.get(str(schema.get("format", "")), "") or meaning(name, description, _subject(tool_name) if holder is None else holder)
    meant = _by_example(meant, told, description)
    if meant in ("topic", "") and not told.examples and holder is None:
        meant = theme(tool_name, tool_description) or meant
    usual = expected(spoken)
    if usual is not None and not told.examples and not told.options and (holder is not None or not meant) and meant not in _SURE:
        low, high, decimals = usual
        return _checked(Making(lambda rng, _: str(round(rng.uniform(low, high), decimals or None)), "number"), schema) or _fallback(schema)
    form = _form(schema, spoken, description, told, meant)
    if form:
        towards = direction(spoken, description, f"{' '.join(words(tool_name))} {tool_description}")
        return _checked(Making(lambda rng, today: day(towards, rng, today).strftime(form), "date", form), schema) or _fallback(schema)
    if told.options and meant not in ("email", "url", "airport"):
        return _checked(Making(_one_of(list(told.options)), "choice"), schema) or _fallback(schema)
    chosen = _told_by(meant, told, name, tool_name, description)
    if told.separated and chosen.meaning not in ("choice", "blob"):
        chosen = Making(_joined(chosen.make), chosen.meaning + "s")
    return _checked(chosen, schema) or _fallback(schema)


def _by_example(meant: str, told: Hints, description: str) -> str:
    """Codes where the examples are codes: the airport of a city, the code of a state."""
    example = str(told.examples[0]) if told.examples else ""
    if meant in ("city", "airport") and (re.fullmatch("[A-Z]{3}", example) or re.search(r"\bIATA\b", description)):
        return "airport"
    if re.fullmatch("[A-Z]{2}", example):
        return {"state": "state_code", "country": "country_code", "region": "country_code"}.get(meant, meant)
    if re.fullmatch("[a-z]{2}(-[A-Z]{2})?", example) and meant in ("language", "locale"):
        return "language_code" if len(example) == 2 else "locale"
    if re.search(r"\bISO 639|\blanguage code\b", description) and meant == "language":
        return "language_code"
    if re.search(r"\bISO 3166|\bcountry code\b|\btwo[- ]letter\b", description) and meant in ("country", "region"):
        return "country_code"
    return meant


def _subject(tool_name: str) -> str:
    """What a tool is about: the last noun of its name."""
    parts = [word for word in words(tool_name) if word not in ("get", "info", "details", "detail", "by", "name", "search", "find", "id")]
    return singular(parts[-1]) if parts else ""


def _constrained(schema: Schema, name: str) -> Making | None:
    pattern = schema.get("pattern")
    if not isinstance(pattern, str):
        return None
    generate = matching(pattern)
    if generate is None:
        return None
    loose = re.search(r"\\w|\\S|\.[*+]|a-z\w*\]?[*+{]", pattern) is not None
    meant = meaning(name, str(schema.get("description") or ""))
    if loose and meant in TEXTS:
        spoken = Making(lambda rng, _: TEXTS[meant](rng), meant)
        if _valid(spoken.make, schema):
            return spoken
    return Making(lambda rng, _: generate(rng), "identifier")


def _form(schema: Schema, spoken: str, description: str, told: Hints, meant: str) -> str:
    given = _FORMS.get(str(schema.get("format", "")), "")
    if given:
        return given
    for example in told.examples:
        form = form_of(str(example))
        if form and (meant in ("", "birth_date", "weekday", "period", "identifier") or not str(example).isdigit()):
            return form
    if told.date_format:
        return told.date_format
    if meant not in ("", "birth_date", "title", "event", "number") and not _TEMPORAL.search(spoken):
        return ""
    if re.search(r"\biso ?8601\b|\brfc ?3339\b", description, re.I):
        return "%Y-%m-%dT%H:%M:%SZ" if "time" in f"{spoken} {description}".lower() else "%Y-%m-%d"
    if _TIME.search(spoken) and "date" not in spoken and not re.search(r"\b(period|duration|range|zone)\b", f"{spoken} {description}", re.I):
        return "%Y-%m-%d %H:%M" if re.search(r"\b(date|day|meeting|event|appointment|reservation|reminder)\b", description, re.I) else "%H:%M"
    if _TEMPORAL.search(spoken) or meant == "birth_date":
        both = re.search(r"\bdate ?time\b|\bdate and time\b|\btimestamp\b|\b(created|updated|modified|posted|published) at\b", f"{spoken} {description}", re.I)
        return "%Y-%m-%d %H:%M" if both and not both[0].lower().endswith("at") else "%Y-%m-%dT%H:%M:%SZ" if both else "%Y-%m-%d"
    return ""


def _told_by(meant: str, told: Hints, name: str, tool_name: str, description: str) -> Making:
    """From examples (as shapes) and meaning together."""
    shapes = [made for example in told.examples if (made := shape(str(example))) is not None]
    plain_words = [str(example) for example in told.examples if shape(str(example)) is None]
    known = TEXTS.get(meant) if meant != "identifier" else None
    if meant == "postal" and told.examples:
        known = POSTAL.get(len(str(told.examples[0])), known)
    if shapes and (known is None or meant in ("identifier", "title", "username", "flight_number", "account_number", "tracking")):
        return Making(lambda rng, _: rng.choice(shapes)(rng), "identifier" if meant != "username" else meant)
    if plain_words and (known is None or meant in ("category", "title", "topic", "tag", "note")):
        share = 0.4 if known is not None else 1.1
        return Making(lambda rng, _: rng.choice(plain_words) if known is None or rng.random() < share else known(rng), meant)
    if plain_words and known is not None and plain_words[0].islower() and meant in ("ticker", "airport", "country_code", "currency"):
        return Making(lambda rng, _: known(rng).lower(), meant)
    if known is not None:
        return Making(lambda rng, _: known(rng), meant)
    if meant == "identifier":
        return Making(_identifier(name, description, tool_name), "identifier")
    default = told.default
    if isinstance(default, str) and default and re.search(r"[A-Za-z]", default) and len(default) <= 40:
        return Making(_one_of([default]), "choice")
    return Making(lambda rng, _: rng.choice(_TOPICAL)(rng), "")


_SURE = frozenset(("date", "phone", "email", "card_number", "account_number", "birth_date", "flight_number", "postal", "currency", "interval"))
_TOPICAL = (TEXTS["topic"], TEXTS["product"], TEXTS["word"])


def _identifier(name: str, description: str, tool_name: str) -> Maker:
    """Digits behind two or three letters of what is identified, the same for every tool that calls it so."""
    parts = [word for word in words(name) if word not in ("id", "ids", "identifier", "number", "code", "key", "no", "num", "ref", "unique")]
    about = re.search(r"\b(?:of|for) (?:the |a |an )?(\w+)", description)
    noun = parts[-1] if parts else about[1] if about else (_subject(tool_name) or "item")
    prefix = "".join(char for char in singular(noun).upper() if char.isalpha())[:3] or "ID"
    size = 4 + sum(map(ord, prefix)) % 3
    return lambda rng, _: f"{prefix}-{number(size, rng)}"


def _joined(make: Maker) -> Maker:
    def joined(rng: Random, today: datetime.date) -> str:
        return ",".join(dict.fromkeys(str(make(rng, today)) for _ in range(2)))

    return joined


def _valid(make: Maker, schema: Schema) -> bool:
    try:
        validator = jsonschema_rs.validator_for(dict(schema), validate_formats=True)
    except ValueError:
        return True
    trial, today = Random(3), datetime.date(2024, 6, 1)
    return all(validator.is_valid(make(trial, today)) for _ in range(4))


def _checked(found: Making | None, schema: Schema) -> Making | None:
    """The making, cut to the schema's length where that helps; None where its values do not validate."""
    if found is None:
        return None
    if not {"pattern", "minLength", "maxLength", "format"} & schema.keys() or _valid(found.make, schema):
        return found
    return None


def _fallback(schema: Schema) -> Making:
    """Letters and digits of an allowed length."""
    least, most = int(schema.get("minLength") or 0), schema.get("maxLength")
    size = max(least, min(int(most), 8) if most is not None else max(least, 8))
    fitting = [entry for entry in _SHORT if least <= len(entry) <= (int(most) if most is not None else 99)]
    made = Making(_one_of(fitting), "") if fitting else Making(lambda rng, _: "".join([rng.choice("abcdefghjkmnpqrstuvwxyz") for _ in range(size)]), "")
    return made


_SHORT = ("blue note", "harbor", "maple", "north", "sun", "ok", "x", "orchard lane", "a quiet evening by the lake", "the long way home in the rain tonight")

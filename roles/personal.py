"""What a user's profile holds, and which inputs of tools it fills: e-mail, home address, member number, preferences."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from random import Random
from typing import Any, Final

import jsonschema_rs

from roles.values import Values
from tool_graphs.graph import ToolGraph
from tool_graphs.sampling.sense import OTHERS, plan_links
from tool_graphs.subject import subject
from tool_graphs.tool import Field, Tool
from tool_graphs.words import listed, split

_SPEAKER: Final = listed(
    "user customer client member subscriber traveler traveller guest patient passenger account profile loyalty cardholder "
    "policyholder buyer caller shopper resident tenant your my home billing shipping delivery deliver delivered ship shipped"
)
_FACTS: Final = (
    ("email", r"e ?mail(?: address| id)?"),
    ("phone", r"(?:phone|mobile|telephone|cell ?phone)(?: number| no)?"),
    ("first_name", r"(?:first|given) name"),
    ("last_name", r"(?:last|family) name|surname"),
    ("name", r"(?:full|customer|guest|passenger|patient|member|traveller|traveler|cardholder) name"),
    ("birth_date", r"date of birth|birth ?date|dob"),
    ("street", r"(?:street|home|shipping|delivery|billing)(?: street)? ?address|street|address(?: line)? 1"),
    ("postal_code", r"(?:zip|postal|post)(?: ?code)?|postcode"),
    ("home_city", r"home (?:city|town|airport)"),
    ("username", r"user ?name|user handle"),
)
"""Facts that are the speaker's own where the tool is about the speaker."""
_WHERE: Final = ("street", "postal_code")
_REACHED_AT: Final = ("email", "phone", "birth_date")
_NEAR: Final = re.compile(r"\b(?:nearest|nearby|closest|local|deliver)\b")
"""What one looks for around one's home."""
_NUMBERS: Final = re.compile(
    r"(?:loyalty|member|membership|frequent flyer|rewards?|patient|policy|customer|insurance|passport|driver'?s? licen[sc]e|"
    r"licen[sc]e|library card|student|employee) (?:card )?(?:number|no|id)|licen[sc]e plate(?: number)?|vin|"
    r"vehicle identification number"
)
"""Numbers that people have of their own, whatever the tool."""
_PREFERENCES: Final = re.compile(
    r"(?:preferred |favou?rite )?(?:seat(?: preference)?|meal(?: preference)?|diet(?:ary)?(?: \w+)?|cabin(?: class)?|"
    r"travel class|bed type|language|units?|temperature unit|measurement (?:system|units?)|unit system|contact method|"
    r"notification channel)|(?:preferred|favou?rite|home) [\w ]+"
)
"""What people always want in the same way."""
_ABOUT_THEM: Final = ("update", "delete")
_NEW: Final = listed("user customer client member account profile contact address passenger guest patient")
_ELSE: Final = re.compile(
    r"\b(?:recipients?|whom|attendees?|invite[ds]?|contacts?|colleagues?|other|friends?|somebody|someone|new|sender|assignees?|payee|"
    r"beneficiary)\b",
    re.IGNORECASE,
)
_NOTHING: Final = ("any", "none", "no_preference", "default", "other", "unknown", "standard")
_WORD: Final = re.compile(r"[a-z]+")


@lru_cache(maxsize=65536)
def _spoken(name: str) -> str:
    return " ".join(split(name)).lower()


def fact(tool: Tool, input: Field) -> str:
    """The key under which a profile holds what this input wants; empty where it is nothing of the user's own."""
    if input.many or not isinstance(input.schema.get("type", "string"), str):
        return ""
    if input.schema.get("type", "string") not in ("string", "integer"):
        return ""
    spoken, about = _spoken(input.name), subject(tool)
    if _ELSE.search(input.description) or about.action in _ABOUT_THEM or set(split(spoken)) & (OTHERS - {"member", "employee"}):
        return ""
    if _NUMBERS.fullmatch(spoken):
        return spoken.replace(" ", "_").replace("'", "")
    if _PREFERENCES.fullmatch(spoken):
        settled = bool(input.schema.get("enum")) or "preferred" in spoken or "favo" in spoken or "home" in spoken
        return spoken.replace(" ", "_") if settled or "prefer" in input.description.lower() else ""
    if about.action in ("create", "send") and _NEW & set(about.thing):
        return ""
    told = f"{' '.join(split(tool.name))} {spoken} {tool.description} {input.description}".lower()
    key = next((key for key, form in _FACTS if re.fullmatch(rf"(?:{'|'.join(sorted(_SPEAKER))} )?(?:{form})", spoken)), "")
    near = key in _WHERE and _NEAR.search(told) is not None
    return key if near or _SPEAKER & set(_WORD.findall(told)) else ""


def _finds_them(tool: Tool, key: str) -> bool:
    """Whether the tool finds the speaker by what only they are asked for, though an address book holds such things, too."""
    about = subject(tool)
    return key in _REACHED_AT and about.action == "find" and bool(_SPEAKER & set(about.thing))


class Personal:
    """The inputs of a graph's tools that a profile can fill; worked out once for each tool."""

    def __init__(self, graph: ToolGraph) -> None:
        self._graph = graph
        self._facts: dict[str, dict[str, str]] = {}

    def facts(self, tool: str) -> Mapping[str, str]:
        """Schema path of an input -> profile key; what another tool looks up is rarely taken from a profile."""
        found = self._facts.get(tool)
        if found is None:
            links, known = plan_links(self._graph), self._graph.tool(tool)
            found = self._facts[tool] = {
                input.path: key
                for input in known.inputs
                for key in (fact(known, input),)
                if key and (input.required or "." not in input.path)
                if _finds_them(known, key) or not links.within_a_turn(tool, input.path)
            }
        return found

    def held(self, profile: Mapping[str, Any], tool: str) -> dict[str, Any]:
        """Schema path of an input -> the value that the profile holds for it, where the schema allows it."""
        if not profile:
            return {}
        known = self._graph.tool(tool)
        return {
            path: profile[key]
            for path, key in self.facts(tool).items()
            if key in profile and allows(known.input(path), profile[key])
        }

    def profile(self, tools: tuple[str, ...], values: Values, rng: Random, today: date) -> dict[str, Any]:
        """A profile that fills the inputs of these tools that are the user's own, and holds a name."""
        found: dict[str, Any] = {}
        for name in tools:
            for path, key in self.facts(name).items():
                tool = self._graph.tool(name)
                input = tool.input(path)
                if key not in found and input is not None:
                    found[key] = _telling(input, values.literal(tool, input, rng, today))
        return dict(_agreeing(found))


def _telling(input: Field, value: Any) -> Any:
    """The value, or the first option that says something: nobody's usual seat is "any"."""
    options = [option for option in input.schema.get("enum", ()) if str(option).lower() not in _NOTHING]
    return options[0] if options and value not in options else value


def _agreeing(found: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Facts in a plain order; an e-mail address goes with the name."""
    first, last = found.get("first_name"), found.get("last_name")
    for key in sorted(found):
        value = found[key]
        if key == "name" and first and last:
            value = f"{first} {last}"
        if key == "email" and first and last and isinstance(value, str) and "@" in value:
            value = f"{first}.{last}@{value.partition('@')[2]}".lower().replace(" ", "")
        yield key, value


def allows(input: Field | None, value: Any) -> bool:
    """Whether the input's schema allows the value."""
    return input is not None and bool(jsonschema_rs.validator_for(dict(input.schema)).is_valid(value))

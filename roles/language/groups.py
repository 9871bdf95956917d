"""Values that people say in one breath: a first and last name, a point, an amount and its currency, an address, a period."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from roles.language.forms import Parameter


@dataclass(frozen=True, slots=True)
class Group:
    """Parameters said together; `{0}`, `{1}`... in a template (`place:text`) are their values, in the order of `members`."""

    name: str
    members: tuple[str, ...]
    """Schema paths."""
    templates: tuple[str, ...]


_PERSON = ("a:for {0} {1}", "a:under the name {0} {1}", "x:I'm {0} {1}.", "x:My name is {0} {1}.")
_THIRD = ("a:for {0} {1}", "a:with the name {0} {1}", "x:The name is {0} {1}.")
_POINT = ("a:at {0}, {1}", "a:near {0}, {1}", "a:at the coordinates {0}, {1}", "x:I'm at {0}, {1}.")
_FROM_POINT = ("a:from {0}, {1}", "a:from the coordinates {0}, {1}", "x:I'm at {0}, {1}.")
_TO_POINT = ("a:to {0}, {1}", "a:to the coordinates {0}, {1}", "x:I'm going to {0}, {1}.")
_AMOUNT = ("o:{0} {1}", "x:I have {0} {1}.", "x:It's about {0} {1}.")
_PERIOD = ("a:between {0} and {1}", "a:from {0} to {1}", "x:It's between {0} and {1}.")
_STAY = ("a:from {0} to {1}", "a:from {0} until {1}", "x:We'd stay from {0} to {1}.")
_RENTAL = ("a:from {0} to {1}", "x:I'd need it from {0} to {1}.")
_PRICES = ("a:between {0} and {1}", "x:The price is between {0} and {1}.")
_ROUTE = ("a:from {0} to {1}", "x:I'm going from {0} to {1}.", "x:It's from {0} to {1}.")
_FLIGHT = ("a:from {0} to {1}", "x:I'm flying from {0} to {1}.", "x:We're flying from {0} to {1}.")
_TRIP = ("a:from {0} to {1} on {2}", "x:I'm going from {0} to {1} on {2}.")
_FLIGHT_ON = ("a:from {0} to {1} on {2}", "x:I'm flying from {0} to {1} on {2}.", "x:We're flying from {0} to {1} on {2}.")
_CAR = ("a:for a {0} {1} {2}", "x:It's a {0} {1} {2}.", "x:The car is a {0} {1} {2}.")
_REPOSITORY = ("a:in the {1} repository of {0}", "x:It's the {1} repository of {0}.", "x:It's about the {1} repository of {0}.")
_STOP = r"(?: (?:city|airport|location|place|station|code|iata|country))*$"
_ORIGIN = rf"^(?:origin|from|departure|source|start){_STOP}|^(?:iata )?airport from$"
_GOAL = rf"^(?:destination|to|arrival|dest){_STOP}|^(?:iata )?airport to$"


def groups(parameters: dict[str, Parameter], about: str = "") -> tuple[Group, ...]:
    """The groups among a tool's parameters, those of one object only; `about` is what the tool says of itself."""
    found: list[Group] = []
    for parent in dict.fromkeys(_parent(path) for path in parameters):
        here = {path: one for path, one in parameters.items() if _parent(path) == parent}
        found += [group for group in (*_travelling(here, about.lower()), *_in_object(here)) if group is not None]
    return tuple(_from_point_to_point(found))


def _from_point_to_point(found: list[Group]) -> list[Group]:
    """The groups, where two points are one way: the second is not where somebody is."""
    points = [group for group in found if group.name == "point" and "[" not in group.members[0]]
    if len(points) != 2:
        return found
    ways = dict(zip(points, (_FROM_POINT, _TO_POINT), strict=True))
    return [replace(group, templates=ways[group]) if group in ways else group for group in found]


def _travelling(here: dict[str, Parameter], about: str) -> list[Group | None]:
    """From where to where and when, larger groups first; stays, rentals."""
    dates = {path: one for path, one in here.items() if one.sense.kind in ("date", "datetime")}
    places = {path: one for path, one in here.items() if one.sense.kind in ("name", "code", "any", "text") and path not in dates}
    flying = "flight" in about or "airport" in " ".join(" ".join(one.sense.words) for one in places.values())
    route = _group("route", _FLIGHT if flying else _ROUTE, places, _ORIGIN, _GOAL)
    trip = _group(
        "route", _FLIGHT_ON if flying else _TRIP, here, _ORIGIN, _GOAL, r"^(?:departure |travel |flight )?(?:date|day)$"
    )
    return [
        trip if trip and trip.members[2] in dates and set(trip.members[:2]) <= set(places) else None,
        route,
        _pair("period", _STAY, dates, r"^check ?in(?: date)?$", r"^check ?out(?: date)?$"),
        _pair("period", _RENTAL, dates, r"^(?:pick ?up|rental start)(?: date)?$", r"^(?:drop ?off|return|rental end)(?: date)?$"),
        _pair(
            "period",
            _PRICES,
            here,
            r"^(?:min|minimum|lowest) (?:price|cost|amount)$",
            r"^(?:max|maximum|highest) (?:price|cost|amount)$",
        ),
        _group("car", _CAR, here, r"^(?:model )?year$", r"^(?:car |vehicle )?make$", r"^(?:car |vehicle )?model$"),
        _group("repository", _REPOSITORY, here, r"^(?:repo )?owner$", r"^(?:repo|repository)(?: name)?$"),
    ]


def _parent(path: str) -> str:
    return path.rpartition(".")[0]


def _in_object(here: dict[str, Parameter]) -> list[Group | None]:
    dates = {path: one for path, one in here.items() if one.sense.kind in ("date", "datetime")}
    numbers = {path: one for path, one in here.items() if one.sense.type in ("number", "integer") or one.sense.kind == "money"}
    texts = {path: one for path, one in here.items() if path not in dates and path not in numbers}
    people = _pair("person", _PERSON, texts, r"^(?:first|given) name$", r"^(?:last|family) name$|^surname$")
    third = _pair("person", _THIRD, texts, r"\bfirst name$", r"\blast name$") if people is None else None
    return [
        people,
        third,
        _pair("point", _POINT, here, r"^(?:lat|latitude)$", r"^(?:lon|lng|long|longitude)$"),
        _pair(
            "amount",
            _AMOUNT,
            {**numbers, **texts},
            r"^(?:amount|value|price)$",
            r"^(?:currency|from currency|base currency|base|from|source currency|currency code)$",
        ),
        _pair(
            "period",
            _PERIOD,
            dates,
            r"^(?:start|from|begin)(?: date| time| datetime)?$|^(?:date|time) from$|^since$|^time min$",
            r"^(?:end|to|until)(?: date| time| datetime)?$|^(?:date|time) to$|^time max$",
        ),
        _address(texts),
    ]


def _pair(name: str, templates: tuple[str, ...], here: dict[str, Parameter], first: str, second: str) -> Group | None:
    return _group(name, templates, here, first, second)


def _group(name: str, templates: tuple[str, ...], here: dict[str, Parameter], *patterns: str) -> Group | None:
    if len(here) < len(patterns):
        return None
    members = tuple(dict.fromkeys(member for pattern in patterns if (member := _only(here, pattern)) is not None))
    return Group(name, members, templates) if len(members) == len(patterns) else None


def _only(here: dict[str, Parameter], pattern: str) -> str | None:
    found = [path for path, one in here.items() if _is_called(one.sense.words, pattern) and not one.field.path.endswith("[]")]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=65536)
def _is_called(words: tuple[str, ...], pattern: str) -> bool:
    return re.search(pattern, " ".join(words)) is not None


_ADDRESS = (
    r"^(?:address|address ?1|street|street address|address line ?1|line ?1)$",
    r"^(?:city|town)$",
    r"^(?:state|province)(?: code)?$",
    r"^(?:zip|zipcode|zip code|postal code|postcode)$",
)


def _address(here: dict[str, Parameter]) -> Group | None:
    members = [_only(here, pattern) for pattern in _ADDRESS]
    if any(member is None for member in members):
        return None
    text = "{0}, {1}, {2} {3}"
    return Group(
        "address",
        tuple(member for member in members if member),
        (f"a:at {text}", f"x:The address is {text}.", f"x:I live at {text}."),
    )


def complete(group: Group, slots: Sequence[tuple[str, str]]) -> tuple[int, ...] | None:
    """Positions of the slots (argument path, schema path) that make up the group, None unless each is there once."""
    positions = []
    for member in group.members:
        found = [position for position, (_, path) in enumerate(slots) if path == member]
        if len(found) != 1:
            return None
        positions += found
    return tuple(positions)

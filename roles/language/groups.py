"""Values that people say in one breath: a first and last name, a point, an amount and its currency, an address, a period."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

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
_AMOUNT = ("o:{0} {1}", "x:I have {0} {1}.", "x:It's about {0} {1}.")
_PERIOD = ("a:between {0} and {1}", "a:from {0} to {1}", "x:It's between {0} and {1}.")


def groups(parameters: dict[str, Parameter]) -> tuple[Group, ...]:
    """The groups among a tool's parameters; those of one object only."""
    found: list[Group] = []
    for parent in dict.fromkeys(_parent(path) for path in parameters):
        here = {path: one for path, one in parameters.items() if _parent(path) == parent}
        found += [group for group in _in_object(here) if group is not None]
    return tuple(found)


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
            r"^(?:start|from|begin)(?: date| time)?$|^date from$|^since$",
            r"^(?:end|to|until)(?: date| time)?$|^date to$",
        ),
        _address(texts),
    ]


def _pair(name: str, templates: tuple[str, ...], here: dict[str, Parameter], first: str, second: str) -> Group | None:
    members = [_only(here, pattern) for pattern in (first, second)]
    if members[0] is None or members[1] is None or members[0] == members[1]:
        return None
    return Group(name, (members[0], members[1]), templates)


def _only(here: dict[str, Parameter], pattern: str) -> str | None:
    found = [
        path for path, one in here.items() if re.search(pattern, " ".join(one.sense.words)) and not one.field.path.endswith("[]")
    ]
    return found[0] if len(found) == 1 else None


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

"""What the call's arguments say of the things in its result: who, where, which company."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from roles.executor.names import entity, identified
from roles.executor.world import World
from roles.values.fitting import Partner
from roles.values.making import Making, always
from roles.values.places import PLACES
from roles.values.texts import OF_PLACE
from tool_graphs.words import listed

_SHAPED_BY_NAME = re.compile(r"([a-z]+)_([a-z]+)_\d+")
_LOCAL_PART = re.compile(r"([a-z]+)[._]([a-z]+)\d*@", re.IGNORECASE)
_OF_COMPANY = frozenset(("ticker", "company", "known_company", "crypto", "crypto_name"))
_SAID = frozenset(OF_PLACE) | _OF_COMPANY
TAKEN_UP = _SAID | {"address"}
"""Meanings of arguments that are heard in a result."""
_CARRIED = re.compile(
    r"\b(flight|departure|arrival|airline|origin|destination|cabin|gate|premium|price|currency|check in|check out|room|hotel|"
    r"carrier|tracking|address|city|airport)\b"
)
_DONE = listed(
    "spent used redeemed paid charged requested booked added transferred refunded sent withdrawn deposited reserved ordered set "
    "refund deducted received"
)


@dataclass(slots=True)
class Bearing:
    """What the arguments of one call say."""

    person: tuple[str, str] = ("", "")
    """First and last name of the person asked for; a name alone is the first."""
    domain: str = ""
    meant: tuple[tuple[str, Any], ...] = ()
    """(meaning, value) of places and companies."""
    carried: Mapping[str, Any] = field(default_factory=dict)
    """Attributes of the other things that the call names."""
    given: Mapping[str, Any] = field(default_factory=dict)
    """The arguments by their attributes."""

    def neighbours(self, around: Partner, leading: bool) -> list[tuple[Partner, Any]]:
        """What was said, as if it stood beside this leaf; the person only where it is the one asked for."""
        if not (self.meant or leading) or not around.group.endswith("/"):
            return []
        found = [(Partner(Making(always(value), meaning), around.group, "", -1), value) for meaning, value in self.meant]
        if leading and all(self.person):
            found.append((Partner(Making(always(""), "named"), around.group, "", -1), " ".join(self.person)))
        return found

    def fitted(self, value: Any, meaning: str, leading: bool) -> Any:
        """A name that begins with the name asked for, an address at the domain asked for."""
        if not leading or not isinstance(value, str):
            return value
        if meaning == "full_name" and self.person[0] and not self.person[1] and " " in value:
            return f"{self.person[0]} {value.split(' ', 1)[1]}"
        if meaning == "email" and self.domain and "@" in value:
            return f"{value.partition('@')[0]}@{self.domain}"
        return value

    def spent(self, name: str) -> tuple[Any] | None:
        """The amount of this name that was asked for."""
        value = self.given.get(name)
        return (value,) if isinstance(value, int | float) and not isinstance(value, bool) else None


@lru_cache(maxsize=16384)
def left_of(name: str) -> str | None:
    """The words of a name without those that say what was done with the amount: `miles` of `miles spent`; else None."""
    parts = name.split()
    return " ".join([part for part in parts if part not in _DONE]) if len(parts) > 1 and not _DONE.isdisjoint(parts) else None


def bearing(
    arguments: Mapping[str, Any], given: Mapping[str, Any], meanings: Mapping[str, str], world: World, changing: bool
) -> Bearing:
    """Reads a call's arguments, `given` by attributes; `changing` calls take over what is known of the other things they name."""
    domain = given.get("domain")
    return Bearing(
        _person(given) if not _TELLS_PERSON.isdisjoint(given) else ("", ""),
        str(domain) if domain is not None and "." in str(domain) else "",
        _meant(arguments, meanings) if meanings else (),
        _taken(arguments, world) if changing else {},
        given,
    )


def _meant(arguments: Mapping[str, Any], meanings: Mapping[str, str]) -> tuple[tuple[str, Any], ...]:
    meant: dict[str, Any] = {}
    for name, value in arguments.items():
        meaning = meanings.get(name, "")
        if meaning in _SAID and isinstance(value, str | float):
            meant[meaning] = None if meaning in meant else value
        if meaning == "address" and isinstance(value, str) and (city := _city(value)):
            meant["city"] = None if "city" in meant else city
    return tuple([(meaning, value) for meaning, value in meant.items() if value is not None])


def _taken(arguments: Mapping[str, Any], world: World) -> dict[str, Any]:
    """What is known of the things that a call names."""
    taken: dict[str, Any] = {}
    for name, value in arguments.items():
        noun = identified(name)
        if noun and isinstance(value, str | int):
            taken.update(_carried(noun, world.shown.get(entity(noun, value), {})))
    return taken


_CITIES = frozenset(place.city for place in PLACES)


def _city(address: str) -> str:
    """The city in an address, where it is one whose position is known."""
    return next((piece for piece in map(str.strip, address.split(",")) if piece in _CITIES), "")


@lru_cache(maxsize=16384)
def _goes_along(name: str) -> bool:
    return _CARRIED.search(name) is not None


def _carried(noun: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of a thing, as another thing would say it: the number of a flight is a booking's flight number."""
    found = {name: value for name, value in known.items() if _goes_along(name) and isinstance(value, str | int | float)}
    for name, value in list(found.items()):
        if name.endswith(" time") and isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d", value):
            found.setdefault(name.removesuffix("time") + "date", value[:10])
    if "number" in known:
        found[f"{noun} number"] = known["number"]
    if "price" in found:
        found.setdefault("total price", found["price"])
    return found


_NAMED = ("full name", "name", "customer name", "user name", "person name")
_TELLS_PERSON = frozenset(("first name", "email", *_NAMED))


def _person(given: Mapping[str, Any]) -> tuple[str, str]:
    first, last = given.get("first name"), given.get("last name")
    if isinstance(first, str) and isinstance(last, str):
        return first, last
    for name in _NAMED:
        value = given.get(name)
        if isinstance(value, str) and re.fullmatch(r"[A-Z][a-z'-]+(?: [A-Z][a-z'-]+)?", value):
            first, _, last = value.partition(" ")
            return first, last
    found = _LOCAL_PART.match(str(given.get("email", "")))
    return (found[1].capitalize(), found[2].capitalize()) if found else ("", "")


def named_by_id(identity: Any) -> str:
    """The name in an id like `mei_kovacs_231`; empty for other ids."""
    found = _SHAPED_BY_NAME.fullmatch(identity) if isinstance(identity, str) else None
    return f"{found[1].capitalize()} {found[2].capitalize()}" if found else ""


def renamed(identity: str, first: str, last: str) -> str:
    """An id of the same shape with this person's name."""
    digits = identity.rpartition("_")[2]
    plain = ["".join(char for char in part.lower() if "a" <= char <= "z") for part in (first, last)]
    return f"{plain[0]}_{plain[1]}_{digits}" if all(plain) else identity

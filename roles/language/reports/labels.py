"""What one item of a list is called: by its name, else by its number or id."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from roles.language import names
from roles.language.reports.values import date, said, spoken_name

_NAMES = ("full name", "name", "title", "label", "subject", "username", "headline")
_NUMBERS = ("flight number", "number", "code", "symbol", "reference")
_LONGEST = 48


def label(item: Any, thing: str = "") -> str:
    """A short label; empty for items without any."""
    if not isinstance(item, dict):
        return said(item) if isinstance(item, str | int | float) else ""
    called = name_of(item, thing)
    return called or number_of(item, thing) or id_of(item, thing)


def name_of(item: Mapping[str, Any], thing: str) -> str:
    """The item's name or title."""
    first, last = item.get("first_name"), item.get("last_name")
    if isinstance(first, str) and isinstance(last, str):
        return f"{first} {last}"
    return _first(item, thing, _NAMES)


def number_of(item: Mapping[str, Any], thing: str) -> str:
    """The item's number, code or symbol."""
    return _first(item, thing, _NUMBERS)


def _first(item: Mapping[str, Any], thing: str, wanted: tuple[str, ...]) -> str:
    spoken = {}
    for key, value in item.items():
        if isinstance(value, str) and (called := spoken_name(key, thing)).endswith(wanted) and _tells(value):
            spoken[called] = value
    for name in wanted if spoken else ():
        for found, value in spoken.items():
            if found == name or (found.endswith(" " + name) and (name != "name" or found.startswith(thing or " "))):
                return value
    return ""


def _tells(value: str) -> bool:
    return 0 < len(value) <= _LONGEST and date(value) is None and "://" not in value


@lru_cache(maxsize=16384)
def _is_id(key: str) -> bool:
    return names.split(key)[-1:] in (("id",), ("uuid",), ("key",)) or bool(re.fullmatch(r"[a-z]+id", key))


def id_of(item: Mapping[str, Any], thing: str) -> str:
    """The item's own id: the one named after the thing, else the first."""
    return identity(item, thing)[1]


def identity(item: Mapping[str, Any], thing: str) -> tuple[str, str]:
    """What the item's own id identifies, and the id: ("order", "#W1"); empty where it has none."""
    ids = [(key, value) for key, value in item.items() if _is_id(key) and type(value) in (str, int) and value != ""]
    own = [pair for pair in ids if pair[0] == "id" or (thing and thing in names.split(pair[0]))]
    key, value = (own or ids or [("", "")])[0]
    noun = " ".join(names.split(key)[:-1]) if len(names.split(key)) > 1 else thing
    return noun, str(value)

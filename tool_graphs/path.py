"""Paths into JSON values and schemas, written as people write them: `orders[0].id`, in schemas `orders[].id`.

A key that holds a dot, a bracket or a quote is written as a JSON string in brackets: `rates["USD.EUR"]`.
"""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

Key = str | int | None
"""A property name, a list position, or None for "any item of the list"."""

_TOKEN = re.compile(r'\.?([^.\[\]"]+)|\[(\d*)\]|\[("(?:[^"\\]|\\.)*")\]')

_SPECIAL = re.compile(r'[.\[\]"]')


@lru_cache(maxsize=65536)
def parse(path: str) -> tuple[Key, ...]:
    """The keys of a path; raises ValueError for text that is no path."""
    keys: list[Key] = []
    at = 0
    while at < len(path):
        match = _TOKEN.match(path, at)
        if match is None:
            raise ValueError(f"{path!r} is no path: expected a form like orders[0].id, stopped at character {at}")
        plain, position, quoted = match.groups()
        if plain is not None:
            keys.append(plain)
        elif quoted is not None:
            keys.append(json.loads(quoted))
        else:
            keys.append(int(position) if position else None)
        at = match.end()
    return tuple(keys)


@lru_cache(maxsize=65536)
def text(keys: tuple[Key, ...]) -> str:
    """The path of these keys; `parse(text(keys)) == keys`."""
    parts: list[str] = []
    for key in keys:
        if key is None:
            parts.append("[]")
        elif isinstance(key, int):
            parts.append(f"[{key}]")
        elif not key or _SPECIAL.search(key):
            parts.append(f"[{json.dumps(key)}]")
        else:
            parts.append(f".{key}" if parts else key)
    return "".join(parts)


@lru_cache(maxsize=65536)
def names(path: str) -> tuple[str, ...]:
    """The property names of a path, outermost first."""
    return tuple(key for key in parse(path) if isinstance(key, str))


@lru_cache(maxsize=65536)
def pattern(path: str) -> str:
    """The schema path of a value's path: `orders[0].id` becomes `orders[].id`."""
    return text(tuple(None if isinstance(key, int) else key for key in parse(path)))


@lru_cache(maxsize=65536)
def first_item(path: str) -> str:
    """The first item of every list on the way: `orders[].id` becomes `orders[0].id`."""
    return text(tuple(0 if key is None else key for key in parse(path)))


def holds(value: Any, path: str) -> bool:
    """Whether something that is not empty stands at the path."""
    try:
        return get(value, path) not in (None, "", [], {})
    except LookupError:
        return False


def get(value: Any, path: str) -> Any:
    """What stands at the path; raises LookupError where nothing does."""
    for key in parse(path):
        holds = isinstance(value, list) if isinstance(key, int) else isinstance(value, dict)
        if key is None or not holds:
            raise LookupError(f"nothing at {path!r}: {key!r} does not index a {type(value).__name__}")
        try:
            value = value[key]
        except LookupError:
            raise LookupError(f"nothing at {path!r}: no {key!r} in this {type(value).__name__}") from None
    return value


def put(value: dict[str, Any], path: str, leaf: Any) -> None:
    """Writes a leaf, making the objects and lists on the way; a list position may be at most one past the end."""
    keys = parse(path)
    place: Any = value
    for key, following in pairwise(keys):
        empty: Any = [] if isinstance(following, int) else {}
        if isinstance(key, int) and key == len(place):
            place.append(empty)
        elif isinstance(key, str):
            place.setdefault(key, empty)
        place = place[key]
    if isinstance(keys[-1], int) and keys[-1] == len(place):
        place.append(leaf)
    else:
        place[keys[-1]] = leaf


def leaves(value: Any) -> Iterator[tuple[str, Any]]:
    """Every scalar (and empty list or object) below a value, with its path."""
    found: list[tuple[str, Any]] = []
    _gather(value, "", found)
    return iter(found)


def _gather(value: Any, path: str, found: list[tuple[str, Any]]) -> None:
    if isinstance(value, dict) and value:
        for key, child in value.items():
            step = _step(key)
            place = path + step if path or step[0] == "[" else step[1:]
            if isinstance(child, dict | list):
                _gather(child, place, found)
            else:
                found.append((place, child))
    elif isinstance(value, list) and value:
        for position, child in enumerate(value):
            _gather(child, f"{path}[{position}]", found)
    else:
        found.append((path, value))


@lru_cache(maxsize=16384)
def _step(key: str) -> str:
    """A property's name as it stands in a path behind others."""
    if not isinstance(key, str):
        return text((key,))
    return f"[{json.dumps(key)}]" if not key or _SPECIAL.search(key) else f".{key}"

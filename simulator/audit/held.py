"""What results hold, so that a value is found in all of them at once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from roles.language.spoken import find
from tool_graphs import path as paths
from tool_graphs.tool import Field

LARGEST = 20_000
"""How many leaves of one result are looked at."""


class Place(NamedTuple):
    """Where a result holds a value."""

    call: str
    path: str
    name: str
    """The innermost property name; empty where the value is a key itself."""


def plain(leaf: Any) -> str:
    """A value as it is compared: 15, 15.0 and "15" are one; case and outer spaces do not count; true is not "true"."""
    if isinstance(leaf, bool) or leaf is None:
        return f"\\0{leaf}"
    if isinstance(leaf, float) and leaf.is_integer() and abs(leaf) < 1e15:
        leaf = int(leaf)
    return str(leaf).strip().lower()


def weak(value: Any) -> bool:
    """Whether a value stands in many places by chance."""
    return isinstance(value, bool) or value in (None, "", [], {}) or (isinstance(value, int | float) and abs(value) < 20)


@dataclass
class Held:
    """The leaves of all results so far, by value."""

    places: dict[str, list[Place]] = field(default_factory=dict)
    texts: list[tuple[Place, str]] = field(default_factory=list)
    """Results, and leaves of them, that are prose."""

    def take(self, call: str, result: Any) -> None:
        """Takes in one more result."""
        for number, (path, leaf) in enumerate(paths.leaves(result)):
            if number >= LARGEST:
                break
            keys = paths.names(path)
            place = Place(call, path, _letters(keys[-1]) if keys else "")
            self.places.setdefault(plain(leaf), []).append(place)
            if isinstance(leaf, str) and " " in leaf.strip():
                self.texts.append((place, leaf))
            for key in keys:
                if not key.isidentifier() or not key.islower():
                    self.places.setdefault(plain(key), []).append(Place(call, path, ""))

    def find(self, value: Any, input: Field) -> Iterator[Place]:
        """Where the value stands, newest result first, those under the input's own name before others."""
        found = self.places.get(plain(value), ())
        name = _letters(input.name)
        named = [place for place in reversed(found) if _alike(place.name, name)]
        yield from named
        if weak(value):
            return
        yield from (place for place in reversed(found) if place not in named)
        if not found and len(str(value)) >= 3:
            yield from (place for place, text in reversed(self.texts) if find(text, value, input))


def _letters(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def _alike(held: str, wanted: str) -> bool:
    return bool(held) and (held == wanted or (held == "id" and wanted.endswith("id")))

"""The schemas of one description, each unfolded once, and all together within a budget."""

from collections.abc import Mapping
from typing import Any, Literal

from tool_graphs.errors import CatalogError
from tool_graphs.schema import TooLargeError, shown, unfolded
from tool_graphs.sources.openapi.parts import Part
from tool_graphs.tool import DEEPEST

BUDGET = 10_000_000
"""How many values all schemas of a description may hold until only outlines are read: a minute's work."""
LARGEST = 20_000
"""How many values one schema may hold; the largest of GitHub's has some 5,000."""
OUTLINE = 200
"""How many values an outline may hold."""
DEPTHS = (DEEPEST, 4, 2, 1, 0)
"""How many references may be nested; the next depth is tried where the schema is too large otherwise."""
MOST_IN_VAIN = 10
"""How many schemas may be too large at a depth until it is no longer tried: a description whose parts all refer to each other."""
LONGEST_EXAMPLE = 200

Direction = Literal["sent", "received"]
_NOT_FOR = {"sent": "readOnly", "received": "writeOnly"}


class Schemas:
    """Reads schemas; what it gives is shared and must not be changed."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, Direction], dict[str, Any] | CatalogError] = {}
        self._cut: dict[int, str] = {}
        self._left = BUDGET
        self._in_vain = dict.fromkeys(DEPTHS[:-1], 0)

    def read(self, part: Part, direction: Direction) -> dict[str, Any]:
        """The schema without what is not sent in that direction; raises CatalogError for one that cannot be used."""
        key = self._key(part, direction)
        if key not in self._known:
            try:
                self._known[key] = _without(self._unfolded(part), _NOT_FOR[direction])
            except CatalogError as error:
                self._known[key] = error
        found = self._known[key]
        if isinstance(found, CatalogError):
            raise found
        return found

    def cut(self, part: Part, direction: Direction) -> str:
        """Where a schema that was read is cut to a plain object, as one that refers to itself must be; empty for a whole one."""
        return self._cut.get(self._key(part, direction)[0], "")

    def _key(self, part: Part, direction: Direction) -> tuple[int, Direction]:
        return id(part.resolved().raw if _is_reference(part.raw) else part.raw), direction

    def _unfolded(self, part: Part) -> dict[str, Any]:
        if not isinstance(part.raw, Mapping | bool):
            raise CatalogError(f"{part.place}: expected a JSON Schema (an object), got {shown(part.raw)}")
        largest = LARGEST if self._left > 0 else OUTLINE
        for depth, times in self._in_vain.items() if self._left > 0 else ():
            if times < MOST_IN_VAIN:
                try:
                    return self._counted(part, depth, largest)
                except TooLargeError:
                    self._in_vain[depth] += 1
        return self._counted(part, DEPTHS[-1], largest)

    def _counted(self, part: Part, depth: int, largest: int) -> dict[str, Any]:
        self._left -= largest
        found, read, cut = unfolded(part.raw, part.place, part.references, depth, largest)
        self._left += largest - read
        self._cut[self._key(part, "received")[0]] = cut
        return found


def _is_reference(raw: Any) -> bool:
    return isinstance(raw, Mapping) and list(raw) == ["$ref"]


def _without(schema: dict[str, Any], mark: str) -> dict[str, Any]:
    """The schema without the properties that carry the mark."""
    properties = schema.get("properties")
    if properties:
        kept = {name: _without(child, mark) for name, child in properties.items() if child.get(mark) is not True}
        schema = {**schema, "properties": kept}
        if "required" in schema:
            schema["required"] = [name for name in schema["required"] if name in kept]
    if isinstance(schema.get("items"), dict):
        schema = {**schema, "items": _without(schema["items"], mark)}
    return schema


def tells(schema: Mapping[str, Any]) -> bool:
    """Whether it says more than that something comes back."""
    keys = ("properties", "items", "additionalProperties", "enum", "allOf")
    return schema.get("type", "object") != "object" or any(schema.get(key) for key in keys)


def illustrated(schema: dict[str, Any], example: Any, depth: int = DEEPEST) -> dict[str, Any]:
    """The schema with the leaves of an example of the whole as their examples, where they have none of their own."""
    if isinstance(example, Mapping) and isinstance(schema.get("properties"), dict) and depth:
        shown_by = {name: illustrated(child, example.get(name), depth - 1) for name, child in schema["properties"].items()}
        return {**schema, "properties": shown_by}
    if isinstance(example, list) and example and isinstance(schema.get("items"), dict) and depth:
        return {**schema, "items": illustrated(schema["items"], example[0], depth - 1)}
    if {"examples", "enum", "const"} & schema.keys():
        return schema
    text = isinstance(example, str) and example != "" and schema.get("type") == "string" and len(example) <= LONGEST_EXAMPLE
    number = isinstance(example, int | float) and not isinstance(example, bool) and schema.get("type") in ("integer", "number")
    return {**schema, "examples": [example]} if text or (number and abs(example) < 2**53) else schema

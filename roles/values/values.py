"""Values that a user would say for a tool's inputs, fitting each other within one call."""

import datetime
from collections.abc import Collection, Mapping
from random import Random
from typing import Any

from roles.values.deciding import making
from roles.values.fitting import Partners, fitted, partners
from roles.values.forms import forms, identifier_of, tells_form
from roles.values.making import Making
from roles.values.words import words
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.tool import Field, Tool
from tool_graphs.words import listed

_MISSING: Mapping[str, Any] = {}
_TECHNICAL = listed(
    "field fields include includes expand sort orderby ordering format cursor offset skip callback token encoding header "
    "verbose debug pretty indent raw timeout locale lang hl gl timezone utc html json xml csv jsonp api version embed "
    "projection select append exclude since_id cache callback webhook dry recursive mask precision viewport zoom bias"
)
"""Words of inputs that say how a service is to answer, which only programs care about."""
_PAGING = (("page",), ("p",), ("start",), ("order",), ("by",), ("direction",), ("language",))
_RARELY = 0.12
"""How often an optional part of a nested object is filled."""


class Values:
    """Makes values for the inputs of a graph's tools; how is decided once for each input."""

    def __init__(self, graph: ToolGraph) -> None:
        self._graph = graph
        self._makings: dict[str, dict[str, Making]] = {}
        self._partners: dict[str, Partners] = {}
        self._forms: dict[str, Mapping[str, Any]] | None = None

    def making(self, tool: Tool, field: Field) -> Making:
        """How the values of this input are made."""
        known = self._makings.get(tool.name)
        if known is None:
            known = self._makings.setdefault(tool.name, {})
        found = known.get(field.path)
        if found is None:
            own = tool.input(field.path)
            if own is None or own.path != field.path:
                return making(field.schema, field.name, tool.name, tool.description)
            found = known[field.path] = making(self._formed(tool, own), own.name, tool.name, tool.description)
        return found

    def literal(self, tool: Tool, field: Field, rng: Random, today: datetime.date, known: Mapping[str, Any] = _MISSING) -> Any:
        """A value that a user would say here; `known` holds the leaves chosen so far by argument path, and it fits those."""
        made = self.making(tool, field)
        value = made.make(rng, today)
        return fitted(value, field.path, self._partners_in(tool), known, rng, today) if known else value

    def sayable(self, tool: Tool, field: Field) -> bool:
        """Whether a user would say such a value in a sentence."""
        unspoken = field.schema.get("type") == "object" or "[][]" in field.path
        unspoken = unspoken or (field.many and field.schema.get("type") == "array")
        return not unspoken and self.making(tool, field).meaning not in ("blob", "blobs")

    def wanted(self, tool: Tool, field: Field) -> bool:
        """Whether a user would think of giving this input where it is optional: a city, not the order of a response's fields."""
        parts = words(field.keys[0] if field.keys else field.name)
        meaning = self.making(tool, field).meaning
        return not (
            _TECHNICAL & set(parts)
            or parts[-1:] in _PAGING
            or (parts[-1:] == ("id",) or meaning in ("language_code", "locale", "uuid", "hash", "timezone", "user_agent"))
            or (meaning == "identifier" and not field.schema.get("description"))
            or (meaning in ("latitude", "longitude", "coordinates"))
        )

    def argument(
        self,
        tool: Tool,
        name: str,
        rng: Random,
        today: datetime.date,
        skip: Collection[str] = (),
        known: Mapping[str, Any] = _MISSING,
    ) -> Any:
        """A whole parameter: objects with their required parts, lists of one or two items.

        Schema paths in `skip` are left out; `known` holds the leaves of the call's other parameters by argument path.
        """
        return self._whole(tool, tool.properties[name], (name,), rng, today, skip, dict(known))

    def _partners_in(self, tool: Tool) -> Partners:
        found = self._partners.get(tool.name)
        if found is None:
            found = partners({field.path: self.making(tool, field) for field in tool.inputs})
            self._partners[tool.name] = found
        return found

    def _formed(self, tool: Tool, field: Field) -> Mapping[str, Any]:
        """The leaf's schema, with the form that another tool tells of an identifier of that name where this one tells none."""
        schema, name = described(tool.parameters, field), identifier_of(field)
        if not name or tells_form(schema):
            return schema
        if self._forms is None:
            self._forms = forms(self._graph)
        return {**schema, **self._forms.get(name, {})}

    def _whole(
        self, tool: Tool, schema: Any, keys: tuple[paths.Key, ...], rng: Random, today: datetime.date, skip: Collection[str],
        known: dict[str, Any],
    ) -> Any:  # fmt: skip
        schema = schema if isinstance(schema, dict | Mapping) else {}
        properties, items = schema.get("properties"), schema.get("items")
        if properties and isinstance(properties, Mapping):
            required = schema.get("required", ())
            filled = [child for child in properties if child in required or rng.random() < _RARELY]
            filled = _whole_points(filled or list(properties)[:1], properties)
            return {
                child: self._whole(tool, properties[child], (*keys, child), rng, today, skip, known)
                for child in filled
                if paths.pattern(paths.text((*keys, child))) not in skip
            }
        if items is not None and isinstance(items, Mapping):
            each = paths.pattern(paths.text((*keys, None)))
            count = 1 if any(path.startswith(each) for path in skip) else _how_many(schema, items, rng)
            found = [self._whole(tool, items, (*keys, at), rng, today, skip, known) for at in range(count)]
            return _different(found, int(schema.get("minItems") or 1)) if "enum" in items else found
        where = paths.text(keys)
        field = tool.input(where) or Field(paths.pattern(where), schema, True)
        known[where] = self.literal(tool, field, rng, today, known)
        return known[where]


def _whole_points(filled: list[str], properties: Mapping[str, Any]) -> list[str]:
    """The parts that are filled, with the other half of a point where one half is."""
    points = [point for point in _POINTS if point & set(filled)]
    return [child for child in properties if child in filled or any(child in point for point in points)] if points else filled


_POINTS = (frozenset(("latitude", "longitude")), frozenset(("lat", "lng", "lon", "long")))


def _different(items: list[Any], least: int) -> list[Any]:
    """Nobody asks for Thursday and Thursday."""
    kept = [item for at, item in enumerate(items) if item not in items[:at]]
    return kept if len(kept) >= least else items


def _how_many(schema: Mapping[str, Any], items: Mapping[str, Any], rng: Random) -> int:
    least = int(schema.get("minItems") or 1)
    scalars = "properties" not in items
    wanted = rng.choice((1, 2, 2, 3) if scalars else (1, 1, 2))
    most = int(schema.get("maxItems") or 99)
    choices = len(items["enum"]) if scalars and items.get("enum") else 99
    return max(least, min(wanted, most, choices))


def described(schema: Any, field: Field) -> Mapping[str, Any]:
    """The leaf's schema; an item of a list that says nothing about itself gets the list's description."""
    if not field.path.endswith("[]") or field.schema.get("description"):
        return field.schema
    keys = [*paths.parse(field.path)]
    while keys and keys[-1] is None:
        keys.pop()
    for key in keys:
        schema = (
            (schema.get("items") if key is None else schema.get("properties", {}).get(key)) if isinstance(schema, Mapping) else {}
        )
    said = schema.get("description") if isinstance(schema, Mapping) else None
    return {**field.schema, "description": said} if said else field.schema

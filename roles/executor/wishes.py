"""How the consumers of a result's field want its values: of the shape that their parameters describe."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from roles.executor.names import attribute, identified
from roles.values import Values
from roles.values.hints import hints
from roles.values.making import Making, always, one_of, plain, takes, valid, validator
from tool_graphs import path as paths
from tool_graphs.graph import Link, ToolGraph
from tool_graphs.links import USABLE
from tool_graphs.tool import Schema, Tool

SURE = 0.3
"""Links of at least this score always find their field filled."""
_ASKED = 8
"""How many consumers of one field are asked, the surest first."""
_SHOWN_AS_ID = frozenset(
    ("identifier", "number", "uuid", "username", "email", "flight_number", "ticker", "airport", "choice", "hash")
)

Wish = tuple[Making, Schema]


class Wishes:
    """The wishes of all tools of a graph."""

    def __init__(self, graph: ToolGraph, values: Values) -> None:
        self._graph = graph
        self._values = values
        self._shapes: dict[str, list[Wish]] | None = None
        self._fed: dict[str, dict[str, list[Link]]] = {}
        """Tool -> field of its result -> sure links out of it, the surest first."""

    def of(self, tool: Tool, where: str, schema: Schema, own: Making) -> Making:
        """The making that most consumers of this field can use; `own` where they leave it open."""
        if own.meaning in ("date", "timestamp", "flag"):
            return own
        told = own.meaning not in ("", "identifier", "number", "topic")
        wanted = self._consumers(tool, where, USABLE if told else SURE)
        keys = paths.parse(where)
        name = str(keys[-1]) if keys and isinstance(keys[-1], str) else ""
        if not wanted and (mine := tool.parameter(name)) is not None:
            wanted = [(self._values.making(tool, mine), mine.schema)]
        if not wanted and identified(name) is not None:
            wanted = self._same_named(name)
        if not wanted:
            return own
        if choices := plain(schema).get("enum"):
            return _among(choices, own, wanted)
        meant = own.meaning not in ("", "identifier", "number")
        shaped = _strict if told else _shaped
        takers = [validator(other) for _, other in wanted]
        if meant and not any(shaped(other) for _, other in wanted) and all(takes(taker, own.make) for taker in takers):
            return own
        shown = validator(schema)
        fitting = [made for made, _ in wanted if _suits(made, name) and takes(shown, made.make)]
        if len(fitting) < 2:
            return fitting[0] if fitting else own
        return max(fitting, key=lambda made: sum([takes(taker, made.make) for taker in takers]))

    def _consumers(self, tool: Tool, where: str, surest: float) -> list[Wish]:
        if tool.name not in self._fed:
            fed: dict[str, list[Link]] = {}
            for link in self._graph.consumers(tool.name):
                if link.kind == "data" and link.score >= SURE:
                    fed.setdefault(link.field, []).append(link)
            self._fed[tool.name] = fed  # whole, for other threads read it too
        wanted: list[Wish] = []
        for link in self._fed[tool.name].get(where, ()):
            if link.score < surest or len(wanted) == _ASKED:
                break
            consumer = self._graph.tool(link.target)
            field = consumer.input(link.param)
            if field is not None:
                wanted.append((self._values.making(consumer, field), field.schema))
        return wanted

    def _same_named(self, name: str) -> list[Wish]:
        """How any tool of the graph wants a parameter of that name, where its schema tells a shape."""
        if self._shapes is None:
            shapes: dict[str, list[Wish]] = {}
            for tool in self._graph.tools.values():
                for field in tool.inputs:
                    if field.name and identified(field.name) and _shaped(field.schema):
                        shapes.setdefault(attribute(field.name), []).append((self._values.making(tool, field), field.schema))
            self._shapes = shapes
        return self._shapes.get(attribute(name), [])[:1]


def _among(choices: Sequence[Any], own: Making, wanted: Sequence[Wish]) -> Making:
    """The field's own choices, and of these only the ones that its surest consumer takes, if it takes any."""
    for _, other in wanted:
        common = [choice for choice in choices if valid(always(choice), other)]
        if common:
            return own if len(common) == len(choices) else replace(own, make=one_of(common))
    return own


def _shaped(schema: Schema) -> bool:
    told = hints(schema)
    return bool(schema.get("pattern") or schema.get("enum") or schema.get("format") or told.examples or told.options)


def _strict(schema: Schema) -> bool:
    return bool(schema.get("pattern") or schema.get("enum") or schema.get("format"))


def _suits(made: Making, name: str) -> bool:
    """Whether values made so can be shown: no texts as ids."""
    if identified(name) is None:
        return made.meaning not in ("list", "blob", "flag")
    return made.meaning in _SHOWN_AS_ID

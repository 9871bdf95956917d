"""The tools of a graph that a strategy's needs can be met with."""

from collections.abc import Mapping
from functools import cached_property
from random import Random

from roles.base import Need
from roles.personal import Personal
from roles.preconditions import preconditions_of
from tool_graphs.graph import ToolGraph

KINDS: tuple[Need, ...] = ("profile", "order links", "defaults")


class Suited:
    """For each need that single tools can meet, those tools."""

    def __init__(self, graph: ToolGraph, needs: frozenset[Need]) -> None:
        self.graph, self.needs = graph, needs
        self.personal = Personal(graph)

    @cached_property
    def tools(self) -> Mapping[Need, tuple[str, ...]]:
        """Need -> tools, in the graph's order."""
        found: dict[Need, tuple[str, ...]] = {}
        if "profile" in self.needs:
            found["profile"] = tuple(name for name in self.graph.tools if self.personal.facts(name))
        if "order links" in self.needs:
            found["order links"] = preconditions_of(self.graph).targets
        if "defaults" in self.needs:
            found["defaults"] = tuple(name for name, tool in self.graph.tools.items() if _settles(tool.properties))
        return found

    def around(self, rng: Random) -> tuple[str, ...]:
        """A tool that one of the needs can be met with, and what must come before it; none where there is no such need."""
        kinds = [kind for kind in KINDS if self.tools.get(kind)]
        if not kinds:
            return ()
        return tuple(self.with_first([rng.choice(self.tools[rng.choice(kinds)])]))

    def with_first(self, names: list[str]) -> list[str]:
        """The tools with those that must be called before one of them, where the strategy is about that."""
        if "order links" not in self.needs:
            return names
        first, found, everything = preconditions_of(self.graph), list(names), frozenset(self.graph.tools)
        for name in found:
            found += [link.source for link in first.first(name, everything, found)]
        return found


def _settles(properties: Mapping[str, object]) -> bool:
    return any(
        isinstance(schema, Mapping) and isinstance(schema.get("default"), str | int | float) and schema["default"] != ""
        for schema in properties.values()
    )

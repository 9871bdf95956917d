"""The tools of a graph that a strategy's needs can be met with."""

from collections.abc import Mapping
from functools import cached_property
from random import Random

from roles.base import Need
from roles.personal import Personal
from roles.preconditions import preconditions_of
from tool_graphs.errors import GraphError
from tool_graphs.graph import ToolGraph
from tool_graphs.sampling.skeleton import feeds_of

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


def refuse_unmet(graph: ToolGraph, strategy: str, needs: frozenset[Need], turns: tuple[int, int]) -> None:
    """Raises GraphError where no plan of the graph could be such as the strategy needs."""
    suited = Suited(graph, needs)
    for kind in KINDS:
        if kind in needs and not suited.tools[kind]:
            raise GraphError(f"strategy {strategy!r} needs {_MISSING[kind]}")
    if "earlier turns" in needs and turns[1] == 1:
        raise GraphError(f"strategy {strategy!r} needs earlier turns, but every conversation has one: ask for more, --turns 2-4")
    if needs & {"producers", "one goal"} and not feeds_of(graph).consumers:
        raise GraphError(
            f"strategy {strategy!r} needs calls that feed each other, but no tool of this graph looks up what another needs"
        )


_MISSING: Mapping[Need, str] = {
    "profile": "inputs that a profile can fill, and no tool of this graph has one: an e-mail address or postal code of the user, "
    "a member number, a preference; take another strategy, or a scenario of your own with a profile",
    "order links": "order links, and this graph has none that a plan can follow; list some in the catalog under links: "
    "{source: log_in, target: place_order, kind: order, score: 1}, or take another strategy",
    "defaults": "parameters with a default, and no tool of this graph has one; give their schemas a 'default', or take another "
    "strategy",
}


def _settles(properties: Mapping[str, object]) -> bool:
    return any(
        isinstance(schema, Mapping) and isinstance(schema.get("default"), str | int | float) and schema["default"] != ""
        for schema in properties.values()
    )

"""Whose turn it is: over a run, every tool and every link comes up as often as the others.

An attempt knows its seed and its number and nothing of the others, so that any number of workers gives the same: tools take turns
in an order that the seed shuffles anew each round, and the round tells through which of its links a tool is reached.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from tool_graphs.graph import ToolGraph
from tool_graphs.sampling.skeleton import feeds_of
from tool_graphs.sampling.wishes import Wanted, Wishes, wanted_of

ALONE = 10
"""One in so many attempts is given to a tool that no link leads to or from."""


@dataclass(frozen=True, slots=True)
class Target:
    """What an attempt's first turn should come to: a goal, and the tool that feeds it, if one does."""

    goal: str
    producer: str | None = None

    @property
    def tools(self) -> tuple[str, ...]:
        """Both."""
        return (self.goal,) if self.producer is None else (self.goal, self.producer)


class Coverage:
    """The targets of a run's attempts."""

    def __init__(self, graph: ToolGraph, wanted: Wanted) -> None:
        self._feeds = feeds_of(graph)
        within = wanted.within
        names = [name for name in wanted.goals or self._feeds.names if within is None or name in within]
        self._into = {name: [other for other in self._feeds.into[name] if within is None or other in within] for name in names}
        self._out: dict[str, list[str]] = {}
        if not wanted.goals:
            self._out = {name: [other for other in self._feeds.out[name] if other in self._into] for name in names}
        many, alone = max(wanted.wishes.lengths) > 1, min(wanted.wishes.lengths) == 1
        self._linked = tuple(name for name in names if many and (self._into[name] or self._out.get(name)))
        linked = frozenset(self._linked)
        self._alone = tuple(name for name in names if alone and name not in linked)

    def target(self, seed: str, index: int) -> Target | None:
        """The target of attempt number `index`; None where there is nothing to choose from."""
        if not self._linked or not self._alone:
            return self._turn(self._linked or self._alone, seed, index)
        rounds, place = divmod(index, ALONE)
        if place == ALONE - 1:
            return self._turn(self._alone, seed, rounds)
        return self._turn(self._linked, seed, rounds * (ALONE - 1) + place)

    def _turn(self, names: tuple[str, ...], seed: str, index: int) -> Target | None:
        if not names:
            return None
        rounds, place = divmod(index, len(names))
        name = names[_order(f"{seed}/{rounds}", len(names))[place]]
        into, out = self._into[name], self._out.get(name, ())
        if names is self._alone or not (into or out):
            return Target(name)
        if into:
            return Target(name, _taken(into, f"{seed}/{name}", rounds))
        return Target(_taken(out, f"{seed}/{name}", rounds), name)


def _taken(names: Sequence[str], seed: str, rounds: int) -> str:
    return names[_order(seed, len(names))[rounds % len(names)]]


@lru_cache(maxsize=4096)
def _order(seed: str, count: int) -> Sequence[int]:
    order = list(range(count))
    Random(f"coverage/{seed}").shuffle(order)
    return order


@lru_cache(maxsize=8)
def coverage_of(graph: ToolGraph, wishes: Wishes) -> Coverage:
    """The targets in a graph, worked out once."""
    return Coverage(graph, wanted_of(graph, wishes))

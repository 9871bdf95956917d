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
"""One in so many attempts is given to one tool alone, of those that no link leads to or from where there are any."""


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
        self._alone = tuple(name for name in names if alone and name not in linked) or (self._linked if alone else ())

    def target(self, seed: str, index: int) -> Target | None:
        """The target of attempt number `index`; None where there is nothing to choose from."""
        tens, place = divmod(index, ALONE)
        if self._alone and (place == ALONE - 1 or not self._linked):
            name, _ = _whose(self._alone, f"alone/{seed}", tens if self._linked else index)
            return Target(name)
        if not self._linked:
            return None
        name, rounds = _whose(self._linked, seed, tens * (ALONE - 1) + place if self._alone else index)
        into, out = self._into[name], self._out.get(name, ())
        if into:
            return Target(name, _taken(into, f"{seed}/{name}", rounds))
        return Target(_taken(out, f"{seed}/{name}", rounds), name)


def _whose(names: Sequence[str], seed: str, index: int) -> tuple[str, int]:
    """Whose turn it is, and in which round."""
    rounds, place = divmod(index, len(names))
    return names[_order(f"{seed}/{rounds}", len(names))[place]], rounds


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

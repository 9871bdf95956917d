"""Threads that a conversation is built around where calls are to stay implicit: those that a request would not give away."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from random import Random

from roles.personal import Personal
from simulator.steering.quiet import Quiet
from simulator.steering.script import Script
from tool_graphs.graph import ToolGraph
from tool_graphs.sampling import Sampler, Skeleton, chain, dag, fan_in
from tool_graphs.sampling.skeleton import feeds_of

DRAWN = 40
"""Threads drawn at most, for each call that is to be implicit."""
KEPT = 4
"""Threads kept for each turn."""
BESIDE = 14
"""Other tools by which a thread is judged."""
SAMPLERS: Sequence[Sampler] = (chain, dag, dag, fan_in)


class Leads:
    """Draws threads for scripts; what it draws depends on the seed and the attempt's number alone."""

    def __init__(self, graph: ToolGraph, within: Collection[str] | None = None, goals: Collection[str] = ()) -> None:
        self.graph = graph
        self.within = within
        self.goals = goals
        self.personal = Personal(graph)

    def threads(self, script: Script, seed: str, index: int) -> tuple[Skeleton, ...]:
        """The best threads for the turns with implicit calls, the best for each turn first."""
        return _threads(self, script, seed, index)

    def drawn(self, script: Script, rng: Random) -> tuple[Skeleton, ...]:
        """The same with given dice."""
        first: list[Skeleton] = []
        rest: list[Skeleton] = []
        for wish in sorted(script.turns, key=lambda wish: (-(wish.implicit or 0), -wish.calls)):
            if wish.implicit:
                taken = frozenset(name for thread in first for name in thread.tools)
                best = self._best(wish.calls, wish.implicit, taken, rng)
                first += best[:1]
                rest += best[1:]
        return tuple(dict.fromkeys((*first, *rest)))

    def _best(self, calls: int, implicit: int, taken: frozenset[str], rng: Random) -> list[Skeleton]:
        """Threads of other tools than those taken, for a turn of so many calls."""
        names = feeds_of(self.graph).names if self.within is None else tuple(self.within)
        found: dict[Skeleton, int] = {}
        for _ in range(DRAWN * implicit):
            size = rng.randint(implicit + 1, max(implicit + 1, calls))
            skeleton = rng.choice(SAMPLERS)(self.graph, size, rng, self.within, taken, self.goals)
            if skeleton is None or skeleton in found:
                continue
            found[skeleton] = min(implicit, self._unnamed(skeleton, names, rng))
            if sum(unnamed == implicit for unnamed in found.values()) >= KEPT:
                break
        return sorted(found, key=lambda skeleton: (-found[skeleton], len(skeleton.tools)))[:KEPT]

    def _unnamed(self, skeleton: Skeleton, names: Sequence[str], rng: Random) -> int:
        others = [name for name in rng.sample(names, min(len(names), BESIDE)) if name not in skeleton.tools]
        return Quiet(self.graph, (*skeleton.tools, *others)).unnamed(skeleton, self._facts, ())

    def _facts(self, tool: str) -> Mapping[str, object]:
        return self.personal.facts(tool)


@lru_cache(maxsize=64)
def _threads(leads: Leads, script: Script, seed: str, index: int) -> tuple[Skeleton, ...]:
    return leads.drawn(script, Random(f"leads/{seed}/{index}"))

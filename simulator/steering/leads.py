"""Threads that a conversation is built around where calls are to stay implicit: those that a request would not give away."""

from collections.abc import Collection, Sequence
from functools import cached_property, lru_cache
from random import Random

from roles.language.clauses import Clauses
from roles.personal import Personal
from simulator.steering.quiet import Quiet
from simulator.steering.script import Script
from tool_graphs.graph import ToolGraph
from tool_graphs.sampling import Sampler, Skeleton, chain, dag, fan_in
from tool_graphs.sampling.sense import plan_links
from tool_graphs.sampling.skeleton import feeds_of

DRAWN = 3000
"""Threads drawn once for a run; each conversation chooses among them."""
SIZES = (2, 3, 4, 5, 6, 2, 3, 4, 5, 8)
LOOSE = 0.5
"""By how much chance outweighs how near a thread comes."""
KEPT = 4
"""Threads kept for each turn."""
BESIDE = 14
"""Other tools by which a thread is judged."""
LONGEST = 8
"""Calls of the longest turns."""
DEEP = 1
"""Goals of threads of three that leave two calls unnamed, from which on tools count as deep."""
SAMPLERS: Sequence[Sampler] = (chain, dag, dag, fan_in)


class Leads:
    """Draws threads for scripts; what it draws depends on the seed and the attempt's number alone."""

    def __init__(self, graph: ToolGraph, within: Collection[str] | None = None, goals: Collection[str] = ()) -> None:
        self.graph = graph
        self.within = within
        self.goals = goals
        self.clauses = Clauses(graph)
        self.personal = Personal(graph)

    def threads(self, script: Script, seed: str, index: int) -> tuple[Skeleton, ...]:
        """The best threads for the turns with implicit calls, the best for each turn first."""
        return _threads(self, script, seed, index)

    def drawn(self, script: Script, rng: Random) -> tuple[Skeleton, ...]:
        """The same with given dice."""
        first: list[Skeleton] = []
        rest: list[Skeleton] = []
        for wish in sorted(script.turns, key=lambda wish: (-(wish.implicit or 0), -wish.calls)):
            missing, room = wish.implicit or 0, wish.calls
            while missing > 0 and room > 1:
                taken = frozenset(name for thread in first for name in thread.tools)
                best = self._best(room, missing, script.depth, taken, rng)
                if not best:
                    break
                first.append(best[0])
                rest += best[1:]
                missing -= self._known[best[0]] or missing
                room -= len(best[0].tools)
        return tuple(dict.fromkeys((*first, *rest)))

    def deep(self) -> bool:
        """Whether turns of three calls of which two go unnamed can be had, and with more than a goal or two."""
        goals = {thread.tools[-1] for thread, unnamed in self._known.items() if len(thread.tools) == 3 and unnamed == 2}
        return len(goals) >= DEEP

    @property
    def deepest(self) -> int:
        """The most links in a row."""
        return max(map(depth_of, self._known), default=0)

    @property
    def quietest(self) -> int:
        """The most calls that one turn leaves unnamed, with threads side by side."""
        left, taken, found = LONGEST, frozenset[str](), 0
        for thread in sorted(self._known, key=lambda thread: (len(thread.tools) - 2 * self._known[thread], thread.tools)):
            if len(thread.tools) <= left and taken.isdisjoint(thread.tools):
                left, taken, found = left - len(thread.tools), taken | set(thread.tools), found + self._known[thread]
        return found

    @property
    def largest_share(self) -> float:
        """The most that a thread leaves unnamed, as a share of its calls."""
        return max((unnamed / len(thread.tools) for thread, unnamed in self._known.items()), default=0.0)

    @cached_property
    def _known(self) -> dict[Skeleton, int]:
        """Threads of all sizes, with how many calls of theirs a request would leave unnamed; worked out once."""
        rng, names = Random("leads"), self._names()
        found: dict[Skeleton, int] = {}
        for drawn in range(DRAWN):
            size = SIZES[drawn % len(SIZES)]
            thread = rng.choice(SAMPLERS)(self.graph, size, rng, self.within, frozenset(), self.goals)
            if thread is not None and thread not in found and len(thread.tools) > 1 and not self._needless(thread):
                found[thread] = self._unnamed(thread, names, rng)
        return found

    def _needless(self, thread: Skeleton) -> bool:
        """Whether a profile, or another call of the thread, gives what one of its links would."""
        links = plan_links(self.graph)
        for edge in thread.edges:
            target, param = edge.link.target, edge.link.param
            others = {tool for place, tool in enumerate(thread.tools[: edge.consumer]) if place != edge.producer}
            if param in self.personal.facts(target) or any(each.source in others for each in links.within_a_turn(target, param)):
                return True
        return False

    def _names(self) -> Sequence[str]:
        return feeds_of(self.graph).names if self.within is None else tuple(self.within)

    def _best(self, calls: int, implicit: int, depth: int | None, taken: frozenset[str], rng: Random) -> list[Skeleton]:
        """Threads of other tools than those taken, for a turn of so many calls that is to leave so many unnamed."""
        missed: dict[Skeleton, float] = {}
        for thread, unnamed in self._known.items():
            if len(thread.tools) <= calls and taken.isdisjoint(thread.tools):
                off = 0 if depth is None else depth_of(thread) - depth
                apart = max(0, off) if taken or depth is None else 1.5 * abs(off)  # the first one is there for the depth as well
                less = 1.0 if taken or depth is None else 0.5  # for what it does not hide, others may
                quiet = unnamed - implicit if unnamed > implicit else less * (implicit - unnamed)
                missed[thread] = quiet + apart + rng.random() * LOOSE
        return sorted(missed, key=missed.__getitem__)[:KEPT]

    def _unnamed(self, skeleton: Skeleton, names: Sequence[str], rng: Random) -> int:
        others = [name for name in rng.sample(names, min(len(names), BESIDE)) if name not in skeleton.tools]
        return Quiet(self.graph, (*skeleton.tools, *others), self.clauses).unnamed(skeleton, ())


@lru_cache(maxsize=65536)
def depth_of(thread: Skeleton) -> int:
    """How many links in a row lead to its last call."""
    depth = [0] * len(thread.tools)
    for place in range(len(thread.tools)):
        depth[place] = max((depth[edge.producer] + 1 for edge in thread.edges if edge.consumer == place), default=0)
    return max(depth, default=0)


@lru_cache(maxsize=64)
def _threads(leads: Leads, script: Script, seed: str, index: int) -> tuple[Skeleton, ...]:
    return leads.drawn(script, Random(f"leads/{seed}/{index}"))

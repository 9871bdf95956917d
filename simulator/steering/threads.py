"""Skeletons of so many calls: threads of linked tools beside tools that stand alone."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from random import Random

from roles.base import Asked, Conversation, Opened
from roles.dice import number
from roles.planner import Planner
from simulator.measures.flows import Told, depths
from simulator.steering.cue import Cue
from simulator.steering.leads import Leads
from simulator.steering.quiet import quiet_of
from simulator.steering.script import Script
from tool_graphs.sampling import Edge, Sampler, Skeleton, chain, dag, fan_in
from tool_graphs.sampling.skeleton import feeds_of

TRIES = 4
"""Threads looked for before a shorter one is taken."""


DRAWN = 48
"""Skeletons drawn for a turn with implicit calls."""
SAID = 0.3
"""What it costs if a value has to be said though none should be."""
MOST = 36
"""Skeletons that are looked at."""
SINGLES = 4
"""Skeletons of one call, for a turn in which nothing can be hidden after all."""
LED = 5
"""Ways in which a thread is filled up to the number of calls."""
SEVERAL = 0.35
"""How often much that is to stay implicit is spread over several short threads."""
FEW = 24
"""Skeletons drawn for another turn."""


class Threads:
    """Draws skeletons among the offered tools."""

    def __init__(self, planner: Planner, leads: Leads) -> None:
        self.planner = planner
        self.leads = leads
        self.graph = planner.graph

    def several(
        self, conversation: Conversation, opened: Opened, cue: Cue, before: Sequence[Told], rng: Random
    ) -> list[Skeleton]:
        """Different skeletons, those first that would leave as many calls unnamed as the script says."""
        script, wish = cue.script, cue.wish
        if not wish.calls:
            return []
        tries = DRAWN if wish.implicit else FEW
        drawn = [self.drawn(conversation, opened, cue, before, tried, rng) for tried in range(tries)]
        if wish.implicit and script.free:
            alone = Cue(script, cue.turn, replace(wish, calls=1, implicit=0))
            drawn += [self.drawn(conversation, opened, alone, before, tried, rng) for tried in range(SINGLES)]
        if wish.implicit:
            drawn = [*self._led(conversation, opened, cue, before, rng), *drawn]
        found = list(dict.fromkeys(skeleton for skeleton in drawn if skeleton is not None))
        quiet, held = quiet_of(self.graph, opened.tools), self.planner.wants.held(conversation)
        missed = {each: float(abs(len(each.tools) - wish.calls)) for each in found}
        if script.unsaid is not None:
            for each in found:
                missed[each] += SAID * script.unsaid**2 * quiet.said(each, held)
        if wish.implicit:
            named = {name for step in conversation.heard().all(Asked) for name in quiet.naming.named(step.text)}
            for each in found:
                missed[each] += abs(quiet.unnamed(each, named) - wish.implicit)
        ranked = sorted(found, key=missed.__getitem__)
        if not (wish.implicit and script.free):
            return ranked
        several = [each for each in ranked if len(each.tools) > 1]
        return several[: MOST - SINGLES] + [each for each in ranked if len(each.tools) == 1]

    def _led(
        self, conversation: Conversation, opened: Opened, cue: Cue, before: Sequence[Told], rng: Random
    ) -> Iterator[Skeleton]:
        """The threads that the conversation was built around, where they fit, filled up to as many calls as are wished."""
        calls, used = cue.wish.calls, frozenset(call.name for call in before)
        threads = [
            thread
            for thread in self.leads.threads(cue.script, opened.seed, number(opened.id))
            if len(thread.tools) <= calls and used.isdisjoint(thread.tools) and set(thread.tools) <= set(opened.tools)
        ]
        for thread in threads:
            for tried in range(LED if len(thread.tools) < calls else 1):
                parts = self._beside(thread, threads if tried % 2 else (), calls)
                settled = [self.planner.without_shortcuts(part, conversation) for part in parts]
                filled = self._filled(settled, calls, conversation, cue, used, rng)
                if filled is not None:
                    yield filled

    def _beside(self, thread: Skeleton, others: Sequence[Skeleton], calls: int) -> list[Skeleton]:
        """The thread, and others that share no tool with it and leave the number of calls as it is wished."""
        parts = [thread]
        for other in others:
            if _tools(parts).isdisjoint(other.tools) and len(_tools(parts)) + len(other.tools) <= calls:
                parts.append(other)
        return parts

    def _filled(
        self, parts: list[Skeleton], calls: int, conversation: Conversation, cue: Cue, used: frozenset[str], rng: Random
    ) -> Skeleton | None:
        """The threads and as many tools that stand alone as there are still to be calls."""
        opened = conversation.last(Opened)
        while (left := calls - sum(len(part.tools) for part in parts)) > 0:
            part = self._alone(conversation, opened, cue.script, used | _tools(parts), parts, rng)
            if part is None or len(part.tools) > left:
                return None
            parts.append(part)
        return _joined(parts)

    def _alone(
        self,
        conversation: Conversation,
        opened: Opened,
        script: Script,
        avoid: frozenset[str],
        parts: Sequence[Skeleton],
        rng: Random,
    ) -> Skeleton | None:
        """A tool that stands alone, if possible one whose request does not name what the threads are to hide."""
        quiet = quiet_of(self.graph, opened.tools)
        hidden = {part.tools[edge.producer] for part in parts for edge in part.edges}
        loud = frozenset(name for name in opened.tools if not hidden.isdisjoint(quiet.asking(name))) if hidden else frozenset()
        found = self._thread(conversation, opened, 1, script, avoid | loud, [], rng)
        return found or self._thread(conversation, opened, 1, script, avoid, [], rng)

    def drawn(
        self,
        conversation: Conversation,
        opened: Opened,
        cue: Cue,
        before: Sequence[Told],
        tried: int,
        rng: Random,
    ) -> Skeleton | None:
        """As many tools as the script wants in this turn; None where there are not as many."""
        script, wish = cue.script, cue.wish
        avoid = (
            frozenset(call.name for call in before)
            if tried < FEW * 3 // 4 or (wish.implicit and tried < DRAWN * 3 // 4)
            else frozenset[str]()
        )
        parts: list[Skeleton] = []
        left = wish.calls
        hiding = bool(wish.implicit)
        going_on = self._going_on(conversation, opened) if wish.crossing else ()
        for size in self._sizes(cue, before, rng):
            taken = avoid | {name for part in parts for name in part.tools}
            goals = [name for name in going_on if name not in taken] if not parts else []
            part = None
            if size > 1 or goals or not hiding:
                part = self._thread(conversation, opened, min(size, left), script, taken, goals, rng, hiding)
            if part is None:
                part = self._alone(conversation, opened, script, frozenset(taken), parts if hiding else (), rng)
            if part is None or len(part.tools) > left:
                break
            parts.append(part)
            left -= len(part.tools)
            if not left:
                break
        while left and (part := self._thread(conversation, opened, 1, script, avoid | _tools(parts), [], rng)):
            parts.append(part)
            left -= 1
        return _joined(parts) if parts else None

    def _sizes(self, cue: Cue, before: Sequence[Told], rng: Random) -> list[int]:
        """Sizes of the threads: long enough for the implicit calls, one flow deep where the depth has to come from here."""
        script, wish = cue.script, cue.wish
        calls, implicit = wish.calls, wish.implicit
        deep = max(depths(before), default=0)
        if script.depth == 0:
            return [1] * calls
        if implicit is None:
            return [calls]
        alone = len(script.turns) == 1
        if implicit == 0:
            flows = not script.crossing and script.depth is not None and deep < script.depth
            deepest = calls if script.depth is None or alone else script.depth + 1
            longest = min(calls, deepest)
            wanted = longest if flows or (script.depth is None and rng.random() < 0.5) else 1
            return [wanted, *[1] * (calls - wanted)]
        if implicit > 1 and rng.random() < SEVERAL:
            return [*rng.choices((2, 2, 3), k=implicit), *[1] * calls]
        size = min(calls, implicit + 1 + rng.randrange(3))
        if alone and rng.random() < 0.7:
            size = calls
        if size > 3 and rng.random() < 0.5:
            half = rng.randrange(2, size - 1)
            return [half, min(calls - half, size - half + 1), *[1] * calls]
        return [size, *[rng.choice((1, 1, 2)) for _ in range(calls)]]

    def _thread(
        self,
        conversation: Conversation,
        opened: Opened,
        size: int,
        script: Script,
        avoid: Collection[str],
        goals: Collection[str],
        rng: Random,
        hiding: bool = False,
    ) -> Skeleton | None:
        """Linked tools, no deeper than the script; one tool alone for a size of 1."""
        within = self.planner.wanted.within
        offered = opened.tools if within is None else [name for name in opened.tools if name in within]
        wanted = goals or self.planner.wanted.goals
        for sampler in self._samplers(size, script, rng):
            sought: Collection[str] = ()
            if hiding and size > 1 and not goals:
                feeds = feeds_of(self.graph)
                fed = [name for name in wanted or offered if name not in avoid and name in offered and feeds.into[name]]
                if fed:
                    wanted = [rng.choice(fed)]
                    asking = quiet_of(self.graph, opened.tools).asking(wanted[0])
                    sought = [name for name in offered if name not in asking]
            skeleton = sampler(self.graph, size, rng, offered, frozenset(avoid), wanted, sought)
            if skeleton is None and wanted is goals and goals:
                skeleton = sampler(self.graph, size, rng, offered, frozenset(avoid), self.planner.wanted.goals)
            wanted = goals or self.planner.wanted.goals
            if skeleton is not None:
                skeleton = self.planner.without_shortcuts(skeleton, conversation)
                if len(skeleton.tools) == size:
                    return skeleton
        return None

    def _samplers(self, size: int, script: Script, rng: Random) -> list[Sampler]:
        if size < 2:
            return [chain] * TRIES
        deepest = size - 1 if script.depth is None else script.depth
        if size == 2:
            return [chain, chain, dag]
        if deepest == 1:
            return [fan_in, dag, fan_in, dag]
        return rng.sample([chain, dag, fan_in, dag, chain], TRIES)

    def _going_on(self, conversation: Conversation, opened: Opened) -> list[str]:
        """The offered tools with a needed input that an earlier result can fill."""
        known = self.planner.known(conversation)
        feeds = feeds_of(self.graph)
        return [
            name
            for name in opened.tools
            if name in feeds.place
            and any(self.planner.earlier(name, field.path, known) for field in self.graph.tool(name).inputs if field.required)
        ]


def _tools(parts: Sequence[Skeleton]) -> frozenset[str]:
    return frozenset(name for part in parts for name in part.tools)


def _joined(parts: Sequence[Skeleton]) -> Skeleton:
    """The threads one after another."""
    tools: list[str] = []
    edges: list[Edge] = []
    for part in parts:
        edges += [Edge(edge.producer + len(tools), edge.consumer + len(tools), edge.link) for edge in part.edges]
        tools += part.tools
    return Skeleton(tuple(tools), tuple(edges))

"""Samplers of skeletons by shape: chain, fan-in, fan-out, DAG."""

from collections.abc import Collection, Container, Iterable, Sequence
from random import Random
from typing import Protocol

from tool_graphs.graph import ToolGraph
from tool_graphs.sampling.skeleton import Draft, Feeds, Skeleton, feeds_of

TRIES = 12
AIMED = 3
"""Tries where only one tool can be the goal, for they differ little."""
SOUGHT = 1000.0
"""How much more often a tool that has to be used is drawn than one that may be."""


class Sampler(Protocol):
    """Draws a skeleton of `size` tools; None where it found none.

    `within` holds the names to choose from (None: all tools), `avoid` those not to use. One of `goals`, where there are any,
    is what it is all for; tools of `sought` are used where possible.
    """

    def __call__(
        self,
        graph: ToolGraph,
        size: int,
        rng: Random,
        within: Collection[str] | None = None,
        avoid: Container[str] = frozenset(),
        goals: Collection[str] = (),
        sought: Collection[str] = (),
    ) -> Skeleton | None:
        """Draws one."""


class _Choice:
    """What may be chosen: usable links among the tools of a pool."""

    def __init__(
        self,
        graph: ToolGraph,
        within: Collection[str] | None,
        avoid: Container[str],
        goals: Collection[str],
        sought: Collection[str],
    ) -> None:
        self.feeds: Feeds = feeds_of(graph)
        self.pool = self.feeds.pool(within, avoid)
        self.allowed = None if self.pool is None else frozenset(self.pool)
        self.names: tuple[str, ...] = self.feeds.names if self.pool is None else self.pool
        self.goals = tuple(name for name in goals if name in self.feeds.place and (self.allowed is None or name in self.allowed))
        self.tries = 0 if goals and not self.goals else AIMED if len(self.goals) == 1 else TRIES
        self.sought = tuple(
            name for name in sought if name in self.feeds.place and (self.allowed is None or name in self.allowed)
        )

    def consumers(self, producer: str) -> dict[str, float]:
        """Consumers of a tool with the score of the best link."""
        return self._allowed(self.feeds.out[producer])

    def producers(self, consumer: str) -> dict[str, float]:
        """Producers for a tool with the score of the best link."""
        return self._allowed(self.feeds.into[consumer])

    def _allowed(self, scores: dict[str, float]) -> dict[str, float]:
        if self.pool is None or self.allowed is None:
            return scores
        if len(scores) > len(self.pool):
            return {name: scores[name] for name in self.pool if name in scores}
        return {name: score for name, score in scores.items() if name in self.allowed}

    def _any(self, scores: dict[str, float]) -> bool:
        return bool(scores) if self.allowed is None else not self.allowed.isdisjoint(scores)

    def sources(self) -> Sequence[str]:
        """Tools that feed another one of the pool: the goals, if there are any, or what is sought."""
        if self.goals:
            return list(dict.fromkeys(name for goal in self.goals for name in self.producers(goal)))
        if self.sought:
            near = [other for name in self.sought for other in (name, *self.producers(name))]
            return [name for name in dict.fromkeys(near) if self.consumers(name)]
        return self.feeds.producers if self.pool is None else [name for name in self.pool if self._any(self.feeds.out[name])]

    def targets(self) -> Sequence[str]:
        """Tools that another one of the pool feeds: goals, if there are any, what is sought or what that feeds."""
        if self.goals:
            return [name for name in self.goals if self.producers(name)]
        if self.sought:
            near = [other for name in self.sought for other in (name, *self.consumers(name))]
            return [name for name in dict.fromkeys(near) if self.producers(name)]
        return self.feeds.consumers if self.pool is None else [name for name in self.pool if self._any(self.feeds.into[name])]

    def drawn(self, scores: dict[str, float], rng: Random, without: Container[str]) -> str | None:
        """One of the names, better ones more often, sought ones nearly always."""
        names = [name for name in scores if name not in without]
        if not names:
            return None
        return rng.choices(names, [scores[name] ** 3 * (SOUGHT if name in self.sought else 1) for name in names])[0]


def chain(
    graph: ToolGraph,
    size: int,
    rng: Random,
    within: Collection[str] | None = None,
    avoid: Container[str] = frozenset(),
    goals: Collection[str] = (),
    sought: Collection[str] = (),
) -> Skeleton | None:
    """Each tool needs a result of the one before it; one tool alone if `size` is 1."""
    choice = _Choice(graph, within, avoid, goals, sought)
    starts: Sequence[str] = choice.goals or choice.sought or (choice.names if size == 1 else choice.sources())
    for _ in range(choice.tries if starts else 0):
        draft = Draft(choice.feeds, rng.choice(starts))
        while len(draft.tools) < size and _longer(draft, choice, rng):
            pass
        if len(draft.tools) == size:
            return draft.finished()
    return None


def _longer(draft: Draft, choice: _Choice, rng: Random) -> bool:
    """Adds a tool: before a chain whose end is given, on either side of what has to be in it, else behind."""
    if choice.goals:
        return _before(draft, choice, rng)
    if choice.sought and rng.random() < 0.5:
        return _before(draft, choice, rng) or _behind(draft, choice, rng)
    return _behind(draft, choice, rng) or (bool(choice.sought) and _before(draft, choice, rng))


def _behind(draft: Draft, choice: _Choice, rng: Random) -> bool:
    following = choice.drawn(choice.consumers(draft.tools[-1]), rng, draft.filled)
    return following is not None and draft.append(following, draft.tools[-1])


def _before(draft: Draft, choice: _Choice, rng: Random) -> bool:
    return _fed_once_more(draft, draft.tools[0], choice, rng)


def fan_out(
    graph: ToolGraph,
    size: int,
    rng: Random,
    within: Collection[str] | None = None,
    avoid: Container[str] = frozenset(),
    goals: Collection[str] = (),
    sought: Collection[str] = (),
) -> Skeleton | None:
    """One tool whose result all the others need for things of one kind; `size` is at least 3."""
    choice = _Choice(graph, within, avoid, goals, sought)
    starts = [name for name in choice.sources() if len(choice.feeds.out[name]) >= max(2, size - 1)]
    for _ in range(choice.tries if starts else 0):
        first = rng.choice(starts)
        draft = Draft(choice.feeds, first)
        consumers = choice.consumers(first)
        goal = choice.drawn({name: consumers[name] for name in choice.goals if name in consumers}, rng, draft.filled)
        if goal is not None and not draft.append(goal, first):
            continue
        while len(draft.tools) < max(3, size) and _one_more_goal(draft, first, consumers, choice, rng):
            pass
        if len(draft.tools) >= max(3, size):
            return draft.finished()
    return None


def _one_more_goal(draft: Draft, producer: str, consumers: dict[str, float], choice: _Choice, rng: Random) -> bool:
    """Adds a consumer that has to do with the other goals; False after a few that have not."""
    strangers: set[str] = set()
    for _ in range(4):
        consumer = choice.drawn({name: score for name, score in consumers.items() if name not in strangers}, rng, draft.filled)
        if consumer is None:
            return False
        if draft.akin(consumer, producer) and draft.append(consumer, producer):
            return True
        strangers.add(consumer)
    return False


def fan_in(
    graph: ToolGraph,
    size: int,
    rng: Random,
    within: Collection[str] | None = None,
    avoid: Container[str] = frozenset(),
    goals: Collection[str] = (),
    sought: Collection[str] = (),
) -> Skeleton | None:
    """One tool that needs results of all the others, each through an input of its own; `size` is at least 3."""
    choice = _Choice(graph, within, avoid, goals, sought)
    targets = [name for name in choice.targets() if choice.feeds.fillable[name] >= max(3, size) - 1]
    for _ in range(choice.tries if targets else 0):
        draft = Draft(choice.feeds, rng.choice(targets))
        while len(draft.tools) < max(3, size) and _fed_once_more(draft, draft.tools[-1], choice, rng):
            pass
        if len(draft.tools) >= max(3, size):
            return draft.finished()
    return None


def _fed_once_more(draft: Draft, consumer: str, choice: _Choice, rng: Random) -> bool:
    """Adds one more producer that fills an open input of the consumer, leaving the others open for more."""
    open_to = {name: score for name, score in choice.producers(consumer).items() if draft.open_links(name, consumer)}
    producer = choice.drawn(open_to, rng, draft.filled)
    if producer is None:
        return False
    draft.insert(producer, consumer)
    return True


def dag(
    graph: ToolGraph,
    size: int,
    rng: Random,
    within: Collection[str] | None = None,
    avoid: Container[str] = frozenset(),
    goals: Collection[str] = (),
    sought: Collection[str] = (),
) -> Skeleton | None:
    """A mixture, grown backwards from a goal and now and then sideways; `size` is at least 2."""
    choice = _Choice(graph, within, avoid, goals, sought)
    targets = choice.targets()
    for _ in range(choice.tries if targets else 0):
        draft = Draft(choice.feeds, rng.choice(targets))
        while len(draft.tools) < max(2, size) and _grown(draft, choice, rng):
            pass
        if len(draft.tools) >= max(2, size):
            return draft.finished()
    return None


def _grown(draft: Draft, choice: _Choice, rng: Random) -> bool:
    """Adds a producer of some tool of the draft, or else a consumer."""
    directions = ("back", "out") if len(draft.tools) < 2 or rng.random() < 0.75 else ("out", "back")
    return any(_back(draft, choice, rng) if direction == "back" else _out(draft, choice, rng) for direction in directions)


def _back(draft: Draft, choice: _Choice, rng: Random) -> bool:
    return any(_fed_once_more(draft, consumer, choice, rng) for consumer in _shuffled(draft.tools, rng))


def _out(draft: Draft, choice: _Choice, rng: Random) -> bool:
    """Adds a consumer of a tool that is there; a goal that was asked for stays one."""
    for producer in _shuffled([name for name in draft.tools if name not in choice.goals], rng):
        if _one_more_goal(draft, producer, choice.consumers(producer), choice, rng):
            return True
    return False


def _shuffled(names: Iterable[str], rng: Random) -> list[str]:
    mixed = list(names)
    rng.shuffle(mixed)
    return mixed

"""Samplers of skeletons by shape: chain, fan-in, fan-out, DAG."""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
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


class _Pool:
    """The tools to choose from, in the graph's order, and the usable links among them; each is looked up once."""

    def __init__(self, feeds: Feeds, names: tuple[str, ...] | None) -> None:
        self._feeds = feeds
        self._all = names is None
        self.names: tuple[str, ...] = feeds.names if names is None else names
        self.allowed: frozenset[str] = feeds.known if names is None else frozenset(names)
        self._consumers: dict[str, dict[str, float]] = feeds.out if names is None else {}
        self._producers: dict[str, dict[str, float]] = feeds.into if names is None else {}

    def consumers(self, producer: str) -> dict[str, float]:
        """Consumers of a tool with the score of the best link; not to be changed."""
        found = self._consumers.get(producer)
        if found is None:
            found = self._consumers[producer] = self._among(self._feeds.out[producer])
        return found

    def producers(self, consumer: str) -> dict[str, float]:
        """Producers for a tool with the score of the best link; not to be changed."""
        found = self._producers.get(consumer)
        if found is None:
            found = self._producers[consumer] = self._among(self._feeds.into[consumer])
        return found

    def _among(self, scores: dict[str, float]) -> dict[str, float]:
        if len(scores) > len(self.names):
            return {name: scores[name] for name in self.names if name in scores}
        allowed = self.allowed
        return {name: score for name, score in scores.items() if name in allowed}

    @cached_property
    def feeding(self) -> Sequence[str]:
        """Tools that feed another one."""
        if self._all:
            return self._feeds.producers
        return [name for name in self.names if not self.allowed.isdisjoint(self._feeds.out[name])]

    @cached_property
    def fed(self) -> Sequence[str]:
        """Tools that another one feeds."""
        if self._all:
            return self._feeds.consumers
        return [name for name in self.names if not self.allowed.isdisjoint(self._feeds.into[name])]


@lru_cache(maxsize=64)
def _known_pool(graph: ToolGraph, within: tuple[str, ...] | None, avoid: frozenset[str]) -> _Pool:
    feeds = feeds_of(graph)
    return _Pool(feeds, feeds.pool(within, avoid))


def _pool(graph: ToolGraph, within: Collection[str] | None, avoid: Container[str]) -> _Pool:
    """The pool, which the draws of one turn share."""
    if isinstance(avoid, frozenset):
        return _known_pool(graph, within if within is None else tuple(within), avoid)
    feeds = feeds_of(graph)
    return _Pool(feeds, feeds.pool(within, avoid))


class _Choice:
    """What may be chosen from a pool, and what has to be."""

    def __init__(
        self,
        graph: ToolGraph,
        within: Collection[str] | None,
        avoid: Container[str],
        goals: Collection[str],
        sought: Collection[str],
    ) -> None:
        self.feeds: Feeds = feeds_of(graph)
        self.pool = _pool(graph, within, avoid)
        allowed = self.pool.allowed
        self.goals = tuple([name for name in goals if name in allowed])
        self.tries = 0 if goals and not self.goals else AIMED if len(self.goals) == 1 else TRIES
        self.sought = tuple([name for name in sought if name in allowed])

    def sources(self) -> Sequence[str]:
        """Tools that feed another one of the pool: the goals, if there are any, or what is sought."""
        if self.goals:
            return list(dict.fromkeys(name for goal in self.goals for name in self.pool.producers(goal)))
        if self.sought:
            near = [other for name in self.sought for other in (name, *self.pool.producers(name))]
            return [name for name in dict.fromkeys(near) if self.pool.consumers(name)]
        return self.pool.feeding

    def targets(self) -> Sequence[str]:
        """Tools that another one of the pool feeds: goals, if there are any, what is sought or what that feeds."""
        if self.goals:
            return [name for name in self.goals if self.pool.producers(name)]
        if self.sought:
            near = [other for name in self.sought for other in (name, *self.pool.consumers(name))]
            return [name for name in dict.fromkeys(near) if self.pool.producers(name)]
        return self.pool.fed

    def drawn(self, names: Sequence[str], scores: Mapping[str, float], rng: Random) -> str | None:
        """One of the names, better ones more often, sought ones nearly always."""
        if not names:
            return None
        if len(names) == 1:
            rng.random()  # the throw that a choice among several takes
            return names[0]
        if not self.sought:
            return rng.choices(names, [scores[name] ** 3 for name in names])[0]
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
    starts: Sequence[str] = choice.goals or choice.sought or (choice.pool.names if size == 1 else choice.sources())
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
    consumers = choice.pool.consumers(draft.tools[-1])
    following = choice.drawn([name for name in consumers if name not in draft.filled], consumers, rng)
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
        consumers = choice.pool.consumers(first)
        goal = choice.drawn([name for name in choice.goals if name in consumers and name not in draft.filled], consumers, rng)
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
        names = [name for name in consumers if name not in draft.filled and name not in strangers]
        consumer = choice.drawn(names, consumers, rng)
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
    producers = choice.pool.producers(consumer)
    if not producers:
        return False
    open_to = [name for name in producers if name not in draft.filled and draft.open_links(name, consumer)]
    producer = choice.drawn(open_to, producers, rng)
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
    if len(draft.tools) < 2 or rng.random() < 0.75:
        return _back(draft, choice, rng) or _out(draft, choice, rng)
    return _out(draft, choice, rng) or _back(draft, choice, rng)


def _back(draft: Draft, choice: _Choice, rng: Random) -> bool:
    return any(_fed_once_more(draft, consumer, choice, rng) for consumer in _shuffled(draft.tools, rng))


def _out(draft: Draft, choice: _Choice, rng: Random) -> bool:
    """Adds a consumer of a tool that is there; a goal that was asked for stays one."""
    for producer in _shuffled([name for name in draft.tools if name not in choice.goals], rng):
        if _one_more_goal(draft, producer, choice.pool.consumers(producer), choice, rng):
            return True
    return False


def _shuffled(names: Iterable[str], rng: Random) -> list[str]:
    mixed = list(names)
    if len(mixed) > 1:
        rng.shuffle(mixed)
    return mixed

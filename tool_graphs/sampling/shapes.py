"""Samplers of skeletons by shape: chain, fan-in, fan-out, DAG."""

from collections.abc import Collection, Container, Iterable, Sequence
from random import Random
from typing import Protocol

from tool_graphs.graph import ToolGraph
from tool_graphs.sampling.skeleton import Draft, Feeds, Skeleton, feeds_of

TRIES = 12


class Sampler(Protocol):
    """Draws a skeleton of `size` tools; None where it found none.

    `within` holds the names to choose from (None: all tools), `avoid` those not to use.
    """

    def __call__(
        self, graph: ToolGraph, size: int, rng: Random, within: Collection[str] | None = None, avoid: Container[str] = frozenset()
    ) -> Skeleton | None:
        """Draws one."""


class _Choice:
    """What may be chosen: usable links among the tools of a pool."""

    def __init__(self, graph: ToolGraph, within: Collection[str] | None, avoid: Container[str]) -> None:
        self.feeds: Feeds = feeds_of(graph)
        self.pool = self.feeds.pool(within, avoid)
        self.allowed = None if self.pool is None else frozenset(self.pool)
        self.names: tuple[str, ...] = self.feeds.names if self.pool is None else self.pool

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

    def sources(self) -> Sequence[str]:
        """Tools that feed another one of the pool."""
        return self.feeds.producers if self.pool is None else [name for name in self.pool if self.consumers(name)]

    def targets(self) -> Sequence[str]:
        """Tools that another one of the pool feeds."""
        return self.feeds.consumers if self.pool is None else [name for name in self.pool if self.producers(name)]


def _drawn(scores: dict[str, float], rng: Random, without: Container[str]) -> str | None:
    """One of the names, better ones more often."""
    names = [name for name in scores if name not in without]
    return rng.choices(names, [scores[name] ** 3 for name in names])[0] if names else None


def chain(
    graph: ToolGraph, size: int, rng: Random, within: Collection[str] | None = None, avoid: Container[str] = frozenset()
) -> Skeleton | None:
    """Each tool needs a result of the one before it; one tool alone if `size` is 1."""
    choice = _Choice(graph, within, avoid)
    starts = choice.names if size == 1 else choice.sources()
    for _ in range(TRIES if starts else 0):
        draft = Draft(choice.feeds, rng.choice(starts))
        while len(draft.tools) < size:
            following = _drawn(choice.consumers(draft.tools[-1]), rng, draft.filled)
            if following is None or not draft.append(following, draft.tools[-1]):
                break
        if len(draft.tools) == size:
            return draft.finished()
    return None


def fan_out(
    graph: ToolGraph, size: int, rng: Random, within: Collection[str] | None = None, avoid: Container[str] = frozenset()
) -> Skeleton | None:
    """One tool whose result all the others need; `size` is at least 3."""
    choice = _Choice(graph, within, avoid)
    starts = [name for name in choice.sources() if len(choice.feeds.out[name]) >= max(2, size - 1)]
    for _ in range(TRIES if starts else 0):
        first = rng.choice(starts)
        draft = Draft(choice.feeds, first)
        consumers = choice.consumers(first)
        while len(draft.tools) < max(3, size) and (consumer := _drawn(consumers, rng, draft.filled)):
            if not draft.append(consumer, first):
                break
        if len(draft.tools) >= max(3, size):
            return draft.finished()
    return None


def fan_in(
    graph: ToolGraph, size: int, rng: Random, within: Collection[str] | None = None, avoid: Container[str] = frozenset()
) -> Skeleton | None:
    """One tool that needs results of all the others, each through an input of its own; `size` is at least 3."""
    choice = _Choice(graph, within, avoid)
    targets = [name for name in choice.targets() if choice.feeds.fillable[name] >= max(3, size) - 1]
    for _ in range(TRIES if targets else 0):
        draft = Draft(choice.feeds, rng.choice(targets))
        while len(draft.tools) < max(3, size) and _fed_once_more(draft, draft.tools[-1], choice, rng):
            pass
        if len(draft.tools) >= max(3, size):
            return draft.finished()
    return None


def _fed_once_more(draft: Draft, consumer: str, choice: _Choice, rng: Random) -> bool:
    """Adds one more producer that fills an open input of the consumer, leaving the others open for more."""
    open_to = {name: score for name, score in choice.producers(consumer).items() if draft.open_links(name, consumer)}
    producer = _drawn(open_to, rng, draft.filled)
    if producer is None:
        return False
    draft.insert(producer, consumer)
    return True


def dag(
    graph: ToolGraph, size: int, rng: Random, within: Collection[str] | None = None, avoid: Container[str] = frozenset()
) -> Skeleton | None:
    """A mixture, grown backwards from a goal and now and then sideways; `size` is at least 2."""
    choice = _Choice(graph, within, avoid)
    targets = choice.targets()
    for _ in range(TRIES if targets else 0):
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
    for producer in _shuffled(draft.tools, rng):
        consumer = _drawn(choice.consumers(producer), rng, draft.filled)
        if consumer is not None and draft.append(consumer, producer):
            return True
    return False


def _shuffled(names: Iterable[str], rng: Random) -> list[str]:
    mixed = list(names)
    rng.shuffle(mixed)
    return mixed

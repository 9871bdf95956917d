"""A skeleton: tools in an order that works, and the links that join them."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from tool_graphs.graph import Link, ToolGraph
from tool_graphs.sampling.sense import PlanLinks, plan_links
from tool_graphs.subject import GENERIC, subject
from tool_graphs.words import words


@dataclass(frozen=True, slots=True)
class Edge:
    """One input of the tool at `consumer` filled from the result of the tool at `producer`; positions in the skeleton."""

    producer: int
    consumer: int
    link: Link


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Different tools, producers before their consumers; every input is filled at most once."""

    tools: tuple[str, ...]
    edges: tuple[Edge, ...]


class Feeds:
    """The links of a graph that plans may use: sure enough, and into inputs that a call cannot do without."""

    def __init__(self, graph: ToolGraph) -> None:
        self._tools = graph.tools
        self.names = tuple(graph.tools)
        self.known = frozenset(self.names)
        self.place = {name: place for place, name in enumerate(self.names)}
        self.links: dict[str, dict[str, tuple[Link, ...]]] = {}
        """Consumer -> producer -> the best links that can hold at once."""
        self.into: dict[str, dict[str, float]] = {name: {} for name in self.names}
        """Consumer -> producer -> score of the best link."""
        self.out: dict[str, dict[str, float]] = {name: {} for name in self.names}
        """Producer -> consumer -> score of the best link."""
        self.fillable: dict[str, int] = {}
        """Consumer -> how many of its inputs some tool can fill."""
        for name, tool in graph.tools.items():
            self._read(name, frozenset(field.path for field in tool.inputs if field.required), plan_links(graph))

    def _read(self, name: str, needed: frozenset[str], links: PlanLinks) -> None:
        between: dict[str, list[Link]] = {}
        for link in sorted((link for param in needed for link in links.within_a_turn(name, param)), key=_rank):
            between.setdefault(link.source, []).append(link)
        self.links[name] = {source: _compatible(found) for source, found in between.items()}
        self.fillable[name] = len({link.param for found in self.links[name].values() for link in found})
        for source, found in self.links[name].items():
            self.into[name][source] = self.out[source][name] = found[0].score

    @cached_property
    def consumers(self) -> tuple[str, ...]:
        """Tools that another one can feed, in the graph's order."""
        return tuple(name for name in self.names if self.into[name])

    @cached_property
    def producers(self) -> tuple[str, ...]:
        """Tools that can feed another one, in the graph's order."""
        return tuple(name for name in self.names if self.out[name])

    def things(self, name: str) -> frozenset[str]:
        """What a tool deals with, in words that tell things apart."""
        if name not in self._things:
            self._things[name] = frozenset(subject(self._tools[name]).thing) - GENERIC
        return self._things[name]

    @cached_property
    def _things(self) -> dict[str, frozenset[str]]:
        return {}

    def near(self, name: str) -> tuple[str, ...]:
        """Tools that feed this one or are fed by it, each once."""
        if name not in self._near:
            self._near[name] = tuple(dict.fromkeys((*self.into[name], *self.out[name])))
        return self._near[name]

    @cached_property
    def _near(self) -> dict[str, tuple[str, ...]]:
        return {}

    def pool(self, within: Iterable[str] | None, avoid: Container[str]) -> tuple[str, ...] | None:
        """The tools to choose from, in the graph's order; None stands for all of them."""
        if within is None:
            return None if avoid == frozenset() else tuple(name for name in self.names if name not in avoid)
        return tuple(sorted({name for name in within if name in self.place and name not in avoid}, key=self.place.__getitem__))


def _worst(link: Link) -> float:
    return -link.score


def _rank(link: Link) -> tuple[float, str, str, str]:
    return (-link.score, link.source, link.param, link.field)


@lru_cache(maxsize=8)
def feeds_of(graph: ToolGraph) -> Feeds:
    """The usable links of a graph, worked out once per graph."""
    return Feeds(graph)


def _compatible(links: Iterable[Link]) -> tuple[Link, ...]:
    """The best links between two tools that can hold at once: each input filled once, each field used once."""
    kept: list[Link] = []
    for link in links:
        if all(link.param != other.param and link.field != other.field for other in kept):
            kept.append(link)
    return tuple(kept)


@lru_cache(maxsize=65536)
def _says(param: str) -> tuple[str, ...]:
    """The words of an input's own name."""
    return words(param.rsplit(".", 1)[-1])


_PAIRS = ({"latitude", "longitude"}, {"make", "model"}, {"first", "last"})
"""Words of inputs that mean something only if they come from one and the same thing."""


def _paired(one: str, other: str) -> bool:
    return any(pair & set(_says(one)) and pair & set(_says(other)) for pair in _PAIRS)


class Draft:
    """A skeleton while it grows."""

    def __init__(self, feeds: Feeds, first: str) -> None:
        self.feeds = feeds
        self.tools = [first]
        self.filled: dict[str, dict[str, Link]] = {first: {}}
        self.feeding: set[str] = set()
        """The tools whose results fill something."""
        self.sources: dict[tuple[str, ...], str] = {}
        """Words of an input's name -> the tool that fills inputs of that name: one user's id does not come from two searches."""

    def open_links(self, producer: str, consumer: str) -> tuple[Link, ...]:
        """What the producer could still fill in the consumer, best first."""
        links = self.feeds.links[consumer].get(producer)
        if not links:
            return ()
        filled, sources = self.filled[consumer], self.sources
        return tuple(
            [link for link in links if link.param not in filled and sources.get(_says(link.param), producer) == producer]
        )

    def akin(self, consumer: str, producer: str) -> bool:
        """Whether a new consumer goes with the goals that are there: it takes the same value, or is about the same thing."""
        if producer not in self.feeding:
            return True  # it takes the thread up where it ends
        goals = [name for name in self.tools if name != producer and name not in self.feeding]
        if not goals:
            return True
        for best in self.feeds.links[consumer].get(producer, ())[:1]:
            for goal in goals:
                for link in self.filled[goal].values():
                    if link.source == best.source and link.field == best.field:
                        return True
        things = self.feeds.things(consumer)
        return any(not things.isdisjoint(self.feeds.things(goal)) for goal in goals)

    def append(self, consumer: str, producer: str) -> bool:
        """Adds a tool at the end, fed by one that is there; False if that one has nothing to give."""
        self.filled[consumer] = {}
        links = self.open_links(producer, consumer)
        if not links:
            del self.filled[consumer]
            return False
        self.tools.append(consumer)
        for link in links:
            self._fill(consumer, link)
        return True

    def insert(self, producer: str, consumer: str) -> None:
        """Adds a tool just before one that it feeds, filling one input (and what is inseparable from it)."""
        self.tools.insert(self.tools.index(consumer), producer)
        self.filled[producer] = {}
        links = self.open_links(producer, consumer)
        for link in links:
            if link is links[0] or _paired(link.param, links[0].param):
                self._fill(consumer, link)

    def _fill(self, consumer: str, link: Link) -> None:
        filled = self.filled[consumer]
        if link.param in filled:
            return
        for other in filled.values():
            if other.source == link.source and other.field == link.field:
                return
        filled[link.param] = link
        self.feeding.add(link.source)
        self.sources.setdefault(_says(link.param), link.source)

    def finished(self) -> Skeleton:
        """The skeleton, after every input that an earlier tool can fill is filled: what is known is not asked for again."""
        for position, consumer in enumerate(self.tools):
            producers = self.feeds.links[consumer]
            links = [
                link
                for producer in self.tools[:position]
                if producer in producers
                for link in self.open_links(producer, consumer)
            ]
            if len(links) > 1:
                links.sort(key=_worst)
            for link in links:
                if self.sources.get(_says(link.param), link.source) == link.source:
                    self._fill(consumer, link)
        place = {name: position for position, name in enumerate(self.tools)}
        edges = [Edge(place[link.source], place[name], link) for name in self.tools for link in self.filled[name].values()]
        return Skeleton(tuple(self.tools), tuple(edges))

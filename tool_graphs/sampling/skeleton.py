"""A skeleton: tools in an order that works, and the links that join them."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from tool_graphs.graph import Link, ToolGraph
from tool_graphs.links import USABLE


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
        self.names = tuple(graph.tools)
        self.place = {name: place for place, name in enumerate(self.names)}
        self.into: dict[str, dict[str, tuple[Link, ...]]] = {name: {} for name in self.names}
        self.out: dict[str, dict[str, float]] = {name: {} for name in self.names}
        for name, tool in graph.tools.items():
            needed = {field.path for field in tool.inputs if field.required}
            between: dict[str, list[Link]] = {}
            for link in graph.producers(name):
                if link.score >= USABLE and link.kind == "data" and link.source != name and link.param in needed:
                    between.setdefault(link.source, []).append(link)
            for source, links in between.items():
                self.into[name][source] = best = _compatible(links, (), ())
                self.out[source][name] = best[0].score

    @cached_property
    def consumers(self) -> tuple[str, ...]:
        """Tools that another one can feed, in the graph's order."""
        return tuple(name for name in self.names if self.into[name])

    @cached_property
    def producers(self) -> tuple[str, ...]:
        """Tools that can feed another one, in the graph's order."""
        return tuple(name for name in self.names if self.out[name])

    def pool(self, within: Iterable[str] | None, avoid: Container[str]) -> tuple[str, ...] | None:
        """The tools to choose from, in the graph's order; None stands for all of them."""
        if within is None:
            return None if avoid == frozenset() else tuple(name for name in self.names if name not in avoid)
        return tuple(sorted({name for name in within if name in self.place and name not in avoid}, key=self.place.__getitem__))


@lru_cache(maxsize=8)
def feeds_of(graph: ToolGraph) -> Feeds:
    """The usable links of a graph, worked out once per graph."""
    return Feeds(graph)


def _compatible(links: Iterable[Link], params: Container[str], fields: Container[str]) -> tuple[Link, ...]:
    """The best links between two tools that can hold at once: each input filled once, each field used once."""
    kept: list[Link] = []
    for link in links:
        taken = link.param in params or link.field in fields
        if not taken and all(link.param != other.param and link.field != other.field for other in kept):
            kept.append(link)
    return tuple(kept)


class Draft:
    """A skeleton while it grows."""

    def __init__(self, feeds: Feeds, first: str) -> None:
        self.feeds = feeds
        self.tools = [first]
        self.filled: dict[str, dict[str, Link]] = {first: {}}

    def open_links(self, producer: str, consumer: str) -> tuple[Link, ...]:
        """What the producer could still fill in the consumer, best first."""
        return _compatible(self.feeds.into[consumer].get(producer, ()), self.filled.get(consumer, {}), ())

    def append(self, consumer: str, producer: str) -> None:
        """Adds a tool at the end, fed by one that is there."""
        self.tools.append(consumer)
        self.filled[consumer] = {}
        self.join(producer, consumer)

    def insert(self, producer: str, consumer: str) -> None:
        """Adds a tool just before one that it feeds."""
        self.tools.insert(self.tools.index(consumer), producer)
        self.filled[producer] = {}
        self.join(producer, consumer)

    def join(self, producer: str, consumer: str, most: int | None = None) -> None:
        """Fills what the producer can fill, at most so many inputs."""
        for link in self.open_links(producer, consumer)[:most]:
            self.filled[consumer][link.param] = link

    def finished(self) -> Skeleton:
        """The skeleton, after every input that an earlier tool can fill is filled: what is known is not asked for again."""
        for position, consumer in enumerate(self.tools):
            links = [link for producer in self.tools[:position] for link in self.open_links(producer, consumer)]
            for link in sorted(links, key=lambda link: -link.score):
                self._fill(consumer, link)
        place = {name: position for position, name in enumerate(self.tools)}
        edges = [Edge(place[link.source], place[name], link) for name in self.tools for link in self.filled[name].values()]
        return Skeleton(tuple(self.tools), tuple(edges))

    def _fill(self, consumer: str, link: Link) -> None:
        filled = self.filled[consumer]
        used = any(other.source == link.source and other.field == link.field for other in filled.values())
        if link.param not in filled and not used:
            filled[link.param] = link

"""Skeletons with the calls that must come first though none of their values is used."""

from collections.abc import Collection, Container

from tool_graphs.graph import Link, ToolGraph
from tool_graphs.links import USABLE
from tool_graphs.sampling.skeleton import Edge, Skeleton


def preceded(
    graph: ToolGraph,
    skeleton: Skeleton,
    most: int = 1,
    within: Collection[str] | None = None,
    avoid: Container[str] = frozenset(),
) -> Skeleton:
    """The skeleton with at most so many tools more that `order` links put before its own, and with an edge for each such link.

    No sampler does this by itself: a plan whose calls come `after` others asks for roles that know what to make of it.
    """
    tools = list(skeleton.tools)
    orders: list[Link] = []
    for target in skeleton.tools:
        for link in graph.producers(target):
            if link.kind != "order" or link.score < USABLE:
                continue
            if link.source not in tools and most > 0 and (within is None or link.source in within) and link.source not in avoid:
                tools.insert(tools.index(target), link.source)
                most -= 1
            if link.source in tools and tools.index(link.source) < tools.index(target):
                orders.append(link)
    place = {name: position for position, name in enumerate(tools)}
    edges = [Edge(place[link.source], place[link.target], link) for link in (*(edge.link for edge in skeleton.edges), *orders)]
    return Skeleton(tuple(tools), tuple(edges))

"""Whether a request for a skeleton's calls would mean another plan as well, or sooner."""

from collections.abc import Container
from typing import Final

from tool_graphs.graph import ToolGraph
from tool_graphs.sampling.sense import plan_links
from tool_graphs.sampling.skeleton import Edge, Skeleton

EQUALLY_GOOD: Final = 0.05
"""Producers whose link scores differ by no more are equally good."""


def ambiguous(graph: ToolGraph, skeleton: Skeleton, offered: Container[str], done: Container[str], strict: bool = True) -> bool:
    """Whether another call gives, too, what a call takes: one of the skeleton, or of an offered tool that was not `done` before.

    "Check my refund, then convert the money" means the refund's, and nobody looks a symbol up by what lists all symbols. Where
    it is not `strict`, a call may give what it was given itself: half of such plans can be told, and the deepest are among them.
    """
    if not skeleton.edges:
        return False
    links, tools = plan_links(graph), frozenset(skeleton.tools)
    fed = frozenset(edge.consumer for edge in skeleton.edges)
    for edge in skeleton.edges:
        if edge.link.kind != "data":
            continue
        least = 0.0 if edge.producer in fed else edge.link.score + EQUALLY_GOOD
        for link in links.within_a_turn(edge.link.target, edge.link.param):
            if link.source == edge.link.source:
                continue
            if link.source in tools and (strict or not _takes_from(skeleton, link.source, edge.producer)):
                return True
            rival = link.score > least and link.source not in tools and link.source in offered and link.source not in done
            if rival and _asks_no_more(graph, link.source, edge):
                return True
    return False


def _takes_from(skeleton: Skeleton, tool: str, producer: int) -> bool:
    """Whether what the tool is given comes from the producer, directly or not."""
    after = {producer}
    for place in range(producer + 1, len(skeleton.tools)):
        if any(edge.consumer == place and edge.producer in after for edge in skeleton.edges):
            after.add(place)
    return skeleton.tools.index(tool) in after


def _asks_no_more(graph: ToolGraph, rival: str, edge: Edge) -> bool:
    """Whether all that the rival cannot do without is what the edge's producer cannot do without either."""
    known = {field.name for field in graph.tool(edge.link.source).inputs if field.required}
    return all(field.name in known or "default" in field.schema for field in graph.tool(rival).inputs if field.required)

"""What has to be done before a call can be made, though none of its values is used: `order` links that a plan can follow."""

from collections.abc import Container, Iterable
from functools import lru_cache

from roles.proof.offered import SURE as CERTAIN
from tool_graphs.graph import Link, ToolGraph
from tool_graphs.sampling.skeleton import Edge, Skeleton
from tool_graphs.tool import Field, Tool
from tool_graphs.words import listed, split

SURE = 0.75
"""From this score on an order link tells what comes first; below lie pairs such as suspend and resume."""
MOST = 8
"""Calls that a plan may come to have with what must be done first."""
_LOGIN = (listed("login authenticate signin logon"), listed("log in"), listed("sign in"))
_CREDENTIAL = listed("pin code number id passcode key token")


def preparable(graph: ToolGraph, link: Link) -> bool:
    """Whether the source's call can be made without a word about what it does: with what the target takes, defaults, or texts."""
    if link.kind != "order" or link.source == link.target:
        return False
    source, target = graph.tool(link.source), graph.tool(link.target)
    parts = split(target.name)
    if "logout" in parts or any({word, "out"} <= set(parts) for word in ("log", "sign")):
        return False  # nobody logs in to log out
    if link.score < SURE and not (_logs_in(source) and link.score >= SURE - 0.1):
        return False
    return all(_plain(input, target) for input in source.inputs if input.required)


def _logs_in(tool: Tool) -> bool:
    parts = set(split(tool.name))
    return bool(parts & _LOGIN[0]) or any(both <= parts for both in _LOGIN[1:])


def _plain(input: Field, target: Tool) -> bool:
    if target.input(input.path) is not None or "default" in input.schema:
        return True
    kind, options = input.schema.get("type", "string"), input.schema.get("enum")
    if input.many or options:
        return False
    return kind == "string" or (kind == "integer" and bool(set(split(input.name)) & _CREDENTIAL))


class Preconditions:
    """The order links of a graph that plans may follow."""

    def __init__(self, graph: ToolGraph) -> None:
        self._into: dict[str, tuple[Link, ...]] = {}
        self._stuck: dict[str, tuple[str, ...]] = {}
        for link in graph.links:
            if link.kind == "order" and preparable(graph, link):
                self._into[link.target] = (*self._into.get(link.target, ()), link)
            elif link.kind == "order" and link.score >= CERTAIN:
                self._stuck[link.target] = (*self._stuck.get(link.target, ()), link.source)
        self.targets = tuple(name for name in graph.tools if name in self._into)
        """Tools that something must be done before, in the graph's order."""

    def first(self, tool: str, offered: Container[str], done: Container[str], least: float = 0.0) -> tuple[Link, ...]:
        """Links from the offered tools that have to be called before this one and have not been yet, from score `least` on."""
        links = self._into.get(tool)
        if not links:
            return ()
        return tuple([link for link in links if link.source in offered and link.source not in done and link.score >= least])

    def possible(self, tools: Iterable[str], offered: Container[str], done: Container[str]) -> bool:
        """Whether all that certainly comes before these calls has been done, or can be done first."""
        if not self._stuck:
            return True
        tools = tuple(tools)
        return all(
            source in done or source in tools[:at] or source not in offered
            for at, tool in enumerate(tools)
            for source in self._stuck.get(tool, ())
        )

    def before(self, skeleton: Skeleton, offered: Container[str], done: Container[str], least: float = 0.0) -> Skeleton | None:
        """The skeleton with all that must be done first; None where that comes to too much, or to a circle."""
        at = 0
        while at < len(skeleton.tools):
            for link in self.first(skeleton.tools[at], offered, done, least):
                known = skeleton.tools.index(link.source) if link.source in skeleton.tools else None
                if known is None:
                    skeleton = _inserted(skeleton, at, link)
                    break
                if known > at:
                    return None
                edge = Edge(known, at, link)
                if edge not in skeleton.edges:
                    skeleton = Skeleton(skeleton.tools, (*skeleton.edges, edge))
            else:
                at += 1
            if len(skeleton.tools) > MOST:
                return None
        return skeleton


def _inserted(skeleton: Skeleton, at: int, link: Link) -> Skeleton:
    """The skeleton with the link's source just before position `at`, fed as its target is where both take the same."""
    tools = (*skeleton.tools[:at], link.source, *skeleton.tools[at:])
    moved = tuple(Edge(e.producer + (e.producer >= at), e.consumer + (e.consumer >= at), e.link) for e in skeleton.edges)
    return Skeleton(tools, (*moved, Edge(at, at + 1, link)))


@lru_cache(maxsize=8)
def preconditions_of(graph: ToolGraph) -> Preconditions:
    """The order links of a graph that plans may follow, worked out once per graph."""
    return Preconditions(graph)

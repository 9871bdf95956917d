"""Which tools a request gives away: foreseen from names and descriptions, before anything is written."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from roles.language.clause import argument
from roles.language.clauses import Clauses
from simulator.measures.naming import Naming
from tool_graphs.graph import ToolGraph
from tool_graphs.sampling import Skeleton


class Quiet:
    """Which tools a request would name, as far as the words of their wishes tell."""

    def __init__(self, graph: ToolGraph, offered: Sequence[str], clauses: Clauses) -> None:
        self.graph = graph
        tools = [graph.tool(name) for name in offered]
        self.naming = Naming({tool.name: tool.description for tool in tools})
        self._clauses = clauses
        self._asking: dict[tuple[str, frozenset[str]], frozenset[str]] = {}

    def asking(self, goal: str, filled: frozenset[str] = frozenset()) -> frozenset[str]:
        """The tools that a request for this one names, where nothing is said of the parameters that others fill."""
        key = (goal, filled)
        if key not in self._asking:
            self._asking[key] = self.naming.named(self._clauses[goal].silent(filled))
        return self._asking[key]

    def unnamed(self, skeleton: Skeleton, named: Collection[str]) -> int:
        """How many calls would go unnamed if all producers were hidden."""
        names = set(named)
        producing = {edge.producer for edge in skeleton.edges}
        for place, tool in enumerate(skeleton.tools):
            if place not in producing:
                edges = (edge for edge in skeleton.edges if edge.consumer == place)
                names |= self.asking(tool, frozenset(argument(edge.link.param) for edge in edges))
            else:
                names |= self._telling(tool)
        return sum(tool not in names for tool in skeleton.tools)

    def _telling(self, tool: str) -> frozenset[str]:
        """The tools that are named by saying what a hidden call needs: an option goes with its noun, other values stand alone."""
        needed = (field for field in self.graph.tool(tool).inputs if field.required and field.schema.get("enum"))
        return frozenset(name for field in needed for name in self.naming.named(field.name))

    def said(self, skeleton: Skeleton, unsaid: Callable[[str], Mapping[str, object]]) -> int:
        """How many values have to be said."""
        return sum(1 for _ in self._told(skeleton, unsaid))

    def _told(self, skeleton: Skeleton, unsaid: Callable[[str], Mapping[str, object]]) -> Iterator[tuple[str, str]]:
        filled = {(edge.consumer, edge.link.param) for edge in skeleton.edges}
        for place, tool in enumerate(skeleton.tools):
            for field in self.graph.tool(tool).inputs:
                if field.required and (place, field.path) not in filled and field.path not in unsaid(tool):
                    yield tool, field.path


@lru_cache(maxsize=16)
def quiet_of(graph: ToolGraph, offered: tuple[str, ...]) -> Quiet:
    """Of one conversation's offered tools."""
    return Quiet(graph, offered, _clauses_of(graph))


@lru_cache(maxsize=8)
def _clauses_of(graph: ToolGraph) -> Clauses:
    return Clauses(graph)

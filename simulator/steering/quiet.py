"""Which tools a request gives away: foreseen from names and descriptions, before anything is written."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from simulator.measures.naming import Naming, first_sentence
from tool_graphs.graph import ToolGraph
from tool_graphs.sampling import Skeleton


class Quiet:
    """Which tools a request would name, as far as names, descriptions and what has to be said tell."""

    def __init__(self, graph: ToolGraph, offered: Sequence[str]) -> None:
        self.graph = graph
        tools = [graph.tool(name) for name in offered]
        self.naming = Naming({tool.name: tool.description for tool in tools})
        self._asking = {tool.name: self.naming.named(f"{tool.name} {first_sentence(tool.description)}") for tool in tools}
        self._telling: dict[tuple[str, str], frozenset[str]] = {}

    def asking(self, goal: str) -> frozenset[str]:
        """The tools that a request for this one names."""
        return self._asking.get(goal, frozenset())

    def telling(self, tool: str, param: str) -> frozenset[str]:
        """The tools that a sentence with a value for this input names."""
        key = (tool, param)
        if key not in self._telling:
            self._telling[key] = self.naming.named(param)
        return self._telling[key]

    def unnamed(self, skeleton: Skeleton, unsaid: Callable[[str], Mapping[str, object]], named: Collection[str]) -> int:
        """How many calls would go unnamed if all producers were hidden."""
        names = set(named)
        producing = {edge.producer for edge in skeleton.edges}
        for place, tool in enumerate(skeleton.tools):
            if place not in producing:
                names |= self.asking(tool)
        for tool, param in self._told(skeleton, unsaid):
            names |= self.telling(tool, param)
        return sum(tool not in names for tool in skeleton.tools)

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
    return Quiet(graph, offered)

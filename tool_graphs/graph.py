"""The tool graph: tools, and links that say which of them feed which."""

import hashlib
from collections.abc import Callable, Hashable, Iterable
from functools import cached_property
from typing import Literal, TypeVar

import networkx as nx
import orjson
from pydantic import BaseModel

from tool_graphs.errors import GraphError, did_you_mean
from tool_graphs.tool import Tool

K = TypeVar("K", bound=Hashable)


class Link(BaseModel, frozen=True):
    """A field of one tool's result that can feed a parameter of another (`data`), or a call that must come first (`order`)."""

    source: str
    target: str
    field: str = ""
    """Where the value stands in the source's result, as a schema path: `orders[].id`; empty for `order`."""
    param: str = ""
    """Which input of the target it feeds, as a schema path: `order_id`, `passengers[].name`; empty for `order`."""
    kind: Literal["data", "order"] = "data"
    score: float = 1.0
    """How sure: above 0, at most 1; declared links have 1."""


class ToolGraph:
    """Tools and links; `digraph` has them as a `networkx.DiGraph`."""

    def __init__(self, tools: Iterable[Tool], links: Iterable[Link] = ()) -> None:
        self.tools: dict[str, Tool] = {}
        for tool in tools:
            if tool.name in self.tools:
                raise GraphError(f"two tools are named {tool.name!r}; a tool graph needs one name per tool: rename one")
            self.tools[tool.name] = tool
        self.links: tuple[Link, ...] = tuple(
            sorted(links, key=lambda link: (-link.score, link.source, link.target, link.param, link.field))
        )
        for link in self.links:
            if link.source not in self.tools or link.target not in self.tools:
                self.tool(link.source), self.tool(link.target)

    @cached_property
    def digraph(self) -> "nx.DiGraph[str]":
        """The graph for networkx's algorithms: nodes carry `tool`, edges carry `links`, best first, and the best `score`."""
        digraph: nx.DiGraph[str] = nx.DiGraph()
        for tool in self.tools.values():
            digraph.add_node(tool.name, tool=tool)
        for (source, target), between in _grouped(self.links, lambda link: (link.source, link.target)).items():
            digraph.add_edge(source, target, links=between, score=between[0].score)
        return digraph

    def tool(self, name: str) -> Tool:
        """The tool of that name; raises GraphError with the closest known one."""
        try:
            return self.tools[name]
        except KeyError:
            raise GraphError(f"no tool {name!r} in this graph; {did_you_mean(name, self.tools)}") from None

    def producers(self, target: str, param: str | None = None) -> tuple[Link, ...]:
        """Links into a tool, or into one of its inputs (by schema path), best first."""
        return self._into.get(target, ()) if param is None else self._into_input.get((target, param), ())

    def consumers(self, source: str) -> tuple[Link, ...]:
        """Links out of a tool, best first."""
        return self._out_of.get(source, ())

    @cached_property
    def _into(self) -> dict[str, tuple[Link, ...]]:
        return _grouped(self.links, lambda link: link.target)

    @cached_property
    def _out_of(self) -> dict[str, tuple[Link, ...]]:
        return _grouped(self.links, lambda link: link.source)

    @cached_property
    def _into_input(self) -> dict[tuple[str, str], tuple[Link, ...]]:
        return _grouped(self.links, lambda link: (link.target, link.param))

    def subgraph(self, names: Iterable[str]) -> "ToolGraph":
        """The graph of these tools and the links among them."""
        kept = dict.fromkeys(names)
        return ToolGraph(
            (self.tool(name) for name in kept),
            (link for link in self.links if link.source in kept and link.target in kept),
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 of tools and links, the same for the same content in any order of tools."""
        tools = sorted((tool.model_dump(mode="json") for tool in self.tools.values()), key=lambda tool: str(tool["name"]))
        links = [link.model_dump(mode="json") for link in self.links]
        return hashlib.sha256(orjson.dumps([tools, links], option=orjson.OPT_SORT_KEYS)).hexdigest()


def _grouped(links: Iterable[Link], key: Callable[[Link], K]) -> dict[K, tuple[Link, ...]]:
    groups: dict[K, list[Link]] = {}
    for link in links:
        groups.setdefault(key(link), []).append(link)
    return {value: tuple(group) for value, group in groups.items()}

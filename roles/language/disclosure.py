"""Which tool names and parameter identifiers a text gives away."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from tool_graphs.graph import ToolGraph
from tool_graphs.tool import Tool

_COMPOUND = re.compile(r"[a-z0-9][A-Z]|[_/{}]|[A-Za-z]-?\d|[A-Za-z]\.[A-Za-z]")
_RUN = re.compile(r"\w+")


def is_compound(identifier: str) -> bool:
    """Whether it could only be an identifier: `order_id`, `fromCurrency`, not `city`."""
    return bool(_COMPOUND.search(identifier))


def named_tools(text: str, tools: Iterable[Tool]) -> list[str]:
    """The compound names of tools and parameters that stand in the text as words of their own."""
    return _named(text, map(_identifiers, tools))


class Disclosure:
    """`named_tools` for the tools of one graph; what depends on a tool alone is worked out once."""

    def __init__(self, graph: ToolGraph) -> None:
        self._graph = graph
        self._known: dict[str, _Identifiers] = {}

    def named(self, text: str, offered: Iterable[str]) -> list[str]:
        """The compound names of the offered tools and their parameters that the text gives away."""
        return _named(text, map(self._of, offered))

    def _of(self, name: str) -> "_Identifiers":
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = _identifiers(self._graph.tool(name))
        return found


class _Identifiers(NamedTuple):
    """The compound names of one tool and its parameters."""

    names: tuple[str, ...]
    starts: frozenset[str]
    """The first run of letters and digits of each; a text without any of them names none."""


def _identifiers(tool: Tool) -> _Identifiers:
    names = tuple(filter(is_compound, (tool.name, *tool.properties)))
    runs = [_RUN.search(name.lower()) for name in names]
    return _Identifiers(names, frozenset(run.group() if run else "" for run in runs))


def _named(text: str, tools: Iterable[_Identifiers]) -> list[str]:
    lowered = text.lower()
    runs = {"", *_RUN.findall(lowered)}
    found = [name for tool in tools if not tool.starts.isdisjoint(runs) for name in tool.names if name.lower() in lowered]
    return [name for name in dict.fromkeys(found) if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)]

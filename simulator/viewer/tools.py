"""A run's tools as the page tells of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from tool_graphs.graph import ToolGraph
from tool_graphs.tool import Field, Tool

LONGEST = 1_000
"""Characters of a name or description."""
MOST_FIELDS = 60


def told_tools(graph: ToolGraph | None, names: Iterable[str] | None = None) -> dict[str, Any]:
    """Name -> description, parameters and result, of these tools or of all."""
    if graph is None:
        return {}
    wanted = graph.tools if names is None else [name for name in names if name in graph.tools]
    return {name: _told(graph.tools[name]) for name in wanted}


def _told(tool: Tool) -> dict[str, Any]:
    return {
        "description": tool.description[:LONGEST],
        "namespace": tool.namespace[:LONGEST],
        "parameters": _fields(tool.inputs),
        "returns": _fields(tool.outputs),
        "inferred": tool.inferred,
    }


def _fields(fields: Sequence[Field]) -> list[list[Any]]:
    """[path, type, whether it is required, description] each."""
    return [[field.path[:LONGEST], _type(field), field.required, field.description[:LONGEST]] for field in fields[:MOST_FIELDS]]


def _type(field: Field) -> str:
    given = field.schema.get("type", "")
    return " or ".join(map(str, given)) if isinstance(given, list) else str(given)[:LONGEST]

"""How the identifiers of a catalog look: what one tool tells of a container's number holds for all tools."""

from collections.abc import Mapping
from typing import Any

from roles.values.hints import hints
from roles.values.meanings import identifying
from roles.values.words import words
from tool_graphs.graph import ToolGraph
from tool_graphs.tool import Field

_TELLING = ("pattern", "enum", "format", "const")


def identifier_of(field: Field) -> str:
    """The name of a text that identifies a thing of a named kind; empty for anything else, for each tool has its own "id"."""
    if field.schema.get("type") != "string" or not identifying(field.name):
        return ""
    spoken = words(field.name)
    return " ".join(spoken) if len(spoken) > 1 else ""


def tells_form(schema: Mapping[str, Any]) -> bool:
    """Whether a schema tells how its values look."""
    return any(key in schema for key in _TELLING) or bool(hints(schema).examples)


def forms(graph: ToolGraph) -> dict[str, Mapping[str, Any]]:
    """Name of an identifier -> what the first tool that tells its form tells: a pattern, or examples."""
    found: dict[str, Mapping[str, Any]] = {}
    for tool in graph.tools.values():
        for field in tool.inputs:
            name = identifier_of(field)
            if name and name not in found:
                told = _told(field.schema)
                if told:
                    found[name] = told
    return found


def _told(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "pattern" in schema:
        return {"pattern": schema["pattern"]}
    examples = hints(schema).examples
    return {"examples": list(examples)} if examples else {}

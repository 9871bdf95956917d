"""A catalog in our own form, as `read_catalog` reads it again."""

from typing import Any

from tool_graphs.catalog import Catalog
from tool_graphs.tool import Tool


def as_document(catalog: Catalog) -> dict[str, Any]:
    """Tools, declared links and denied links; inferred results are left to be inferred again."""
    document: dict[str, Any] = {"tools": [_written(tool) for tool in catalog.tools]}
    if catalog.links:
        document["links"] = [link.model_dump(mode="json") for link in catalog.links]
    if catalog.denied:
        document["denied"] = [denied.model_dump(mode="json", exclude_none=True) for denied in catalog.denied]
    return document


def _written(tool: Tool) -> dict[str, Any]:
    found: dict[str, Any] = {"name": tool.name, "description": tool.description, "parameters": tool.parameters}
    optional = {
        "returns": None if tool.inferred else tool.returns,
        "namespace": tool.namespace,
        "origin": tool.origin,
        "reads": tool.reads,
    }
    return {**found, **{key: value for key, value in optional.items() if value not in (None, "", {})}}

"""LangChain's tools: `BaseTool`, `@tool` functions, `StructuredTool`; injected arguments are not the caller's to give."""

import sys
from typing import Any

from tool_graphs.errors import CatalogError
from tool_graphs.sources.python_functions import documented, result_schema


def is_langchain_tool(held: Any) -> bool:
    """Whether it is a `BaseTool`; there is none while nobody has imported LangChain's tools."""
    tools = sys.modules.get("langchain_core.tools")
    return tools is not None and isinstance(held, tools.BaseTool)


def langchain_specification(tool: Any, place: str) -> dict[str, Any]:
    """The tool as its model sees it, with the result that its function's annotation declares; raises CatalogError."""
    from langchain_core.utils.function_calling import convert_to_openai_tool

    try:
        found = convert_to_openai_tool(tool).get("function", {})
    except Exception as error:  # other people's schemas
        raise CatalogError(f"{place}: its arguments have no JSON Schema: {type(error).__name__}: {str(error)[:200]}") from error
    parameters = {"type": "object", "properties": {}, **found.get("parameters", {})}
    parameters.setdefault("required", [])  # LangChain's schemas leave it out where nothing is required
    function = getattr(tool, "func", None) or getattr(tool, "coroutine", None) or tool._run
    artifact = getattr(tool, "response_format", "") == "content_and_artifact"
    return {
        "name": tool.name,
        "description": documented(tool.description, parameters["properties"]),
        "parameters": parameters,
        "returns": result_schema(function, first=artifact),
    }

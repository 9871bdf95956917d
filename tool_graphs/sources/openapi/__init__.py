"""Tools from an OpenAPI 3.0 or 3.1 description: every operation is a tool."""

from tool_graphs.sources.openapi.reading import is_openapi, read_openapi

__all__ = ["is_openapi", "read_openapi"]

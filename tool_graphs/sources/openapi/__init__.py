"""Tools from an OpenAPI 3.0 or 3.1 description: every operation is a tool."""

from collections.abc import Iterator, Mapping

from tool_graphs.sources.document import Document
from tool_graphs.sources.found import Found


def is_openapi(document: Document) -> bool:
    """Whether a file is an OpenAPI description, or one of its predecessor Swagger."""
    content = document.content
    return isinstance(content, Mapping) and any(isinstance(content.get(key), str | float) for key in ("openapi", "swagger"))


def read_openapi(document: Document) -> Iterator[Found]:
    """Every operation as a tool, or why it is none."""
    yield from ()

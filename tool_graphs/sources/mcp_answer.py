"""What an MCP server answers to `tools/list`: one answer or its pages, bare or in their JSON-RPC envelopes."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from tool_graphs.errors import CatalogError
from tool_graphs.schema import shown
from tool_graphs.sources.document import Document
from tool_graphs.sources.found import Found, Remark, Skipped
from tool_graphs.sources.functions import read_functions
from tool_graphs.subject import subject
from tool_graphs.tool import Tool

_OF_MCP = ("inputSchema", "outputSchema", "annotations", "execution")
"""Keys of a tool that tell MCP's form from others."""


def is_answer(document: Document) -> bool:
    """Whether the document holds answers to `tools/list`, or a transcript with such answers in it."""
    messages = _messages(document)
    return bool(messages) and all(map(_is_message, messages)) and any(map(_tells, messages))


def read_answer(document: Document) -> Iterator[Found]:
    """The tools of all pages in order; raises CatalogError where the server answered an error, or no tools at all."""
    messages = _messages(document)
    pages = [page for page in map(_page, messages) if page is not None]
    if not pages:
        raise CatalogError(f"{document.path}: {_refusal(messages)}")
    listed = [raw for page in pages for raw in page["tools"]]
    for raw in listed:
        if _says_only_text(raw):
            reason = "it lists things, but its result schema only says that the answer is text" + (
                ": what they have is inferred"
                if document.structured
                else ", so that no call can use what it finds; 'toolweft catalog convert --structure-texts' infers what they have"
            )
            yield str(raw["name"]), Remark(tool=raw["name"], place=document.path, reason=reason)
    tools = [_specification(raw, document.structured) for raw in listed]
    yield from read_functions(replace(document, content={"tools": tools}, lines=()))
    if cursor := pages[-1].get("nextCursor"):
        reason = f"nextCursor {shown(cursor)} says that more tools follow; expected the answers to the last one: save them, too"
        yield "nextCursor", Skipped(tool="(further pages)", place=document.path, reason=reason)


def _messages(document: Document) -> list[Any]:
    return document.content if isinstance(document.content, list) else [document.content]


def _is_message(value: Any) -> bool:
    return isinstance(value, Mapping) and (value.get("jsonrpc") == "2.0" or _page(value) is not None)


def _page(message: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The result with the tools, without its envelope."""
    result = message.get("result", message)
    return result if isinstance(result, Mapping) and isinstance(result.get("tools"), list) else None


def _tells(message: Mapping[str, Any]) -> bool:
    """Whether it is MCP's and no other list of tools."""
    if message.get("jsonrpc") == "2.0" or "result" in message or "nextCursor" in message:
        return True
    return any(isinstance(tool, Mapping) and any(key in tool for key in _OF_MCP) for tool in message["tools"])


def _specification(raw: Any, structured: bool) -> Any:
    """The tool as a function specification; what is no object is left for its reader to refuse."""
    if not isinstance(raw, Mapping):
        return raw
    return {
        "name": raw.get("name"),
        "description": raw.get("description") or raw.get("title"),
        "parameters": raw.get("inputSchema"),
        "returns": None if structured and _says_only_text(raw) else raw.get("outputSchema"),
        "reads": _reads(raw.get("annotations")),
    }


def _says_only_text(raw: Any) -> bool:
    """Whether a tool that lists or searches declares one text as its result, as servers do that wrap what they always said."""
    schema, name = (raw.get("outputSchema"), raw.get("name")) if isinstance(raw, Mapping) else (None, None)
    properties = schema.get("properties") if isinstance(schema, Mapping) else None
    if not isinstance(properties, Mapping) or len(properties) != 1 or not isinstance(name, str):
        return False
    ((key, value),) = properties.items()
    if key not in _TEXT or not isinstance(value, Mapping) or value.get("type") != "string":
        return False
    description = raw.get("description")
    return (
        subject(Tool.model_construct(name=name, description=description if isinstance(description, str) else "")).action == "find"
    )


_TEXT = ("content", "result", "text", "output")


def _reads(annotations: Any) -> bool | None:
    """Whether the server says that the tool changes nothing, or that it does."""
    if not isinstance(annotations, Mapping):
        return None
    hint = annotations.get("readOnlyHint")
    if isinstance(hint, bool):
        return hint
    return False if annotations.get("destructiveHint") is True else None


def _refusal(messages: list[Any]) -> str:
    errors = [message["error"] for message in messages if "error" in message]
    if not errors:
        return "no answer to tools/list among these messages; expected a result with a list of tools"
    said = errors[-1].get("message") if isinstance(errors[-1], Mapping) else errors[-1]
    return f"the server answered an error: {shown(said)}; expected a list of tools"

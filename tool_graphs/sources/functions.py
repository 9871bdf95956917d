"""Function specifications in the shapes that people have: lists, mappings, OpenAI's, JSON Lines, our own catalogs.

The result schema stands under `returns`, `output_parameters`, `response`, `output_schema` or `outputSchema`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from pydantic import BaseModel, ValidationError

from tool_graphs.errors import CatalogError
from tool_graphs.graph import Link
from tool_graphs.schema import usable, usable_parameters
from tool_graphs.sources.document import Document
from tool_graphs.sources.found import Denied, Found, Skipped
from tool_graphs.tool import Tool
from tool_graphs.typewords import type_schema

LONGEST_NAME = 200

_QUOTE = re.compile(r"(?<!\w)'|'(?!\w)")
"""An apostrophe that is not within a word, as in `Today's news`."""

_WRAPPERS = ("tools", "functions", "functionDeclarations", "function_declarations")
_PARAMETERS = ("parameters", "inputSchema", "input_schema")
_RESULTS = ("returns", "output_parameters", "response", "output_schema", "outputSchema")
_COMPOSED = ("$ref", "allOf", "anyOf", "oneOf")
_OF_A_SCHEMA = (*_COMPOSED, "properties", "items", "additionalProperties")
_BESIDES = ("$schema", "$id", "$defs", "definitions", "components", "version", "title", "description", "name", "links", "denied")

Entry = tuple[str, str, str, Any]
"""Place, name by key (or empty), namespace, and what stands there."""


def read_functions(document: Document) -> Iterator[Found]:
    """Everything in the document, each with its place; raises CatalogError for what has no name or is no tool at all."""
    content = document.content
    for place, name, namespace, raw in _entries(document):
        yield place, _tool(raw, f"{document.path}: {place}", place, name, namespace, content)
    if isinstance(content, Mapping):
        yield from _declared(document, "links", Link)
        yield from _declared(document, "denied", Denied)


def _entries(document: Document) -> Iterator[Entry]:
    content = document.content
    if isinstance(content, list):
        yield from ((document.item(index), "", "", raw) for index, raw in enumerate(content))
    elif not isinstance(content, Mapping):
        raise CatalogError(f"{document.path}: expected a list of tools or an object of tools by name, got {_shown(content)}")
    elif _is_tool(content):
        yield "(top)", "", "", content
    else:
        wrapper = next((key for key in _WRAPPERS if isinstance(content.get(key), list | Mapping)), None)
        if wrapper is None:
            inside = {key: value for key, value in content.items() if key not in _BESIDES or _is_tool(value)}
            yield from _named(inside, "", "")
        elif isinstance(content[wrapper], list):
            yield from ((f"{wrapper}[{index}]", "", "", raw) for index, raw in enumerate(content[wrapper]))
        else:
            yield from _named(content[wrapper], f"{wrapper}.", "")


def _named(content: Mapping[str, Any], prefix: str, namespace: str) -> Iterator[Entry]:
    """Name -> tool, namespace -> list of tools, namespace -> (name -> tool)."""
    for key, value in content.items():
        if isinstance(value, list):
            yield from ((f"{prefix}{key}[{index}]", "", key, raw) for index, raw in enumerate(value))
        elif isinstance(value, Mapping) and value and not namespace and not _is_tool(value) and _is_group(value):
            yield from _named(value, f"{prefix}{key}.", key)
        else:
            yield f"{prefix}{key}", key, namespace, value


def _is_tool(value: Any) -> bool:
    """Whether it has what tools have; a tool that is called `name` or `function` is not mistaken for one."""
    if not isinstance(value, Mapping):
        return False
    if isinstance(value.get("function"), Mapping) and not _is_tool(value["function"]):
        return False
    texts = [key for key in ("name", "description") if isinstance(value.get(key), str)]
    wrapped = any(isinstance(value.get(key), list | Mapping) for key in _WRAPPERS)
    schemas = [key for key in (*_PARAMETERS, *_RESULTS) if key in value]
    return bool(schemas or "function" in value or texts) and not (wrapped and not schemas)


def _is_group(value: Mapping[str, Any]) -> bool:
    return all(isinstance(child, Mapping) and _is_tool(child) for child in value.values())


def _tool(raw: Any, where: str, place: str, key: str, namespace: str, content: Any) -> Tool | Skipped:
    """The tool, or why it cannot be used."""
    if not isinstance(raw, Mapping):
        raise CatalogError(f"{where}: expected a tool (an object with name, description and parameters), got {_shown(raw)}")
    if isinstance(raw.get("function"), Mapping):
        raw = {**raw, **raw["function"]}
    name = raw.get("name", key or None)
    if not isinstance(name, str) or not name.strip():
        raise CatalogError(f"{where}: a tool without a name; expected a non-empty text under 'name', got {_shown(name)}")
    file = where.removesuffix(f": {place}")
    hostile = _hostile(name)
    if hostile:
        return Skipped(tool=repr(name[:60]), place=where, reason=f"the name {hostile}; rename it")
    try:
        return Tool(
            name=name.strip(),
            description=_text(raw.get("description")),
            parameters=_parameters(raw, place, content),
            returns=_returns(raw, place, content),
            namespace=_text(raw.get("namespace")) or namespace,
        )
    except CatalogError as error:
        return Skipped(tool=name, place=file, reason=str(error))


def _hostile(name: str) -> str:
    """What makes a name unfit to be shown, asked for or written into a file; empty if nothing does."""
    if len(name) > LONGEST_NAME:
        return f"has {len(name):,} characters, at most {LONGEST_NAME} are allowed"
    if not name.isprintable():
        return "holds line breaks or other characters that cannot be printed"
    found = [mark for mark in '"`<>\\' if mark in name]
    if found:
        return f"holds {found[0]!r}"
    return "holds a quoted part" if _QUOTE.search(name) else ""


def _parameters(raw: Mapping[str, Any], place: str, content: Any) -> dict[str, Any]:
    key = next((key for key in _PARAMETERS if raw.get(key) is not None), None)
    if key is None:
        return {"type": "object", "properties": {}}
    return usable_parameters(_schema(raw[key], f"{place}.{key}"), f"{place}.{key}", content)


def _returns(raw: Mapping[str, Any], place: str, content: Any) -> dict[str, Any] | None:
    """The declared result schema; None where there is none, or none that says anything."""
    for key in _RESULTS:
        value = _decoded(raw.get(key))
        if isinstance(value, list | Mapping) and value and _says_something(value):
            return usable(_schema(value, f"{place}.{key}"), f"{place}.{key}", content)
    return None


def _says_something(value: Any) -> bool:
    """Whether it is a schema or a shorthand for one, and more than "an object"."""
    if isinstance(value, list):
        return all(isinstance(item, Mapping) and "name" in item for item in value)
    if not _is_schema(value):
        return all(isinstance(child, Mapping) or (isinstance(child, str) and type_schema(child)) for child in value.values())
    plain = type_schema(str(value.get("type"))) == {"type": "object"} or "type" not in value
    return not plain or any(value.get(key) for key in (*_COMPOSED, "properties", "additionalProperties", "items", "enum"))


def _schema(value: Any, place: str) -> Any:
    """A JSON Schema of a JSON Schema, its JSON text, a list of named parameters or the shorthand parameter -> description."""
    value = _decoded(value)
    if isinstance(value, list):
        if not all(isinstance(item, Mapping) and isinstance(item.get("name"), str) for item in value):
            raise CatalogError(f"{place}: expected a JSON Schema (an object), or a list of objects with names")
        value = {item["name"]: {key: part for key, part in item.items() if key != "name"} for item in value}
    if not isinstance(value, Mapping) or _is_schema(value):
        return value
    required = value.get("required")
    properties = {name: child for name, child in value.items() if not (name == "required" and isinstance(child, list))}
    shorthand = {"type": "object", "properties": properties}
    return {**shorthand, "required": required} if isinstance(required, list) else shorthand


def _is_schema(value: Mapping[str, Any]) -> bool:
    if not value or isinstance(value.get("type"), str | list):
        return True
    return any(key in value and not _describes(value[key]) for key in _OF_A_SCHEMA)


def _describes(value: Any) -> bool:
    """Whether this is the description of one parameter, which may be called `items` or `properties`."""
    return isinstance(value, Mapping) and isinstance(value.get("type"), str) and "description" in value


def _decoded(value: Any) -> Any:
    """JSON that was stored as text."""
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return value
    return value


def _declared(document: Document, key: str, kind: type[BaseModel]) -> Iterator[Found]:
    """The links, or denied links, that our own catalog form lists."""
    listed = document.content.get(key, [])
    if not isinstance(listed, list):
        return
    for index, raw in enumerate(listed):
        place = f"{key}[{index}]"
        try:
            item = kind.model_validate(raw, strict=True)
        except ValidationError as error:
            first = error.errors()[0]
            inner = "".join(f".{part}" for part in first["loc"])
            told = f"{first['msg']}, got {_shown(first['input'])}"
            raise CatalogError(f"{document.path}: {place}{inner}: {told}") from None
        if isinstance(item, Link | Denied):
            yield place, item


def _text(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(str(part) for part in value)
    return "" if value is None else str(value)


def _shown(value: Any) -> str:
    return f"{str(value)[:60]!r} ({type(value).__name__})"

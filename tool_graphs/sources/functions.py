"""Function specifications in the shapes that people have: lists, mappings, OpenAI's, JSON Lines, our own catalogs.

The result schema stands under `returns`, `output_parameters`, `response`, `output_schema` or `outputSchema`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import BaseModel, ValidationError

from tool_graphs.errors import CatalogError
from tool_graphs.graph import Link
from tool_graphs.schema import shown, usable, usable_parameters
from tool_graphs.sources.document import Document
from tool_graphs.sources.found import Denied, Found, Skipped
from tool_graphs.tool import Tool
from tool_graphs.typewords import type_schema

LONGEST_NAME = 200
LONGEST_DESCRIPTION = 20_000

_QUOTE = re.compile(r"(?<!\w)'|'(?!\w)")
"""An apostrophe that is not within a word, as in `Today's news`."""

_WRAPPERS = ("tools", "functions", "functionDeclarations", "function_declarations")
_PARAMETERS = ("parameters", "inputSchema", "input_schema")
_RESULTS = ("returns", "output_parameters", "response", "output_schema", "outputSchema")
_COMPOSED = ("$ref", "allOf", "anyOf", "oneOf")
_OF_A_SCHEMA = (*_COMPOSED, "properties", "items", "additionalProperties")
_BESIDES = ("$schema", "$id", "$defs", "definitions", "components", "version", "title", "description", "name", "links", "denied")


@dataclass(frozen=True, slots=True)
class _Entry:
    """What stands at one place and should be a tool; its name by key and its namespace, where the file groups them so."""

    place: str
    raw: Any
    name: str = ""
    namespace: str = ""


def read_functions(document: Document) -> Iterator[Found]:
    """Everything in the document, each with its place; raises CatalogError for what has no name or is no tool at all."""
    for entry in _entries(document):
        yield entry.place, _tool(entry, document)
    if isinstance(document.content, Mapping):
        yield from _declared(document, "links", Link)
        yield from _declared(document, "denied", Denied)


def _entries(document: Document) -> Iterator[_Entry]:
    content = document.content
    if isinstance(content, list):
        yield from (_Entry(document.item(index), raw) for index, raw in enumerate(content))
    elif not isinstance(content, Mapping):
        raise CatalogError(f"{document.path}: expected a list of tools or an object of tools by name, got {shown(content)}")
    elif wrapper := next((key for key in _WRAPPERS if _wraps(content.get(key))), None):
        yield from (
            _listed(content[wrapper], wrapper) if isinstance(content[wrapper], list) else _named(content[wrapper], f"{wrapper}.")
        )
    elif _is_tool(content):
        yield _Entry("(top)", content)
    else:
        yield from _named({key: value for key, value in content.items() if key not in _BESIDES or _is_tool(value)})


def _wraps(value: Any) -> bool:
    return isinstance(value, list) or (isinstance(value, Mapping) and not _is_tool(value))


def _listed(tools: list[Any], place: str, namespace: str = "") -> Iterator[_Entry]:
    yield from (_Entry(f"{place}[{index}]", raw, namespace=namespace) for index, raw in enumerate(tools))


def _named(content: Mapping[str, Any], prefix: str = "", namespace: str = "") -> Iterator[_Entry]:
    """Name -> tool, namespace -> list of tools, namespace -> (name -> tool)."""
    for key, value in content.items():
        if isinstance(value, list):
            yield from _listed(value, f"{prefix}{key[:80]}", key)
        elif (
            isinstance(value, Mapping) and value and not namespace and not _is_tool(value) and all(map(_is_tool, value.values()))
        ):
            yield from _named(value, f"{prefix}{key[:80]}.", key)
        else:
            yield _Entry(f"{prefix}{key[:80]}", value, key, namespace)


def _is_tool(value: Any) -> bool:
    """Whether it has what only tools have, so that it is no mapping of tools by name."""
    if not isinstance(value, Mapping):
        return False
    if any(isinstance(value.get(key), str) for key in ("name", "description")) or any(key in value for key in _PARAMETERS):
        return True
    schemas = [value.get(key) for key in _RESULTS]
    return _is_tool(value.get("function")) or any(isinstance(schema, Mapping) and "type" in schema for schema in schemas)


def _tool(entry: _Entry, document: Document) -> Tool | Skipped:
    """The tool, or why it cannot be used."""
    raw, place = entry.raw, entry.place
    if not isinstance(raw, Mapping):
        form = "a tool (an object with name, description and parameters)"
        raise CatalogError(f"{document.path}: {place}: expected {form}, got {shown(raw)}")
    if isinstance(raw.get("function"), Mapping):
        raw = {**raw, **raw["function"]}
    name = raw.get("name") or entry.name
    if not isinstance(name, str) or not name.strip():
        raise CatalogError(f"{document.path}: {place}: a tool without a name; expected text under 'name', got {shown(name)}")
    try:
        _check_name(name, f"{place}.name")
        return Tool(
            name=name.strip(),
            description=_description(raw, place),
            parameters=_parameters(raw, place, document.content),
            returns=_returns(raw, place, document.content),
            namespace=_text(raw.get("namespace")) or entry.namespace,
            reads=raw["reads"] if isinstance(raw.get("reads"), bool) else None,
            origin=_text(raw.get("origin")),
        )
    except CatalogError as error:
        return Skipped(tool=name[:LONGEST_NAME], place=document.path, reason=str(error))


def _check_name(name: str, place: str) -> None:
    """Refuses a name that is unfit to be shown, asked for or written into a file."""
    marks = [mark for mark in '"`<>\\' if mark in name]
    if len(name) > LONGEST_NAME:
        raise CatalogError(f"{place}: {len(name):,} characters long; expected at most {LONGEST_NAME}")
    if not name.strip().isprintable():
        raise CatalogError(f"{place}: holds line breaks or other characters that cannot be printed; rename the tool")
    if marks or _QUOTE.search(name):
        raise CatalogError(f"{place}: holds {(marks or [chr(39)])[0]!r}; expected letters, digits and the like: rename the tool")


def _description(raw: Mapping[str, Any], place: str) -> str:
    found = _text(raw.get("description"))
    if len(found) > LONGEST_DESCRIPTION:
        raise CatalogError(f"{place}.description: {len(found):,} characters long; expected at most {LONGEST_DESCRIPTION:,}")
    return found


def _parameters(raw: Mapping[str, Any], place: str, content: Any) -> dict[str, Any]:
    key = next((key for key in _PARAMETERS if raw.get(key) is not None), None)
    if key is None:
        return {"type": "object", "properties": {}}
    return usable_parameters(_schema(raw[key], f"{place}.{key}"), f"{place}.{key}", raw, content)


def _returns(raw: Mapping[str, Any], place: str, content: Any) -> dict[str, Any] | None:
    """The declared result schema; None where there is none, or none that says anything."""
    for key in _RESULTS:
        value = _decoded(raw.get(key))
        if isinstance(value, list | Mapping) and value and _says_something(value):
            return usable(_schema(value, f"{place}.{key}"), f"{place}.{key}", raw, content)
    return None


def _says_something(value: Any) -> bool:
    """Whether it is a schema or a shorthand for one, and more than "an object"."""
    if isinstance(value, list):
        return all(isinstance(item, Mapping) and "name" in item for item in value)
    if not _is_schema(value):
        return all(isinstance(child, Mapping) or (isinstance(child, str) and type_schema(child)) for child in value.values())
    declared = value.get("type", "object")
    plain = isinstance(declared, str) and type_schema(declared) == {"type": "object"}
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
        if not _is_tool(listed):
            raise CatalogError(f"{document.path}: {key}: expected a list of objects with source and target, got {shown(listed)}")
        return
    for index, raw in enumerate(listed):
        place = f"{key}[{index}]"
        try:
            item = kind.model_validate(raw, strict=True)
        except ValidationError as error:
            first = error.errors()[0]
            inner = "".join(f".{part}" for part in first["loc"])
            told = f"{first['msg']}, got {shown(first['input'])}"
            raise CatalogError(f"{document.path}: {place}{inner}: {told}") from None
        if isinstance(item, Link | Denied):
            yield place, item


def _text(value: Any) -> str:
    parts = value if isinstance(value, list) else [value]
    return " ".join(str(part) for part in parts if isinstance(part, str | int | float))

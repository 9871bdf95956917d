"""The tools of a row in the shapes that datasets give them; nothing is mended, since nothing is validated against them."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import orjson

from simulator.audit.literals import dumped, values_in
from simulator.audit.transcript import UnreadableError
from tool_graphs.tool import Tool

_LISTED = re.compile(r"<tools>(.*?)</tools>", re.DOTALL | re.IGNORECASE)
_ACCESS = re.compile(
    r"following functions|functions? in json format|available (?:functions|tools)|list of (?:functions|tools)", re.IGNORECASE
)
_PARAMETERS = ("parameters", "inputSchema", "input_schema", "args_schema")


def offered(raw: Any) -> dict[str, Tool]:
    """Tools by name: a list, a mapping or JSON text of them; raises UnreadableError for text that is none of it."""
    if raw in (None, "", [], {}):
        return {}
    if isinstance(raw, str):
        return dict(_of_text(raw))
    return {tool.name: tool for tool in _tools(raw)}


def in_prompt(system: str) -> tuple[dict[str, Tool], str]:
    """The tools that a system prompt lists, and the prompt without them."""
    match = _LISTED.search(system)
    if match:
        return _quietly(match.group(1)), system[: match.start()] + system[match.end() :]
    said = _ACCESS.search(system)
    if said is None:
        return {}, system
    found, rest = values_in(system[said.end() :])
    tools = {tool.name: tool for value in found for tool in _tools(value)}
    return tools, system[: said.end()] + rest


@lru_cache(maxsize=4096)
def _of_text(text: str) -> tuple[tuple[str, Tool], ...]:
    found, _ = values_in(text)
    if not found:
        raise UnreadableError(f"tools: expected JSON, found {text[:40]!r}")
    return tuple((tool.name, tool) for value in found for tool in _tools(value))


def _quietly(text: str) -> dict[str, Tool]:
    try:
        return dict(_of_text(text))
    except UnreadableError:
        return {}


def _tools(raw: Any) -> Iterator[Tool]:
    if isinstance(raw, str):
        yield from (tool for _, tool in _of_text(raw))
    elif isinstance(raw, list):
        for each in raw:
            yield from _tools(each)
    elif isinstance(raw, Mapping):
        inner = raw.get("function", raw.get("functions", raw.get("tools")))
        if isinstance(inner, Mapping | list):
            yield from _tools(inner)
        elif isinstance(raw.get("name"), str):
            yield _tool(dumped(raw))
        else:
            yield from (_tool(dumped({**one, "name": name})) for name, one in raw.items() if isinstance(one, Mapping))


@lru_cache(maxsize=16384)
def _tool(text: bytes) -> Tool:
    raw = orjson.loads(text)
    schema: Any = next((raw[key] for key in _PARAMETERS if isinstance(raw.get(key), Mapping)), {})
    if schema and not isinstance(schema.get("properties"), Mapping):
        named = {name: one for name, one in schema.items() if isinstance(one, Mapping)}
        schema = {"type": "object", "properties": named} if schema.get("type") not in ("object", "dict") or named else {}
    description = raw.get("description")
    return Tool(
        name=raw["name"],
        description=description if isinstance(description, str) else "",
        parameters={**schema, "properties": _properties(schema.get("properties"))},
    )


def _properties(raw: Any) -> dict[str, Any]:
    return {name: one if isinstance(one, Mapping) else {} for name, one in raw.items()} if isinstance(raw, Mapping) else {}

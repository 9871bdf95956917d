"""The tools of a row: built once per content, for a dataset offers the same ones again and again."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import orjson

from roles.proof.story import ShapeError
from tool_graphs.tool import Tool

MOST = 16_384
"""Tools that are kept."""


@dataclass(frozen=True, slots=True)
class Offered:
    """The tools on offer, in their order, and which of them must come before which."""

    tools: dict[str, Tool]
    key: tuple[int, ...]
    """The same for the same tools in the same order, within a process."""
    first: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Tool -> tools of which each must come before it."""


def offered(tools: Any, declared: Any) -> Offered:
    """The tools of a row; `declared` is what its metadata says of them beyond OpenAI's form. Raises ShapeError."""
    if not isinstance(tools, list):
        raise ShapeError("tools: expected a list")
    declared = declared if isinstance(declared, dict) else {}
    found: dict[str, Tool] = {}
    first: dict[str, tuple[str, ...]] = {}
    for number, entry in enumerate(tools):
        function = entry.get("function") if isinstance(entry, dict) else None
        name = function.get("name") if isinstance(function, dict) else None
        if not isinstance(name, str) or name in found:
            raise ShapeError(f"tools[{number}]: expected a function with a name of its own, got {name!r}")
        more = declared.get(name)
        more = more if isinstance(more, dict) else {}
        found[name] = _tool(orjson.dumps(function), orjson.dumps(more.get("returns")))
        after = more.get("after")
        if isinstance(after, list) and after:
            first[name] = tuple(str(each) for each in after)
    return Offered(found, tuple(id(tool) for tool in found.values()), first)


@lru_cache(maxsize=MOST)
def _tool(function: bytes, returns: bytes) -> Tool:
    content, result = orjson.loads(function), orjson.loads(returns)
    name, parameters = content["name"], content.get("parameters") or {"type": "object", "properties": {}}
    description = content.get("description") or ""
    try:
        tool = Tool(name=name, description=description, parameters=parameters, returns=result)
        tool.argument_errors({}), tool.result_errors(None), tool.inputs, tool.outputs
    except Exception as error:
        raise ShapeError(f"tool {name}: cannot be used: {error}") from None
    return tool

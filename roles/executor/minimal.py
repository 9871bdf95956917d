"""The last resort for a result schema that the mock world cannot meet: the plainest value that validates."""

from collections.abc import Mapping
from random import Random
from typing import Any

from roles.values.making import plain
from roles.values.patterns import matching, validator_of
from tool_graphs.tool import Tool

_PLAIN: dict[str, Any] = {"string": "", "integer": 0, "number": 0, "boolean": True, "array": [], "object": {}, "null": None}


def minimal(tool: Tool, value: Any) -> Any:
    """The first of these that validates: the required parts only, a plain value of each type; the value itself if none does."""
    candidates = (_required(tool.returns, value), _required(tool.returns, None), *_PLAIN.values())
    return next((candidate for candidate in candidates if not tool.result_errors(candidate)), value)


def _required(schema: Any, value: Any) -> Any:
    """The required parts of an object, recursively; what `value` holds there is kept where it is a scalar."""
    schema = plain(schema if isinstance(schema, Mapping) else {})
    if "const" in schema:
        return schema["const"]
    if schema.get("enum"):
        return value if value in schema["enum"] else schema["enum"][0]
    kind = schema.get("type") or ("object" if "properties" in schema else "string")
    if kind == "object":
        held = value if isinstance(value, dict) else {}
        properties = schema.get("properties") or {}
        return {name: _required(properties.get(name), held.get(name)) for name in schema.get("required") or ()}
    if kind == "array":
        items = value if isinstance(value, list) else []
        size = int(schema.get("minItems") or 0)
        return [_required(schema.get("items"), items[at] if at < len(items) else None) for at in range(size)]
    if kind in ("integer", "number") and not (isinstance(value, (int, float)) and _within(schema, value)):
        return schema.get("minimum", schema.get("maximum", 0))
    if kind == "string" and "pattern" in schema:
        return _matching(str(schema["pattern"]), value)
    least = int(schema.get("minLength") or 0)
    if kind == "string" and len(value if isinstance(value, str) else "") < least:
        return (value if isinstance(value, str) else "").ljust(least, ".")
    return value if value is not None else _PLAIN.get(str(kind), "")


def _within(schema: Mapping[str, Any], value: float) -> bool:
    return bool(schema.get("minimum", value) <= value <= schema.get("maximum", value))


def _matching(pattern: str, value: Any) -> Any:
    """The value if it matches, else a text that does."""
    make = matching(pattern)
    if make is None or (isinstance(value, str) and validator_of(pattern).is_valid(value)):
        return value if value is not None else ""
    return make(Random(0))

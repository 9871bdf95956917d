"""What prompts tell of tools and of what was heard: no more than their reader needs, compactly."""

import datetime
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from roles.base import Asked, Called, Opened, Replied, Returned, Step
from roles.chatting.compact import Said, near, result_told, spared
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call
from tool_graphs.sampling.sense import plan_links
from tool_graphs.tool import Tool, function_name

LONGEST_DESCRIPTION = 120
"""Characters of a tool's description that a prompt holds; what it does stands in its first sentence."""
LONGEST_FAR = 60
"""Characters of the description of a tool that a request is hardly about."""
LONGEST_REMARK = 60
"""Characters of a parameter's description."""
_END = re.compile(r"[.;!?](?=\s)")
_DANGLING = re.compile(r"[,;:(]*(?:\s+(?:such|such as|e\.g\.|for|for example|like|and|or|in|the|a|of|to|is|with|which))*$")
_NOISE = frozenset("title examples example $schema $id x-synonyms additionalProperties deprecated readOnly writeOnly".split())


def shown(tool: Tool) -> dict[str, Any]:
    """A tool: name, description, parameters as name -> schema, and `required` where not all are.

    A parameter that is a text, with nothing but a description, is told by its description alone.
    """
    return _with_parameters(_heading(tool), {name: _short(quiet(schema)) for name, schema in tool.properties.items()}, tool)


def _heading(tool: Tool) -> dict[str, Any]:
    return {"name": function_name(tool.name), "description": brief(tool.description, LONGEST_DESCRIPTION)}


def _with_parameters(told: Mapping[str, Any], parameters: dict[str, Any], tool: Tool) -> dict[str, Any]:
    needed = [name for name in parameters if name in tool.needed]
    required = {} if len(needed) == len(parameters) else {"required": needed}
    return {"name": told["name"], "description": told["description"], "parameters": parameters, **required}


@lru_cache(maxsize=4096)
def _whole(graph: ToolGraph, name: str) -> dict[str, Any]:
    """A tool as it is shown; not to be changed, for it is kept, as is all that is told of one tool alone."""
    return shown(graph.tool(name))


@lru_cache(maxsize=4096)
def _far(graph: ToolGraph, name: str) -> dict[str, Any]:
    """A tool with no more than the names of its parameters."""
    whole = _whole(graph, name)
    description = brief(whole["description"], LONGEST_FAR)
    return {"name": whole["name"], "description": description, "parameters": list(whole["parameters"])}


@lru_cache(maxsize=4096)
def shown_returning(graph: ToolGraph, name: str) -> dict[str, Any]:
    """A tool with what it returns; not to be changed."""
    tool = graph.tool(name)
    returned = result_told(quiet(tool.returns or {}))
    return {**_heading(tool), "returns": spared({"": returned}, tool.name, Said())[""]}


def shown_together(graph: ToolGraph, offered: tuple[str, ...], text: str = "") -> list[dict[str, Any]]:
    """The tools with what they give; of those that a text is hardly about, if there is one, no more than the parameters' names.

    What one tool has said of a parameter no other says again.
    """
    said, close = Said(), near(graph, offered, text) if text else frozenset(offered)
    gives = given(graph, offered)
    told = [_together(graph, name, said) if name in close else _far(graph, name) for name in offered]
    return [{**one, "gives": list(gives[name])} if gives[name] else one for one, name in zip(told, offered, strict=True)]


def _together(graph: ToolGraph, name: str, said: Said) -> dict[str, Any]:
    whole = _whole(graph, name)
    return {**whole, "parameters": spared(whole["parameters"], name, said)}


def shown_for(graph: ToolGraph, calls: Iterable[Call]) -> list[dict[str, Any]]:
    """The tools of the calls, each with the parameters that they give."""
    needed: dict[str, set[str]] = {}
    for call in calls:
        given = [path for path, _ in call.literals()]
        needed.setdefault(call.tool, set()).update(str(paths.parse(path)[0]) for path in (*given, *call.references))
    said = Said()
    return [_only(graph, name, names, said) for name, names in needed.items()]


def _only(graph: ToolGraph, name: str, names: set[str], said: Said) -> dict[str, Any]:
    whole = _whole(graph, name)
    parameters = {name: schema for name, schema in whole["parameters"].items() if name in names}
    return _with_parameters(whole, spared(parameters, whole["name"], said), graph.tool(name))


def _short(schema: Any) -> Any:
    plain = isinstance(schema, dict) and schema.keys() == {"type", "description"} and schema["type"] == "string"
    return schema["description"] if plain else schema


def told_tool(told: Mapping[str, Any]) -> Tool:
    """The tool that `shown` tells of, as far as it does."""
    given = told.get("parameters", {})
    given = dict.fromkeys(given, "") if isinstance(given, list) else given
    properties = {name: _as_schema(schema) if isinstance(schema, str) else schema for name, schema in given.items()}
    parameters = {"type": "object", "properties": properties, "required": told.get("required", list(properties))}
    return Tool(name=told["name"], description=told.get("description", ""), parameters=parameters, returns=told.get("returns"))


def _as_schema(description: str) -> dict[str, str]:
    return {"type": "string", **({"description": description} if description else {})}


def brief(text: str, most: int) -> str:
    """The text, or its first sentences, or its first words and three dots, in at most so many characters."""
    if len(text) <= most:
        return text
    ends = [match.end() for match in _END.finditer(text[: most + 1])]
    if ends and ends[-1] > most // 3:
        return text[: ends[-1]]
    cut = _DANGLING.sub("", text[: most - 4].rsplit(" ", 1)[0])
    return f"{cut} ..."


@lru_cache(maxsize=256)
def given(graph: ToolGraph, offered: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Tool -> the fields of its result that can fill an argument of one of the offered tools."""
    found: dict[str, dict[str, None]] = {name: {} for name in offered}
    for name in offered:
        for input in graph.tool(name).inputs:
            for link in plan_links(graph).of_earlier_turns(name, input.path):
                if link.source in found and link.source != name:
                    found[link.source][link.field] = None
    return {name: tuple(sorted(fields)) for name, fields in found.items()}


def quiet(schema: Any) -> Any:
    """A schema without what tells a reader nothing, its descriptions cut short."""
    if not isinstance(schema, Mapping):
        return schema
    found: dict[str, Any] = {}
    for key, value in schema.items():
        if key in _NOISE:
            continue
        if key == "description" and isinstance(value, str):
            found[key] = brief(value, LONGEST_REMARK // 2 if "enum" in schema else LONGEST_REMARK)
        elif key in ("properties", "patternProperties") and isinstance(value, Mapping):
            found[key] = {name: quiet(child) for name, child in value.items()}
        elif key in ("anyOf", "oneOf", "allOf") and isinstance(value, list):
            found[key] = [quiet(child) for child in value]
        else:
            found[key] = quiet(value) if key == "items" else value
    return found


def bound(tool: Tool) -> dict[str, Any]:
    """A tool as OpenAI's form binds it."""
    parameters = {"type": "object", "properties": {}, **quiet(tool.parameters)}
    function: dict[str, Any] = {"name": function_name(tool.name), "description": brief(tool.description, LONGEST_DESCRIPTION)}
    function["parameters"] = parameters
    return {"type": "function", "function": function}


@lru_cache(maxsize=256)
def bound_in(graph: ToolGraph, offered: tuple[str, ...]) -> tuple[dict[str, Any], ...]:
    """The offered tools as OpenAI's form binds them; not to be changed, for they are kept.

    A description that another tool's parameter of that name has, or that the names say already, is left out.
    """
    said = Said()
    return tuple(_spared(_bound(graph, name), name, said) for name in offered)


@lru_cache(maxsize=4096)
def _bound(graph: ToolGraph, name: str) -> dict[str, Any]:
    return bound(graph.tool(name))


def _spared(tool: dict[str, Any], name: str, said: Said) -> dict[str, Any]:
    function = tool["function"]
    parameters = {**function["parameters"], "properties": spared(function["parameters"]["properties"], name, said)}
    return {**tool, "function": {**function, "parameters": parameters}}


def named(names: Iterable[str]) -> dict[str, str]:
    """The name that chat APIs use -> the tool's own."""
    return {function_name(name): name for name in names}


def scene(opened: Opened) -> dict[str, Any]:
    """The day, and what is known about the user."""
    day = {"date": opened.date, "weekday": _weekday(opened.date)}
    return {**day, "profile": opened.profile} if opened.profile else day


@lru_cache(maxsize=1024)
def _weekday(date: str) -> str:
    return f"{datetime.date.fromisoformat(date):%A}"


def dialogue(heard: Iterable[Step], calls: bool = True, replies: bool = True) -> list[dict[str, Any]]:
    """What was heard, oldest first: `user`, with `replies` also `assistant`, and with `calls` also `call` and `result`."""
    found: list[dict[str, Any]] = []
    for step in heard:
        if isinstance(step, Asked):
            found.append({"user": step.text})
        elif isinstance(step, Replied) and replies:
            found.append({"assistant": step.text})
        elif isinstance(step, Called) and calls:
            found += [{"call": one.id, "tool": function_name(one.tool), "arguments": one.arguments} for one in step.calls]
        elif isinstance(step, Returned) and calls:
            found += [{"result": one.call, "value": one.value} for one in step.results]
    return found

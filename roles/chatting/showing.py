"""What prompts tell of tools and of what was heard: no more than their reader needs, compactly."""

import datetime
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from roles.base import Asked, Called, Conversation, Opened, Replied, Returned
from roles.chatting.compact import Said, near, result_told, spared
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


def shown(
    tool: Tool, gives: Iterable[str] | None = None, returns: bool = False, only: Iterable[str] | None = None
) -> dict[str, Any]:
    """A tool: name, description, parameters as name -> schema, `required` where not all are, what it `gives`; or what it returns.

    A parameter that is a text, with nothing but a description, is told by its description alone. `only` are the paths of the
    parameters that matter.
    """
    told: dict[str, Any] = {"name": function_name(tool.name), "description": brief(tool.description, LONGEST_DESCRIPTION)}
    if returns:
        returned = result_told(quiet(tool.returns or {}))
        return {**told, "returns": spared({"": returned}, tool.name, Said())[""]}
    names = tool.properties if only is None else {re.split(r"[.\[]", path)[0]: "" for path in only}
    told["parameters"] = {name: _short(quiet(schema)) for name, schema in tool.properties.items() if name in names}
    if not all(name in tool.needed for name in told["parameters"]):
        told["required"] = [name for name in told["parameters"] if name in tool.needed]
    if gives:
        told["gives"] = list(gives)
    return told


def shown_together(graph: ToolGraph, offered: tuple[str, ...], text: str = "") -> list[dict[str, Any]]:
    """The tools with what they give; of those that a text is hardly about, if there is one, no more than the parameters' names.

    What one tool has said of a parameter no other says again.
    """
    said, close = Said(), near(graph, offered, text) if text else frozenset(offered)
    return [_together(graph, offered, name, said) if name in close else _far(graph, offered, name) for name in offered]


def _together(graph: ToolGraph, offered: tuple[str, ...], name: str, said: Said) -> dict[str, Any]:
    told = _whole_tool(graph, offered, name)
    return {**told, "parameters": spared(told["parameters"], name, said)}


@lru_cache(maxsize=4096)
def _whole_tool(graph: ToolGraph, offered: tuple[str, ...], name: str) -> dict[str, Any]:
    """A tool with all that it gives to those on offer; not to be changed, for it is kept."""
    return shown(graph.tool(name), given(graph, offered)[name])


@lru_cache(maxsize=4096)
def _far(graph: ToolGraph, offered: tuple[str, ...], name: str) -> dict[str, Any]:
    """A tool with no more than the names of its parameters; not to be changed, for it is kept."""
    told = {key: value for key, value in _whole_tool(graph, offered, name).items() if key != "required"}
    return {**told, "description": brief(told["description"], LONGEST_FAR), "parameters": list(told["parameters"])}


def shown_for(graph: ToolGraph, calls: Iterable[Call]) -> list[dict[str, Any]]:
    """The tools of the calls, each with the parameters that they give."""
    needed: dict[str, list[str]] = {}
    for call in calls:
        needed.setdefault(call.tool, []).extend([*(path for path, _ in call.literals()), *call.references])
    said = Said()
    told = [shown(graph.tool(name), only=paths) for name, paths in needed.items()]
    return [{**one, "parameters": spared(one["parameters"], one["name"], said)} for one in told]


def _short(schema: Any) -> Any:
    plain = isinstance(schema, dict) and schema.keys() == {"type", "description"} and schema["type"] == "string"
    return schema["description"] if plain else schema


def told_tool(told: Mapping[str, Any]) -> Tool:
    """The tool that `shown` tells of, as far as it does."""
    given = told.get("parameters", {})
    given = dict.fromkeys(given, "") if isinstance(given, list) else given
    properties = {name: _whole(schema) if isinstance(schema, str) else schema for name, schema in given.items()}
    parameters = {"type": "object", "properties": properties, "required": told.get("required", list(properties))}
    return Tool(name=told["name"], description=told.get("description", ""), parameters=parameters, returns=told.get("returns"))


def _whole(description: str) -> dict[str, str]:
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
    return tuple(_spared(bound(graph.tool(name)), name, said) for name in offered)


def _spared(tool: dict[str, Any], name: str, said: Said) -> dict[str, Any]:
    function = tool["function"]
    parameters = {**function["parameters"], "properties": spared(function["parameters"]["properties"], name, said)}
    return {**tool, "function": {**function, "parameters": parameters}}


def named(names: Iterable[str]) -> dict[str, str]:
    """The name that chat APIs use -> the tool's own."""
    return {function_name(name): name for name in names}


def scene(opened: Opened) -> dict[str, Any]:
    """The day, and what is known about the user."""
    day = datetime.date.fromisoformat(opened.date)
    return {"date": opened.date, "weekday": f"{day:%A}", **({"profile": opened.profile} if opened.profile else {})}


def dialogue(conversation: Conversation, calls: bool = True, replies: bool = True) -> list[dict[str, Any]]:
    """What was heard, oldest first: `user`, with `replies` also `assistant`, and with `calls` also `call` and `result`."""
    found: list[dict[str, Any]] = []
    for step in conversation.heard().steps:
        if isinstance(step, Asked):
            found.append({"user": step.text})
        elif isinstance(step, Replied) and replies:
            found.append({"assistant": step.text})
        elif isinstance(step, Called) and calls:
            found += [{"call": one.id, "tool": function_name(one.tool), "arguments": one.arguments} for one in step.calls]
        elif isinstance(step, Returned) and calls:
            found += [{"result": one.call, "value": one.value} for one in step.results]
    return found

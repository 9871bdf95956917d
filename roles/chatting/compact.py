"""Tools told together: what one of them has said, or what its names say already, none says again."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from tool_graphs.graph import ToolGraph
from tool_graphs.sampling.sense import plan_links
from tool_graphs.words import STOP_WORDS, listed, words

Said = dict[str, set[str]]
"""Parameter -> the words of what was told of one of that name before."""
_EMPTY = STOP_WORDS | listed(
    "contain current desired find from indicate indicates input parameter represent string text unique user value want"
)
"""Words of a description that tell nothing of a parameter."""
_COMMON = STOP_WORDS | listed("id get please name user number")
"""Words that bring no tool nearer."""
_EXAMPLE = re.compile(r"\b(?:such as|e\.g\.,?|like|for example,?|for instance,?) ('[^']*'|\"[^\"]*\"|`[^`]*`)")
_AN_EXAMPLE = "'"
MOST_NEAR = 6
"""How many tools are told in full where a request is read."""
_SOURCES = 2
"""How many tools that could produce an argument are near, the surest first."""


def spared(parameters: Mapping[str, Any], tool: str, said: Said) -> dict[str, Any]:
    """Parameters, name -> schema or description, without descriptions that were `said` before or that the names say already.

    Not to be changed: what nothing is left out of is given as it came.
    """
    return {name: _spared(schema, name, tool, said) for name, schema in parameters.items()}


def _spared(schema: Any, name: str, tool: str, said: Said) -> Any:
    if isinstance(schema, str):
        return "" if _is_known(schema, name, tool, said) else schema
    if not isinstance(schema, dict):
        return schema
    description = schema.get("description")
    known = isinstance(description, str) and _is_known(description, name, tool, said)
    found = {key: value for key, value in schema.items() if key != "description"} if known else schema
    if isinstance(schema.get("properties"), dict):
        found = {**found, "properties": spared(schema["properties"], tool, said)}
    if isinstance(schema.get("items"), dict):
        found = {**found, "items": _spared(schema["items"], name, tool, said)}
    return found


def _is_known(description: str, name: str, tool: str, said: Said) -> bool:
    """Whether a description is but the names in other words, or what was said of another tool's parameter of that name."""
    told, more = _told(description, name, tool)
    before = said.get(name)
    if before is None:
        said[name] = set(told)
        return not more
    known = more <= before
    before |= told
    return known


@lru_cache(maxsize=4096)
def _told(description: str, name: str, tool: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words that tell something, and those of them that the names do not hold; all examples count as one, for the form."""
    text = _EXAMPLE.sub("", description)
    told = frozenset(words(text)) - _EMPTY | ({_AN_EXAMPLE} if text != description else set())
    return told, told - {*words(name), *words(tool)}


def result_told(schema: Any) -> Any:
    """The schema of a result without what holds for all results: that everything is there, and no list is empty."""
    if not isinstance(schema, Mapping):
        return schema
    found = {key: value for key, value in schema.items() if key not in ("required", "minItems")}
    if "enum" in found:
        found.pop("type", None)
    properties = schema.get("properties")
    if isinstance(properties, Mapping):
        found["properties"] = {name: result_told(child) for name, child in properties.items()}
        if set(schema.get("required", ())) != set(properties):
            found["required"] = schema.get("required", [])
    if isinstance(schema.get("items"), Mapping):
        found["items"] = result_told(schema["items"])
    return found


def near(graph: ToolGraph, offered: Iterable[str], text: str) -> frozenset[str]:
    """The offered tools that a request may be about: by its words, and by what could give them their arguments."""
    names = tuple(offered)
    heard = set(words(text)) - _COMMON
    scores = {name: len(heard & _telling(graph, name)) for name in names}
    ranked = sorted((name for name in names if scores[name]), key=lambda name: -scores[name])
    found = dict.fromkeys(ranked[: MOST_NEAR // 2])
    for name in list(found):
        found |= dict.fromkeys(_sources(graph, name, names))
    return frozenset(list({**found, **dict.fromkeys(ranked)})[:MOST_NEAR])


@lru_cache(maxsize=4096)
def _telling(graph: ToolGraph, name: str) -> frozenset[str]:
    tool = graph.tool(name)
    inputs = (word for name in tool.properties for word in words(name))
    return frozenset((*words(tool.name), *inputs, *words(tool.description))) - _COMMON


@lru_cache(maxsize=1024)
def _sources(graph: ToolGraph, name: str, offered: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    for input in graph.tool(name).inputs:
        if input.required:
            links = plan_links(graph).of_earlier_turns(name, input.path)
            found += list(dict.fromkeys(link.source for link in links if link.source in offered))[:_SOURCES]
    return tuple(found)

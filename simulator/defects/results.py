"""Defects of results: against their schema, against the call, against what was shown before."""

from collections.abc import Iterator
from random import Random
from typing import Any

from roles.base import Conversation, Returned
from roles.executor.names import identified
from simulator.defects.defect import Broken
from simulator.defects.editing import copied, with_result
from simulator.defects.places import fed, sayable
from simulator.defects.values import another_result
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.sampling.sense import looks_up

_OTHER_TYPES: tuple[Any, ...] = ("none of that", 12.5, None, {"value": 1}, [])


def result_against_schema(conversation: Conversation, graph: ToolGraph, rng: Random) -> Broken | None:
    """A result lacks a property that its schema requires, or has a value of another type."""
    calls = list(conversation.calls().values())
    for call in rng.sample(calls, len(calls)):
        tool, result = graph.tool(call.tool), conversation.results()[call.id]
        for told, value in _spoilt(result, rng):
            if tool.result_errors(value):
                return Broken(f"result of {call.id} ({call.tool}): {told}", with_result(conversation, call.id, value))
    return None


def _spoilt(result: Any, rng: Random) -> Iterator[tuple[str, Any]]:
    ways: list[tuple[str, Any]] = []
    if isinstance(result, dict):
        ways += [(f"{name} is not there", {key: value for key, value in result.items() if key != name}) for name in result]
    for path, _ in [leaf for leaf in paths.leaves(result) if leaf[0]]:
        other = rng.choice(_OTHER_TYPES)
        spoilt = copied(result)
        paths.put(spoilt, path, other)
        ways.append((f"{path} is {other!r}", spoilt))
    yield from rng.sample(ways, len(ways))


def result_against_call(conversation: Conversation, graph: ToolGraph, rng: Random) -> Broken | None:
    """A result is about another thing than the call: asked for one order, it tells of another."""
    used = {(place.reference.call, place.reference.path) for place in fed(conversation)}
    calls = list(conversation.calls().values())
    for call in rng.sample(calls, len(calls)):
        result = conversation.results()[call.id]
        echoed = [
            name
            for name, value in call.arguments.items()
            if isinstance(result, dict) and result.get(name) == value and identified(name) is not None and sayable(value)
        ]
        for name in echoed:
            path = paths.text((name,))
            value = another_result(graph.tool(call.tool), result, path, rng) if (call.id, path) not in used else None
            if value is not None:
                told = f"{call.tool} is called with {name} {call.arguments[name]!r} and tells of {value[name]!r}"
                return Broken(told, with_result(conversation, call.id, value))
    return None


def result_against_earlier(conversation: Conversation, graph: ToolGraph, rng: Random) -> Broken | None:
    """A result gives a thing another attribute than an earlier result, with nothing changed in between."""
    used = {(place.reference.call, place.reference.path) for place in fed(conversation)}
    places = [place for place in _agreeing(conversation, graph) if place[:2] not in used]
    for call, path, told in rng.sample(places, len(places)):
        tool = graph.tool(conversation.calls()[call].tool)
        value = another_result(tool, conversation.results()[call], path, rng)
        if value is not None:
            return Broken(f"{tool.name}: {path} is {paths.get(value, path)!r}, {told}", with_result(conversation, call, value))
    return None


def _agreeing(conversation: Conversation, graph: ToolGraph) -> Iterator[tuple[str, str, str]]:
    """(call, path, what it was before) of each attribute of a thing that an earlier result told alike, nothing changed since."""
    known: dict[tuple[str, Any], tuple[dict[str, Any], str]] = {}
    calls = conversation.calls()
    for step in conversation.all(Returned):
        told: list[tuple[tuple[str, Any], dict[str, Any], str]] = []
        for result in step.results:
            tool = graph.tool(calls[result.call].tool)
            if not looks_up(tool):
                known, told = {}, []
                continue
            for place, thing, attributes in _things(result.value, tool.name):
                before, by = known.get(thing, ({}, ""))
                shared = [name for name in attributes if name in before]
                if all(attributes[name] == before[name] for name in shared):
                    for name in shared:
                        yield result.call, f"{place}{'.' if place else ''}{name}", f"but {before[name]!r} by {by}"
                told.append((thing, attributes, result.call))
        for thing, attributes, call in told:
            known.setdefault(thing, (attributes, call))


def _things(value: Any, holder: str, place: str = "") -> Iterator[tuple[str, tuple[str, Any], dict[str, Any]]]:
    """(path, (name of its id, id), other attributes) of each thing; an id is its own if `holder` names what it identifies."""
    if isinstance(value, list):
        for position, child in enumerate(value):
            yield from _things(child, holder, f"{place}[{position}]")
    if not isinstance(value, dict):
        return
    ids = [name for name, child in value.items() if identified(name) is not None and isinstance(child, str | int)]
    own = [name for name in ids if str(identified(name)) in holder.lower() and sayable(value[name])]
    if len(own) == 1:
        plain = {name: child for name, child in value.items() if name not in ids and paths.text((name,)) == name}
        yield place, (own[0], value[own[0]]), {name: child for name, child in plain.items() if not isinstance(child, dict | list)}
    for name, child in value.items():
        if isinstance(child, dict | list) and paths.text((name,)) == name:
            yield from _things(child, name, f"{place}{'.' if place else ''}{name}")

"""Defects of a call's arguments: another value, swapped values, a value of another type."""

import re
from itertools import combinations
from random import Random
from typing import Any, TypeVar

from roles.base import Asked, Conversation
from simulator.defects.defect import Broken
from simulator.defects.editing import copied, mapped, with_argument, with_call, with_planned
from simulator.defects.places import Said, input_of, said
from simulator.defects.values import another, differs
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call

P = TypeVar("P")
_ORDINAL = re.compile(r"(?:^|_)(?:first|second|one|two|[a-z]|\d+)(?:$|(?=_))|\d+$", re.IGNORECASE)


def value_changed(conversation: Conversation, graph: ToolGraph, rng: Random, planned: bool = False) -> Broken | None:
    """A call has another value than the user said; the plan may have it, too."""
    for place in _shuffled(said(conversation), rng):
        tool = graph.tool(place.call.tool)
        value = another(place.call, tool, input_of(tool, place.argument), place.argument, place.value, rng)
        if value is None:
            continue
        broken = with_call(conversation, with_argument(place.call, place.argument, value))
        if planned:
            broken = with_planned(broken, with_argument(place.planned, place.argument, value))
        return Broken(f"{place.call.tool}: {place.argument} is {value!r}, not {place.value!r}", broken)
    return None


def arguments_swapped(conversation: Conversation, graph: ToolGraph, rng: Random, planned: bool = False) -> Broken | None:
    """Two arguments of one call have each other's values; the plan and what the request claims may follow."""
    places = said(conversation)
    pairs = [
        (one, other)
        for one, other in combinations(places, 2)
        if one.call.id == other.call.id and type(one.value) is type(other.value) and differs(one.value, other.value)
    ]
    for one, other in _shuffled(pairs, rng):
        if _alike(one.argument, other.argument):
            continue
        issued = _exchanged(one.call, one, other)
        if graph.tool(issued.tool).argument_errors(issued.arguments):
            continue
        broken = with_call(conversation, issued)
        if planned:
            broken = with_planned(broken, _exchanged(one.planned, one, other))
            broken = _claims_swapped(broken, one, other) if rng.random() < 0.5 else broken
        return Broken(f"{issued.tool}: {one.argument} is {other.value!r}, {other.argument} is {one.value!r}", broken)
    return None


def _alike(one: str, other: str) -> bool:
    """Whether two arguments could as well stand the other way round: the items of a list, `city_a` and `city_b`."""
    if paths.pattern(one) == paths.pattern(other):
        return True
    return _ORDINAL.sub("", one) == _ORDINAL.sub("", other)


def _exchanged(call: Call, one: Said, other: Said) -> Call:
    return with_argument(with_argument(call, one.argument, other.value), other.argument, one.value)


def _claims_swapped(conversation: Conversation, one: Said, other: Said) -> Conversation:
    """The request claims each of the two values for the other argument."""
    names = {one.argument: other.argument, other.argument: one.argument}

    def change(step: Asked) -> Asked:
        mentions = tuple(
            mention.model_copy(update={"argument": names[mention.argument]})
            if mention.call == one.call.id and mention.argument in names
            else mention
            for mention in step.mentions
        )
        return step.model_copy(update={"mentions": mentions})

    return mapped(conversation, Asked, change)


def wrong_type(conversation: Conversation, graph: ToolGraph, rng: Random, planned: bool = False) -> Broken | None:
    """An argument has a value of a type that its schema does not allow; the plan may have it, too."""
    for place in _shuffled(said(conversation), rng):
        for value in _of_other_types(place.value):
            issued = with_argument(place.call, place.argument, value)
            if not graph.tool(issued.tool).argument_errors(issued.arguments):
                continue
            broken = with_call(conversation, issued)
            if planned:
                broken = with_planned(broken, with_argument(place.planned, place.argument, value))
            return Broken(f"{issued.tool}: {place.argument} is {value!r}, not {place.value!r}", broken)
    return None


def _of_other_types(value: Any) -> list[Any]:
    if isinstance(value, bool):
        return ["yes" if value else "no", int(value)]
    if isinstance(value, int | float):
        return [str(value), [value]]
    if isinstance(value, str):
        return [*([int(value)] if value.isdecimal() else []), [value], {"value": value}]
    return [str(value)]


def argument_left_out(conversation: Conversation, graph: ToolGraph, rng: Random) -> Broken | None:
    """A call lacks an argument that its tool needs."""
    for call in _shuffled(list(conversation.calls().values()), rng):
        needed = sorted(set(graph.tool(call.tool).parameters.get("required", ())) & set(call.arguments))
        if needed:
            name = rng.choice(needed)
            arguments = copied({key: value for key, value in call.arguments.items() if key != name})
            return Broken(
                f"{call.tool} lacks {name}", with_call(conversation, Call(id=call.id, tool=call.tool, arguments=arguments))
            )
    return None


def _shuffled(places: list[P], rng: Random) -> list[P]:
    return rng.sample(places, len(places))

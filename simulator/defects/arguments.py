"""Defects of a call's arguments."""

from random import Random

from roles.base import Conversation
from simulator.defects.defect import Broken
from simulator.defects.editing import with_argument, with_call, with_planned
from simulator.defects.places import input_of, said
from simulator.defects.values import another
from tool_graphs.graph import ToolGraph


def value_changed(conversation: Conversation, graph: ToolGraph, rng: Random) -> Broken | None:
    """A call has another value than the user said."""
    return _changed(conversation, graph, rng, planned=False)


def value_changed_and_planned(conversation: Conversation, graph: ToolGraph, rng: Random) -> Broken | None:
    """A call has another value than the user said, and the plan has it, too."""
    return _changed(conversation, graph, rng, planned=True)


def _changed(conversation: Conversation, graph: ToolGraph, rng: Random, planned: bool) -> Broken | None:
    places = said(conversation)
    rng.shuffle(places)
    for place in places:
        tool = graph.tool(place.call.tool)
        value = another(place.call, tool, input_of(tool, place.argument), place.argument, place.value, rng)
        if value is None:
            continue
        broken = with_call(conversation, with_argument(place.call, place.argument, value))
        if planned:
            broken = with_planned(broken, with_argument(place.planned, place.argument, value))
        return Broken(f"{place.call.tool}: {place.argument} is {value!r}, not {place.value!r}", broken)
    return None

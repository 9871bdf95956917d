"""Defects of arguments that earlier results feed: from another thing, from an older result, from one that is not there yet."""

from collections.abc import Callable, Iterable
from random import Random

from roles.base import Conversation, Planned
from roles.executor.names import identified
from simulator.defects.defect import Broken
from simulator.defects.editing import with_argument, with_call, with_planned, with_reference, with_result
from simulator.defects.places import Fed, Leaf, fed, in_texts, leaves_around, sayable
from simulator.defects.values import another_result, differs
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Reference


def foreign_id(conversation: Conversation, graph: ToolGraph, rng: Random) -> Broken | None:
    """A call has the id of another thing of the same kind, such as the second order's and not the first one's."""
    return _instead(conversation, graph, rng, lambda place, leaf: leaf.name == place.name and leaf.call == place.reference.call)


def id_of_another_kind(conversation: Conversation, graph: ToolGraph, rng: Random, planned: bool = False) -> Broken | None:
    """A call has the id of a thing of another kind: a hotel's where a traveller's is needed; the plan may say so, too."""

    def other_kind(place: Fed, leaf: Leaf) -> bool:
        return bool(identified(leaf.name)) and identified(leaf.name) != identified(place.name) and leaf.name != _name(place)

    return _instead(conversation, graph, rng, other_kind, planned)


def stale_reference(conversation: Conversation, graph: ToolGraph, rng: Random, planned: bool = False) -> Broken | None:
    """A call has a value from an earlier turn where this turn has found out a new one; the plan may say so, too."""

    def older(place: Fed, leaf: Leaf) -> bool:
        this_turn = conversation.turns()[place.turn].calls()
        return leaf.name == place.name and leaf.call not in this_turn and place.reference.call in this_turn

    return _instead(conversation, graph, rng, older, planned)


def future_reference(conversation: Conversation, graph: ToolGraph, rng: Random) -> Broken | None:
    """A call has a value that only a later result tells."""
    for place in rng.sample(fed(conversation), len(fed(conversation))):
        before, after = leaves_around(conversation, place.call.id)
        known = [leaf.value for leaf in before]
        coming = [
            leaf for leaf in after if sayable(leaf.value) and leaf.value not in known and not in_texts(conversation, leaf.value)
        ]
        broken = _with_one_of(conversation, graph, rng, place, coming, False)
        if broken is not None:
            return broken
    return None


def _name(place: Fed) -> str:
    return paths.names(place.argument)[-1] if paths.names(place.argument) else ""


def _instead(
    conversation: Conversation, graph: ToolGraph, rng: Random, fits: Callable[[Fed, Leaf], bool], planned: bool = False
) -> Broken | None:
    for place in rng.sample(fed(conversation), len(fed(conversation))):
        before, _ = leaves_around(conversation, place.call.id)
        leaves = [leaf for leaf in before if fits(place, leaf)]
        broken = _with_one_of(conversation, graph, rng, place, leaves, planned)
        if broken is not None:
            return broken
    return None


def _with_one_of(
    conversation: Conversation, graph: ToolGraph, rng: Random, place: Fed, leaves: Iterable[Leaf], planned: bool
) -> Broken | None:
    """The call with one of these instead, where the tool takes it."""
    others = [leaf for leaf in leaves if differs(leaf.value, place.value) and type(leaf.value) is type(place.value)]
    for leaf in rng.sample(others, len(others)):
        issued = with_argument(place.call, place.argument, leaf.value)
        if graph.tool(issued.tool).argument_errors(issued.arguments):
            continue
        if planned and not _comes_before(conversation, place, leaf.call):
            continue
        broken = with_call(conversation, issued)
        if planned:
            reference = Reference(call=leaf.call, path=leaf.path)
            broken = with_planned(broken, with_reference(place.planned, place.argument, reference))
        told = f"{issued.tool}: {place.argument} is {leaf.value!r} ({leaf.path} of {leaf.call}), not {place.value!r}"
        return Broken(f"{told} ({place.reference.path} of {place.reference.call})", broken)
    return None


def fed_value_changed(conversation: Conversation, graph: ToolGraph, rng: Random) -> Broken | None:
    """A result has another value than the call that uses it."""
    for place in rng.sample(fed(conversation), len(fed(conversation))):
        before, _ = leaves_around(conversation, place.call.id)
        if (
            not sayable(place.value)
            or sum(leaf.value == place.value for leaf in before) != 1
            or in_texts(conversation, place.value)
        ):
            continue
        producer = conversation.calls()[place.reference.call]
        result = another_result(graph.tool(producer.tool), conversation.results()[producer.id], place.reference.path, rng)
        if result is not None:
            told = f"{producer.tool} gives {paths.get(result, place.reference.path)!r} at {place.reference.path}"
            return Broken(f"{told}, but {place.call.tool} has {place.value!r}", with_result(conversation, producer.id, result))
    return None


def _comes_before(conversation: Conversation, place: Fed, producer: str) -> bool:
    """Whether the plan lets the call refer to that one."""
    order = list(conversation.turns()[place.turn].last(Planned).plan.by_id)
    return producer not in order or order.index(producer) < order.index(place.call.id)

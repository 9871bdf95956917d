"""Where a conversation can be broken: arguments that the user says, and arguments that earlier results feed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from roles.base import Asked, Conversation, Opened, Planned
from roles.evidence import same
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call, Reference
from tool_graphs.tool import Field, Tool


@dataclass(frozen=True)
class Said:
    """A literal argument, with the words of its turn's request that say it."""

    turn: int
    call: Call
    """As it was issued."""
    planned: Call
    argument: str
    value: Any
    span: tuple[int, int]


@dataclass(frozen=True)
class Fed:
    """An argument that stands for a field of an earlier result."""

    turn: int
    call: Call
    planned: Call
    argument: str
    value: Any
    reference: Reference


def said(conversation: Conversation) -> list[Said]:
    """All literal arguments that a request claims to say."""
    found = []
    for number, planned, call, mentions in _calls(conversation):
        for argument, value in planned.literals():
            if argument in mentions:
                found.append(Said(number, call, planned, argument, value, mentions[argument]))
    return found


def fed(conversation: Conversation) -> list[Fed]:
    """All arguments that stand for earlier results."""
    found = []
    for number, planned, call, _ in _calls(conversation):
        for argument, reference in planned.references.items():
            try:
                value = paths.get(call.arguments, argument)
            except LookupError:
                continue
            found.append(Fed(number, call, planned, argument, value, reference))
    return found


def _calls(conversation: Conversation) -> Iterator[tuple[int, Call, Call, dict[str, tuple[int, int]]]]:
    """(turn, planned call, issued call, its arguments' mentions) of each call that was planned and issued."""
    issued = conversation.calls()
    for number, turn in enumerate(conversation.turns()):
        for call in turn.last(Planned).plan.calls:
            if call.id in issued and turn.all(Asked):
                mentions = {each.argument: each.span for each in turn.last(Asked).mentions if each.call == call.id}
                yield number, call, issued[call.id], mentions


def input_of(tool: Tool, argument: str) -> Field:
    """The input that an argument's path stands for."""
    return tool.input(argument) or Field(paths.pattern(argument), {}, False)


def settled_elsewhere(conversation: Conversation, graph: ToolGraph, place: Said) -> bool:
    """Whether the value needs no request: the schema's default, the date, the profile or another result has it."""
    opened = conversation.last(Opened)
    field = input_of(graph.tool(place.call.tool), place.argument)
    top = graph.tool(place.call.tool).properties.get(str(paths.parse(place.argument)[0]), {})
    default = top.get("default") if isinstance(top, dict) else None
    held = [field.schema.get("default"), opened.date, *(leaf for _, leaf in paths.leaves(opened.profile))]
    held += [leaf for _, leaf in paths.leaves(default)]
    held += [leaf for value in conversation.results().values() for _, leaf in paths.leaves(value)]
    return any(same(leaf, place.value) for leaf in held)

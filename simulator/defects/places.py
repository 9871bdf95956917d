"""Where a conversation can be broken: arguments that the user says, and arguments that earlier results feed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from roles.base import Asked, Briefed, Called, Conversation, Opened, Planned, Returned
from roles.evidence import same
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call, Reference
from tool_graphs.tool import Field, Tool

Span = tuple[int, int]


@dataclass(frozen=True)
class Said:
    """A literal argument, with the words of its turn's request that say it."""

    turn: int
    """From 0."""
    call: Call
    """As it was issued."""
    planned: Call
    argument: str
    value: Any
    span: Span


@dataclass(frozen=True)
class Fed:
    """An argument that stands for a field of an earlier result."""

    turn: int
    call: Call
    planned: Call
    argument: str
    value: Any
    reference: Reference

    @property
    def name(self) -> str:
        """The property that the value comes from."""
        return last_name(self.reference.path)


@dataclass(frozen=True)
class Leaf:
    """A scalar in a result."""

    call: str
    path: str
    value: Any

    @property
    def name(self) -> str:
        """The property that holds it."""
        return last_name(self.path)


def said(conversation: Conversation) -> list[Said]:
    """All literal arguments that a request says; what two calls share is said once."""
    found = []
    for number, turn in enumerate(conversation.turns()):
        spans = _spans(turn)
        for planned, call in _calls(conversation, turn):
            for argument, value in planned.literals():
                span = spans.get((argument, repr(value)))
                if span is not None:
                    found.append(Said(number, call, planned, argument, value, span))
    return found


def _spans(turn: Conversation) -> dict[tuple[str, str], Span]:
    """(argument, value) -> where the turn's request says it."""
    calls = turn.last(Planned).plan.by_id
    mentions = turn.last(Asked).mentions if turn.all(Asked) else ()
    found = {}
    for mention in mentions:
        literals = dict(calls[mention.call].literals()) if mention.call in calls else {}
        if mention.argument in literals:
            found[mention.argument, repr(literals[mention.argument])] = mention.span
    return found


def fed(conversation: Conversation) -> list[Fed]:
    """All arguments that stand for earlier results."""
    found = []
    for number, turn in enumerate(conversation.turns()):
        for planned, call in _calls(conversation, turn):
            for argument, reference in planned.references.items():
                try:
                    value = paths.get(call.arguments, argument)
                except LookupError:
                    continue
                found.append(Fed(number, call, planned, argument, value, reference))
    return found


def _calls(conversation: Conversation, turn: Conversation) -> Iterator[tuple[Call, Call]]:
    """(planned, issued) of each call of the turn that was issued."""
    issued = conversation.calls()
    for call in turn.last(Planned).plan.calls:
        if call.id in issued:
            yield call, issued[call.id]


def hidden(conversation: Conversation) -> frozenset[str]:
    """The ids of the implicit calls."""
    return frozenset(id for step in conversation.all(Briefed) for id in step.brief.implicit)


def leaves_around(conversation: Conversation, call: str) -> tuple[list[Leaf], list[Leaf]]:
    """The scalars of the results that were there when the call was issued, and of its own and later ones, in order."""
    before: list[Leaf] = []
    after: list[Leaf] = []
    found = before
    for step in conversation.steps:
        if isinstance(step, Called) and any(each.id == call for each in step.calls):
            found = after
        elif isinstance(step, Returned):
            found += [Leaf(each.call, path, value) for each in step.results for path, value in paths.leaves(each.value)]
    return before, after


def sayable(value: Any) -> bool:
    """Whether a value tells things apart: no yes or no, nothing empty, no small number."""
    if isinstance(value, bool) or value is None:
        return False
    return len(value.strip()) > 1 if isinstance(value, str) else isinstance(value, int | float) and abs(value) >= 20


def in_texts(conversation: Conversation, value: Any) -> bool:
    """Whether a request has these characters."""
    return any(str(value).casefold() in step.text.casefold() for step in conversation.all(Asked))


def input_of(tool: Tool, argument: str) -> Field:
    """The input that an argument's path stands for."""
    return tool.input(argument) or Field(paths.pattern(argument), {}, False)


def last_name(path: str) -> str:
    """The innermost property name of a path; empty where there is none."""
    names = paths.names(path)
    return names[-1] if names else ""


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

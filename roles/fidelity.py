"""Whether a turn does what its plan says: every call once, with its values, after those that it needs, and answered."""

from collections.abc import Iterator, Mapping
from typing import Any

from roles.base import Called, Conversation, Planned, Replied, Returned
from tool_graphs.errors import GraphError
from tool_graphs.plan import Call


def infidelities(conversation: Conversation) -> Iterator[str]:
    """Where calls and plan differ, turn by turn."""
    results: dict[str, Any] = {}
    for number, turn in enumerate(conversation.turns(), start=1):
        yield from _turn(f"turn {number}", turn, results)
        if not any(isinstance(step, Replied) for step in turn.steps):
            yield f"turn {number}: no reply closes it"


def _turn(named: str, turn: Conversation, results: dict[str, Any]) -> Iterator[str]:
    """What is wrong in a turn; `results` of earlier turns get those of this one."""
    planned = next(step for step in turn.steps if isinstance(step, Planned)).plan.by_id
    issued: set[str] = set()
    returned: set[str] = set()
    for step in turn.steps:
        if isinstance(step, Returned):
            results.update((result.call, result.value) for result in step.results)
            returned.update(result.call for result in step.results)
        for call in step.calls if isinstance(step, Called) else ():
            if call.id in issued:
                yield f"{named}: call {call.id} was issued twice"
            elif call.id not in planned:
                yield f"{named}: call {call.id} ({call.tool}) is not in the plan"
            else:
                yield from _call(named, call, planned[call.id], results)
            issued.add(call.id)
    for id in planned:
        if id not in issued:
            yield f"{named}: call {id} of the plan was never issued"
    for id in sorted(issued - returned):
        yield f"{named}: call {id} has no result"


def _call(named: str, call: Call, planned: Call, results: Mapping[str, Any]) -> Iterator[str]:
    if call.tool != planned.tool:
        yield f"{named}: call {call.id} is a call of {call.tool}, planned was {planned.tool}"
        return
    early = [id for id in planned.producers if id not in results]
    if early:
        yield f"{named}: call {call.id} ({call.tool}) was issued before {early[0]}, which it needs, had returned"
        return
    try:
        arguments = planned.filled(results)
    except GraphError as error:
        yield f"{named}: {error}"
        return
    for name in dict.fromkeys([*arguments, *call.arguments]):
        if name not in arguments or name not in call.arguments or arguments[name] != call.arguments[name]:
            wanted, given = (repr(each[name]) if name in each else "nothing" for each in (arguments, call.arguments))
            yield f"{named}: call {call.id} ({call.tool}): {name} is {given}, planned was {wanted}"

"""Which call of the plan a model's call is: the model has ids of its own, and sees no plan."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from roles.chatting.equality import differing
from tool_graphs.errors import GraphError
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call, Plan


@dataclass(frozen=True, slots=True)
class Mapped:
    """What became of a model's calls."""

    calls: tuple[Call, ...]
    """Those that say the same as a call of the plan, as planned."""
    early: tuple[str, ...]
    """Why others have to wait: what the plan takes from a result is not there yet."""
    astray: tuple[str, ...]
    """Why others are none of the plan's."""


def mapped(
    given: Sequence[Call], plan: Plan, results: Mapping[str, Any], issued: Collection[str], graph: ToolGraph, today: str
) -> Mapped:
    """The calls of a model beside those of the plan that were not issued yet; each of the plan's is taken once."""
    left = {call.id: call for call in plan.calls if call.id not in issued}
    calls: list[Call] = []
    early: list[str] = []
    astray: list[str] = []
    for call in given:
        planned, why = _of_plan(call, left, results, graph, today)
        told = f"{call.tool} with {dict(call.arguments)!r} {why}"
        if planned is None:
            astray.append(told)
            continue
        del left[planned.id]
        if why:
            early.append(told)
        else:
            calls.append(planned)
    return Mapped(tuple(calls), tuple(early), tuple(astray))


def _of_plan(
    call: Call, left: Mapping[str, Call], results: Mapping[str, Any], graph: ToolGraph, today: str
) -> tuple[Call | None, str]:
    """The planned call that this one is, and why it has to wait; None where it is none, and why."""
    why = "is not needed"
    waiting: tuple[Call | None, str] | None = None
    for planned in left.values():
        if planned.tool != call.tool:
            continue
        missing = [id for id in planned.producers if id not in results]
        if missing:
            waiting = waiting or (planned, f"comes before {missing[0]}, which it needs")
            continue
        try:
            wanted = planned.resolved(results)
        except GraphError as error:
            why = str(error)
            continue
        wrong = list(differing(graph.tool(call.tool), call.arguments, wanted.arguments, today))
        if not wrong:
            return wanted, ""
        why = f"has another value for {', '.join(wrong)}"
    return waiting or (None, why)

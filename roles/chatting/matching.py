"""Which call of the plan a model's call is: the model has ids of its own, and sees no plan."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from roles.chatting.equality import differing
from tool_graphs.errors import GraphError
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call, Plan


def mapped(
    given: Sequence[Call], plan: Plan, results: Mapping[str, Any], issued: Collection[str], graph: ToolGraph, today: str
) -> tuple[list[Call], list[str]]:
    """The calls under the plan's ids, and why those that are not the plan's are none.

    A call that says the same as one of the plan's stands as planned. One that says something else keeps its values, under the id of
    the planned call of that tool if there is one left, else under an id of its own.
    """
    left = {call.id: call for call in plan.calls if call.id not in issued}
    found: list[Call] = []
    reasons: list[str] = []
    taken = {*issued, *plan.by_id}
    for call in given:
        same, why = _of_plan(call, left, results, graph, today)
        if same is None:
            id = _free(taken)
            same = call.model_copy(update={"id": id})
        else:
            del left[same.id]
        reasons += [f"{call.tool} with {dict(call.arguments)!r} {why}"] if why else []
        taken.add(same.id)
        found.append(same)
    return found, reasons


def _of_plan(
    call: Call, left: Mapping[str, Call], results: Mapping[str, Any], graph: ToolGraph, today: str
) -> tuple[Call | None, str]:
    tool = graph.tool(call.tool)
    near: tuple[Call | None, str] = (None, "is not needed")
    for planned in left.values():
        if planned.tool != call.tool:
            continue
        try:
            wanted = planned.resolved(results)
        except (GraphError, LookupError):
            near = near if near[0] else (None, "comes before a call whose result it needs")
            continue
        early = [id for id in planned.producers if id not in results]
        wrong = list(differing(tool, call.arguments, wanted.arguments, today))
        if not wrong and not early:
            return wanted, ""
        if near[0] is None:
            why = f"comes before {early[0]}" if early else f"has another value for {', '.join(wrong)}"
            near = call.model_copy(update={"id": planned.id}), why
    return near


def _free(taken: Collection[str]) -> str:
    number = len(taken) + 1
    while f"call_{number}" in taken:
        number += 1
    return f"call_{number}"

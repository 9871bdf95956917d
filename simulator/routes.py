"""The plot: who speaks next, as a table seat -> seat, or seat -> function of the conversation.

Such a function names the seats that it can lead to in its return annotation, so that a picture of the graph is true:
`def after_verifier(conversation: Conversation) -> Literal["assistant", "user", "__end__"]`.
"""

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any, Literal, get_args, get_origin, get_type_hints

from roles.base import Asked, Called, Conversation, Judged, Opened, Planned, Replied
from tool_graphs.errors import SimulationError, did_you_mean

END = "__end__"
"""Where a route leads when the conversation is over."""

REQUESTS = 3
"""How many requests the user may try for one plan."""

PLANS = 3
"""How many plans the planner may try for one turn."""

MODELS_PLANS = 6
"""How many where a chat model has written them, or finds fault with them."""

VERDICTS = 2
"""How often the judge is asked where its model gives no usable answer."""

Route = str | Callable[[Conversation], str]
Routes = Mapping[str, Route]


def _refused(conversation: Conversation) -> bool:
    step = conversation.steps[-1]
    return isinstance(step, Judged) and not step.ok


def _may_again(conversation: Conversation, tries: int) -> bool:
    """Whether the seat that has just refused for want of a usable answer may try again."""
    step = conversation.steps[-1]
    if not isinstance(step, Judged) or not step.again:
        return False
    refusals = 0
    for step in reversed(conversation.steps):
        if not isinstance(step, Judged) or not step.again:
            break
        refusals += 1
    return refusals < tries


def after_scenario(conversation: Conversation) -> Literal["planner", "__end__"]:
    """On with the scene, or out where none could be made."""
    return "__end__" if _refused(conversation) else "planner"


def after_planner(conversation: Conversation) -> Literal["embedder", "planner", "__end__"]:
    """On with the plan; another try where a model gave no usable answer; out where nothing could be planned."""
    if not _refused(conversation):
        return "embedder"
    return "planner" if _may_again(conversation, PLANS) else "__end__"


def after_embedder(conversation: Conversation) -> Literal["user", "__end__"]:
    """On with the brief, or out where nothing could be briefed."""
    return "__end__" if _refused(conversation) else "user"


def after_user(conversation: Conversation) -> Literal["verifier", "user", "__end__"]:
    """On with the request; another try where a model gave no usable answer, then out."""
    if not _refused(conversation):
        return "verifier"
    return "user" if _may_again(conversation, REQUESTS) else "__end__"


def after_verifier(conversation: Conversation) -> Literal["assistant", "user", "planner", "__end__"]:
    """On if the request says what it must; else another request, then another plan, then out.

    What is refused twice for the same reasons lies in the plan: one in twenty such plans has a third request that does better.
    """
    verdict = conversation.last(Judged)
    if verdict.ok:
        return "assistant"
    turn = conversation.turn()
    again = [step.reasons for step in turn.all(Judged)[:-1]][-1:] == [verdict.reasons]
    if len(turn.all(Asked)) < REQUESTS and not verdict.replan and not again:
        return "user"
    return "planner" if _may_plan_again(conversation) else "__end__"


def _may_plan_again(conversation: Conversation) -> bool:
    plans, most = 0, PLANS
    for step in reversed(conversation.steps):
        if isinstance(step, Replied):
            break
        plans += isinstance(step, Planned)
        if (isinstance(step, Planned) and step.scenario) or (isinstance(step, Judged) and (step.replan or step.anew)):
            most = MODELS_PLANS
    return plans < most


def after_assistant(conversation: Conversation) -> Literal["executor", "planner", "judge", "__end__"]:
    """To the executor with calls; after a reply to the next turn, or to the judge when all turns are done; out where it fails.

    A turn that a chat assistant cannot bring to its end begins anew, with another plan.
    """
    step = conversation.steps[-1]
    if isinstance(step, Called):
        return "executor"
    if _refused(conversation):
        return "planner" if isinstance(step, Judged) and step.anew and _may_plan_again(conversation) else "__end__"
    return "planner" if len(conversation.all(Replied)) < conversation.last(Opened).turns else "judge"


def after_judge(conversation: Conversation) -> Literal["judge", "__end__"]:
    """Out with the verdict; another try where a model gave no usable answer."""
    return "judge" if _may_again(conversation, VERDICTS) else "__end__"


ROUTES: Routes = {
    "scenario": after_scenario,
    "planner": after_planner,
    "embedder": after_embedder,
    "user": after_user,
    "verifier": after_verifier,
    "assistant": after_assistant,
    "executor": "assistant",
    "judge": after_judge,
}
"""The default plot; the first seat opens. Another seat: `{**ROUTES, "user": "censor", "censor": "verifier"}`."""


def destinations(seat: str, route: Route) -> tuple[str, ...]:
    """The seats that a route can lead to; raises SimulationError for a function that does not say."""
    if isinstance(route, str):
        return (route,)
    if not callable(route):
        raise SimulationError(
            f"the route of seat {seat!r} is {route!r}; expected a seat's name or a function of the conversation"
        )
    answer = _return_annotation(route)
    if get_origin(answer) is not Literal or not all(isinstance(name, str) for name in get_args(answer)):
        name = getattr(route, "__name__", type(route).__name__)
        raise SimulationError(
            f"the route of seat {seat!r}, {name}, does not say where it can lead; "
            f'annotate what it returns, as in `-> Literal["assistant", "{END}"]`'
        )
    return get_args(answer)


def _return_annotation(route: Any) -> Any:
    if isinstance(route, functools.partial):
        return _return_annotation(route.func)
    function = route if inspect.isroutine(route) else type(route).__call__
    try:
        return get_type_hints(function).get("return")
    except (NameError, TypeError):
        return None


def checked(seats: Mapping[str, object], routes: Routes) -> dict[str, tuple[str, ...]]:
    """Seat -> the seats it can lead to; raises SimulationError for a table that cannot be played."""
    if not routes:
        raise SimulationError("the routes are empty; expected at least one seat, the first of which opens the conversation")
    for seat, role in seats.items():
        if not callable(role):
            raise SimulationError(f"the role in seat {seat!r} is {role!r}; expected a callable (conversation, rng) -> step")
        if seat not in routes:
            raise SimulationError(
                f"seat {seat!r} has a role but no entry in the routes, so nobody speaks after it; {did_you_mean(seat, routes)}"
            )
    for seat in routes:
        if seat not in seats:
            raise SimulationError(f"seat {seat!r} is in the routes but nobody in the cast takes it; {did_you_mean(seat, seats)}")
    table = {seat: destinations(seat, route) for seat, route in routes.items()}
    for seat, targets in table.items():
        for target in targets:
            if target not in table and target != END:
                raise SimulationError(
                    f"the route of seat {seat!r} leads to {target!r}, which is no seat; {did_you_mean(target, [*table, END])}"
                )
    _all_reached(table)
    return table


def _all_reached(table: Mapping[str, tuple[str, ...]]) -> None:
    start = next(iter(table))
    reached = [start]
    for seat in reached:
        reached.extend(target for target in table.get(seat, ()) if target not in reached)
    for seat in table:
        if seat not in reached:
            raise SimulationError(
                f"no route leads from {start!r}, which opens the conversation, to seat {seat!r}; "
                f"let one of these lead to it, or take it out: {', '.join(name for name in reached if name != END)}"
            )
    if END not in reached:
        raise SimulationError(f"no route leads to {END!r}, so no conversation could end; let one seat lead there")

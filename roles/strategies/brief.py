"""From a plan and the set of its hidden calls to the user's brief."""

from collections.abc import Mapping
from random import Random

from roles.base import Brief, Known, Slot, Unsaid
from tool_graphs.plan import Plan

NOTHING: Mapping[tuple[str, str], Known] = {}


def brief(
    strategy: str,
    plan: Plan,
    hidden: frozenset[str],
    rng: Random,
    *,
    unsaid: Mapping[tuple[str, str], Known] = NOTHING,
    fallback: str = "",
    closed: bool = True,
) -> Brief:
    """Asks for the calls that are not hidden and slips in every literal, in an order that does not follow the calls.

    `unsaid` holds (call, argument path) of literals that are known without being said; `closed=False` lets a hidden call need one
    that is asked for. Raises ValueError where a goal is hidden, or a hidden call needs one that is not.
    """
    goals = hidden.intersection(plan.goals)
    open_producers = plan.upstream(hidden) - hidden if closed and hidden else frozenset[str]()
    if goals or open_producers:
        raise ValueError(
            f"strategy {strategy!r} hides {sorted(hidden)}, but "
            + (f"{sorted(goals)} are goals" if goals else f"their producers {sorted(open_producers)} stay explicit")
            + ": hide producers only, each with all of its own producers"
        )
    slots = _slots(plan, hidden, unsaid)
    rng.shuffle(slots)
    return Brief(
        strategy=strategy,
        explicit=tuple([call.id for call in plan.calls if call.id not in hidden]),
        implicit=tuple([call.id for call in plan.calls if call.id in hidden]),
        slots=tuple(slots),
        unsaid=_left_out(plan, unsaid) if unsaid else (),
        fallback=fallback,
    )


def _left_out(plan: Plan, unsaid: Mapping[tuple[str, str], Known]) -> tuple[Unsaid, ...]:
    return tuple(
        Unsaid(call=call.id, argument=argument, value=value, source=unsaid[call.id, argument])
        for call in plan.calls
        for argument, value in call.literals()
        if (call.id, argument) in unsaid
    )


def _slots(plan: Plan, hidden: frozenset[str], unsaid: Mapping[tuple[str, str], Known]) -> list[Slot]:
    """Every literal once: what two calls share is said where it is asked for."""
    slots: dict[tuple[str, str], Slot] = {}
    for call in sorted(plan.calls, key=lambda call: call.id in hidden):
        for argument, value in call.literals():
            if (call.id, argument) not in unsaid and (said := (argument, repr(value))) not in slots:
                slots[said] = Slot(call=call.id, argument=argument, value=value)
    return list(slots.values())

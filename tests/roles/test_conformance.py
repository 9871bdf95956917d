"""What plugin authors run against their own."""

import itertools
import random
from random import Random
from typing import Any

import pytest

from roles.base import Brief, Conversation, Noted, Slot, Step
from roles.conformance import check_role, check_strategy
from roles.plugins import STRATEGIES, find_strategy, plugins
from roles.strategies.brief import brief
from tests.simulator import stage
from tool_graphs.errors import PluginError
from tool_graphs.plan import Plan


@pytest.mark.parametrize("name", [plugin.name for plugin in plugins(STRATEGIES) if plugin.distribution == "toolweft"])
def test_our_own_strategies_conform(name: str) -> None:
    """On plans of all shapes."""
    check_strategy(find_strategy(name))


@pytest.mark.parametrize("seat", ["scenario", "planner"])
def test_plain_functions_conform(seat: str) -> None:
    """As long as they draw from the dice that they get."""
    opened = Conversation(steps=(stage.scenario(Conversation(), Random(1)),))
    check_role(stage.CAST[seat], Conversation(), opened)


def test_an_asynchronous_role_conforms() -> None:
    """It is run to its end."""

    async def slowly(conversation: Conversation, rng: Random) -> Step:
        return Noted(text=str(rng.random()))

    check_role(slowly)  # type: ignore[arg-type]


counter = itertools.count()


def hides_goals(plan: Plan, rng: Random) -> Brief:
    return Brief(strategy="bad", explicit=(), implicit=tuple(plan.by_id))


def hides_without_producers(plan: Plan, rng: Random) -> Brief:
    found = brief("bad", plan, frozenset(), rng)
    hidden = tuple(call.id for call in plan.calls if call.producers and plan.consumers[call.id])
    return found.model_copy(update={"implicit": hidden, "explicit": tuple(id for id in plan.by_id if id not in hidden)})


def forgets_values(plan: Plan, rng: Random) -> Brief:
    return brief("bad", plan, frozenset(), rng).model_copy(update={"slots": ()})


def makes_values_up(plan: Plan, rng: Random) -> Brief:
    return brief("bad", plan, frozenset(), rng).model_copy(update={"slots": (Slot(call="call_1", argument="x", value=1),)})


def forgets_calls(plan: Plan, rng: Random) -> Brief:
    return brief("bad", plan, frozenset(), rng).model_copy(update={"explicit": ()})


def nameless(plan: Plan, rng: Random) -> Brief:
    return brief("", plan, frozenset(), rng)


def uses_other_dice(plan: Plan, rng: Random) -> Brief:
    return brief(f"bad {random.random()}", plan, frozenset(), rng)


def counts(plan: Plan, rng: Random) -> Brief:
    return brief(f"bad {next(counter)}", plan, frozenset(), rng)


def raises(plan: Plan, rng: Random) -> Brief:
    raise LookupError("not today")


def nothing(plan: Plan, rng: Random) -> Any:
    return None


def changes_the_plan(plan: Plan, rng: Random) -> Brief:
    found = brief("bad", plan, frozenset(), rng)
    plan.calls[0].arguments["more"] = 1
    return found


@pytest.mark.parametrize(
    ("strategy", "message"),
    [
        (hides_goals, "one call: it hides call_1, a goal"),
        (hides_without_producers, r"chain: it hides \['call_2'\] but asks for their producers \['call_1'\]"),
        (forgets_values, "diamond: no slot for nested.inner"),
        (makes_values_up, "one call: a slot for x=1 of call_1, which is no literal of that call"),
        (forgets_calls, "are to be the plan's calls, each once"),
        (nameless, "the brief does not name the strategy"),
        (uses_other_dice, "it uses the global random"),
        (counts, "the same dice give different answers"),
        (raises, "it raises LookupError: not today"),
        (nothing, "it gives a NoneType; expected a Brief"),
        (changes_the_plan, "it changes the plan"),
    ],
)
def test_strategies_that_do_not(strategy: Any, message: str) -> None:
    """And why."""
    with pytest.raises(PluginError, match=message):
        check_strategy(strategy)


def changes_the_scene(conversation: Conversation, rng: Random) -> Step:
    conversation.steps[0].profile["seen"] = True  # type: ignore[attr-defined]
    return Noted()


@pytest.mark.parametrize(
    ("role", "message"),
    [
        (lambda c, rng: "hello", "it gives a str; expected a Step"),
        (lambda c, rng: Noted(text=str(next(counter))), "the same dice give different answers"),
        (lambda c, rng: Noted(text=str(random.random())), "it uses the global random"),
        (lambda c, rng: Noted(data={"x": object()}), "cannot be written as JSON"),
        (lambda c, rng: 1 / 0, "it raises ZeroDivisionError"),
        (changes_the_scene, "it changes the conversation"),
    ],
)
def test_roles_that_do_not(role: Any, message: str) -> None:
    """And why."""
    with pytest.raises(PluginError, match=message):
        check_role(role, Conversation(steps=(stage.scenario(Conversation(), Random(1)),)))

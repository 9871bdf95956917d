"""Strategies decide what stays unsaid."""

from random import Random

import pytest

from roles.strategies.brief import brief
from roles.strategies.explicit import explicit
from roles.strategies.goal_only import goal_only
from roles.strategies.upstream import upstream
from tool_graphs.plan import Call, Plan, Reference

FAN_IN = Plan(
    calls=(
        *(Call(id=f"call_{n}", tool=f"producer_{n}", arguments={"word": f"value {n}"}) for n in (1, 2, 3)),
        Call(
            id="call_4",
            tool="goal",
            arguments={"note": "hello"},
            references={f"input_{n}": Reference(call=f"call_{n}", path="out") for n in (1, 2, 3)},
        ),
    )
)
CHAIN = Plan(
    calls=tuple(
        Call(id=f"call_{n}", tool=f"tool_{n}", references={"x": Reference(call=f"call_{n - 1}", path="y")} if n > 1 else {})
        for n in (1, 2, 3, 4)
    )
)


def test_upstream_reaches_every_hidden_set_of_a_fan_in() -> None:
    """Over many draws all seven non-empty subsets of three producers are hidden, each often."""
    seen = [frozenset(upstream(FAN_IN, Random(seed)).implicit) for seed in range(700)]
    assert len(set(seen)) == 7
    assert min(seen.count(hidden) for hidden in set(seen)) > 50


def test_upstream_closes_towards_producers() -> None:
    """Whoever is hidden has all of its own producers hidden, and a goal never is."""
    for seed in range(50):
        hidden = set(upstream(CHAIN, Random(seed)).implicit)
        assert hidden and "call_4" not in hidden
        assert hidden == {f"call_{n}" for n in range(1, len(hidden) + 1)}


@pytest.mark.parametrize(("strategy", "hidden"), [(explicit, ()), (goal_only, ("call_1", "call_2", "call_3"))])
def test_explicit_and_goal_only(strategy, hidden) -> None:
    """`explicit` hides nothing, `goal-only` all but the goal."""
    assert strategy(FAN_IN, Random(1)).implicit == hidden


def test_every_literal_is_a_slot_in_an_order_of_its_own() -> None:
    """The slots are the plan's literals, and over many briefs their order does not follow the calls."""
    orders = {tuple(slot.call for slot in goal_only(FAN_IN, Random(seed)).slots) for seed in range(30)}
    assert all(sorted(order) == ["call_1", "call_2", "call_3", "call_4"] for order in orders)
    assert len(orders) > 5


def test_a_brief_that_hides_a_goal_is_refused() -> None:
    """A strategy that hides a goal, or a call without its producers, is told so."""
    with pytest.raises(ValueError, match="are goals"):
        brief("mine", FAN_IN, frozenset({"call_4"}), Random(0))
    with pytest.raises(ValueError, match="stay explicit"):
        brief("mine", CHAIN, frozenset({"call_2"}), Random(0))

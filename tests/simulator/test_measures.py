"""Measures: each definition, on conversations small enough to count by hand; targets, and how far from them."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from simulator.measures import compared, measured, read_target
from simulator.measures.buckets import BUCKETS, bucket, shares
from simulator.measures.comparing import distance
from simulator.measures.naming import Naming
from simulator.measures.stems import stems
from simulator.measures.target import Target
from simulator.measures.values import normal, normal_text, written
from tool_graphs.errors import RunError

Message = dict[str, Any]
TOOLS = {
    "find_customer": "Find the account of a customer. Needs an email.",
    "list_orders": "List the orders of an account.",
    "cancel_order": "Cancel an order that has not shipped.",
    "get_weather": "Tell the forecast for a city.",
}


def user(text: str) -> Message:
    """What the user says."""
    return {"role": "user", "content": text}


def called(id: str, name: str, result: Any, **arguments: Any) -> list[Message]:
    """A call and its result."""
    call = {"id": id, "type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}
    return [
        {"role": "assistant", "content": "", "tool_calls": [call]},
        {"role": "tool", "tool_call_id": id, "content": json.dumps(result)},
    ]


def row(*messages: Message | list[Message]) -> dict[str, Any]:
    """A row of these messages, with all tools on offer."""
    flat = [each for message in messages for each in (message if isinstance(message, list) else [message])]
    functions = [{"type": "function", "function": {"name": name, "description": told}} for name, told in TOOLS.items()]
    return {"messages": flat, "tools": functions}


CHAIN = row(
    user("Please call off order O-17, I am sidney@example.org."),
    called("a", "find_customer", {"customer_id": "C-99"}, email="sidney@example.org"),
    called("b", "list_orders", {"orders": ["O-17"]}, customer_id="C-99"),
    called("c", "cancel_order", {"done": True}, order_id="O-17"),
    user("Thanks!"),
)
"""Two strong things: an account's id that nobody says; the order's id is said."""


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Cancel it", {"cancel_order"}),
        ("I want it cancelled", {"cancel_order"}),
        ("What will the forecast be?", {"get_weather"}),
        ("My order, please", {"list_orders", "cancel_order"}),
        ("Which clients are there?", {"find_customer"}),
        ("Good morning", set()),
    ],
)
def test_named_calls(text: str, named: set[str]) -> None:
    """A distinctive word names a tool, half of its name does, and so do inflections and everyday synonyms."""
    assert Naming(TOOLS).named(text) == named


def test_words_of_many_tools_are_not_distinctive() -> None:
    """With seven tools or fewer, a word that two share tells nothing; only the name counts then."""
    shared = Naming({"open_door": "Unlocks the garage.", "paint_wall": "Paints the garage."})
    assert shared.named("the garage") == frozenset()
    assert Naming({"open_door": "Unlocks the garage.", "paint_wall": "Paints."}).named("the garage") == {"open_door"}


def test_stems_join_inflections() -> None:
    """Forms of a word have one stem; words that any request holds have none."""
    assert stems("bookings") == stems("booked") == stems("booking")
    assert stems("please give me the") == frozenset()


@pytest.mark.parametrize(
    ("value", "text", "stands"),
    [
        ("O-17", "order o-17.", True),
        ("O-17", "order O-178", False),
        (1000, "at most 1,000 dollars", True),
        (2.0, "2 seats", True),
        ("light_blue", "in light blue", True),
        (True, "yes, truly", False),
        ("", "anything", False),
    ],
)
def test_values_in_a_text(value: Any, text: str, stands: bool) -> None:
    """A normalised leaf is in a text as whole words."""
    assert written(normal(value), normal_text(text)) is stands


def test_flows_and_implicit_calls() -> None:
    """One strong flow, one call that no turn names, one turn without a call."""
    found = measured([CHAIN])
    assert (found.conversations, found.turns, found.calls) == (1, 2, 3)
    assert found.mean["strong_flows_per_conversation"] == 1
    assert found.mean["dependency_depth"] == 1
    assert found.mean["cross_turn_flows_per_conversation"] == 0
    assert found.rate["implicit_calls"] == pytest.approx(1 / 3, abs=1e-4)  # find_customer: "order" names the other two
    assert found.rate["argument_values_in_no_user_text"] == pytest.approx(1 / 3, abs=1e-4)
    assert found.rate["argument_values_unexplained"] == 0
    assert found.rate["turns_with_no_call"] == 0.5
    assert found.rate["turns_goal_preceded_by_implicit"] == 1


def test_flows_across_turns() -> None:
    """A value of an earlier turn's result crosses; an earlier turn's words name a later call."""
    found = measured(
        [
            row(
                user("My orders, please."),
                called("a", "list_orders", {"orders": ["O-17"]}),
                user("Do away with it."),
                called("b", "cancel_order", {}, order_id="O-17"),
            )
        ]
    )
    assert found.rate["conversations_with_a_cross_turn_flow"] == 1
    assert found.rate["implicit_calls"] == 0
    assert found.rate["implicit_calls_this_turn_only"] == 0.5


def test_a_call_that_got_a_value_is_not_where_it_comes_from() -> None:
    """A result that repeats an argument gives nothing; a value that is nowhere is unexplained."""
    found = measured(
        [
            row(
                user("Hello"),
                called("a", "get_weather", {"city": "Oslo"}, city="Oslo"),
                called("b", "get_weather", {"city": "Oslo"}, city="Oslo"),
            )
        ]
    )
    assert found.mean["strong_flows_per_conversation"] == 0
    assert found.rate["argument_values_unexplained"] == 0.5
    assert found.rate["calls_repeating_a_tool"] == 0.5


def test_arguments_as_objects_and_parallel_calls() -> None:
    """Nothing flows between calls that are issued at once."""
    calls = [
        {"id": "a", "function": {"name": "find_customer", "arguments": {"email": "x"}}},
        {"id": "b", "function": {"name": "list_orders", "arguments": {"customer_id": "C-99"}}},
    ]
    results = [
        {"role": "tool", "tool_call_id": "a", "content": '{"customer_id": "C-99"}'},
        {"role": "tool", "tool_call_id": "b", "content": "{}"},
    ]
    found = measured([row(user("Hello"), {"role": "assistant", "content": None, "tool_calls": calls}, results)])
    assert found.calls == 2
    assert found.mean["strong_flows_per_conversation"] == 0


def test_rows_of_another_form_are_refused() -> None:
    """The message says what was expected."""
    with pytest.raises(RunError, match="messages"):
        measured([{"conversations": []}])


def test_buckets() -> None:
    """Ranges and open ends."""
    assert bucket(9, BUCKETS["turns_per_conversation"]) == "8-9"
    assert bucket(99, BUCKETS["calls_per_turn"]) == "8+"
    from collections import Counter

    assert shares(Counter({1: 3, 7: 1}), BUCKETS["calls_per_turn"])["6-7"] == 0.25


@given(some.dictionaries(some.sampled_from(BUCKETS["calls_per_turn"]), some.floats(0.01, 1), min_size=1))
def test_distance_is_one_at_most_and_none_to_oneself(given: dict[str, float]) -> None:
    """Total variation."""
    assert distance(given, given) == 0
    assert 0 <= distance(given, {"0": 1.0}) <= 1


def test_comparison_of_what_both_have() -> None:
    """Distributions and the one rate that can be steered; unknown names are left out."""
    target = Target(
        name="t", dist={"calls_per_turn": {"1": 1.0}, "moons": {"1": 1.0}}, rate={"argument_values_in_no_user_text": 0.5}
    )
    found = compared(measured([CHAIN]), target)
    assert set(found.distances) == {"calls_per_turn", "argument_values_in_no_user_text"}
    assert found.distances["calls_per_turn"] == 1
    assert found.largest(found.steered) == "calls_per_turn"


@pytest.mark.parametrize(
    ("content", "place", "said"),
    [
        ('{"a": {"dist": {"calls_per_turn": {"1": 1}}}}', "b", "no target 'b'"),
        ('{"a": {"dist": {"calls_per_turn": {"some": 1}}}}', "a", "no bucket"),
        ('{"a": {"dist": {"calls_per_turn": {"1": 0}}}}', "a", "add up to nothing"),
        ('{"a": {"dist": {"calls_per_turn": {"1": -1}}}}', "a", "expected 0 to 1"),
        ("[]", "a", "holds no target"),
        ("nothing", "a", "no JSON"),
    ],
)
def test_bad_targets_are_told(tmp_path: Path, content: str, place: str, said: str) -> None:
    """With file, name and remedy."""
    path = tmp_path / "targets.json"
    path.write_text(content)
    with pytest.raises(RunError, match=said):
        read_target(f"{path}:{place}")


def test_a_place_that_names_no_target() -> None:
    """FILE:NAME is expected."""
    with pytest.raises(RunError, match="FILE:NAME"):
        read_target("targets.json")

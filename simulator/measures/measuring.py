"""Measures of a set of conversations: distributions, means and rates."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from simulator.measures.buckets import BUCKETS, shares
from simulator.measures.flows import Told, depths, from_implicit, told
from simulator.measures.naming import Naming
from simulator.measures.talk import Exchange, descriptions, exchanges


class Measures(BaseModel, frozen=True):
    """What a set of conversations looks like; the same names as in a file of targets."""

    conversations: int
    turns: int
    calls: int
    dist: dict[str, dict[str, float]]
    """Distribution -> bucket -> share."""
    mean: dict[str, float]
    rate: dict[str, float]


def measured(rows: Iterable[Mapping[str, Any]]) -> Measures:
    """The measures of rows with `messages` and `tools` in OpenAI's form; raises RunError for rows of another form.

    Definitions: a user's turn *names* a tool if it holds a distinctive word of it or half of the words of its name; a call that
    neither its turn nor an earlier one names is *implicit*; an argument's leaf *flows* from the first earlier result that holds
    it of a call that did not get it as an argument; the flow is *strong* if no user text so far has the value written in it.
    """
    numbers: dict[str, Counter[int]] = {name: Counter() for name in BUCKETS}
    rates = _Rates()
    conversations = 0
    for row in rows:
        turns, offered = exchanges(row), descriptions(row)
        calls = told(turns, Naming({**{call.name: "" for turn in turns for call in turn.calls}, **offered}))
        conversations += 1
        for name, number in _numbers(turns, calls, len(offered)):
            numbers[name][number] += 1
        rates.add(turns, calls)
    return Measures(
        conversations=conversations,
        turns=numbers["calls_per_turn"].total(),
        calls=sum(number * count for number, count in numbers["calls_per_turn"].items()),
        dist={name: shares(numbers[name], buckets) for name, buckets in BUCKETS.items()},
        mean={name: _mean(counted) for name, counted in numbers.items()},
        rate=rates.shares(),
    )


def _mean(counted: Counter[int]) -> float:
    return round(sum(number * count for number, count in counted.items()) / (counted.total() or 1), 3)


def _numbers(turns: Sequence[Exchange], calls: Sequence[Told], offered: int) -> Iterator[tuple[str, int]]:
    yield "turns_per_conversation", len(turns)
    yield "calls_per_conversation", len(calls)
    yield "distinct_tools_per_conversation", len({call.name for call in calls})
    yield "dependency_depth", max(depths(calls), default=0)
    values = [value for call in calls for value in call.values]
    yield "strong_flows_per_conversation", sum(value.strong for value in values)
    yield "cross_turn_flows_per_conversation", sum(value.crossing for value in values)
    for number, turn in enumerate(turns):
        yield "calls_per_turn", len(turn.calls)
        yield "implicit_calls_per_turn", sum(not call.named for call in calls if call.turn == number)
        yield "tools_offered", offered
        yield "user_words_per_turn", len(turn.text.split())


class _Rates:
    """Shares while they are counted: how many of how many."""

    def __init__(self) -> None:
        self.of: dict[str, list[int]] = {}

    def _add(self, name: str, hits: int, all: int) -> None:
        counted = self.of.setdefault(name, [0, 0])
        counted[0] += hits
        counted[1] += all

    def add(self, turns: Sequence[Exchange], calls: Sequence[Told]) -> None:
        values = [value for call in calls for value in call.values]
        before = [call.name in {other.name for other in calls[:place]} for place, call in enumerate(calls)]
        self._add("implicit_calls", sum(not call.named for call in calls), len(calls))
        self._add("implicit_calls_this_turn_only", sum(not call.named_now for call in calls), len(calls))
        self._add("calls_needing_an_earlier_result", sum(bool(call.producers) for call in calls), len(calls))
        self._add("argument_values_not_in_this_turn", sum(not value.this_turn for value in values), len(values))
        self._add("argument_values_in_no_user_text", sum(not value.said for value in values), len(values))
        self._add("argument_values_from_earlier_result", sum(value.strong for value in values), len(values))
        unexplained = sum(not value.said and not value.returned for value in values)
        self._add("argument_values_unexplained", unexplained, len(values))
        self._add("argument_values_reused_from_an_earlier_turn", sum(value.earlier for value in values), len(values))
        self._goals(calls)
        self._add("turns_with_no_call", sum(not turn.calls for turn in turns), len(turns))
        self._add("turns_with_several_calls", sum(len(turn.calls) > 1 for turn in turns), len(turns))
        self._add("conversations_with_a_cross_turn_flow", int(any(value.crossing for value in values)), 1)
        self._add("calls_repeating_a_tool", sum(before), len(calls))

    def _goals(self, calls: Sequence[Told]) -> None:
        """Of turns with calls: what their last calls depend on."""
        implied = from_implicit(calls)
        for place, goal in enumerate(calls):
            if place + 1 < len(calls) and calls[place + 1].turn == goal.turn:
                continue
            preceded = any(not call.named for call in calls[:place] if call.turn == goal.turn)
            self._add("turns_goal_needs_any_earlier_result", bool(goal.producers), 1)
            self._add("turns_goal_depends_on_implicit_by_value", implied[place], 1)
            self._add("turns_goal_preceded_by_implicit", preceded, 1)
            self._add("turns_goal_depends_on_implicit", implied[place] or preceded, 1)

    def shares(self) -> dict[str, float]:
        return {name: round(hits / (all or 1), 4) for name, (hits, all) in self.of.items()}

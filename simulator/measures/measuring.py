"""Measures of a set of conversations: distributions, means and rates."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from simulator.measures.buckets import BUCKETS, shares
from simulator.measures.flows import Told, depths, told
from simulator.measures.naming import Naming
from simulator.measures.rates import Rates
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
    rates = Rates()
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

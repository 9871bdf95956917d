"""Rates of a set of conversations, counted one conversation after another."""

from collections.abc import Sequence

from simulator.measures.flows import Told, from_implicit
from simulator.measures.talk import Exchange


class Rates:
    """Shares while they are counted: how many of how many."""

    def __init__(self) -> None:
        self.of: dict[str, list[int]] = {}

    def _add(self, name: str, hits: int, all: int) -> None:
        counted = self.of.setdefault(name, [0, 0])
        counted[0] += hits
        counted[1] += all

    def merge(self, other: "Rates") -> None:
        """Takes in what another one has counted."""
        for name, (hits, all) in other.of.items():
            self._add(name, hits, all)

    def add(self, turns: Sequence[Exchange], calls: Sequence[Told]) -> None:
        """Counts one conversation."""
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
        """Rate -> share."""
        return {name: round(hits / (all or 1), 4) for name, (hits, all) in self.of.items()}

"""What an audit found in a whole dataset, in numbers."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from simulator.audit.auditing import KINDS, Call
from simulator.audit.lines import Row
from simulator.measures.rates import Rates
from simulator.tally import general

SHOWN = 5
"""How many places are kept for each reason."""


@dataclass
class Totals:
    """Counts over rows; two of them add up."""

    conversations: int = 0
    turns: int = 0
    with_calls: int = 0
    arguments: Counter[str] = field(default_factory=Counter)
    """Kind of source -> leaves of arguments."""
    calls: Counter[str] = field(default_factory=Counter)
    """`all`, `asked`, `used`, `told`, `not_needed`, `not_offered`, `unexplained` (with such an argument)."""
    rates: Rates = field(default_factory=Rates)
    """What benchmarks are measured by, letter by letter."""
    unexplained: Counter[str] = field(default_factory=Counter)
    """`tool.argument` -> unexplained values."""
    unreadable: Counter[str] = field(default_factory=Counter)
    """Reason -> rows."""
    places: dict[str, list[str]] = field(default_factory=dict)
    """Reason -> the first places."""

    def take(self, calls: list[Call], turns: int) -> None:
        """One more row."""
        self.conversations += 1
        self.turns += turns
        self.with_calls += bool(calls)
        for call in calls:
            kinds = [one.kind for one in call.arguments]
            self.arguments.update(kinds)
            self.calls.update(
                {
                    "all": 1,
                    "asked": call.asked,
                    "used": bool(call.used_by),
                    "told": call.told,
                    "not_needed": not call.needed,
                    "not_offered": not call.offered,
                    "unexplained": "unexplained" in kinds,
                }
            )
            self.unexplained.update(f"{call.tool}: {one.path}" for one in call.arguments if one.kind == "unexplained")

    def lose(self, row: Row, reason: str) -> None:
        """One more row that cannot be read."""
        kind = general(reason)
        self.unreadable[kind] += 1
        if len(self.places.setdefault(kind, [])) < SHOWN:
            self.places[kind].append(f"{row.place}: {reason}"[:300])

    def add(self, other: "Totals") -> None:
        """Takes in the counts of later rows."""
        self.conversations += other.conversations
        self.turns += other.turns
        self.with_calls += other.with_calls
        for mine, more in (
            (self.arguments, other.arguments),
            (self.calls, other.calls),
            (self.unexplained, other.unexplained),
            (self.unreadable, other.unreadable),
        ):
            mine.update(more)
        self.rates.merge(other.rates)
        for kind, places in other.places.items():
            self.places[kind] = [*self.places.get(kind, []), *places][:SHOWN]

    def described(self) -> dict[str, Any]:
        """In plain data, the most frequent first."""
        leaves, calls = self.arguments.total(), self.calls["all"]
        return {
            "conversations": self.conversations,
            "with_calls": self.with_calls,
            "turns": self.turns,
            "calls": calls,
            "arguments": leaves,
            "argument_kinds": {kind: _share(self.arguments[kind], leaves) for kind in KINDS},
            "call_kinds": {kind: _share(self.calls[kind], calls) for kind in CALL_KINDS},
            "rates": self.rates.shares(),
            "unexplained": dict(sorted(self.unexplained.items(), key=lambda item: (-item[1], item[0]))),
            "unreadable": [
                {"reason": reason, "count": count, "places": self.places[reason]}
                for reason, count in sorted(self.unreadable.items(), key=lambda item: (-item[1], item[0]))
            ],
        }


CALL_KINDS = ("asked", "used", "told", "not_needed", "not_offered", "unexplained")


def _share(count: int, of: int) -> dict[str, Any]:
    return {"count": count, "share": round(count / of, 4) if of else 0.0}

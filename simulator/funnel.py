"""How many conversations each seat let through, rejected and sent back, and what each accepted one cost."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from simulator.listing import Row
from simulator.tally import general

MOST_REASONS = 20
"""How many reasons are told for a seat."""


@dataclass(slots=True)
class _Seat:
    """What became of the conversations that reached a seat."""

    reached: int = 0
    spoke: int = 0
    rejected: int = 0
    failed: int = 0
    sent_back: int = 0
    seconds: float = 0.0
    tokens: int = 0
    reasons: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Group:
    """Attempts that are counted together, and what they cost."""

    status: Counter[str] = field(default_factory=Counter)
    seats: dict[str, _Seat] = field(default_factory=dict)
    steps: Counter[str] = field(default_factory=Counter)
    """Status -> steps."""
    seconds: Counter[str] = field(default_factory=Counter)
    tokens: Counter[str] = field(default_factory=Counter)
    retries: int = 0
    timed: int = 0
    """How many of the attempts have telemetry."""

    def add(self, row: Row) -> None:
        """One more attempt."""
        self.status[row.status] += 1
        self.steps[row.status] += row.steps
        if row.seconds is not None:
            self.timed += 1
            self.seconds[row.status] += row.seconds  # type: ignore[assignment]
            self.tokens[row.status] += row.tokens or 0
        for seat, times in row.spoken.items():
            found = self._seat(seat)
            found.reached += 1
            found.spoke += times
        for seat, (seconds, tokens) in row.spent.items():
            found = self._seat(seat)
            found.seconds += seconds
            found.tokens += tokens
        self._verdicts(row)

    def _verdicts(self, row: Row) -> None:
        refused = [seat for seat, ok in row.verdicts if not ok]
        if row.status == "rejected":
            last = refused.pop() if refused else row.seat or "?"
            self._seat(last).rejected += 1
            self._seat(last).reasons.update(dict.fromkeys(map(general, row.reasons or ["(no reason)"]), 1))
        elif row.status == "failed":
            seat = row.seat or "?"
            found = self._seat(seat)
            found.failed += 1
            found.reasons[general(row.reason)] += 1
            if seat not in row.spoken:
                found.reached += 1
        for seat in refused:
            self._seat(seat).sent_back += 1
        self.retries += len(refused)

    def _seat(self, name: str) -> _Seat:
        return self.seats.setdefault(name, _Seat())

    def described(self) -> dict[str, Any]:
        """In plain data; `cost` is per accepted conversation: `own` what it took, `whole` with all that was not accepted."""
        attempts, accepted = self.status.total(), self.status["accepted"]
        return {
            "attempts": attempts,
            "accepted": accepted,
            "rejected": self.status["rejected"],
            "failed": self.status["failed"],
            "sent_back": self.retries,
            "cost": {
                "attempts": round(attempts / accepted, 4) if accepted else None,
                "steps": _cost(self.steps, accepted, True),
                "seconds": _cost(self.seconds, accepted, self.timed == attempts),
                "tokens": _cost(self.tokens, accepted, self.timed == attempts),
            },
        }

    def told_of_seats(self, order: Iterable[str]) -> list[dict[str, Any]]:
        """The seats in plain data, those of `order` first."""
        names = dict.fromkeys((*(name for name in order if name in self.seats), *self.seats))
        return [_described(name, self.seats[name]) for name in names]


def _described(name: str, seat: _Seat) -> dict[str, Any]:
    return {
        "seat": name,
        "reached": seat.reached,
        "passed": seat.reached - seat.rejected - seat.failed,
        "rejected": seat.rejected,
        "failed": seat.failed,
        "sent_back": seat.sent_back,
        "spoke": seat.spoke,
        "seconds": round(seat.seconds, 6),
        "tokens": seat.tokens,
        "reasons": [{"reason": reason, "count": count} for reason, count in _ranked(seat.reasons)[:MOST_REASONS]],
    }


def _ranked(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


def _cost(spent: Counter[str], accepted: int, known: bool) -> dict[str, float] | None:
    if not accepted or not known:
        return None
    return {"own": round(spent["accepted"] / accepted, 6), "whole": round(sum(spent.values()) / accepted, 6)}


def funnel(rows: Iterable[Row], order: Iterable[str] = ()) -> dict[str, Any]:
    """What became of all attempts: as a whole, by seat (those of `order` first), by strategy, by tool.

    A conversation counts for each tool that it planned or called. Seconds and tokens are null where any attempt has no telemetry.
    """
    whole = Group()
    strategies: dict[str, Group] = {}
    tools: dict[str, Group] = {}
    for row in rows:
        whole.add(row)
        strategies.setdefault(row.strategy, Group()).add(row)
        for tool in row.tool:
            tools.setdefault(tool, Group()).add(row)
    order = tuple(order)
    by_size = sorted(tools, key=lambda name: (-tools[name].status.total(), name))
    return {
        **whole.described(),
        "seats": whole.told_of_seats(order),
        "strategies": {name: _told(strategies[name], order) for name in sorted(strategies)},
        "tools": {name: _told(tools[name], order) for name in by_size},
    }


def _told(group: Group, order: tuple[str, ...]) -> dict[str, Any]:
    stopped = [
        {"seat": each["seat"], "rejected": each["rejected"], "failed": each["failed"], "sent_back": each["sent_back"]}
        for each in group.told_of_seats(order)
        if each["rejected"] or each["failed"] or each["sent_back"]
    ]
    return {**group.described(), "stopped_by": stopped}

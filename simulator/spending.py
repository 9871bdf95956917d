"""What a run asked of models: requests, tokens and money by seat, from the telemetry beside its traces."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from roles.prices import Prices, price_of

_COUNTS = ("requests", "failed_requests", "input_tokens", "output_tokens")


def spending(telemetries: Iterable[Mapping[str, Any]], accepted: int, prices: Prices) -> dict[str, Any]:
    """By seat, in all, and for each accepted conversation; empty where no model was asked.

    The cost is told where every model that was asked has a price, or its provider tells the cost. Answers that were kept
    from before are not counted, for nothing was paid for them.
    """
    seats: dict[str, dict[str, Any]] = defaultdict(lambda: {**dict.fromkeys(_COUNTS, 0), "cost": 0.0})
    for seat, asked in _asked(telemetries):
        counts, tokens = seats[seat], asked.get("tokens") or {}
        counts["requests"] += 1
        counts["failed_requests"] += "error" in asked
        counts["input_tokens"] += tokens.get("input", 0)
        counts["output_tokens"] += tokens.get("output", 0)
        counts["cost"] = _sum(counts["cost"], _cost(asked, tokens, prices))
    if not seats:
        return {}
    total = {name: sum(counts[name] for counts in seats.values()) for name in _COUNTS}
    total["cost"] = None if any(counts["cost"] is None for counts in seats.values()) else sum(c["cost"] for c in seats.values())
    shared = {name: round(value / accepted, 4) for name, value in total.items() if value is not None} if accepted else {}
    by_seat = {seat: _told(counts) for seat, counts in sorted(seats.items(), key=lambda one: (-one[1]["input_tokens"], one[0]))}
    return {"seats": by_seat, "total": _told(total), "per_accepted": shared}


def _asked(telemetries: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for attempt in telemetries:
        for step in attempt["steps"]:
            for asked in step.get("asked") or ():
                yield str(step.get("seat", "?")), asked


def _cost(asked: Mapping[str, Any], tokens: Mapping[str, int], prices: Prices) -> float | None:
    if isinstance(asked.get("cost"), int | float):
        return float(asked["cost"])
    price = price_of(prices, str(asked.get("model", "")))
    if price is None:
        return None if any(tokens.values()) else 0.0
    return price.of(tokens.get("input", 0), tokens.get("output", 0))


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other


def _told(counts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: round(value, 6) if name == "cost" else value for name, value in counts.items() if value is not None}

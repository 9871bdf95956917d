"""How far measures are from a target: total variation, half the sum of absolute differences."""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel

from simulator.measures.buckets import bounds
from simulator.measures.measuring import Measures
from simulator.measures.target import Target

STEERED = (
    "calls_per_turn", "implicit_calls_per_turn", "dependency_depth", "turns_per_conversation",
    "argument_values_in_no_user_text", "cross_turn_flows_per_conversation",
)  # fmt: skip
"""What a run can be made to follow; `argument_values_in_no_user_text` is a rate, the rest are distributions."""


class Comparison(BaseModel, frozen=True):
    """Measures beside a target's."""

    target: str
    measures: Measures
    wanted: dict[str, dict[str, float]]
    """Distribution -> bucket -> share, the target's."""
    rates: dict[str, float]
    distances: dict[str, float]
    """Total variation, by distribution or rate."""
    steered: tuple[str, ...]
    """The names among them that a run can be made to follow."""

    def mean(self, names: Sequence[str]) -> float:
        """The mean of some distances; 0 of none."""
        return round(sum(self.distances[name] for name in names) / (len(names) or 1), 4)

    def largest(self, names: Sequence[str]) -> str:
        """The name of the largest of some distances; empty of none."""
        return max(names, key=lambda name: self.distances[name], default="")


def compared(measures: Measures, target: Target) -> Comparison:
    """Measures beside the target, for all that both have; a rate counts as a distribution of two buckets."""
    distances = {name: distance(measures.dist[name], wanted) for name, wanted in target.dist.items() if name in measures.dist}
    if (rate := "argument_values_in_no_user_text") in target.rate and rate in measures.rate:
        distances[rate] = round(abs(measures.rate[rate] - target.rate[rate]), 4)
    return Comparison(
        target=target.name,
        measures=measures,
        wanted=target.dist,
        rates={name: rate for name, rate in target.rate.items() if name in measures.rate},
        distances=distances,
        steered=tuple(name for name in STEERED if name in distances),
    )


def distance(shares: Mapping[str, float], others: Mapping[str, float]) -> float:
    """The total variation of two distributions, 0 to 1, each scaled to add up to 1; buckets that are nowhere count as empty."""
    one, other = sum(shares.values()) or 1.0, sum(others.values()) or 1.0
    buckets = sorted({*shares, *others}, key=lambda bucket: bounds(bucket)[0])
    return round(sum(abs(shares.get(each, 0) / one - others.get(each, 0) / other) for each in buckets) / 2, 4)

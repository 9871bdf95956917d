"""What a run is steered towards: shares of numbers, from a target or from a wished share of implicit calls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from simulator.measures.buckets import bounds
from simulator.measures.target import Target
from tool_graphs.errors import SimulationError
from tool_graphs.sampling.wishes import Wishes

MUCH = 0.2
SHORT = (1, 1, 1, 1, 3, 3, 3, 3)
"""Numbers of calls where more than `MUCH` of them are to be implicit and nothing else is wished."""
PAIRS = (2, 2, 2, 2)
"""The same where the tools have few threads in which two of three calls go unnamed."""
Shares = tuple[tuple[tuple[int, int], float], ...]
"""(least, most) -> share; open buckets end where they begin."""


@dataclass(frozen=True, slots=True)
class Aims:
    """Shares of numbers, by what they count; None where chance decides."""

    turns: Shares
    calls: Shares
    implicit: Shares | None = None
    implicit_share: float | None = None
    """Of all calls; instead of `implicit`."""
    depth: Shares | None = None
    crossing: Shares | None = None
    offered: Shares | None = None
    unsaid: float | None = None
    """Share of argument values in no user text."""
    free: bool = False
    """Whether only the share of implicit calls says how many calls a turn has."""

    def in_pairs(self) -> "Aims":
        """The same with turns of two calls, where that is free."""
        return replace(self, calls=_even(PAIRS)) if self.free else self


def aims_of(
    target: Target | None, implicit_share: float | None, turns: tuple[int, int], wishes: Wishes, offered: int | None = None
) -> Aims:
    """What a target and a wished share of implicit calls come to; what neither says is drawn as usual.

    Raises SimulationError for a share that is none.
    """
    if implicit_share is not None and not 0 <= implicit_share < 1:
        raise SimulationError(f"implicit_share={implicit_share}: expected a share of all calls from 0 to below 1, such as 0.33")
    dist = {} if target is None else target.dist
    by_share = implicit_share is not None or "implicit_calls_per_turn" not in dist
    return Aims(
        turns=_shares(dist.get("turns_per_conversation")) or _even(range(turns[0], turns[1] + 1)),
        calls=_shares(dist.get("calls_per_turn")) or _even(_lengths(implicit_share, wishes)),
        implicit=None if by_share else _shares(dist["implicit_calls_per_turn"], beyond=1),
        implicit_share=implicit_share,
        depth=_shares(dist.get("dependency_depth")),
        crossing=_shares(dist.get("cross_turn_flows_per_conversation")),
        offered=_shares(dist.get("tools_offered")),
        unsaid=None if target is None else target.rate.get("argument_values_in_no_user_text"),
        free="calls_per_turn" not in dist and (implicit_share or 0.0) > MUCH and not wishes.calls and not wishes.shapes,
    )


def _shares(buckets: Mapping[str, float] | None, beyond: int = 0) -> Shares | None:
    """The shares of numbers; of an open bucket, the number so far `beyond` its first, so that one less is in it as well."""
    if buckets is None:
        return None
    total = sum(buckets.values())
    ranges = [(bounds(bucket), share / total) for bucket, share in buckets.items() if share]
    return tuple(((least + beyond, least + beyond) if most is None else (least, most), share) for (least, most), share in ranges)


def _even(numbers: Sequence[int]) -> Shares:
    return tuple(((number, number), numbers.count(number) / len(numbers)) for number in sorted(set(numbers)))


def _lengths(implicit_share: float | None, wishes: Wishes) -> Sequence[int]:
    """Numbers of calls; where much is to stay implicit, turns have few, for hardly a request names only one of five calls."""
    return SHORT if (implicit_share or 0.0) > MUCH and not wishes.calls and not wishes.shapes else wishes.lengths

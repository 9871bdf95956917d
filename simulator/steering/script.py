"""Scripts: what each conversation of a run should come to, dealt out so that together they are as aimed at.

Attempt number `index` belongs to a block of so many; the scripts of a block are worked out from the seed alone, quotas first.
So an attempt knows nothing of the others, and any number of workers gives the same.
"""

from dataclasses import dataclass
from functools import lru_cache
from random import Random

from simulator.steering.aims import Aims, Shares

BLOCK = 50
"""Attempts whose scripts together are as aimed at."""
EASIEST = 3
"""Calls of turns in which one most easily stays implicit."""
ALLOWANCE = 1.06
"""By how much more implicit calls are wanted than a share comes to, for some turns miss one."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a turn should come to."""

    calls: int
    implicit: int | None = None
    crossing: int | None = None
    """Values from results of earlier turns."""


@dataclass(frozen=True, slots=True)
class Script:
    """What a conversation should come to."""

    turns: tuple[Wish, ...]
    depth: int | None = None
    """Strong flows in a row, at most and at last."""
    crossing: int | None = None
    offered: int | None = None
    unsaid: float | None = None
    share: bool = False
    """Whether implicit calls matter by their share of all calls, so that one turn can make up for another."""
    free: bool = False
    """Whether a turn may have more calls than it was dealt, to make up for another."""


@dataclass(frozen=True, slots=True)
class Scripts:
    """The scripts of a run's attempts."""

    aims: Aims

    def script(self, seed: str, index: int) -> Script:
        """The script of attempt number `index`."""
        block, place = divmod(index, BLOCK)
        return _block(self.aims, seed, block)[place]


def quota(shares: Shares, count: int, rng: Random) -> list[int]:
    """So many numbers, as near to the shares as whole numbers can be, shuffled; the dice choose what is left over."""
    offset, reached, taken = rng.random(), 0.0, 0
    numbers: list[int] = []
    for (least, most), share in shares:
        reached += share * count
        upto = min(count, int(reached + offset))
        first = rng.randrange(most - least + 1)
        numbers += [least + (first + place) % (most - least + 1) for place in range(upto - taken)]
        taken = upto
    numbers += [shares[-1][0][0]] * (count - len(numbers))
    rng.shuffle(numbers)
    return numbers


@dataclass(slots=True)
class _Draft:
    """A conversation while its turns are dealt."""

    turns: int
    depth: int | None
    crossing: int | None
    dealt: list[tuple[int, int | None]]


@lru_cache(maxsize=64)
def _block(aims: Aims, seed: str, block: int) -> tuple[Script, ...]:
    rng = Random(f"steering/{seed}/{block}")
    drafts = _conversations(aims, rng)
    turns = _turns(aims, sum(draft.turns for draft in drafts), rng)
    by_share = aims.implicit_share is not None and not aims.depth
    (_deal_openings if by_share else _deal)(drafts, turns, rng)
    offered = quota(aims.offered, BLOCK, rng) if aims.offered else [None] * BLOCK
    rng.shuffle(drafts)
    return tuple(_script(draft, number, aims, rng) for draft, number in zip(drafts, offered, strict=False))


def _conversations(aims: Aims, rng: Random) -> list[_Draft]:
    """Turns, flows across them and depth: many flows where there are many turns, no depth where nothing flows."""
    turns = sorted(quota(aims.turns, BLOCK, rng), key=lambda number: (-number, rng.random()))
    several = sum(number > 1 for number in turns)
    if aims.crossing:
        crossing = sorted(quota(aims.crossing, BLOCK, rng), reverse=True)
        places = sorted(range(BLOCK), key=lambda place: (place >= several, rng.random() * (0.4 + 1 / turns[place])))
    else:
        crossing, places = [], list(range(BLOCK))
    drafts = [_Draft(number, None, None, []) for number in turns]
    for place, number in zip(places, crossing, strict=False):
        drafts[place].crossing = number if turns[place] > 1 else 0
    if aims.depth:
        depth = sorted(quota(aims.depth, BLOCK, rng), reverse=True)
        ranked = sorted(drafts, key=lambda draft: (-min(draft.crossing or 0, 1), rng.random()))
        flowing = [number for number in depth if number]
        rng.shuffle(flowing)
        for draft, number in zip(ranked, [*flowing, *[0] * BLOCK], strict=False):
            draft.depth = number
    return drafts


def _turns(aims: Aims, count: int, rng: Random) -> list[tuple[int, int | None]]:
    """(calls, implicit ones) of so many turns, the most demanding first."""
    calls = sorted(quota(aims.calls, count, rng), reverse=True)
    if aims.implicit is None and aims.implicit_share is None:
        return [(number, None) for number in calls]
    wanted = sorted(quota(aims.implicit, count, rng), reverse=True) if aims.implicit else _spread(aims, calls, rng)
    if not aims.implicit:
        return list(zip(calls, wanted, strict=True))
    left = list(calls)
    paired: list[tuple[int, int | None]] = []
    for number in wanted:
        easy, tight, any_size = (
            [place for place, size in enumerate(left) if size >= least] for least in (number + 2, number + 1, 0)
        )
        size = left.pop(rng.choice((easy or tight or [0]) if number else any_size))
        paired.append((size, min(number, max(0, size - 1))))
    return paired


def _spread(aims: Aims, calls: list[int], rng: Random) -> list[int]:
    """How many implicit calls turns have, so that together they are the wished share of all calls: one each before two each."""
    wanted = int(ALLOWANCE * (aims.implicit_share or 0.0) * sum(calls) + rng.random())
    given = [0] * len(calls)
    order = sorted(range(len(calls)), key=lambda place: (abs(calls[place] - EASIEST), rng.random()))
    while wanted and (ready := [place for place in order if given[place] < calls[place] - 1]):
        for place in ready[:wanted]:
            given[place] += 1
        wanted -= len(ready[:wanted])
    return given


def _deal_openings(drafts: list[_Draft], turns: list[tuple[int, int | None]], rng: Random) -> None:
    """Gives each conversation one of the turns with the most implicit calls, then the others as they come."""
    ranked = sorted(turns, key=lambda turn: (-(turn[1] or 0), rng.random()))
    rest = ranked[len(drafts) :]
    rng.shuffle(rest)
    for draft, turn in zip(rng.sample(drafts, len(drafts)), ranked, strict=False):
        draft.dealt.append(turn)
        while len(draft.dealt) < draft.turns:
            draft.dealt.append(rest.pop())


def _deal(drafts: list[_Draft], turns: list[tuple[int, int | None]], rng: Random) -> None:
    """Gives each conversation its turns: first those with implicit calls to conversations deep enough for them."""
    for size, implicit in sorted(turns, key=lambda turn: (-(turn[1] or 0), -turn[0], rng.random())):
        open_drafts = [draft for draft in drafts if len(draft.dealt) < draft.turns]
        fit = [draft for draft in open_drafts if _suits(draft, size, implicit)] or open_drafts
        wanting = [draft for draft in fit if _wants(draft)] if size > 1 else []
        if implicit:  # much that is hidden goes with values that flow far
            fit = sorted(wanting or fit, key=lambda draft: (-(draft.depth or 0), rng.random()))
            wanting = fit[: max(1, len(fit) // 4)]
        rng.choice(wanting or fit).dealt.append((size, implicit))


def _suits(draft: _Draft, size: int, implicit: int | None) -> bool:
    """Whether a turn may be one of a conversation: nothing is implicit where nothing flows."""
    if draft.depth is None:
        return True
    if not draft.depth:
        return not implicit
    return size > draft.depth or draft.turns > 1 or (size == 0 and draft.turns > 1)


def _wants(draft: _Draft) -> bool:
    """Whether values have to flow within a turn, and no turn is there in which they could."""
    flows = bool(draft.depth) and not draft.crossing
    return flows and not any(size > (draft.depth or 0) for size, _ in draft.dealt)


def _script(draft: _Draft, offered: int | None, aims: Aims, rng: Random) -> Script:
    turns = list(draft.dealt)
    rng.shuffle(turns)
    if aims.implicit_share is not None:  # what was named once is named for good, so the first turn has the best chances
        turns.sort(key=lambda turn: -(turn[1] or 0))
    if turns[0][0] == 0 and len(turns) > 2:
        turns.append(turns.pop(0))
    crossing = _crossing(draft, turns, rng)
    wishes = tuple(Wish(size, implicit, number) for (size, implicit), number in zip(turns, crossing, strict=False))
    return Script(wishes, draft.depth, draft.crossing, offered, aims.unsaid, aims.implicit_share is not None, aims.free)


def _crossing(draft: _Draft, turns: list[tuple[int, int | None]], rng: Random) -> list[int | None]:
    """In which turns values of earlier ones are used: after the first with calls, as evenly as there are calls."""
    if draft.crossing is None:
        return [None] * len(turns)
    first = next((place for place, (size, _) in enumerate(turns) if size), 0)
    later = [place for place, (size, _) in enumerate(turns) if place > first and size]
    given = [0] * len(turns)
    for _ in range(draft.crossing if later else 0):
        least = min(given[place] for place in later)
        given[rng.choice([place for place in later if given[place] == least])] += 1
    return list(given)

"""Whether each value is said in the place of its own argument, and not in that of another one of its call."""

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import lru_cache
from itertools import combinations
from typing import Any, NamedTuple

from roles.evidence import same
from roles.language.spoken import Heard
from roles.proof.failure import Failure
from roles.proof.offered import Known
from roles.proof.story import Issued, Story
from tool_graphs import path as paths

HEARD = 0.45
"""Readings that are less sure do not count."""
CLEARLY = 0.1
"""How much better the request has to read the other way round."""


class Place(NamedTuple):
    """A value of a call, and where it is claimed to be said."""

    argument: str
    value: Any
    message: int
    span: tuple[int, int]


def swapped(story: Story, call: Issued, tool: Known, places: list[Place]) -> Iterator[Failure]:
    """Pairs of values that the request reads the other way round: the subject's words are the details', and these the subject's.

    Only pairs that could change places by the tool's schema are looked at.
    """
    apart = [pair for pair in combinations(places, 2) if _apart(*pair)]
    if not apart:
        return
    errors = set(tool.tool.argument_errors(call.arguments))
    pairs = [pair for pair in apart if _could_swap(call, tool, errors, *pair)]
    if not pairs:
        return
    texts = {turn.message: turn.text for turn in story.turns}
    said = {each.argument: texts.get(each.message, "") for pair in pairs for each in pair}
    heard = {argument: _heard(tool, text, argument) for argument, text in said.items()}
    for one, other in pairs:
        mine, others = heard[one.argument], heard[other.argument]
        as_told = _score(mine, one.span) + _score(others, other.span)
        turned = _score(mine, other.span) + _score(others, one.span)
        if turned > as_told + CLEARLY:
            first, second = (said[each.argument][slice(*each.span)] for each in (one, other))
            why = f"{call}: the request reads as if {one.argument} were {second!r} and {other.argument} {first!r}"
            yield Failure(rule="swapped", text=why, turn=call.turn, call=call.id, argument=one.argument)


def _apart(one: Place, other: Place) -> bool:
    """Whether the two values differ, are of one type, and stand apart in one request."""
    if one.message != other.message or one.span == other.span or _type(one.value) is not _type(other.value):
        return False
    return not same(one.value, other.value) and paths.pattern(one.argument) != paths.pattern(other.argument)


def _could_swap(call: Issued, tool: Known, errors: Set[str], one: Place, other: Place) -> bool:
    """Whether the tool would take the two values swapped; `errors` are the call's, for one that is not whole lacks arguments."""
    changed: Mapping[str, Any] = _with(_with(call.arguments, one.argument, other.value), other.argument, one.value)
    return tool.tool.takes(changed) or (bool(errors) and set(tool.tool.argument_errors(changed)) <= errors)


def _type(value: Any) -> type:
    return float if isinstance(value, int | float) and not isinstance(value, bool) else type(value)


def _with(value: Any, path: str, leaf: Any) -> Any:
    """The arguments with another leaf; what is not on the way is shared."""
    keys = paths.parse(path)
    if not keys:
        return leaf
    first, rest = keys[0], paths.text(keys[1:]) if keys[1:] else ""
    if isinstance(value, dict):
        return {key: _with(child, rest, leaf) if key == first else child for key, child in value.items()}
    return [_with(child, rest, leaf) if place == first else child for place, child in enumerate(value)]


@lru_cache(maxsize=1024)
def _heard(tool: Known, text: str, argument: str) -> Sequence[Heard]:
    """What a request gives for an argument; a chat verifier wants to know it, and whoever proves the turn after it."""
    return tool.phrasebook.hear(text, tool.tool, tool.field_of(argument), HEARD)


def _score(heard: Sequence[Heard], span: tuple[int, int]) -> float:
    """How surely the words at the span give the argument."""
    return max((each.score for each in heard if each.span[0] < span[1] and span[0] < each.span[1]), default=0.0)

"""Telling one of several found things from the others in a few words: "the cheapest one", "the second one"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tool_graphs import path as paths
from tool_graphs.words import split

ORDINALS: Final = ("first", "second", "third", "fourth", "fifth")
MOST: Final = 5
"""Things among which one is chosen by its place."""
_SUPERLATIVES: Final = (
    (
        r"(?:(?:total|base|unit|nightly|sale) )?(?:price|fare|cost|rate|fee)(?: (?:per|usd|eur|amount).*)?",
        "cheapest",
        "most expensive",
    ),
    (r"(?:(?:average|user|star|overall) )?(?:rating|stars?|score)", "", "best rated"),
    (r"distance(?: \w+)?", "nearest", ""),
    (r"(?:total|amount|total due|amount due|size|capacity|seats|area)(?: \w+)?", "smallest", "largest"),
    (r"(?:release |publication )?year", "oldest", "newest"),
    (r"(?:duration|travel time|duration minutes|minutes)", "shortest", "longest"),
    (
        r"(?:date|day|(?:created|posted|updated|applied|due|opened|sent)(?: at| on| date)?|order date|"
        r"departure(?: time)?|departs at|start(?: time| date)?|starts at)",
        "earliest",
        "latest",
    ),
)
_COMPARED: Final = {"cheapest": "cheaper", "most expensive": "more expensive", "best rated": "better rated", "nearest": "nearer",
                    "shortest": "shorter", "longest": "longer", "smallest": "smaller", "largest": "larger",
                    "oldest": "older", "newest": "newer", "earliest": "earlier", "latest": "later"}  # fmt: skip


_KINDS: Final = frozenset("status state type kind class cabin color colour tier network".split())
_WORDS: Final = re.compile(r"(?!none\b|other\b|unknown\b|first\b|last\b|second\b|third\b)[a-z]{3,}(?: [a-z]{3,})?")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several things: where its value stands, and the words that choose it."""

    path: str
    words: str


def choices(result: Any, path: str) -> list[Choice]:
    """The ways to choose one of the things that the path leads to one of; none where there is but one."""
    return [Choice(place, words) for place, words in _ways(result, path) if paths.holds(result, place)]


def _ways(result: Any, path: str) -> list[tuple[str, str]]:
    """(path, the words that choose it) for each of the things, also those that hold nothing there."""
    place = re.match(r"(.*?)\[\d+\](.*)", path) if "[" in path else None
    if place is None or "[" in place[2]:
        return []
    try:
        items = paths.get(result, place[1]) if place[1] else result
    except LookupError:
        return []
    if not isinstance(items, list) or len(items) < 2:
        return []
    found = [*_by_worth(items), *_by_kind(items), *_by_place(items)]
    return [(f"{place[1]}[{position}]{place[2]}", words) for position, words in found]


def _by_place(items: Sequence[Any]) -> Iterator[tuple[int, str]]:
    yield from list(enumerate(ORDINALS[: len(items)])) if len(items) <= MOST else [(0, "first")]
    yield len(items) - 1, "last"


def _by_worth(items: Sequence[Any]) -> Iterator[tuple[int, str]]:
    if not all(isinstance(item, Mapping) for item in items):
        return
    told: set[str] = set()
    for key in items[0]:
        spoken = " ".join(split(str(key))).lower()
        for form, least, most in _SUPERLATIVES:
            if least + most not in told and re.fullmatch(form, spoken):
                told.add(least + most)
                yield from _extremes([item.get(key) for item in items], least, most)


def _by_kind(items: Sequence[Any]) -> Iterator[tuple[int, str]]:
    """The only overdue one, the only savings account."""
    if not all(isinstance(item, Mapping) for item in items):
        return
    for key in items[0]:
        if split(str(key))[-1:] and split(str(key))[-1].lower() in _KINDS:
            kinds = [str(item.get(key, "")).replace("_", " ").lower() for item in items]
            yield from ((at, kind) for at, kind in enumerate(kinds) if _WORDS.fullmatch(kind) and kinds.count(kind) == 1)


def _extremes(worths: Sequence[Any], least: str, most: str) -> Iterator[tuple[int, str]]:
    plain = all(isinstance(worth, int | float) and not isinstance(worth, bool) for worth in worths)
    if not plain and not all(isinstance(worth, str) and re.match(r"\d{4}-\d\d-\d\d", worth) for worth in worths):
        return
    for words, extreme in ((least, min(worths)), (most, max(worths))):
        if words and worths.count(extreme) == 1:
            yield worths.index(extreme), _COMPARED[words] if len(worths) == 2 else words


def words_for(result: Any, path: str) -> tuple[str, ...]:
    """All the ways to choose just this one."""
    return tuple(dict.fromkeys(choice.words for choice in choices(result, path) if choice.path == path))


def by_worth(words: Sequence[str]) -> tuple[str, ...]:
    """Those of the ways that do not go by place; all where there are no others."""
    return tuple(each for each in words if each not in (*ORDINALS, "last")) or tuple(words)


def heard(text: str, result: Any, path: str) -> frozenset[str]:
    """The paths that the text may mean by such words; empty where it says none."""
    said = text.lower()
    if "the " not in said:
        return frozenset()
    told = [place for place, words in _ways(result, path) if f"the {words}" in said and _tells(said, words)]
    return frozenset([place for place in told if paths.holds(result, place)])


def _tells(said: str, words: str) -> bool:
    return re.search(rf"\bthe {re.escape(words)}\b", said) is not None

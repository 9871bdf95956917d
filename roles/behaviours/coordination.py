"""Coordinations: one value of a request made two, `orders #W1 and #W2`, and such a request read as two."""

import re
from collections.abc import Sequence
from typing import Final

from roles.base import Asked, Mention
from roles.language.names import plural, singular

_BEFORE: Final = re.compile(r"([A-Za-z]+) $")
_LINK: Final = " and "


def doubled(asked: Asked, mention: Mention, second: str, copy: str, nouns: Sequence[str]) -> Asked:
    """The request with a second value beside the first; `copy` is the call that it is for, `nouns` what it may be called."""
    start, end = mention.span
    text, moved = asked.text, 0
    before = _BEFORE.search(text[:start])
    if before and before[1].lower() in nouns:
        many = f"{before[1]}s" if before[1].isupper() else plural(before[1])
        moved = len(many) - len(before[1])
        text = text[: before.start(1)] + many + text[before.end(1) :]
        start, end = start + moved, end + moved
    text = text[:end] + _LINK + second + text[end:]
    added = len(_LINK) + len(second)
    mentions = [
        other
        if other.span[1] <= mention.span[0]
        else other.model_copy(update={"span": _shifted(other.span, moved + (added if other.span[0] >= mention.span[1] else 0))})
        for other in asked.mentions
    ]
    place = (end + len(_LINK), end + added)
    return Asked(text=text, mentions=(*mentions, Mention(call=copy, argument=mention.argument, span=place)))


def read(text: str, first: tuple[int, int], second: tuple[int, int], nouns: Sequence[str]) -> tuple[str, str] | None:
    """The request as if it named one of the values only, for each; None where the two do not stand side by side."""
    if text[first[1] : second[0]] != _LINK:
        return None
    lead, tail = text[: first[0]], text[second[1] :]
    before = _BEFORE.search(lead)
    if before and singular(before[1]).lower() in nouns:
        lead = lead[: before.start(1)] + (before[1][:-1] if before[1].endswith("Ds") else singular(before[1])) + " "
    return lead + text[slice(*first)] + tail, lead + text[slice(*second)] + tail


def _shifted(span: tuple[int, int], by: int) -> tuple[int, int]:
    return span[0] + by, span[1] + by

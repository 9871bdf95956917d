"""Words and the values that they say, put together."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from roles.language import dates
from roles.language.forms import Form

Span = tuple[int, int]


class Part(NamedTuple):
    """Words with the spans of the values in them, by argument path."""

    text: str
    spans: tuple[tuple[str, Span], ...]

    def moved(self, by: int) -> tuple[tuple[str, Span], ...]:
        """The spans, so many characters later."""
        return tuple([(path, (start + by, end + by)) for path, (start, end) in self.spans]) if by else self.spans


def around(form: Form, part: Part) -> Part:
    """A form with the words that say its value."""
    before = f"{form.before} " if form.before else ""
    if before.endswith("at ") and dates.SPOKEN.fullmatch(part.text):
        before = before[:-3] + "on "
    after = form.after if form.after[:1] in ("", ".", ",") else f" {form.after}"
    return Part(before + part.text + after, part.moved(len(before)))


def joined(parts: Sequence[Part]) -> Part:
    """A, B and C."""
    text = ""
    spans: list[tuple[str, Span]] = []
    for position, part in enumerate(parts):
        if position:
            text += " and " if position == len(parts) - 1 else ", "
        spans += part.moved(len(text))
        text += part.text
    return Part(text, tuple(spans))


@lru_cache(maxsize=1024)
def _pieces(template: str) -> tuple[str, ...]:
    """The numbers of a template, and what stands between them."""
    return tuple(re.split(r"(\{\d\})", template))


def filled(template: str, words: Sequence[str], slots: Sequence[str]) -> Part:
    """A template with words for its numbers."""
    text = ""
    spans: list[tuple[str, Span]] = []
    for piece in _pieces(template):
        if piece[:1] == "{":
            number = int(piece[1])
            spans.append((slots[number], (len(text), len(text) + len(words[number]))))
            piece = words[number]
        text += piece
    return Part(text, tuple(spans))

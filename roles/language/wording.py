"""Text under construction that remembers which characters say which value."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Key = tuple[str, str]
"""Call id and argument path of a slot."""
Spans = tuple[tuple[Key, tuple[int, int]], ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """A stretch of text with the spans of the values in it."""

    text: str
    spans: Spans = ()

    def __add__(self, other: "Wording | str") -> "Wording":
        if isinstance(other, str):
            return Wording(self.text + other, self.spans)
        return Wording(self.text + other.text, self.spans + _moved(other.spans, len(self.text)))

    def __radd__(self, before: str) -> "Wording":
        return Wording(before + self.text, _moved(self.spans, len(before))) if before else self

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def spans_at_start(self) -> bool:
        """Whether it begins with a value."""
        return 0 in [start for _, (start, _) in self.spans]

    def between(self, before: str, after: str) -> "Wording":
        """With text before it and text after it."""
        return Wording(before + self.text + after, _moved(self.spans, len(before)))

    def cut(self, start: int) -> "Wording":
        """What follows the first `start` characters; spans must not begin before."""
        return Wording(self.text[start:], _moved(self.spans, -start))

    def without(self, last: str) -> "Wording":
        """Without its last characters, which say no value."""
        return Wording(self.text.removesuffix(last), self.spans)

    def part(self, start: int, end: int) -> "Wording":
        """The characters from `start` to `end`, which no span crosses."""
        inside = [(key, (first - start, last - start)) for key, (first, last) in self.spans if start <= first and last <= end]
        return Wording(self.text[start:end], tuple(inside))

    def capitalized(self) -> "Wording":
        """With a capital first letter, unless a value stands there: values are said as they are."""
        if not self.text or not self.text[0].islower() or self.spans_at_start:
            return self
        return Wording(self.text[0].upper() + self.text[1:], self.spans)

    def ended(self, mark: str) -> "Wording":
        """With a full stop, question mark or exclamation mark, unless the text has one already."""
        return self if self.text.endswith((".", "!", "?", ':"')) and not self._value_at_end() else self + mark

    def _value_at_end(self) -> bool:
        return any(end == len(self.text) for _, (_, end) in self.spans)


def _moved(spans: Spans, by: int) -> Spans:
    """The spans, so many characters later."""
    return tuple([(key, (start + by, end + by)) for key, (start, end) in spans]) if spans else ()


EMPTY = Wording("")


def spaced(parts: Iterable[Wording | str]) -> Wording:
    """The parts that are not empty, with single spaces between them; none before a comma."""
    text = ""
    spans: list[tuple[Key, tuple[int, int]]] = []
    for part in parts:
        words, inside = (part, ()) if isinstance(part, str) else (part.text, part.spans)
        if not words:
            continue
        if text and words[0] not in ",;":
            text += " "
        if inside:
            spans += _moved(inside, len(text))
        text += words
    return Wording(text, tuple(spans))


def listed(parts: Sequence[Wording], last: str = "and") -> Wording:
    """`a`, `a and b`, `a, b and c`."""
    found = parts[0] if parts else EMPTY
    for position, part in enumerate(parts[1:], start=2):
        found = found + (f" {last} " if position == len(parts) else ", ") + part
    return found

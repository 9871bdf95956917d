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
        if not other.spans:
            return Wording(self.text + other.text, self.spans)
        shift = len(self.text)
        moved = tuple((key, (start + shift, end + shift)) for key, (start, end) in other.spans)
        return Wording(self.text + other.text, self.spans + moved)

    def __radd__(self, before: str) -> "Wording":
        if not before:
            return self
        return Wording(before) + self

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def spans_at_start(self) -> bool:
        """Whether it begins with a value."""
        return any(start == 0 for _, (start, _) in self.spans)

    def cut(self, start: int) -> "Wording":
        """What follows the first `start` characters; spans must not begin before."""
        return Wording(self.text[start:], tuple((key, (first - start, last - start)) for key, (first, last) in self.spans))

    def without(self, last: str) -> "Wording":
        """Without its last characters, which say no value."""
        return Wording(self.text.removesuffix(last), self.spans)

    def part(self, start: int, end: int) -> "Wording":
        """The characters from `start` to `end`, which no span crosses."""
        inside = tuple(
            (key, (first - start, last - start)) for key, (first, last) in self.spans if start <= first and last <= end
        )
        return Wording(self.text[start:end], inside)

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


EMPTY = Wording("")


def spaced(parts: Iterable[Wording | str]) -> Wording:
    """The parts that are not empty, with single spaces between them; none before a comma."""
    text = ""
    spans: list[tuple[Key, tuple[int, int]]] = []
    for part in parts:
        if not part:
            continue
        words = part if isinstance(part, str) else part.text
        if text and words[0] not in ",;":
            text += " "
        if not isinstance(part, str):
            shift = len(text)
            spans += [(key, (start + shift, end + shift)) for key, (start, end) in part.spans]
        text += words
    return Wording(text, tuple(spans))


def listed(parts: Sequence[Wording], last: str = "and") -> Wording:
    """`a`, `a and b`, `a, b and c`."""
    found = parts[0] if parts else EMPTY
    for position, part in enumerate(parts[1:], start=2):
        found = found + (f" {last} " if position == len(parts) else ", ") + part
    return found

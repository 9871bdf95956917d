"""The numbers that a text gives, each read once: digits, words, ordinals, dozens, "1.5k", "two and a half"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from roles.language import numbers
from roles.language.moments import moments
from roles.language.tokens import Token, tokens

Span = tuple[int, int]
Number = int | float

_SCALES = {"k": 1000, "thousand": 1000, "mn": 10**6, "million": 10**6, "bn": 10**9, "billion": 10**9, "m": 10**6, "b": 10**9}
_SCALED = re.compile(
    r"(?<![\w.,/:-])(?P<sign>[$€£¥]\s?)?(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
    r"(?:(?P<glued>k|mn|bn)|\s(?P<word>thousand|million|billion)|(?P<letter>[MB]))(?![\w-])",
    re.IGNORECASE,
)
_GROUPED = re.compile(
    r"(?<![\w.,/:-])(?:\d{1,3}(?:\.\d{3})+,\d{1,2}|\d{1,3}(?:['’\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?)(?![\w.,-])"
)
_ORDINAL = re.compile(r"(?<![\w.,/:-])(\d{1,9})(?:st|nd|rd|th)(?![\w-])", re.IGNORECASE)
_PERCENT = re.compile(r"(?<![\w.,/:-])(-?\d+(?:\.\d+)?)(?:\s?%| per ?cent\b)")
_ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
        "sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        1,
    )
}
_PLACED = re.compile(
    rf"\b(?:the|my|our|your|his|her|their|its|this|that|every)\s+({'|'.join(_ORDINALS)})\b(?!\s+of\s+\w+day)", re.IGNORECASE
)
_DOZENS = re.compile(r"\b(half a|a|one|two|three|four|five|six)\s+dozen\b|\b(?:a couple|twice)\b", re.IGNORECASE)
_TIMES = {"half a": 6, "a": 12, "one": 12, "two": 24, "three": 36, "four": 48, "five": 60, "six": 72}
_LESS = re.compile(r"(?:\bminus|\bnegative)\s+\Z", re.IGNORECASE)


@lru_cache(maxsize=512)
def figures(text: str) -> Mapping[Number, tuple[Span, ...]]:
    """Number -> the spans that give it: digits first, then words, then rarer forms."""
    found: dict[Number, list[Span]] = {}
    usual = [*_digits(text), *_spelled(text)]
    rarer = list(_rarer(text)) if _RARE.search(text) else []
    moment = [each.span for each in moments(text)] if usual or rarer else []
    for value, span in usual:
        inside = any(_within(span, other) for other in moment) or any(
            _within(span, other) and span != other for _, other in rarer
        )
        if not inside:
            found.setdefault(value, []).append(span)
    for value, span in rarer:
        if span not in found.get(value, ()) and not any(_within(span, other) for other in moment):
            found.setdefault(value, []).append(span)
    return {value: tuple(spans) for value, spans in found.items()}


_RARE = re.compile(
    rf"\d(?:\s?[kmb]|st|nd|rd|th|['’\u00a0\u202f.]\d|\s?%|\s+per)|\b(?:{'|'.join(_ORDINALS)}|dozen|couple|twice|hundred"
    r"|thousand|million|billion|half|point|minus|negative)\b",
    re.IGNORECASE,
)


def _within(span: Span, other: Span) -> bool:
    return other[0] <= span[0] and span[1] <= other[1]


def _digits(text: str) -> Iterator[tuple[Number, Span]]:
    for piece in tokens(text):
        if piece.kind in ("number", "quoted", "code") and any(map(str.isdigit, piece.text)):
            value = numbers.read_digits(piece.content)
            if value is not None:
                yield value, (piece.start, piece.end)


def _spelled(text: str) -> Iterator[tuple[Number, Span]]:
    for value, start, end in numbers.spelled(tokens(text)):
        yield value, (start, end)


def _rarer(text: str) -> Iterator[tuple[Number, Span]]:
    yield from _scaled(text)
    for match in _GROUPED.finditer(text):
        value = numbers.read_digits(_plain(match.group()))
        if value is not None:
            yield value, match.span()
    for match in _ORDINAL.finditer(text):
        yield int(match.group(1)), match.span()
    for match in _PLACED.finditer(text):
        yield _ORDINALS[match.group(1).lower()], match.span(1)
    for match in _PERCENT.finditer(text):
        share = round(float(match.group(1)) / 100, 10)
        whole = float(match.group(1))
        yield int(whole) if whole.is_integer() else whole, match.span()
        if not share.is_integer():
            yield share, match.span()
    for match in _DOZENS.finditer(text):
        yield _TIMES.get((match.group(1) or "").lower(), 2), match.span()
    yield from _joined(text)


def _scaled(text: str) -> Iterator[tuple[Number, Span]]:
    for match in _SCALED.finditer(text):
        scale = (match["glued"] or match["word"] or match["letter"]).lower()
        if match["letter"] and not match["sign"]:
            continue
        value = round(float(match["number"].replace(",", "")) * _SCALES[scale], 6)
        yield int(value) if value.is_integer() else value, match.span()


def _plain(grouped: str) -> str:
    """Digits with a decimal point, whatever separates thousands and decimals."""
    if re.search(r",\d{1,2}\Z", grouped):
        grouped = grouped.replace(".", "").replace(",", ".")
    return re.sub(r"['’\u00a0\u202f]", "", grouped)


_HUNDREDS = frozenset({"hundred", "thousand", "million"})


def _joined(text: str) -> Iterator[tuple[Number, Span]]:
    """Numbers in several words that plain reading parts: "two hundred and five", "a hundred", "two and a half", "minus five"."""
    pieces = tokens(text)
    for run in _runs(pieces):
        words = [part for piece in run for part in piece.text.lower().split("-")]
        value = _worded(words)
        if value is not None:
            yield value, (run[0].start, run[-1].end)
    for value, (start, end) in (*_digits(text), *_spelled(text)):
        less = _LESS.search(text[max(0, start - 12) : start])
        if less and value > 0:
            yield -value, (max(0, start - 12) + less.start(), end)


def _runs(pieces: Sequence[Token]) -> Iterator[list[Token]]:
    """Runs of number words with a joining word among them."""
    run: list[Token] = []
    for piece in [*pieces, None]:
        word = piece.text.lower() if piece is not None and piece.kind == "word" else ""
        if piece is not None and (_numeral(word) or (word in ("and", "a", "half", "point") and (run or word == "a"))):
            run.append(piece)
            continue
        while run and run[-1].text.lower() in ("and", "a", "point"):
            run.pop()
        if len(run) > 1 and any(each.text.lower() in ("and", "a", "point") for each in run):
            yield run
        run = []


def _numeral(word: str) -> bool:
    return bool(word) and all(part in numbers.KNOWN for part in word.split("-"))


def _worded(words: list[str]) -> Number | None:
    if words[-3:] == ["and", "a", "half"]:
        whole = _worded(words[:-3]) if len(words) > 4 else numbers.read_words(words[:-3])
        return None if whole is None or whole >= 100 else whole + 0.5
    if words.count("point") == 1:
        return _pointed(words)
    if words[0] == "a":
        words = ["one", *words[1:]] if words[1] in _HUNDREDS else []
    if any(after == "and" and before not in _HUNDREDS for before, after in pairwise(words)):
        return None
    return numbers.read_words([word for word in words if word != "and"]) if words else None


def _pointed(words: list[str]) -> Number | None:
    at = words.index("point")
    whole, digits = numbers.read_words(words[:at]), [numbers.read_words([word]) for word in words[at + 1 :]]
    if whole is None or not digits or any(digit is None or digit > 9 for digit in digits):
        return None
    return float(f"{whole}.{''.join(map(str, digits))}")

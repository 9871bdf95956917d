"""Numbers as people write them, in both directions."""

import re
from collections.abc import Sequence
from functools import lru_cache
from random import Random

from roles.language.tokens import Token

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_WORDS = {word: value for value, word in enumerate(_SMALL)} | {
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
KNOWN = _WORDS.keys() | _SCALES.keys()
_NOISE = re.compile(r"[$€£¥,%]")


def read_digits(text: str) -> int | float | None:
    """The number that digits mean, with or without thousands separators, currency sign or percent sign."""
    plain = _NOISE.sub("", text.strip()).replace("−", "-")
    try:
        return int(plain)
    except ValueError:
        pass
    try:
        value = float(plain)
    except ValueError:
        return None
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def read_words(words: Sequence[str]) -> int | None:
    """The number that a run of number words means: ["twenty", "five"] is 25; None for anything else."""
    total, group = 0, None
    for word in words:
        if word in _WORDS:
            if group is not None and not (group % 100 == 0 or (group % 10 == 0 and group % 100 >= 20 and _WORDS[word] < 10)):
                return None
            group = (group or 0) + _WORDS[word]
        elif word in _SCALES and group:
            group *= _SCALES[word]
            if word != "hundred":
                total, group = total + group, 0
        else:
            return None
    return None if group is None else total + group


def spelled(pieces: Sequence[Token]) -> list[tuple[int, int, int]]:
    """(value, start, end) of each number in words among tokens."""
    found: list[tuple[int, int, int]] = []
    words: list[str] = []
    start = end = 0
    for kind, text, first, last in pieces:
        parts: Sequence[str] = _number_words(text) if kind == "word" else ()
        if words and (not parts or read_words([*words, *parts]) is None):
            found += _spelled(words, start, end)
            words = []
        if parts and (words or read_words(parts) is not None):
            start, end = start if words else first, last
            words = [*words, *parts]
    return found + _spelled(words, start, end) if words else found


def _spelled(words: list[str], start: int, end: int) -> list[tuple[int, int, int]]:
    value = read_words(words) if words else None
    return [] if value is None else [(value, start, end)]


@lru_cache(maxsize=4096)
def _number_words(text: str) -> tuple[str, ...]:
    """The parts of a word like "twenty-five"; none where it is no number."""
    lowered = text.lower()
    if lowered in KNOWN:
        return (lowered,)
    if "-" not in lowered:
        return ()
    parts = tuple(lowered.split("-"))
    return parts if all(part in KNOWN for part in parts) else ()


def write_number(value: int | float, rng: Random, counted: bool, grouped: bool) -> str:
    """A number as people write it; `counted`: small ones as words, `grouped`: thousands separators, sometimes."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, float):
        return repr(value)
    if counted and 1 < value <= 12 and rng.random() < 0.7:
        return _SMALL[value]
    if grouped and abs(value) >= 1000 and rng.random() < 0.6:
        return f"{value:,}"
    return str(value)

"""Whether a value is written in a text letter by letter: how benchmarks are measured, stricter than what counts as said."""

import re
from functools import lru_cache
from typing import Any

_WORD = re.compile(r"[^\W_]+")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")


def normal(leaf: Any) -> str:
    """Lower case, words and digits only, with one space between; whole numbers without a point; empty for null."""
    if isinstance(leaf, float) and leaf.is_integer():
        leaf = int(leaf)
    return "" if leaf is None else _normal(leaf if isinstance(leaf, str) else str(leaf))


@lru_cache(maxsize=16384)
def _normal(text: str) -> str:
    return " ".join(_WORD.findall(_THOUSANDS.sub("", text.lower())))


def written(leaf: Any, text: str) -> bool:
    """Whether the value stands in the text as whole words."""
    value = normal(leaf)
    return bool(value) and f" {value} " in f" {_normal(text)} "

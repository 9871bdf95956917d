"""Values as the measures compare them: leaves, and whether a text has one written in it."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

_WORD = re.compile(r"[^\W_]+")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")


def leaves(value: Any) -> Iterator[Any]:
    """The scalars within objects and lists, in order; nothing of empty ones."""
    if isinstance(value, dict):
        for child in value.values():
            yield from leaves(child)
    elif isinstance(value, list):
        for child in value:
            yield from leaves(child)
    else:
        yield value


def normal(leaf: Any) -> str:
    """Lower case, words and digits only, one space between; whole numbers without a point; empty for null."""
    if leaf is None:
        return ""
    if isinstance(leaf, float) and leaf.is_integer():
        leaf = int(leaf)
    return normal_text(leaf if isinstance(leaf, str) else str(leaf))


@lru_cache(maxsize=65536)
def normal_text(text: str) -> str:
    """A text in the same form."""
    return " ".join(_WORD.findall(_THOUSANDS.sub("", text.lower())))


def tells(leaf: Any) -> bool:
    """Whether equal values have to do with each other: no truth values, no single characters."""
    return not isinstance(leaf, bool) and len(normal(leaf)) > 1


def written(value: str, text: str) -> bool:
    """Whether a normal value stands in a normal text, as whole words."""
    return bool(value) and f" {value} " in f" {text} "

"""Plausible numbers by the words of a name: (lowest, highest, decimals)."""

import re
from functools import lru_cache
from pathlib import Path

Range = tuple[float, float, int]

_TABLE = Path(__file__).with_name("numbers.txt").read_text(encoding="utf-8")

_ROWS = tuple(
    (re.compile(line.split(None, 3)[3]), (float(line.split()[0]), float(line.split()[1]), int(line.split()[2])))
    for line in _TABLE.strip().splitlines()
)


@lru_cache(maxsize=65536)
def expected(spoken: str) -> Range | None:
    """The range of a number of that name, or None where the name tells nothing."""
    for pattern, found in _ROWS:
        if pattern.search(spoken):
            return found
    return None


_MEASURED = (
    (re.compile(r"radius|distance|range"), re.compile(r"\bmet(er|re)s\b"), (200, 5000, 0)),
    (re.compile(r"height"), re.compile(r"\b(?<!centi)met(er|re)s\b|\bin m\b"), (1.5, 1.95, 2)),
    (re.compile(r"height"), re.compile(r"\binch"), (60, 76, 0)),
    (re.compile(r"weight"), re.compile(r"\b(pounds|lbs?)\b"), (110, 230, 0)),
    (
        re.compile(r"rate|percent|discount|tip|tax"),
        re.compile(r"\b(decimal|fraction|between 0 and 1|e\.g\.,? 0?\.\d)"),
        (0.02, 0.2, 2),
    ),
    (re.compile(r"amount|price|total"), re.compile(r"\b(stocks?|shares)\b"), (5, 150, 0)),
    (re.compile(r"year|date|season"), re.compile(r"\b(model|manufactur|vehicle|car)\b"), (2012, 2023, 0)),
    (re.compile(r"duration|length|time"), re.compile(r"\bhours\b"), (1, 8, 0)),
    (re.compile(r"duration|length|stay|time"), re.compile(r"\bdays\b"), (2, 14, 0)),
)


def measured(spoken: str, description: str) -> Range | None:
    """The range where the description's unit decides, else None."""
    lowered = description.lower()
    return next((found for name, unit, found in _MEASURED if name.search(spoken) and unit.search(lowered)), None)

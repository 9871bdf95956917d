"""Dates and times as people write them, in both directions."""

import datetime
import re
from functools import lru_cache
from random import Random

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    "|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
DATE = (
    r"(?<![\w.,:/-])(?:\d{4}-\d\d-\d\d(?![\w-])"
    rf"|{_DAY}(?:\ of)?\ {_MONTH}\.?,?\ \d{{4}}(?![\w-])"
    rf"|\b{_MONTH}\.?\ {_DAY},?\ \d{{4}}(?![\w-]))"
)
DATETIME = r"(?<![\w.,:/-])\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?(?!\w)"
TIME = r"(?<![\w.,:/-])(?:\d{1,2}:\d\d(?::\d\d)?(?:\ ?[ap]\.?m\b\.?)?|\d{1,2}\ ?[ap]\.?m\b\.?)(?![\w:])"
ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z")
ISO_DATETIME = re.compile(DATETIME + r"\Z")
_PLAIN = 0.9
"""How often dates are spelled out."""
CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?\Z")

_PARTS = re.compile(r"[a-z]+|\d+", re.IGNORECASE)
_TIME_PARTS = re.compile(r"(\d{1,2})(?::(\d\d))?(?::(\d\d))?\s?([ap])?", re.IGNORECASE)


@lru_cache(maxsize=1024)
def read_date(text: str) -> str | None:
    """The date that a spelling means, as YYYY-MM-DD; None where it means none."""
    parts = [part for part in _PARTS.findall(text) if part.lower() not in ("of", "st", "nd", "rd", "th")]
    if len(parts) != 3:
        return None
    first, second, third = parts
    try:
        if len(first) == 4 and first.isdigit():
            return datetime.date(int(first), int(second), int(third)).isoformat()
        month, day = (first, second) if first.isalpha() else (second, first)
        number = next(n for n, name in enumerate(MONTHS, 1) if name.lower().startswith(month[:3].lower()))
        return datetime.date(int(third), number, int(day)).isoformat()
    except (ValueError, StopIteration):
        return None


def read_time(text: str) -> str | None:
    """The time of day that a spelling means, as HH:MM:SS; None where it means none."""
    match = _TIME_PARTS.match(text.strip())
    if match is None:
        return None
    hour, minute, second = (int(part or 0) for part in match.groups()[:3])
    half = (match.group(4) or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute:02}:{second:02}" if hour < 24 and minute < 60 and second < 60 else None


def read_datetime(text: str) -> str | None:
    """The instant that a spelling means, in one normal form; None where it means none."""
    try:
        return datetime.datetime.fromisoformat(text.replace("Z", "+00:00").replace("z", "+00:00")).isoformat()
    except ValueError:
        pass
    spoken = SPOKEN.fullmatch(text.strip())
    day, clock = (read_date(spoken.group(1)), read_time(spoken.group(2))) if spoken else (None, None)
    return f"{day}T{clock}" if day and clock else None


def same_instant(said: str, meant: str) -> bool:
    """Whether a spelling means this instant; one without a time zone is in the zone of what is meant."""
    heard, wanted = read_datetime(said), read_datetime(meant)
    return heard is not None and wanted is not None and (heard == wanted or heard == wanted.removesuffix("+00:00"))


SPOKEN = re.compile(rf"({DATE})(?:,? at|,)? ({TIME})", re.IGNORECASE)
"""A date and a time of day in one breath."""
_CLOCK = re.compile(r"(\d\d:\d\d):00(?:\.0+)?Z?")
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::00)?Z?\Z")


def write(text: str, form: float) -> str:
    """A date, a time of day or both, as people write it; empty for anything else. `form`, from 0 to 1, chooses how."""
    if not text[:1].isdigit():
        return ""
    if ISO_DATE.match(text):
        return _written(text, form)
    clock = _CLOCK.fullmatch(text)
    if clock:
        return clock[1]
    instant = _INSTANT.match(text)
    if not instant or instant.group(1) < "1000":
        return ""
    return f"{_written(instant.group(1), form if form < _PLAIN else 0.0)} at {instant.group(2)}"


def write_date(iso: str, rng: Random) -> str:
    """A date as people write it, always with its year, never in a form that reads as another date."""
    return _written(iso, rng.random())


def spelled(iso: str) -> tuple[str, str]:
    """A date in the two ways in which `write_date` spells it out."""
    return _written(iso, 0.0), _written(iso, 0.5)


def _written(iso: str, form: float) -> str:
    try:
        day = datetime.date.fromisoformat(iso)
    except ValueError:
        return iso
    if day.year < 1000:
        return iso
    if form < 0.45:
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    if form < _PLAIN:
        return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"
    return iso

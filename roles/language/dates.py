"""Dates and times as people write them, in both directions."""

import datetime
import re
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
CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?\Z")

_PARTS = re.compile(r"[a-z]+|\d+", re.IGNORECASE)
_TIME_PARTS = re.compile(r"(\d{1,2})(?::(\d\d))?(?::(\d\d))?\s?([ap])?", re.IGNORECASE)


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
        return None


def write_date(iso: str, rng: Random) -> str:
    """A date as people write it, always with its year, never in a form that reads as another date."""
    try:
        day = datetime.date.fromisoformat(iso)
    except ValueError:
        return iso
    if day.year < 1000:
        return iso
    form = rng.random()
    if form < 0.45:
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    if form < 0.9:
        return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"
    return iso

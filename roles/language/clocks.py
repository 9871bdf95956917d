"""The times of day that a text gives, each read once."""

import re
from collections.abc import Iterator
from typing import NamedTuple

Span = tuple[int, int]


class Clock(NamedTuple):
    """A time of day that a text gives; one of two where the text does not say which half of the day."""

    span: Span
    time: str
    """HH:MM:SS"""


_HOURS = "one two three four five six seven eight nine ten eleven twelve".split()
_HOUR = rf"(?P<hour>\d{{1,2}}|{'|'.join(_HOURS)})"
_PART = r"(?:\s+in\s+the\s+(?P<part>morning|afternoon|evening)|\s+(?P<night>tonight|at\s+night))?"
_MINUTES = {"quarter": 15, "a quarter": 15, "half": 30, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}
_SPELLED = {"oh five": 5, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50}
_EXACT = re.compile(
    r"(?<![\w.,:/-])(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?(?::(?P<second>\d\d))?"
    rf"(?:\s?(?P<half>[ap])\.?\s?m\b\.?|(?!\d|[.,]\d){_PART})(?![\w:])",
    re.IGNORECASE,
)
_WORDED = re.compile(
    rf"\b(?P<hour>{'|'.join(_HOURS)})(?:\s+(?P<spelled>{'|'.join(_SPELLED)}))?\s?(?P<half>[ap])\.?\s?m\b\.?", re.IGNORECASE
)
_OCLOCK = re.compile(rf"(?<![\w.:/-]){_HOUR}\s+o['’]?clock\b{_PART}", re.IGNORECASE)
_PAST = re.compile(
    r"\b(?P<minutes>half(?= past)|a quarter|quarter|five|ten|twenty-five|twenty|\d{1,2})(?:\s+minutes?)?\s+"
    rf"(?P<way>past|after|to|before|till)\s+{_HOUR}(?:\s?(?P<half>[ap])\.?m\b\.?|(?![\w:]|\.\d){_PART})",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\b(?:noon|midday|midnight)\b", re.IGNORECASE)
_MILITARY = re.compile(r"(?<![\w.,:/-])(\d{1,2})h(\d\d)?(?!\w)|(?<![\w.,:/-])(\d\d)(\d\d)\s+hours\b")


_TOLD = re.compile(
    r"\d(?::\d|\s?[ap]\.?\s?m|h|\s+(?:in|at|ton))|[a-z] ?[ap]\.?m\b|clock|past\b|quarter|half|\bto\b|noon|midday|midnight|hours",
    re.IGNORECASE,
)


def read_clocks(text: str) -> list[Clock]:
    """All times of a text; none that is a part of another."""
    if not _TOLD.search(text):
        return []
    found = list(_clocks(text))
    return [one for one in found if not any(_holds(other.span, one.span) for other in found)]


def _holds(other: Span, span: Span) -> bool:
    return other != span and other[0] <= span[0] and span[1] <= other[1]


def _clocks(text: str) -> Iterator[Clock]:
    for match in _EXACT.finditer(text):
        yield from _exact(match)
    yield from _in_words(text)
    for match in _MILITARY.finditer(text):
        hour, minute = match[1] or match[3], match[2] or match[4] or "0"
        yield from _at(match.span(), int(hour), int(minute), "")


def _in_words(text: str) -> Iterator[Clock]:
    for match in _WORDED.finditer(text):
        minute = _SPELLED[match["spelled"].lower()] if match["spelled"] else 0
        yield from _at(match.span(), _hour(match["hour"]), minute, match["half"].lower())
    for match in _OCLOCK.finditer(text):
        yield from _at(match.span(), _hour(match["hour"]), 0, _half(match), True)
    for match in _PAST.finditer(text):
        yield from _past(match)
    for match in _NAMED.finditer(text):
        yield Clock(match.span(), "00:00:00" if match.group().lower() == "midnight" else "12:00:00")


def _exact(match: re.Match[str]) -> Iterator[Clock]:
    half = (match["half"] or "").lower() or _half(match)
    if half or match["minute"]:
        hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
        yield from _at(match.span(), hour, minute, half, second=second)


def _hour(text: str) -> int:
    return int(text) if text.isdigit() else _HOURS.index(text.lower()) + 1


def _half(match: re.Match[str]) -> str:
    return _part(match["part"], match["night"], _hour(match["hour"]))


def _part(part: str | None, night: str | None, hour: int) -> str:
    """ "a" or "p", as the part of the day tells; empty where nothing does."""
    if part:
        return "a" if part.lower() == "morning" else "p"
    return "" if not night else "a" if hour == 12 or hour < 5 else "p"


_AT = re.compile(r"\b(?:at|it['’]?s|around|about)\s+\Z", re.IGNORECASE)


def _past(match: re.Match[str]) -> Iterator[Clock]:
    told = match["minutes"].lower()
    minutes = int(told) if told.isdigit() else _MINUTES[told]
    hour, way = _hour(match["hour"]), match["way"].lower()
    half = (match["half"] or "").lower() or _half(match)
    if not (half or way == "past" or "quarter" in told or _AT.search(match.string[: match.start()])) or hour > 12:
        return
    if way in ("to", "before", "till"):
        hour, minutes = (hour - 1) or 12, 60 - minutes
    yield from _at(match.span(), hour, minutes, half, True)


def _at(span: Span, hour: int, minute: int, half: str, open: bool = False, second: int = 0) -> Iterator[Clock]:
    """The time; before and after noon where that is left open."""
    if half and hour > 12:
        half = ""
    hours = [hour % 12 + (12 if half == "p" else 0)] if half else [hour % 12, hour % 12 + 12] if open and hour <= 12 else [hour]
    for each in hours:
        if each < 24 and 0 <= minute < 60 and second < 60:
            yield Clock(span, f"{each:02}:{minute:02}:{second:02}")

"""The days and times of day that a text gives, each read once; relative words against today."""

import datetime
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from roles.language.clocks import Clock, read_clocks

Span = tuple[int, int]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_NTHS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth "
    "twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
).split()
_DAY = rf"(?:(?P<day>\d{{1,2}})(?P<nth>st|nd|rd|th)?|(?P<dayword>{'|'.join(sorted(_NTHS, key=len, reverse=True))}))"
_YEAR = r"(?:(?:,|\s+of)?\s+(?P<year>\d{4})(?![\w-])|,?\s+['’](?P<short>\d\d)(?!\w))?"
_NOT_BEFORE, _NOT_AFTER = r"(?<![\w.,:/-])", r"(?![\w:]|[.,/-]\d)"
_DAY_FIRST = re.compile(
    rf"{_NOT_BEFORE}{_DAY}(?:\s+of\s+|\s+|-){_MONTH}(?:-(?P<glued>\d{{4}})(?!\w)|{_YEAR})(?!\w)", re.IGNORECASE
)
_MONTH_FIRST = re.compile(rf"(?<!\w){_MONTH}\s+(?:the\s+)?{_DAY}(?![\d:]|[.,]\d){_YEAR}(?!\w)", re.IGNORECASE)
_YEAR_FIRST = re.compile(rf"{_NOT_BEFORE}(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}})(?![\w/-]|[.:]\d)(?!\.\d)")
_ISO_IN = re.compile(r"(?<![\w.,:/-])(\d{4})-(\d\d)-(\d\d)(?=[T ]\d\d:)")
_SLASHED = re.compile(rf"{_NOT_BEFORE}(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d\d){_NOT_AFTER}")
_SHORTER = re.compile(r"\b(?:on|by|from|until|till|before|after|since|for)\s+(\d{1,2})/(\d{1,2})" + _NOT_AFTER, re.IGNORECASE)
_THE_NTH = re.compile(
    r"\b(?:on|by|from|until|till|before|after|since|for|to|through)\s+(the\s+(\d{1,2})(?:st|nd|rd|th))"
    r"(?=\s*(?:[.,;:!?)]|\Z|\b(?:and|at|to|through|until|for|with|in|please|if|or|instead)\b))",
    re.IGNORECASE,
)
_BEFORE_MONTH = re.compile(
    r"\b(?:on|by|from|until|till|before|after|since|of|for|in|to|through|between|and|is|day|date|,|this|next|last)\s*(?:the\s+)?\Z",
    re.IGNORECASE,
)
_GATE = re.compile(
    r"\d|day\b|tomorrow|tonight|noon|night|morning|afternoon|evening|o['’]clock|\bpast\b|quarter|\b[ap]\.?m\b|week|now\b|ago\b|"
    r"(?:first|second|third|th|[a-z]ieth)\b",
    re.IGNORECASE,
)


class Day(NamedTuple):
    """A day that a text gives; the year is 0 where it says none."""

    span: Span
    year: int
    month: int
    day: int

    def iso(self) -> str:
        """YYYY-MM-DD, with 0000 for no year."""
        return f"{self.year:04}-{self.month:02}-{self.day:02}"


def moments(text: str, today: str = "") -> tuple[Day | Clock, ...]:
    """All days and times of a text; relative words only where today is given, as YYYY-MM-DD."""
    told = _told(text)
    return told + _relative_to(text, today) if today else told


@lru_cache(maxsize=512)
def _told(text: str) -> tuple[Day | Clock, ...]:
    return (*dict.fromkeys(_days(text)), *dict.fromkeys(read_clocks(text))) if _GATE.search(text) else ()


@lru_cache(maxsize=512)
def _relative_to(text: str, today: str) -> tuple[Day, ...]:
    day = _date(today)
    if day is None or not _GATE.search(text):
        return ()
    return tuple(_relative(text, day, [each.span for each in _told(text) if isinstance(each, Day)]))


def _date(iso: str) -> datetime.date | None:
    """A date between the years 2 and 9998; None for anything else."""
    try:
        day = datetime.date.fromisoformat(iso)
    except ValueError:
        return None
    return day if 1 < day.year < 9999 else None


def days(text: str, iso: str, today: str = "") -> list[Span]:
    """The spans that give a day. One without a year is the nearest one before or after today; any, where today is unknown."""
    found = []
    for each in moments(text, today):
        if isinstance(each, Day) and (each.iso() == iso or (not each.year and each.iso()[4:] == iso[4:] and _near(iso, today))):
            found.append(each.span)
    return found


def _near(iso: str, today: str) -> bool:
    day, now = _date(iso), _date(today)
    return day is None or now is None or abs((day - now).days) <= 366


def times(text: str, time: str) -> list[Span]:
    """The spans that give a time of day, HH:MM:SS."""
    return [each.span for each in moments(text) if isinstance(each, Clock) and each.time == time]


@lru_cache(maxsize=4096)
def day_of(value: str) -> tuple[str, ...]:
    """The days, as YYYY-MM-DD, that a value may stand for: two for 05/06/2026."""
    if len(value) > 30:
        return ()
    slashed = _SLASHED.fullmatch(value)
    if slashed and slashed.group(2) != ".":
        first, second, year = int(slashed.group(1)), int(slashed.group(3)), _full(slashed.group(4))
        both = [_valid((0, 0), year, month, day) for month, day in ((first, second), (second, first))]
        return tuple(dict.fromkeys(each.iso() for each in both if each))
    found = dict.fromkeys(_days(value)) if _GATE.search(value) else ()
    return tuple(each.iso() for each in found if each.span == (0, len(value)) and each.year)


def _valid(span: Span, year: int, month: int, day: int) -> Day | None:
    try:
        datetime.date(year or 2024, month, day)
    except ValueError:
        return None
    return Day(span, year, month, day)


def _full(year: str | None) -> int:
    return 0 if not year else int(year) if len(year) == 4 else 2000 + int(year)


_DIGITS_JOINED = re.compile(r"\d[-/.]\d")


def _days(text: str) -> Iterator[Day]:
    lowered = text.lower()
    if any(month in lowered for month in _MONTHS):
        for pattern in (_DAY_FIRST, _MONTH_FIRST):
            for match in pattern.finditer(text):
                if day := _named(match, text):
                    yield day
    if _DIGITS_JOINED.search(text):
        yield from _in_digits(text)


def _in_digits(text: str) -> Iterator[Day]:
    for match in (*_YEAR_FIRST.finditer(text), *_ISO_IN.finditer(text)):
        parts = [int(part) for part in match.groups() if part.isdigit()]
        if day := _valid(match.span(), *parts):
            yield day
    for match in _SLASHED.finditer(text):
        if day := _numbered(match.span(), int(match[1]), int(match[3]), _full(match[4]), match[2] == "."):
            yield day
    for match in _SHORTER.finditer(text) if "/" in text else ():
        if day := _numbered((match.start(1), match.end()), int(match[1]), int(match[2]), 0, False):
            yield day


def _named(match: re.Match[str], text: str) -> Day | None:
    groups = match.groupdict()
    year = _full(groups.get("year") or groups.get("glued") or groups.get("short"))
    if not (year or groups["nth"] or groups["dayword"]) and not _is_month(match, text):
        return None
    day = int(groups["day"]) if groups["day"] else _NTHS.index(groups["dayword"].lower()) + 1
    return _valid(match.span(), year, _MONTHS.index(groups["month"][:3].lower()) + 1, day)


def _is_month(match: re.Match[str], text: str) -> bool:
    """Whether "may" or "march" is the month: not in "20 may come", "May 20 people come?", "march 3 miles"."""
    month = match["month"]
    if month.lower() not in ("may", "march", "mar", "dec", "sept"):
        return True
    if _BEFORE_MONTH.search(text[: match.start()]):
        return True
    begins = not text[: match.start()].strip() or text[: match.start()].rstrip()[-1:] in ".!?"
    people = re.match(r"\s+[a-z]+", text[match.end() :])
    return month[0].isupper() and not (begins and people)


def _numbered(span: Span, first: int, second: int, year: int, day_first: bool) -> Day | None:
    """A day in numbers, where they leave no doubt which is the month."""
    if day_first or first > 12:
        return _valid(span, year, second, first)
    if second > 12 or first == second:
        return _valid(span, year, first, second)
    return None


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(
    rf"\b(?:(?P<which>next|this(?: coming)?|coming|last|past)\s+)?(?P<weekday>{'|'.join(_WEEKDAYS)})\b(?!['’]s\b)", re.IGNORECASE
)
_SHIFTS = {
    "the day after tomorrow": 2, "day after tomorrow": 2, "the day before yesterday": -2, "day before yesterday": -2,
    "today": 0, "tonight": 0, "this morning": 0, "this afternoon": 0, "this evening": 0, "tomorrow": 1, "yesterday": -1,
    "last night": -1,
}  # fmt: skip
_SHIFTED = re.compile(rf"\b(?:{'|'.join(_SHIFTS)})\b", re.IGNORECASE)
_NUMBERS = ("zero one two three four five six seven eight nine ten eleven twelve").split()
_COUNT = rf"(?P<count>\d{{1,3}}|an?|{'|'.join(_NUMBERS[1:])})\s+(?P<unit>days?|weeks?)"
_AHEAD = re.compile(rf"\bin\s+{_COUNT}\b(?!\s+(?:ago|from))", re.IGNORECASE)
_FROM_NOW = re.compile(rf"\b{_COUNT}\s+from\s+(?:now|today)\b", re.IGNORECASE)
_AGO = re.compile(rf"\b{_COUNT}\s+ago\b", re.IGNORECASE)


def _relative(text: str, today: datetime.date, taken: list[Span]) -> Iterator[Day]:
    lowered = text.lower()
    for match in _SHIFTED.finditer(text):
        yield _from(match.span(), today, _SHIFTS[re.sub(r"\s+", " ", match.group().lower())])
    if "day" in lowered or "week" in lowered:
        for match in (*_AHEAD.finditer(text), *_FROM_NOW.finditer(text)):
            yield _from(match.span(), today, _counted(match["count"], match["unit"]))
    for match in _AGO.finditer(text) if " ago" in lowered else ():
        yield _from(match.span(), today, -_counted(match["count"], match["unit"]))
    for match in _WEEKDAY.finditer(text) if "day" in lowered else ():
        if not any(span[0] - 3 <= match.end() <= span[0] or span[1] <= match.start() <= span[1] + 3 for span in taken):
            yield from _weekdays(match, today)
    for match in _THE_NTH.finditer(text) if "the " in lowered else ():
        yield from _nths(match.span(1), int(match[2]), today)


def _from(span: Span, today: datetime.date, shift: int) -> Day:
    day = today + datetime.timedelta(days=shift)
    return Day(span, day.year, day.month, day.day)


def _counted(count: str, unit: str) -> int:
    number = int(count) if count.isdigit() else 1 if count.lower() in ("a", "an") else _NUMBERS.index(count.lower())
    return number * (7 if unit.lower().startswith("week") else 1)


def _weekdays(match: re.Match[str], today: datetime.date) -> Iterator[Day]:
    """The coming one; with "next" also the one after it; with "last" the one before."""
    which, ahead = (match["which"] or "").lower(), (_WEEKDAYS.index(match["weekday"].lower()) - today.weekday()) % 7
    if which in ("last", "past"):
        yield _from(match.span(), today, ahead - 7)
        return
    shifts = [ahead or 7, (ahead or 7) + 7] if which == "next" else [ahead] if ahead else [0, 7]
    for shift in shifts:
        yield _from(match.span(), today, shift)


def _nths(span: Span, number: int, today: datetime.date) -> Iterator[Day]:
    following = today.replace(day=28) + datetime.timedelta(days=7)
    for month in (today, following):
        if day := _valid(span, month.year, month.month, number):
            yield day

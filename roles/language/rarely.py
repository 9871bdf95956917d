"""What is looked for where the usual spellings of a value are not in a text: slower, and rarely needed."""

import re
from collections.abc import Iterator
from functools import lru_cache

from roles.language import dates
from roles.language.amounts import CODES, amount_of, currencies, sums
from roles.language.clocks import Clock
from roles.language.likeness import alternatives, loosely, misread, phrasings, spoken_as, synonyms
from roles.language.moments import Day, day_of, days, moments, times
from roles.language.polarity import manner
from roles.language.senses import Sense, sense
from tool_graphs.tool import Field

Span = tuple[int, int]


def number(text: str, value: int | float, field: Field | None, today: str) -> list[Span]:
    """A number by declared synonyms, as a part of a date or time that the field asks for, or as "no children"."""
    if field is None:
        return []
    found = _declared(text, value, field)
    if found:
        return found
    meaning = sense(field)
    for word in meaning.words[-1:]:
        if word in ("day", "month", "year", "hour", "minute"):
            return [span for span, part in _parts(text, word, today) if part == value]
    if value == 0 and (noun := meaning.counted or (meaning.noun if meaning.kind == "count" else "")):
        return [match.span() for match in re.finditer(rf"\b(?:no|without(?: any)?)\s+{re.escape(noun)}\b", text, re.IGNORECASE)]
    return []


def _parts(text: str, word: str, today: str) -> Iterator[tuple[Span, int]]:
    """(span, the day, month, year, hour or minute) of each moment of the text, and of months that stand alone."""
    for each in moments(text, today):
        if isinstance(each, Day) and word in ("day", "month", "year"):
            yield each.span, getattr(each, word)
        elif isinstance(each, Clock) and word in ("hour", "minute"):
            yield each.span, int(each.time[:2] if word == "hour" else each.time[3:5])
    if word == "month":
        for month, name in enumerate(dates.MONTHS, 1):
            yield from ((span, month) for span in _named_month(text, name))


def _named_month(text: str, name: str) -> list[Span]:
    """Where a text names a month, the verbs "may" and "march" aside."""
    found = [match.span() for match in re.finditer(rf"\b{name}\b", text, re.IGNORECASE)]
    return [span for span in found if not misread(text, name, span)]


def words(text: str, value: str, field: Field | None, today: str) -> list[Span]:
    """A text by declared synonyms, as a date, time, sum or currency, or in other letters."""
    if field is not None and (found := _declared(text, value, field)):
        return found
    if value[:1].isdigit() or value[-1:].isdigit() or value[-1:] in "mMZz.":
        found = _dated(text, value, today)
        if found:
            return found
    if amount_of(value):
        return sums(text, value)
    if value in CODES and field is not None and _money(sense(field)):
        return currencies(text, value)
    return loosely(text, value)


_SHAPED = re.compile(r"\d{4}-\d\d|\d{1,2}(?::\d\d){0,2}\s?(?:[ap]\.?m\.?)?Z?|-?\d+(?:\.\d+)?", re.IGNORECASE)


@lru_cache(maxsize=4096)
def literal(value: str) -> bool:
    """Whether a value, such as `W-1234`, can be said in its own letters and digits alone: no date, sum, number or plain word."""
    if not value.isascii() or not value.strip() or value[-1].isalpha() or value.isdigit() or value in CODES:
        return False
    shaped = (dates.CLOCK.match(value), dates.ISO_DATE.match(value), dates.ISO_DATETIME.match(value), _TIMED.match(value))
    if any(shaped) or _SHAPED.fullmatch(value) or day_of(value) or amount_of(value):
        return False
    return not alternatives(value)


def _declared(text: str, value: int | float | str | bool, field: Field) -> list[Span]:
    return [span for each in synonyms(field.schema, value) for span in spoken_as(text, each) or loosely(text, each)]


def _money(meaning: Sense) -> bool:
    return any(word in ("currency", "currencies", "ccy") for word in meaning.words) or meaning.words[-1:] in (("from",), ("to",))


def clock(text: str, value: str, exact: list[Span]) -> list[Span]:
    """A time of day; where its digits stand in a longer spelling ("10:00 pm"), that one decides."""
    longer = [each.span for each in moments(text) if isinstance(each, Clock)]
    found = times(text, dates.read_time(value) or "")
    return found + [one for one in exact if not any(other[0] <= one[0] and one[1] <= other[1] for other in longer)]


_TIMED = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)[T ](?P<time>\d\d:\d\d(?::\d\d)?)(?:\.0+)?(?:Z|[+-]\d\d:?\d\d)?\Z", re.IGNORECASE)


def _dated(text: str, value: str, today: str) -> list[Span]:
    if dates.ISO_DATE.match(value):
        return days(text, value, today) if _is_day(value) else []
    timed = _TIMED.match(value)
    if timed:
        return _instants(text, timed["day"], dates.read_time(timed["time"]) or "", today)
    if re.fullmatch(r"\d{4}-\d\d", value):
        return _months(text, value)
    if re.fullmatch(r"\d{1,2}(?::\d\d){0,2}\s?(?:[ap]\.?m\.?)?Z?", value, re.IGNORECASE) and not value.isdigit():
        return times(text, dates.read_time(value) or "")
    return [span for iso in day_of(value) for span in days(text, iso, today)]


def _is_day(iso: str) -> bool:
    return dates.read_date(iso) is not None


def _instants(text: str, day: str, time: str, today: str) -> list[Span]:
    """A day and a time of day close to each other; the day alone where the time is midnight."""
    if not _is_day(day):
        return []
    found = days(text, day, today)
    clocks = times(text, time)
    joined = [(min(one[0], other[0]), max(one[1], other[1])) for one in found for other in clocks if _beside(text, one, other)]
    return joined or (found if time == "00:00:00" else [])


def _beside(text: str, one: Span, other: Span) -> bool:
    between = text[min(one[1], other[1]) : max(one[0], other[0])]
    return len(between) <= 40 and not re.search(r"[.!?]\s", between)


def _months(text: str, value: str) -> list[Span]:
    year, month = value.split("-")
    if not 1 <= int(month) <= 12:
        return []
    name = dates.MONTHS[int(month) - 1]
    return [match.span() for match in re.finditer(rf"\b(?:{name}|{name[:3]}\.?),?(?: of)? {year}\b", text, re.IGNORECASE)]


def yes_or_no(text: str, value: bool, field: Field) -> list[Span]:
    """A yes or no by declared synonyms, or with small words between the parameter's own."""
    found = _declared(text, value, field)
    if found or _declared(text, not value, field):
        return found
    return [span for yes, span in phrasings(text, manner(sense(field)).topic) if yes == value]

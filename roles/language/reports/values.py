"""Values of results as an assistant says them: exact, but readable."""

import datetime
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from roles.language import names
from roles.language.dates import MONTHS

LONGEST = 90
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?")
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
_MONEY = re.compile(
    r"\b(price|cost|total|amount|fare|fee|premium|balance|refund|tax|due|subtotal|salary|charge|deposit|payment|budget|revenue|"
    r"discount|difference|saved|income|payout|rent)\b"
)
_COUNTED = re.compile(r"\b(count|number|quantity|percent|percentage|miles|points|pages|days|year|change|minutes|weight)\b")
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_OWN = ("status", "name", "title", "type", "date", "time", "url", "description", "count", "price", "total", "state", "address")
"""What a thing's own property may be called without the thing."""
_PLAIN_CODE = re.compile(r"[a-z]+(?:_[a-z]+)+")


@lru_cache(maxsize=16384)
def spoken_name(key: str, thing: str = "") -> str:
    """A property as people call it: `order_status` of an order is "status", `order_id` is "order ID"."""
    parts = names.split(key)
    if thing and len(parts) > 1 and parts[0] == thing and parts[1] in _OWN:
        parts = parts[1:]
    spoken = names.noun("_".join(parts))
    if not spoken.split():
        return "value"  # a name without a word, such as "1"
    return spoken if spoken != "value" or parts == ("value",) else " ".join(parts) or "value"


@lru_cache(maxsize=16384)
def is_money(name: str) -> bool:
    """Whether a number of that (spoken) name is an amount of money."""
    return bool(_MONEY.search(name)) and not _COUNTED.search(name)


def money(value: float, currency: Any) -> str:
    """An amount with its currency, if that is known: `$116.88`, `836.45 JPY`."""
    cents = isinstance(value, float) and round(value, 2) == value and not value.is_integer()
    written = f"{value:,.2f}" if cents else number(value)
    if not isinstance(currency, str) or not currency:
        return written
    sign = _SIGNS.get(currency)
    if sign is None:
        return f"{written} {currency}"
    return f"-{sign}{written[1:]}" if written.startswith("-") else sign + written


def number(value: float) -> str:
    """Digits; thousands apart from 10,000 on."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, int) and abs(value) >= 10_000:
        return f"{value:,}"
    return str(value)


def counted(size: int) -> str:
    """A small number as a word."""
    return _SMALL[size] if 0 <= size < len(_SMALL) else str(size)


def date(text: str) -> str | None:
    """An ISO date or moment as people say it; None for other texts."""
    if not text[:4].isdigit():
        return None
    if _DATE.fullmatch(text):
        return _day(text)
    moment = _MOMENT.fullmatch(text)
    if moment is None or (day := _day(moment[1])) is None:
        return None
    return f"{day} at {moment[2]}"


@lru_cache(maxsize=4096)
def _day(text: str) -> str | None:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def said(value: Any, name: str = "", currency: Any = None) -> str:
    """Any scalar; numbers of ids and years stay as they are."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        if is_money(name):
            return money(value, currency)
        return str(value) if name.endswith(("ID", "year", "number", "code")) else number(value)
    text = str(value).strip()
    day = date(text)
    if day is not None:
        return day
    if _PLAIN_CODE.fullmatch(text):
        return text if name.endswith(("ID", "name", "number", "code", "username")) else text.replace("_", " ")
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(" ,.;:") + "…"


def is_date(value: Any) -> bool:
    """Whether the value tells a day."""
    return isinstance(value, str) and date(value) is not None


def prose(parts: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}" if parts else ""


def opened(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]

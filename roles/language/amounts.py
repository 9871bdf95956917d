"""Sums of money: "$1,299.00", "20 dollars", "EUR 5", "fifty bucks"."""

import re
from functools import lru_cache

from roles.language.figures import Number, figures

Span = tuple[int, int]

_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}
_NAMES = {
    "dollar": "USD", "buck": "USD", "euro": "EUR", "pound": "GBP", "quid": "GBP", "yen": "JPY", "rupee": "INR", "franc": "CHF",
    "yuan": "CNY", "won": "KRW", "peso": "MXN", "real": "BRL", "krona": "SEK", "krone": "NOK", "zloty": "PLN",
}  # fmt: skip
_NATIONS = {
    "us": "USD", "american": "USD", "canadian": "CAD", "australian": "AUD", "swiss": "CHF", "british": "GBP", "japanese": "JPY",
    "indian": "INR", "mexican": "MXN", "chinese": "CNY", "swedish": "SEK", "norwegian": "NOK", "singapore": "SGD",
}  # fmt: skip
CODES = frozenset(
    {*_SIGNS.values(), *_NAMES.values(), *_NATIONS.values(), "HKD", "NZD", "DKK", "ZAR", "TRY", "THB", "CZK", "HUF"}
)
_NAME = re.compile(
    rf"\b(?:(?P<nation>{'|'.join(_NATIONS)})\s+)?(?P<name>{'|'.join(_NAMES)})(?:s|es|r|er)?\b|[$€£¥₹]|\b(?:{'|'.join(sorted(CODES))})\b",
    re.IGNORECASE,
)
_ANY = re.compile(rf"[$€£¥₹]|{'|'.join((*_NAMES, *sorted(CODES)))}", re.IGNORECASE)
"""What no sum is without."""
_BEFORE = re.compile(r"(?:[$€£¥₹]|\b[A-Z]{3}|US\$)\s?\Z")
_AFTER = re.compile(
    rf"\s?(?:[€£¥₹$]|[A-Z]{{3}}\b|(?:(?:{'|'.join(_NATIONS)})\s+)?(?:{'|'.join(_NAMES)})(?:s|es|r|er)?\b)", re.IGNORECASE
)


def code_of(text: str) -> str:
    """The currency that a sign, a name or a code means; empty for none."""
    match = _NAME.fullmatch(text.strip().removeprefix("US$") and text.strip())
    if text.strip() in ("US$", "$US"):
        return "USD"
    if match is None:
        return ""
    if match["nation"]:
        return _NATIONS[match["nation"].lower()]
    return _NAMES.get((match["name"] or "").lower()) or _SIGNS.get(match.group()) or match.group().upper()


@lru_cache(maxsize=512)
def amounts(text: str) -> tuple[tuple[Number, str, Span], ...]:
    """(number, currency code, span) of each sum in a text."""
    found = []
    for value, spans in figures(text).items():
        for start, end in spans:
            sum = _sum(text, start, end)
            if sum is not None:
                found.append((value, *sum))
    return tuple(found)


def _sum(text: str, start: int, end: int) -> tuple[str, Span] | None:
    """The currency beside a number, or within its span, and the span of both."""
    if (code := code_of(text[start])) and text[start] in _SIGNS:
        return code, (start, end)
    before = _BEFORE.search(text[max(0, start - 5) : start])
    if before and (code := code_of(before.group())):
        return code, (start - len(before.group()), end)
    after = _AFTER.match(text, end)
    if after and (code := code_of(after.group())):
        return code, (start, after.end())
    return None


@lru_cache(maxsize=4096)
def amount_of(value: str) -> tuple[Number, str] | None:
    """The sum that a value is, as a whole; None for anything else."""
    if len(value) > 24 or not any(map(str.isdigit, value)) or not _ANY.search(value):
        return None
    return next(((number, code) for number, code, span in amounts(value) if span == (0, len(value))), None)


def sums(text: str, value: str) -> list[Span]:
    """The spans that give the sum that a value is."""
    wanted = amount_of(value)
    return [span for number, code, span in amounts(text) if (number, code) == wanted] if wanted else []


def currencies(text: str, code: str) -> list[Span]:
    """The spans that name a currency."""
    return [match.span() for match in _NAME.finditer(text) if code_of(match.group()) == code]

"""Facts: the scalars of a result, and the verb phrases that say them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter
from typing import Any

from roles.language import names
from roles.language.nouns import with_article
from roles.language.reports.values import is_date, is_money, said, spoken_name
from tool_graphs.words import listed

_TELLING = (
    "status", "state", "result", "answer", "total", "price", "cost", "amount", "refund", "balance", "premium", "rate", "score",
    "rank", "title", "name", "temperature", "condition", "date", "departure", "arrival", "start", "due", "delivery", "author",
    "director", "artist", "location", "city", "address", "rating", "email", "phone", "end", "count", "time", "gate", "delay",
)  # fmt: skip
_RANKS = {word: rank for rank, word in enumerate(_TELLING)}
_SILENT = re.compile(
    r"\b(success|ok|error|errors|warning|message|detail|page|pages|cursor|next|previous|has more|offset|limit|currency|password|"
    r"secret|token|thumbnail|image|avatar|logo|icon|etag|hash|code of conduct|html|payload|blob|"
    r"(?:backdrop|poster|profile|logo) path)\b"
)
_LINK = re.compile(r"\b(url|link|website|href|uri|homepage)\b", re.IGNORECASE)
_WRAPPERS = ("data", "result", "response", "details", "information", "summary", "dates")
_ADJECTIVES = listed(
    "available valid active open closed eligible refundable writable readable editable taken free online offline paid verified "
    "enabled disabled locked unlocked public private archived approved connected signed"
)
_DAYS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), phrase)
    for pattern, phrase in (
        (r"^valid (from|until|through|to)$", "is valid {1}"),
        (r"^valid$", "is valid on"),
        (r"^(expiry|expires|expiration|expires on|expires at)\b", "expires on"),
        (r"^expected( on| at| date)?$", "is expected on"),
        (r"^due\b", "is due on"),
        (r"^(estimated|expected) (delivery|arrival)", "should arrive on"),
        (r"^delivery( date)?$", "arrives on"),
        (r"^(estimated )?departs?\b|^(estimated )?departure( time| date)?$", "leaves on"),
        (r"^arriv(es|al)\b", "arrives on"),
        (r"^starts?( time| date| at| on)?$", "starts on"),
        (r"^ends?( time| date| at| on)?$", "ends on"),
        (r"^check in\b", "has its check-in on"),
        (r"^check out\b", "has its check-out on"),
        (r"^release( date)?$", "came out on"),
        (r"^(occurred|happened|started|ended|expired|arrived|left|joined|died|opened|closed|began|landed|departed)\b", "{1} on"),
        (r"^(?:last )?(\w+ed|sent|paid|built|held|written)( at| on| date| time)?$", "was {1} on"),
        (r"^(date|day|when|time|local time|event date)$", "is on"),
        (r"^(deathday|date of death|death date)$", "died on"),
        (r"^(birthdate|birth date|date of birth|birthday)$", "was born on"),
    )
)


ID = 60
"""From this rank on, facts are ids, links and long texts."""
KNOWN = 100
"""From this rank on, facts are what the caller said."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One scalar of a result."""

    key: str
    name: str
    value: Any
    text: str
    rank: int


def facts(result: Mapping[str, Any], arguments: Iterable[Any], thing: str, aspect: str = "") -> list[Fact]:
    """The scalars worth saying, most telling first; what the caller said goes last."""
    known = {str(value) for value in arguments}
    return sorted(_scalars(result, thing, aspect, known, 0), key=_BY_RANK)


_BY_RANK = attrgetter("rank")


_SCALAR = (str, int, float)


def _scalars(result: Mapping[str, Any], thing: str, aspect: str, known: set[str], depth: int) -> list[Fact]:
    found: list[Fact] = []
    currency = next((value for key, value in result.items() if _is_currency(key)), None)
    for key, value in result.items():
        if isinstance(value, dict) and depth < 1:
            found += [_within(key, fact, thing) for fact in _scalars(value, thing, aspect, known, depth + 1)]
        elif isinstance(value, _SCALAR) and value != "":
            name = spoken_name(key, thing)
            if _silent(name) and not (len(result) == 1 and not isinstance(value, bool)):
                continue
            if (isinstance(value, bool) and not _truth(name, value)) or _is_epoch(value):
                continue
            rank = _rank(name, aspect) + depth * 2 + KNOWN * (str(value) in known) + 8 * isinstance(value, bool)
            found.append(Fact(key, name, value, said(value, name, currency), rank))
    return found


@lru_cache(maxsize=16384)
def _is_currency(key: str) -> bool:
    return key.lower().endswith("currency")


def _within(key: str, fact: Fact, thing: str) -> Fact:
    """A fact of a part, named after it: the name in `location` is the location's."""
    part = spoken_name(key, thing)
    if part.split()[-1] in (thing, *_WRAPPERS) or part in fact.name or isinstance(fact.value, bool):
        return fact
    return replace(fact, name=f"{part} {fact.name}")


def _is_epoch(value: Any) -> bool:
    """Whether it is a time in seconds, which nobody says."""
    return type(value) is int and 1_200_000_000 < value < 2_200_000_000


@lru_cache(maxsize=16384)
def _silent(name: str) -> bool:
    return bool(_SILENT.search(name.lower()))


@lru_cache(maxsize=16384)
def _rank(name: str, aspect: str) -> int:
    parts = name.lower().split()
    if parts[-1] == "name" and len(parts) > 1 and name not in ("full name", "company name"):
        return 50
    if aspect and aspect in names.split(name):
        return -5
    if parts[-1:] == ["id"]:
        return ID
    if _LINK.search(name) or parts[-1:] in (["description"], ["summary"], ["note"], ["bio"], ["overview"]):
        return ID + 5
    return min((_RANKS[part] for part in parts if part in _RANKS), default=45)


def predicate(fact: Fact) -> str:
    """What the fact says of its thing, as a verb phrase: `is pending`, `costs $5`, `has a rating of 4`."""
    name, text = fact.name, fact.text
    if isinstance(fact.value, bool):
        return _truth(name, fact.value)
    if is_date(fact.value):
        return f"{_on_a_day(name)} {text}"
    last = name.split()[-1]
    if last in ("status", "state") and isinstance(fact.value, str) and len(text) < 30 and text.islower():
        return f"is {text}" if name in ("status", "state") else f"has the {name} {text}"
    if isinstance(fact.value, int | float) and is_money(name):
        if last in ("price", "cost", "fare"):
            return f"costs {text}"
        if name.endswith("per night"):
            return f"costs {text} per night"
        return f"comes to {text}" if name in ("total", "grand total", "total amount") else f"has {with_article(name)} of {text}"
    if last == "count" and isinstance(fact.value, int):
        return _several(name, fact.value)
    return _worded(name, text, isinstance(fact.value, str))


def _worded(name: str, text: str, is_text: bool) -> str:
    if is_text and name in ("author", "artist", "director", "writer", "composer", "manufacturer"):
        return f"is by {text}"
    if is_text and name in ("city", "country", "location", "region"):
        return f"is in {text}"
    if is_text and name == "address":
        return f"is at {text}"
    if is_text and name in ("name", "title", "full name"):
        return f"is called {text}"
    if name == "in stock":
        return f"has {text} in stock"
    if not is_text and names.plural(name) == name and not name.endswith(("ss", "us", "is")):
        return f"has {text} {name if text != '1' else names.singular(name)}"
    if not is_text and not name.endswith(("ID", "number", "code")):
        return f"has {with_article(name)} of {text}"
    return f"has the {name} {text}"


def _truth(name: str, value: bool) -> str:
    if name == "exists":
        return "exists" if value else "does not exist"
    word = name.removeprefix("is ")
    adjective, _, rest = word.rpartition(" ")
    if word in _ADJECTIVES or name.startswith("is "):
        return f"is {'' if value else 'not '}{word}"
    if adjective and rest in ("included", "allowed", "required", "available", "refundable"):
        return f"has {adjective} {rest}" if value else f"has no {adjective} {rest}"
    return f"{'has' if value else 'does not have'} {word[4:]}" if word.startswith("has ") else ""


@lru_cache(maxsize=16384)
def _on_a_day(name: str) -> str:
    """What a thing does on the day that its fact tells, as far as to the day itself."""
    plain = name.removesuffix(" date") if name != "date" else name
    for pattern, phrase in _DAYS:
        match = pattern.search(name) or pattern.search(plain)
        if match is not None:
            return phrase.replace("{1}", match[1] if match.re.groups and match[1] else "")
    return f"has the {name}"


def _several(name: str, value: int) -> str:
    noun = name.removesuffix(" count") or "item"
    return f"has {value} {noun if value == 1 else names.plural(noun)}" if noun != "count" else f"counts {value}"

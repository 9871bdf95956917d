"""Texts that say a value in other letters: declared synonyms, other spellings, other endings, other spacing."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from tool_graphs.words import plural, singular

Span = tuple[int, int]

SYNONYMS = "x-synonyms"
"""The keyword of a schema: value -> other words for it."""


def synonyms(schema: Mapping[str, Any], value: Any) -> tuple[str, ...]:
    """The other words that a schema declares for a value."""
    declared = schema.get(SYNONYMS)
    if not isinstance(declared, Mapping):
        return ()
    key = str(value).lower() if isinstance(value, bool) else str(value)
    found = declared.get(key, ())
    return tuple(str(each) for each in ([found] if isinstance(found, str) else found if isinstance(found, list) else ()) if each)


def spoken_as(text: str, words: str) -> list[Span]:
    """Where words stand in a text, any case, spacing or hyphens between them, singular or plural."""
    pieces = [re.escape(piece) for piece in re.split(r"[\s_-]+", words.strip()) if piece]
    if not pieces:
        return []
    return [match.span() for match in _pattern(tuple(pieces)).finditer(text)]


_GAP = r"[\s_‐‑–-]*"


@lru_cache(maxsize=4096)
def _pattern(pieces: tuple[str, ...]) -> re.Pattern[str]:
    last = pieces[-1]
    ending = "(?:e?s)?" if last[-1:].isalpha() else ""
    return re.compile(rf"(?<![\w@#]){_GAP.join(pieces)}{ending}(?!\w|@)", re.IGNORECASE)


_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z]{2})(?=\d)|(?<=\d)(?=[A-Za-z]{2})")


def loosely(text: str, value: str) -> list[Span]:
    """Where a text says a value in camel case, with accents, in another number, with other spaces, or as a phone number."""
    if not 2 <= len(value) <= 80:
        return []
    found = _split(text, value) or _unaccented(text, value) or _inflected(text, value)
    return found or (_phones(text, value) if sum(map(str.isdigit, value)) >= 7 else [])


def alternatives(value: str) -> bool:
    """Whether `loosely` could find an ASCII value in other letters of an ASCII text."""
    last = value.rpartition(" ")[2]
    return 2 <= len(value) <= 80 and bool(_humps(value) or last.isalpha() or _PHONE.fullmatch(value.strip()))


def _split(text: str, value: str) -> list[Span]:
    """`roundTrip` and "10GB" as the words they are made of."""
    pieces = _humps(value)
    if not pieces:
        return []
    lowered = text.lower()
    if not all(piece.lower() in lowered for piece in pieces):
        return []
    return spoken_as(text, " ".join(pieces))


@lru_cache(maxsize=4096)
def _humps(value: str) -> tuple[str, ...]:
    """The words that a value is made of; none where it is one, or made of something else."""
    pieces = [piece for piece in re.split(r"[\s_-]+", _HUMP.sub(" ", value)) if piece]
    if len(pieces) < 2 or not value.replace("_", "").replace("-", "").replace(" ", "").isalnum():
        return ()
    return () if any(piece.isdigit() for piece in pieces) and len(pieces) > 2 else tuple(pieces)


def _unaccented(text: str, value: str) -> list[Span]:
    if text.isascii() and value.isascii():
        return []
    bare, wanted = _bare(text), _bare(value)
    return spoken_as(bare, wanted) if bare != text or wanted != value else []


@lru_cache(maxsize=512)
def _bare(text: str) -> str:
    """Letters without accents, one for one."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text)


def _inflected(text: str, value: str) -> list[Span]:
    """The last word in the other grammatical number: "city" and "cities"."""
    before, gap, last = value.rpartition(" ")
    word = last.lower()
    if not word.isalpha() or len(word) < 3:
        return []
    lowered = text.lower()
    forms = dict.fromkeys(form for form in _other_numbers(word) if form in lowered)
    return [span for form in forms for span in spoken_as(text, before + gap + form)]


@lru_cache(maxsize=4096)
def _other_numbers(word: str) -> tuple[str, ...]:
    return tuple(form for form in (plural(word), singular(word)) if form != word)


_PHONE = re.compile(r"(?<![\w.,])(?:\+|\()?\d[\d ().-]{5,}\d(?![\w])")


def _phones(text: str, value: str) -> list[Span]:
    if not _PHONE.fullmatch(value.strip()):
        return []
    wanted = re.sub(r"\D", "", value)
    return [match.span() for match in _PHONE.finditer(text) if _same_phone(re.sub(r"\D", "", match.group()), wanted)]


def _same_phone(said: str, wanted: str) -> bool:
    return said == wanted or (min(len(said), len(wanted)) >= 10 and (said == "1" + wanted or wanted == "1" + said))


_VERB_MONTHS = {"may", "march"}
_IN_TIME = re.compile(
    r"\b(?:in|of|this|next|last|by|until|till|since|for|during|from|to|and|early|late|mid|or|through)\s+\Z|,\s*\Z|\d\s+\Z",
    re.IGNORECASE,
)
_SWITCHED = re.compile(
    r"\b(?:turn|turned|switch|switched|power|powered|keep|leave|set|put|be|is|are|to|stay|it|them|stays|always|mode|status|state)\s+\Z",
    re.IGNORECASE,
)


def switched(text: str, span: Span) -> bool:
    """Whether "on" or "off" there is said of a switch: "turn it on"."""
    return _SWITCHED.search(text[: span[0]]) is not None


_GOES_ON = re.compile(r"\s+[\w\"'$€#]")


def misread(text: str, value: str, span: Span) -> bool:
    """Whether a word that looks like the value is another: "may" the verb, "on" before a day."""
    word = value.lower()
    if word in _VERB_MONTHS:
        return not _is_month(text, span)
    if word in ("on", "off", "in", "out"):
        before, after = text[: span[0]], text[span[1] :]
        quoted = bool(before[-1:] and before[-1:] in "\"'“‘")
        return not quoted and not _SWITCHED.search(before) and bool(_GOES_ON.match(after)) and text[slice(*span)] != value.upper()
    return False


def _is_month(text: str, span: Span) -> bool:
    if (
        _IN_TIME.search(text[: span[0]])
        or re.match(r"\s+\d", text[span[1] :])
        or re.match(r"\s*(?:[.,;!?)\"']|\Z)", text[span[1] :])
    ):
        return True
    begins = not text[: span[0]].strip() or text[: span[0]].rstrip()[-1:] in ".!?"
    return text[span[0]].isupper() and not begins


def phrasings(text: str, topic: str) -> Iterator[tuple[bool, Span]]:
    """(yes or no, span) where words of a yes-or-no parameter stand with small words between them, or with another ending."""
    words = [re.escape(word) for word in re.split(r"[\s_-]+", topic.lower()) if word]
    for match in _phrased(tuple(words)).finditer(text):
        clause = re.split(r"[.;!?,\n]", text[: match.start()])[-1]
        no = _NO.search(clause)
        off = _OFF.match(text[match.end() :])
        start = match.start() - (len(clause) - no.start() if no else 0)
        yield not (no or off), (start, match.end() + (off.end() if off else 0))


_NO = re.compile(
    r"\b(?:no|not|never|without|exclude|excluding|skip|disable|omit|\w+n['’]t)\b(?: [\w-]+){0,4} ?\Z|\bnon-?\Z", re.IGNORECASE
)
_OFF = re.compile(r" (?:should |must |be |is |to |turned |set )*(?:off|disabled|no|false)\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def _phrased(words: tuple[str, ...]) -> re.Pattern[str]:
    between = r"(?:[\s_-]+(?:me|us|him|her|them|the|a|an|any|my|our|all|some))*[\s_-]+"
    stemmed = [rf"{_stem(word)}(?:e|s|es|d|ed|ing|e?ly|able|ations?|ications?|ies|y|ied)?" for word in words]
    return re.compile(rf"(?:(?<!\w)|(?<=\bnon)){between.join(stemmed)}(?!\w)", re.IGNORECASE)


def _stem(word: str) -> str:
    for ending in ("ications", "ication", "ations", "ation", "ing", "ed", "ies", "es", "e", "y", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word

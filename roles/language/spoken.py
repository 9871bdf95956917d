"""Values as people say and hear them: one grammar, in both directions."""

import calendar
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from random import Random
from typing import Any, NamedTuple

from roles.language import dates, numbers, rarely
from roles.language.addresses import ADDRESS
from roles.language.figures import figures
from roles.language.likeness import SYNONYMS, misread, switched
from roles.language.polarity import polarities
from roles.language.readings import hardly, readings
from roles.language.senses import Sense, sense
from roles.language.tokens import tokens
from tool_graphs.tool import Field

Span = tuple[int, int]


class Heard(NamedTuple):
    """A value that a text seems to give."""

    value: Any
    span: Span
    score: float = 0.0
    """How sure, from 0 to 1."""
    argument: str = ""
    """Path of the argument that it fills: `date`, `item_ids[1]`."""


def speak(value: Any, field: Field, rng: Random) -> str:
    """A value as a person writes it in a request; whatever it says, `find` finds again."""
    return spoken(value, sense(field), rng)


def spoken(value: Any, meaning: Sense, rng: Random) -> str:
    """As `speak`, for a field whose sense is known."""
    if isinstance(value, str) and value:
        return _speak_text(value, meaning, rng)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value == "" or value == [] or value == {}:
        return "none"
    if isinstance(value, int | float):
        counted = meaning.kind == "count" and not meaning.unit
        grouped = meaning.kind in ("money", "count") or (meaning.kind == "number" and meaning.unit != "" and abs(value) >= 1000)
        return numbers.write_number(value, rng, counted, grouped)
    if isinstance(value, list):
        return prose([spoken(item, meaning, rng) for item in value])
    if isinstance(value, dict):
        return prose([f"{key} {spoken(child, meaning, rng)}" for key, child in value.items()])
    return _speak_text(str(value), meaning, rng)


def prose(items: list[str]) -> str:
    """Items as prose: "A, B and C"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def _speak_text(value: str, meaning: Sense, rng: Random) -> str:
    if dates.ISO_DATE.match(value):
        return dates.write_date(value, rng)
    if meaning.options and value in meaning.options:
        return _speak_option(value)
    return value if _bare(value, meaning) else quoted(value)


@lru_cache(maxsize=4096)
def _speak_option(value: str) -> str:
    """One of a few values, in words where it is made of words."""
    spoken = value.replace("_", " ") if re.fullmatch(r"[a-z]+(?:_[a-z]+)*", value) else value
    spoken = value.replace("_", " ").lower() if _SHOUTED.fullmatch(value) else spoken
    if spoken.capitalize() in _CALENDAR:
        spoken = spoken.capitalize()
    return spoken if re.fullmatch(r"[\w.+/#-]+(?: [\w.+/#-]+){0,4}", spoken) else quoted(spoken)


_SHOUTED = re.compile(r"(?=.*[AEIOU])(?:[A-Z]{7,}|[A-Z]{3,}(?:_[A-Z]{3,})+)")
"""A word in capitals that is no abbreviation: `ELECTRONICS`, `TOTAL_LOSS`."""
_CALENDAR = frozenset((*calendar.day_name, *calendar.month_name))
_REASON = re.compile(r"[a-z-]+(?: (?!and\b)[a-z-]+){0,6}\Z")


def _bare(value: str, meaning: Sense) -> bool:
    """Whether a text can stand without quotes and still be heard as one piece."""
    pieces = tokens(value)
    if not pieces or value != value.strip() or "  " in value:
        return False
    first = pieces[0]
    if ADDRESS.fullmatch(value) and meaning.kind in ("name", "any", "text"):
        return True
    if "reason" in meaning.words and _REASON.match(value):
        return True
    if len(pieces) == 1:
        if first.kind in ("mark", "quoted"):
            return False
        if first.kind == "word" and value[0].islower() and meaning.kind in ("id", "name", "text"):
            return False
        return not hardly(value)
    if meaning.kind not in ("name", "any", "option", "code") or len(pieces) > 5:
        return False
    capitals = all(piece.kind == "word" and piece.text[0].isupper() for piece in pieces[1:])
    return (
        capitals
        and (first.kind == "number" or (first.kind == "word" and value[0].isupper()))
        and value.count(" ") == len(pieces) - 1
    )


def quoted(value: str) -> str:
    """A text in quotes that it does not hold itself."""
    if "'" not in value and "\n" not in value:
        return f"'{value}'"
    if '"' not in value and "\n" not in value:
        return f'"{value}"'
    return f"“{value}”"


def reads_as(span_text: str, value: Any, field: Field | None = None, today: str = "") -> bool:
    """Whether this piece of a text reads as exactly this value."""
    piece = span_text.strip()
    if piece == value and value and type(value) is str and not _otherwise(value):
        return True
    if isinstance(value, bool) or value in (None, "", [], {}):
        return bool(find(piece, value, field, today))
    if type(value) is str and dates.ISO_DATE.match(value) and piece in dates.spelled(value):
        return True
    bare = piece.strip("'\"“”.,;:!?() ")
    return any(_covers(piece, bare, span) for span in find(piece, value, field, today))


def _otherwise(value: str) -> bool:
    """Whether the very letters of a value could still be something else."""
    return value.isdigit() or value.lower() in _MISREAD or dates.CLOCK.match(value) is not None


def _covers(piece: str, bare: str, span: Span) -> bool:
    start, end = span
    return len(piece[start:end].strip("'\"“”.,;:!?() ")) >= len(bare)


def find(text: str, value: Any, field: Field | None = None, today: str = "") -> list[Span]:
    """All spans of the text that read as the value, best first; with today (YYYY-MM-DD), "tomorrow" is a day."""
    if isinstance(value, bool):
        return _find_yes_or_no(text, value, field) if field else []
    if value is None or value == "" or value == [] or value == {}:
        return _find_nothing(text, field)
    if isinstance(value, int | float):
        return _find_number(text, value) or rarely.number(text, value, field, today)
    if isinstance(value, list | dict):
        return _find_all(text, list(value.values()) if isinstance(value, dict) else value, field, today)
    nowhere = _nowhere(text, value)
    found = [] if nowhere else _find_text(text, str(value), today)
    if field is not None and sense(field).kind == "yes_no":
        wanted = str(value).lower() == "yes"
        found += [span for said, span, _ in polarities(text, sense(field)) if said == wanted and span not in found]
    if nowhere and not found and (field is None or SYNONYMS not in field.schema):
        return []
    return found or rarely.words(text, str(value), field, today)


def _nowhere(text: str, value: object) -> bool:
    """Whether a value that can only be said letter by letter is not in the text; most texts hold none of most values."""
    return type(value) is str and rarely.literal(value) and text.isascii() and _folded(value) not in _folded(text)


def _find_yes_or_no(text: str, value: bool, field: Field) -> list[Span]:
    said = polarities(text, sense(field))
    if field.name.lower() in _MISREAD:
        return [span for yes, span, _ in said if yes == value and switched(text, span)]
    return [span for yes, span, _ in said if yes == value] if said else rarely.yes_or_no(text, value, field)


def _find_nothing(text: str, field: Field | None) -> list[Span]:
    if field is None:
        return []
    expression = rf"\b(?:no|without(?: an?| any)?|not any)\s+{re.escape(sense(field).noun)}s?\b"
    return [match.span() for match in re.finditer(expression, text, re.IGNORECASE)]


def _find_number(text: str, value: int | float) -> list[Span]:
    return list(figures(text).get(value, ()))


def _find_all(text: str, items: list[Any], field: Field | None, today: str) -> list[Span]:
    """The narrowest piece of the text that says every item."""
    spans = sorted((find(text, item, field, today) for item in items), key=len)
    if not all(spans):
        return []
    around = [[min(found, key=lambda one: _apart(one, first)) for found in spans] for first in spans[0]]
    hulls = [(min(span[0] for span in each), max(span[1] for span in each)) for each in around]
    return [min(hulls, key=lambda hull: hull[1] - hull[0])]


def _apart(one: Span, other: Span) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


_DATED = ("date", "datetime", "time")
_MISREAD = frozenset({"may", "march", "on", "off", "in", "out"})
_SAME = str.maketrans({"_": " ", "-": " ", "–": " ", "\n": " ", "\t": " ", "\u00a0": " ", "‘": "'", "’": "'", "“": '"', "”": '"'})


@lru_cache(maxsize=2048)
def _folded(text: str) -> str:
    lowered = text.lower()
    return (lowered if len(lowered) == len(text) else text).translate(_SAME)


def _find_text(text: str, value: str, today: str) -> list[Span]:
    exact = list(_occurrences(text, value, text))
    if exact and value.isdigit():
        exact = [
            span for span in exact if not any(p.start <= span[0] and span[1] <= p.end for p in tokens(text) if p.kind in _DATED)
        ]
    spans = exact
    if not (len(value) <= 3 and value.isupper() and value.isalpha()):
        folded, wanted = _folded(text), _folded(value)
        if not value.isdigit():
            spans = spans + [span for span in _occurrences(folded, wanted, text) if span not in exact]
        if not spans and value[-1:].isalpha():
            spans = [span for form in _numbered(wanted) for span in _occurrences(folded, form, text)]
    if spans and value.lower() in _MISREAD:
        return [span for span in spans if not misread(text, value, span)]
    if dates.CLOCK.match(value):
        return rarely.clock(text, value, spans)
    if dates.ISO_DATE.match(value):
        return spans + [span for span in rarely.words(text, value, None, today) if span not in spans]
    if spans:
        return spans
    if dates.ISO_DATETIME.match(value):
        pieces = [(p.start, p.end) for p in tokens(text) if p.kind == "datetime"]
        pieces += [match.span() for match in dates.SPOKEN.finditer(text)]
        return [(start, end) for start, end in pieces if dates.same_instant(text[start:end], value)]
    if re.fullmatch(r"-?\d+(?:\.\d+)?", value) and (value[0] != "0" or value.startswith("0.") or value == "0"):
        return _find_number(text, json.loads(value))
    return []


def _numbered(word: str) -> Iterator[str]:
    """The other grammatical numbers of a word."""
    yield word + "s"
    yield word + "es"
    if word.endswith("s") and len(word) > 3:
        yield word[:-1]


def _occurrences(text: str, value: str, original: str) -> Iterator[Span]:
    at = text.find(value)
    while at >= 0:
        end = at + len(value)
        if _starts(original, at) and _ends(original, end):
            yield at, end
        at = text.find(value, at + 1)


def _starts(text: str, at: int) -> bool:
    """Whether a value can begin here: not within a word, a number, a date, an address."""
    if at == 0 or not text[at].isalnum():
        return True
    before = text[at - 1]
    if before.isalnum() or before in "_@#":
        return False
    if at > 1 and text[at - 2].isalnum():
        if text[at].isdigit():
            return before not in ".,:/-" or (before in "," and not text[at - 2].isdigit())
        return before not in "./\\'’" and not (before == "-" and text[at - 2].isdigit())
    return not (before in "/\\-−" and text[at].isdigit() and not text[at - 2 : at - 1].isalnum())


def _ends(text: str, end: int) -> bool:
    if end >= len(text) or not text[end - 1].isalnum():
        return True
    after = text[end]
    if after.isalnum() or after in "_@":
        return False
    if end + 1 < len(text) and text[end + 1].isalnum():
        if text[end - 1].isdigit():
            return after not in ".,:/-"
        return after not in "./\\" and not (after == "-" and text[end + 1].isdigit())
    return True


def listen(text: str, field: Field) -> list[Heard]:
    """All readings of the text that are of the field's type, in the text's order, without knowing the value."""
    found = [Heard(reading.value, reading.span, reading.weight) for reading in readings(text, sense(field)) if reading.weight > 0]
    return sorted(found, key=lambda heard: heard.span)

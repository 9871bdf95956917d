"""What a text could be giving for a parameter: every piece of it that has the right form."""

import re
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from roles.language import dates, numbers
from roles.language.addresses import ADDRESS
from roles.language.polarity import polarities
from roles.language.senses import NUMERIC, Kind, Sense
from roles.language.tokens import Token, tokens

STOP = frozenset(
    [
        "i",
        "a",
        "an",
        "the",
        "my",
        "your",
        "our",
        "it",
        "its",
        "this",
        "that",
        "these",
        "those",
        "me",
        "you",
        "we",
        "us",
        "he",
        "she",
        "they",
        "them",
        "his",
        "her",
        "their",
        "to",
        "for",
        "from",
        "of",
        "in",
        "on",
        "at",
        "by",
        "with",
        "without",
        "and",
        "or",
        "not",
        "no",
        "yes",
        "is",
        "are",
        "was",
        "be",
        "been",
        "please",
        "can",
        "could",
        "would",
        "will",
        "want",
        "need",
        "like",
        "about",
        "as",
        "if",
        "so",
        "do",
        "does",
        "find",
        "get",
        "show",
        "any",
        "some",
        "all",
        "into",
        "than",
        "then",
        "there",
        "here",
        "up",
        "out",
        "over",
        "under",
        "called",
        "named",
        "using",
        "paying",
        "starting",
        "beginning",
        "ending",
        "leaving",
        "returning",
        "saying",
        "matching",
        "including",
        "between",
        "because",
        "until",
        "since",
        "up",
        "most",
        "least",
    ]
)
"""Words that are hardly ever a value."""
_NOT_NAMES = frozenset(
    [
        "i",
        "i'm",
        "i'd",
        "i'll",
        "i've",
        "i’m",
        "i’d",
        "i’ll",
        "i’ve",
        "it's",
        "it’s",
        "please",
        "and",
        "also",
        "oh",
        "ah",
        "sorry",
        "thanks",
    ]
)
_COMMON = STOP | _NOT_NAMES


NOTHING = -1.0
"""No reading is worth so little."""


class Reading(NamedTuple):
    """A piece of a text that could be the value."""

    value: Any
    span: tuple[int, int]
    weight: float
    """How much it is worth without any cue around it; 0 for what needs one."""


class _Piece(NamedTuple):
    """What a text alone tells about a piece of it, worked out once for all parameters."""

    text: str
    start: int
    end: int
    form: str
    digits: bool


class Reader:
    """Reads texts for parameters of one sense; what depends on the sense alone is worked out once."""

    def __init__(self, sense: Sense) -> None:
        self.sense = sense
        options = sorted(sense.options, key=lambda option: -len(str(option)))
        self._options = [(option, _folded(option) if isinstance(option, str) else "") for option in options]
        self._polar = sense.kind in ("boolean", "yes_no")
        self._reasons = "reason" in sense.words
        self._asked_whether = not sense.type and sense.kind == "any" and len(sense.noun) > 3

    @property
    def most(self) -> float:
        """No reading weighs more; yes and no aside."""
        sense = self.sense
        weights = [0.5 if self._options else 0.0, 0.35 if self._asked_whether else 0.0, 0.6 if sense.shape else 0.0]
        return max(*weights, 0.15, *_WEIGHTS.get(sense.kind, {}).values())

    def read(
        self, text: str, starts: Container[int] = (), ends: Container[int] = (), least: float = NOTHING
    ) -> Sequence[Reading]:
        """Every reading of the text.

        Of pieces that do not begin at `starts` nor end at `ends`, those worth no more than `least` may be left out.
        """
        sense = self.sense
        if self._polar:
            return _polar(text, sense)
        found = list(_options(text, self._options)) if self._options else []
        if sense.closed:
            return found
        if self._reasons:
            found += [Reading(match.group(1), match.span(1), 0.5) for match in _REASON.finditer(text)]
        if self._asked_whether:
            found += [Reading(yes, span, 0.35) for yes, span, sure in polarities(text, sense) if sure > 0.6]
        if sense.shape is not None or least > NOTHING:
            return found + _fitting(text, sense, starts, ends, least)
        fitting = _fitting_kind(text, sense.kind, sense.type)
        return [*found, *fitting] if found else fitting


_REASON = re.compile(
    r"\b(?:because(?: it was| it's| it is| of(?: the)?| I)?|reason(?: is)?(?: that)?(?: I)?) (?!it\b|of\b|I\b|is\b|that\b)"
    r"([a-z][\w' -]*?)(?=[.,;:!?]| and\b|$)"
)


def readings(text: str, sense: Sense) -> Sequence[Reading]:
    """Every reading of the text for a parameter of this sense."""
    return Reader(sense).read(text)


@lru_cache(maxsize=128)
def _fitting_kind(text: str, kind: Kind, type: str) -> tuple[Reading, ...]:
    """The pieces that fit any parameter of this kind and type."""
    return tuple(_fitting(text, Sense(kind, type, (), "", "")))


def _fitting(
    text: str, sense: Sense, starts: Container[int] = (), ends: Container[int] = (), least: float = NOTHING
) -> list[Reading]:
    found = []
    worth = _worth(sense.kind, sense.type)
    shaped = sense.shape is not None
    for piece in _pieces(text):
        text_of, start, end, form, digits = piece
        weight = worth[form]
        most = weight if not shaped or form in _SHAPELESS else _SHAPED if digits else _SHAPED_LETTERS
        if most is None or not (most > least or start in starts or end in ends):
            continue
        weight = _weight(piece, sense, weight)
        if weight is not None and (weight > least or start in starts or end in ends):
            value = text_of if form in _AS_THEY_STAND and not _numeric(sense) else _value(piece, sense)
            if value is not None:
                found.append(_new(Reading, (value, (start, end), weight)))
    return found


_SHAPED, _SHAPED_LETTERS = 0.6, 0.3
"""What a piece of the right shape is worth, with digits and without."""
_SHAPELESS = frozenset(("date", "datetime", "time", "url", "email"))
"""Forms of pieces whose shape tells nothing."""
_AS_THEY_STAND = frozenset(("word", "quoted", "code", "names", "url", "email"))


def _numeric(sense: Sense) -> bool:
    return sense.kind in NUMERIC or sense.type in ("integer", "number")


def _polar(text: str, sense: Sense) -> list[Reading]:
    said = polarities(text, sense)
    if sense.kind == "boolean":
        return [Reading(yes, span, sure) for yes, span, sure in said]
    options = {str(option).lower(): option for option in sense.options}
    return [Reading(options["yes" if yes else "no"], span, sure) for yes, span, sure in said]


@lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    return text.lower().replace("_", " ").replace("-", " ")


def _options(text: str, options: Sequence[tuple[Any, str]]) -> Iterator[Reading]:
    """Where the text says one of the options, each given with its words as they are compared."""
    folded = _folded(text)
    if len(folded) != len(text):
        return
    for option, wanted in options:
        if isinstance(option, int | float) and not isinstance(option, bool):
            yield from (
                Reading(option, (piece.start, piece.end), 0.2)
                for piece in _pieces(text)
                if piece.form in ("number", "spelled") and _number(piece) == option
            )
        elif wanted:
            at = folded.find(wanted)
            while at >= 0:
                end = at + len(wanted)
                if not folded[at - 1 : at].isalnum() and not folded[end : end + 1].isalnum():
                    yield Reading(option, (at, end), 0.5 if " " in wanted else 0.35)
                at = folded.find(wanted, at + 1)


@lru_cache(maxsize=32)
def _pieces(text: str) -> tuple[_Piece, ...]:
    """The pieces of a text that could be a value, longest first where they begin together; words that are hardly one left out."""
    all_tokens = tokens(text)
    found = []
    for kind, word, start, end in all_tokens:
        if kind == "word":
            if not hardly(word):
                found.append(_new(_Piece, (word, start, end, "word", False)))
        elif kind == "quoted":
            found.append(_piece(word[1:-1], start + 1, end - 1, kind))
        elif kind != "mark":
            found.append(_piece(word, start, end, kind))
    in_order = len(found)
    found += [_piece(text[start:end], start, end, "spelled") for _, start, end in numbers.spelled(all_tokens)]
    found += [_piece(text[start:end], start, end, "names") for start, end in _runs(all_tokens)]
    if _TIMED.search(text):
        found += [_piece(match.group(), *match.span(), "datetime") for match in dates.SPOKEN.finditer(text)]
    if _ZIP.search(text):
        found += [_piece(match.group(), *match.span(), "names") for match in ADDRESS.finditer(text)]
    if len(found) > in_order:
        found.sort(key=lambda piece: (piece.start, -piece.end))
    return tuple(found)


_new = tuple.__new__
"""Makes a piece three times as fast as its class does."""
_TIMED = re.compile(r"\d:\d|\d ?[ap]\.?m", re.IGNORECASE)
"""Without it a text holds no date with a time of day."""
_ZIP = re.compile(r"[A-Z] \d{5}")
"""Without it a text holds no address."""


def _piece(text: str, start: int, end: int, form: str) -> _Piece:
    return _new(_Piece, (text, start, end, form, any(map(str.isdigit, text))))


def _number(piece: _Piece) -> int | float | None:
    """The number that a piece means."""
    if piece.form == "spelled":
        return numbers.read_words(piece.text.lower().replace("-", " ").split())
    return numbers.read_digits(piece.text) if piece.digits else None


def _runs(all_tokens: tuple[Token, ...]) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words, also with a number in front ("123 Main St") or a second run behind a comma ("Paris, France")."""
    runs: list[tuple[int, int]] = []
    for at, (kind, text, start, _) in enumerate(all_tokens):
        if kind != "word" or not text[0].isupper() or text.lower() in _NOT_NAMES:
            continue
        if runs and runs[-1][1] == at and start == all_tokens[at - 1].end + 1:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    for first, last in runs:
        start, end = all_tokens[first].start, all_tokens[last - 1].end
        if last - first > 1:
            yield start, end
            if first == 0 or all_tokens[first - 1].kind == "mark":
                yield all_tokens[first + 1].start, end
        if first and all_tokens[first - 1].kind == "number" and all_tokens[first - 1].end + 1 == start:
            yield all_tokens[first - 1].start, end


@lru_cache(maxsize=4096)
def hardly(text: str) -> bool:
    """Whether a word is hardly ever a value: "us", but not "US"."""
    return (text in _COMMON or text.lower() in _COMMON) and not (len(text) > 1 and text.isupper())


_FORMS = ("word", "number", "quoted", "code", "url", "email", "date", "time", "datetime", "spelled", "names")


@lru_cache(maxsize=256)
def _worth(kind: Kind, type: str) -> dict[str, float | None]:
    """Form -> what a piece of it is worth to a parameter of this kind and type without a cue; None where it does not fit."""
    if kind in NUMERIC or type in ("integer", "number"):
        fitting = {"spelled": 0.15 if kind == "count" else 0.05, "number": 0.15, "quoted": 0.1}
        return {form: fitting.get(form, None if type else 0.0) for form in _FORMS}
    weights = _WEIGHTS[kind]
    return {form: weights.get(form, weights.get("else")) for form in _FORMS}


def _weight(piece: _Piece, sense: Sense, weight: float | None) -> float | None:
    """What a piece is worth to a parameter without a cue, given what its form is; None where it does not fit."""
    form, kind = piece.form, sense.kind
    if kind in NUMERIC or sense.type in ("integer", "number"):
        return weight
    if sense.shape is not None and form not in _SHAPELESS:
        if sense.shape.match(piece.text):
            return _SHAPED if piece.digits else _SHAPED_LETTERS
        return None if form == "word" and kind == "id" and piece.text.islower() else 0.0
    if kind == "id" and ((form == "word" and piece.text.islower()) or (form == "quoted" and piece.text.count(" ") > 1)):
        return None
    if weight and form == "word":
        return weight if piece.text[0].isupper() else 0.0
    return weight


_WEIGHTS: dict[str, dict[str, float]] = {
    "date": {"date": 0.3, "code": 0.0, "quoted": 0.02, "datetime": 0.1, "number": 0.0, "word": 0.0, "names": 0.0},
    "datetime": {"datetime": 0.4, "date": 0.1, "number": 0.0, "quoted": 0.02, "code": 0.0, "word": 0.0},
    "time": {"time": 0.4, "quoted": 0.02, "code": 0.0, "word": 0.0, "number": 0.0, "datetime": 0.2, "date": 0.0},
    "email": {"email": 0.5, "quoted": 0.02},
    "url": {"url": 0.5, "code": 0.05, "quoted": 0.05},
    "id": {
        "code": 0.25,
        "number": 0.15,
        "quoted": 0.1,
        "word": 0.0,
        "url": 0.0,
        "email": 0.0,
        "names": 0.0,
        "date": 0.0,
        "time": 0.0,
    },
    "code": {"word": 0.05, "quoted": 0.1, "code": 0.05, "names": 0.02, "number": 0.0},
    "name": {"names": 0.12, "word": 0.05, "quoted": 0.15, "code": 0.05, "number": 0.0, "url": 0.0},
    "text": {"quoted": 0.2, "names": 0.03, "else": 0.0},
    "any": {"quoted": 0.1, "names": 0.05, "code": 0.05, "number": 0.05, "else": 0.0},
    "option": {"quoted": 0.1, "names": 0.03, "else": 0.0},
}


def _value(piece: _Piece, sense: Sense) -> Any:
    if sense.kind in NUMERIC or sense.type in ("integer", "number"):
        number = None if piece.form == "date" else _number(piece)
        if number is None and piece.form == "date":
            return dates.read_date(piece.text)
        if sense.type == "integer" and isinstance(number, float):
            return None
        return piece.text if number is None and not sense.type else number
    if piece.form == "date" and sense.kind in ("date", "any", "text", "datetime", "id", "name"):
        return dates.read_date(piece.text)
    if piece.form == "spelled" and sense.kind != "any":
        return None
    if not sense.type and piece.form in ("number", "spelled") and sense.kind == "any":
        return _number(piece)
    return piece.text

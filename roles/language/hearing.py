"""Hearing one parameter in a text: readings of its kind, weighed by the words around them."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from roles.language import names
from roles.language.forms import Parameter
from roles.language.groups import Group
from roles.language.readings import Reader, Reading, hardly
from roles.language.spoken import Heard
from roles.language.tokens import Token, tokens

_DROPPED = frozenset(["the", "a", "an", "my", "your", "our", "its", "this", "that", "please"])
_QUOTES = ("'", '"', "“")
_VALUE = "§"
UNCUED = 0.45
"""No reading scores so much without words around it that tell what it is for; yes and no aside."""
_PREPOSITIONS = frozenset(
    ["for", "in", "at", "from", "to", "with", "on", "by", "of", "about", "under", "around", "until", "into"]
)


class Surroundings(NamedTuple):
    """The cue words around every token of a text, as far as no mark cuts them off."""

    before: dict[int, str]
    """Where a token starts -> the words before it, each after a space."""
    after: dict[int, str]
    """Where a token ends -> the words after it, each before a space."""
    lasts: dict[str, list[int]]
    """Word -> where the tokens start that it stands right before."""
    firsts: dict[str, list[int]]
    """Word -> where the tokens end that it stands right after."""


@lru_cache(maxsize=32)
def _around(text: str) -> Surroundings:
    found = Surroundings({}, {}, {}, {})
    pieces = [(token.span, _cue_word(token)) for token in tokens(text)]
    run = nearest = ""
    for (start, _), word in pieces:
        found.before[start] = run
        if run:
            found.lasts.setdefault(nearest, []).append(start)
        if word:
            run, nearest = f"{run} {word}", word
        elif word is None:
            run = ""
    run = ""
    for (_, end), word in reversed(pieces):
        found.after[end] = run
        if run:
            found.firsts.setdefault(nearest, []).append(end)
        if word:
            run, nearest = f"{word} {run}", word
        elif word is None:
            run = ""
    return found


def _cue_word(token: Token) -> str | None:
    """A token as cues are compared; empty for a word that does not count, None for a mark that cuts what was said off."""
    if token.kind == "mark":
        return None if token.text in ".;!?,()\n" else ""
    if token.kind not in ("word", "code"):
        return _VALUE
    word = token.text.lower().replace("’", "'")
    return "" if word in _DROPPED else word


def cue(text: str) -> str:
    """The words of a template's side, as cues are compared."""
    words: list[str] = []
    for token in tokens(text.rstrip(".,")):
        word = _cue_word(token)
        if word is None:
            words.clear()
        elif word:
            words.append(word)
    return " ".join(words)


class Ear:
    """Hears one parameter of one tool."""

    def __init__(self, parameter: Parameter, groups: tuple[Group, ...] = (), places: tuple[str, ...] = ()) -> None:
        self.parameter = parameter
        self.sense = parameter.sense
        self.reader = Reader(self.sense)
        self.groups = groups
        self.many = parameter.field.many
        self.before: dict[str, dict[str, list[tuple[str, float]]]] = {}
        """Last word of a cue -> cue before the value, after a space -> (cue after it, before a space; score)."""
        self.after: dict[str, dict[str, float]] = {}
        """First word of a cue -> cue that needs nothing before the value, before a space -> score."""
        for form in parameter.forms:
            if form.said is None:
                before, after = cue(form.before), cue(form.after)
                self._learn(before, after, 0.55)
                if form.after and self.sense.counted:
                    self._learn(before, cue(form.after.replace(self.sense.counted, names.singular(self.sense.counted))), 0.55)
        for place in map(cue, places):
            self._learn(place, "", 0.55)
            self._learn(place.rpartition(" ")[2], "", 0.48)
        for noun in dict.fromkeys((parameter.noun, parameter.entity, " ".join(self.sense.words))):
            if len(noun) > 1:
                words = cue(noun)
                for follower in ("", " of", " is", " should be", " to", " are", " as", " be"):
                    self._learn((words + follower).strip(), "", 0.48)
        if self.sense.counted:
            for noun in (self.sense.counted, names.singular(self.sense.counted)):
                self._learn("", cue(noun), 0.6)
        self.group_cues = _group_cues(groups)
        self.own = frozenset(f"{parameter.noun} {parameter.entity} id ids".lower().split())
        """Words that name the parameter, and so are no value of it unless they stand in quotes."""

    def _learn(self, before: str, after: str, score: float) -> None:
        if before:
            count = len(before.split()) + len(after.split())
            bonus = 0.04 * min(count, 6) - (0.1 if before in _PREPOSITIONS and not after else 0)
            known = self.before.setdefault(before.rpartition(" ")[2], {}).setdefault(f" {before}", [])
            known.append((f"{after} " if after else "", score + bonus))
        elif after:
            self.after.setdefault(after.partition(" ")[0], {})[f"{after} "] = score

    def hear(self, text: str, least: float = 0.0) -> list[Heard]:
        """What the text seems to give, best first; readings that score less than `least` may be left out."""
        if self.sense.kind in ("boolean", "yes_no"):
            heard = self.reader.read(text)
            found = [Heard(one.value, one.span, min(one.weight, 0.99)) for one in heard if one.weight > 0.02]
        else:
            around = _around(text)
            cued, ended = self._cued(around), self._ended(around)
            if not (cued or ended or self.groups) and least >= UNCUED:
                return []
            heard = self.reader.read(text)
            found = self._weighed(text, heard, cued, ended, 0.02 if self.many else max(least, 0.02))
        for group in self.groups:
            found += _HEARERS[group.name](text, group.members.index(self.parameter.field.path), self)
        if self.many:
            return self._items(text, found, heard)
        return _best(found)

    def _cued(self, around: Surroundings) -> dict[int, list[tuple[str, float]]]:
        """Where a token starts -> what the words before it tell."""
        found: dict[int, list[tuple[str, float]]] = {}
        for last in self.before.keys() & around.lasts.keys():
            for start in around.lasts[last]:
                for words, told in self.before[last].items():
                    if around.before[start].endswith(words):
                        found.setdefault(start, []).extend(told)
        return found

    def _ended(self, around: Surroundings) -> dict[int, float]:
        """Where a token ends -> what the words after it alone tell."""
        found: dict[int, float] = {}
        for first in self.after.keys() & around.firsts.keys():
            for end in around.firsts[first]:
                for words, score in self.after[first].items():
                    if around.after[end].startswith(words):
                        found[end] = max(found.get(end, 0.0), score)
        return found

    def _weighed(
        self,
        text: str,
        heard: Sequence[Reading],
        cued: dict[int, list[tuple[str, float]]],
        ended: dict[int, float],
        least: float,
    ) -> list[Heard]:
        """The readings with their scores, without those that too little speaks for."""
        after = _around(text).after
        found = []
        for reading in heard:
            start, end = reading.span
            score = reading.weight
            if not isinstance(reading.value, bool):
                best = ended.get(end, 0.0)
                for following, told in cued.get(start, ()):
                    if told > best and (not following or after.get(end, "").startswith(following)):
                        best = told
                score = self._score(reading, best) if best else score * 0.7
            if score > least and not (isinstance(reading.value, str) and self._names(reading.value, text, start)):
                found.append(Heard(reading.value, reading.span, min(score, 0.99)))
        return found

    def _names(self, value: str, text: str, start: int) -> bool:
        """Whether a piece of the text is only the parameter's own name."""
        return value.lower() in self.own and text[start - 1 : start] not in _QUOTES

    def _score(self, reading: Reading, cue: float) -> float:
        """What a reading is worth with the best of the cues around it."""
        start, end = reading.span
        extent = 0.001 * min(end - start, 40)
        doubt = 0.0 if reading.weight else 0.1 if self.sense.kind in ("text", "any", "code") else 0.25
        return cue + 0.25 * min(reading.weight, 0.6) + extent - doubt

    def _items(self, text: str, found: list[Heard], heard: Sequence[Reading]) -> list[Heard]:
        """Items of a list in the text's order: each with a cue of its own, or following another behind a comma or "and"."""
        path = self.parameter.field.path
        found = _best(found)
        if not found:
            return []
        sure = [heard for heard in found if heard.score >= max(0.4, found[0].score - 0.3)] or found[:1]
        chosen = list(sure)
        for next_one in sorted(heard, key=lambda one: (one.span[0], -one.span[1])):
            start, end = next_one.span
            last = next((one for one in chosen if _continues(text, one.span[1], start)), None)
            free = all(end <= one.span[0] or start >= one.span[1] for one in chosen)
            if last is not None and free:
                chosen.append(Heard(next_one.value, next_one.span, last.score))
        if not path.endswith("[]"):
            chosen = sure
        chosen.sort(key=lambda one: one.span)
        items = [Heard(one.value, one.span, one.score, _numbered(path, n)) for n, one in enumerate(chosen)]
        rest = [one for one in found if all(one.span != other.span for other in chosen)]
        return items + rest


_JOINT = re.compile(r"['\"”]?\s*(?:,|,?\s*\band\b|,?\s*\bor\b|&)\s*['\"“]?\Z")


def _continues(text: str, end: int, start: int) -> bool:
    return 0 < start - end <= 8 and _JOINT.match(text[end:start]) is not None


def _numbered(path: str, position: int) -> str:
    return path.replace("[]", f"[{position}]", 1).replace("[]", "[0]")


def _best(found: list[Heard]) -> list[Heard]:
    """Best first; of readings that overlap with the same span or lie within a better one, only the better."""
    kept: list[Heard] = []
    for heard in sorted(found, key=lambda one: (-one.score, one.span[0], -one.span[1])):
        if not any(heard.span[0] < other.span[1] and other.span[0] < heard.span[1] for other in kept):
            kept.append(heard)
    return kept


def _group_cues(groups: tuple[Group, ...]) -> tuple[str, ...]:
    found = []
    for group in groups:
        for template in group.templates:
            before = template[2:].partition("{0}")[0]
            found.append(cue(before))
    return tuple(f" {one}" for one in dict.fromkeys(found) if one)


_NAME = re.compile(
    r"(?<![\w'’-])(?!I['’])([^\W\d_a-z][^\W\d_]*(?:['’-][^\W\d_]+)*) ([^\W\d_a-z][^\W\d_]*(?:['’-][^\W\d_]+)*)(?![\w-])"
)
_POINT = re.compile(r"(?<![\w.])(-?\d+(?:\.\d+)?), (-?\d+(?:\.\d+)?)(?!\w|[.,]\d)")
_AMOUNT = re.compile(r"(?<![\w.,])((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?) ([A-Z]{3})(?!\w)")
_ADDRESS = re.compile(
    r"(?:\bat|\bis|\bto) (?=\d|[A-Z])([^,'\"]+), ([^,'\"]+), ([^,'\"]+?) ([\w-]*\d[\w -]*?)(?=[.,;!?]|\s[a-z]|$)"
)


def _heard(text: str, pattern: re.Pattern[str], member: int, ear: Ear, sure: float, unsure: float) -> list[Heard]:
    before = _around(text).before
    found = []
    for match in pattern.finditer(text):
        cued = before.get(match.start(1), "").endswith(ear.group_cues)
        piece = match.group(member + 1)
        if hardly(piece.split()[0]):
            continue
        value: Any = piece
        if pattern in (_POINT, _AMOUNT) and (member == 0 or pattern is _POINT) and ear.sense.type != "string":
            number = float(piece.replace(",", ""))
            value = int(number) if number.is_integer() else number
        found.append(Heard(value, match.span(member + 1), sure if cued or ear.many else unsure))
    return found


def _person(text: str, member: int, ear: Ear) -> list[Heard]:
    return _heard(text, _NAME, member, ear, 0.8, 0.45)


def _point(text: str, member: int, ear: Ear) -> list[Heard]:
    return _heard(text, _POINT, member, ear, 0.85, 0.6)


def _amount(text: str, member: int, ear: Ear) -> list[Heard]:
    return _heard(text, _AMOUNT, member, ear, 0.85, 0.8)


def _address(text: str, member: int, ear: Ear) -> list[Heard]:
    return _heard(text, _ADDRESS, member, ear, 0.85, 0.8)


def _period(text: str, member: int, ear: Ear) -> list[Heard]:
    around = _around(text)
    before, after = around.before, around.after
    found = []
    for reading in ear.reader.read(text):
        start, end = reading.span
        if (
            member == 0
            and before.get(start, "").endswith((" between", " from"))
            and after.get(end, "").startswith(("and § ", "to § "))
        ):
            found.append(Heard(reading.value, reading.span, 0.9))
        if member == 1 and before.get(start, "").endswith((" between § and", " from § to")):
            found.append(Heard(reading.value, reading.span, 0.9))
    return found


_HEARERS = {"person": _person, "point": _point, "amount": _amount, "address": _address, "period": _period}

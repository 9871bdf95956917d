"""Hearing one parameter in a text: readings of its kind, weighed by the words around them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from roles.language import names
from roles.language.forms import Parameter
from roles.language.groups import Group
from roles.language.readings import Reader, Reading, hardly
from roles.language.spoken import Heard
from roles.language.tokens import tokens

_DROPPED = frozenset(["the", "a", "an", "my", "your", "our", "its", "this", "that", "please"])
_QUOTES = ("'", '"', "“")
_VALUE = "§"
_LONGEST = 7
_PREPOSITIONS = frozenset(
    ["for", "in", "at", "from", "to", "with", "on", "by", "of", "about", "under", "around", "until", "into"]
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The cue words around every token of a text, as strings of one, two, three... words."""

    before: dict[int, tuple[str, ...]]
    """The character where a token starts -> the words before it."""
    after: dict[int, tuple[str, ...]]
    """The character where a token ends -> the words after it."""
    starts: dict[str, list[int]]
    """Words -> where the tokens start that they stand before."""
    ends: dict[str, list[int]]
    """Words -> where the tokens end that they stand after."""


@lru_cache(maxsize=1024)
def _around(text: str) -> Surroundings:
    found = Surroundings({}, {}, {}, {})
    run: list[str] = []
    for token in tokens(text):
        start = token.span[0]
        found.before[start] = _growing(run[: -_LONGEST - 1 : -1], found.starts, start, before=True)
        _extend(run, token.kind, token.text)
    run = []
    for token in reversed(tokens(text)):
        end = token.span[1]
        found.after[end] = _growing(run[:-5:-1], found.ends, end, before=False)
        _extend(run, token.kind, token.text)
    return found


def _growing(nearest: list[str], places: dict[str, list[int]], place: int, before: bool) -> tuple[str, ...]:
    """The nearest word, the nearest two, ... each also noted with its place."""
    found = []
    words = ""
    for word in nearest:
        words = (f"{word} {words}" if before else f"{words} {word}") if words else word
        places.setdefault(words, []).append(place)
        found.append(words)
    return tuple(found)


def _extend(run: list[str], kind: str, text: str) -> None:
    if kind == "mark":
        if text in ".;!?,()\n":
            run.clear()
    elif kind in ("word", "code"):
        word = text.lower().replace("’", "'")
        if word not in _DROPPED:
            run.append(word)
    else:
        run.append(_VALUE)


def cue(text: str) -> str:
    """The words of a template's side, as cues are compared."""
    run: list[str] = []
    for token in tokens(text.rstrip(".,")):
        _extend(run, token.kind, token.text)
    return " ".join(run)


_PLACES = frozenset("city town location place region country state area neighborhood county province continent".split())
_WORD = re.compile(r"[a-z]+")
_EXAMPLES = re.compile(r"['\"`][^'\"`]*['\"`]|\((?:e\.g|eg|ex|like|such).*?\)|\b(?:e\.g|such as|for example|like)\b.*", re.IGNORECASE)


def _own_words(parameter: Parameter) -> frozenset[str]:
    """Words that tell what the parameter is, and so are no value of it unless they stand in quotes."""
    told = "" if parameter.sense.options else _EXAMPLES.sub(" ", parameter.sense.description)
    acronyms = ("ID", "IDs", "URL", "UUID") if parameter.sense.kind in ("id", "url") else ()
    return frozenset((*_WORD.findall(f"{parameter.noun} {parameter.entity} id ids {told}".lower()), *acronyms))


class Ear:
    """Hears one parameter of one tool."""

    def __init__(self, parameter: Parameter, groups: tuple[Group, ...] = ()) -> None:
        self.parameter = parameter
        self.sense = parameter.sense
        self.reader = Reader(self.sense)
        self.groups = groups
        self.many = parameter.field.many
        self.before: dict[str, list[tuple[str, float]]] = {}
        """Cue before the value -> (cue after it, score)."""
        self.only_after: dict[str, float] = {}
        for form in parameter.forms:
            if form.said is None:
                aside = form.place == "aside" and not parameter.field.required
                self._learn(form.before, form.after, 0.45 if aside else 0.55)
                if self.sense.kind in ("datetime", "time") and form.before.endswith("at"):
                    self._learn(form.before[:-2] + "on", form.after, 0.55)
                if form.after and self.sense.counted:
                    self._learn(form.before, form.after.replace(self.sense.counted, names.singular(self.sense.counted)), 0.55)
        for word in dict.fromkeys((parameter.noun, parameter.entity, " ".join(self.sense.words))):
            if len(word) > 1:
                for follower in ("", " of", " is", " should be", " to", " are", " as", " be"):
                    self._learn(word + follower, "", 0.48)
        if any(form.place == "object" and not form.before for form in parameter.forms):
            for word in ("for", "of"):
                self._learn(word, "", 0.5)
        if self.sense.unit:
            for word in ("to", "at", "for", "of"):
                self._learn(word, self.sense.unit, 0.5)
        if self.sense.counted:
            self.only_after[cue(self.sense.counted)] = self.only_after[cue(names.singular(self.sense.counted))] = 0.6
        for group in groups:
            member = group.members.index(parameter.field.path)
            for template in group.templates:
                self._learn(*_sides(template[2:], member), 0.55)
        self.group_cues = _group_cues(groups)
        self.own = _own_words(parameter)
        self.placed = self.sense.kind == "name" and not _PLACES.isdisjoint(self.sense.words)

    def _learn(self, before: str, after: str, score: float) -> None:
        words, following = cue(before), cue(after)
        if words:
            known = self.before.setdefault(words, [])
            count = len(words.split())
            bonus = 0.04 * min(count + len(following.split()), 6) - (0.1 if words in _PREPOSITIONS and not following else 0)
            known.append((following, score + bonus))
        elif following:
            self.only_after[following] = score

    def hear(self, text: str) -> list[Heard]:
        """What the text seems to give, best first."""
        heard = self.reader.read(text)
        if self.sense.kind in ("boolean", "yes_no"):
            found = [Heard(one.value, one.span, min(one.weight, 0.99)) for one in heard if one.weight > 0.02]
        else:
            found = self._weighed(text, heard, _around(text))
        for group in self.groups:
            found += _HEARERS[group.name](text, group.members.index(self.parameter.field.path), self)
        if self.many:
            return self._items(text, found, heard)
        return _best(found)

    def _weighed(self, text: str, heard: Sequence[Reading], around: Surroundings) -> list[Heard]:
        """The readings with their scores, without those that nothing speaks for."""
        cues, starts = self.before, around.starts
        cued: dict[int, list[tuple[str, float]]] = {}
        for words in cues.keys() & starts.keys():
            for start in starts[words]:
                cued.setdefault(start, []).extend(cues[words])
        ended = {end for words in self.only_after if words in around.ends for end in around.ends[words]}
        found = []
        for reading in heard:
            start, end = reading.span
            if isinstance(reading.value, str) and reading.value in self.own and text[start - 1 : start] not in _QUOTES:
                continue
            if isinstance(reading.value, bool):
                score = reading.weight
            elif start in cued or end in ended:
                score = self._score(reading, cued.get(start, ()), around.after.get(end, ()))
            else:
                score = reading.weight * 0.7
            if score > 0.02:
                found.append(Heard(reading.value, reading.span, min(score, 0.99)))
        return found

    def _score(self, reading: Reading, cues: Sequence[tuple[str, float]], following: tuple[str, ...]) -> float:
        """What a reading is worth with these cues before it and these words after it."""
        best = 0.0
        for wanted, score in cues:
            if score > best and (not wanted or wanted in following):
                best = score
        for words in following:
            best = max(best, self.only_after.get(words, 0.0))
        if not best:
            return reading.weight * 0.7
        start, end = reading.span
        extent = 0.001 * min(end - start, 40)
        doubt = 0.0 if reading.weight else 0.1 if self.sense.kind in ("text", "any", "code") else 0.25
        if self.placed and isinstance(reading.value, str) and reading.value[:1].islower():
            doubt = 0.25
        return best + 0.25 * min(reading.weight, 0.6) + extent - doubt

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


def _sides(template: str, member: int) -> tuple[str, str]:
    """The words of a group's template right before and after one of its values."""
    before, _, after = template.partition(f"{{{member}}}")
    return re.split(r"\{\d\}|,", before)[-1], "" if member else re.split(r"\{\d\}|[,.]", after)[0]


def _group_cues(groups: tuple[Group, ...]) -> frozenset[str]:
    found = []
    for group in groups:
        for template in group.templates:
            before = template[2:].partition("{0}")[0]
            found.append(cue(before))
    return frozenset(one for one in found if one)


_NAME = re.compile(
    r"(?<![\w'’-])(?!I['’])([^\W\d_a-z][^\W\d_]*(?:['’-][^\W\d_]+)*) ([^\W\d_a-z][^\W\d_]*(?:['’-][^\W\d_]+)*)(?![\w-])"
)
_POINT = re.compile(r"(?<![\w.])(-?\d+(?:\.\d+)?), (-?\d+(?:\.\d+)?)(?!\w|[.,]\d)")
_AMOUNT = re.compile(r"(?<![\w.,])((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?) ([A-Z]{3})(?!\w)")
_CAR = re.compile(r"\ban? ((?:19|20)\d\d) ([A-Z][\w-]*) ([A-Z][\w-]*(?: \d+)?)(?![\w-])")
_ADDRESS = re.compile(r"(?:\bat|\bis|\bto) (?=\d|[A-Z])([^,'\"]+), ([^,'\"]+), ([^,'\"]+?) ([\w-]*\d[\w -]*?)(?=[.,;!?]|\s[a-z]|$)")


def _heard(text: str, pattern: re.Pattern[str], member: int, ear: Ear, sure: float, unsure: float) -> list[Heard]:
    before = _around(text).before
    found = []
    for match in pattern.finditer(text):
        cued = any(words in ear.group_cues for words in before.get(match.start(1), ()))
        piece = match.group(member + 1)
        if hardly(piece.split()[0]):
            continue
        value: Any = piece
        if pattern in (_POINT, _AMOUNT, _CAR) and (member == 0 or pattern is _POINT) and ear.sense.type != "string":
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
        if not reading.weight:
            continue
        if member == 0 and {"between", "from"} & set(before.get(start, ())[:1]) and {"and §", "to §", "until §"} & set(after.get(end, ())):
            found.append(Heard(reading.value, reading.span, 0.9))
        if member == 1 and {"between § and", "from § to", "from § until"} & set(before.get(start, ())):
            found.append(Heard(reading.value, reading.span, 0.9))
    return found


def _car(text: str, member: int, ear: Ear) -> list[Heard]:
    return _heard(text, _CAR, member, ear, 0.85, 0.6)


def _worded(text: str, member: int, ear: Ear) -> list[Heard]:
    return []


_HEARERS = {
    "person": _person, "point": _point, "amount": _amount, "address": _address, "period": _period, "car": _car,
    "route": _worded, "worded": _worded,
}  # fmt: skip

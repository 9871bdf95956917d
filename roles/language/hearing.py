"""Hearing one parameter in a text: readings of its kind, weighed by the words around them."""

import re
from collections.abc import Collection, Sequence
from typing import Any

from roles.language import names
from roles.language.forms import Parameter
from roles.language.groups import Group
from roles.language.nouns import is_plural
from roles.language.readings import Reader, Reading, hardly
from roles.language.spoken import Heard
from roles.language.surroundings import cue, surroundings
from tool_graphs import path as paths

_QUOTES = ("'", '"', "“")
UNCUED = 0.7
"""How much of its weight a reading keeps without words around it that tell what it is for."""
_PREPOSITIONS = frozenset(
    ["for", "in", "at", "from", "to", "with", "on", "by", "of", "about", "under", "around", "until", "into"]
)


_PLACES = frozenset("city town location place region country state area neighborhood county province continent".split())
_WORD = re.compile(r"[a-z]+")
_EXAMPLES = re.compile(
    r"['\"`][^'\"`]*['\"`]|\((?:e\.g|eg|ex|like|such).*?\)|\b(?:e\.g|such as|for example|like)\b.*", re.IGNORECASE
)


_FOLLOWERS = ("", " of", " is", " should be", " to", " are", " as", " be")
_SUM = re.compile(r"[$€£¥]\d")
_BEFORE_A_WORD = re.compile(r"\d{1,3} ([a-z]{2,})\b(?: (?:a|per)\b)?")
_UNITS = frozenset("mg ml kg cm km percent".split())


def _counts(text: str, start: int) -> bool:
    """Whether a sum or a number of things begins here, and no id: `my card to $446`, `that patient 6 times a day`."""
    if _SUM.match(text, start):
        return True
    match = _BEFORE_A_WORD.match(text, start)
    return match is not None and (match[1] in _UNITS or is_plural(match[1]) or match[0].endswith((" time a", " time per")))


_NEW = re.compile(r" new(?: \w+){1,3}\Z")


def _own_words(parameter: Parameter) -> frozenset[str]:
    """Words that tell what the parameter is, and so are no value of it unless they stand in quotes."""
    told = "" if parameter.sense.options else _EXAMPLES.sub(" ", parameter.sense.description)
    acronyms = ("ID", "IDs", "URL", "UUID") if parameter.sense.kind in ("id", "url") else ()
    return frozenset((*_WORD.findall(f"{parameter.noun} {parameter.entity} id ids {told}".lower()), *acronyms))


class Ear:
    """Hears one parameter of one tool; `beside` are the words of the names of the tool's other ones."""

    def __init__(
        self,
        parameter: Parameter,
        groups: tuple[Group, ...] = (),
        places: tuple[tuple[str, str], ...] = (),
        beside: Collection[tuple[str, ...]] = (),
    ) -> None:
        self.parameter = parameter
        called = parameter.sense.words
        self.old = ("new", *called) in beside or (parameter.sense.kind == "id" and called[:1] != ("new",))
        """Whether what is called new is another one's: `new_item_ids` beside `item_ids`."""
        new = called[:1] == ("new",) and called[1:] in beside
        self.sense = parameter.sense
        self.reader = Reader(self.sense)
        self.groups = groups
        self.many = parameter.field.many
        self.uncued = UNCUED * self.reader.most
        self.before: dict[str, dict[str, list[tuple[str, float]]]] = {}
        """Last word of a cue -> cue before the value, after a space -> (cue after it, before a space; score)."""
        self.after: dict[str, dict[str, float]] = {}
        """First word of a cue -> cue that needs nothing before the value, before a space -> score."""
        for form in parameter.forms:
            if form.said is None:
                before, after = cue(form.before), cue(form.after)
                self._learn(before, after, 0.45 if form.place == "aside" and not parameter.field.required else 0.55)
                if self.sense.kind in ("datetime", "time") and before.endswith("at"):
                    self._learn(before[:-2] + "on", after, 0.55)
                if form.after and self.sense.options and form.place == "adverbial":  # "with two bags and an aisle seat"
                    self._learn("", after, 0.55)
                if before == "with" and after:  # "with the email x@y.org and REF-1 as the reference"
                    self._learn("and", after, 0.55)
                if form.after and self.sense.counted:
                    self._learn(before, cue(form.after.replace(self.sense.counted, names.singular(self.sense.counted))), 0.55)
                    if " " in before:
                        self._learn(before, "", 0.5)
        for before, after in places:
            self._learn(cue(before), cue(after), 0.55)
            if not after:
                self._learn(cue(before.rpartition(" ")[2]), "", 0.48)
        nouns = [parameter.noun, parameter.entity, " ".join(self.sense.words)]
        if new:
            nouns += [f"new {parameter.entity}", f"new {names.plural(parameter.entity)}"]
        for noun in dict.fromkeys(nouns):
            if len(noun) > 1 and not (new and not noun.startswith("new ")):
                words = cue(noun)
                alone = self.sense.kind == "id" and noun == parameter.entity  # "set that device to 19"
                for follower in _FOLLOWERS[:3] if alone else _FOLLOWERS:
                    self._learn((words + follower).strip(), "", 0.48)
        if self.sense.counted:
            for noun in (self.sense.counted, names.singular(self.sense.counted)):
                self._learn("", cue(noun), 0.6)
        for word in ("to", "at", "for", "of") if self.sense.unit else ():
            self._learn(word, cue(self.sense.unit), 0.5)
        for group in groups:
            for template in group.templates:
                self._learn(*_sides(template[2:], group.members.index(parameter.field.path)), 0.55)
        self.endings = {last: tuple(cues) for last, cues in self.before.items()}
        self.group_cues = _group_cues(groups)
        self.own = _own_words(parameter)
        self.placed = self.sense.kind == "name" and not _PLACES.isdisjoint(self.sense.words)

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
            cued, ended = self._cued(text), self._ended(text) if self.after else {}
            if not (cued or ended or self.groups) and least > self.uncued:
                return []
            least = 0.02 if self.many else max(least, 0.02)
            heard = self.reader.read(text) if self.many else self.reader.read(text, cued, ended, least / UNCUED)
            found = self._weighed(text, heard, cued, ended, least)
        for group in self.groups:
            found += _HEARERS[group.name](text, group.members.index(self.parameter.field.path), self)
        if self.many:
            return self._items(text, found, heard)
        return _best(found)

    def _cued(self, text: str) -> dict[int, list[tuple[str, float]]]:
        """Where a token starts -> what the words before it tell."""
        line, starts, _, behind, _ = surroundings(text)
        found: dict[int, list[tuple[str, float]]] = {}
        for last in self.before.keys() & behind.keys():
            cues, endings = self.before[last], self.endings[last]
            for start in behind[last]:
                at = starts[start]
                if line.endswith(endings, 0, at) and not (self.old and _NEW.search(line, 0, at)):
                    found[start] = [each for words, told in cues.items() if line.endswith(words, 0, at) for each in told]
        return found

    def _ended(self, text: str) -> dict[int, float]:
        """Where a token ends -> what the words after it alone tell."""
        line, _, ends, _, ahead = surroundings(text)
        found: dict[int, float] = {}
        for first in self.after.keys() & ahead.keys():
            for end in ahead[first]:
                for words, score in self.after[first].items():
                    if line.startswith(words, ends[end]):
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
        found = []
        for reading in heard:
            value, span, score = reading
            start, end = span
            if not isinstance(value, bool):
                best = ended.get(end, 0.0)
                for following, told in cued.get(start, ()):
                    if told > best and (not following or surroundings(text).followed(end, following)):
                        best = told
                score = self._score(reading, best) if best else score * UNCUED
            if score > least and not self._is_else(value, text, start):
                found.append(Heard(value, span, min(score, 0.99)))
        return found

    def _is_else(self, value: Any, text: str, start: int) -> bool:
        """Whether a piece of the text is only the parameter's own name, or a number of things where an id is wanted."""
        if isinstance(value, str) and value in self.own and text[start - 1 : start] not in _QUOTES:
            return True
        return self.sense.kind == "id" and _counts(text, start)

    def _score(self, reading: Reading, cue: float) -> float:
        """What a reading is worth with the best of the cues around it."""
        start, end = reading.span
        extent = 0.001 * min(end - start, 40)
        free = self.sense.kind in ("text", "any", "code") and self.sense.shape is None
        doubt = 0.0 if reading.weight else 0.1 if free else 0.25
        if self.placed and isinstance(reading.value, str) and reading.value[:1].islower():
            doubt = 0.25
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
    keys = paths.parse(path)
    outermost = keys.index(None) if None in keys else 0
    return paths.text(tuple([key if key is not None else position if at == outermost else 0 for at, key in enumerate(keys)]))


def _best(found: list[Heard]) -> list[Heard]:
    """Best first; of readings that overlap with the same span or lie within a better one, only the better."""
    if len(found) < 2:
        return found
    kept: list[Heard] = []
    for heard in sorted(found, key=lambda one: (-one.score, one.span[0], -one.span[1])):
        if not any(heard.span[0] < other.span[1] and other.span[0] < heard.span[1] for other in kept):
            kept.append(heard)
    return kept


def _sides(template: str, member: int) -> tuple[str, str]:
    """The cues of a group's template right before and after one of its values."""
    before, _, after = template.partition(f"{{{member}}}")
    return cue(re.split(r"\{\d\}|,", before)[-1]), "" if member else cue(re.split(r"\{\d\}|[,.]", after)[0])


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
_CAR = re.compile(r"\ban? ((?:19|20)\d\d) ([A-Z][\w-]*) ([A-Z][\w-]*(?: \d+)?)(?![\w-])")
_ADDRESS = re.compile(
    r"(?:\bat|\bis|\bto) (?=\d|[A-Z])((?:(?![.!?] )[^,'\"])+), ([^,'\"]+), ([^,'\"]+?) ([\w-]*\d[\w -]*?)(?=[.,;!?]|\s[a-z]|$)"
)


def _heard(text: str, pattern: re.Pattern[str], member: int, ear: Ear, sure: float, unsure: float) -> list[Heard]:
    around = surroundings(text)
    found = []
    for match in pattern.finditer(text):
        cued = around.led(match.start(1), ear.group_cues)
        piece = match.group(member + 1)
        if hardly(piece.split()[0]) or (pattern is _POINT and not _on_earth(match)):
            continue
        value: Any = piece
        if pattern in (_POINT, _AMOUNT, _CAR) and (member == 0 or pattern is _POINT) and ear.sense.type != "string":
            number = float(piece.replace(",", ""))
            value = int(number) if number.is_integer() else number
        found.append(Heard(value, match.span(member + 1), sure if cued or ear.many else unsure))
    return found


def _on_earth(point: re.Match[str]) -> bool:
    """Whether two numbers can be a latitude and a longitude: "28, 2026" belongs to a date."""
    return abs(float(point.group(1))) <= 90 and abs(float(point.group(2))) <= 180


def _person(text: str, member: int, ear: Ear) -> list[Heard]:
    return _heard(text, _NAME, member, ear, 0.8, 0.45)


def _point(text: str, member: int, ear: Ear) -> list[Heard]:
    return _heard(text, _POINT, member, ear, 0.85, 0.6)


def _amount(text: str, member: int, ear: Ear) -> list[Heard]:
    return _heard(text, _AMOUNT, member, ear, 0.85, 0.8)


def _address(text: str, member: int, ear: Ear) -> list[Heard]:
    return _heard(text, _ADDRESS, member, ear, 0.85, 0.8)


def _period(text: str, member: int, ear: Ear) -> list[Heard]:
    around = surroundings(text)
    found = []
    for reading in ear.reader.read(text):
        start, end = reading.span
        if not reading.weight:
            continue
        if member == 0 and around.led(start, (" between", " from")) and around.followed(end, ("and § ", "to § ", "until § ")):
            found.append(Heard(reading.value, reading.span, 0.9))
        if member == 1 and around.led(start, (" between § and", " from § to", " from § until")):
            found.append(Heard(reading.value, reading.span, 0.9))
    return found


def _car(text: str, member: int, ear: Ear) -> list[Heard]:
    return _heard(text, _CAR, member, ear, 0.85, 0.6)


def _by_cues(text: str, member: int, ear: Ear) -> list[Heard]:
    return []


_HEARERS = {
    "person": _person,
    "point": _point,
    "amount": _amount,
    "address": _address,
    "period": _period,
    "car": _car,
    "route": _by_cues,
    "repository": _by_cues,
}

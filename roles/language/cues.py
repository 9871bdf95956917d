"""Which words around a value tell which parameter it is: saying parameters, and hearing them."""

import re
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any, Literal, NamedTuple

from roles.language import dates, groups, names
from roles.language.clauses import Clauses
from roles.language.forms import Form, Parameter, parameter, parameters, polar, wanted
from roles.language.groups import Group
from roles.language.hearing import Ear
from roles.language.parts import Part, Span, around, filled, joined
from roles.language.spoken import Heard, quoted, spoken
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.tool import Field, Tool

Place = Literal["object", "adverbial", "sentence"]
SlotValue = tuple[str, Any]


class Phrase(NamedTuple):
    """Words that say one or more values, and where in them each value stands."""

    text: str
    place: Place
    spans: tuple[tuple[str, Span], ...]
    """(argument path, span of the words that say its value)."""


class Phrasebook:
    """How the parameters of a graph's tools are said and heard; what depends on a tool alone is worked out once."""

    def __init__(self, graph: ToolGraph, clauses: Clauses | None = None) -> None:
        self._graph = graph
        self.clauses = clauses or Clauses(graph)
        self._known: dict[str, _Known] = {}
        self._ears: dict[tuple[str, str], Ear] = {}

    def phrases(self, tool: Tool, slots: Sequence[SlotValue], rng: Random, style: str = "plain") -> list[Phrase]:
        """Phrases that say these (argument path, value) slots in the roles they play; each slot in one of them."""
        return self._say(tool, slots, rng, style, aside=False)

    def asides(self, tool: Tool, slots: Sequence[SlotValue], rng: Random, style: str = "plain") -> list[Phrase]:
        """The same values as at most two context sentences that do not tell what is to be done with them."""
        return _in_two(self._say(tool, slots, rng, style, aside=True))

    def hear(self, text: str, tool: Tool, field: Field, least: float = 0.0) -> list[Heard]:
        """What the text seems to give for a parameter, best first; items of lists carry their argument path.

        Readings that score less than `least` may be left out, which saves time.
        """
        key = (tool.name, field.path)
        ear = self._ears.get(key)
        if ear is None:
            known = self._of(tool)
            one = known.parameters.get(field.path) or parameter(field)
            mine = tuple(group for group in (*known.groups, *known.in_lists) if field.path in group.members)
            places = self.clauses[tool.name].cues(field.path)
            beside = {each.sense.words for each in known.parameters.values() if each is not one}
            ear = self._ears[key] = Ear(one, mine, places, beside)
        return ear.hear(text, least)

    def noun(self, tool: Tool, path: str) -> str:
        """What people call the input that an argument's path names."""
        known = self._of(tool).parameters.get(paths.pattern(path))
        return known.noun if known else names.noun(paths.names(path)[-1]) if paths.names(path) else "value"

    def _of(self, tool: Tool) -> "_Known":
        found = self._known.get(tool.name)
        if found is None:
            found = self._known[tool.name] = _known(tool)
        return found

    def _say(self, tool: Tool, slots: Sequence[SlotValue], rng: Random, style: str, aside: bool) -> list[Phrase]:
        known = self._of(tool)
        told = _Teller(known.parameters, rng, style, aside, known.plain_money)
        left = list(slots)
        found: list[Phrase] = []
        for group in known.groups:
            if len(left) < len(group.members):
                continue
            positions = groups.complete(group, [(path, paths.pattern(path)) for path, _ in left])
            phrase = told.group(group, [left[position] for position in positions]) if positions else None
            if phrase is not None and positions:
                found.append(phrase)
                left = [slot for position, slot in enumerate(left) if position not in positions]
        for together in _together(left):
            found.append(told.listed(together, known.in_lists) if _list_of(together[0][0]) else told.single(together[0]))
        return sorted(found, key=lambda phrase: _ORDER[phrase.place]) if len(found) > 1 else found


_ORDER: Mapping[Place, int] = {"object": 0, "adverbial": 1, "sentence": 2}
_PLACES: Mapping[str, str] = {"o": "object", "a": "adverbial", "x": "aside"}
"""Letter of a group's template -> what it stands for."""


class _Known(NamedTuple):
    """What can be said to one tool."""

    parameters: dict[str, Parameter]
    groups: tuple[Group, ...]
    """Parameters that are said together, outside of lists."""
    in_lists: tuple[Group, ...]
    plain_money: bool
    """Whether no parameter says the currency of sums."""


def _known(tool: Tool) -> _Known:
    found = parameters(tool)
    every = groups.groups(found, f"{tool.name} {tool.description}")
    in_lists = tuple(group for group in every if "[]" in group.members[0])
    plain_money = not any("currency" in one.sense.words for one in found.values())
    return _Known(found, tuple(group for group in every if group not in in_lists), in_lists, plain_money)


_JOINABLE = re.compile(r"(?!I'd like )(?:The|My|It's|I'm|I'd|We're|We'd|It|I) [^.!?]*(?:\.\d[^.!?]*)*\.")


def _in_two(sentences: list[Phrase]) -> list[Phrase]:
    """Sentences joined, so that they are two at most where they can be."""
    if len(sentences) < 2:
        return sentences
    plain = [one for one in sentences if _JOINABLE.fullmatch(one.text)]
    others = [one for one in sentences if one not in plain]
    if len(plain) < 2:
        return sentences
    half = len(plain) if len(plain) < 3 else (len(plain) + 1) // 2
    return [_sentence(group) for group in (plain[:half], plain[half:]) if group] + others


def _sentence(phrases: Sequence[Phrase]) -> Phrase:
    """Sentences as one: "The make is Audi and the model is A4."."""
    if len(phrases) == 1:
        return phrases[0]
    parts = [Part(_inner(one.text[:-1], first=not at), one.spans) for at, one in enumerate(phrases)]
    whole = joined(parts)
    return Phrase(whole.text + ".", "sentence", whole.spans)


def _inner(text: str, first: bool) -> str:
    return text if first or text.startswith(("I ", "I'")) else text[0].lower() + text[1:]


def _together(slots: Sequence[SlotValue]) -> list[list[SlotValue]]:
    """Slots by the outermost list that they stand in; every other slot alone."""
    if len(slots) == 1:
        return [list(slots)]
    found: dict[str, list[SlotValue]] = {}
    for path, value in slots:
        found.setdefault(_list_of(path) or path, []).append((path, value))
    return [sorted(slots, key=_position) if len(slots) > 1 else slots for slots in found.values()]


def _position(slot: SlotValue) -> tuple[int, ...]:
    """The place of an item in its list: items are said in their order."""
    return tuple([key for key in paths.parse(slot[0]) if isinstance(key, int)])


def _list_of(path: str) -> str:
    """The outermost list on the way to a value; empty where there is none."""
    if "[" not in path:
        return ""
    keys = paths.parse(path)
    return next((paths.text(keys[:at]) for at, key in enumerate(keys) if isinstance(key, int)), "")


def _is_item(path: str) -> bool:
    """Whether a value is itself an item of the only list on the way."""
    return len(_position((path, None))) == 1 and isinstance(paths.parse(path)[-1], int)


class _Teller:
    """Says slots of one tool, with one pair of dice."""

    def __init__(self, known: dict[str, Parameter], rng: Random, style: str, aside: bool, plain_money: bool) -> None:
        self.known, self.rng, self.style, self.aside, self.plain_money = known, rng, style, aside, plain_money
        self.dated = rng.random()

    def parameter(self, path: str) -> Parameter:
        known = self.known.get(paths.pattern(path))
        return known or parameter(Field(paths.pattern(path), {}, False))

    def single(self, slot: SlotValue) -> Phrase:
        path, value = slot
        one = self.parameter(path)
        if value is None or value == "" or value == [] or value == {}:
            return self._nothing(path, one)
        said = _polarity(value, one)
        if said is not None:
            form = self._choose([form for form in one.forms + tuple(polar(one.sense)) if form.said == said])
            part = Part(form.before, ((path, _trimmed(form.before)),))
        else:
            words = self._value(value, one)
            form = self._chosen(one, words)
            part = around(_agreeing(form, value, one), Part(words, ((path, (0, len(words))),)))
        return self._phrase(part, form.place)

    def _nothing(self, path: str, one: Parameter) -> Phrase:
        words = f"no {one.noun}"
        text = f"There is {words}." if self.aside else f"with {words}"
        at = text.index(words)
        return Phrase(text, "sentence" if self.aside else "adverbial", ((path, (at, at + len(words))),))

    def group(self, group: Group, slots: Sequence[SlotValue]) -> Phrase | None:
        part = self.combined(group, slots, "x" if self.aside else "oa")
        return self._phrase(part[0], part[1]) if part else None

    def combined(self, group: Group, slots: Sequence[SlotValue], places: str) -> tuple[Part, str] | None:
        """The group's slots in one phrase; None where a value is not one that can be said so."""
        words = []
        for path, value in slots:
            if isinstance(value, bool) or not isinstance(value, str | int | float) or value == "":
                return None
            words.append(str(value) if group.name == "car" else self._spoken(value, self.parameter(path)))
        if not _plain(group, words):
            return None
        template = self.rng.choice([one for one in group.templates if one[0] in places])
        return filled(template[2:], words, [path for path, _ in slots]), template[0]

    def listed(self, slots: Sequence[SlotValue], in_lists: Sequence[Group]) -> Phrase:
        """Items of a list, scalars or objects, as prose."""
        if all(_is_item(path) for path, _ in slots):
            one = self.parameter(slots[0][0])
            parts = _all_quoted([self._item(path, value, one) for path, value in slots])
            many = len(slots) > 1
            form = self._choose([form for form in one.forms if form.said is None and form.many == many and not form.only])
            return self._phrase(around(form, joined(parts)), form.place)
        items: dict[str, list[SlotValue]] = {}
        for path, value in slots:
            items.setdefault(f"{_list_of(path)}[{_position((path, value))[0]}]", []).append((path, value))
        parts = [self._object(item, in_lists, alone=len(items) == 1) for item in items.values()]
        whole = joined(parts)
        lead = "This is about " if self.aside else "" if whole.text.startswith(("paying ", "using ", "with ")) else "for "
        end = "." if self.aside else ""
        return self._phrase(Part(lead + whole.text + end, whole.moved(len(lead))), "aside" if self.aside else "adverbial")

    def _item(self, path: str, value: Any, one: Parameter) -> Part:
        words = self._value(value, one)
        return Part(words, ((path, (0, len(words))),))

    def _object(self, slots: Sequence[SlotValue], in_lists: Sequence[Group], alone: bool) -> Part:
        parts: list[Part] = []
        left = list(slots)
        if len(slots) == 1 and (part := self._so_many(*slots[0])):
            return part
        for group in in_lists:
            positions = groups.complete(group, [(path, paths.pattern(path)) for path, _ in left])
            bare = Group(group.name, group.members, ("o:{0} {1}",)) if group.name == "person" else group
            combined = self.combined(bare, [left[position] for position in positions], "oa") if positions else None
            if combined and positions:
                parts.append(combined[0])
                left = [slot for position, slot in enumerate(left) if position not in positions]
        for path, value in left:
            parts.append(self._member(path, value, first=not parts))
        parts.sort(key=lambda part: not part.text.startswith("with "))
        text = ""
        spans: list[tuple[str, Span]] = []
        for part in parts:
            text += " " if text else ""
            spans += part.moved(len(text))
            text += part.text
        lead = re.match(r"with (?:(?:the|an?) )?", text)
        if alone and lead and (not self.aside or text.startswith(("with a ", "with an "))):
            cut = 5 if self.aside else 0
            return Part(text[cut:], tuple((path, (start - cut, end - cut)) for path, (start, end) in spans))
        if lead:
            cut = lead.end()
            text, spans = text[cut:], [(path, (start - cut, end - cut)) for path, (start, end) in spans]
        listed = _list_of(slots[0][0])
        noun = names.singular(names.noun(paths.names(listed)[-1] if '["' in listed else listed))
        if noun.lower() not in text.lower() and not text.startswith(("the ", "paying ", "using ")):
            moved = len(noun) + 1
            text, spans = f"{noun} {text}", [(path, (start + moved, end + moved)) for path, (start, end) in spans]
        return Part(text, tuple(spans))

    def _so_many(self, path: str, value: Any) -> Part | None:
        """`two of them`, where nothing but the number is said of an item."""
        one = self.parameter(path)
        form = next((form for form in one.forms if form.after == "of them"), None)
        if form is None or not isinstance(value, int | float):
            return None
        words = self._value(value, one)
        return around(form, Part(words, ((path, (0, len(words))),)))

    def _member(self, path: str, value: Any, first: bool) -> Part:
        one = self.parameter(path)
        said = _polarity(value, one)
        if value is None or value == "" or value == [] or value == {}:
            return Part(f"no {one.noun}", ((path, (0, len(one.noun) + 3)),))
        if said is not None:
            form = next(form for form in (*one.forms, *polar(one.sense)) if form.said == said)
            text = form.before.rstrip(".")
            return Part(text, ((path, (0, len(text))),))
        words = self._value(value, one)
        fitting = [form for form in one.single if _fits(form, words)]
        objects = [form for form in fitting if form.place == "object" and form.before]
        adverbials = [form for form in fitting if form.place == "adverbial"]
        form = (objects or adverbials or fitting)[0] if first else (adverbials or objects or fitting)[0]
        return around(form, Part(words, ((path, (0, len(words))),)))

    def _spoken(self, value: Any, one: Parameter) -> str:
        """The value, dates all in one way."""
        if isinstance(value, str) and (written := dates.write(value, self.dated)):
            return written
        return spoken(value, one.sense, self.rng)

    def _value(self, value: Any, one: Parameter) -> str:
        words = self._spoken(value, one)
        if not isinstance(value, str | bool) and isinstance(value, int | float):
            if one.sense.kind == "percent" and value >= 1:
                return f"{words}%"
            if (
                one.sense.kind == "money"
                and self.plain_money
                and value > 0
                and re.search(r"\b(?:usd|dollars?)\b|\$", one.sense.description, re.I)
            ):
                return f"${words}"
        return words

    def _chosen(self, one: Parameter, words: str) -> Form:
        """One of the forms for a value that is said in these words."""
        if one.particular:
            return self._choose([form for form in one.single if _fits(form, words)])
        return self._drawn(one.fitting[self.aside, self.style == "chatty"])

    def _choose(self, forms: Sequence[Form]) -> Form:
        return self._drawn(wanted(forms, self.aside, self.style == "chatty"))

    def _drawn(self, forms: Sequence[Form]) -> Form:
        """One of the forms, the first ones more often."""
        many = min(len(forms), 2) if self.style == "terse" else len(forms)
        return forms[min(int(self.rng.random() ** 1.6 * many), many - 1)]

    def _phrase(self, part: Part, place: str) -> Phrase:
        place = _PLACES.get(place, place)
        if place == "aside" or (self.aside and part.text[-1:] in ".!"):
            return Phrase(part.text, "sentence", part.spans)
        if self.aside:
            return Phrase(f"It's {part.text}.", "sentence", part.moved(5))
        return Phrase(
            part.text, "object" if place == "object" else "sentence" if place == "sentence" else "adverbial", part.spans
        )


def _all_quoted(items: list[Part]) -> list[Part]:
    """Items of a list, all in quotes where one is: "'desk lamp' and 'thermostat'"."""
    if not any(item.text.startswith(_QUOTES) for item in items):
        return items
    return [item if item.text.startswith(_QUOTES) else _quoted(item) for item in items]


def _quoted(item: Part) -> Part:
    text = quoted(item.text)
    return Part(text, tuple((path, (0, len(text))) for path, _ in item.spans))


_QUOTES = ("'", '"', "“")


def _polarity(value: Any, one: Parameter) -> bool | None:
    if one.sense.kind == "yes_no" and isinstance(value, str):
        return value.lower() == "yes"
    if isinstance(value, bool):
        return value
    return None


def _fits(form: Form, words: str) -> bool:
    return not form.only or re.search(form.only, words) is not None


def _trimmed(text: str) -> Span:
    return 0, len(text.rstrip("."))


def _agreeing(form: Form, value: Any, one: Parameter) -> Form:
    """The form with what is counted in the singular, where there is one of it."""
    counted = one.sense.counted or one.sense.unit
    if value != 1 or not counted or counted not in form.after:
        return form
    return Form(form.place, form.before, form.after.replace(counted, names.singular(counted)))


def _plain(group: Group, words: Sequence[str]) -> bool:
    if group.name == "car":
        return words[0].isdigit() and all(re.fullmatch(r"[A-Z][\w-]*(?: \d+)?", word) for word in words[1:])
    if group.name == "person":
        return all(re.fullmatch(r"[^\W\d_a-z][^\W\d_'’]*(?:['’-][^\W\d_]+)*", word) for word in words)
    if group.name == "amount":
        return re.fullmatch(r"[A-Z]{3}", words[1]) is not None and words[0][0].isdigit()
    if group.name == "address":
        return not any("'" in word or '"' in word or "," in word for word in words)
    return True

"""The forms in which each parameter of a tool can be said: templates with the tool's own nouns filled in."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from roles.language import names
from roles.language.grammar import FALLBACK, LISTED, NAMED, OF_ANOTHER, OF_UNITS, REASONS, templates
from roles.language.nouns import PEOPLE, SELF
from roles.language.polarity import manner
from roles.language.senses import NUMERIC, Sense, sense
from roles.language.things import SEARCHED, is_named, thing, things
from tool_graphs.subject import subject
from tool_graphs.tool import Field, Tool

PLACES = {"o": "object", "a": "adverbial", "s": "sentence", "x": "aside", "C": "adverbial", "U": "adverbial"}


@dataclass(frozen=True, slots=True)
class Form:
    """Words before and after a value; `place` is object, adverbial, sentence or aside."""

    place: str
    before: str
    after: str
    said: bool | None = None
    """For yes and no: which of the two this form says (then there is no value in between)."""
    only: str = ""
    """A pattern that the spoken value must match."""
    many: bool = False
    """Whether it announces several values."""


@dataclass(frozen=True)
class Parameter:
    """A parameter with the forms in which it is said."""

    field: Field
    sense: Sense
    noun: str
    entity: str
    forms: tuple[Form, ...]

    @cached_property
    def single(self) -> tuple[Form, ...]:
        """The forms that say one value."""
        return tuple(form for form in self.forms if form.said is None and not form.many)

    @cached_property
    def particular(self) -> bool:
        """Whether some of these are for certain values only."""
        return any(form.only for form in self.single)

    @cached_property
    def fitting(self) -> dict[tuple[bool, bool], Sequence[Form]]:
        """(aside, chatty) -> the single forms to choose from, where none is for certain values only."""
        return {(aside, chatty): wanted(self.single, aside, chatty) for aside in (True, False) for chatty in (True, False)}


def wanted(forms: Sequence[Form], aside: bool, chatty: bool) -> Sequence[Form]:
    """The forms to choose from: those that just these values have, where there are any; sentences where nothing else is."""
    found = [form for form in forms if (form.place == "aside") == aside]
    found = [form for form in found if form.only] or found
    if not aside and not chatty:
        found = [form for form in found if form.place != "sentence"] or found
    return found or list(forms) or [Form("sentence", "It's", ".")]


@dataclass(frozen=True, slots=True)
class _Words:
    """What the templates of one parameter are filled with."""

    noun: str
    entity: str
    thing: str
    """What the tool is about; empty where that is not plain."""
    sense: Sense
    things: str = ""
    """The same in the plural, where the tool finds several."""


def parameters(tool: Tool) -> dict[str, Parameter]:
    """Schema path -> parameter; no two parameters of the same kind of value share a form."""
    nouns = _nouns(tool)
    taken: dict[tuple[str, str, str], str] = {}
    found: dict[str, Parameter] = {}
    for field in tool.inputs:
        meaning, noun = sense(field), nouns[field.path]
        entity = _entity(meaning, noun)
        about = _Words(noun, entity, thing(tool, field, noun), meaning, things(tool))
        chosen: tuple[str, ...] | None = NAMED if SEARCHED.match(" ".join(meaning.words)) and is_named(tool) else None
        if chosen is None and _names_another(meaning, tool):
            chosen = OF_ANOTHER
        if _TITLES.match(meaning.description) and meaning.words[-1:] in (("summary",), ("subject",), ("heading",), ("topic",)):
            chosen = templates("text", ("title",))
        if chosen is None and (person := _person(tool, meaning)):
            chosen = ("a:named {}", "a:with the name {}", f"x:The {person}'s name is {{}}.")
        if meaning.words in _WRITTEN and _WRITING & set(names.words(tool.name)):
            chosen = templates("text", ("message",))
        if meaning.words[-1:] in _TERMS and _OF_A_YEAR.search(meaning.description):
            chosen = ("a:for {}", "a:in the {n} {}", "x:The {n} is {}.")
        forms = tuple(form for form in _forms(field, about, chosen) if _claim(form, meaning, field.path, taken))
        if not any(form.place == "adverbial" for form in forms):
            forms += tuple(form for form in _from(FALLBACK[:1], about) if form not in forms)
        if not any(form.place == "aside" and not form.only for form in forms):
            forms += tuple(form for form in _from(FALLBACK[-1:], about) if form not in forms)
        found[field.path] = Parameter(field, meaning, noun, entity, forms)
    return found


def _person(tool: Tool, meaning: Sense) -> str:
    """Who is found by a name, where that is somebody with a part to play: a student, but no user, who may be the speaker."""
    who = subject(tool).thing[-1:]
    named = meaning.words[-2:] in (("full", "name"), *((one, "name") for one in who)) or meaning.words == ("name",)
    return who[0] if named and who and who[0] in PEOPLE - SELF else ""


def _names_another(meaning: Sense, tool: Tool) -> bool:
    """Whether it is the name of another thing than the tool is about: the instrument of a measurement."""
    *before, last = meaning.words or ("",)
    if last != "name" or not before or meaning.kind not in ("text", "name", "any") or before[-1] in _NAMES_OF_ITSELF:
        return False
    return names.singular(before[-1]) not in {names.singular(word) for word in names.words(tool.name)} | set(subject(tool).thing)


def parameter(field: Field) -> Parameter:
    """A parameter that no schema declares: a key of a free-form object."""
    meaning = sense(field)
    noun = meaning.noun
    return Parameter(field, meaning, noun, noun, tuple(_forms(field, _Words(noun, noun, "", meaning))))


def _nouns(tool: Tool) -> dict[str, str]:
    """Schema path -> noun; where two would be the same, the nested one takes its parent's name in front."""
    nouns = {field.path: sense(field).noun for field in tool.inputs}
    counts = Counter(nouns.values())
    for field in tool.inputs:
        noun = nouns[field.path]
        if counts[noun] > 1 and len(field.keys) > 1:
            nouns[field.path] = f"{names.singular(names.noun(field.keys[-2]))} {noun}"
        elif counts[noun] > 1:
            plain = " ".join(names.nth(names.words(field.name, field.description)))
            nouns[field.path] = noun if plain == noun or len(plain) < 3 else plain
    return nouns


_WRITTEN = (("text",), ("paragraph",), ("sentence",))
_WRITING = frozenset("send reply respond answer post write add append comment leave publish tweet message note".split())
"""Verbs of tools to which a text is what somebody is to read, and not what is to be worked on."""
_TERMS = (("term",), ("semester",), ("quarter",), ("season",))
_OF_A_YEAR = re.compile(r"['\"`][^'\"`]*\b(?:19|20)\d\d\b")
_NAMES_OF_ITSELF = frozenset(
    "first last middle full user family given display nick company city country state event song movie artist file host domain "
    "new old".split()
)
"""Before `name`: what is a name by itself, or says whose."""
_ELSEWHERE = frozenset("airport flight hotel room carrier destination property apartment attraction shipment trip".split())
_THERE = {"I'm in {}.": _ELSEWHERE, "It's in {}.": frozenset(("airport", "flight"))}
"""Sentence -> things that people look for in places where it does not hold."""
_TITLES = re.compile(r"(?:the )?(?:title|name) (?:of|for)\b", re.IGNORECASE)
_OF = re.compile(
    r"\b(?:id|ids|identifier|slug|code|number|key|uuid)(?:\(s\))? (?:of|for) "
    r"(?:the|an?|this|your)?\s*((?:[\w-]+ ){0,2}?[\w-]+)\b",
    re.IGNORECASE,
)
_BARE_ID = re.compile(r"^(?:unique )?(?:ID|IDs|identifier|uuid|UUID|value)$")


def _entity(meaning: Sense, noun: str) -> str:
    """What an id names: "order" for `order_id`; for a bare `id`, what the description says."""
    words = [word for word in noun.split() if word not in ("ID", "IDs", "UUID", "new", "identifier")]
    while len(words) > 1 and words[0] in ("from", "to", "source", "destination", "target", "sender", "recipient"):
        words = words[1:]
    if words and not _BARE_ID.match(noun):
        return " ".join(words)
    match = _OF.search(meaning.description)
    if match:
        pieces = match.group(1).split()
        for stop in ("to", "for", "whose", "that", "which", "being", "you", "in", "from", "is", "used", "the", "when", "with"):
            if stop in pieces:
                pieces = pieces[: pieces.index(stop)]
        if pieces and pieces[0].lower() not in ("specific", "particular", "given"):
            return " ".join(pieces[:2])
    return "ID"


def _claim(form: Form, meaning: Sense, path: str, taken: dict[tuple[str, str, str], str]) -> bool:
    """Whether no other parameter of the same kind of value has this form; it is taken then."""
    if form.said is not None or not (form.before or form.after):
        return True
    group = (
        "number"
        if meaning.kind in NUMERIC
        else meaning.kind
        if meaning.kind in ("date", "datetime", "time", "email", "url")
        else ""
    )
    key = (group, form.before.lower(), form.after.lower())
    return taken.setdefault(key, path) == path


def _forms(field: Field, about: _Words, chosen: tuple[str, ...] | None = None) -> list[Form]:
    meaning = about.sense
    if meaning.kind in ("boolean", "yes_no"):
        return polar(meaning)
    chosen = chosen or (OF_UNITS if meaning.unit and meaning.unit == about.noun else templates(meaning.kind, meaning.words))
    found = _from(chosen, about)
    if field.path.endswith("[]"):
        several = replace(about, noun=names.plural(about.noun), entity=names.plural(about.entity))
        found += _from(chosen, several, many=True)
        found += _from(LISTED, several, many=True)
    if "[]." in field.path and meaning.words[-1:] in (("quantity",), ("qty",), ("count",)):
        found.append(Form("adverbial", "", "of them"))
    if not any(form.place == "aside" for form in found):
        found += _from(FALLBACK[-1:], about)
    return found


def _from(chosen: tuple[str, ...], about: _Words, many: bool = False) -> list[Form]:
    found: list[Form] = []
    for template in chosen:
        if template == "r:":
            found += _from(REASONS, about)
            continue
        place, only, text = _parsed(template)
        filled = _filled(place, text, about, many)
        if filled and (not many or filled.rstrip(".").endswith("{}")):
            before, _, after = filled.partition("{}")
            found.append(Form(PLACES[place], before.strip(), after.strip(), only=only, many=many))
    return found


def _parsed(template: str) -> tuple[str, str, str]:
    """Place, pattern of the value, text."""
    if template[1] == "|":
        only, _, text = template[2:].partition(" => ")
        return template[0], only, text
    return template[0], "", template[2:]


def _filled(place: str, text: str, about: _Words, many: bool) -> str:
    """A template with everything but the value filled in; empty where it does not suit the parameter."""
    meaning, noun = about.sense, about.noun
    if "{c}" in text and not meaning.counted and text.split()[-1] == "{c}":
        text = text.replace("{c}", "{u}")
    unsuited = (
        (place == "C" and not meaning.counted)
        or (place == "U" and not meaning.unit)
        or ("{t}" in text and not about.thing)
        or ("{ts}" in text and not about.things)
    )
    unsuited = unsuited or not _THERE.get(text, frozenset()).isdisjoint(f"{about.thing} {meaning.noun} {noun}".split())
    unsuited = unsuited or ("{e} ID" in text and about.entity.split()[-1] in ("number", "code", "pin", "key"))
    unsuited = unsuited or ("{e}" in text and about.entity.startswith(("first ", "second ", "third ")))
    unsuited = unsuited or ("{t}'s {n}" in text and about.thing.split()[-1] in noun.split())
    if unsuited or ("a {n} of" in text and meaning.counted and noun.endswith("s")):
        return ""
    text = text.replace("{c}", f"{{}} {meaning.counted}".strip()).replace("{u}", f"{{}} {meaning.unit}".strip())
    article = "an {n}" if re.match(r"[aeio]|u(?!s|ni)", noun.lower()) else "a {n}"
    text = text.replace("a {n}", article)
    if noun.endswith("s") and names.singular(noun) != noun:
        text = text.replace("{n} is {", "{n} are {")
    if many:
        text = text.replace(article + " of", "the {n}").replace("{n} is", "{n} are").replace("{n} should be", "{n} are")
    return (
        text.replace("{n}", noun)
        .replace("{e}", about.entity)
        .replace("{t}", about.thing)
        .replace("{ts}", about.things)
        .replace("{h}", noun.rpartition(" ")[0])
    )


def polar(meaning: Sense) -> list[Form]:
    """The forms that say yes or no to a parameter."""
    how = manner(meaning)
    topic = how.topic
    yes: tuple[tuple[str, str], ...]
    no: tuple[tuple[str, str], ...]
    if how.form == "statement":
        about, _, what = topic.partition("|")
        about = about[0].upper() + about[1:]
        yes = (("sentence", f"{about} {what}."), ("aside", f"{about} {what}."))
        no = (("sentence", f"{about} not {what}."), ("aside", f"{about} not {what}."))
    elif how.form == "verb":
        yes = (("sentence", f"Please {topic}."), ("sentence", f"I want you to {topic}."), ("aside", f"I'd want you to {topic}."))
        no = (
            ("sentence", f"Please don't {topic}."),
            ("sentence", f"Don't {topic}."),
            ("aside", f"I wouldn't want you to {topic}."),
        )
    elif how.form == "adjective":
        yes = (
            ("sentence", f"It should be {topic}."),
            ("sentence", f"It has to be {topic}."),
            ("aside", f"It should be {topic}."),
        )
        no = (
            ("sentence", f"It should not be {topic}."),
            ("sentence", f"It must not be {topic}."),
            ("aside", f"It should not be {topic}."),
        )
    elif meaning.kind == "yes_no":
        yes = (("adverbial", f"with yes to {topic}"), ("sentence", f"Yes to {topic}."), ("aside", f"It's a yes to {topic}."))
        no = (("adverbial", f"with no {topic}"), ("sentence", f"No {topic}, please."), ("aside", f"I need no {topic}."))
    else:
        yes = (("adverbial", f"with {topic}"), ("adverbial", f"including {topic}"), ("aside", f"I'd like it with {topic}."))
        no = (("adverbial", f"without {topic}"), ("adverbial", f"with no {topic}"), ("aside", f"I'd like it without {topic}."))
    return [Form(place, text, "", said) for said, forms in ((True, yes), (False, no)) for place, text in forms]

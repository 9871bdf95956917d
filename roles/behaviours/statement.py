"""Statements about results: what people say of a thing before it was looked up, and hearing what a text says of it.

A statement is a noun with the verb phrase that a report would use: `my order is delivered`, `the flight costs $300`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from roles.language import names
from roles.language.nouns import PEOPLE, PERSONAL
from roles.language.reports.facts import ID, Fact, facts, predicate
from roles.language.reports.labels import identity, label
from roles.language.reports.values import is_date, said
from tool_graphs import path as paths
from tool_graphs.subject import subject
from tool_graphs.tool import Tool

_HOLE = "zzzz"
_PLAIN: dict[str, str] = {
    "color": "is {}", "colour": "is {}", "brand": "is from {}", "manufacturer": "is from {}", "airline": "is with {}",
    "carrier": "is with {}", "label": "is labelled {}", "cabin": "is in {}", "size": "is size {}", "priority": "is {} priority",
    "genre": "is {}", "cuisine": "is {}", "category": "is in the category {}", "deadline": "is due on {}",
}  # fmt: skip
"""Attributes of which people say something shorter than `has the color red`."""
_TELLING = re.compile(
    r"\b(city|country|location|category|genre|author|artist|director|cuisine|language|tier|level|plan|status|state)$"
)
"""Further texts that people state of a thing."""
_SUBJECT = frozenset((*PEOPLE, "profile", "account", "result", "item", "data", "record", "response", "list", "entry"))


@dataclass(frozen=True, slots=True)
class Thing:
    """One object in a result, with what a listener could be told of it."""

    path: str
    """Where in the result it stands; empty for the whole result."""
    noun: str
    value: Mapping[str, Any]
    facts: tuple[Fact, ...]

    @property
    def named(self) -> str:
        """The thing with its own id: `order #W1`; the noun alone where it has none."""
        kind, own = identity(self.value, self.noun)
        own = own if not kind or kind == self.noun else label(self.value, self.noun)
        return f"{self.noun} {own}" if own else f"the {self.noun}"

    def place(self, fact: Fact) -> str:
        """Where in the result the fact stands."""
        return paths.text((*paths.parse(self.path), fact.key))


def things(tool: Tool, arguments: Mapping[str, Any], result: Any) -> list[Thing]:
    """The objects of a call's result that people have a name for and that are no people."""
    about = subject(tool)
    noun = about.thing[-1] if about.thing else ""
    given = [value for _, value in paths.leaves(dict(arguments))]
    found = list(_things(result, "", noun, given))
    of_people = [held for each in found if each.noun in PEOPLE for held in _belongings(each)]
    return [each for each in found if each.noun and each.noun not in _SUBJECT] + of_people


def _belongings(person: Thing) -> Iterator[Thing]:
    """What people say of something of theirs and not of themselves: the `account status` of a customer is their account's."""
    for fact in person.facts:
        *owner, last = fact.name.split()
        if len(owner) == 1 and owner[0] in PERSONAL and last in ("status", "state"):
            value = {last: fact.value}
            yield Thing(person.path, owner[0], value, (replace(fact, name=last),))


def _things(value: Any, path: str, noun: str, given: list[Any]) -> Iterator[Thing]:
    if isinstance(value, dict):
        told = tuple(fact for fact in facts(value, given, noun) if fact.key in value and _sayable(fact, value))
        yield Thing(path, noun, value, told)
        for key, child in value.items():
            if isinstance(child, dict | list):
                inner = names.singular(names.noun(key).split()[-1].lower()) if isinstance(child, list) else names.noun(key)
                yield from _things(child, paths.text((*paths.parse(path), key)), inner, given)
    elif isinstance(value, list):
        for position, child in enumerate(value):
            if isinstance(child, dict):
                yield from _things(child, f"{path}[{position}]", noun, given)


def _sayable(fact: Fact, value: Mapping[str, Any]) -> bool:
    """Whether people would say it of a thing that they have in mind."""
    last = fact.name.split()[-1]
    plain = fact.rank < ID and value[fact.key] == fact.value and last not in ("name", "title", "number", "count", "code")
    text = isinstance(fact.value, str) and not is_date(fact.value)
    if text and not (last in _PLAIN or _TELLING.search(fact.name)):
        return False
    return plain and 0 < len(fact.text) <= 32 and bool(verb_phrase(fact))


def told(fact: Fact, value: Any, currency: Any = None) -> Fact:
    """The fact with another value."""
    return replace(fact, value=value, text=said(value, fact.name, currency))


def verb_phrase(fact: Fact) -> str:
    """What is said of the thing: `is delivered`, `costs $300`, `is red`."""
    short = _PLAIN.get(fact.name.split()[-1]) if isinstance(fact.value, str) else None
    return short.format(fact.text) if short else predicate(fact)


def statement(noun: str, fact: Fact) -> str:
    """What the fact says of its thing: `my order is delivered`."""
    return f"{'my' if noun in PERSONAL else 'the'} {noun} {verb_phrase(fact)}"


@dataclass(frozen=True, slots=True)
class Stated:
    """What a text says of some attribute of the things of one kind."""

    path: str
    """As a schema path: `orders[].status`."""
    text: str
    """The value in the text's words; `yes` or `no` for truths."""
    true: bool
    """Whether any thing of the kind is so."""
    told: str = ""
    """What a reply says that corrects it: the value in the text's words; of truths, what is so instead."""


def stated(text: str, found: list[Thing]) -> list[Stated]:
    """What the text says of the things, whether true or not; it knows nothing of what was meant."""
    heard: dict[tuple[str, str], bool] = {}
    instead: dict[tuple[str, str], str] = {}
    lowered = text.lower()
    for thing in found:
        for fact in thing.facts:
            place = paths.pattern(thing.place(fact))
            for words in _said_of(lowered, thing.noun, fact):
                key = place, words
                heard[key] = heard.get(key, False) or same(words, fact)
                instead.setdefault(key, verb_phrase(fact).lower() if isinstance(fact.value, bool) else words)
    return [Stated(place, words, true, instead[place, words]) for (place, words), true in heard.items()]


def same(words: str, fact: Fact) -> bool:
    """Whether the words give the fact's value; a day alone gives a moment."""
    text = fact.text.lower()
    return words == text or (is_date(fact.value) and text.startswith(f"{words} at "))


def _said_of(text: str, noun: str, fact: Fact) -> Iterator[str]:
    """The values, in words, that a text gives for a fact."""
    if isinstance(fact.value, bool):
        for value, words in ((True, "yes"), (False, "no")):
            if re.search(rf"\b{re.escape(statement(noun, told(fact, value)).lower())}\b", text):
                yield words
        return
    before, _, after = statement(noun, replace(fact, text=_HOLE)).lower().partition(_HOLE)
    pattern = rf"\b{re.escape(before)}(.+?){re.escape(after)}(?=[.;!?](?:\s|$)|,\s|\s+(?:and|but|so|which|as|if)\s|$)"
    yield from (match.group(1) for match in re.finditer(pattern, text))

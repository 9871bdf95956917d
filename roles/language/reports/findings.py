"""What was found, for calls that look something up: one fact, one thing, or a list."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from random import Random
from typing import Any

from roles.language import names
from roles.language.nouns import MASS, PERSONAL, with_article
from roles.language.reports.facts import ID, KNOWN, Fact, facts, predicate
from roles.language.reports.labels import id_of, identity, label, name_of, number_of
from roles.language.reports.values import counted, is_date, is_money, opened, prose, said, spoken_name
from tool_graphs.subject import Subject

_NOUNS = frozenset("palindrome anagram duplicate prime spam scam phishing bot weekend holiday".split())
_COUNTABLE = frozenset("palindrome anagram duplicate bot weekend holiday scam".split())
_GENERIC = frozenset("results result items item data records entries list response matches objects".split())
_TEXTS = frozenset("text joke quote fact lyrics definition translation summary poem story answer explanation description".split())
_PEOPLE = frozenset("user customer account profile traveller traveler member patient student employee client".split())


def finding(about: Subject, arguments: Mapping[str, Any], result: Any, rng: Random, most: int) -> str:
    """One sentence on what the result says."""
    thing = about.thing[-1] if about.thing else ""
    if isinstance(result, dict) and len(result) == 1:
        ((key, inner),) = result.items()
        if isinstance(inner, dict) and inner:
            return finding(_wrapped(about, key), arguments, inner, rng, most)
    if isinstance(result, list):
        return listing(thing or "result", result, rng)
    if not isinstance(result, dict):
        return f"The answer is {said(result)}." if result not in (None, "") else "There is nothing to report."
    lists = [(key, value) for key, value in result.items() if isinstance(value, list) and value]
    if not lists and (empty := [key for key, value in result.items() if value == []]):
        return listing(empty[0], [], rng)
    if lists and about.many and isinstance(lists[0][1][0], dict):
        return listing(lists[0][0], lists[0][1], rng, thing)
    told = facts(result, arguments.values(), thing, about.aspect)
    fresh = [fact for fact in told if fact.rank < KNOWN]
    main = [fact for fact in fresh if fact.rank < ID]
    identified = identity(result, thing)
    own = identified[1]
    asked_for = own and not about.many and own in [str(value) for value in arguments.values()]
    if (
        lists
        and not asked_for
        and not [fact for fact in main if fact.name.split()[-1] not in ("count", "total", "number", "results")]
    ):
        return listing(lists[0][0], lists[0][1], rng, thing)
    if len(fresh) == 1 and not lists:
        return fact_alone(fresh[0], about, arguments, rng)
    chosen = list(main or fresh or told)[:most]
    if asked_for and not main:
        chosen = []
    elif not chosen:
        return listing(lists[0][0], lists[0][1], rng) if lists else "There is nothing more to report."
    return _thing(result, thing, identified, chosen, lists, rng)


def _wrapped(about: Subject, key: str) -> Subject:
    """The subject of an object that stands alone under its name."""
    noun = names.split(key)[-1:]
    return about if not noun or noun[0] in _GENERIC else Subject(about.action, noun, False, "", about.by, about.verb)


def fact_alone(fact: Fact, about: Subject, arguments: Mapping[str, Any], rng: Random) -> str:
    """The one thing that was asked: a truth, an amount, an id, a text."""
    if isinstance(fact.value, bool):
        return _verdict(fact.name, fact.value, arguments, rng)
    if is_date(fact.value):
        phrase = predicate(fact)
        about_it = about.thing and not phrase.startswith("has ")
        return opened(f"the {' '.join(about.thing[-1:])} {phrase}." if about_it else f"{_whose(fact.name)} is {fact.text}.")
    fact = replace(fact, name=spoken_name(fact.key))
    name = fact.name.split()[-1]
    if isinstance(fact.value, int | float) and name in ("price", "cost", "fare") and is_money(fact.name) and rng.random() < 0.6:
        return f"It costs {fact.text}."
    if name in _TEXTS and len(fact.text.split()) > 3:
        return f"Here is the {fact.name}: {fact.text.rstrip('.')}."
    echo = _echo(arguments)
    of = f" for {echo}" if echo and not fact.name.endswith("ID") and rng.random() < 0.45 else ""
    return opened(f"{_whose(fact.name)}{of} {_is(fact.name)} {fact.text}.")


def _whose(name: str) -> str:
    first = name.split()[0]
    return f"your {name}" if first in _PEOPLE and name.endswith("ID") else f"the {name}"


@lru_cache(maxsize=8192)
def _is(name: str) -> str:
    last = name.split()[-1].lower()
    plural = last.endswith("s") and not last.endswith(("ss", "us", "is")) and last not in MASS and last not in ("series", "gas")
    return "are" if plural else "is"


def _verdict(name: str, value: bool, arguments: Mapping[str, Any], rng: Random) -> str:
    """`Yes, it is valid.`"""
    echo = _echo(arguments)
    it = echo if echo and rng.random() < 0.4 else "it"
    word = re.sub(r"^(?:is|has) ", "", name)
    answer = "Yes" if value else "No"
    if name in ("exists", "exist"):
        return f"{answer}, {it} {'exists' if value else 'does not exist'}."
    if name.startswith("has "):
        return f"{answer}, {it} {'has' if value else 'does not have'} {word}."
    said_so = with_article(word) if word.split()[-1] in _COUNTABLE or (word.split()[-1] in _NOUNS and " " in word) else word
    if re.search(r"\b(result|answer|match|value|success|check)\b", word):
        return f"{answer}, {'that is right' if value else 'that is not so'}."
    return f"{answer}, {it} {'is' if value else 'is not'} {said_so}."


def _echo(arguments: Mapping[str, Any]) -> str:
    """What the call was about, if that is one short text."""
    texts = [value for value in arguments.values() if isinstance(value, str)]
    return texts[0] if len(texts) == 1 and len(texts[0]) <= 30 and re.fullmatch(r"[\w@.#+&' -]+", texts[0]) else ""


def _thing(
    result: Mapping[str, Any],
    thing: str,
    identified: tuple[str, str],
    chosen: Sequence[Fact],
    lists: list[tuple[str, list[Any]]],
    rng: Random,
) -> str:
    """One thing with what it is like."""
    called = name_of(result, thing)
    named, own = identified
    if not own and not called:
        named, own = noun_of(thing), number_of(result, thing)
    rest = [fact for fact in chosen if fact.text not in (called, own)]
    noun = thing if thing and thing not in _GENERIC else ""
    if called and (not own or noun not in PERSONAL):
        plain = called[:1].islower() or names.plural(called) == called
        subject = f"the {noun} {called}" if plain and noun and noun not in _PEOPLE else called
    elif own and named:
        subject = f"{'your ' if named in PERSONAL and rng.random() < 0.5 else ''}{spoken_name(named)} {own}"
    else:
        subject = called or (f"the {noun}" if noun else "it")
    if not called and not own and rest:
        return _apart(rest)
    parts = [predicate(fact) for fact in rest]
    parts += [f"has {_several(spoken_name(key), items)}" for key, items in lists[: 1 if parts else 2]]
    if not parts:
        return f"I found {subject}." if called or own else "There is nothing more to report."
    return opened(f"{subject} {_joined(_merged(parts))}.")


def noun_of(thing: str) -> str:
    """The thing, if its name says what it is."""
    return "" if thing in _GENERIC else thing


def _apart(told: Sequence[Fact]) -> str:
    """Facts of a thing without a name, each for itself: `The temperature is 20 and the condition is sunny.`"""
    said_so = []
    for fact in told:
        phrase = predicate(fact)
        plain = phrase.startswith(("has ", "is by", "is in", "is at", "is called", "comes to"))
        said_so.append(f"the {fact.name} {_is(fact.name)} {fact.text}" if plain else f"it {phrase}")
    return opened(f"{prose(said_so)}.")


def _joined(parts: list[str]) -> str:
    """The phrases in one sentence; what `has` has is listed apart from what came before it."""
    has = next((at for at, part in enumerate(parts) if part.startswith("has ")), len(parts))
    before, after = parts[:has], parts[has:]
    if not before or not after:
        return prose(parts)
    return f"{', '.join(before)} and {prose(after)}" if len(after) < 2 else f"{prose(before)}, and {prose(after)}"


def _merged(parts: Sequence[str]) -> list[str]:
    """Each phrase once; `has a`, `has b` one after another as `has a`, `b`."""
    once = sorted(dict.fromkeys(part for part in parts if part), key=lambda part: part.startswith("has "))
    heads = [part.split()[:1] if part.startswith("costs") else part.split()[:2] for part in once]
    once = [part for at, part in enumerate(once) if heads[at] not in heads[:at] or part.startswith(("has", "was"))]
    return [
        part[4:] if at and part.startswith("has ") and once[at - 1].startswith("has ") else part for at, part in enumerate(once)
    ]


def _several(noun: str, items: list[Any]) -> str:
    labels = [each for item in items[:3] if (each := label(item))]
    count = f"{counted(len(items))} {_numbered(noun, len(items))}"
    return f"{count} ({_shown(labels, len(items))})" if labels else count


def _shown(labels: Sequence[str], size: int) -> str:
    more = size - len(labels)
    return f"{', '.join(labels)} and {counted(more)} more" if more > 0 else prose(list(labels))


@lru_cache(maxsize=8192)
def _numbered(noun: str, size: int) -> str:
    head, _, last = noun.rpartition(" ")
    if last in _GENERIC:
        last = {"data": "records", "list": "entries", "response": "results"}.get(last, last)
    if last in ("by", "as", "in", "of", "for", "to", "on", "with"):
        return f"{'entry' if size == 1 else 'entries'} under '{noun}'"
    one = names.singular(last)
    form = one if size == 1 else last if last in MASS else names.plural(one)
    if last in MASS and last not in ("data",):
        form = f"{last} entry" if size == 1 else f"{last} entries"
    return f"{head} {form}".strip()


def listing(key: str, items: list[Any], rng: Random, thing: str = "") -> str:
    """How many there are, what they are called, and which is the cheapest; `thing` is what generic results are."""
    noun = spoken_name(key)
    noun = thing if thing and noun in _GENERIC and noun not in ("items", "item") else noun
    thing = names.singular(noun.split()[-1])
    size = len(items)
    if size == 0:
        return f"I found no {_numbered(noun, 2)}."
    if not isinstance(items[0], dict):
        labels = [label(item) for item in items[:4]]
        return opened(f"the {_numbered(noun, size)} {'is' if size == 1 else 'are'} {_shown(labels, size)}.")
    labels = [_labelled(item, thing, size, rng) for item in items[:3]]
    if len(set(labels)) < len(labels):
        labels = [id_of(item, thing) for item in items[:3]]
    if not all(labels):
        return _first_of(items, noun, thing)
    if size == 1:
        told = [fact for fact in facts(items[0], (), thing) if fact.rank < ID and fact.text not in labels[0]][:2]
        return f"I found one {_numbered(noun, 1)}: {labels[0]}" + (
            f", which {prose([predicate(each) for each in told])}." if told else "."
        )
    opener = rng.choice(
        (f"I found {counted(size)} {_numbered(noun, size)}", f"There are {counted(size)} {_numbered(noun, size)}")
    )
    return f"{opener}: {_shown(labels, size)}{_cheapest(items, thing, rng)}."


def _labelled(item: Any, thing: str, size: int, rng: Random) -> str:
    called, own = label(item, thing), id_of(item, thing) if isinstance(item, dict) else ""
    return f"{called} ({own})" if own and called and own != called and size <= 3 and len(own) <= 14 else called


_PRICED = re.compile(r"price|fare|cost|amount")


def _cheapest(items: list[Any], thing: str, rng: Random) -> str:
    """Which item costs least, where all have prices in one currency."""
    priced = []
    for item in items:
        key = next((key for key in item if _PRICED.search(key) and isinstance(item[key], int | float)), "")
        if not key:
            return ""
        priced.append((item[key], item, item.get("currency"), key))
    amounts = [price for price, *_ in priced]
    if len({currency for _, _, currency, _ in priced}) > 1 or amounts.count(min(amounts)) > 1 or rng.random() < 0.3:
        return ""
    price, cheapest, currency, key = min(priced, key=lambda entry: entry[0])
    called = label(cheapest, thing)
    if called in [label(other, thing) for other_price, other, *_ in priced if other_price != price]:
        return ""
    how = "smallest" if "amount" in key else "cheapest"
    return f"; the {how} is {called} at {said(price, 'price', currency)}"


def _first_of(items: list[Any], noun: str, thing: str) -> str:
    """Items without names: how many, and what the first is like."""
    told = facts(items[0], (), thing)[:3]
    told = sorted(told, key=lambda fact: not is_date(fact.value))
    what = f"{counted(len(items))} {_numbered(noun, len(items))}"
    if not told:
        return f"I found {what}."
    first = prose([f"{fact.name} {fact.text}" for fact in told])
    return f"I found {what}; the first has {first}." if len(items) > 1 else f"I found {what}, with {first}."

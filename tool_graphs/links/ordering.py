"""Links of mere order: which call must come first though none of its values is used.

Explicit statements in descriptions weigh most; names alone tell of few pairs, such as suspend and resume.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tool_graphs.graph import Link
from tool_graphs.links.states import stated_by_state
from tool_graphs.subject import Subject, subject
from tool_graphs.tool import Tool
from tool_graphs.words import STOP_WORDS, listed, split, words

SAID_BY_NAME = 0.95
"""A description that names the other tool: `createTransfer must be called first`."""
SAID = 0.8
"""A description that says what must be done before: `the brake pedal must be pressed`."""
LOGIN = 0.75
"""A description that wants somebody to be logged in."""
BY_NATURE = 0.65
"""What is resumed was suspended."""

MOST_FIRST = 6
"""Tools that one statement may mean; one that could mean more says nothing."""
MOST_SHARING = 60
"""A word that more tools have in their names does not lead to any of them."""
MOST_BEHIND = 20
"""A tool that seems to come before more others than this is only named like what all descriptions say."""
MOST_LIKE = 200
"""Tools that are about the same thing, among which pairs are sought."""

_CONDITION = re.compile(
    r"\b(?:must|first|before|after|require[sd]?|needs?|once|prior to|beforehand|prerequisite|ensure|make sure|"
    r"only works? (?:if|when))\b",
    re.IGNORECASE,
)
_THIS_FIRST = re.compile(
    r"\b(?:call|called|use|used|run|invoke|invoked|executed|done|do this|step)\b[^.]{0,30}\b(?:before|prior to)\b", re.IGNORECASE
)
_STATE = re.compile(
    r"\b(?:(?:must|has to|have to|should|needs? to)\b.{0,40}\bbe|(?:been?|\w+ed) first|first,? (?:you|the|\w+ed)|"
    r"before|after|once|prior to)\b",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"\b(?:scopes?|permissions?|tokens?|role|admin\w*)\b", re.IGNORECASE)
_AFTER_THIS = re.compile(r"\bafter (?:this|it|calling this|using this)\b", re.IGNORECASE)
_UNLESS = re.compile(r"\b(?:before|until|unless|without)\b", re.IGNORECASE)
_NEVER = re.compile(r"\b(?:not|cannot|can't|never|n't|no longer|without)\b", re.IGNORECASE)
_LOGGED_IN = re.compile(
    r"\b(?:log(?:ged|ging)?[ -]?in|sign(?:ed|ing)?[ -]?in|authenticat(?:ed?|ion)|active session|valid session)\b",
    re.IGNORECASE,
)
_NEEDS_LOGIN = re.compile(
    r"\b(?:after|only|unless|until|logged)\b|"
    r"\b(?:for|by|of|as|to|from) (?:the|an?|your) (?:currently )?(?:authenticated|signed-in|logged-in) (?:user|account|customer)",
    re.IGNORECASE,
)
"""What makes a sentence that speaks of a login one that wants it."""
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_IDENTIFIER = re.compile(
    r"[A-Za-z][A-Za-z0-9]*(?:[_\-/.][A-Za-z0-9]+)+|[a-z]+(?:[A-Z][a-z0-9]+)+|[`'\"]([A-Za-z][\w\-/.]*)[`'\"]"
)
_LONGEST = 2000
"""Characters of a description that are read."""

_NATURE = {
    ("suspend", "resume"), ("pause", "resume"), ("lock", "unlock"), ("connect", "disconnect"), ("mount", "unmount"),
    ("activate", "deactivate"), ("enable", "disable"), ("archive", "unarchive"), ("subscribe", "unsubscribe"),
    ("open", "close"), ("open", "append"), ("open", "write"), ("open", "read"), ("deactivate", "activate"),
    ("start", "stop"), ("begin", "end"), ("checkout", "pay"), ("stage", "commit"), ("commit", "push"), ("draft", "submit"),
    ("create", "activate"), ("upload", "publish"),
}  # fmt: skip
"""Deeds of which the second undoes or follows the first, on the same thing."""

_ORDINARY = listed("create add update set edit delete remove modify change send post save submit")
"""Deeds that descriptions speak of in passing."""

_LOGINS = listed("login authenticate signin logon")
_ASKING = listed("status check is logout get")


@dataclass(frozen=True, slots=True)
class _Known:
    """A tool, ready to be recognised in other tools' descriptions."""

    tool: Tool
    about: Subject
    says: frozenset[str]
    """The stems of the words of its name."""

    @property
    def logs_in(self) -> bool:
        """Whether a session begins with it."""
        parts = set(split(self.tool.name))
        return bool(parts & _LOGINS or {"log", "in"} <= parts or {"sign", "in"} <= parts) and not parts & _ASKING


def order_links(tools: Sequence[Tool]) -> tuple[Link, ...]:
    """The `order` links that descriptions state or that lie in the nature of two deeds; few, and rather sure."""
    known = [_Known(tool, subject(tool), frozenset(map(_stem, words(tool.name)))) for tool in tools]
    scores: dict[tuple[str, str], float] = {}
    stated = [*_stated(known), *stated_by_state(tools)]
    often = Counter(first for first, _, _ in stated)
    for first, then, score in (*stated, *_by_nature(known)):
        if first != then and (often[first] <= MOST_BEHIND or score != SAID):
            scores[first, then] = max(score, scores.get((first, then), 0.0))
    return tuple(
        Link(source=first, target=then, kind="order", score=score)
        for (first, then), score in scores.items()
        if scores.get((then, first), 0.0) < score
    )


def _stated(known: Sequence[_Known]) -> Iterator[tuple[str, str, float]]:
    """(first, then, score) of what descriptions say."""
    by_name = {one.tool.name.lower(): one for one in known}
    by_word: dict[str, list[_Known]] = {}
    for one in known:
        for word in sorted(one.says):
            by_word.setdefault(word, []).append(one)
    logins = [one for one in known if one.logs_in]
    for one in known:
        description = one.tool.description[:_LONGEST]
        if not _CONDITION.search(description) and not _LOGGED_IN.search(description):
            continue
        for sentence in _SENTENCE.split(description):
            wanted = _CONDITION.search(sentence) or _NEEDS_LOGIN.search(sentence)
            if _LOGGED_IN.search(sentence) and not one.logs_in and wanted:
                for login in _of_same_house(logins, one):
                    yield login.tool.name, one.tool.name, LOGIN
            elif _CONDITION.search(sentence):
                yield from _in_sentence(sentence, one, by_name, by_word)


def _in_sentence(
    sentence: str, one: _Known, by_name: dict[str, _Known], by_word: dict[str, list[_Known]]
) -> Iterator[tuple[str, str, float]]:
    """What a sentence with a condition in it says about other tools."""
    never = _NEVER.search(sentence)
    if never and not _UNLESS.search(sentence):
        return
    this_first = None if never else _THIS_FIRST.search(sentence)
    mentioned = False
    for match in _IDENTIFIER.finditer(sentence):
        other = by_name.get((match[1] or match[0]).lower().rstrip(".-/"))
        if other is not None and other is not one:
            mentioned = True
            late = _AFTER_THIS.search(sentence) or (this_first and match.start() >= this_first.end())
            first, then = (one, other) if late else (other, one)
            yield first.tool.name, then.tool.name, SAID_BY_NAME
    if not mentioned and not this_first:
        for found in _recognised(sentence, one, by_word):
            yield found.tool.name, one.tool.name, SAID


def _recognised(sentence: str, one: _Known, by_word: dict[str, list[_Known]]) -> list[_Known]:
    """Tools that change something and all of whose name's words the sentence says; none where it could mean too many."""
    if not _STATE.search(sentence) or _RIGHTS.search(sentence):
        return []
    said = frozenset(_stem(word) for word in words(sentence) if word not in STOP_WORDS)
    sharing = [by_word[word] for word in sorted(said) if 0 < len(by_word.get(word, ())) <= MOST_SHARING]
    met = {other.tool.name: other for found in sharing for other in found}
    meant = [
        other
        for other in met.values()
        if other is not one
        and len(other.says) >= 2
        and other.says <= said
        and not other.says <= one.says
        and other.about.action in ("create", "update", "send", "delete")
        and other.about.verb not in _ORDINARY
    ]
    return meant if len(meant) <= MOST_FIRST else []


def _of_same_house(logins: Sequence[_Known], one: _Known) -> list[_Known]:
    """The logins that could be meant: of the same namespace or thing; the only one there is in a small catalog."""
    near = [login for login in logins if login.tool.namespace and login.tool.namespace == one.tool.namespace]
    alike = [login for login in near or logins if _shared(login, one)]
    if alike or near:
        return (alike or near)[:2]
    return list(logins) if len(logins) == 1 else []


def _shared(login: _Known, one: _Known) -> bool:
    apart = login.says - _LOGINS - {"log", "in", "sign", "user", "api"}
    return bool(apart & {_stem(word) for word in (*words(one.tool.name), *words(one.tool.description[:200]))})


def _by_nature(known: Sequence[_Known]) -> Iterator[tuple[str, str, float]]:
    """Pairs of deeds on one thing: suspend and resume a line, log in to and use a ticket system, fill and check out a cart."""
    by_thing: dict[tuple[str, str], list[_Known]] = {}
    for one in known:
        if one.about.thing:
            by_thing.setdefault((one.tool.namespace, one.about.thing[-1]), []).append(one)
    for group in by_thing.values():
        if 1 < len(group) <= MOST_LIKE:
            for first in group:
                for then in group:
                    if (first.about.verb, then.about.verb) in _NATURE and _takes_alike(first.tool, then.tool):
                        yield first.tool.name, then.tool.name, BY_NATURE
    for login in known:
        if login.logs_in:
            nouns = {word for word in words(login.tool.name) if word not in _LOGINS | {"log", "in", "sign", "user", "api"}}
            for noun in sorted(nouns):
                for then in by_thing.get((login.tool.namespace, noun), ())[:MOST_LIKE]:
                    if not then.logs_in and not _gives_token(login.tool):
                        yield login.tool.name, then.tool.name, BY_NATURE
    yield from _carts(known)
    yield from _engines(known)


def _carts(known: Sequence[_Known]) -> Iterator[tuple[str, str, float]]:
    carts = listed("cart basket trolley")
    fills = [one for one in known if one.about.verb in ("add", "put") and carts & set(words(one.tool.name))]
    pays = [one for one in known if "checkout" in split(one.tool.name) or {"check", "out"} <= set(split(one.tool.name))]
    for first in fills[:MOST_FIRST]:
        for then in pays[:MOST_FIRST]:
            if first.tool.namespace == then.tool.namespace:
                yield first.tool.name, then.tool.name, BY_NATURE


def _engines(known: Sequence[_Known]) -> Iterator[tuple[str, str, float]]:
    """Where there is a brake to press, no engine starts without, nor with open doors."""
    brakes = [one for one in known if {"press", "brake"} <= set(words(one.tool.name))]
    doors = [one for one in known if split(one.tool.name)[:1] == ("lock",) and "door" in words(one.tool.name)]
    before = [*brakes, *doors] if brakes else []
    starts = [
        one for one in known if "start" in split(one.tool.name) and {"engine", "vehicle", "car"} & set(words(one.tool.name))
    ]
    for first in before[:MOST_FIRST]:
        for then in starts[:MOST_FIRST]:
            if first.tool.namespace == then.tool.namespace:
                yield first.tool.name, then.tool.name, LOGIN


def _takes_alike(first: Tool, then: Tool) -> bool:
    """Whether what the second needs to know is what the first needed, or nothing."""
    return then.needed <= first.needed or bool(then.needed & first.needed)


def _gives_token(tool: Tool) -> bool:
    return any({"token", "session", "cookie"} & set(words(field.name)) for field in tool.outputs)


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    """`pressed` and `pressing` -> press, `locked` -> lock, `created` -> creat as `create` does."""
    for ending in ("ing", "ed", "es", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "ls" else stem
    return word

"""Who brings about a state: "the engine must be running" means the tool that starts the engine."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tool_graphs.links.requirements import Requirement, precedings, requirements
from tool_graphs.subject import subject
from tool_graphs.tool import Tool
from tool_graphs.words import STOP_WORDS, listed, singular, split, words

STATED = 0.8
"""A description that tells the state that a thing must be in."""
WORKED_ON = 0.75
"""A description of a call that works on whatever has been opened, selected or mounted."""
BEFORE_ALL = 0.78
"""A description that says that its call comes before all others."""
MOST_BEHIND_ALL = 40
"""More tools than these are more than one house: "call this first" then says nothing."""
MOST_BEFORE = 2
"""Tools that may bring about one state; where more would, it is not known which is meant."""

_START = listed("start begin launch boot run enable activate open initiate")
_BRINGING = {
    "running": _START, "started": _START, "active": _START | {"clock in", "check in", "create", "resume"}, "ongoing": _START,
    "on": listed("enable start activate") | {"turn on", "switch on", "power on"}, "live": _START,
    "enabled": listed("enable activate"),
    "turned on": frozenset({"turn on", "switch on"}), "switched on": frozenset({"switch on", "turn on"}),
    "powered on": frozenset({"power on", "turn on", "switch on"}), "powered": frozenset({"power on", "turn on"}),
    "open": listed("open enter begin start"), "opened": listed("open"), "closed": listed("close shut"),
    "established": listed("establish connect open start create"), "connected": listed("connect join pair establish link"),
    "connection": listed("connect establish open"), "selected": listed("select choose pick use switch set"),
    "chosen": listed("choose select pick"), "loaded": listed("load open import"), "available": frozenset(),
    "set": listed("set configure"), "initialised": listed("initialize initialise init setup"),
    "initialized": listed("initialize initialise init setup"), "initialization": listed("initialize initialise init setup"),
    "initialisation": listed("initialize initialise init setup"), "check in": frozenset({"check in"}),
    "checked in": frozenset({"check in"}), "checking in": frozenset({"check in"}), "clocked in": frozenset({"clock in"}),
    "clocking in": frozenset({"clock in"}), "in": listed("enter join start enable"), "inside": listed("enter join"),
    "ready": listed("prepare initialize"),
    "verification": listed("verify"), "activation": listed("activate"), "registration": listed("register enroll"),
    "calibration": listed("calibrate"), "enrolment": listed("enroll"), "enrollment": listed("enroll"), "held": listed("hold"),
}  # fmt: skip
"""State -> the deeds that bring it about; other states are participles of theirs: armed, preheated, verified."""
_VAGUE = listed("running started active ongoing on live open opened established enabled in set ready selected")
"""States of many things: the thing must be the tool's."""
_ORDINARY = listed("create add update edit delete remove modify change send post save submit get list find search show")
"""Deeds of which a value tells: what was created has an id, which says it better."""
_LOGINS = listed("log login sign signin authenticate logon logged signed authenticated")
_PHRASAL = listed("in on up out off")
_PERSON = listed("you user caller customer client it they session account agent operator")
_LOOSE = listed("the a an any all your of in to is are or and be can new other some more before")
_LEARNING = listed("disclos access view read shar reveal")
"""Stems of words for learning something."""
_OUTSIDE = listed("login logout authenticate signin signup register help ping version health logoff")
_IRREGULAR = {
    "paid": "pay",
    "built": "build",
    "sent": "send",
    "chosen": "choose",
    "begun": "begin",
    "drawn": "draw",
    "frozen": "freeze",
}


@dataclass(frozen=True, slots=True)
class _Deed:
    """A tool as somebody who does something to a thing."""

    tool: Tool
    verb: str
    """With its particle: `turn on`, `check in`."""
    nouns: tuple[str, ...]

    @property
    def told(self) -> frozenset[str]:
        """The words of its name and description."""
        return frozenset(words(f"{self.tool.name} {self.tool.description[:300]}"))


def stated_by_state(tools: Sequence[Tool]) -> Iterator[tuple[str, str, float]]:
    """(first, then, score) of what descriptions say must be so before a call, or after their own."""
    deeds = [_deed(tool) for tool in tools]
    by_verb: dict[str, list[_Deed]] = {}
    for deed in deeds:
        by_verb.setdefault(_stem(deed.verb), []).append(deed)
    for deed in deeds:
        for sentence in _sentences(deed.tool.description):
            for required in requirements(sentence):
                for first in _bringing(required, deed, by_verb):
                    yield first.tool.name, deed.tool.name, STATED if required.sure else WORKED_ON
            yield from _coming_first(sentence, deed, deeds)


def _sentences(description: str) -> list[str]:
    return re.split(r"(?<=[.!?;])\s+|\n+", description[:2000])


def _deed(tool: Tool) -> _Deed:
    parts = split(tool.name)
    verb, rest = (parts[0], parts[1:]) if parts else ("", ())
    if rest and rest[0] in _PHRASAL:
        verb, rest = f"{verb} {rest[0]}", rest[1:]
    elif rest and rest[-1] in ("on", "in", "up"):
        verb, rest = f"{verb} {rest[-1]}", rest[:-1]
    return _Deed(tool, verb, tuple(singular(word) for word in rest if word not in STOP_WORDS))


def _bringing(required: Requirement, then: _Deed, by_verb: dict[str, list[_Deed]]) -> list[_Deed]:
    """The tools that bring about what is required: none where it is not known which."""
    verbs = _verbs(required.state)
    able = [deed for verb in sorted(verbs) for deed in by_verb.get(_stem(verb), ()) if deed is not then and _near(deed, then)]
    thing = {singular(word) for word in split(required.thing)}
    fitting = [deed for deed in able if deed.nouns and deed.nouns[-1] in thing]
    if not fitting and required.sure:
        fitting = [deed for deed in able if _fits_loosely(deed, required, thing, len(able))]
    if not required.sure:
        fitting = [deed for deed in fitting if not _tells_which(then, deed)]
    most = max((len(thing & set(deed.nouns)) for deed in fitting), default=0)
    best = [deed for deed in fitting if len(thing & set(deed.nouns)) == most]
    return best if len(best) <= MOST_BEFORE else []


def _verbs(state: str) -> frozenset[str]:
    """The deeds that bring a state about."""
    if state in _BRINGING:
        return _BRINGING[state]
    if state in _IRREGULAR:
        return frozenset({_IRREGULAR[state]})
    particle = re.fullmatch(r"([a-z]+)(?:ed|ing) (in|on|up)", state)
    verb = f"{_stem(particle[1])} {particle[2]}" if particle else state
    if particle or (state.endswith(("ed", "ing")) and _stem(state) not in {_stem(word) for word in _ORDINARY | _LOGINS}):
        return frozenset({verb})
    return frozenset()


def _fits_loosely(deed: _Deed, required: Requirement, thing: set[str], rivals: int) -> bool:
    """Whether a tool is meant though its thing is not named: nothing else could be, or its description speaks of the thing."""
    named = thing - _LOOSE - _PERSON
    if deed.nouns and not (named & deed.told and required.state in ("active", "running", "open")):
        return False
    if required.state in _VAGUE:
        return bool(named & deed.told) or bool(not named and not deed.nouns and rivals == 1)
    return rivals == 1 and (not named or bool(named & deed.told) or not deed.nouns)


def _tells_which(then: _Deed, first: _Deed) -> bool:
    """Whether the call says itself which thing it works on, or merely lists things in that state."""
    about = subject(then.tool)
    takes = {word for input in then.tool.inputs for word in words(input.name)}
    return bool(takes & set(first.nouns)) or about.many or then.tool.needed >= first.tool.needed > frozenset()


def _coming_first(sentence: str, deed: _Deed, deeds: Sequence[_Deed]) -> Iterator[tuple[str, str, float]]:
    for said in precedings(sentence):
        near = [
            other for other in deeds if other is not deed and _near(deed, other) and not set(split(other.tool.name)) & _OUTSIDE
        ]
        if said.everything:
            if len(near) <= MOST_BEHIND_ALL:
                for other in near:
                    if not _feeds(other.tool, deed.tool):
                        yield deed.tool.name, other.tool.name, BEFORE_ALL
            continue
        if "_" in said.rest or any(other.tool.name.lower() in said.rest for other in deeds):
            continue  # tools by name are read elsewhere
        for other in near:
            if _spoken_of(other, said.rest):
                yield deed.tool.name, other.tool.name, STATED


def _feeds(other: Tool, first: Tool) -> bool:
    """Whether a tool gives what the one that comes first must know, so that it comes even before."""
    return bool({words(field.name) for field in other.outputs} & {words(name) for name in first.needed})


def _spoken_of(deed: _Deed, rest: str) -> bool:
    """Whether "rides can be booked or cancelled", "booking a ride", "any transfer" speaks of the tool."""
    parts = split(rest)
    said = {_stem(word) for word in parts} | {_stem(word) for word in words(rest)}
    things = {singular(word) for word in parts}
    verb = _stem(deed.verb)
    shared = bool(things & set(deed.nouns))
    if verb in said:
        return shared or not deed.nouns or bool(things & listed("anything something everything data")) or len(parts) <= 2
    if shared and said & _LEARNING and subject(deed.tool).action in ("get", "find"):
        return True
    deeds = [Tool(name=f"{word}_thing", description=f"{word.capitalize()} a thing.") for word in _plain(parts)]
    actions = {subject(each).action for each in deeds} - {
        "other",
        "get",
        "find",
        "check",
    }
    return shared and (subject(deed.tool).action in actions or (verb == "request" and "create" in actions))


def _plain(parts: Sequence[str]) -> list[str]:
    """The verbs among the words, as they are called: booked -> book."""
    return [form for word in parts if word.endswith(("ed", "ing")) for form in (_stem(word), _stem(word) + "e")]


def _near(one: _Deed, other: _Deed) -> bool:
    return one.tool.namespace == other.tool.namespace


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    """`verified`, `verify` -> verif; `movements`, `moving` -> mov; `payment` -> pay."""
    first, _, particle = word.partition(" ")
    first = singular(first)
    for ending in ("ment", "ing", "ied", "ed", "es", "y", "e"):
        if first.endswith(ending) and len(first) - len(ending) >= 3:
            first = first[: -len(ending)]
            break
    if len(first) > 3 and first[-1] == first[-2]:
        first = first[:-1]
    first = first.removesuffix("e") if len(first) > 3 else first
    return f"{first} {particle}".strip()

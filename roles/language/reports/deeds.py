"""What was done, for calls that change something: `I've cancelled order #W12.`"""

import re
from collections.abc import Mapping
from functools import lru_cache
from random import Random
from typing import Any

from roles.language import names
from roles.language.descriptions import imperative
from roles.language.nouns import PEOPLE, PERSONAL, singular
from roles.language.reports.facts import KNOWN, Fact, facts, predicate
from roles.language.reports.values import opened, prose
from roles.language.verbs import KINDS
from tool_graphs.itself import Itself
from tool_graphs.subject import Subject, subject
from tool_graphs.tool import Tool

_PAST = {
    "buy": "bought", "send": "sent", "make": "made", "set": "set", "put": "put", "pay": "paid", "take": "taken", "find": "found",
    "give": "given", "have": "had", "write": "written", "begin": "begun", "build": "built", "do": "done", "get": "got",
    "hold": "held", "keep": "kept", "leave": "left", "let": "let", "run": "run", "sell": "sold", "tell": "told", "cut": "cut",
    "withdraw": "withdrawn", "bring": "brought", "show": "shown", "shut": "shut", "undo": "undone", "reset": "reset",
    "hide": "hidden",
    "choose": "chosen", "freeze": "frozen", "unfreeze": "unfrozen", "forget": "forgotten", "wake": "woken", "think": "thought",
    "read": "read", "split": "split", "spend": "spent", "lend": "lent", "draw": "drawn", "know": "known", "see": "seen",
}  # fmt: skip
_DOUBLED = re.compile(
    r"(?:plan|drop|stop|cancel|control|submit|refer|trim|swap|wrap|flip|flag|pin|log|tag|transfer|commit|permit|ship)$"
)
_A = r"(?:an?|the|your|my|this|another|that) (?:(?!(?:of|in|into|to|for|from|by|with|at|on|and|or|an?|the)\b)[\w-]+ ){0,3}?"
_CUT = re.compile(r",| so that | that | which | who | in whole | if | when | once ")
_FOR_WHOM = re.compile(rf" (?:for|to|of|by) (?:an?|the|my|me|you)(?: (?:{'|'.join(sorted(PEOPLE))}))?$")
_LONGEST = 80


def past(verb: str) -> str:
    """The past participle of a verb's base form."""
    if verb in _PAST:
        return _PAST[verb]
    if _DOUBLED.search(verb):
        return verb + verb[-1] + "ed"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + ("d" if verb.endswith("e") else "ed")


@lru_cache(maxsize=8192)
def _deed(itself: Itself[Tool]) -> tuple[str, str]:
    """(what was done, to what) by the tool's description."""
    tool = itself.value
    verb, rest = imperative(tool)
    rest = re.sub(rf"\bthe (?:{'|'.join(sorted(PEOPLE))})\b(?! \w)", "you", rest)
    rest = re.sub(r"\bmy\b", "your", re.sub(r"\bme\b", "you", rest))
    if verb in ("have", "let", "be", "need"):
        verb, rest = tool_verb(tool), _named(tool)
    if re.search(r"\b(?:is|API|api|function)\b", rest):
        verb, rest = tool_verb(tool), _named(tool)
    rest = _FOR_WHOM.sub("", _CUT.split(rest, maxsplit=1)[0].strip())
    first, _, particle = verb.partition(" ")
    return f"{past(first)} {particle}".strip(), rest if len(rest) <= _LONGEST else ""


def tool_verb(tool: Tool) -> str:
    """The verb of the tool's name."""
    return next((word for word in names.split(tool.name) if word in KINDS), "do")


def _named(tool: Tool) -> str:
    """The thing by the tool's name."""
    about = subject(tool)
    return f"the {' '.join(about.thing[-2:])}" if about.thing else ""


def deed(tool: Tool, about: Subject, arguments: Mapping[str, Any], result: Any, rng: Random, most: int) -> str:
    """One sentence on what was done, and what came of it."""
    done, rest = _deed(Itself(tool))
    thing = about.thing[-1] if about.thing else ""
    ids = {noun: str(value) for key, value in arguments.items() if (noun := _noun(key)) and type(value) in (str, int)}
    part = ""
    while isinstance(result, dict) and len(result) == 1 and isinstance(inner := next(iter(result.values())), dict):
        part, result = next(iter(result)), inner
    told = facts(result, arguments.values(), thing) if isinstance(result, dict) else []
    status = next((fact for fact in told if fact.name in ("status", "state")), None)
    own = next((noun for noun in ids if _is_all(noun, rest)), "")
    more = [fact for fact in told if fact.rank < KNOWN and fact is not status and not isinstance(fact.value, bool)]
    if about.action in ("create", "send"):
        more = sorted(more, key=lambda fact: not fact.name.endswith("ID"))
    if own and rng.random() < 0.7:
        mine = "your " if own in PERSONAL and rng.random() < 0.6 else ""
        state = (
            f"{status.text}"
            if status is not None and isinstance(status.value, str) and status.text.islower() and part in ("", own)
            else done
        )
        text = f"{mine}{own} {ids[own]} is now {state}" if state != done else f"{mine}{own} {ids[own]} has been {done}"
    else:
        for noun, value in ids.items() if rest else ():
            rest = _thing(noun).sub(lambda match: f"{noun}{match[1] or ''} {value}", rest, count=1)  # noqa: B023
        text = f"I've {done} {_definite(rest, about)}".rstrip()
        if status is not None and isinstance(status.value, str) and len(status.text.split()) > 1:
            more = [status, *more]
    return opened(text) + _came(more[:most], thing) + "."


@lru_cache(maxsize=8192)
def _is_all(noun: str, rest: str) -> bool:
    """Whether what something was done to is the thing of that noun and nothing more."""
    return re.fullmatch(rf"(?:{_A})?{re.escape(noun)}", rest) is not None


@lru_cache(maxsize=4096)
def _thing(noun: str) -> re.Pattern[str]:
    """Where a thing is told of by its noun."""
    return re.compile(rf"\b{_A}{re.escape(noun)}( number| code)?\b(?! [a-z]+ing\b)")


_PERSONAL = re.compile(rf"^an? (?=(?:\w+ )?(?:{'|'.join(sorted(PERSONAL))})\b)")


def _definite(rest: str, about: Subject) -> str:
    if about.action == "send":
        return rest or "it"
    if about.action == "create":
        return _PERSONAL.sub("your ", rest) if rest else "it"
    return re.sub(r"^(?:an?|some) ", "the ", rest) if rest else "it"


@lru_cache(maxsize=16384)
def _noun(key: str) -> str:
    """The noun of an id: `order_id` is an order's."""
    parts = names.split(key)
    return " ".join((*parts[:-2], singular(parts[-2]))) if len(parts) > 1 and parts[-1] in ("id", "number", "code") else ""


def _came(more: list[Fact], thing: str) -> str:
    """What came of it, behind a semicolon: `; the booking ID is BK-1 and it costs $5`."""
    if not more:
        return ""
    clauses = []
    for fact in more:
        phrase = predicate(fact)
        if fact.name in ("status", "state"):
            clauses.append(f"the status is now '{fact.text}'")
            continue
        has = phrase.startswith(("has the ", "has a ", "has an "))
        clauses.append(f"the {fact.name} is {fact.text}" if has or fact.name.endswith("ID") else f"it {phrase}")
    clauses = [each.removeprefix("it ") if at and clauses[at - 1].startswith("it ") and each.startswith("it ") else each
               for at, each in enumerate(clauses)]  # fmt: skip
    return "; " + prose(clauses)

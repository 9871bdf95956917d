"""What a tool does to what: `list_all_product_types` finds many product types."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from tool_graphs.tool import Tool
from tool_graphs.verbs import PARTICLES, acting
from tool_graphs.words import STOP_WORDS, is_plural, listed, split, words

Action = Literal["find", "get", "create", "update", "delete", "compute", "check", "send", "other"]

_VERBS: dict[Action, frozenset[str]] = {
    "find": listed("search find list lookup browse discover query explore suggest recommend autocomplete filter locate scan ls"),
    "get": listed(
        "get fetch retrieve read show view display describe load obtain download access track see extract return cat scrape "
        "authenticate login"
    ),
    "create": listed(
        "create add book make order post register open place reserve store submit insert "
        "new generate start buy purchase upload "
        "save record issue apply subscribe hire enroll invite log signup build compose draft reserve rent touch mkdir"
    ),
    "update": listed(
        "update modify change edit set exchange return assign move rename replace adjust "
        "activate deactivate enable disable resume "
        "suspend turn toggle lock unlock confirm approve reject complete mark extend upgrade "
        "refund append write resolve escalate restore renew redeem reschedule restart reopen rerun attach "
        "detach unarchive pay fund transfer press connect "
        "link sort refuel fill withdraw deposit grant reset checkout "
        "play run execute perform control capture pause rate shuffle flip roll schedule merge dispute logout"
    ),
    "delete": listed("delete remove cancel drop unsubscribe revoke clear stop close archive rm terminate unfollow discard"),
    "compute": listed(
        "calculate compute convert estimate count analyze translate summarize predict measure "
        "evaluate solve encode decode encrypt "
        "decrypt compare sum multiply divide subtract average detect classify recognize "
        "identify forecast hash simulate determine parse"
    ),
    "check": listed("check validate verify is are has can test confirm verify does"),
    "send": listed("send email notify share publish tweet message reply forward call text ask contact tell alert remind"),
}  # fmt: skip
_ACTION = {verb: action for action, verbs in _VERBS.items() for verb in verbs}
_PLAIN_VERBS = listed(
    "get fetch retrieve find search create add update modify delete remove cancel calculate compute convert list query send "
    "generate check validate verify set read show"
)
"""Verbs even in the middle of a name; others are verbs at its start only, for they are nouns, too."""

_NOUNS_TOO = listed("log post place record start order book check track message text contact share set play run store")
"""Verbs that are nouns as often: what the description says comes first where it says that something is looked up."""
_OPENED = listed("account position ticket dispute claim issue case loan request order trade")
"""What is made by being opened."""

_BREAKS = listed("by for from in on at with of to using via as per within near between and or without into")
GENERIC = listed(
    "detail information data list result all full api endpoint response current latest "
    "new available random top popular trending "
    "pending delivered multiple single my the a an by item entry record collection set object page body payload content output "
    "overview profile summary recent upcoming nearby nearest closest best live "
    "daily weekly monthly general basic advanced simple custom total "
    "v v1 v2 v3 v4 web rest rapid service system details inventory history similar related featured now next previous more other "
    "whole entire nodes node edges edge rows row value entity resource hits hit documents match specific today quick"
)
"""Nouns and adjectives that do not say what a thing is."""

ASPECTS = listed(
    "status price balance location address rating score forecast count number statistic cost rate "
    "distance time date name id title "
    "description image symbol code email phone amount value availability ranking schedule metadata history quote type url link"
)
"""What one asks about a thing: in `get_order_status` the thing is the order."""

_MANY = listed("search list browse discover query filter autocomplete suggest recommend explore")
_PATH = re.compile(r"^(GET|POST|PUT|PATCH|DELETE)[\s_]+/(\S*)", re.IGNORECASE)
_GLUED_VERB = re.compile(r"(get|search|fetch|retrieve|convert|calculate|create|update|delete)([a-z]{4,})")
_METHODS: dict[str, Action] = {"POST": "create", "PUT": "update", "PATCH": "update", "DELETE": "delete"}


@dataclass(frozen=True, slots=True)
class Subject:
    """A tool's action, the words of the thing it is about (most important last), and whether it deals with many of them."""

    action: Action
    thing: tuple[str, ...]
    many: bool
    aspect: str = ""
    """The attribute asked for: `price` for `get_stock_price`."""
    by: tuple[str, ...] = ()
    """What follows a preposition in the name: `email` for `find_user_by_email`."""
    verb: str = ""
    holders: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Placeholder of a path -> the thing before it: the `id` in `/orders/{id}` is an order's."""
    kinds: tuple[str, ...] = ()
    """What it may be about where its name does not say: any of a customer, a line, a bill."""
    goal: bool = False
    """Whether it looks for the best of many, which nobody does to learn what else is known of that one."""


def subject(tool: Tool) -> Subject:
    """What the tool does to what, read from its name and, where that says nothing, its description."""
    return _subject(tool.name, tool.description[:200], tool.origin)


@lru_cache(maxsize=65536)
def _subject(name: str, description: str, origin: str) -> Subject:
    path = _PATH.match(origin) or _PATH.match(name)
    holders = _holders(path[2]) if path else ()
    if path and path.string == name:
        return replace(_of_path(path[1].upper(), path[2]), holders=holders)
    found = _of_texts(name, description)
    kinds = () if _of_words(_unglued(split(name))).thing else _kinds(description)
    goal = bool(_BEST & set(split(name)))
    return replace(found, holders=holders, goal=goal, kinds=kinds) if holders or goal or kinds else found


_ANY_OF = re.compile(r"\b(?:an?|the|any) ((?:\w+, ){1,8}(?:or )?\w+,? or \w+)", re.IGNORECASE)


def _kinds(description: str) -> tuple[str, ...]:
    """The things of "the details of a customer, line, device, bill or plan"."""
    match = _ANY_OF.search(description)
    return tuple(dict.fromkeys(word for word in _nouns(split(match[1])) if word not in ("id", "or"))) if match else ()


_BEST = listed("nearest closest cheapest")


def _holders(path: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    segments = [segment for segment in path.split("/") if segment]
    return tuple(
        (after[1:-1], thing)
        for before, after in pairwise(segments)
        if after.startswith("{") and not before.startswith("{") and (thing := _nouns(split(before))[-1:])
    )


_THERE = re.compile(r" (?:in stock|on file|on hand|in use|on offer|on sale)\b", re.IGNORECASE)
"""That a thing is there, not what it is."""


def _of_texts(name: str, description: str) -> Subject:
    found = _of_words(_unglued(split(name)))
    if found.thing and found.action != "other" and found.verb not in _NOUNS_TOO:
        return found
    told = _of_words(split(_THERE.sub("", description.split(". ")[0]))[:12])
    verb = acting(name, description)
    if verb == "return" and found.verb != "return":
        told = replace(told, action="get", verb="get")
    if verb and not found.verb and verb not in _ACTION:
        things = [each.thing if each.thing[:1] != (verb,) else each.thing[1:] for each in (found, told)]
        things = [each[1:] if each[:1] and each[0] in PARTICLES else each for each in things]
        return replace(found, action="update", thing=things[0] or things[1], verb=verb)
    if told.action == "other":
        told = Subject("get", told.thing, told.many, told.aspect, verb="get")
    misread = found.verb in _NOUNS_TOO and told.action in ("get", "find")
    return Subject(
        told.action if found.action == "other" or misread else found.action,
        found.thing or told.thing,
        found.many or (not found.thing and told.many),
        found.aspect or told.aspect,
        found.by,
        found.verb or told.verb,
    )


def _unglued(parts: tuple[str, ...]) -> tuple[str, ...]:
    """`getusers` -> get users: some catalogs spell everything in lower case."""
    if parts and (glued := _GLUED_VERB.fullmatch(parts[0])):
        return (glued[1], glued[2], *parts[1:])
    return parts


def _of_path(method: str, path: str) -> Subject:
    """REST: the last plural or placeholder-owning segment is the thing; a trailing placeholder makes it one."""
    segments = [segment for segment in path.split("/") if segment]
    named = [segment for segment in segments if not segment.startswith("{")]
    one = bool(segments) and segments[-1].startswith("{")
    action = _METHODS.get(method, "get" if one else "find")
    if method == "GET" and "search" in named:
        action = "find"
    for position in range(len(segments) - 1, -1, -1):
        segment = segments[position]
        thing = tuple(word for word in words(segment) if word not in _PLAIN_VERBS and word not in STOP_WORDS)
        if segment.startswith("{") or not thing:
            continue
        owns = position + 1 < len(segments) and segments[position + 1].startswith("{")
        searched = position > 0 and words(segments[position - 1])[-1:] == ("search",)
        plural = is_plural(split(segment)[-1]) and not set(thing) <= GENERIC
        if owns or searched or plural or segment == named[0]:
            return Subject(action, thing, not one and action in ("find", "get"))
    return Subject(action, (), not one and action in ("find", "get"))


def _of_words(parts: tuple[str, ...]) -> Subject:
    at = _verb_at(parts)
    if at is None:
        action: Action = "other"
        rest = parts
    else:
        action = _ACTION[_base(parts[at])]
        follows = at + 1 < len(parts) and (parts[at + 1] not in _BREAKS or at == 0)
        rest = parts[at + 1 :] if follows and _nouns(parts[at + 1 :]) else parts[:at]
    phrase, by = _cut(rest)
    prefixed = at is not None and at > 0 and rest == parts[:at]
    thing = _nouns(phrase)
    last = next((part for part in reversed(phrase) if words(part)[-1:] == thing[-1:]), "")
    aspect = ""
    history = (bool(thing) and thing[-1] == "history") or "history" in phrase
    while len(thing) > 1 and thing[-1] in ASPECTS:
        aspect, thing = thing[-1], thing[:-1]
    if not thing and by:
        thing, by = tuple(word for word in _nouns(by)[-1:] if word != "id"), ()
    verb = "" if at is None else _base(parts[at])
    if verb == "open" and not set(thing[-1:]) & _OPENED:
        action = "get"
    many = (
        history
        or verb in _MANY
        or (
            not (prefixed and action == "get")
            and is_plural(last)
            and words(last)[-1:] not in (("detail",), ("statistic",), ("information",))
        )
    )
    return Subject(action, () if thing == ("id",) else thing[-3:], many, aspect, by, verb)


def _verb_at(parts: tuple[str, ...]) -> int | None:
    for position, part in enumerate(parts):
        if _base(part) in _PLAIN_VERBS:
            return position
    if parts and _base(parts[0]) in _ACTION:
        return 0
    if parts and _base(parts[-1]) in _ACTION and len(parts) > 1:
        return len(parts) - 1
    return None


def _base(verb: str) -> str:
    """`retrieves` -> retrieve, `searches` -> search."""
    if verb in _ACTION or not verb.endswith("s"):
        return verb
    return verb[:-2] if verb.endswith("es") and verb[:-2] in _ACTION else verb[:-1]


def _cut(parts: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The phrase before the first preposition that follows a noun, and what stands behind it."""
    for position, part in enumerate(parts):
        if part in _BREAKS and _nouns(parts[:position]):
            return parts[:position], tuple(word for piece in parts[position + 1 :] for word in words(piece))
    return parts, ()


def _nouns(parts: tuple[str, ...]) -> tuple[str, ...]:
    found = (word for part in parts for word in words(part))
    return tuple(word for word in found if word not in STOP_WORDS and word not in GENERIC and not word.isdigit())

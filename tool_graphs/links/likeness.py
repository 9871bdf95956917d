"""How much a field of a result and a parameter mean the same: pure functions of two meanings."""

from collections.abc import Callable
from math import prod

from tool_graphs.links.meaning import IDENTIFIERS, OWNED, PLACES, Meaning
from tool_graphs.words import listed

UNFIT = 0.49
"""What a type that does not fit leaves of a score: the surest such link is not usable."""

SAYS_LITTLE = listed(
    "status message type count total description text content result value note comment category level size label year month day "
    "rank position score version duration number quantity rate percent weight height width length age success error list array "
    "string data input num x y a b n"
)
"""Fields that match everything unless something else tells what they are about."""

RATHER_VAGUE = listed("date time price amount cost name title rating balance url image subject filename path timestamp")

_ALIKE = {
    frozenset(pair): score
    for *pair, score in (
        ("id", "uuid", 0.8), ("id", "guid", 0.8), ("id", "code", 0.45), ("id", "number", 0.45), ("id", "key", 0.5),
        ("id", "slug", 0.4), ("id", "token", 0.3), ("id", "handle", 0.5), ("id", "sku", 0.5), ("name", "title", 0.75),
        ("date", "time", 0.5), ("date", "timestamp", 0.5), ("time", "timestamp", 0.6), ("price", "amount", 0.6),
        ("cost", "amount", 0.6), ("price", "cost", 0.7), ("total", "amount", 0.65), ("balance", "amount", 0.5),
        ("url", "link", 0.95), ("location", "city", 0.8), ("location", "address", 0.65), ("location", "country", 0.5),
        ("location", "place", 0.8), ("city", "place", 0.7), ("address", "street", 0.6), ("code", "iata", 0.8),
        ("username", "handle", 0.8), ("username", "name", 0.3), ("username", "id", 0.3), ("filename", "path", 0.6),
        ("filename", "file", 0.85), ("path", "file", 0.8), ("text", "content", 0.6), ("message", "text", 0.5),
        ("currency", "code", 0.4), ("phone", "number", 0.5), ("ip", "address", 0.3), ("iata", "airport", 0.8),
        ("url", "image", 0.4), ("keyword", "query", 0.7), ("hash", "sha", 0.9), ("stock", "symbol", 0.85),
        ("description", "text", 0.5), ("username", "login", 0.95), ("reference", "sha", 0.8), ("reference", "hash", 0.75),
        ("revision", "sha", 0.85), ("revision", "hash", 0.85), ("revision", "reference", 0.85), ("directory", "path", 0.75),
        ("destination", "location", 0.75), ("destination", "address", 0.75), ("destination", "airport", 0.7),
        ("destination", "city", 0.65), ("origin", "location", 0.75), ("origin", "airport", 0.7), ("origin", "city", 0.65),
        ("airport", "location", 0.6), ("airport", "code", 0.5), ("time", "ts", 0.5), ("timestamp", "ts", 0.9),
    )
}  # fmt: skip
ALIKE_TO = {
    kind: tuple(sorted(other for pair in _ALIKE if kind in pair for other in pair - {kind}))
    for kind in sorted({kind for pair in _ALIKE for kind in pair})
}
"""Kind of value -> other kinds that may stand for it."""

FREE_TEXT = listed("query q keyword search term text prompt question word search_term topic subreddit identifier location")
SAYABLE = listed(
    "name title city country location keyword topic username subject firstname artist genre symbol region hashtag tag"
)
KIN = {
    word: family
    for family, members in {
        "person": "person cast crew actor actress director author writer star guest performer creator credit people celebrity",
        "user": "user owner assignee follower following friend reviewer member contributor account profile customer client",
        "movie": "movie film part",
        "tv": "tv show series",
        "file": "file directory",
        "airport": "airport iata",
        "symbol": "symbol stock equity",
    }.items()
    for word in members.split()
}


def likeness(field: Meaning, param: Meaning) -> float:
    """How sure the two mean the same thing, from 0 to 1; symmetric in spirit, not in type: the field must fit the parameter."""
    if "boolean" in field.types or not field.head:
        return 0.0
    score = sameness(field, param)
    if score < 0.05:
        return 0.0
    return score * prod(piece(field, param) for _, piece in PIECES)


def sameness(field: Meaning, param: Meaning) -> float:
    """Whether they name the same kind of value of the same thing."""
    return max(_same_thing(field, param), _by_name(field, param))


NAMING = {
    "name": 0.9, "title": 0.85, "login": 0.95, "username": 0.85, "slug": 0.6, "id": 0.4, "symbol": 0.8, "code": 0.5,
    "sha": 0.85, "hash": 0.8,
}  # fmt: skip
"""Attributes by which a thing goes: `owner` may be the login of an owner, `commit` the hash of one."""


def _same_thing(field: Meaning, param: Meaning) -> float:
    head = 1.0 if field.head == param.head else _ALIKE.get(frozenset((field.head, param.head)), 0.0)
    if not head:
        return _searched(field, param)
    wanted, given = param.whose, field.whose
    if not wanted:
        whose = 0.85 ** len(field.core)
        return head * whose * (0.55 if param.head in SAYS_LITTLE else 0.7 if param.head in RATHER_VAGUE else 0.95)
    whose = _covered(wanted, given, field.also, 0.6 if param.core else 0.85) * 0.8 ** sum(
        word not in wanted and word not in param.owner for word in field.core
    )
    vague = 0.85 if param.head in SAYS_LITTLE - IDENTIFIERS else 0.95 if param.head in RATHER_VAGUE else 1.0
    if not param.core and param.head not in IDENTIFIERS and not param.told:
        vague *= 0.9
    floor = 0.12 if param.head not in SAYS_LITTLE else 0.05
    return head * max(floor, whose * vague)


def _searched(field: Meaning, param: Meaning) -> float:
    """Free-text parameters take anything one could say; weakly, for such a search need not make sense."""
    if param.head in FREE_TEXT and field.head in SAYABLE and (not field.types or "string" in field.types):
        return 0.3 if field.head in ("name", "title", "location", "city") else 0.299
    return 0.0


def _covered(wanted: tuple[str, ...], given: tuple[str, ...], also: tuple[str, ...], noun: float) -> float:
    """The share of the wanted words that are given; the last one is the noun and weighs most: a movie theater is no movie."""
    others = (1 - noun) / (len(wanted) - 1) if len(wanted) > 1 else 0.0
    noun = noun if len(wanted) > 1 else 1.0
    total = 0.0
    for position, word in enumerate(wanted):
        weight = noun if position == len(wanted) - 1 else others
        if word in given:
            total += weight
        elif word in also:
            total += 0.9 * weight
        elif KIN.get(word) is not None and any(KIN.get(other) == KIN[word] for other in given):
            total += 0.8 * weight
    beside = bool(given) and wanted[-1] in given[:-1] and wanted[-1] != given[-1]
    return total * 0.75 if beside else total


def _by_name(field: Meaning, param: Meaning) -> float:
    """`artist` is the name of an artist; an item of the list `reservations` may be the id of a reservation."""
    if param.head in FREE_TEXT - PLACES:
        return 0.0
    named = (field.core or field.owner)[-1:]
    if field.head in NAMING and not param.core and param.head not in OWNED and named == (param.head,):
        if field.head in ("name", "title"):
            return 0.6 if not field.many or KIN.get(param.head) == "user" else NAMING[field.head]
        return NAMING[field.head]
    if param.head in ("name", "title") and not field.core and param.whose[-1:] == (field.head,):
        return 0.8 if param.told or field.head not in OWNED else 0.6
    if param.head in IDENTIFIERS and param.whose[-1:] == (field.head,):
        return 0.8 if field.item and not field.core else 0.7 if param.stated and param.head == "code" else 0.3
    if param.head in ("path", "filename") and field.head in ("file", "directory") and "object" not in field.types:
        return 0.8
    return 0.0


_OPPOSED = (
    "origin destination, source target, source destination, from to, start end, begin end, departure arrival, departure return, "
    "old new, sender receiver, sender recipient, first second, parent child, min maximum, since until, base target, "
    "pickup dropoff"
)
_OPPOSITES = frozenset(frozenset(pair.split()) for pair in _OPPOSED.split(", "))


def _roles(field: Meaning, param: Meaning) -> float:
    if field.roles == param.roles:
        return 1.0
    if any(frozenset((one, other)) in _OPPOSITES for one in field.roles for other in param.roles):
        return 0.5
    if field.roles - param.roles:
        return 0.75
    return 0.93


def _types(field: Meaning, param: Meaning) -> float:
    if not field.types or not param.types:
        return 0.95
    if "array" in param.types and not param.many and "array" not in field.types:
        return 0.4 if len(param.types) == 1 else 0.9
    if field.types & param.types or ("number" in param.types and "integer" in field.types):
        return 0.3 if field.types & {"object"} else 1.0
    return 0.95 if param.head in IDENTIFIERS and not (field.types | param.types) & {"array", "object"} else 0.6


def _fits(field: Meaning, param: Meaning) -> float:
    """Whether a value of the field's type is always valid for the parameter, as far as types are known."""
    if not field.types or not param.types:
        valid = not (param.types - {"string"}) or not field.types <= {"array", "object"}
    else:
        valid = field.types <= param.types | ({"integer"} if "number" in param.types else set())
    return 1.0 if valid else UNFIT


def _choices(field: Meaning, param: Meaning) -> float:
    if not param.choices:
        return 0.9 if field.choices else 1.0
    if not field.choices:
        return 0.4
    return 1.0 if field.choices <= param.choices else 0.3


def _looks(field: Meaning, param: Meaning) -> float:
    score = 0.6 if field.head in ("login", "username") and field.owner[-1:] and field.owner[-1] in _GROUPS - {param.head} else 1.0
    if field.example and param.example:
        score *= 1.05 if field.example == param.example else 0.8
    if field.coded != param.coded and param.head in PLACES | {"currency", "language"}:
        score *= 0.75
    if field.crypto != param.crypto and field.head in ("address", "symbol", "token", "hash"):
        score *= 0.5 if field.head == "address" else 0.8
    return score


_GROUPS = listed("organization team group company")
"""What has a login, too, and is no user."""

PIECES: tuple[tuple[str, Callable[[Meaning, Meaning], float]], ...] = (
    ("the part it plays", _roles),
    ("type", _types),
    ("always valid", _fits),
    ("choices", _choices),
    ("examples and codes", _looks),
)
"""What lowers or raises sameness, each with the name under which it is explained."""

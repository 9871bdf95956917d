"""What the two tools of a link do to its score, and which parameters results may fill at all."""

from tool_graphs.links.likeness import KIN, SAYS_LITTLE
from tool_graphs.links.meaning import IDENTIFIERS, OWNED, PLACES, Meaning
from tool_graphs.subject import Subject
from tool_graphs.words import listed

USABLE = 0.6
"""Plans use only links with at least this score: ones that a person would call right."""

NEVER_FED = listed(
    "page limit offset cursor skip per format language locale sort callback apikey authorization fields include exclude timeout "
    "count unit hl gl password secret debug version mode radius pagination verbose precision encoding max min order sorting "
    "summary thought reason confirm limits pages results formatted pretty json indent outputsize datatype credential"
)
"""Parameters that say how to answer, or that nobody should pass around."""

SCOPED = IDENTIFIERS | listed("username login")
"""Kinds of value that mean nothing outside the service that gave them."""

SCOPES = listed("owner organization workspace namespace tenant")
"""Parameters that say where to look for what the other ones name."""


def feedable(param: Meaning) -> bool:
    """Whether any result should fill the parameter: no switches, secrets, pages or ways to answer."""
    return bool(param.head) and "boolean" not in param.types and not (param.head in NEVER_FED or _secret(param) or _paging(param))


def _secret(param: Meaning) -> bool:
    return (param.head == "key" and bool({"api", "access", "secret"} & set(param.core))) or param.head in ("apikey", "auth")


def _paging(param: Meaning) -> bool:
    if {"pagination", "sync", "continuation"} & {param.head, *param.core}:
        return True
    return param.head == "page" or (
        "page" in param.core and (param.head not in ("id", "uuid", "slug", "url") or "next" in param.roles)
    )


_GIVES = {
    "find": 1.0, "get": 0.97, "create": 0.92, "other": 0.93, "compute": 0.92, "check": 0.85, "update": 0.75, "send": 0.75,
    "delete": 0.6,
}  # fmt: skip


def giving(about: Subject, field: Meaning, echoes: bool, depth: int) -> float:
    """How apt the tool is to be asked for this field: searchers and getters are, updaters are not, echoes are pointless."""
    score = _GIVES[about.action] * 0.98 ** max(0, depth - 2)
    if echoes:
        score *= 0.35
    if field.head in SAYS_LITTLE - IDENTIFIERS and not field.core:
        score *= 0.8
    return score


REFERRING = listed(
    "symbol stock path username url ip domain airport destination origin branch directory coordinate file login owner repository "
    "namespace database table bucket channel queue workspace project"
)
"""Kinds of value that name what is there already, though not as exactly as an id."""

_BOUNDS = frozenset({"min", "maximum", "minimum"})


def taking(about: Subject, param: Meaning, required: bool, named: bool = True) -> float:
    """How apt the parameter is to be filled from another result: what is new about a thing comes from the user.

    `named`: whether another parameter identifies the thing; where none does, its name says which one is meant.
    """
    score = 1.0 if required else 0.85
    if param.head == "id" and {"language", "locale", "sort"} & set(param.core):
        return 0.0
    own = not param.core and param.head not in IDENTIFIERS and (not param.told or param.owner[-1:] == about.thing[-1:])
    if (param.head in _OWN_NAMES or (param.head, param.whose) == ("name", ("user",))) and (
        about.verb in _ENTERING or about.aspect == "availability" or _makes_a_user(about)
    ):
        score *= 0.5
    if about.action == "create" and param.head in REFERRING:
        score *= 0.9
    elif about.action == "create" and param.head not in IDENTIFIERS:
        score *= 0.5 if (not param.core and not param.stated) or param.head in SAYS_LITTLE else 0.8
    if (
        about.verb in ("create", "register", "new", "insert")
        and param.head in IDENTIFIERS
        and param.core[-1:] == about.thing[-1:]
    ):
        score *= 0.6
    if about.action == "send" and own and param.head in OWNED:
        score *= 0.45
    if param.roles & _BOUNDS:
        score *= 0.6
    if about.action == "update" and param.head not in IDENTIFIERS:
        anothers = (
            param.head in REFERRING
            or param.stated
            or (param.core and param.core[-1:] != about.thing[-1:] and param.head == "name")
        )
        which = required and not named and param.head == "name" and param.core[-1:] == about.thing[-1:] and not param.roles
        score *= 0.95 if which else 0.85 if anothers else 0.55
    if param.stated:
        score *= 0.95 if param.told else 0.9
    if param.doubted:
        score *= 0.7
    return score


_OWN_NAMES = listed("username email phone login")
_ENTERING = listed("login authenticate signup register logout")


def _makes_a_user(about: Subject) -> bool:
    return about.action == "create" and KIN.get(about.thing[-1] if about.thing else "") == "user"


def together(giver: Subject, taker: Subject, param: Meaning) -> float:
    """What the two tools' subjects say about passing this on: not what is new from the same thing, rarely what was just made."""
    score = 1.0
    same = giver.thing[-1:] == taker.thing[-1:]
    if same and "new" in param.roles and param.head not in IDENTIFIERS:
        score *= 0.5
    if same and taker.many and taker.action in ("find", "get") and param.head not in IDENTIFIERS | REFERRING:
        score *= 0.65
    if giver.action == "create" and same and taker.action in ("get", "update", "delete"):
        score *= 0.78
    if same and giver.action in ("find", "get") and taker.verb in _ADDING and param.whose[-1:] != taker.thing[-1:]:
        score *= 0.85
    return score


_ADDING = listed("create add insert new register")
"""Whoever makes a new one does not begin by looking at the others."""

_CONTEXT = PLACES | listed("latitude longitude coordinate currency timezone language zip address")
"""Kinds of value that most things have beside what they are about."""

_TELLING = PLACES | listed(
    "zip address coordinate geocode geocoding postcode airport ip boundary area landmark position venue hotel currency"
)
_WAYS = listed("distance route direction navigation trip travel ride")


def incidental(giver: Subject, field: Meaning, taker: Subject) -> bool:
    """Whether the field is beside the point of the tool: nobody looks for pizza to learn a longitude, unless to go there."""
    if field.head not in _CONTEXT or set(taker.thing) & _WAYS:
        return False
    told = {giver.aspect, *giver.thing, *giver.by}
    return field.head not in told and (giver.goal or not told & _TELLING)

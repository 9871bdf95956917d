"""How people put what they want: orders, questions and wishes, one at a time or several together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from roles.language.demand import Demand
from roles.language.frames import ALSO, ASK, FACT, NEED, SEVERAL, THEN, WISH, Style, drawn
from roles.language.nouns import MASS
from roles.language.verbs import SAID_FOR
from roles.language.wording import Wording, listed

_FACTS: Final = frozenset(
    "price rate weather temperature status time date number balance definition meaning capital population "
    "distance cost value score age "
    "percentage average sum area volume forecast result size length name id ranking index ratio total payment "
    "amount probability difference "
    "median mean mode mileage speed salary fee tax discount tip emission footprint density duration schedule "
    "standing answer root factorial "
    "solution area perimeter circumference interest profit yield limit count rank elevation altitude zone "
    "timezone synonym translation".split()
)
_ORDERED: Final = ("ask",) * 5
_WISHED: Final = (*_ORDERED, *("wish",) * 3)
_ASKED_FOR: Final = (*("question",) * 6, *("need",) * 3)
_ASKING: Final = ("how ", "who ", "what ", "when ", "where ", "why ")
_SEARCHABLE: Final = frozenset("catalogue catalog database directory index archive registry inbox mailbox library menu".split())
"""What one looks through, and does not look for."""
_ITS: Final = re.compile(r" and (?:its|their) ")
_FOR_ME: Final = re.compile(r" for me(?= |$)")
_DETERMINED: Final = re.compile(r"(the|my|a|an)\b| that ")
_SHOWN: Final = ("show me", "give me", "pull up", "get me", "look up", "bring up")
_OWN: Final = {
    "fetch": "get me",
    "return": "get",
    "obtain": "get",
    "get": "get me",
    "retrieve": "get me",
    "view": "show me",
    "read": "show me",
    "query": "get me",
    "pull": "get me",
    "access": "get me",
    "list": "list",
    "describe": "describe",
    "provide": "give me",
    "give": "give me",
    "tell": "tell me",
    "display": "show me",
    "show": "show me",
    "search": "search for",
    "look": "look for",
    "lookup": "look up",
}
"""What people say for a tool's own verb when they want to be understood."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How this request is to be worded."""

    style: Style
    avoid: frozenset[str]
    """Words not to use where English knows another."""
    careful: bool = False
    """Whether it was misunderstood before: keep to the tool's own words."""


def sentence(demand: Demand, manner: Manner, rng: Random) -> Wording:
    """One demand as a sentence of its own."""
    kinds: tuple[str, ...] = _ORDERED if demand.thing.text.startswith("me ") else _WISHED
    if demand.kind in ("show", "compute", "find") and not manner.careful and demand.head not in _SEARCHABLE:
        kinds += _ASKED_FOR
    choice = rng.choice(kinds)
    if choice == "question":
        asked = _question(demand, rng)
        if asked:
            return asked.capitalized()
    if choice == "need" and demand.kind != "compute" and (demand.definite or demand.indefinite):
        return _needed(demand, manner, rng)
    if choice == "wish":
        return _put(drawn(WISH[manner.style], demand.thing.text, rng), wish(demand, manner, rng))
    return _asked(ASK[manner.style], demand, manner, rng)


def _needed(demand: Demand, manner: Manner, rng: Random) -> Wording:
    frames, thing = NEED[manner.style], demand.thing
    if demand.kind == "find" and not demand.definite:
        frames = tuple(frame for frame in frames if re.search(r"looking|after|[Nn]eed", frame)) or frames
    elif demand.indefinite and not thing.spans_at_start:
        thing = "the " + thing
    return _put(drawn(frames, thing.text, rng), thing)


def next_sentence(demand: Demand, manner: Manner, rng: Random, follows: bool) -> Wording:
    """A further demand; `follows` where it takes what an earlier one gives."""
    if not follows and rng.random() < 0.25:
        return sentence(demand, manner, rng)
    frames = THEN if follows else ALSO
    return _asked(frames[manner.style], demand, manner, rng)


def together(demands: Sequence[Demand], manner: Manner, rng: Random, ordered: bool) -> Wording:
    """Several demands in one sentence."""
    if rng.random() < 0.3 and all(demand.kind != "show" and demand.thing.text[:3] != "me " for demand in demands):
        orders, frames = [wish(demand, manner, rng) for demand in demands], WISH[manner.style]
    else:
        orders, frames = [order(demand, manner, rng) for demand in demands], ASK[manner.style]
    if len(orders) > 2:
        lead = rng.choice(("A few things, please: {}.", "I need a couple of things: {}.", "Please {}.", "Can you {}?"))
        return _put(lead, listed(orders, "and then" if ordered else "and"))
    link = rng.choice((" and then ", ", then ", " and ") if ordered else (" and ", " and ", " and also "))
    whole = orders[0] + link + orders[1]
    frame = drawn(tuple(frame for frame in frames if "help" not in frame), whole.text, rng)
    return _put(frame, whole)


def _asked(frames: tuple[str, ...], demand: Demand, manner: Manner, rng: Random) -> Wording:
    inner = order(demand, manner, rng)
    frame = drawn(frames, inner.text, rng)
    return _put(frame, wish(demand, manner, rng) if "help me {}" in frame or "helping me {}" in frame else inner)


def order(demand: Demand, manner: Manner, rng: Random) -> Wording:
    """The demand as an order: `cancel my order`."""
    verb = rng.choice(_orders(demand, manner))
    if demand.thing.text.startswith("me "):
        verb = verb.removesuffix(" me")
    return (verb + " ") + demand.thing if demand.thing else Wording(verb)


def wish(demand: Demand, manner: Manner, rng: Random) -> Wording:
    """What the speaker wants to do: `see my order`."""
    verbs = _orders(demand, manner)
    if demand.kind == "show":
        verbs = ("see", "get", "know") if _fact(demand) else ("see", "look at", "check")
    elif demand.kind == "compute" and demand.definite and demand.verb in ("calculate", "compute", "determine"):
        verbs = ("know", "find out", "work out", "calculate")
    if _is_told(demand):
        verbs = ("check", "know", "find out")
    thing = _without_me(demand.thing)
    return (rng.choice(_allowed(verbs, manner)).removesuffix(" me") + " ") + thing


def _is_told(demand: Demand) -> bool:
    """Whether what is wished is an answer, not a thing: whether a table is free, how much is still open."""
    begins = demand.thing.text.startswith
    return begins(("if ", "whether ")) or (begins(_ASKING) and demand.kind in ("show", "find", "check"))


def _without_me(thing: Wording) -> Wording:
    """`open a ticket about it` for `open a ticket for me about it`: who wants to do it, does it for none but themselves."""
    at = _FOR_ME.search(thing.text)
    return thing.part(0, at.start()) + thing.cut(at.end()) if at else thing


def _orders(demand: Demand, manner: Manner) -> tuple[str, ...]:
    verbs = SAID_FOR.get(demand.verb, (demand.verb,))
    if demand.kind == "show" and demand.verb not in SAID_FOR and not manner.careful:
        verbs = ("tell me", "give me", "check", "look up") if _fact(demand) else _SHOWN
        if demand.plural and demand.verb == "list":
            verbs = ("list", "show me", "give me")
    elif demand.kind == "find" and demand.thing.text.startswith(("in ", "on ", "at ", "through ")):
        verbs = ("search", "look")
    elif manner.careful:
        verbs = (_OWN.get(demand.verb, demand.verb) if demand.kind in ("show", "find") else demand.verb,)
    if _is_told(demand):
        verbs = ("check", "tell me", "find out") if not manner.careful else ("check", "tell me")
    elif demand.verb in ("search", "browse", "scan") and demand.head in _SEARCHABLE:
        verbs = ("search", "look through")
    if demand.kind in ("act", "create") and len(verbs) > 1:
        verbs = tuple(verb for verb in verbs if verb[:6] not in demand.thing.text) or verbs
    return _allowed(verbs, manner)


def _allowed(verbs: tuple[str, ...], manner: Manner) -> tuple[str, ...]:
    if not manner.avoid:
        return verbs
    return tuple(verb for verb in verbs if not manner.avoid.intersection(verb.split())) or verbs


def _fact(demand: Demand) -> bool:
    return demand.definite and (demand.head in _FACTS or demand.kind == "compute")


def _question(demand: Demand, rng: Random) -> Wording | None:
    if _ITS.search(demand.thing.text):
        return None
    if demand.definite and (demand.plural or _fact(demand)):
        return _put(rng.choice(SEVERAL if demand.plural else FACT), demand.thing)
    if demand.indefinite and demand.noun and demand.kind in ("find", "show"):
        noun, rest = demand.thing.text[: demand.noun], demand.thing.cut(demand.noun)
        countable = noun.split()[-1].lower() not in MASS and demand.head not in ("detail", "statistic")
        if (
            rest
            and not rest.text.startswith((" of ", " no more", " limited", " up to", " at most"))
            and countable
            and not _DETERMINED.match(noun)
        ):
            return rest.between(rng.choice((f"which {noun} are there", f"what {noun} are there")), "?")
        if demand.kind == "find":
            return demand.thing.between(rng.choice(("are there any ", "do you know any ", "can you find any ")), "?")
    return None


def _put(frame: str, inner: Wording) -> Wording:
    before, _, after = frame.partition("{}")
    return inner.between(before, after).capitalized()

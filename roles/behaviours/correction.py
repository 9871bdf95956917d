"""Corrections: what an assistant says where what it looked up is not what the request takes for granted."""

from collections.abc import Sequence
from random import Random
from typing import Final

from roles.behaviours.statement import Thing, verb_phrase
from roles.language.frames import Style
from roles.language.names import plural
from roles.language.nouns import PERSONAL
from roles.language.reports.facts import Fact
from roles.language.reports.values import prose

_FRAMES: Final[dict[Style, tuple[str, ...]]] = {
    "plain": ("{}", "Actually, {}", "I checked, and {}", "That doesn't match what I see: {}"),
    "polite": ("I'm sorry, but {}", "I've checked, and I'm afraid {}", "Just to let you know, {}", "I'm afraid {}"),
    "terse": ("{}", "Actually, {}", "Not quite: {}"),
    "chatty": ("Hmm, it looks like {}", "Wait, {}", "Quick heads-up: {}", "Oh, hold on, {}"),
}
_NEXT: Final[dict[Style, tuple[str, ...]]] = {
    "plain": ("Should I still {}?", "Do you still want me to {}?", "Would you like me to {} anyway?"),
    "polite": ("Would you still like me to {}?", "Shall I {} nevertheless?", "May I ask whether I should still {}?"),
    "terse": ("Still want me to {}?", "Should I still {}?"),
    "chatty": ("Want me to {} anyway?", "Do you still want me to {}?", "Should I go ahead and {} all the same?"),
}
MOST: Final = 3
"""How many things of a list are told apart."""


def correction(thing: Thing, true: Fact, untrue: Fact, alike: Sequence[Thing], wish: str, style: Style, rng: Random) -> str:
    """What is so instead, and whether to go on; `alike` are the things that the request could mean, `wish` what it wants."""
    said = _instead(thing, true, untrue) if len(alike) < 2 else _none(true, untrue, alike)
    frame, following = rng.choice(_FRAMES[style]), rng.choice(_NEXT[style])
    said = frame.format(said)
    return f"{said[:1].upper()}{said[1:]}. {following.format(wish)}"


def _instead(thing: Thing, true: Fact, untrue: Fact) -> str:
    """`your order #W1 is pending, not delivered`."""
    whose = "your " if thing.noun in PERSONAL and not thing.named.startswith("the ") else ""
    named = f"your {thing.noun}" if thing.noun in PERSONAL and thing.named.startswith("the ") else thing.named
    rest = "" if isinstance(true.value, bool) else f", not {untrue.text}"
    return f"{whose}{named} {verb_phrase(true)}{rest}"


def _none(true: Fact, untrue: Fact, alike: Sequence[Thing]) -> str:
    """`none of your orders is delivered: order #W1 is pending and order #W2 is processed`."""
    noun = alike[0].noun
    found = [(thing.named, fact) for thing in alike for fact in thing.facts if fact.key == true.key]
    whole = f"none of {'your' if noun in PERSONAL else 'the'} {plural(noun)} {verb_phrase(untrue)}"
    if len({named for named, _ in found}) < len(found):
        return whole
    told = [f"{named} {verb_phrase(fact)}" for named, fact in found]
    listed = told if len(told) <= MOST else [*told[: MOST - 1], f"there are {len(told) - MOST + 1} more"]
    return f"{whole}: {prose(listed)}"

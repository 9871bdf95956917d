"""The frames that people put a wish into: orders, wishes, needs, questions, and what links one wish to the next."""

import re
from functools import lru_cache
from random import Random
from typing import Final, Literal

Style = Literal["plain", "polite", "terse", "chatty"]

ASK: Final[dict[Style, tuple[str, ...]]] = {
    "plain": (
        "{}.",
        "{}, please.",
        "Can you {}?",
        "Could you {}?",
        "Please {}.",
        "I need you to {}.",
        "I'd like you to {}.",
        "Can you help me {}?",
    ),
    "polite": (
        "Could you please {}?",
        "Could you {}, please?",
        "Would you please {}?",
        "Please {}.",
        "I'd appreciate it if you could {}.",
        "Would you be able to {}?",
        "Would you mind helping me {}?",
        "May I ask you to {}?",
    ),
    "terse": ("{}.", "{}.", "{}, please.", "Please {}.", "Can you {}?", "{}, thanks.", "Pls {}."),
    "chatty": (
        "Any chance you could {}?",
        "I was wondering if you could {}.",
        "Can you do me a favor and {}?",
        "Could you quickly {}?",
        "Can you {} for me?",
        "I'm hoping you can {}.",
        "Would you {} for me?",
        "Do you think you could {}?",
    ),
}
WISH: Final[dict[Style, tuple[str, ...]]] = {
    "plain": ("I need to {}.", "I want to {}.", "I'd like to {}."),
    "polite": ("I would like to {}, please.", "I'd like to {}, if possible.", "I'd love to {}, please.", "I was hoping to {}."),
    "terse": ("Need to {}.", "Want to {}.", "I need to {}."),
    "chatty": ("I'm trying to {}, can you help?", "I really need to {}.", "I've been meaning to {}.", "I'm looking to {}."),
}
NEED: Final[dict[Style, tuple[str, ...]]] = {
    "plain": ("I need {}.", "I'm looking for {}.", "Do you have {}?", "I'd like {}."),
    "polite": ("I'm looking for {}, please.", "May I have {}?", "Could I have {}, please?", "Could I get {}?"),
    "terse": ("{}, please.", "Need {}.", "Looking for {}."),
    "chatty": ("I'm after {}.", "I'm looking for {}.", "Can I get {}?"),
}
FACT: Final = ("What's {}?", "What's {}?", "What is {}?", "Can you tell me {}?", "Do you know {}?")
SEVERAL: Final = ("What are {}?", "What are {}?", "Can I see {}?", "Could you show me {}?")
ALSO: Final[dict[Style, tuple[str, ...]]] = {
    "plain": (
        "Also, {}.",
        "Could you also {}?",
        "I also need you to {}.",
        "And please {}.",
        "Also, can you {}?",
        "And can you {}?",
        "I'd also like you to {}.",
    ),
    "polite": (
        "Could you also {}?",
        "I'd also like you to {}.",
        "And please {}.",
        "Would you also {}, please?",
        "And could you {}?",
        "In addition, please {}.",
    ),
    "terse": ("Also {}.", "And {}.", "Also, {}.", "Plus, {}.", "And please {}."),
    "chatty": (
        "Oh, and {}.",
        "Could you also {}?",
        "And while you're at it, {}.",
        "Also, can you {}?",
        "And maybe you could also {}?",
        "I also need you to {}.",
    ),
}
THEN: Final[dict[Style, tuple[str, ...]]] = {
    "plain": ("Then {}.", "After that, {}.", "Then please {}.", "Once you have that, {}.", "With that, {}."),
    "polite": ("Then please {}.", "Once that's done, could you {}?", "After that, please {}.", "With that, could you {}?"),
    "terse": ("Then {}.", "Then {}.", "After that, {}.", "Once done, {}."),
    "chatty": ("Then {}.", "Once you've got that, {}.", "And then could you {}?", "When that's done, {}.", "After that, {}."),
}
OPENERS: Final[dict[Style, tuple[str, ...]]] = {
    "plain": ("Thanks.", "OK.", "Great.", "Thanks!", "Good.", "OK, now", "One more thing:", "Next,", "Now", "Also,", "And"),
    "polite": (
        "Thank you.",
        "Thank you very much.",
        "That's very helpful, thank you.",
        "Wonderful, thank you.",
        "Thanks for that.",
        "One more thing:",
        "And",
    ),
    "terse": ("OK.", "Thanks.", "Next:", "Also:", "Good.", "Now", "And"),
    "chatty": (
        "Great, thanks!",
        "Awesome.",
        "Perfect, thanks so much!",
        "Nice!",
        "Ah, good to know.",
        "Cool.",
        "Oh, and one more thing:",
        "Great, now",
        "OK, and",
        "Actually,",
    ),
}
"""What a later request begins with; those without a full stop go on in the same sentence."""


def fitting(frames: tuple[str, ...], thing: str) -> tuple[str, ...]:
    """The frames that do not say twice what the thing says already: no second `for me`, no second `also`."""
    mine = _say_me(frames) and _MINE.search(thing) is not None
    to_me = mine and _TO_ME.search(thing) is not None
    return _kept(frames, mine, to_me, len(thing) > 70) if mine or len(thing) > 70 else frames


@lru_cache(maxsize=64)
def _say_me(frames: tuple[str, ...]) -> bool:
    return any(" me" in frame for frame in frames)


@lru_cache(maxsize=256)
def _kept(frames: tuple[str, ...], mine: bool, to_me: bool, long: bool) -> tuple[str, ...]:
    kept = tuple(
        frame
        for frame in frames
        if not (mine and frame.endswith(" for me?"))
        and not (to_me and ("help me" in frame or "helping me" in frame))
        and not (long and frame.startswith("{}") and len(frame) > 4)
    )
    return kept or frames


_MINE = re.compile(r"\b(?:me|my|mine|for)\b")
_TO_ME = re.compile(r"\bme\b")


def drawn(frames: tuple[str, ...], thing: str, rng: Random) -> str:
    """One frame that fits the thing."""
    return rng.choice(fitting(frames, thing))

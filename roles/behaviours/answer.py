"""Answers: how a user gives a value that was asked for."""

import re
from random import Random
from typing import Final

from roles.base import Asked, Mention, Slot
from roles.language.cues import Phrasebook
from roles.language.filling import wording
from roles.language.frames import Style
from roles.language.spoken import speak
from roles.language.wording import Wording, spaced
from tool_graphs import path as paths
from tool_graphs.tool import Field, Tool

_OPENERS: Final[dict[str, tuple[str, ...]]] = {
    "plain": ("", "", "", "Right."),
    "polite": ("Of course.", "Sorry, I should have said.", "Certainly.", ""),
    "terse": ("",),
    "chatty": ("Oh right, sorry!", "Ah, of course.", "My bad.", "Oh, I forgot!"),
}
_LEFT_OPEN: Final = re.compile(r"It's (?:to|from|in|at|on|with|for|by|of|as|about)\b")
_SHORT: Final = ("It's {}.", "{}.", "That would be {}.", "{}.")


def answer(phrasebook: Phrasebook, tool: Tool, slot: Slot, style: Style, rng: Random) -> Asked:
    """The value in a few words, or in a sentence that says what it is."""
    field = tool.input(slot.argument) or Field(paths.pattern(slot.argument), {}, True)
    said = _short(field, slot, rng)
    if rng.random() < 0.35:
        phrases = phrasebook.asides(tool, [(slot.argument, slot.value)], rng, style)
        whole = spaced([wording(slot.call, phrase).capitalized().ended(".") for phrase in phrases])
        said = said if _LEFT_OPEN.match(whole.text) else whole
    text = spaced([rng.choice(_OPENERS[style]), said])
    return Asked(
        text=text.text, mentions=tuple(Mention(call=call, argument=path, span=span) for (call, path), span in text.spans)
    )


def _short(field: Field, slot: Slot, rng: Random) -> Wording:
    words = speak(slot.value, field, rng)
    value = Wording(words, (((slot.call, slot.argument), (0, len(words))),))
    before, _, after = rng.choice(_SHORT).partition("{}")
    return ((before + value) + after).capitalized()

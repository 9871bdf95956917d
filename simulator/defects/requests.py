"""Defects of what the user says."""

import re
from random import Random

from roles.base import Asked, Conversation
from roles.language.disclosure import is_compound
from simulator.defects.defect import Broken
from simulator.defects.editing import with_words, without_claims
from simulator.defects.places import said, settled_elsewhere
from tool_graphs.graph import ToolGraph

VAGUE = "the usual"
"""What stands where a value stood: no number, no name, no date."""


def tool_named(conversation: Conversation, graph: ToolGraph, rng: Random) -> Broken | None:
    """The request names a tool that is called."""
    names = [call.tool for call in conversation.calls().values() if is_compound(call.tool)]
    if not names:
        return None
    name, number = rng.choice(names), rng.randrange(len(conversation.all(Asked)))
    text = conversation.all(Asked)[number].text
    form = rng.choice((" Use {} for that.", " You can call {}.", " ({})", " I think {} does it."))
    return Broken(f"the request names {name}", with_words(conversation, number, (len(text), len(text)), form.format(name)))


def literal_missing(conversation: Conversation, graph: ToolGraph, rng: Random) -> Broken | None:
    """The request does not say a value that a call has; the claim that it does stays or goes."""
    places = [place for place in said(conversation) if not settled_elsewhere(conversation, graph, place)]
    rng.shuffle(places)
    for place in places:
        text = conversation.all(Asked)[place.turn].text
        words = text[slice(*place.span)]
        everything = " ".join(asked.text for asked in conversation.all(Asked))
        if not words or len(re.findall(rf"(?<!\w){re.escape(words)}(?!\w)", everything, re.IGNORECASE)) > 1:
            continue
        broken = with_words(conversation, place.turn, place.span, VAGUE)
        if rng.random() < 0.5:
            broken = without_claims(broken, place.turn, (place.span[0], place.span[0] + len(VAGUE)))
        return Broken(f"{place.call.tool}: {place.argument} is {place.value!r}, which {words!r} said", broken)
    return None

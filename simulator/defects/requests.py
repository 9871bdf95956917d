"""Defects of what the user says."""

import re
from random import Random

from roles.base import Asked, Conversation, Opened
from roles.language.disclosure import is_compound
from roles.language.spoken import speak
from simulator.defects.defect import Broken
from simulator.defects.editing import mapped, request, with_words, without_claims
from simulator.defects.places import Fed, fed, hidden, in_texts, input_of, last_name, said, sayable, settled_elsewhere
from simulator.defects.values import another
from tool_graphs.graph import ToolGraph
from tool_graphs.words import words as words_of

VAGUE = "the usual"
"""What stands where a value stood: no number, no name, no date."""


def tool_named(conversation: Conversation, graph: ToolGraph, rng: Random) -> Broken | None:
    """The request names a tool that is called."""
    names = [call.tool for call in conversation.calls().values() if is_compound(call.tool)]
    if not names:
        return None
    name, number = rng.choice(names), rng.randrange(len(conversation.turns()))
    text = request(conversation, number).text
    form = rng.choice((" Use {} for that.", " You can call {}.", " ({})", " I think {} does it."))
    return Broken(f"the request names {name}", with_words(conversation, number, (len(text), len(text)), form.format(name)))


def literal_missing(conversation: Conversation, graph: ToolGraph, rng: Random) -> Broken | None:
    """The request does not say a value that a call has; the claim that it does stays or goes."""
    places = [place for place in said(conversation) if not settled_elsewhere(conversation, graph, place)]
    rng.shuffle(places)
    for place in places:
        text = request(conversation, place.turn).text
        words = text[slice(*place.span)]
        everything = " ".join(asked.text for asked in conversation.all(Asked))
        if not words or len(re.findall(rf"(?<!\w){re.escape(words)}(?!\w)", everything, re.IGNORECASE)) > 1:
            continue
        broken = with_words(conversation, place.turn, place.span, VAGUE)
        if rng.random() < 0.5:
            broken = without_claims(broken, place.turn, (place.span[0], place.span[0] + len(VAGUE)))
        return Broken(f"{place.call.tool}: {place.argument} is {place.value!r}, which {words!r} said", broken)
    return None


def value_changed_in_request(conversation: Conversation, graph: ToolGraph, rng: Random) -> Broken | None:
    """The request says another value than the call has."""
    places = [place for place in said(conversation) if not isinstance(place.value, bool)]
    for place in rng.sample(places, len(places)):
        tool = graph.tool(place.call.tool)
        field = input_of(tool, place.argument)
        value = another(place.call, tool, field, place.argument, place.value, rng)
        if value is None or settled_elsewhere(conversation, graph, place):
            continue
        words = speak(value, field, rng)
        broken = with_words(conversation, place.turn, place.span, words)
        return Broken(f"{place.call.tool}: {place.argument} is {place.value!r}, but the request says {words!r}", broken)
    return None


def hidden_value_said(conversation: Conversation, graph: ToolGraph, rng: Random) -> Broken | None:
    """The request says the value that an implicit call is there to find out."""
    for place in _looked_up(conversation, rng):
        spoken = speak(place.value, input_of(graph.tool(place.call.tool), place.argument), rng)
        noun = " ".join(words_of(last_name(place.argument)))
        form = rng.choice((" The {} is {}.", " I mean {1}.", " ({} {})", " By the way, it is {1}."))
        text = request(conversation, place.turn).text
        broken = with_words(conversation, place.turn, (len(text), len(text)), form.format(noun, spoken))
        return Broken(f"the request says {spoken!r}, which {place.reference.call} is there to find out", broken)
    return None


def hidden_value_in_profile(conversation: Conversation, graph: ToolGraph, rng: Random) -> Broken | None:
    """The profile holds the value that an implicit call is there to find out."""
    places = _looked_up(conversation, rng)
    if not places:
        return None
    name, value = last_name(places[0].argument), places[0].value
    profile = {**conversation.last(Opened).profile, name: value}
    broken = mapped(conversation, Opened, lambda step: step.model_copy(update={"profile": profile}))
    return Broken(f"the profile holds {value!r}, which {places[0].reference.call} is there to find out", broken)


def _looked_up(conversation: Conversation, rng: Random) -> list[Fed]:
    """The values that implicit calls of the same turn are there to find out, and that no request has."""
    implicit, turns = hidden(conversation), conversation.turns()
    places = [
        place
        for place in fed(conversation)
        if place.reference.call in implicit
        and place.reference.call in turns[place.turn].calls()
        and sayable(place.value)
        and not in_texts(conversation, place.value)
    ]
    return rng.sample(places, len(places))

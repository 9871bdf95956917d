"""The user: asks for the explicit calls in natural English and slips in every value of the brief."""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from random import Random
from typing import Any, Final

from roles.base import Asked, Brief, Briefed, Conversation, Judged, Opened, Planned, Replied
from roles.choices import by_worth, words_for
from roles.language.chunks import content
from roles.language.clause import Clause, argument
from roles.language.clauses import Clauses
from roles.language.cues import Phrase, Phrasebook, SlotValue
from roles.language.demand import Demand
from roles.language.filling import Chosen, Standing, wording
from roles.language.frames import OPENERS, Style
from roles.language.nouns import PEOPLE, PERSONAL, SELF
from roles.language.sentences import Manner, next_sentence, sentence, together
from roles.language.wording import Wording, spaced
from tool_graphs.graph import ToolGraph
from tool_graphs.path import first_item, pattern
from tool_graphs.plan import Call, Plan, Reference

_TOLD_FIRST: Final = 0.6
"""How often what hidden calls need is told before the wish."""
_BY_WORTH: Final = 0.8
"""How often a thing that can be told by what it is like is not told by its place."""
_PRONOUNS: Final = 0.7
"""How often what was just named is only "it"."""
_OWNED: Final = SELF | PERSONAL
MOST_PHRASES: Final = 4
"""How many phrases one clause carries; what is left over gets sentences of its own."""


class User:
    """Reads the brief and the plan, writes the request; the offline flavour."""

    def __init__(
        self,
        graph: ToolGraph,
        phrasebook: Phrasebook | None = None,
        clauses: Clauses | None = None,
        silent: bool = False,
    ) -> None:
        """`silent`: what hidden calls find out is not even mentioned where it need not be: no "to that payee"."""
        self._silent = silent
        self._graph = graph
        self._phrasebook = phrasebook or Phrasebook(graph)
        self._clauses = clauses or Clauses(graph)

    def __call__(self, conversation: Conversation, rng: Random) -> Asked:
        """The request, with the span of every value of the brief in it."""
        brief, plan, opened = conversation.last(Briefed).brief, conversation.last(Planned).plan, conversation.last(Opened)
        tools = _single_words(tuple(opened.tools)).union(_single_words(tuple(call.tool for call in plan.calls)))
        manner = Manner(opened.persona.style, tools, careful=_refused(conversation))
        referring = any(plan.by_id[id].references for id in brief.explicit)
        earlier = conversation.calls() if referring else {}
        chosen = _chosen(plan, brief, conversation.results(), rng) if referring else {}
        told = rng.random() < _TOLD_FIRST
        slots = _slots(brief)
        hidden = [plan.by_id[id] for id in brief.implicit]
        asides = [aside for call in hidden if call.id in slots for aside in self._asides(call, slots[call.id], manner.style, rng)]
        before = frozenset(word for aside in asides for word in content(aside.text)) if told and asides else frozenset()
        demands = [
            self._demand(plan.by_id[id], slots.get(id, []), plan, brief, earlier, manner, rng, before, chosen)
            for id in brief.explicit
        ]
        if not manner.careful and any(self._clauses.rivalled(demand.tool, opened.tools) for demand in demands):
            manner = Manner(manner.style, manner.avoid, careful=True)
        text = _composed(demands, asides, plan, brief, manner, rng, told)
        text = self._completed(text, plan, brief, manner.style, rng)
        if conversation.all(Replied) and rng.random() < 0.65:
            openers = OPENERS[manner.style]
            if _aside_first(text, asides) or text.text.startswith(("Want ", "Need ", "Looking ", "Pls ")):
                openers = tuple(opener for opener in openers if opener[-1] in ".!")
            text = _opened(rng.choice(openers), text)
        mentions = [{"call": call, "argument": path, "span": span} for (call, path), span in text.spans]
        return Asked.model_validate({"text": text.text, "mentions": mentions})

    def _demand(
        self,
        call: Call,
        slots: Sequence[SlotValue],
        plan: Plan,
        brief: Brief,
        earlier: Mapping[str, Call],
        manner: Manner,
        rng: Random,
        told: Collection[str],
        chosen: Mapping[tuple[str, str], Chosen],
    ) -> Demand:
        style = manner.style
        phrases = self._phrasebook.phrases(self._graph.tool(call.tool), slots, rng, style) if slots else []
        clause = self._clauses[call.tool]
        late = _late(phrases, clause)
        standing = {
            **self._standing(call, plan, brief, earlier, told, None if manner.careful else rng),
            **{argument(path): words for (id, path), words in chosen.items() if id == call.id},
            **_unsaid(call, brief),
        }
        if not late:
            return clause.fill(call.id, phrases, standing, rng)
        demand = clause.fill(call.id, [phrase for phrase in phrases if phrase not in late], standing, rng)
        left = {path for phrase in late for path, _ in phrase.spans}
        extra = self._phrasebook.asides(self._graph.tool(call.tool), [slot for slot in slots if slot[0] in left], rng, style)
        return demand.adding([wording(call.id, phrase) for phrase in extra])

    def _standing(
        self, call: Call, plan: Plan, brief: Brief, earlier: Mapping[str, Call], told: Collection[str], rng: Random | None
    ) -> Mapping[str, Standing]:
        """What each argument that is a reference points at; the speaker's own account counts as unsaid, for people say "my".

        `told` holds the nouns of what was said before the wish: only what is among them is "that payee".
        """
        found: dict[str, Standing] = {}
        for path, reference in call.references.items():
            parameter = argument(path)
            producer = plan.by_id.get(reference.call) or earlier.get(reference.call)
            if reference.call in brief.implicit or (producer and self._own(call.tool, parameter, producer.tool)):
                named = told and reference.call in brief.implicit and self._names(call.tool, parameter) in told
                several = "[0]" in reference.path
                if self._is_speaker(call.tool, parameter, reference.call, brief):
                    found.setdefault(parameter, "own")
                    continue
                at: Standing = "silent" if self._silent else "any" if several else "told" if named else "hidden"
            elif reference.call in plan.by_id:
                at = "first" if "[0]" in reference.path else "asked"
            else:
                at = "earlier"
            if rng and self._just_said(call, parameter, reference, plan, brief) and rng.random() < _PRONOUNS:
                at = "one" if at == "first" else "it"
            found.setdefault(parameter, at)
        return found

    def _is_speaker(self, tool: str, parameter: str, producer: str, brief: Brief) -> bool:
        """Whether the one who is found is the speaker: found by nothing but the profile."""
        known = any(each.call == producer and each.source == "profile" for each in brief.unsaid)
        return (
            known and self._clauses[tool].noun_of(parameter) in PEOPLE and not any(slot.call == producer for slot in brief.slots)
        )

    def _names(self, tool: str, parameter: str) -> str:
        """The noun that stands for the parameter, as a clause would have it."""
        clause = self._clauses[tool]
        noun = clause.noun_of(parameter) or clause.entities.get(parameter, "")
        return "person" if noun in SELF else noun

    def _just_said(self, call: Call, parameter: str, reference: Reference, plan: Plan, brief: Brief) -> bool:
        """Whether the wish just before this one has named the very thing, so that a pronoun will do."""
        if brief.explicit[0] == call.id:
            return False
        before = plan.by_id[brief.explicit[brief.explicit.index(call.id) - 1]]
        same = any(other == reference for other in before.references.values())
        noun = self._clauses[call.tool].noun_of(parameter)
        return bool(noun) and noun == self._clauses[before.tool].named_thing and (same or reference.call == before.id)

    def _own(self, tool: str, parameter: str, producer: str) -> bool:
        return self._clauses[tool].entities.get(parameter) in SELF and not self._clauses[producer].content.isdisjoint(_OWNED)

    def _asides(self, call: Call, slots: Sequence[SlotValue], style: Style, rng: Random) -> list[Wording]:
        phrases = self._phrasebook.asides(self._graph.tool(call.tool), slots, rng, style)
        return [wording(call.id, phrase) for phrase in phrases]

    def _completed(self, text: Wording, plan: Plan, brief: Brief, style: Style, rng: Random) -> Wording:
        """The text with a sentence for each value that is not in it yet."""
        said = {key for key, _ in text.spans}
        for slot in brief.slots:
            if (slot.call, slot.argument) not in said:
                tool = self._graph.tool(plan.by_id[slot.call].tool)
                more = self._phrasebook.asides(tool, [(slot.argument, slot.value)], rng, style)
                text = spaced([text, *(wording(slot.call, phrase).capitalized().ended(".") for phrase in more)])
        return text


def _chosen(plan: Plan, brief: Brief, results: Mapping[str, Any], rng: Random) -> dict[tuple[str, str], Chosen]:
    """(call, argument path) -> the words that choose what it refers to among the things that an earlier turn has found."""
    found: dict[tuple[str, str], Chosen] = {}
    for id in brief.explicit:
        for path, reference in plan.by_id[id].references.items():
            worthy = rng.random() < _BY_WORTH
            if reference.call in results and (brief.choosing or reference.path != first_item(pattern(reference.path))):
                words = words_for(results[reference.call], reference.path)
                if words:
                    found[id, path] = Chosen(rng.choice(by_worth(words) if worthy else words))
    return found


def _slots(brief: Brief) -> dict[str, list[SlotValue]]:
    """Call id -> (argument path, value) of what is to be said of it."""
    found: dict[str, list[SlotValue]] = {}
    for slot in brief.slots:
        found.setdefault(slot.call, []).append((slot.argument, slot.value))
    return found


def _refused(conversation: Conversation) -> bool:
    """Whether a request of this turn has been sent back."""
    refused = any(not step.ok for step in conversation.all(Judged))
    return refused and any(not step.ok for step in conversation.turn().all(Judged))


def _late(phrases: list[Phrase], clause: Clause) -> list[Phrase]:
    """The phrases that are too many for one clause, unless that is only one."""
    if len(phrases) < MOST_PHRASES + 2:
        return []
    adverbials = [phrase for phrase in phrases if phrase.place == "adverbial"]
    late = [phrase for phrase in adverbials if argument(phrase.spans[0][0]) not in clause.placed][MOST_PHRASES:]
    return late if len(late) > 1 else []


def _unsaid(call: Call, brief: Brief) -> dict[str, Standing]:
    """The parameters that nothing is said about; one of which a part is said is none."""
    if not brief.unsaid:
        return {}
    said = {argument(slot.argument) for slot in brief.slots if slot.call == call.id}
    return {
        argument(each.argument): "own" if each.source == "profile" else "default"
        for each in brief.unsaid
        if each.call == call.id and argument(each.argument) not in said
    }


@lru_cache(maxsize=256)
def _single_words(tools: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name.lower() for name in tools if name.isalpha())


def _composed(
    demands: list[Demand], asides: list[Wording], plan: Plan, brief: Brief, manner: Manner, rng: Random, told: bool
) -> Wording:
    parts = _sentences(demands, plan, brief, manner, rng)
    for aside in asides:
        at = 0 if told else rng.choice((len(parts), rng.randrange(len(parts) + 1)))
        parts.insert(at, aside.capitalized().ended("."))
    return spaced(parts)


def _sentences(demands: list[Demand], plan: Plan, brief: Brief, manner: Manner, rng: Random) -> list[Wording]:
    if len(demands) == 1:
        return [sentence(demands[0], manner, rng), *_further(demands[0])]
    explicit = [plan.by_id[id] for id in brief.explicit]
    linked = [any(other.id in call.producers for other in explicit) for call in explicit]
    short = sum(len(demand.thing.text) for demand in demands) < 110 and not any(demand.extra for demand in demands[:-1])
    if len(demands) > 1 and short and not manner.careful and rng.random() < 0.55:
        return [together(demands, manner, rng, any(linked)), *(each for demand in demands for each in _further(demand))]
    parts: list[Wording] = []
    for position, demand in enumerate(demands):
        said = next_sentence(demand, manner, rng, linked[position]) if position else sentence(demand, manner, rng)
        parts += [said, *_further(demand)]
    return parts


def _further(demand: Demand) -> list[Wording]:
    """The sentences that say the rest."""
    return [each.capitalized().ended(".") for each in demand.extra]


def _aside_first(text: Wording, asides: list[Wording]) -> bool:
    return any(text.text.startswith(aside.capitalized().text.rstrip(".!")) for aside in asides)


def _opened(opener: str, text: Wording) -> Wording:
    """The text after an opener; in lower case where the opener does not end a sentence."""
    if not opener.endswith((".", "!")) and not re.match(r"I\b|[A-Z]{2}", text.text) and not text.spans_at_start:
        text = Wording(text.text[:1].lower() + text.text[1:], text.spans)
    return spaced([opener, text])

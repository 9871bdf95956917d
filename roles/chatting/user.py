"""The user, played by a chat model: a request in its own words, in which our own search finds the values."""

from collections.abc import Iterator
from random import Random
from typing import Any

from roles.base import Asked, Briefed, Conversation, Judged, Opened, Planned, Replied
from roles.chat import BadAnswer
from roles.chatting.answers import RequestAnswer
from roles.chatting.requests import faults, mentions
from roles.chatting.seat import Blocks, Seat, unusable
from roles.chatting.showing import dialogue, scene, shown_for
from roles.choices import words_for
from tool_graphs.graph import ToolGraph
from tool_graphs.path import first_item, pattern
from tool_graphs.plan import Call
from tool_graphs.tool import function_name


class ChatUser:
    """Writes the request from brief, persona and what was said; of `best_of` candidates the one with the fewest faults."""

    def __init__(self, graph: ToolGraph, seat: Seat, best_of: int = 1) -> None:
        self.graph = graph
        self.seat = seat
        self.best_of = best_of

    def __call__(self, conversation: Conversation, rng: Random) -> Asked | Judged:
        """The request; a refusal where the model gave no usable answer."""
        answers = self.seat.ask(self._settings(conversation), self._blocks(conversation), RequestAnswer, rng, self.best_of)
        texts = dict.fromkeys(answer.text.strip() for answer in answers if isinstance(answer, RequestAnswer))
        if not texts:
            bad = next(answer for answer in answers if isinstance(answer, BadAnswer))
            return Judged(ok=False, reasons=(unusable("user", bad),), again=True)
        candidates = [self._asked(text, conversation) for text in texts]
        if len(candidates) == 1:
            return candidates[0]
        return min(candidates, key=lambda asked: sum(1 for _ in faults(conversation.then(asked), self.graph)))

    def _asked(self, text: str, conversation: Conversation) -> Asked:
        plan, brief = conversation.last(Planned).plan, conversation.last(Briefed).brief
        today = conversation.last(Opened).date
        return Asked(text=text, mentions=mentions(text, plan, brief, self.graph, today))

    def _settings(self, conversation: Conversation) -> dict[str, Any]:
        return {
            "style": conversation.last(Opened).persona.style,
            "idle": not conversation.last(Planned).plan.calls,
            "first": not conversation.all(Replied),
            "again": any(_refused(conversation)),
        }

    def _blocks(self, conversation: Conversation) -> Blocks:
        opened, planned, brief = conversation.last(Opened), conversation.last(Planned), conversation.last(Briefed).brief
        about = {"style": opened.persona.style, "about": opened.persona.about, "scenario": planned.scenario}
        optional = (
            ("unsaid", [each.model_dump(mode="json") for each in brief.unsaid]),
            ("refused", list(_refused(conversation))),
        )
        return (
            ("scene", {**scene(opened), **{key: value for key, value in about.items() if value}}),
            ("heard", dialogue(conversation.heard().steps, calls=False)),
            ("tools", shown_for(self.graph, planned.plan.calls)),
            ("calls", [_told(call, call.id in brief.explicit, brief.choosing, conversation) for call in planned.plan.calls]),
            ("say", [slot.model_dump(mode="json") for slot in brief.slots]),
            *((name, value) for name, value in optional if value),
        )


def _told(call: Call, asked: bool, choosing: bool, conversation: Conversation) -> dict[str, Any]:
    planned, issued = conversation.last(Planned).plan.by_id, conversation.calls()
    results = conversation.results()
    references = {}
    for argument, reference in call.references.items():
        producer = planned.get(reference.call) or issued.get(reference.call)
        first = reference.path == first_item(pattern(reference.path))
        told_apart = reference.call in results and (choosing or not first)
        words = words_for(results[reference.call], reference.path) if told_apart else ()
        told = {**reference.model_dump(mode="json"), "tool": function_name(producer.tool) if producer else ""}
        references[argument] = {**told, **({"choose": list(words)} if words else {})}
    told = {"id": call.id, "tool": function_name(call.tool), "asked": asked, "arguments": call.arguments}
    return {**told, "references": references, **({"after": list(call.after)} if call.after else {})}


def _refused(conversation: Conversation) -> Iterator[dict[str, Any]]:
    """The requests of this turn that were sent back, each with the reasons."""
    text = ""
    for step in conversation.turn().steps:
        if isinstance(step, Asked):
            text = step.text
        elif isinstance(step, Judged) and not step.ok and not step.again:
            yield {"text": text, "reasons": list(step.reasons)}
            text = ""

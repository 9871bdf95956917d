"""The verifier, played by a chat model: it writes the calls from the request alone; then they are held against the plan."""

import re
from collections.abc import Iterator, Mapping
from random import Random

from roles.base import Asked, Briefed, Conversation, Judged, Opened, Planned, Wish
from roles.chat import BadAnswer
from roles.chatting.answers import RecoveredAnswer
from roles.chatting.recovered import Comparison
from roles.chatting.requests import faults
from roles.chatting.seat import Blocks, Seat, unusable
from roles.chatting.showing import dialogue, named, scene, shown_together
from roles.soundness import unsound
from tool_graphs.graph import ToolGraph


class ChatVerifier:
    """Back-translation: refuses a request by rules first, then where what the model makes of it is not the plan."""

    def __init__(self, graph: ToolGraph, seat: Seat) -> None:
        self.graph = graph
        self.seat = seat

    def __call__(self, conversation: Conversation, rng: Random) -> Judged:
        """Whether the calls recovered from the newest request are equivalent to the plan; if not, why."""
        plan, issued = conversation.last(Planned).plan, conversation.calls()
        reasons = [*faults(conversation, self.graph), *unsound(plan, issued, self.graph)]
        if reasons:
            return Judged(ok=False, reasons=tuple(reasons))
        answer = self.recover(conversation.heard(), rng)
        if isinstance(answer, BadAnswer):
            return Judged(ok=False, reasons=(unusable("verifier", answer),))
        compared = Comparison(answer, conversation, self.graph)
        found = tuple(dict.fromkeys(compared.differences()))
        if found:
            return Judged(ok=False, reasons=found, replan=compared.otherwise())
        return Judged(ok=True, wishes=self._wishes(compared, conversation))

    def _wishes(self, compared: Comparison, conversation: Conversation) -> tuple[Wish, ...]:
        text, explicit = conversation.last(Asked).text, conversation.last(Briefed).brief.explicit
        found = ((id, span_of(compared.matched[id].asked, text)) for id in explicit if id in compared.matched)
        return tuple(Wish(call=id, span=span, judge=self.seat.chat.name) for id, span in found if span is not None)

    def recover(self, heard: Conversation, rng: Random) -> RecoveredAnswer | BadAnswer:
        """The calls that the model makes of what is heard in the room; the plan is not in it."""
        opened, asked = heard.last(Opened), heard.last(Asked)
        blocks: Blocks = (
            ("scene", scene(opened)),
            ("tools", shown_together(self.graph, opened.tools, asked.text)),
            ("heard", dialogue(heard.steps[:-1])),
            ("request", asked.text),
        )
        first = f"call_{len(heard.calls()) + 1}"
        names = named(opened.tools)

        def check(answer: RecoveredAnswer) -> list[str]:
            return [*_unknown(answer, names, heard), *_not_said(answer, asked.text)]

        return self.seat.one({"first": first}, blocks, RecoveredAnswer, rng, check)


def _unknown(answer: RecoveredAnswer, names: Mapping[str, str], heard: Conversation) -> Iterator[str]:
    known = set(heard.calls())
    for call in answer.calls:
        if call.tool not in names:
            yield f"{call.id}: there is no tool {call.tool!r} among the tools on offer"
        for argument, reference in call.references.items():
            if reference.call not in known:
                yield f"{call.id}: {argument} refers to {reference.call!r}, which is no call before it"
        if call.id in known:
            yield f"{call.id}: there is such a call already; number yours on"
        known.add(call.id)


def _not_said(answer: RecoveredAnswer, text: str) -> Iterator[str]:
    for call in answer.calls:
        if call.asked.strip() and span_of(call.asked, text) is None:
            yield f"{call.id}: the request does not hold the words {call.asked[:80]!r}; copy them letter for letter"


def span_of(words: str, text: str) -> tuple[int, int] | None:
    """Where the text holds these words, however they are spaced and cased."""
    pieces = words.strip().strip(".,;:!?\"'").split()
    if not pieces:
        return None
    wanted = " ".join(pieces)
    if text.isascii() and wanted.isascii() and " ".join(text.split()) == text:  # so they are found without an expression
        at = text.lower().find(wanted.lower())
        return (at, at + len(wanted)) if at >= 0 else None
    match = re.search(r"\s+".join(map(re.escape, pieces)), text, re.IGNORECASE)
    return match.span() if match else None

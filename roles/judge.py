"""The judge: a last check of the whole conversation, with reasons."""

from collections.abc import Iterator
from random import Random

from roles.base import Called, Conversation, Judged, Opened, Planned, Replied, Returned
from roles.certificate import certify
from roles.proof.exchange import exchanged
from roles.proof.offered import offered_in
from roles.proof.story import heard_story
from tool_graphs.graph import ToolGraph


class Judge:
    """Accepts a conversation whose calls are valid, whose values all have sources and reasons, and whose texts name no tool."""

    def __init__(self, graph: ToolGraph) -> None:
        self.graph = graph

    def __call__(self, conversation: Conversation, rng: Random) -> Judged:
        """The verdict on everything said and done."""
        reasons = tuple(dict.fromkeys(self._faults(conversation)))
        return Judged(ok=not reasons, reasons=reasons)

    def _faults(self, conversation: Conversation) -> Iterator[str]:
        yield from _unfinished(conversation)
        story = heard_story(conversation)
        wrong = [*story.failures, *exchanged(story, offered_in(self.graph, conversation.last(Opened).tools))]
        yield from (failure.text for failure in wrong)
        if not any(failure.rule in ("schema", "not-offered", "result-schema") for failure in wrong):
            for certificate in certify(conversation, self.graph):
                yield from certificate.unexplained


def _unfinished(conversation: Conversation) -> Iterator[str]:
    for number, turn in enumerate(conversation.turns(), start=1):
        planned = {call.id for call in turn.last(Planned).plan.calls}
        issued = {call.id for step in turn.all(Called) for call in step.calls}
        returned = {result.call for step in turn.all(Returned) for result in step.results}
        for id in sorted(planned - issued):
            yield f"turn {number}: call {id} of the plan was never issued"
        for id in sorted(issued - returned):
            yield f"turn {number}: call {id} has no result"
        if not turn.all(Replied):
            yield f"turn {number}: no reply closes it"

"""The judge: a last check of the whole conversation, with reasons."""

from collections.abc import Iterator
from random import Random

from roles.base import Conversation, Judged, Opened
from roles.certificate import proved
from roles.fidelity import infidelities
from roles.proof.exchange import exchanged
from roles.proof.offered import offered_in
from roles.proof.story import heard_story
from tool_graphs.graph import ToolGraph


class Judge:
    """Accepts a conversation whose calls are as planned and needed, whose values have sources and whose texts name no tool."""

    def __init__(self, graph: ToolGraph) -> None:
        self.graph = graph

    def __call__(self, conversation: Conversation, rng: Random) -> Judged:
        """The verdict on everything said and done."""
        reasons = tuple(dict.fromkeys(self._faults(conversation)))
        return Judged(ok=not reasons, reasons=reasons)

    def _faults(self, conversation: Conversation) -> Iterator[str]:
        yield from infidelities(conversation)
        story = heard_story(conversation)
        wrong = [*story.failures, *exchanged(story, offered_in(self.graph, conversation.last(Opened).tools))]
        yield from (failure.text for failure in wrong)
        if not any(failure.rule in ("schema", "not-offered", "result-schema") for failure in wrong):
            yield from (failure.text for failure in proved(conversation, self.graph, story).failures)

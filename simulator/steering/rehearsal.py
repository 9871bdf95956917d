"""Rehearsing a turn: what the seats would say if this were the plan. Roles are pure, so the rehearsal is what will happen."""

from collections.abc import Mapping
from dataclasses import dataclass

from roles.base import Conversation, Judged, Opened, Planned, Replied, Role, Step
from roles.messages import messages
from simulator.graph import dice
from simulator.measures.flows import Told, told
from simulator.measures.naming import Naming
from simulator.measures.talk import exchanges
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Plan
from tool_graphs.tool import function_name

LONGEST = 60
"""Steps after which a rehearsal is given up."""


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A turn as it would be."""

    conversation: Conversation
    understood: bool
    """Whether the verifier took the request as it was meant."""
    sound: bool
    """Whether the judge has nothing to say against the conversation so far."""


class Rehearsal:
    """The seats that play a turn."""

    def __init__(self, graph: ToolGraph, cast: Mapping[str, Role]) -> None:
        self.graph = graph
        self.cast = cast

    def asked(self, conversation: Conversation, plan: Plan, seat: str) -> Conversation:
        """The conversation with plan, brief and first request."""
        conversation = conversation.then(Planned(plan=plan, by=seat))
        for seat in ("embedder", "user"):
            conversation = self.spoken(conversation, seat)
        return conversation

    def spoken(self, conversation: Conversation, seat: str) -> Conversation:
        """The conversation with what a seat says next."""
        opened = conversation.last(Opened)
        step: Step = self.cast[seat](conversation, dice(opened.seed, opened.id, seat, conversation))
        return conversation.then(step.model_copy(update={"by": seat}))

    def played(self, conversation: Conversation) -> Rehearsed:
        """From a request to the reply."""
        verified = self.spoken(conversation, "verifier")
        if not verified.last(Judged).ok:
            return Rehearsed(conversation, understood=False, sound=False)
        current = verified
        for _ in range(LONGEST):
            current = self.spoken(current, "assistant")
            if isinstance(current.steps[-1], Replied):
                break
            current = self.spoken(current, "executor")
        over = current.then(current.last(Opened).model_copy(update={"turns": len(current.all(Replied))}))
        verdict = self.spoken(over, "judge").last(Judged)
        return Rehearsed(current, understood=True, sound=verdict.ok)

    def told(self, conversation: Conversation) -> list[Told]:
        """Its calls, as they are measured."""
        offered = (self.graph.tool(name) for name in conversation.last(Opened).tools)
        naming = Naming({function_name(tool.name): tool.description for tool in offered})
        row = {"messages": messages(conversation)}
        return told(exchanges(row), naming)

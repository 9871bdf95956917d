"""The referee: a judge who also checks that what the assistant did was right, by the conversation alone."""

import re
from collections.abc import Iterator
from random import Random

from roles.base import Called, Conversation, Judged, Replied, Role
from roles.behaviours.decision import Decider, Decision
from roles.behaviours.refusal import done
from roles.behaviours.staging import before, since
from roles.language.clauses import Clauses
from roles.verifier import Verifier
from tool_graphs.graph import ToolGraph

_ASKS = re.compile(r"\?|\bneed\b")


class Referee:
    """Accepts what the judge accepts, where questions, refusals and corrections were due, and none where none was."""

    def __init__(self, graph: ToolGraph, judge: Role, verifier: Verifier, clauses: Clauses) -> None:
        self.judge = judge
        self.clauses = clauses
        self.decider = Decider(graph, verifier, clauses)

    def __call__(self, conversation: Conversation, rng: Random) -> Judged:
        """The verdict on the whole conversation."""
        verdict = self.judge(conversation, rng)
        reasons = verdict.reasons if isinstance(verdict, Judged) else ()
        reasons = (*reasons, *self._faults(conversation))
        return Judged(ok=not reasons, reasons=reasons)

    def _faults(self, conversation: Conversation) -> Iterator[str]:
        """What is wrong with the assistant's first reply to the request in which siblings differ."""
        steps = since(conversation)
        closed = next((place for place, step in enumerate(steps) if isinstance(step, Replied)), None)
        if closed is None:
            return
        turn = Conversation.model_construct(steps=(*before(conversation).steps, *steps[:closed])).heard()
        reply = steps[closed]
        called = {call.tool for step in steps[:closed] if isinstance(step, Called) for call in step.calls}
        if isinstance(reply, Replied):
            yield from self._unfit(self.decider.decide(turn), reply.text, called)

    def _unfit(self, decision: Decision, reply: str, called: set[str]) -> Iterator[str]:
        for tool in decision.unserved:
            if done(self.clauses[tool]).lower() not in reply.lower():
                yield f"{tool} is asked for and not on offer, but the reply does not say so"
        for stated in decision.untrue:
            if stated.told not in reply.lower():
                yield f"the request states {stated.path} to be {stated.text!r}, which is not so, but the reply does not say so"
        if decision.missing and (called or not _ASKS.search(reply)):
            yield f"{decision.missing[0][0]}: {decision.missing[0][1]} is missing, but the reply does not ask for what is missing"
        due = decision.unserved or decision.missing or decision.untrue
        if not due and not called:
            yield "everything is there, but no call was made"

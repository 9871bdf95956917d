"""The request takes something for granted that a look-up contradicts: the assistant looks it up and says what is so instead."""

import datetime
from random import Random
from typing import Any

from roles.base import Asked, Brief, Briefed, Claim, Conversation, Judged, Opened, Planned, Replied, Sibling, Step, Varied
from roles.behaviours.correction import correction
from roles.behaviours.premise import claimed, consumed, premise, premises
from roles.behaviours.refusal import done
from roles.behaviours.staging import before, supposed, varied
from roles.behaviours.statement import stated, things
from roles.language.clauses import Clauses
from roles.verifier import Verifier
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Plan
from tool_graphs.sampling.sense import looks_up

_FIRST = 0.4
"""How often the premise comes before the wish."""


class WrongPremise:
    """The seats of this member."""

    name = "wrong-premise"
    turns = 1

    def __init__(self, graph: ToolGraph, cast: dict[str, Any]) -> None:
        self.graph = graph
        self.whole = cast
        self.verify: Verifier = cast["verifier"]
        self.clauses = Clauses(graph)

    def variation(self, conversation: Conversation, rng: Random) -> Varied | Judged:
        """Claims something untrue about a thing that is not claimed of it yet."""
        today = datetime.date.fromisoformat(conversation.last(Opened).date)
        tried = {(each.claim.call, each.claim.path) for each in varied(conversation) if each.claim}
        left = [
            claim
            for claim in premises(conversation.last(Sibling), self.graph, self.clauses, rng, today)
            if (claim.call, claim.path) not in tried
        ]
        if not left:
            return Judged(ok=False, reasons=(self._why(conversation.last(Sibling)),))
        return Varied(claim=rng.choice(left))

    def _why(self, shared: Sibling) -> str:
        """Why nothing untrue is left to be said."""
        found = [call for call in shared.plan.calls if shared.plan.consumers[call.id]]
        if not found:
            return "no call of the plan depends on another one's result, so no look-up could contradict the request"
        if not any(looks_up(self.graph.tool(call.tool)) for call in found):
            return "no call of the plan depends on a look-up, so none could contradict the request"
        return "what the look-ups tell is nothing that people would have said before"

    def planner(self, conversation: Conversation, rng: Random) -> Planned:
        """The look-up, and what is asked for apart from what depends on it."""
        shared, claim = conversation.last(Sibling), self._claim(conversation)
        kept = shared.plan.upstream(frozenset((claim.call, *self._kept(shared, claim))))
        return Planned(plan=Plan(calls=tuple(call for call in shared.plan.calls if call.id in kept)))

    def embedder(self, conversation: Conversation, rng: Random) -> Briefed:
        """The source's brief as far as the plan goes; the look-up is implicit, for the reply alone needs it."""
        shared, plan, claim = conversation.last(Sibling), conversation.last(Planned).plan, self._claim(conversation)
        kept = self._kept(shared, claim)
        brief = Brief(
            strategy=self.name,
            explicit=tuple(kept),
            implicit=tuple(id for id in plan.by_id if id not in kept and (id == claim.call or plan.consumers[id])),
            slots=tuple(slot for slot in shared.brief.slots if slot.call in plan.by_id),
        )
        return Briefed(brief=brief)

    def user(self, conversation: Conversation, rng: Random) -> Step:
        """The request, with the premise before or after it."""
        shared = conversation.last(Sibling)
        step: Asked = self.whole["user"](supposed(conversation, shared.plan, shared.brief), rng)
        thing, _, untrue = self._claimed(conversation)
        said = premise(thing, untrue, conversation.last(Opened).persona.style, rng)
        if rng.random() >= _FIRST or before(conversation).all(Replied):
            return step.model_copy(update={"text": f"{step.text} {said}"})
        shift = len(said) + 1
        mentions = tuple(
            mention.model_copy(update={"span": (mention.span[0] + shift, mention.span[1] + shift)}) for mention in step.mentions
        )
        return Asked(text=f"{said} {step.text}", mentions=mentions)

    def verifier(self, conversation: Conversation, rng: Random) -> Judged:
        """Whether the request asks for the whole goal, and states one thing that the look-up contradicts."""
        shared, text = conversation.last(Sibling), conversation.last(Asked).text
        claim = self._claim(conversation)
        reasons = list(self.verify(supposed(conversation, shared.plan, shared.brief, text), rng).reasons)
        result = next(result.value for result in shared.results if result.call == claim.call)
        call = shared.plan.by_id[claim.call]
        heard = stated(text, things(self.graph.tool(call.tool), call.arguments, result))
        if [(each.path, each.true) for each in heard] != [(paths.pattern(claim.path), False)]:
            reasons.append(f"the request should state one untrue thing of the result, but states {len(heard)}")
        return Judged(ok=not reasons, reasons=tuple(reasons))

    def assistant(self, conversation: Conversation, rng: Random) -> Step:
        """The calls, then what they gave and what is not as the request has it."""
        step: Step = self.whole["assistant"](conversation, rng)
        if not isinstance(step, Replied):
            return step
        shared, claim = conversation.last(Sibling), self._claim(conversation)
        thing, true, untrue = self._claimed(conversation)
        call = shared.plan.by_id[claim.call]
        alike = [
            each
            for each in things(self.graph.tool(call.tool), call.arguments, conversation.results()[claim.call])
            if paths.pattern(each.path) == paths.pattern(thing.path)
        ]
        wishes = [id for id in shared.brief.explicit if id in consumed(shared.plan, claim.call)]
        wish = done(self.clauses[shared.plan.by_id[wishes[0]].tool])
        said = correction(thing, true, untrue, alike, wish, conversation.last(Opened).persona.style, rng)
        return Replied(text=f"{step.text} {said}" if conversation.last(Briefed).brief.explicit else said)

    def _claim(self, conversation: Conversation) -> Claim:
        claim = conversation.last(Varied).claim
        if claim is None:
            raise LookupError("nothing untrue was claimed; expected a variation with a claim")
        return claim

    def _claimed(self, conversation: Conversation) -> Any:
        shared, claim = conversation.last(Sibling), self._claim(conversation)
        result = next(result.value for result in shared.results if result.call == claim.call)
        call = shared.plan.by_id[claim.call].resolved(
            {**conversation.results(), **{result.call: result.value for result in shared.results}}
        )
        return claimed(claim, call, result, self.graph)

    def _kept(self, shared: Sibling, claim: Claim) -> list[str]:
        """What is asked for and does not depend on the look-up."""
        return [id for id in shared.brief.explicit if id not in consumed(shared.plan, claim.call)]

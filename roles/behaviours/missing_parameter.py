"""A value is missing that only the user can give: the assistant asks, the user answers, then the calls happen."""

from random import Random
from typing import Any

from roles.base import (
    Asked,
    Briefed,
    Conversation,
    Judged,
    Opened,
    Planned,
    Replied,
    Sibling,
    Slot,
    Step,
    Varied,
)
from roles.behaviours.answer import answer
from roles.behaviours.gap import gaps, likely
from roles.behaviours.question import Questions
from roles.behaviours.staging import answered, supposed, varied
from roles.language.clauses import Clauses
from roles.language.filling import wording
from roles.language.spoken import find, reads_as
from roles.language.wording import spaced
from roles.verifier import Verifier
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Plan
from tool_graphs.tool import Field

RESTATED = 3
"""How many sentences are tried that say in full what an answer says in short."""


class MissingParameter:
    """The seats of this member; two turns, the first of which ends with the question."""

    name = "missing-parameter"
    turns = 2

    def __init__(self, graph: ToolGraph, cast: dict[str, Any]) -> None:
        self.graph = graph
        self.whole = cast
        self.verify: Verifier = cast["verifier"]
        self.questions = Questions(graph, self.verify.phrasebook, Clauses(graph))

    def variation(self, conversation: Conversation, rng: Random) -> Varied | Judged:
        """Leaves out one value that has not been tried yet."""
        shared = conversation.last(Sibling)
        tried = [each.withheld for each in varied(conversation)]
        found = list(gaps(shared, conversation.last(Opened), self.graph))
        missed = likely(found, shared, self.graph)
        left = [slot for slot in missed if slot not in tried]
        if not left:
            return Judged(ok=False, reasons=(_why(shared, found, missed),))
        return Varied(withheld=rng.choice(left))

    def planner(self, conversation: Conversation, rng: Random) -> Planned:
        """No call while the value is missing, then all."""
        return Planned(plan=conversation.last(Sibling).plan if answered(conversation) else Plan(calls=()))

    def embedder(self, conversation: Conversation, rng: Random) -> Briefed:
        """The source's brief without the value, then the value alone."""
        withheld = self._withheld(conversation)
        brief = conversation.last(Sibling).brief
        slots = (withheld,) if answered(conversation) else tuple(slot for slot in brief.slots if slot != withheld)
        return Briefed(brief=brief.model_copy(update={"strategy": self.name, "slots": slots}))

    def user(self, conversation: Conversation, rng: Random) -> Step:
        """The request with the value left out; after the question, the value."""
        shared, slot = conversation.last(Sibling), self._withheld(conversation)
        if answered(conversation):
            tool = self.graph.tool(shared.plan.by_id[slot.call].tool)
            return answer(self.verify.phrasebook, tool, slot, conversation.last(Opened).persona.style, rng)
        step: Step = self.whole["user"](supposed(conversation, shared.plan, conversation.last(Briefed).brief), rng)
        return step

    def verifier(self, conversation: Conversation, rng: Random) -> Judged:
        """Whether the value is truly missing; then, whether the answer gives it, and request and answer lead to the plan."""
        reasons = tuple(self._given(conversation, rng) if answered(conversation) else self._missed(conversation, rng))
        return Judged(ok=not reasons, reasons=reasons)

    def assistant(self, conversation: Conversation, rng: Random) -> Step:
        """The question, then calls and reply as ever."""
        if answered(conversation):
            step: Step = self.whole["assistant"](conversation, rng)
            return step
        slot = self._withheld(conversation)
        tool = conversation.last(Sibling).plan.by_id[slot.call].tool
        return Replied(text=self.questions.question(tool, slot.argument, conversation.last(Opened).persona.style, rng))

    def _withheld(self, conversation: Conversation) -> Slot:
        slot = conversation.last(Varied).withheld
        if slot is None:
            raise LookupError("nothing was left out; expected a variation that withholds a value")
        return slot

    def _missed(self, conversation: Conversation, rng: Random) -> list[str]:
        """Why the request does not lack exactly the value that was left out."""
        shared, slot = conversation.last(Sibling), self._withheld(conversation)
        text = conversation.last(Asked).text
        tool = shared.plan.by_id[slot.call].tool
        asked, recovered = self.verify.recover(conversation.heard())
        reasons = []
        if tool not in recovered or paths.pattern(slot.argument) not in recovered[tool].missing:
            reasons.append(f"{tool}: {slot.argument} was left out, but is not missed")
        if not any(recovered[name].missing for name in asked):
            reasons.append("nothing that is asked for needs the value that was left out")
        return reasons + self._led(conversation, text, slot.value, rng)

    def _given(self, conversation: Conversation, rng: Random) -> list[str]:
        """Why the answer does not give the value, or request and answer do not lead to the plan."""
        shared, slot = conversation.last(Sibling), self._withheld(conversation)
        tool = self.graph.tool(shared.plan.by_id[slot.call].tool)
        field = tool.input(slot.argument) or Field(paths.pattern(slot.argument), {}, True)
        said = conversation.last(Asked).text
        heard = self.verify.phrasebook.hear(said, tool, field)
        if heard:
            same = heard[0].value == slot.value or reads_as(said[slice(*heard[0].span)], slot.value, field)
        else:  # no words tell what a bare value is, but it answers a question
            same = bool(find(said, slot.value, field))
        if not same:
            read = repr(heard[0].value) if heard else "nothing"
            return [f"{tool.name}: {slot.argument} is {slot.value!r}, but the answer reads as {read}"]
        request = conversation.heard().all(Asked)[-2].text
        return self._led(conversation, request, slot.value, rng)

    def _led(self, conversation: Conversation, request: str, value: Any, rng: Random) -> list[str]:
        """Why request and value together do not lead to the plan."""
        shared, slot = conversation.last(Sibling), self._withheld(conversation)
        tool = self.graph.tool(shared.plan.by_id[slot.call].tool)
        reasons: tuple[str, ...] = ()
        for _ in range(RESTATED):
            phrases = self.verify.phrasebook.asides(tool, [(slot.argument, value)], rng)
            said = spaced([wording(slot.call, phrase).capitalized().ended(".") for phrase in phrases]).text
            verdict = self.verify(supposed(conversation, shared.plan, shared.brief, f"{request} {said}"), rng)
            if verdict.ok:
                return []
            reasons = reasons or verdict.reasons
        return list(reasons)


def _why(shared: Sibling, found: list[Slot], missed: list[Slot]) -> str:
    """Why no value is left to be left out."""
    if not shared.brief.slots:
        return "the request says no value at all"
    if not found:
        return "no value that the request says is needed and known from nowhere else"
    if not missed:
        return "the values that could be left out are ids of things that nobody asks about"
    return "whichever value is left out, another way to the goal, or no way to ask for it, is left"

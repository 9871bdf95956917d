"""No offered tool gives what is asked for: the assistant does the rest and says in words what it cannot do."""

from collections.abc import Container
from random import Random
from typing import Any

from roles.base import Asked, Brief, Briefed, Conversation, Judged, Opened, Planned, Replied, Sibling, Step, Varied
from roles.behaviours.refusal import refusal
from roles.behaviours.staging import offering, supposed, varied
from roles.language.clauses import RIVAL, Clauses
from roles.language.verbs import READING
from roles.verifier import Verifier
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Plan
from tool_graphs.words import words


def removable(shared: Sibling, used: Container[str]) -> list[str]:
    """The tools of the goals that can be taken away: called once, asked for, feeding nothing, not used in earlier turns."""
    tools = [call.tool for call in shared.plan.calls]
    goals = [shared.plan.by_id[id].tool for id in shared.plan.goals if id in shared.brief.explicit]
    return [tool for tool in goals if tools.count(tool) == 1 and tool not in used]


def stands_in(name: str, removed: str, graph: ToolGraph, clauses: Clauses) -> bool:
    """Whether the one tool is asked for like the other, or tells most of what the other tells."""
    if clauses.alike(name, removed, RIVAL):
        return True
    one, other = graph.tool(name), graph.tool(removed)
    if clauses[removed].kind not in READING or clauses[name].kind not in READING:
        return False
    wanted = {words(field.name) for field in other.outputs} - {words(field.name) for field in other.inputs}
    given = {words(field.name) for field in one.outputs}
    return bool(wanted) and len(wanted & given) * 2 >= len(wanted)


def offered_without(
    shared: Sibling, conversation: Conversation, graph: ToolGraph, clauses: Clauses, rng: Random
) -> tuple[str, ...]:
    """The tools of the source without that of one goal, where one can be taken away and nothing on offer stands in for it."""
    tools = conversation.last(Opened).tools
    gone = removable(shared, {call.tool for call in conversation.calls().values()})
    alone = [tool for tool in gone if not any(stands_in(name, tool, graph, clauses) for name in tools if name != tool)]
    removed = rng.choice(alone) if alone else None
    return tuple(tool for tool in tools if tool != removed)


class MissingTool:
    """The seats of this member; the tool is already gone when they take over."""

    name = "missing-tool"
    turns = 1

    def __init__(self, graph: ToolGraph, cast: dict[str, Any]) -> None:
        self.graph = graph
        self.whole = cast
        self.verify: Verifier = cast["verifier"]
        self.clauses = Clauses(graph)

    def variation(self, conversation: Conversation, rng: Random) -> Varied | Judged:
        """Names the tool that is not on offer; there is but one choice."""
        offered = conversation.last(Opened).tools
        gone = [call.tool for call in conversation.last(Sibling).plan.calls if call.tool not in offered]
        if len(gone) != 1:
            return Judged(ok=False, reasons=(self._why(conversation),))
        if varied(conversation):
            return Judged(ok=False, reasons=conversation.last(Judged).reasons)
        return Varied(removed=gone[0])

    def _why(self, conversation: Conversation) -> str:
        """Why no goal's tool was taken away."""
        if removable(conversation.last(Sibling), {call.tool for call in conversation.calls().values()}):
            return "no goal's tool could be taken away: another one on offer could be called instead"
        return "no goal's tool could be taken away: it is used in an earlier turn, or twice in this one"

    def planner(self, conversation: Conversation, rng: Random) -> Planned:
        """The calls that what else is asked for needs; none where nothing else is."""
        shared = conversation.last(Sibling)
        kept = shared.plan.upstream(frozenset(self._kept(shared, conversation.last(Varied).removed)))
        return Planned(plan=Plan(calls=tuple(call for call in shared.plan.calls if call.id in kept)))

    def embedder(self, conversation: Conversation, rng: Random) -> Briefed:
        """The source's brief as far as the plan goes."""
        return Briefed(brief=_narrowed(conversation.last(Sibling).brief, conversation.last(Planned).plan, self.name))

    def user(self, conversation: Conversation, rng: Random) -> Step:
        """The request of somebody who does not know that the tool is gone."""
        shared = conversation.last(Sibling)
        step: Step = self.whole["user"](supposed(conversation, shared.plan, shared.brief), rng)
        return step

    def verifier(self, conversation: Conversation, rng: Random) -> Judged:
        """Whether the request asks for the whole goal, and nothing that is on offer can stand in for the tool that is gone."""
        shared, text = conversation.last(Sibling), conversation.last(Asked).text
        removed = conversation.last(Varied).removed or ""
        offered = (*conversation.last(Opened).tools, removed)
        scene = supposed(offering(conversation, offered), shared.plan, shared.brief, text)
        verdict = self.verify(scene, rng)
        instead = [name for name in conversation.last(Opened).tools if stands_in(name, removed, self.graph, self.clauses)]
        reasons = [*verdict.reasons, *(f"{name} could be called instead of {removed}" for name in instead)]
        return Judged(ok=not reasons, reasons=tuple(reasons))

    def assistant(self, conversation: Conversation, rng: Random) -> Step:
        """The calls that can be made, then what they gave and what cannot be done."""
        style = conversation.last(Opened).persona.style
        removed = conversation.last(Varied).removed or ""
        if not conversation.last(Planned).plan.calls:
            return Replied(text=refusal(self.clauses, removed, style, rng))
        step: Step = self.whole["assistant"](conversation, rng)
        if not isinstance(step, Replied):
            return step
        return Replied(text=f"{step.text} {refusal(self.clauses, removed, style, rng, besides=True)}")

    def _kept(self, shared: Sibling, removed: str | None) -> list[str]:
        return [id for id in shared.brief.explicit if shared.plan.by_id[id].tool != removed]


def _narrowed(brief: Brief, plan: Plan, name: str) -> Brief:
    """The brief of those calls only."""
    return Brief(
        strategy=name,
        explicit=tuple(id for id in brief.explicit if id in plan.by_id),
        implicit=tuple(id for id in brief.implicit if id in plan.by_id),
        slots=tuple(slot for slot in brief.slots if slot.call in plan.by_id),
    )

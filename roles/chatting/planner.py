"""The planner, played by a chat model: on a sampled skeleton it thinks of a scenario and writes the literal arguments."""

from random import Random
from typing import Any

from roles.base import Conversation, Judged, Opened, Planned
from roles.chat import BadAnswer
from roles.chatting.answers import FilledAnswer
from roles.chatting.plans import faults
from roles.chatting.seat import Blocks, Seat, unusable
from roles.chatting.showing import dialogue, scene, shown
from roles.planner import Planner
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call, Plan
from tool_graphs.tool import function_name


class ChatPlanner:
    """Fills the skeleton of an offline plan: tools and references are ours, literals the model's, checked as offline ones are."""

    def __init__(self, graph: ToolGraph, seat: Seat, offline: Planner) -> None:
        self.graph = graph
        self.seat = seat
        self.offline = offline

    def __call__(self, conversation: Conversation, rng: Random) -> Planned | Judged:
        """A plan; or a refusal that says why none can be made, or what was wrong with the model's."""
        drafted = self.offline(conversation, rng)
        if isinstance(drafted, Judged):
            return drafted
        draft = drafted.plan

        def check(answer: FilledAnswer) -> list[str]:
            ids = [call.id for call in answer.calls]
            wrong = (
                [f"expected calls {', '.join(draft.by_id)}, got {', '.join(ids)}"] if sorted(ids) != sorted(draft.by_id) else []
            )
            return wrong or faults(_filled(draft, answer), conversation, self.offline)

        answer = self.seat.one({"mode": "fill"}, self._blocks(draft, conversation), FilledAnswer, rng, check)
        if isinstance(answer, BadAnswer):
            return Judged(ok=False, reasons=(unusable("planner", answer),), again=True)
        return Planned(plan=_filled(draft, answer), scenario=" ".join(answer.scenario.split()))

    def _blocks(self, draft: Plan, conversation: Conversation) -> Blocks:
        opened = conversation.last(Opened)
        about = {"about": opened.persona.about} if opened.persona.about else {}
        tools = dict.fromkeys(call.tool for call in draft.calls)
        return (
            ("scene", {**scene(opened), **about}),
            ("heard", dialogue(conversation)),
            ("tools", [shown(self.graph.tool(name)) for name in tools]),
            ("calls", [self._told(call) for call in draft.calls]),
        )

    def _told(self, call: Call) -> dict[str, Any]:
        tool = self.graph.tool(call.tool)
        literals = [paths.pattern(path) for path, _ in call.literals()]
        needed = [path for path in dict.fromkeys(literals) if (field := tool.input(path)) and field.required]
        told = {"id": call.id, "tool": function_name(call.tool), "write": needed}
        return {
            **told,
            "may": [path for path in dict.fromkeys(literals) if path not in needed],
            "references": {argument: one.model_dump(mode="json") for argument, one in call.references.items()},
        }


def _filled(draft: Plan, answer: FilledAnswer) -> Plan:
    arguments = {call.id: call.arguments for call in answer.calls}
    return Plan(calls=tuple(call.model_copy(update={"arguments": arguments[call.id]}) for call in draft.calls))

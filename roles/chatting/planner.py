"""The planner, played by a chat model: it fills a sampled skeleton, or picks the tools itself; both keep the offline rules."""

from collections.abc import Mapping
from random import Random
from typing import Any, Literal

from roles.base import Conversation, Judged, Opened, Planned, Role, Step
from roles.chat import BadAnswer
from roles.chatting.answers import ChosenAnswer, FilledAnswer
from roles.chatting.drafts import drafted
from roles.chatting.plans import chosen, faults, filled, misfits, said, settled
from roles.chatting.seat import Blocks, Seat, unusable
from roles.chatting.showing import dialogue, scene, shown_for, shown_together
from roles.planner import Planner
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call, Plan
from tool_graphs.sampling.sense import plan_links
from tool_graphs.tool import function_name

Mode = Literal["fill", "choose"]
"""Whether the model fills a skeleton that is sampled as offline, or picks the tools itself."""


class ChatPlanner:
    """Has the model think of a scenario and write the literals; references are held to the tool graph's links in any case."""

    def __init__(self, graph: ToolGraph, seat: Seat, offline: Role, mode: Mode = "fill") -> None:
        self.graph = graph
        self.seat = seat
        self.offline = offline
        inner = offline if isinstance(offline, Planner) else getattr(offline, "planner", None)
        self.rules = inner if isinstance(inner, Planner) else Planner(graph)
        self.mode = mode

    def __call__(self, conversation: Conversation, rng: Random) -> Step:
        """A plan; or a refusal that says why none can be made, or what was wrong with the model's."""
        if self.mode == "choose":
            return self._chosen(conversation, rng)
        step = drafted(self.offline, conversation, rng)
        if not isinstance(step, Planned) or not step.plan.calls:
            return step
        draft, plan = step.plan, step.plan
        fixed = {call.id: settled(call, conversation, self.rules) for call in draft.calls}

        def check(answer: FilledAnswer) -> list[str]:
            nonlocal plan
            plan, wrong = filled(draft, answer, fixed, self.rules)
            return wrong or faults(plan, conversation, self.rules, said(draft))

        answer = self.seat.one({"mode": "fill"}, self._to_fill(draft, fixed, conversation), FilledAnswer, rng, check)
        if isinstance(answer, BadAnswer):
            return Judged(ok=False, reasons=(unusable("planner", answer),), again=True)
        return Planned(plan=plan, scenario=" ".join(answer.scenario.split()))

    def _chosen(self, conversation: Conversation, rng: Random) -> Planned | Judged:
        plan = Plan(calls=())

        def check(answer: ChosenAnswer) -> list[str]:
            nonlocal plan
            plan, wrong = chosen(answer, conversation, self.graph)
            return wrong or [*faults(plan, conversation, self.rules), *misfits(plan, conversation, self.rules)]

        lengths = self.rules.wishes.lengths
        settings = {"mode": "choose", "least": min(lengths), "most": max(lengths), "first": _first(conversation)}
        answer = self.seat.one(settings, self._to_choose(conversation), ChosenAnswer, rng, check)
        if isinstance(answer, BadAnswer):
            return Judged(ok=False, reasons=(unusable("planner", answer),), again=True)
        return Planned(plan=plan, scenario=" ".join(answer.scenario.split()))

    def _common(self, conversation: Conversation, calls: bool) -> Blocks:
        opened = conversation.last(Opened)
        about = {"about": opened.persona.about} if opened.persona.about else {}
        return ("scene", {**scene(opened), **about}), ("heard", dialogue(conversation.heard().steps, calls))

    def _to_fill(self, draft: Plan, fixed: Mapping[str, dict[str, Any]], conversation: Conversation) -> Blocks:
        return (
            *self._common(conversation, calls=False),
            ("tools", shown_for(self.graph, draft.calls)),
            ("calls", [self._told(call, fixed[call.id]) for call in draft.calls]),
        )

    def _told(self, call: Call, fixed: dict[str, Any]) -> dict[str, Any]:
        tool = self.graph.tool(call.tool)
        literals = dict.fromkeys(paths.pattern(path) for path, _ in call.literals() if path not in fixed)
        needed = [path for path in literals if (input := tool.input(path)) is not None and input.required]
        told: dict[str, Any] = {"id": call.id, "tool": function_name(call.tool), "write": needed}
        told["may"] = [path for path in literals if path not in needed]
        told["references"] = {argument: one.model_dump(mode="json") for argument, one in call.references.items()}
        return {**told, **({"settled": fixed} if fixed else {})}

    def _to_choose(self, conversation: Conversation) -> Blocks:
        offered = conversation.last(Opened).tools
        used = {call.tool for call in conversation.calls().values()}
        free = tuple(name for name in offered if name not in used)
        return (
            *self._common(conversation, calls=True),
            ("tools", shown_together(self.graph, free)),
            ("links", self._links(free, used)),
        )

    def _links(self, free: tuple[str, ...], used: set[str]) -> list[dict[str, str]]:
        """Which field may fill which argument: of tools that only look things up, and of earlier results."""
        links = plan_links(self.graph)
        found = [
            link
            for name in free
            for input in self.graph.tool(name).inputs
            for link in links.of_earlier_turns(name, input.path)
            if link.source in used or (link.source in free and link in links.within_a_turn(name, input.path))
        ]
        return [
            {"source": function_name(link.source), "field": link.field, "target": function_name(link.target), "param": link.param}
            for link in found
        ]


def _first(conversation: Conversation) -> str:
    return f"call_{len(conversation.calls()) + 1}"

"""The planner: the calls of the coming turn, on a skeleton sampled from the tool graph."""

import datetime
from collections.abc import Container, Mapping
from random import Random
from typing import Any

from tool_graphs.links import USABLE
from tool_graphs.sampling import Skeleton, chain, dag, fan_in, fan_out

from roles.base import Conversation, Judged, Opened, Planned
from roles.values import Values
from tool_graphs import path as paths
from tool_graphs.graph import Link, ToolGraph
from tool_graphs.plan import Call, Plan, Reference
from tool_graphs.tool import Tool

TRIES = 12
"""Skeletons sampled before a turn is given up."""
LENGTHS = (1, 2, 2, 2, 3, 3, 3, 4, 4, 5)
SHAPES = (chain, chain, dag, fan_in, fan_out)
MOST_SAID = 9
"""Literals that one request can carry and still sound like one."""


class Planner:
    """Plans a turn: samples a skeleton among the offered tools, refers to earlier turns, fills the rest with literals."""

    def __init__(self, graph: ToolGraph, values: Values) -> None:
        self.graph = graph
        self.values = values

    def __call__(self, conversation: Conversation, rng: Random) -> Planned | Judged:
        """A plan, or a refusal that says why none can be made."""
        opened = conversation.last(Opened)
        calls = conversation.calls()
        used = frozenset(call.tool for call in calls.values())
        best: Plan | None = None
        for attempt in range(TRIES):
            length = 1 + (rng.choice(LENGTHS) - 1) * (TRIES - attempt) // TRIES
            skeleton = _sample(self.graph, length, rng, opened.tools, used)
            plan = self._plan(skeleton, conversation, opened, rng) if skeleton else None
            if plan and _said(plan) <= MOST_SAID:
                return Planned(plan=plan)
            if plan and (best is None or _said(plan) < _said(best)):
                best = plan
        if best is None:
            return Judged(ok=False, reasons=(f"none of the {len(opened.tools)} offered tools can be planned with",))
        return Planned(plan=best)

    def _plan(self, skeleton: Skeleton, conversation: Conversation, opened: Opened, rng: Random) -> Plan | None:
        known = conversation.calls()
        results = conversation.results()
        first = len(known) + 1
        today = datetime.date.fromisoformat(opened.date)
        calls: list[Call] = []
        for position, name in enumerate(skeleton.tools):
            tool = self.graph.tool(name)
            references = {
                _concrete(edge.link.param): Reference(call=f"call_{first + edge.producer}", path=_concrete(edge.link.field))
                for edge in skeleton.edges
                if edge.consumer == position
            }
            references |= self._earlier(tool, references, known, results, rng)
            arguments = self._literals(tool, references, rng, today)
            if arguments is None:
                return None
            calls.append(Call(id=f"call_{first + position}", tool=name, arguments=arguments, references=references))
        return Plan(calls=tuple(calls))

    def _earlier(
        self, tool: Tool, filled: Container[str], known: Mapping[str, Call], results: Mapping[str, Any], rng: Random
    ) -> dict[str, Reference]:
        """References to results of earlier turns, for needed inputs that nothing fills yet."""
        found: dict[str, Reference] = {}
        by_tool = {call.tool: id for id, call in known.items()}
        for field in tool.inputs:
            argument = _concrete(field.path)
            if not field.required or argument in filled:
                continue
            for link in self.graph.producers(tool.name, field.path):
                if link.score < USABLE or link.source not in by_tool or link.kind != "data":
                    continue
                reference = _reference(link, by_tool[link.source], results)
                if reference and rng.random() < 0.8:
                    found[argument] = reference
                    break
        return found

    def _literals(
        self, tool: Tool, references: Mapping[str, Reference], rng: Random, today: datetime.date
    ) -> dict[str, Any] | None:
        """The literal arguments, or None where a needed one could not be said in a request."""
        arguments: dict[str, Any] = {}
        extra = 0
        for name in tool.properties:
            fields = [field for field in tool.inputs if field.keys[:1] == (name,)]
            sayable = all(self.values.sayable(tool, field) for field in fields if field.required or len(fields) == 1)
            if all(_concrete(field.path) in references for field in fields):
                continue
            if name in tool.needed:
                if not sayable:
                    return None
            elif not sayable or extra >= 2 or rng.random() > 0.25:
                continue
            else:
                extra += 1
            arguments[name] = self.values.argument(tool, name, rng, today, skip=references, known=dict(paths.leaves(arguments)))
        return arguments


def _sample(graph: ToolGraph, length: int, rng: Random, within: Container[str], used: frozenset[str]) -> Skeleton | None:
    if length < 3:
        return chain(graph, length, rng, within, used)
    return rng.choice(SHAPES)(graph, length, rng, within, used)


def _concrete(path: str) -> str:
    """The first of every list on the way: `orders[].id` becomes `orders[0].id`."""
    return path.replace("[]", "[0]")


def _reference(link: Link, call: str, results: Mapping[str, Any]) -> Reference | None:
    path = _concrete(link.field)
    try:
        value = paths.get(results[call], path)
    except LookupError:
        return None
    return Reference(call=call, path=path) if value not in (None, "", [], {}) else None


def _said(plan: Plan) -> int:
    return sum(len(call.literals()) for call in plan.calls)

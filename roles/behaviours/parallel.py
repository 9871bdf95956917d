"""The same goal for two things at once: calls that do not need each other are issued together."""

import datetime
import re
from collections.abc import Sequence
from random import Random
from typing import Any

from roles.base import Asked, Brief, Briefed, Conversation, Judged, Opened, Planned, Sibling, Slot, Step, Varied
from roles.behaviours.coordination import doubled, read
from roles.behaviours.staging import supposed, varied
from roles.language import names
from roles.language.clauses import Clauses
from roles.language.senses import sense
from roles.language.spoken import speak
from roles.language.verbs import READING
from roles.strategies.goal_only import goal_only
from roles.values import Values
from roles.verifier import Verifier
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call, Plan
from tool_graphs.tool import Field

_NAMING = frozenset(("id", "code", "name", "email", "any", "text", "url", "date"))
"""Kinds of values of which people name two in a breath."""
_TELLING_APART = frozenset(
    "id number code name city location place country symbol ticker title date word url destination origin".split()
)
_PERSON = frozenset(("first", "last", "middle", "user", "full", "given", "family"))
_WHOSE = ("", "of", "in", "for")
"""What stands before the thing that something is done to."""
_PREPOSITIONS = frozenset("to from in of at by for on with".split())
TRIES = 6


class Parallel:
    """The seats of this member."""

    name = "parallel"
    turns = 1

    def __init__(self, graph: ToolGraph, cast: dict[str, Any]) -> None:
        self.graph = graph
        self.whole = cast
        self.verify: Verifier = cast["verifier"]
        self.values = Values(graph)
        self.clauses = Clauses(graph)

    def variation(self, conversation: Conversation, rng: Random) -> Varied | Judged:
        """A second value for what one goal is about."""
        shared = conversation.last(Sibling)
        tried = [(each.doubled.call, each.doubled.argument) for each in varied(conversation) if each.doubled]
        left = [slot for slot in self._doubling(shared) if (slot.call, slot.argument) not in tried]
        rng.shuffle(left)
        for slot in left:
            second = self._second(slot, shared, conversation.last(Opened), rng)
            if second is not None:
                return Varied(doubled=slot.model_copy(update={"value": second}))
        if _side_by_side(shared.plan) and not any(each.doubled is None for each in varied(conversation)):
            return Varied()
        return Judged(
            ok=False,
            reasons=(
                "no calls side by side, and what the goals are about comes from results"
                if not self._about(shared)
                else "no calls side by side, and no goal about one thing of which the request could name two",
            ),
        )

    def planner(self, conversation: Conversation, rng: Random) -> Planned:
        """The plan with a copy of one goal call for the second thing."""
        shared, slot = conversation.last(Sibling), conversation.last(Varied).doubled
        if slot is None:
            return Planned(plan=shared.plan)
        call = shared.plan.by_id[slot.call]
        copy = _with(call, slot, _next_id(shared.plan))
        return Planned(plan=Plan(calls=(*shared.plan.calls, copy)))

    def embedder(self, conversation: Conversation, rng: Random) -> Briefed:
        """The source's brief, and the second value; where there is none, all goals and nothing else are asked for."""
        shared, slot = conversation.last(Sibling), conversation.last(Varied).doubled
        if slot is None:
            return Briefed(brief=goal_only(shared.plan, rng).model_copy(update={"strategy": self.name}))
        brief, copy = shared.brief, _next_id(shared.plan)
        return Briefed(
            brief=Brief(
                strategy=self.name,
                explicit=(*brief.explicit, copy),
                implicit=brief.implicit,
                slots=(*brief.slots, slot.model_copy(update={"call": copy})),
            )
        )

    def user(self, conversation: Conversation, rng: Random) -> Step:
        """The request with both things named side by side."""
        shared, slot = conversation.last(Sibling), conversation.last(Varied).doubled
        if slot is None:
            step: Step = self.whole["user"](conversation, rng)
            return step
        asked: Asked = self.whole["user"](supposed(conversation, shared.plan, shared.brief), rng)
        mention = next(each for each in asked.mentions if (each.call, each.argument) == (slot.call, slot.argument))
        first = asked.text[slice(*mention.span)]
        said = _alike(first, [speak(slot.value, self._field(slot, shared), rng) for _ in range(TRIES)])
        return doubled(asked, mention, said, _next_id(shared.plan), self._nouns(slot, shared))

    def verifier(self, conversation: Conversation, rng: Random) -> Judged:
        """Whether the request, read for each of the two things, leads to the plan for that thing."""
        shared, slot = conversation.last(Sibling), conversation.last(Varied).doubled
        if slot is None:
            return self.verify(conversation, rng)
        asked = conversation.last(Asked)
        spans = {mention.call: mention.span for mention in asked.mentions if mention.argument == slot.argument}
        readings = _read(asked, spans, slot, shared, self._nouns(slot, shared))
        first = dict(_literals(shared, slot)).get(slot.argument)
        if readings is None or first is None:
            return Judged(ok=False, reasons=("the request does not name the two things side by side",))
        reasons: list[str] = []
        for text, value in zip(readings, (first, slot.value), strict=True):
            one = slot.model_copy(update={"value": value})
            plan = _replaced(shared.plan, one)
            reasons += self.verify(supposed(conversation, plan, shared.brief, text), rng).reasons
        return Judged(ok=not reasons, reasons=tuple(dict.fromkeys(reasons)))

    def assistant(self, conversation: Conversation, rng: Random) -> Step:
        """Calls that are ready, all at once; then the reply."""
        step: Step = self.whole["assistant"](conversation, rng)
        return step

    def _about(self, shared: Sibling) -> bool:
        """Whether the request says any value that a goal needs."""
        goals = {id for id in shared.brief.explicit if not shared.plan.consumers[id]}
        return any(slot.call in goals and self._field(slot, shared).required for slot in shared.brief.slots)

    def _doubling(self, shared: Sibling) -> list[Slot]:
        """The values that one goal call alone is about."""
        said = [(argument, repr(value)) for call in shared.plan.calls for argument, value in call.literals()]
        return [
            slot
            for slot in shared.brief.slots
            if slot.call in shared.brief.explicit
            and not shared.plan.consumers[slot.call]
            and "[" not in slot.argument
            and said.count((slot.argument, repr(slot.value))) == 1
            and self._names_a_thing(slot, shared)
        ]

    def _names_a_thing(self, slot: Slot, shared: Sibling) -> bool:
        """Whether the value tells which thing the goal is about; what acts must not act on other things that were named."""
        field, call = self._field(slot, shared), shared.plan.by_id[slot.call]
        clause = self.clauses[call.tool]
        words = names.words(field.name) or ("",)
        if field.required and sense(field).kind == "option" and clause.kind in READING and "[" not in slot.argument:
            return True  # a quote for the basic and for the full coverage
        if not field.required or sense(field).kind not in _NAMING or words[-1] not in _TELLING_APART or _PERSON & set(words):
            return False
        if clause.kind in READING:
            return sense(field).kind != "date" or clause.kind == "find"
        others = [self._field(other, shared) for other in shared.brief.slots if other.call == slot.call and other is not slot]
        placed = any(field.path in chunk.parameters and chunk.preposition in _WHOSE for chunk in clause.chunks)
        return (
            placed
            and sense(field).kind == "id"
            and not any(names.words(other.name)[-1:] in (("id",), ("ids",)) for other in others)
        )

    def _second(self, slot: Slot, shared: Sibling, opened: Opened, rng: Random) -> Any:
        tool, field = self.graph.tool(shared.plan.by_id[slot.call].tool), self._field(slot, shared)
        said = [other.value for other in shared.brief.slots]
        for _ in range(TRIES):
            value = self.values.literal(tool, field, rng, datetime.date.fromisoformat(opened.date))
            if value not in said and isinstance(value, str | int) and not isinstance(value, bool):
                return value
        return None

    def _field(self, slot: Slot, shared: Sibling) -> Field:
        tool = self.graph.tool(shared.plan.by_id[slot.call].tool)
        return tool.input(slot.argument) or Field(paths.pattern(slot.argument), {}, True)

    def _nouns(self, slot: Slot, shared: Sibling) -> list[str]:
        """The last words of what the value is called: `order`, `id`."""
        words = self.verify.phrasebook.noun(self.graph.tool(shared.plan.by_id[slot.call].tool), slot.argument).lower().split()
        return [word for word in words[-2:] if word not in _PREPOSITIONS]


def _alike(first: str, ways: Sequence[str]) -> str:
    """Of the ways to say a value, one that looks like the first: dates both in words, or both in digits."""
    looks = [re.sub(r"\d+", "0", re.sub(r"[A-Za-z]+", "a", each)) for each in (first, *ways)]
    return next((way for way, look in zip(ways, looks[1:], strict=True) if look == looks[0]), ways[0])


def _side_by_side(plan: Plan) -> bool:
    """Whether two calls of the plan are ready at the same time."""
    ready: dict[str, int] = {}
    for call in plan.calls:
        ready[call.id] = 1 + max((ready.get(producer, 0) for producer in call.producers), default=0)
    return len(set(ready.values())) < len(ready)


def _next_id(plan: Plan) -> str:
    """The id after the plan's last, as planners number calls."""
    numbers = [int(match[0]) for call in plan.calls if (match := re.search(r"\d+$", call.id))]
    return f"call_{max(numbers, default=len(plan.calls)) + 1}"


def _with(call: Call, slot: Slot, id: str) -> Call:
    """The call with another value there."""
    arguments = dict(call.arguments)
    paths.put(arguments, slot.argument, slot.value)
    return Call(id=id, tool=call.tool, arguments=arguments, references=call.references, after=call.after)


def _replaced(plan: Plan, slot: Slot) -> Plan:
    return Plan(calls=tuple(_with(call, slot, call.id) if call.id == slot.call else call for call in plan.calls))


def _literals(shared: Sibling, slot: Slot) -> list[tuple[str, Any]]:
    return shared.plan.by_id[slot.call].literals()


def _read(
    asked: Asked, spans: dict[str, tuple[int, int]], slot: Slot, shared: Sibling, nouns: list[str]
) -> tuple[str, str] | None:
    first, second = spans.get(slot.call), spans.get(_next_id(shared.plan))
    return read(asked.text, first, second, nouns) if first and second else None

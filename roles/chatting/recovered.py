"""Whether what a model made of a request is equivalent to the plan."""

from collections.abc import Iterator, Mapping, Set
from typing import Any

from roles.base import Briefed, Conversation, Opened, Planned
from roles.chatting.answers import RecoveredAnswer, RecoveredCall
from roles.chatting.equality import alike, says_nothing
from roles.chatting.showing import named
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call, Reference
from tool_graphs.sampling.ambiguity import EQUALLY_GOOD
from tool_graphs.sampling.sense import plan_links


class Comparison:
    """The calls that a model made of a request, beside those of the plan."""

    def __init__(self, answer: RecoveredAnswer, conversation: Conversation, graph: ToolGraph) -> None:
        opened = conversation.last(Opened)
        names = named(opened.tools)
        issued = {id: call.tool for id, call in conversation.calls().items()}
        self.graph, self.today, self.results = graph, opened.date, conversation.results()
        self.plan, self.brief = conversation.last(Planned).plan, conversation.last(Briefed).brief
        self.given = [(names[call.tool], call) for call in answer.calls if call.tool in names]
        self.given_tools = {**issued, **{call.id: tool for tool, call in self.given}}
        self.planned_tools = {**issued, **{call.id: call.tool for call in self.plan.calls}}
        self.matched: dict[str, RecoveredCall] = {}
        """Planned call -> the model's that comes nearest."""
        self.left = list(self.given)
        """The model's calls that are none of the plan's."""
        for call in self.plan.calls:
            near = [one for one in self.left if one[0] == call.tool]
            if near:
                best = near[0] if len(near) == 1 else min(near, key=lambda one: len(list(self._values(call, one[1]))))
                self.matched[call.id] = best[1]
                self.left.remove(best)

    def needless(self) -> list[str]:
        """Why planned implicit calls are not needed: the model does without them."""
        return [
            f"nothing in the request leads to {call.tool}"
            for call in self.plan.calls
            if call.id not in self.matched and call.id in self.brief.implicit and not self._spared(call)
        ]

    def otherwise(self) -> bool:
        """Whether the model takes a value from another call than the plan, or does without one, so that no request will do."""
        pairs = [(call, self.matched[call.id]) for call in self.plan.calls if call.id in self.matched]
        return bool(self.needless()) or any(
            argument in given.references and not self._same_source(call, argument, given.references[argument])
            for call, given in pairs
            for argument in call.references
        )

    def differences(self) -> Iterator[str]:
        """Where the model's calls and the plan's are not equivalent."""
        for call in self.plan.calls:
            if call.id in self.matched:
                yield from self._wording(call, self.matched[call.id])
                yield from self._values(call, self.matched[call.id])
            elif call.id in self.brief.explicit:
                yield f"the request does not ask for {call.tool}"
        yield from self.needless()
        for tool, one in self.left:
            if one.asked.strip():
                yield f"the request also asks for {tool}: {one.asked.strip()!r}"
            elif not self._stands_in(one.id):
                yield f"the request also leads to {tool}, which the plan does not call"

    def _wording(self, call: Call, given: RecoveredCall) -> Iterator[str]:
        if call.id in self.brief.explicit and not given.asked.strip():
            yield f"the request does not ask for {call.tool}"
        if call.id in self.brief.implicit and given.asked.strip():
            yield f"the request asks for {call.tool}, which is to stay unsaid: {given.asked.strip()!r}"

    def _values(self, call: Call, given: RecoveredCall) -> Iterator[str]:
        """Where the arguments differ."""
        literals = {path: value for path, value in paths.leaves(given.arguments) if path}
        for argument, reference in call.references.items():
            why = self._reference(call, argument, reference, given, literals)
            if why:
                yield f"{call.tool}: {argument} {why}"
        planned = call.literals()
        for argument, value in planned:
            why = self._literal(call, argument, value, given, literals)
            if why:
                yield f"{call.tool}: {argument} {why}"
        yield from self._beyond(call, {path for path, _ in planned}, given, literals)

    def _beyond(self, call: Call, said: Set[str], given: RecoveredCall, literals: Mapping[str, Any]) -> Iterator[str]:
        """What the model gives and the plan does not."""
        tool = self.graph.tool(call.tool)
        wanted = said | call.references.keys()
        for argument, value in literals.items():
            if argument not in wanted and not says_nothing(tool, argument, value):
                yield f"{call.tool}: the request reads as if {argument} were {value!r}"
        for argument in given.references:
            if argument not in wanted:
                yield f"{call.tool}: the request reads as if {argument} came from a result"

    def _literal(self, call: Call, argument: str, value: Any, given: RecoveredCall, literals: Mapping[str, Any]) -> str:
        """How a literal of the plan's differs from the model's; empty where it does not."""
        if argument in given.references:
            return f"is {value!r}, but the request leads to a result of {given.references[argument].call}"
        tool = self.graph.tool(call.tool)
        if argument in literals:
            same = alike(literals[argument], value, tool.input(argument), self.today)
            return "" if same else f"is {value!r}, but the request reads as {literals[argument]!r}"
        unsaid = any((each.call, each.argument) == (call.id, argument) for each in self.brief.unsaid)
        return "" if unsaid or says_nothing(tool, argument, value) else f"is {value!r}, but the request does not say so"

    def _reference(self, call: Call, argument: str, planned: Reference, given: RecoveredCall, literals: Mapping[str, Any]) -> str:
        """How a reference differs: another producer will do where it is as good, and a value that was there before."""
        if argument in literals:
            held = self.results.get(planned.call)
            known = paths.holds(held, planned.path) and alike(literals[argument], paths.get(held, planned.path))
            return "" if known else f"comes from an earlier result, but the request reads as {literals[argument]!r}"
        reference = given.references.get(argument)
        if reference is None:
            return "comes from an earlier result, but nothing in the request leads to it"
        if not self._same_source(call, argument, reference):
            source = self.given_tools.get(reference.call) or reference.call
            return f"comes from {self.planned_tools.get(planned.call)}, but the request leads to {source}"
        if reference.call in self.left_ids or _positions(reference.path) == _positions(planned.path):
            return ""
        return f"is {planned.path}, but the request leads to {reference.path}"

    def _same_source(self, call: Call, argument: str, given: Reference) -> bool:
        """Whether the model takes an argument from the planned producer, or from one as good that is no call of the plan."""
        source, wanted = self.given_tools.get(given.call, ""), self.planned_tools.get(call.references[argument].call, "")
        return source == wanted or (given.call in self.left_ids and self._as_good(call.tool, argument, source, wanted))

    def _as_good(self, target: str, argument: str, source: str, wanted: str) -> bool:
        """Whether a link from one producer is as sure as that from the other."""
        best: dict[str, float] = {}
        for link in plan_links(self.graph).of_earlier_turns(target, paths.pattern(argument)):
            best[link.source] = max(best.get(link.source, 0.0), link.score)
        return source in best and best[source] >= best.get(wanted, 1.0) - EQUALLY_GOOD

    def _spared(self, call: Call) -> bool:
        """Whether a call that is none of the plan's stands in for an implicit one in all that needs it.

        Not where the request says a value for the planned one, for then that is the call which it leads to.
        """
        uses = [(other, name) for other in self.plan.calls for name, one in other.references.items() if one.call == call.id]
        matched = [(self.matched[other.id], name) for other, name in uses if other.id in self.matched]
        stand_in = [name in one.references and one.references[name].call in self.left_ids for one, name in matched]
        said = any(slot.call == call.id for slot in self.brief.slots)
        return not said and bool(uses) and len(stand_in) == len(uses) and all(stand_in)

    @property
    def left_ids(self) -> frozenset[str]:
        """The ids of the model's calls that are none of the plan's."""
        return frozenset(one.id for _, one in self.left)

    def _stands_in(self, id: str) -> bool:
        """Whether a call that is not the plan's gives another one a value."""
        return any(reference.call == id for _, one in self.given for reference in one.references.values())


def _positions(path: str) -> list[int]:
    try:
        return [key for key in paths.parse(path) if isinstance(key, int)]
    except ValueError:
        return []

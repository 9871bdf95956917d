"""Whether what a model made of a request is equivalent to the plan."""

from collections.abc import Iterator, Mapping
from typing import Any

from roles.base import Briefed, Conversation, Opened, Planned
from roles.chatting.answers import RecoveredAnswer, RecoveredCall
from roles.chatting.equality import alike
from roles.chatting.showing import named
from roles.evidence import is_default
from roles.verifier import EQUALLY_GOOD
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call, Reference
from tool_graphs.sampling.sense import plan_links
from tool_graphs.tool import Field


def differences(answer: RecoveredAnswer, conversation: Conversation, graph: ToolGraph) -> Iterator[str]:
    """Where the model's calls and the plan's are not equivalent."""
    yield from _Comparison(answer, conversation, graph).differences()


class _Comparison:
    def __init__(self, answer: RecoveredAnswer, conversation: Conversation, graph: ToolGraph) -> None:
        opened = conversation.last(Opened)
        names = named(opened.tools)
        self.graph, self.today, self.results = graph, opened.date, conversation.results()
        self.plan = conversation.last(Planned).plan
        self.brief = conversation.last(Briefed).brief
        self.given = [(names[call.tool], call) for call in answer.calls if call.tool in names]
        self.tools = {
            **{id: call.tool for id, call in conversation.calls().items()},
            **{call.id: tool for tool, call in self.given},
        }
        self.planned = {**{id: call.tool for id, call in conversation.calls().items()}, **{c.id: c.tool for c in self.plan.calls}}

    def differences(self) -> Iterator[str]:
        left = list(self.given)
        for call in self.plan.calls:
            best = min(
                (one for one in left if one[0] == call.tool), key=lambda one: len([*self._values(call, one[1])]), default=None
            )
            if best is not None:
                left.remove(best)
                yield from self._wording(call, best[1])
                yield from self._values(call, best[1])
            elif call.id in self.brief.explicit:
                yield f"the request does not ask for {call.tool}"
            elif not self._spared(call):
                yield f"nothing in the request leads to {call.tool}"
        for tool, one in left:
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
        tool = self.graph.tool(call.tool)
        literals = {path: value for path, value in paths.leaves(given.arguments) if path}
        for argument, reference in call.references.items():
            yield from self._reference(call, argument, reference, given, literals)
        for argument, value in call.literals():
            if argument in given.references:
                yield f"{call.tool}: {argument} is {value!r}, but the request leads to a result of {given.references[argument].call}"
            elif argument in literals:
                if not alike(literals[argument], value, tool.input(argument), self.today):
                    yield f"{call.tool}: {argument} is {value!r}, but the request reads as {literals[argument]!r}"
            elif not self._known_unsaid(call, argument) and not is_default(_input(tool.input(argument), argument), tool, value):
                yield f"{call.tool}: the request does not say {argument}, {value!r}"
        wanted = {path for path, _ in call.literals()} | set(call.references)
        for argument, value in literals.items():
            input = tool.input(argument)
            if (
                argument not in wanted
                and value not in (None, "", [], {})
                and not is_default(_input(input, argument), tool, value)
            ):
                yield f"{call.tool}: the request reads as if {argument} were {value!r}"
        for argument in given.references:
            if argument not in wanted:
                yield f"{call.tool}: the request reads as if {argument} came from an earlier result"

    def _known_unsaid(self, call: Call, argument: str) -> bool:
        return any((each.call, each.argument) == (call.id, argument) for each in self.brief.unsaid)

    def _reference(
        self, call: Call, argument: str, planned: Reference, given: RecoveredCall, literals: Mapping[str, Any]
    ) -> Iterator[str]:
        """Another producer will do where a link from it is as good; the value itself where it was there before."""
        if argument in literals:
            held = paths.holds(self.results.get(planned.call), planned.path)
            if not held or not alike(literals[argument], paths.get(self.results[planned.call], planned.path)):
                yield f"{call.tool}: {argument} comes from an earlier result, but the request reads as {literals[argument]!r}"
            return
        reference = given.references.get(argument)
        if reference is None:
            yield f"{call.tool}: nothing in the request leads to {argument}"
            return
        source, wanted = self.tools.get(reference.call, ""), self.planned.get(planned.call, "")
        if source != wanted and not self._as_good(call.tool, argument, source, wanted):
            yield f"{call.tool}: {argument} comes from {wanted}, but the request leads to {source or reference.call}"
        elif source == wanted and _position(reference.path) != _position(planned.path):
            yield f"{call.tool}: {argument} is {planned.path}, but the request leads to {reference.path}"

    def _as_good(self, target: str, argument: str, source: str, wanted: str) -> bool:
        links = plan_links(self.graph).of_earlier_turns(target, paths.pattern(argument))
        best: dict[str, float] = {}
        for link in links:
            best[link.source] = max(best.get(link.source, 0.0), link.score)
        return source in best and best[source] >= best.get(wanted, 1.0) - EQUALLY_GOOD

    def _spared(self, call: Call) -> bool:
        """Whether another producer, as good, stands in for an implicit call in all that needs it."""
        uses = [
            (other, argument) for other in self.plan.calls for argument, ref in other.references.items() if ref.call == call.id
        ]
        return bool(uses) and all(
            any(
                tool == other.tool
                and self._as_good(other.tool, argument, self.tools.get(one.references[argument].call, ""), call.tool)
                for tool, one in self.given
                if argument in one.references
            )
            for other, argument in uses
        )

    def _stands_in(self, id: str) -> bool:
        """Whether a call that is not the plan's gives another one a value that its planned producer gives as well."""
        return any(reference.call == id for _, one in self.given for reference in one.references.values())


def _position(path: str) -> list[int]:
    try:
        return [key for key in paths.parse(path) if isinstance(key, int)]
    except ValueError:
        return []


def _input(input: Field | None, argument: str) -> Field:
    return input or Field(paths.pattern(argument), {}, False)

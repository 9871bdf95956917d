"""The judge: a last check of the whole conversation, with reasons."""

from collections.abc import Iterator
from random import Random

from roles.base import Asked, Conversation, Judged, Opened, Replied
from roles.certificate import certify
from roles.fidelity import infidelities
from roles.language.disclosure import named_tools
from tool_graphs.graph import ToolGraph


class Judge:
    """Accepts a conversation whose calls are valid and as planned, whose values all have sources and whose texts name no tool."""

    def __init__(self, graph: ToolGraph) -> None:
        self.graph = graph

    def __call__(self, conversation: Conversation, rng: Random) -> Judged:
        """The verdict on everything said and done."""
        reasons = tuple(dict.fromkeys(self._faults(conversation)))
        return Judged(ok=not reasons, reasons=reasons)

    def _faults(self, conversation: Conversation) -> Iterator[str]:
        yield from infidelities(conversation)
        yield from self._named(conversation)
        invalid = list(self._invalid(conversation))
        yield from invalid
        for certificate in certify(conversation, self.graph) if not invalid else ():
            yield from certificate.unexplained

    def _invalid(self, conversation: Conversation) -> Iterator[str]:
        offered = frozenset(conversation.last(Opened).tools)
        calls = conversation.calls()
        for call in calls.values():
            if call.tool not in offered:
                yield f"call {call.id}: {call.tool} is not among the offered tools"
                continue
            for error in self.graph.tool(call.tool).argument_errors(call.arguments):
                yield f"call {call.id} ({call.tool}): {error}"
        for id, result in conversation.results().items():
            tool = self.graph.tools.get(calls[id].tool) if id in calls else None
            if id not in calls:
                yield f"a result for {id}, which was never called"
            for error in tool.result_errors(result) if tool else ():
                yield f"result of {id} ({calls[id].tool}): {error}"

    def _named(self, conversation: Conversation) -> Iterator[str]:
        tools = [self.graph.tool(name) for name in conversation.last(Opened).tools]
        for step in conversation.heard().steps:
            if isinstance(step, Asked | Replied):
                for name in named_tools(step.text, tools):
                    yield f"the {'request' if isinstance(step, Asked) else 'reply'} names {name!r}"

"""Which turns are truly multi-step: calls that need each other's results, not calls that just stand side by side."""

from collections.abc import Iterator, Sequence

from roles.base import Asked, Conversation
from roles.certificate import CertifiedCall, FromResult, certify
from roles.language.spoken import find
from roles.preconditions import preconditions_of
from roles.proof.offered import SURE
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.tool import Field


def multi_step(conversation: Conversation, graph: ToolGraph) -> tuple[bool, ...]:
    """For each finished turn with several calls, whether values and orders join them all.

    A value joins two calls if the later one needs it, takes it from the result of the earlier one, and no request has said it;
    an order, if the one certainly has to be called before the other.
    """
    requests = [step.text for step in conversation.heard().all(Asked)]
    turns = enumerate(certify(conversation, graph), start=1)
    return tuple(_one_thread(each.calls, requests[:number], graph) for number, each in turns if len(each.calls) > 1)


def _one_thread(calls: Sequence[CertifiedCall], requests: Sequence[str], graph: ToolGraph) -> bool:
    thread = {call.id: call.id for call in calls}
    for producer, consumer in (*_flows(calls, requests, graph), *_orders(calls, graph)):
        if producer in thread:
            old, new = thread[consumer], thread[producer]
            thread = {id: new if name == old else name for id, name in thread.items()}
    return len(set(thread.values())) == 1


def _flows(calls: Sequence[CertifiedCall], requests: Sequence[str], graph: ToolGraph) -> Iterator[tuple[str, str]]:
    """(producer, consumer) for each value that the consumer needs and nobody has said."""
    for call in calls:
        tool = graph.tool(call.name)
        values = dict(paths.leaves(call.arguments))
        for path, source in call.sources.items():
            input = tool.input(path) or Field(paths.pattern(path), {}, False)
            if isinstance(source, FromResult) and input.required and path in values:
                said = any(find(text, values[path], input) for text in requests)
                if not said:
                    yield source.call, call.id


def _orders(calls: Sequence[CertifiedCall], graph: ToolGraph) -> Iterator[tuple[str, str]]:
    """(first, later) for each two calls of which one certainly has to come before the other."""
    before = preconditions_of(graph)
    for place, later in enumerate(calls):
        earlier = calls[:place]
        sources = {link.source for link in before.first(later.name, {call.name for call in earlier}, (), SURE)}
        yield from ((call.id, later.id) for call in earlier if call.name in sources)

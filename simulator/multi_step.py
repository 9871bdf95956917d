"""Which turns are truly multi-step: calls that need each other's results, not calls that just stand side by side."""

from collections.abc import Iterator, Sequence

from roles.base import Asked, Conversation
from roles.certificate import CertifiedCall, FromResult, certify
from roles.language.spoken import find
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.tool import Field


def multi_step(conversation: Conversation, graph: ToolGraph) -> tuple[bool, ...]:
    """For each finished turn with several calls, whether values join them all.

    A value joins two calls if the later one needs it, takes it from the result of the earlier one, and no request has said it.
    """
    requests = [step.text for step in conversation.heard().all(Asked)]
    turns = enumerate(certify(conversation, graph), start=1)
    return tuple(_one_thread(each.calls, requests[:number], graph) for number, each in turns if len(each.calls) > 1)


def _one_thread(calls: Sequence[CertifiedCall], requests: Sequence[str], graph: ToolGraph) -> bool:
    thread = {call.id: call.id for call in calls}
    for producer, consumer in _flows(calls, requests, graph):
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

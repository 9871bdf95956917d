"""From traces to rows of a dataset: messages, offered tools, and the proof of every call; filters say why a trace is none."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from roles.base import Conversation, Opened, Replied, Sibling, Varied
from roles.certificate import Certificate, certify
from roles.messages import Message, messages
from roles.proof.offered import declared, offered_in
from simulator.trace import Trace
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.tool import Tool, function_name

Row = dict[str, Any]
_APART = {"withheld", "removed", "claim", "doubled"}


def rows(traces: Iterable[Trace], graph: ToolGraph, dropped: Callable[[Trace, str], None]) -> Iterator[Row]:
    """A row for each trace that is fit; `dropped` is told of every other one, and why."""
    for trace in traces:
        reason = unfinished(trace)
        if reason is None:
            certificates = certify(trace.conversation, graph)
            reason = unproved(certificates)
        if reason is None:
            yield row(trace, graph, certificates)
        else:
            dropped(trace, reason)


def unfinished(trace: Trace) -> str | None:
    """Why a trace is no finished conversation, or None."""
    if not trace.accepted:
        return f"{trace.status} by {trace.seat}" if trace.status == "rejected" else f"{trace.status} at {trace.seat}"
    if not trace.conversation.all(Opened):
        return "nothing says which tools were on offer"
    return None if trace.conversation.all(Replied) else "no turn was finished"


def unproved(certificates: Sequence[Certificate]) -> str | None:
    """Why a value or an implicit call is not proved, or None."""
    for number, certificate in enumerate(certificates, start=1):
        if certificate.unexplained:
            return f"turn {number} is not proved: {certificate.unexplained[0]}"
    return None


def row(trace: Trace, graph: ToolGraph, certificates: Sequence[Certificate]) -> Row:
    """`messages`, `tools` and `metadata` of one conversation, arguments as objects."""
    offered = trace.conversation.last(Opened).tools
    return {
        "messages": [_named(message) for message in messages(trace.conversation)],
        "tools": [_offered(graph.tool(name)) for name in offered],
        "metadata": {
            "id": trace.id,
            "seed": trace.seed,
            "strategy": trace.strategy,
            **_related(trace.conversation),
            "tools": declared(offered_in(graph, offered)),
            "turns": [{"calls": [_proved(call) for call in _dumped(certificate)]} for certificate in certificates],
        },
    }


def _related(conversation: Conversation) -> dict[str, Any]:
    """Of a sibling: its family, which member it is, what sets it apart, and how many messages all members share."""
    if not conversation.all(Sibling):
        return {}
    sibling = conversation.last(Sibling)
    shared = conversation.steps[: next(n for n, step in enumerate(conversation.steps) if step is sibling)]
    varied = conversation.all(Varied)[-1:]
    return {
        "family": sibling.family,
        "member": sibling.member,
        "varied": {key: value for each in varied for key, value in each.model_dump(mode="json", include=_APART).items() if value},
        "shared_messages": len(messages(Conversation.model_construct(steps=shared))),
    }


def _dumped(certificate: Certificate) -> list[dict[str, Any]]:
    calls: list[dict[str, Any]] = certificate.model_dump(mode="json")["calls"]
    return calls


def _proved(call: dict[str, Any]) -> dict[str, Any]:
    sources = {_parameter(argument): source for argument, source in call["sources"].items()}
    reasons = [{**reason, "alternatives": list(map(function_name, reason["alternatives"]))} for reason in call["reasons"]]
    return {**call, "name": function_name(call["name"]), "sources": sources, "reasons": reasons}


def _parameter(argument: str) -> str:
    """A parameter's own name, also where a path would have to quote it; a path below it as it is."""
    keys = paths.parse(argument)
    return str(keys[0]) if len(keys) == 1 else argument


def _offered(tool: Tool) -> dict[str, Any]:
    function = {"name": function_name(tool.name), "description": tool.description, "parameters": tool.parameters}
    return {"type": "function", "function": function}


def _named(message: Message) -> Message:
    """The message with tools named as chat APIs accept it."""
    if "name" in message:
        return {**message, "name": function_name(message["name"])}
    if "tool_calls" not in message:
        return message
    calls = [
        {**call, "function": {**call["function"], "name": function_name(call["function"]["name"])}}
        for call in message["tool_calls"]
    ]
    return {**message, "tool_calls": calls}

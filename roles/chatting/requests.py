"""What is wrong with a request by rules that need no model: a name, a leak, a missing value, words that ask for too much."""

from collections.abc import Iterator

from roles.base import Asked, Brief, Briefed, Conversation, Mention, Opened, Planned
from roles.chatting.proving import misread
from roles.language.disclosure import given_away
from roles.language.spoken import find
from roles.leaks import leaks
from roles.proof.asking import asked_for
from roles.proof.offered import Offered, offered_in
from roles.verifier import choice_differences
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Plan
from tool_graphs.tool import Tool


def mentions(text: str, plan: Plan, brief: Brief, graph: ToolGraph, today: str) -> tuple[Mention, ...]:
    """Where the text says each value of the brief, as far as it does; found, never believed."""
    found = []
    for slot in brief.slots:
        spans = find(text, slot.value, _tool(plan, slot.call, graph).input(slot.argument), today)
        if spans:
            found.append(Mention(call=slot.call, argument=slot.argument, span=spans[0]))
    return tuple(found)


def faults(conversation: Conversation, graph: ToolGraph) -> Iterator[str]:
    """What is wrong with the newest request."""
    plan, brief = conversation.last(Planned).plan, conversation.last(Briefed).brief
    opened, asked = conversation.last(Opened), conversation.last(Asked)
    offered = offered_in(graph, opened.tools)
    named = given_away(asked.text, (known.identifiers for known in offered.tools.values()))
    yield from (f"the request names {name!r}" for name in named)
    said = {(mention.call, mention.argument) for mention in asked.mentions}
    for slot in brief.slots:
        if (slot.call, slot.argument) not in said:
            yield f"{_tool(plan, slot.call, graph).name}: the request does not say {slot.argument}, {slot.value!r}"
    issued, results = conversation.calls(), conversation.results()
    for call in plan.calls:
        yield from choice_differences(call, asked.text, issued, results)
    yield from leaks(asked.text, plan, brief, graph)
    yield from _asked_too_much(asked.text, plan, brief, offered)
    yield from misread(conversation, graph)


def _asked_too_much(text: str, plan: Plan, brief: Brief, offered: Offered) -> Iterator[str]:
    """Words that surely ask for a tool that is to stay implicit, or that is not planned: the certificate would refuse it."""
    wanted = {plan.by_id[id].tool for id in brief.explicit}
    for tool, span in asked_for(text, offered).items():
        if tool not in wanted:
            yield f"the request also asks for {tool}: {text[slice(*span)]!r}"


def _tool(plan: Plan, call: str, graph: ToolGraph) -> Tool:
    return graph.tool(plan.by_id[call].tool)

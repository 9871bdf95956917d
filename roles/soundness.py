"""Whether a plan could have been made from the tool graph: links explain what feeds what, and no call is made twice."""

from collections.abc import Iterator, Mapping

from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call, Plan
from tool_graphs.sampling.sense import plan_links


def unsound(plan: Plan, issued: Mapping[str, Call], graph: ToolGraph) -> Iterator[str]:
    """What no request could lead to; `issued` are the calls of earlier turns."""
    tools = {call.id: call.tool for call in (*issued.values(), *plan.calls)}
    for position, call in enumerate(plan.calls):
        if any(_same(call, other) for other in plan.calls[:position]):
            yield f"{call.tool}: planned twice with the same arguments, but asked for once"
        for argument, reference in call.references.items():
            if reference.call not in tools:
                yield f"{call.tool}: {argument} comes from {reference.call}, which is no call of this turn or an earlier one"
            elif not _fed(graph, call, argument, tools[reference.call], reference.path):
                yield f"{call.tool}: {argument} comes from {reference.path} of {tools[reference.call]}, which does not feed it"


def _same(one: Call, other: Call) -> bool:
    return (one.tool, one.arguments, one.references) == (other.tool, other.arguments, other.references)


def _fed(graph: ToolGraph, call: Call, argument: str, source: str, path: str) -> bool:
    """Whether a link leads from that field into the argument: from a hotel's id into a traveller's, none does."""
    links = plan_links(graph).of_earlier_turns(call.tool, paths.pattern(argument))
    return any((link.source, link.field) == (source, paths.pattern(path)) for link in links)

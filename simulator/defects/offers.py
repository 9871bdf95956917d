"""A defect of what is on offer: a tool that makes hidden calls needless."""

from random import Random

from roles.base import Conversation, Opened, Sibling
from simulator.defects.defect import Broken
from simulator.defects.editing import mapped
from simulator.defects.places import Fed, fed, hidden, sayable
from tool_graphs import path as paths
from tool_graphs.graph import Link, ToolGraph
from tool_graphs.tool import Field, Tool


def direct_tool(conversation: Conversation, graph: ToolGraph, rng: Random) -> Broken | None:
    """Another offered tool gives, in one call, a value for which the plan takes two implicit ones, one after the other.

    A second tool that takes just as much is no defect: it is equally good.
    """
    places = fed(conversation)
    calls, implicit = conversation.calls(), hidden(conversation)
    chains = [
        (last, first)
        for last in places
        for first in places
        if first.call.id == last.reference.call
        and first.turn == last.turn
        and {first.call.id, first.reference.call} <= implicit
        and sayable(last.value)
        and not any(each.call.id == first.reference.call for each in places)
        and sum(each.reference.call == first.reference.call for each in places) == 1
    ]
    if not chains:
        return None
    last, first = rng.choice(chains)
    asked, middle = graph.tool(calls[first.reference.call].tool), graph.tool(first.call.tool)
    tool, link = _shortcut(asked, middle, last)
    offered = conversation.last(Opened).tools
    place = rng.randrange(len(offered) + 1)
    tools = (*offered[:place], tool.name, *offered[place:])
    broken = mapped(conversation, Opened, lambda step: step.model_copy(update={"tools": tools}))
    planned = (call.tool for step in conversation.all(Sibling) for call in step.plan.calls)
    on_offer = graph.subgraph([*offered, *(call.tool for call in calls.values()), *planned])
    wider = ToolGraph([*on_offer.tools.values(), tool], [*on_offer.links, link])
    return Broken(f"{tool.name} gives what {asked.name} and {middle.name} are called for", broken, wider)


def _shortcut(asked: Tool, middle: Tool, last: Fed) -> tuple[Tool, Link]:
    """A tool that takes what the first call takes and gives what the second one gives, and its link."""
    name = last.name or "value"
    given = next((field for field in middle.outputs if field.path == paths.pattern(last.reference.path)), Field(name, {}, True))
    returns = {"type": "object", "properties": {name: given.schema}, "required": [name]}
    tool = asked.model_copy(
        update={
            "name": f"{asked.name}_{name}" if name not in asked.name else f"{asked.name}_directly",
            "description": f"{asked.description.rstrip('. ')}. Also gives the {name.replace('_', ' ')}.",
            "returns": returns,
        }
    )
    param = paths.pattern(last.argument)
    return tool, Link(source=tool.name, target=last.call.tool, field=name, param=param)

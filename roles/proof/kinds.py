"""Whether ids go where ids of their kind belong: a hotel's id is no traveller's."""

from collections.abc import Iterator, Sequence

from roles.proof.failure import Failure
from roles.proof.necessity import Flow
from roles.proof.offered import Kind, Offered
from roles.proof.story import Story
from tool_graphs import path as paths
from tool_graphs.links.meaning import IDENTIFIERS


def misfed(story: Story, offered: Offered, flows: Sequence[Flow]) -> Iterator[Failure]:
    """The flows that take the id of a thing of one kind for an argument that identifies another.

    The two kinds are held to be different where results tell ids of the kind that is wanted, and either some tool on offer
    takes ids of the kind that is given, or a result of the wanted kind was there and the other one is named for its kind.
    """
    for flow in flows:
        call, producer = story.calls[flow.consumer], story.calls[flow.producer]
        taker, giver = offered.tools.get(call.tool), offered.tools.get(producer.tool)
        if taker is None or giver is None:
            continue
        wanted, given = taker.kind_of(flow.argument), giver.gives_at(flow.path)
        if _differ(wanted, given) and _told(story, flow, wanted, given, offered):
            why = f"{call}: {flow.argument} takes {flow.path} of {producer}, which identifies another kind of thing"
            yield Failure(rule="other-kind", text=why, turn=call.turn, call=call.id, argument=flow.argument)


def _differ(wanted: Kind, given: Kind) -> bool:
    ids = wanted[0] in IDENTIFIERS and given[0] in IDENTIFIERS
    return ids and bool(wanted[1]) and bool(given[1]) and set(wanted[1]).isdisjoint(given[1])


def _told(story: Story, flow: Flow, wanted: Kind, given: Kind, offered: Offered) -> bool:
    """Whether the tools on offer, or the results that were there, tell the two kinds apart."""
    if not any(wanted[:2] == kind[:2] for known in offered.tools.values() for kind in known.gives.values()):
        return False
    if any(given[:2] == kind[:2] for known in offered.tools.values() for kind in known.takes):
        return True
    if paths.names(flow.path)[-1:] in ((), ("id",)):
        return False
    until = story.calls[flow.consumer].message
    there = [story.calls[id] for id, message in story.returned.items() if message < until]
    tools = [offered.tools[each.tool] for each in there if each.tool in offered.tools]
    return any(wanted[:2] == kind[:2] for known in tools for kind in known.gives.values())

"""Whether `verify` would let a turn pass: all that it holds against a conversation, while another plan can still be made."""

from collections.abc import Iterator

from roles.base import Asked, Conversation, Opened, Planned, Replied
from roles.certificate import proved
from roles.proof.exchange import exchanged
from roles.proof.kinds import misfed
from roles.proof.offered import offered_in
from roles.proof.story import Issued, heard_story
from roles.proof.swaps import Place, swapped
from roles.sources import Said
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph

_AS_IT_STANDS = "Done."
"""A reply, so that a turn counts as finished."""


def unproved(conversation: Conversation, graph: ToolGraph) -> tuple[str, ...]:
    """Why nobody would let the conversation pass, whatever the reply to its last calls is."""
    closed = conversation.then(Replied(text=_AS_IT_STANDS))
    story = heard_story(closed)
    offered = offered_in(graph, conversation.last(Opened).tools)
    wrong = [*story.failures, *exchanged(story, offered)]
    if not wrong:
        proof = proved(closed, graph, story)
        wrong = [*proof.failures, *misfed(story, offered, proof.flows)]
        for call in (story.calls[id] for id in proof.turns[-1]):
            places = [
                Place(path, paths.get(call.arguments, path), source.message, source.span)
                for path, source in proof.sources(call.id).items()
                if isinstance(source, Said)
            ]
            wrong += swapped(story, call, offered.tools[call.tool], places)
    return tuple(dict.fromkeys(failure.text for failure in wrong))


def misread(conversation: Conversation, graph: ToolGraph) -> Iterator[str]:
    """Where the newest request reads as if two values of a call had changed places."""
    said = conversation.last(Asked).mentions
    if len({each.call for each in said}) == len(said):  # no call has two
        return
    story = heard_story(conversation)
    offered = offered_in(graph, conversation.last(Opened).tools)
    turn = story.turns[-1]
    for call in conversation.last(Planned).plan.calls:
        issued = Issued(call.id, call.tool, call.arguments, turn.number, turn.message)
        literals = dict(call.literals())
        places = [
            Place(each.argument, literals[each.argument], turn.message, each.span)
            for each in said
            if each.call == call.id and each.argument in literals
        ]
        yield from (failure.text for failure in swapped(story, issued, offered.tools[call.tool], places))

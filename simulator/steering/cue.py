"""The cue: where in its script a conversation is, and what the turn under way should come to."""

from dataclasses import dataclass, replace

from roles.base import Asked, Conversation, Opened, Replied
from roles.dice import number
from simulator.measures.naming import Naming
from simulator.steering.script import Script, Scripts, Wish
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Plan

MOST_MADE_UP = 2
"""Implicit calls that a turn may have because others had too few."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A place in a script."""

    script: Script
    turn: int
    """From 0."""
    wish: Wish
    """What this turn should come to; where a share is wanted, with what earlier turns left owing."""


class Prompter:
    """Tells the seats where in the script they are."""

    def __init__(self, graph: ToolGraph, scripts: Scripts) -> None:
        self.graph = graph
        self.scripts = scripts

    def cue(self, conversation: Conversation) -> Cue:
        """Where the conversation is."""
        opened = conversation.last(Opened)
        script = self.scripts.script(opened.seed, number(opened.id))
        turn = min(len(conversation.all(Replied)), len(script.turns) - 1)
        wish = script.turns[turn]
        if not script.share or wish.implicit is None or not turn:
            return Cue(script, turn, wish)
        wanted = wish.implicit + sum(each.implicit or 0 for each in script.turns[:turn]) - self._implicit(conversation, turn)
        calls = max(wish.calls, min(wanted, MOST_MADE_UP) + 1) if script.free and wanted > 0 else wish.calls
        return Cue(script, turn, replace(wish, calls=calls, implicit=max(0, min(wanted, calls - 1))))

    def _implicit(self, conversation: Conversation, turn: int) -> int:
        """How many calls of the first turns went unnamed."""
        naming, found = naming_of(conversation, self.graph), 0
        named: frozenset[str] = frozenset()
        for each in conversation.turns()[:turn]:
            named |= frozenset(name for step in each.heard().all(Asked) for name in naming.named(step.text))
            found += sum(call.tool not in named for call in each.calls().values())
        return found

    def unnamed(self, conversation: Conversation, plan: Plan) -> int:
        """How many calls of a plan neither the newest request nor an earlier one names."""
        naming = naming_of(conversation, self.graph)
        named = frozenset(name for step in conversation.heard().all(Asked) for name in naming.named(step.text))
        return sum(call.tool not in named for call in plan.calls)


def naming_of(conversation: Conversation, graph: ToolGraph) -> Naming:
    """The naming among the offered tools."""
    return Naming({name: graph.tool(name).description for name in conversation.last(Opened).tools})

"""The assistant: issues the calls and closes the turn; offline it is the oracle and reads the plan."""

from random import Random

from roles.base import Briefed, Called, Conversation, Opened, Planned, Replied
from roles.language.report import Reporter
from tool_graphs.graph import ToolGraph


class Assistant:
    """Issues every call of the plan whose producers have returned, all at once; then replies."""

    def __init__(self, graph: ToolGraph) -> None:
        self.reporter = Reporter(graph)

    def __call__(self, conversation: Conversation, rng: Random) -> Called | Replied:
        """The next calls, or the reply once all have returned."""
        plan = conversation.last(Planned).plan
        results = conversation.results()
        returned = set(results)
        ready = [call for call in plan.calls if call.id not in returned and returned.issuperset(call.producers)]
        if ready:
            return Called(calls=tuple(call.resolved(results) for call in ready))
        explicit = conversation.last(Briefed).brief.explicit
        issued = conversation.calls()
        return Replied(
            text=self.reporter.reply([(issued[id], results[id]) for id in explicit], conversation.last(Opened).persona.style, rng)
        )

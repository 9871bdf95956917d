"""The steered embedder: of several ways to hide calls, the one that leaves as many unnamed as the script says."""

from collections.abc import Mapping, Sequence
from random import Random

from roles.base import Briefed, Conversation, EmbeddingStrategy, Judged, Opened, Planned, Replied, Role
from roles.dice import number
from roles.strategies.explicit import explicit
from roles.strategies.goal_only import goal_only
from roles.strategies.upstream import upstream
from simulator.steering.rehearsal import Rehearsal, unnamed
from simulator.steering.script import Scripts
from tool_graphs.errors import ToolweftError
from tool_graphs.graph import ToolGraph

HIDING: Sequence[EmbeddingStrategy] = (goal_only, upstream, upstream, explicit)
"""Tried in this order where calls are to stay implicit; the other way round where none is."""


class SteeredEmbedder:
    """Briefs the user so that the request, as the user would write it, names what the script wants named."""

    def __init__(self, graph: ToolGraph, scripts: Scripts, user: Role, strategies: Sequence[EmbeddingStrategy] = HIDING) -> None:
        self.graph = graph
        self.scripts = scripts
        self.strategies = strategies
        self.rehearsal = Rehearsal(graph, {"user": user})

    def __call__(self, conversation: Conversation, rng: Random) -> Briefed:
        """The brief that comes nearest to the script."""
        opened, plan = conversation.last(Opened), conversation.last(Planned).plan
        script = self.scripts.script(opened.seed, number(opened.id))
        turn = min(len(conversation.all(Replied)), len(script.turns) - 1)
        wanted = script.turns[turn].implicit
        refusals = sum(not step.ok for step in conversation.turn().all(Judged))
        if len(plan.calls) < 2 or wanted is None:
            return Briefed(brief=(upstream if wanted is None else explicit)(plan, rng))
        best: tuple[int, Briefed] | None = None
        for strategy in self.strategies if wanted else reversed(self.strategies[1:]):
            briefed = Briefed(brief=strategy(plan, rng), by="embedder")
            asked = self.rehearsal.spoken(conversation.then(briefed), "user")
            missed = abs(unnamed(asked, self.graph, plan) - wanted)
            if best is None or missed < best[0]:
                best = missed, briefed
            if missed == 0 and refusals == 0:
                break
        assert best is not None
        return best[1]

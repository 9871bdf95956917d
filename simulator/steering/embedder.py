"""The steered embedder: of several ways to hide calls, the one that leaves as many unnamed as the script says."""

from collections.abc import Sequence
from random import Random

from roles.base import Briefed, Conversation, EmbeddingStrategy, Planned, Role
from roles.embedder import Embedder
from simulator.steering.cue import Prompter
from simulator.steering.hiding import all_hidden, none_hidden, some_hidden
from simulator.steering.rehearsal import Rehearsal
from tool_graphs.graph import ToolGraph

HIDING: Sequence[EmbeddingStrategy] = (all_hidden, some_hidden, some_hidden, none_hidden)
"""Tried in this order where calls are to stay implicit; the other way round, but for the first, where none is."""


class SteeredEmbedder:
    """Briefs the user so that the request, as the user would write it, names what the script wants named."""

    def __init__(self, graph: ToolGraph, prompter: Prompter, user: Role) -> None:
        self.prompter = prompter
        self.embedders = tuple(Embedder(strategy, graph) for strategy in HIDING)
        self.rehearsal = Rehearsal(graph, {"user": user})

    def __call__(self, conversation: Conversation, rng: Random) -> Briefed:
        """The brief that comes nearest to the script."""
        plan = conversation.last(Planned).plan
        wanted = self.prompter.cue(conversation).wish.implicit
        if len(plan.goals) == len(plan.calls) or wanted is None:
            return self.embedders[1](conversation, rng)
        best: tuple[int, Briefed] | None = None
        for embedder in self.embedders if wanted else reversed(self.embedders[1:]):
            briefed = embedder(conversation, rng)
            asked = self.rehearsal.spoken(conversation.then(briefed.model_copy(update={"by": "embedder"})), "user")
            missed = abs(self.prompter.unnamed(asked, plan) - wanted)
            if best is None or missed < best[0]:
                best = missed, briefed
            if missed == 0:
                break
        assert best is not None
        return best[1]

"""The steered scenario: turns and offered tools as the script says."""

from random import Random

from roles.base import Conversation, Opened
from roles.dice import Dice
from roles.language.clauses import Clauses
from roles.scenario import Scenario
from roles.strategies.needs import needs_of
from roles.values import Values
from simulator.steering.hiding import some_hidden
from simulator.steering.script import Scripts
from tool_graphs.graph import ToolGraph
from tool_graphs.sampling.wishes import ANY, Wishes

MORE = (0, 3, 8, 16)
"""How many tools more are looked for where some were left out because they sound alike."""


class SteeredScenario:
    """Opens a conversation as its script says."""

    def __init__(
        self, graph: ToolGraph, scripts: Scripts, clauses: Clauses | None = None, offered: int = 15, wishes: Wishes = ANY
    ) -> None:
        self.graph = graph
        self.scripts = scripts
        self.clauses = clauses or Clauses(graph)
        self.offered = offered
        self.wishes = wishes
        self.needs = needs_of(some_hidden)
        self.values = Values(graph)

    def __call__(self, conversation: Conversation, rng: Random) -> Opened:
        """The opening step."""
        if not isinstance(rng, Dice):
            return Scenario(self.graph, (1, 1), self.offered, self.clauses, self.wishes, self.needs, self.values)(
                conversation, rng
            )
        script = self.scripts.script(rng.seed_of_run, rng.attempt)
        turns, wanted = len(script.turns), script.offered or self.offered
        opened = None
        for more in MORE:
            found = Scenario(self.graph, (turns, turns), wanted + more, self.clauses, self.wishes, self.needs, self.values)(
                conversation, Dice(rng.name)
            )
            if opened is None or len(opened.tools) < len(found.tools) <= wanted + 2:
                opened = found
            if len(opened.tools) >= wanted:
                break
        assert opened is not None
        return opened

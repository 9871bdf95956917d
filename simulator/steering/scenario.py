"""The steered scenario: turns and offered tools as the script says."""

from collections.abc import Sequence
from random import Random

from roles.base import Conversation, Opened
from roles.dice import Dice
from roles.language.clauses import Clauses
from roles.scenario import Scenario
from roles.strategies.needs import needs_of
from roles.values import Values
from simulator.steering.hiding import some_hidden
from simulator.steering.leads import Leads
from simulator.steering.script import Scripts
from tool_graphs.graph import ToolGraph
from tool_graphs.sampling.wishes import ANY, Wishes

MORE = (0, 3, 8, 16)
"""How many tools more are looked for where some were left out because they sound alike."""


class SteeredScenario:
    """Opens a conversation as its script says, around threads whose calls can stay implicit."""

    def __init__(self, graph: ToolGraph, scripts: Scripts, leads: Leads, offered: int = 15, wishes: Wishes = ANY) -> None:
        self.graph = graph
        self.scripts = scripts
        self.leads = leads
        self.offered = offered
        self.wishes = wishes
        self.clauses = Clauses(graph)
        self.values = Values(graph)

    def __call__(self, conversation: Conversation, rng: Random) -> Opened:
        """The opening step."""
        if not isinstance(rng, Dice):
            return self._scenario((1, 1), self.offered, ())(conversation, rng)
        script = self.scripts.script(rng.seed_of_run, rng.attempt)
        threads = self.leads.threads(script, rng.seed_of_run, rng.attempt)
        wanted = script.offered or self.offered
        around: list[str] = []
        for thread in threads:
            if len(set(around) | set(thread.tools)) <= max(len(thread.tools), wanted * 2 // 3):
                around = list(dict.fromkeys((*around, *thread.tools)))
        turns = (len(script.turns), len(script.turns))
        opened = self._scenario(turns, wanted, around)(conversation, Dice(rng.name))
        for more in MORE[1:]:
            if len(opened.tools) >= wanted:
                break
            found = self._scenario(turns, wanted + more, around)(conversation, Dice(rng.name))
            if len(opened.tools) < len(found.tools) <= wanted + 2:
                opened = found
        return opened

    def _scenario(self, turns: tuple[int, int], offered: int, around: Sequence[str]) -> Scenario:
        needs = needs_of(some_hidden)
        return _Around(tuple(around), self.graph, turns, offered, self.clauses, self.wishes, needs, self.values)


class _Around(Scenario):
    """Offers given tools, and what is near them."""

    def __init__(self, around: tuple[str, ...], *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self.around = around

    def _around(self, rng: Random) -> tuple[str, ...]:
        return self.around or super()._around(rng)

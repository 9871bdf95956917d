"""The scenario: who talks, on which day, with which tools on offer, for how many turns."""

import datetime
from random import Random
from typing import Literal, get_args

from roles.base import Conversation, Opened, Persona
from roles.language.clauses import Clauses
from tool_graphs.graph import ToolGraph
from tool_graphs.sampling import distractors, neighbourhood

Style = Literal["plain", "polite", "terse", "chatty"]
STYLES: tuple[Style, ...] = get_args(Style)
FIRST_DAY = datetime.date(2025, 1, 1)
DAYS = 730


class Scenario:
    """Opens a conversation: a neighbourhood of linked tools, distractors around it, no two asked for alike, in shuffled order."""

    def __init__(
        self, graph: ToolGraph, turns: tuple[int, int] = (1, 3), offered: int = 15, clauses: Clauses | None = None
    ) -> None:
        self.clauses = clauses or Clauses(graph)
        self.graph = graph
        self.turns = turns
        self.offered = offered

    def __call__(self, conversation: Conversation, rng: Random) -> Opened:
        """The opening step of a conversation."""
        day = FIRST_DAY + datetime.timedelta(days=rng.randrange(DAYS))
        return Opened(
            persona=Persona(name=f"user {rng.randrange(10_000)}", style=rng.choice(STYLES)),
            date=day.isoformat(),
            tools=self._tools(rng),
            turns=rng.randint(*self.turns),
        )

    def _tools(self, rng: Random) -> tuple[str, ...]:
        if len(self.graph.tools) <= self.offered:
            names = list(self.graph.tools)
        else:
            near = list(neighbourhood(self.graph, max(2, self.offered * 2 // 3), rng))
            names = near + list(distractors(self.graph, near, self.offered - len(near), rng))
        names = self.clauses.distinct(names)
        rng.shuffle(names)
        return tuple(names)

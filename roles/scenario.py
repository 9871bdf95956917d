"""The scenario: who talks, on which day, with which tools on offer, for how many turns."""

import datetime
from random import Random
from typing import Literal, get_args

from roles.base import Conversation, Need, Opened, Persona
from roles.dice import Dice
from roles.language.clauses import Clauses
from roles.suited import Suited
from roles.values import Values
from tool_graphs.graph import ToolGraph
from tool_graphs.sampling import distractors, neighbourhood
from tool_graphs.sampling.coverage import coverage_of
from tool_graphs.sampling.fitting import checked, fitting
from tool_graphs.sampling.wishes import ANY, Wishes

Style = Literal["plain", "polite", "terse", "chatty"]
STYLES: tuple[Style, ...] = get_args(Style)
FIRST_DAY = datetime.date(2025, 1, 1)
DAYS = 730
TRIES = 12
"""Skeletons sampled for tools that wished plans can be made of."""


class Scenario:
    """Opens a conversation: linked tools around what it is to be about, distractors, no two asked for alike, shuffled."""

    def __init__(
        self,
        graph: ToolGraph,
        turns: tuple[int, int] = (1, 3),
        offered: int = 15,
        clauses: Clauses | None = None,
        wishes: Wishes = ANY,
        needs: frozenset[Need] = frozenset(),
        values: Values | None = None,
    ) -> None:
        self.clauses = clauses or Clauses(graph)
        self.graph = graph
        self.turns = turns
        self.offered = offered
        self.wishes = wishes
        self.wanted = checked(graph, wishes)
        self.coverage = coverage_of(graph, wishes)
        self.needs = needs
        self.values = values or Values(graph)
        self.suited = Suited(graph, needs)

    def __call__(self, conversation: Conversation, rng: Random) -> Opened:
        """The opening step of a conversation."""
        day = FIRST_DAY + datetime.timedelta(days=rng.randrange(DAYS))
        opened = Opened(
            persona=Persona(name=f"user {rng.randrange(10_000)}", style=rng.choice(STYLES)),
            date=day.isoformat(),
            tools=self._tools(rng),
            turns=rng.randint(*self.turns),
        )
        if "earlier turns" in self.needs and opened.turns == 1 < self.turns[1]:
            opened = opened.model_copy(update={"turns": 2})
        if "profile" in self.needs:
            profile = self.suited.personal.profile(opened.tools, self.values, rng, day)
            opened = opened.model_copy(update={"profile": profile})
        return opened

    def _tools(self, rng: Random) -> tuple[str, ...]:
        around = self._around(rng)
        kind = self.wishes.distractors
        if len(self.graph.tools) <= self.offered and kind != "none":
            names = list(dict.fromkeys((*around, *self.graph.tools)))
        else:
            count = max(2, len(around), self.offered * 2 // 3)
            near = neighbourhood(self.graph, count, rng, self.wanted.within, around=around, fill=kind != "none")
            names = [*near, *distractors(self.graph, near, self.offered - len(near), rng, kind=kind)]
        names = self.clauses.distinct(self.suited.with_first(names))
        rng.shuffle(names)
        return tuple(names)

    def _around(self, rng: Random) -> tuple[str, ...]:
        """The tools that the first plan should use, as far as anybody cares."""
        target = None
        if self.wishes.coverage == "even" and not self.wishes.must_use and isinstance(rng, Dice):
            target = self.coverage.target(rng.seed_of_run, rng.attempt)
        if not self.wishes.strict:
            return self.suited.around(rng) or (target.tools if target else ())
        goals = (target.goal,) if target else ()
        for attempt in range(TRIES):
            length = rng.choice(self.wishes.lengths)
            if attempt >= TRIES // 2:
                goals = ()
            skeleton = fitting(self.graph, self.wanted, length, rng, goals=goals, sought=self.wishes.must_use)
            if skeleton is not None and set(self.wishes.must_use) <= set(skeleton.tools):
                return skeleton.tools
        return (*self.wishes.must_use, *goals)

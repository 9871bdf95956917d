"""A given share of all calls is hidden."""

import math
from dataclasses import dataclass
from random import Random
from typing import ClassVar

from roles.base import NOWHERE, Brief, Need, Scene
from roles.strategies.brief import brief
from tool_graphs.errors import PluginError
from tool_graphs.plan import Plan

AHEAD = 1.5
"""Calls of each turn to come that are hidden in advance, for it may have none to hide; it makes up for what was too much."""


@dataclass(frozen=True)
class Ratio:
    """Hides the given share of calls, from 0 to 1, over a run.

    A plan gets the whole number next below or above its part, by the dice; what a plan cannot hide is carried to later turns.
    Raises PluginError for a share that is none.
    """

    share: float = 0.33
    needs: ClassVar[frozenset[Need]] = frozenset({"producers"})

    def __post_init__(self) -> None:
        if isinstance(self.share, bool) or not isinstance(self.share, int | float) or not 0 <= self.share < 1:
            raise PluginError(
                f"ratio: {self.share!r} is no share of calls; expected a number from 0 to below 1, such as ratio:0.33"
            )

    @property
    def name(self) -> str:
        """As it is written: `ratio:0.33`."""
        return f"ratio:{self.share:g}"

    def __call__(self, plan: Plan, rng: Random, scene: Scene = NOWHERE) -> Brief:
        """Hides calls with all of their producers, as many as the share asks for up to this turn."""
        owed = self.share * (scene.calls + len(plan.calls) + AHEAD * scene.left) - scene.hidden
        wanted = math.floor(owed + rng.random())
        hidden: frozenset[str] = frozenset()
        while len(hidden) < wanted:
            ready = [
                id
                for id in plan.by_id
                if id not in hidden and plan.consumers[id] and plan.upstream(frozenset([id])) <= hidden | {id}
            ]
            if not ready:
                break
            hidden |= {rng.choice(ready)}
        fallback = "nothing more to hide" if len(hidden) < math.floor(self.share * len(plan.calls)) else ""
        return brief(self.name, plan, hidden, rng, fallback=fallback)


ratio = Ratio
"""`ratio(0.33)`."""

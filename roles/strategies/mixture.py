"""Several strategies, drawn by weight turn by turn."""

import math
from collections.abc import Mapping
from random import Random
from types import MappingProxyType

from roles.base import NOWHERE, Brief, EmbeddingStrategy, Need, Scene
from roles.strategies.needs import name_of, needs_of
from roles.strategies.scenes import briefed
from tool_graphs.errors import PluginError
from tool_graphs.plan import Plan

NONE: Mapping[EmbeddingStrategy, float] = MappingProxyType({})


class Mixture:
    """One of several strategies a turn, as often as its weight says; the brief names the one drawn.

    `mixture(upstream=2, explicit=1)`, or strategies of your own: `mixture({mine: 2}, upstream=1)`; where nothing is given, the
    former. Raises PluginError for a weight that is none.
    """

    def __init__(self, strategies: Mapping[EmbeddingStrategy, float] = NONE, /, **weights: float) -> None:
        from roles.plugins import find_strategy  # which finds this one, too

        if not strategies and not weights:
            weights = {"upstream": 2, "explicit": 1}
        found = {**strategies, **{find_strategy(name): weight for name, weight in weights.items()}}
        for weight in found.values():
            if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight < math.inf:
                raise PluginError(f"mixture: {weight!r} is no weight; expected numbers above 0: mixture:upstream=2,explicit=1")
        self.weights = found
        self.needs: frozenset[Need] = frozenset(need for each in found for need in needs_of(each))
        self.closed = all(getattr(each, "closed", True) for each in found)
        own = [f"{name_of(each)}={weight:g}" for each, weight in strategies.items()]
        self.name = "mixture:" + ",".join([*own, *(f"{name}={weight:g}" for name, weight in weights.items())])

    def __call__(self, plan: Plan, rng: Random, scene: Scene = NOWHERE) -> Brief:
        """The brief of the one that the dice choose."""
        (drawn,) = rng.choices(list(self.weights), list(self.weights.values()))
        return briefed(drawn, plan, rng, scene)


mixture = Mixture
"""`mixture(upstream=2, explicit=1)`."""

"""Calls a strategy, with the scene where it wants to know it."""

import inspect
from random import Random

from roles.base import Brief, EmbeddingStrategy, Scene
from tool_graphs.plan import Plan


def briefed(strategy: EmbeddingStrategy, plan: Plan, rng: Random, scene: Scene) -> Brief:
    """The strategy's brief; a parameter called `scene` gets the scene."""
    try:
        wants = "scene" in inspect.signature(strategy).parameters
    except (ValueError, TypeError):
        wants = False
    return strategy(plan, rng, scene=scene) if wants else strategy(plan, rng)  # type: ignore[call-arg]

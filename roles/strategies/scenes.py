"""Calls a strategy, with the scene where it wants to know it."""

import inspect
from collections.abc import Hashable
from functools import lru_cache
from random import Random

from roles.base import Brief, EmbeddingStrategy, Scene
from tool_graphs.plan import Plan


def _takes_scene(strategy: EmbeddingStrategy) -> bool:
    try:
        return "scene" in inspect.signature(strategy).parameters
    except (ValueError, TypeError):
        return False


_wants = lru_cache(maxsize=256)(_takes_scene)


def takes_scene(strategy: EmbeddingStrategy) -> bool:
    """Whether the strategy has a parameter called `scene`."""
    return _wants(strategy) if isinstance(strategy, Hashable) else _takes_scene(strategy)


def briefed(strategy: EmbeddingStrategy, plan: Plan, rng: Random, scene: Scene) -> Brief:
    """The strategy's brief; a parameter called `scene` gets the scene."""
    return strategy(plan, rng, scene=scene) if takes_scene(strategy) else strategy(plan, rng)  # type: ignore[call-arg]

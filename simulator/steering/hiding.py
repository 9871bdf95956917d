"""How a steered run hides calls: all producers, some or none; what profile and defaults settle stays unsaid."""

from random import Random

from roles.base import Brief, Scene
from roles.strategies.brief import brief
from roles.strategies.needs import needing
from roles.strategies.upstream import upstream
from tool_graphs.plan import Plan

NAME = "target"
UNKNOWN = Scene()


@needing("profile", "defaults")
def all_hidden(plan: Plan, rng: Random, scene: Scene = UNKNOWN) -> Brief:
    """Every producer."""
    return brief(NAME, plan, frozenset(plan.by_id) - set(plan.goals), rng, unsaid=scene.known)


@needing("profile", "defaults")
def some_hidden(plan: Plan, rng: Random, scene: Scene = UNKNOWN) -> Brief:
    """A random set of producers, as `upstream` draws it."""
    return brief(NAME, plan, frozenset(upstream(plan, rng).implicit), rng, unsaid=scene.known)


@needing("profile", "defaults")
def none_hidden(plan: Plan, rng: Random, scene: Scene = UNKNOWN) -> Brief:
    """No call."""
    return brief(NAME, plan, frozenset(), rng, unsaid=scene.known)

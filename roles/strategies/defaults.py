"""What a schema's default settles is not said."""

from random import Random

from roles.base import NOWHERE, Brief, Scene
from roles.strategies.brief import brief
from roles.strategies.needs import needing
from tool_graphs.plan import Plan


@needing("defaults")
def defaults(plan: Plan, rng: Random, scene: Scene = NOWHERE) -> Brief:
    """Values that are a schema's default stay out of the request, and producers are hidden."""
    unsaid = {place: source for place, source in scene.known.items() if source == "default"}
    hidden = frozenset(plan.by_id) - set(plan.goals)
    return brief("defaults", plan, hidden, rng, unsaid=unsaid, fallback="" if unsaid else "no argument with a default")

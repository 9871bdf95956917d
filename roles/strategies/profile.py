"""What the user's profile holds is not said."""

from random import Random

from roles.base import NOWHERE, Brief, Scene
from roles.strategies.brief import brief
from roles.strategies.needs import needing
from tool_graphs.plan import Plan


@needing("profile")
def profile(plan: Plan, rng: Random, scene: Scene = NOWHERE) -> Brief:
    """Values of the profile stay out of the request, and producers are hidden."""
    unsaid = {place: source for place, source in scene.known.items() if source == "profile"}
    hidden = frozenset(plan.by_id) - set(plan.goals)
    return brief("profile", plan, hidden, rng, unsaid=unsaid, fallback="" if unsaid else "no argument that the profile holds")

"""Nothing is hidden: the user asks for every call."""

from random import Random

from roles.base import Brief
from roles.strategies.brief import brief
from tool_graphs.plan import Plan


def explicit(plan: Plan, rng: Random) -> Brief:
    """Every call is asked for."""
    return brief("explicit", plan, frozenset(), rng)

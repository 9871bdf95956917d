"""Many steps collapse into one request for what they are all for."""

from random import Random

from roles.base import Brief
from roles.strategies.brief import brief
from roles.strategies.needs import needing
from tool_graphs.plan import Plan


@needing("one goal")
def logical_jump(plan: Plan, rng: Random) -> Brief:
    """Everything but the final goal is hidden; a plan with several goals is asked for by all of them."""
    hidden = frozenset(plan.by_id) - set(plan.goals)
    fallback = "several goals" if len(plan.goals) > 1 else "" if hidden else "a single call"
    return brief("logical-jump", plan, hidden, rng, fallback=fallback)

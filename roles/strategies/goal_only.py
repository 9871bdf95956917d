"""Everything but the goals is hidden."""

from random import Random

from roles.base import Brief
from roles.strategies.brief import brief
from tool_graphs.plan import Plan


def goal_only(plan: Plan, rng: Random) -> Brief:
    """Only the calls that nothing else in the plan consumes are asked for."""
    return brief("goal-only", plan, frozenset(plan.by_id) - set(plan.goals), rng)

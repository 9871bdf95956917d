"""What must be done first is not asked for: the login, the opened document, the locked door before the engine starts."""

from random import Random

from roles.base import Brief
from roles.strategies.brief import brief
from roles.strategies.needs import needing
from roles.strategies.upstream import upstream
from tool_graphs.plan import Plan


@needing("order links")
def precondition(plan: Plan, rng: Random) -> Brief:
    """Hides calls that others must come after, with all of their producers; where there are none, what `upstream` would."""
    first = frozenset(id for call in plan.calls for id in call.after if id in plan.by_id)
    if first:
        return brief("precondition", plan, plan.upstream(first), rng)
    hidden = frozenset(upstream(plan, rng).implicit)
    return brief("precondition", plan, hidden, rng, fallback="no call has to come first")

"""The paper's split: a random set of producers is hidden, closed towards their own producers."""

from random import Random

from roles.base import Brief
from roles.strategies.brief import brief
from tool_graphs.plan import Plan


def upstream(plan: Plan, rng: Random) -> Brief:
    """Hides a random non-empty set of producer calls; any subset of a fan-in's producers can be the one.

    A plan whose calls do not feed each other has nothing to hide. DiGiT-TC, arXiv 2601.19914.
    """
    producers = [call.id for call in plan.calls if plan.consumers[call.id]]
    if not producers:
        return brief("upstream", plan, frozenset(), rng)
    drawn = rng.randrange(1, 2 ** len(producers))
    chosen = frozenset(id for bit, id in enumerate(producers) if drawn >> bit & 1)
    return brief("upstream", plan, plan.upstream(chosen), rng)

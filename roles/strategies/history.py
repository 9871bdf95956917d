"""Arguments come from earlier turns: "that order", "the cheaper one"."""

from random import Random

from roles.base import NOWHERE, Brief, Scene
from roles.strategies.brief import brief
from roles.strategies.needs import needing
from tool_graphs.plan import Plan


@needing("earlier turns")
def history(plan: Plan, rng: Random, scene: Scene = NOWHERE) -> Brief:
    """Producers are hidden; what an earlier turn has found out is pointed at."""
    hidden = frozenset(plan.by_id) - set(plan.goals)
    points = any(reference.call not in plan.by_id for call in plan.calls for reference in call.references.values())
    fallback = "" if points else "nothing from an earlier turn fits" if scene.earlier else "the first turn"
    return brief("history", plan, hidden, rng, fallback=fallback).model_copy(update={"choosing": True})

"""Who speaks next in a sibling: the plot of any conversation, with a seat that sets the sibling apart in front."""

from typing import Literal

from roles.base import Asked, Conversation, Judged
from roles.behaviours.staging import answered, varied
from simulator.routes import END, REQUESTS, ROUTES, Routes

VARIATIONS = 6
"""How many ways of setting a sibling apart are tried before it is given up."""


def after_variation(conversation: Conversation) -> Literal["planner", "__end__"]:
    """On, or out where the plan cannot be varied so."""
    step = conversation.steps[-1]
    return "__end__" if isinstance(step, Judged) and not step.ok else "planner"


def after_verifier(conversation: Conversation) -> Literal["assistant", "user", "variation", "__end__"]:
    """On if the request is as it must be; else another request, then another variation, then out."""
    if conversation.last(Judged).ok:
        return "assistant"
    if len(conversation.turn().all(Asked)) < REQUESTS:
        return "user"
    if answered(conversation) or len(varied(conversation)) >= VARIATIONS:
        return "__end__"
    return "variation"


SIBLING_ROUTES: Routes = {
    "variation": after_variation,
    **{seat: ROUTES[seat] for seat in ROUTES if seat not in ("scenario", "verifier")},
    "verifier": after_verifier,
    "judge": END,
}
"""The first seat sets the sibling apart; what siblings share is there already."""

"""The plot without one of its checks, so that one can measure what the check is worth."""

from typing import Literal

from roles.base import Conversation
from simulator.routes import ROUTES, Route, after_assistant
from tool_graphs.errors import SimulationError, did_you_mean


def after_assistant_unjudged(conversation: Conversation) -> Literal["executor", "planner", "__end__"]:
    """As `after_assistant`, and out when all turns are done."""
    target = after_assistant(conversation)
    return "__end__" if target == "judge" else target


_INSTEAD: dict[str, dict[str, Route]] = {"verifier": {"user": "assistant"}, "judge": {"assistant": after_assistant_unjudged}}


def without(*seats: str) -> dict[str, Route]:
    """The default routes without the verifier, the judge or both; raises SimulationError for other seats."""
    routes = dict(ROUTES)
    for seat in seats:
        if seat not in _INSTEAD:
            raise SimulationError(f"no conversation comes about without {seat!r}; {did_you_mean(seat, _INSTEAD)}")
        del routes[seat]
        routes |= _INSTEAD[seat]
    return routes

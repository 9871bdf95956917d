"""Another plan for a turn whose plans were refused: one that does not lead the same way again."""

from random import Random

from roles.base import Conversation, Judged, Planned, Replied, Role, Step
from tool_graphs.plan import Plan

DRAFTS = 8
"""How many plans are drawn to find one that was not tried."""
Ways = frozenset[tuple[str, ...]]


def drafted(offline: Role, conversation: Conversation, rng: Random) -> Step:
    """A plan; where others of the turn were refused, of some that are drawn the first that has least in common with them."""
    step = offline(conversation, rng)
    refused = _refused(conversation)
    if not refused or not isinstance(step, Planned):
        return step
    drafts = [step]
    while _common(drafts[-1], refused) and len(drafts) < DRAFTS:
        step = offline(conversation, Random(rng.getrandbits(64)))
        if not isinstance(step, Planned):
            break
        drafts.append(step)
    return min(drafts, key=lambda draft: _common(draft, refused))


def _common(draft: Planned, refused: Ways) -> int:
    return len(_ways(draft.plan) & refused)


def _refused(conversation: Conversation) -> Ways:
    """The ways of all plans that were refused since the last reply."""
    found: set[tuple[str, ...]] = set()
    fault = False
    for step in reversed(conversation.steps):
        if isinstance(step, Replied):
            break
        fault = fault or (isinstance(step, Judged) and not step.ok and not step.again)
        if isinstance(step, Planned) and fault:
            found |= _ways(step.plan)
    return frozenset(found)


def _ways(plan: Plan) -> Ways:
    """Which tool gives which other one what, and which ones it is all for."""
    tools = {call.id: call.tool for call in plan.calls}
    fed = {(tools.get(one.call, ""), call.tool, argument) for call in plan.calls for argument, one in call.references.items()}
    return frozenset(fed | {(tools[id],) for id in plan.goals})

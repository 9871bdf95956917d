"""A role and an embedding strategy of somebody else's."""

from random import Random

from roles.base import Asked, Brief, Conversation, Noted
from roles.strategies.brief import brief
from tool_graphs.plan import Plan


def notary(conversation: Conversation, rng: Random) -> Noted:
    """Notes how many words the newest request has; nobody in the room hears it."""
    asked = conversation.all(Asked)
    return Noted(text="noted", data={"words": len(asked[-1].text.split()) if asked else 0})


def first_half(plan: Plan, rng: Random) -> Brief:
    """Hides the first half of the producers, rounded up: whatever those need comes before them and is hidden, too."""
    producers = [call.id for call in plan.calls if plan.consumers[call.id]]
    return brief("first-half", plan, plan.upstream(frozenset(producers[: (len(producers) + 1) // 2])), rng)

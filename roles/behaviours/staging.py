"""What siblings share, and the scene as it would be if nothing set this one apart."""

from roles.base import Asked, Brief, Briefed, Conversation, Judged, Opened, Planned, Replied, Sibling, Step, Varied
from tool_graphs.plan import Plan


def since(conversation: Conversation) -> tuple[Step, ...]:
    """The steps after the one that tells what the siblings share."""
    return conversation.steps[_place(conversation) + 1 :]


def before(conversation: Conversation) -> Conversation:
    """What all siblings have in common: the steps up to there."""
    return Conversation.model_construct(steps=conversation.steps[: _place(conversation)])


def _place(conversation: Conversation) -> int:
    shared = conversation.last(Sibling)
    return next(place for place, step in enumerate(conversation.steps) if step is shared)


def answered(conversation: Conversation) -> bool:
    """Whether the assistant has replied since; what comes next is the user's answer, or its calls."""
    return any(isinstance(step, Replied) for step in since(conversation))


def varied(conversation: Conversation) -> tuple[Varied, ...]:
    """What was tried to set this sibling apart, oldest first."""
    return tuple(step for step in since(conversation) if isinstance(step, Varied))


def supposed(conversation: Conversation, plan: Plan, brief: Brief, text: str | None = None) -> Conversation:
    """The scene in which the whole plan is to be called: for a user who knows no more than the brief, or to verify a text.

    Requests that were sent back since the last variation stay in it, so that the user knows to be careful.
    """
    steps = since(conversation)
    first = max((place for place, step in enumerate(steps) if isinstance(step, Varied)), default=-1) + 1
    refusals = [step for step in steps[first:] if isinstance(step, Judged) and not step.ok]
    asked = [Asked(text=text)] if text is not None else []
    return Conversation.model_construct(
        steps=(*before(conversation).steps, Planned(plan=plan), Briefed(brief=brief), *refusals, *asked)
    )


def offering(conversation: Conversation, tools: tuple[str, ...]) -> Conversation:
    """The conversation with these tools on offer."""
    steps = (step.model_copy(update={"tools": tools}) if isinstance(step, Opened) else step for step in conversation.steps)
    return Conversation.model_construct(steps=tuple(steps))

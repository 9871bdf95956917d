"""Turns without a call: the user greets, thanks or thinks aloud, the assistant answers in kind."""

from random import Random
from typing import Final

from roles.base import Asked, Conversation, Planned, Replied, Role, Step

FIRST: Final = (
    ("Hi there! Are you able to help me today?", "Hello! Yes, of course. What do you need?"),
    ("Good morning. I might need a hand with a few things.", "Good morning! I'm happy to help. Where shall we start?"),
    ("Hello, is anyone there?", "Hello! I'm here. What can I do for you?"),
)
LATER: Final = (
    ("Thanks, that's really helpful.", "You're welcome! Is there anything else?"),
    ("Great, thank you. Give me a moment to think.", "Of course, take your time."),
    ("Okay, I understand. Thank you.", "You're welcome. Tell me when you need more."),
    ("Perfect, that's just what I was hoping for.", "I'm glad to hear it. What else would you like?"),
    ("Hmm, let me think about that for a second.", "Sure, no hurry."),
    ("Wow, I didn't expect that. Good to know.", "Happy to help. Shall we go on?"),
)
"""(What the user says, what the assistant answers)."""


class TalkingAssistant:
    """Calls and replies, or answers small talk where the plan is empty."""

    def __init__(self, assistant: Role) -> None:
        self.assistant = assistant

    def __call__(self, conversation: Conversation, rng: Random) -> Step:
        """What the assistant does."""
        if conversation.last(Planned).plan.calls:
            return self.assistant(conversation, rng)
        said = conversation.last(Asked).text
        return Replied(text=dict(small_talk(conversation)).get(said, "Of course."))


def small_talk(conversation: Conversation) -> tuple[tuple[str, str], ...]:
    """What may be said now, with its answers."""
    return LATER if conversation.all(Replied) else FIRST

"""The embedder: lets a strategy decide which calls of the plan stay implicit."""

from random import Random

from roles.base import Briefed, Conversation, EmbeddingStrategy, Planned


class Embedder:
    """Briefs the user about the newest plan, as its embedding strategy says."""

    def __init__(self, strategy: EmbeddingStrategy) -> None:
        self.strategy = strategy

    def __call__(self, conversation: Conversation, rng: Random) -> Briefed:
        """A brief for the newest plan."""
        return Briefed(brief=self.strategy(conversation.last(Planned).plan, rng))

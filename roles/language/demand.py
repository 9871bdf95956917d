"""A demand: what the user wants, before it is made a question, a wish or an order."""

from collections.abc import Sequence
from typing import NamedTuple

from roles.language.verbs import Kind
from roles.language.wording import Wording


class Demand(NamedTuple):
    """A clause filled in: what the user wants, before it is made a question, a wish or an order."""

    tool: str
    kind: Kind
    verb: str
    thing: Wording
    """All that follows the verb."""
    head: str
    """The noun that the thing is about, singular."""
    noun: int
    """How many characters of the thing are its first noun phrase; 0 where that is not plain."""
    plural: bool
    """Whether the thing takes `are`."""
    definite: bool
    """Whether one can ask "What is ...?" of it."""
    indefinite: bool
    """Whether it is any number of things, so that one can ask "Are there any ...?"."""
    extra: tuple[Wording, ...] = ()
    """Whole sentences that say the rest."""

    def adding(self, sentences: Sequence[Wording]) -> "Demand":
        """The demand with more sentences."""
        return self._replace(extra=(*self.extra, *sentences)) if sentences else self

"""The steered user: of several wordings, the one that names as many calls as the script says; small talk where there are none."""

import re
from collections.abc import Iterator
from random import Random

from roles.base import Asked, Briefed, Conversation, Judged, Mention, Planned, Role, Step
from simulator.steering.cue import Prompter
from simulator.steering.small_talk import small_talk

WORDINGS = 3
"""Wordings tried for a request, each also with its values told without saying what they are."""


class SteeredUser:
    """Writes a request, or small talk where the plan is empty."""

    def __init__(self, prompter: Prompter, user: Role, silent: Role, verifier: Role) -> None:
        """`silent` is a user who does not mention what hidden calls find out."""
        self.prompter = prompter
        self.user = user
        self.silent = silent
        self.verifier = verifier

    def __call__(self, conversation: Conversation, rng: Random) -> Step:
        """What the user says."""
        plan = conversation.last(Planned).plan
        if not plan.calls:
            return Asked(text=rng.choice(small_talk(conversation))[0])
        wanted = self.prompter.cue(conversation).wish.implicit
        if wanted is None or len(plan.calls) < 2:
            return self.user(conversation, rng)
        best: tuple[int, Step] | None = None
        for asked, plain in self._wordings(conversation, bool(wanted), rng):
            missed = abs(self.prompter.unnamed(conversation.then(asked), plan) - wanted)
            if best is None or (missed < best[0] and (plain or self._understood(conversation, asked))):
                best = missed, asked
            if best[0] == 0:
                break
        assert best is not None
        return best[1]

    def _wordings(self, conversation: Conversation, hiding: bool, rng: Random) -> Iterator[tuple[Step, bool]]:
        """Requests in several wordings, and whether each is as the user would put it; where much is hidden, ever terser ones."""
        hidden = conversation.last(Briefed).brief.implicit
        for _ in range(WORDINGS):
            said = self.user(conversation, rng)
            yield said, True
            if hiding:
                yield bare(said, hidden), False
                said = self.silent(conversation, rng)
                yield said, False
                yield bare(said, hidden), False

    def _understood(self, conversation: Conversation, asked: Step) -> bool:
        verdict = self.verifier(conversation.then(asked), Random(0))
        return isinstance(verdict, Judged) and verdict.ok


_LEAD = re.compile(
    r"(?:^|(?<=[.!?] ))(?:The|My) [a-z][a-z ]* (?:is called|is|are) $|(?:^|(?<=[.!?] ))It's (?:the )?[a-z][a-z ]* $"
)


def bare(asked: Step, hidden: tuple[str, ...]) -> Step:
    """The request with values that only hidden calls need told as they are: "It's Cecil." for "The contact is Cecil."."""
    if not isinstance(asked, Asked):
        return asked
    text, mentions = asked.text, list(asked.mentions)
    for place in sorted(range(len(mentions)), key=lambda place: -mentions[place].span[0]):
        start, end = mentions[place].span
        lead = _LEAD.search(text[:start])
        if mentions[place].call not in hidden or lead is None or text[end : end + 1] not in (".", "!"):
            continue
        text = text[: lead.start()] + "It's " + text[start:]
        moved = len("It's ") - (start - lead.start())
        mentions = [_moved(each, start, moved) for each in mentions]
    return asked.model_copy(update={"text": text, "mentions": tuple(mentions)})


def _moved(mention: Mention, start: int, by: int) -> Mention:
    first, last = mention.span
    return mention.model_copy(update={"span": (first + by, last + by)}) if first >= start else mention

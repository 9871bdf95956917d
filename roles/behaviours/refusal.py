"""Refusals: how an assistant says that it cannot do something, without a word about tools."""

import re
from random import Random
from typing import Final

from roles.language.chunks import Chunk
from roles.language.clause import Clause
from roles.language.clauses import Clauses
from roles.language.frames import Style
from roles.language.nouns import PERSONAL, SELF, singular

_ALONE: Final[dict[Style, tuple[str, ...]]] = {
    "plain": (
        "I'm sorry, but I can't {}.",
        "I'm afraid I can't {}.",
        "Unfortunately, I have no way to {}.",
        "Sorry, I'm not able to {}.",
    ),
    "polite": (
        "I'm very sorry, but I'm not able to {}.",
        "I'm afraid I can't {} for you. Is there anything else that I can help with?",
        "I apologize, but I have no way to {}.",
        "Unfortunately, I can't {}. Please let me know if there is something else I can do.",
    ),
    "terse": ("Sorry, I can't {}.", "I can't {}, sorry.", "I'm not able to {}."),
    "chatty": (
        "I wish I could, but I can't {}.",
        "Ah, I'm afraid that's beyond me: I can't {}.",
        "I'm sorry, I'd love to help, but I have no way to {}.",
        "Oh, sorry! I can't {}. Anything else I can do?",
    ),
}
_BESIDES: Final[dict[Style, tuple[str, ...]]] = {
    "plain": ("However, I can't {}.", "I can't {}, though.", "But I have no way to {}, I'm afraid."),
    "polite": ("I'm afraid I can't {}, though.", "I'm sorry, but I'm not able to {}.", "Unfortunately, I can't {}."),
    "terse": ("Can't {}, sorry.", "But I can't {}."),
    "chatty": ("I can't {}, though, sorry about that!", "The one thing I can't do is {}.", "But I'm afraid I can't {}."),
}
_BEGINNING: Final = frozenset("book reserve buy order purchase rent hire open place schedule set start make add".split())
_YOURS: Final = (
    (r"\bmy\b", "your"),
    (r"\bme\b", "you"),
    (r"\bI have\b", "you have"),
    (r"\bI can\b", "you can"),
    (r"\bI\b", "you"),
)


def refusal(clauses: Clauses, tool: str, style: Style, rng: Random, besides: bool = False) -> str:
    """That this cannot be done; `besides` where the rest of the request was."""
    return rng.choice((_BESIDES if besides else _ALONE)[style]).format(done(clauses[tool]))


def done(clause: Clause) -> str:
    """What the clause asks for, as the assistant says it: `cancel your pending order`."""
    parts = [
        f"{chunk.preposition} {_theirs(chunk, clause, first=not place)}".strip()
        for place, chunk in enumerate(clause.chunks)
        if chunk.text and not _of_the_user(chunk.head)
    ]
    text = " ".join([_verb(clause), *parts])
    for mine, yours in _YOURS:
        text = re.sub(mine, yours, text)
    return text


def _theirs(chunk: Chunk, clause: Clause, first: bool) -> str:
    """`your booking` for `a booking`, where it is there already."""
    new = first and (clause.kind in ("create", "send") or clause.verb in _BEGINNING)
    if chunk.article in ("a", "an") and singular(chunk.head) in PERSONAL and not new:
        return "my " + chunk.text.removeprefix(chunk.article).lstrip()
    return chunk.text


def _of_the_user(head: str) -> bool:
    return singular(head) in SELF


def _verb(clause: Clause) -> str:
    if clause.kind == "find":
        return "search for" if clause.chunks and clause.chunks[0].plural else "find"
    return "look up" if clause.kind == "show" and clause.verb not in ("list", "describe") else clause.verb

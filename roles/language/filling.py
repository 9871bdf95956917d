"""What is said in the place of a noun phrase: a value, "my order", "that movie", or nothing."""

import re
from collections.abc import Sequence
from functools import lru_cache
from random import Random
from typing import Final, Literal, Protocol

from roles.language.chunks import Chunk
from roles.language.matching import MEANS
from roles.language.nouns import PERSONAL, SELF, singular
from roles.language.wording import Wording, listed, spaced

Standing = Literal["hidden", "asked", "first", "earlier"]
"""What a reference points at: a call nobody asks for, one asked for in this turn (or its first find), an earlier turn."""

_NAMING: Final = ("with ", "called ", "named ", "under ")
_DATES: Final = frozenset("date day time year month week hour page".split())
_CLASSED: Final = frozenset("file word sentence string topic keyword company directory channel".split())
_PROPER: Final = re.compile(r"[A-Z][a-z]+(?:[ -][A-Z][a-z]+)*(?:, .*)?")
_MOVING: Final = re.compile(r"\w+ing (to|from|in|at|on) ")
_PLACED: Final = re.compile(r"(?:from|to|for|with|in|on|at) ")
_DETERMINED: Final = ("the ", "my ", "a ", "an ")


class Saying(Protocol):
    """A phrase that says values; see `roles.language.cues.Phrase`."""

    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def place(self) -> str: ...  # noqa: D102
    @property
    def spans(self) -> tuple[tuple[str, tuple[int, int]], ...]: ...  # noqa: D102


def wording(call: str, saying: Saying) -> Wording:
    """A phrase as wording of one call."""
    return Wording(saying.text, tuple(((call, path), span) for path, span in saying.spans))


def joined(adverbials: Sequence[Wording]) -> list[Wording]:
    """Phrases that begin with `with` as one phrase: `with a radius of 5 and a height of 10`."""
    found = [each for each in adverbials if not each.text.startswith("with ")]
    accompanied = [each for each in adverbials if each.text.startswith("with ")]
    if len(accompanied) > 1:
        return [*found, "with " + listed([each.cut(5) for each in accompanied])]
    return found + accompanied


def is_left_out(chunk: Chunk, rng: Random) -> bool:
    """Whether a placeholder for a value from a hidden call is better left out."""
    head = singular(chunk.head)
    if chunk.preposition in MEANS or (chunk.plural and chunk.asked):
        return True
    if head in PERSONAL or head in SELF or not chunk.asked or chunk.preposition in ("of", "to", "into"):
        return False
    return rng.random() < (0.8 if head in _DATES else 0.35)


def said(chunk: Chunk, call: str, sayings: Sequence[Saying], first: bool, rng: Random) -> Wording:
    """The chunk with its values in it: `of my pending order #W1`, `with a radius of 5`."""
    objects: list[Wording] = []
    others: list[Wording] = []
    about = _about(singular(chunk.head))
    for saying in sayings:
        words = wording(call, saying)
        moving = _MOVING.match(words.text)
        if moving and moving.group(1) == chunk.preposition:
            words = words.cut(moving.start(1))
        if about.match(words.text):
            objects.append(words.cut(4))
        else:
            (objects if saying.place == "object" and not _PLACED.match(words.text) else others).append(words)
    if objects:
        preposition = "for" if chunk.preposition in ("using", "via", "by") and not first else chunk.preposition
        return spaced([preposition, _named(chunk, listed(objects), len(objects) > 1, rng), chunk.tail, *joined(others)])
    tail = chunk.tail if chunk.preposition in ("if", "whether") else ""
    return spaced([*_kept(chunk, others, first), *joined(others), tail])


@lru_cache(maxsize=4096)
def _about(head: str) -> re.Pattern[str]:
    return re.compile(rf"(?i)for (?=(?:\w+ )*{re.escape(head or '-')}\b)")


def _kept(chunk: Chunk, phrases: Sequence[Wording], first: bool) -> list[str]:
    """What stays of the noun before phrases that say its value: `the user` before `with the username joe`."""
    naming = phrases[0].text.startswith(_NAMING)
    definite = f"{'my' if singular(chunk.head) in PERSONAL and not chunk.asked else 'the'} {chunk.noun}"
    if first and chunk.preposition not in ("", "if", "whether") and not naming:
        return []
    if first:
        return [chunk.preposition, definite if chunk.asked or naming else chunk.text]
    if naming and chunk.preposition not in MEANS and len(phrases) == 1 and not chunk.plural:
        return [chunk.preposition, definite]
    return []


def _named(chunk: Chunk, value: Wording, many: bool, rng: Random) -> Wording:
    head, low = singular(chunk.head), value.text.lower()
    personal = head in PERSONAL and not chunk.asked
    determined = low.startswith(_DETERMINED)
    if re.search(rf"\b{re.escape(head)}", low):
        if chunk.modifiers and not determined:
            return (("my " if personal else "the ") + chunk.modifiers + " ") + value
        return "my " + value if personal and not determined and rng.random() < 0.6 else value
    if many or determined or not chunk.head or _PROPER.fullmatch(value.text):
        return value
    if value.text.startswith(('"', "'")) or head in _CLASSED:
        return f"the {chunk.noun} " + value
    return (f"my {chunk.noun} " if personal else f"{chunk.noun} ") + value


def referred(chunk: Chunk, standing: Standing) -> Wording:
    """The chunk where its value is not said: `of my order`, `of that movie`, `for the first one`."""
    head = singular(chunk.head)
    if head in SELF:
        return spaced([chunk.preposition, "me" if standing == "hidden" else f"that {head}"])
    if standing == "first" and not chunk.asked and not chunk.plural:
        return spaced([chunk.preposition, f"the first {f'{chunk.modifiers} {head}'.strip()}", chunk.tail])
    article = "my" if head in PERSONAL else "the"
    if standing != "hidden":
        article = "those" if chunk.plural else "that"
    return spaced([chunk.preposition, f"{article} {chunk.noun}", chunk.tail])

"""The noun phrases of a clause, each with the preposition before it."""

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Final

from roles.language.nouns import MASS, is_plural, singular, with_article

_PREPOSITION: Final = re.compile(
    r"\s+(?=(?:of|for|in|on|from|to|into|with|between|at|about|within|near|against|under|by|using|via|around|"
    r"during|per|over|across|among|after|before|until|since|towards?|as|\w+_(?:to|of|by))\s(?!which\b))"
)
_TWO_WORDS: Final = re.compile(
    r"\b(?:(up|relative) (to)|(out) (of)|"
    r"(?!(?:sorted|filtered|identified|grouped|ordered|followed|specified|determined|defined|indicated|given|divided)\b)"
    r"(\w{3,}ed|written|made|sung|taken|sent) (by))(?=\s)"
)
_DOING: Final = re.compile(r"(\w{3,}ing)\s+(?=(?:an?|the|my|some|all|any)\s)")
_HAD_DONE: Final = re.compile(r"\s+\w{2,}ed(?: \w+)?$")
_ASKED: Final = re.compile(
    r"\b(?:(?:the|an?|any|some)\s+)?(?:given|user-specified|specified|specific|particular|certain|provided|"
    r"selected|desired|chosen|"
    r"supplied|requested|input|(?:two|three|multiple|several) (?:given|specified|different))\s+(?!and\b)",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"^(?:the )?(?:two|three|both|multiple|several)\s+", re.IGNORECASE)
ARTICLE: Final = re.compile(
    r"^(an?|the|some|any|all|my|your|their|its|his|her|this|that|these|those|each|every|no|another)\s+", re.IGNORECASE
)
_TAIL: Final = re.compile(
    r"\s+(?:that|who|which|whose|whether|if|and get|being|made|released|authored|posted|written|created|followed|available|"
    r"when|(?:is|are|was|were) ?|"
    r"(?:in|with|by|for|on|to) which)\b.*$"
)
_ANOTHER: Final = re.compile(r"(?:another|a (?:new|different|later)) (?:time|date|day|slot)")
_WHETHER: Final = re.compile(
    r"(if|whether) (.+?) ((?:is|are|has|have|exists?|contains?|can|could|matches|was|were|will|does|falls|belongs|"
    r"needs|should)\b.*)"
)


@dataclass(frozen=True)
class Chunk:
    """A noun phrase with the preposition before it, and the parameters it stands for."""

    preposition: str
    article: str
    modifiers: str
    head: str
    tail: str = ""
    """What follows the head: `that are airing today`."""
    asked: bool = False
    """Whether its text says that the value is given: `a specified week`."""
    parameters: tuple[str, ...] = ()

    @cached_property
    def noun(self) -> str:
        """Modifiers and head."""
        return f"{self.modifiers} {self.head}".strip()

    @cached_property
    def one(self) -> str:
        """The head, singular and in lower case."""
        return singular(self.head)

    @cached_property
    def plural(self) -> bool:
        """Whether its head is plural."""
        return is_plural(self.head)

    @cached_property
    def text(self) -> str:
        """The words as they stand when no parameter is filled in."""
        bare = self.asked and not self.article and not self.plural and self.head and self.one not in MASS
        noun = with_article(self.noun) if bare or self.article in ("a", "an") else f"{self.article} {self.noun}"
        return f"{noun} {self.tail}".strip()


def chunks(rest: str) -> list[Chunk]:
    """What follows a verb, as noun phrases: `the price of a stock` -> the price, of a stock."""
    found = []
    for position, text in enumerate(_PREPOSITION.split(_TWO_WORDS.sub(_tied, rest))):
        whether = _WHETHER.match(text) if not position else None
        if whether:
            inner = _chunk(whether.group(1), whether.group(2))
            found.append(replace(inner, tail=f"{inner.tail} {whether.group(3)}".strip()))
            continue
        preposition = ""
        if position or re.match(r"(?:for|to|in|into|on|from|with|at|about)\s", text):
            preposition, _, text = text.partition(" ")
            preposition = preposition.replace("_", " ")
            doing = _DOING.match(text)
            if doing:
                preposition, text = f"{preposition} {doing.group(1)}", text[doing.end() :]
        found.append(_chunk(preposition, text))
        if found[-1].noun == "another" and position:
            found[-1] = replace(found[-1], article="another", modifiers=found[-2].modifiers, head=found[-2].head)
    return found


def _tied(match: re.Match[str]) -> str:
    return "_".join(word for word in match.groups() if word)


def had_done(found: list[Chunk]) -> list[Chunk]:
    """The chunks after `have`: what has something done to it, and what is done to it: `a return picked up`."""
    done = _HAD_DONE.search(found[0].noun)
    if not done:
        return found
    *before, last = found[0].noun[: done.start()].split() or [""]
    return [replace(found[0], modifiers=" ".join(before), head=last, tail=done.group().strip()), *found[1:]]


def _chunk(preposition: str, text: str) -> Chunk:
    asked = bool(_ASKED.search(text)) or bool(_NUMBERED.match(text))
    plain = _ASKED.sub("", text).strip()
    article = ARTICLE.match(plain)
    body = (plain[article.end() :] if article else plain).rstrip(",;")
    asked = (
        asked
        or (preposition == "from" and text.startswith("one "))
        or (preposition == "to" and (body == "another" or _ANOTHER.fullmatch(plain) is not None))
    )
    body = body.removeprefix("one ") if preposition == "from" else body
    tail = _TAIL.search(body)
    words = (body[: tail.start()] if tail else body).split()
    return Chunk(
        preposition,
        article.group(1).lower() if article else "",
        " ".join(words[:-1]),
        words[-1] if words else "",
        tail.group().strip() if tail else "",
        asked,
    )


_LETTERS = re.compile(r"[A-Za-z]+")


@lru_cache(maxsize=16384)
def content(text: str) -> tuple[str, ...]:
    """The words of a text, singular and in lower case."""
    return tuple(singular(word) for word in _LETTERS.findall(text))

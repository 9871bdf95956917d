"""Which tools a request asks for: the inverse of clauses and sentences, without a look at the plan."""

import math
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

from roles.language.clause import SOMEBODY, Clause
from roles.language.clauses import Clauses
from roles.language.descriptions import words_of
from roles.language.nouns import singular
from roles.language.verbs import KINDS, READING, SAID_FOR, base
from tool_graphs.graph import ToolGraph

ASKED: Final = 0.5
"""From this score on a tool counts as asked for."""

_TOKEN: Final = re.compile(r"[A-Za-z0-9][\w'’/-]*(?:\.\w+)*|[.?!,:;]")
_QUOTED: Final = re.compile(r"(?<!\w)(['\"]).*?\1(?!\w)|[\"“][^\"”]*[\"”]", re.DOTALL)
_STOP: Final = frozenset(
    "a an the of for to from in on at by with and or as is are be it its this that those these i my me you your "
    "please there any first one thanks pls "
    "some all up about into using new one another other i'd i'm what which can could . ? ! , : ;".split()
)
_OPENER: Final = re.compile(
    r"(?:(?:thanks?(?: you)?(?: very much| so much)?|ok(?:ay)?|great|perfect|awesome|nice|wonderful|next|now|also|"
    r"and|then|so|hi|hello|hey|well|finally|besides that|"
    r"after that|once that's done|on top of that|while you're at it|with that|first|oh|ah|"
    r"good|cool|actually|plus|in addition|once done|once you(?: have|'ve got) (?:that|it)|and maybe|"
    r"thanks for that|good to know|that's very helpful|"
    r"one more thing(?:, if i may)?|i have another one|a few things|i need a couple of things|quick one|"
    r"for that)\b[,:!.]*\s*)+",
    re.IGNORECASE,
)
_REQUEST: Final = re.compile(
    r"(?:(?:please|pls|kindly|can you help me|would you mind helping me|do you think you could|i'm hoping you can|"
    r"i was hoping to|i'm looking to|you could|i also need you to|i also need to|i'd also like you to|"
    r"i'd also like to|would you be able to|can you do me a favou?r and|can you|could you|would you|will you|"
    r"any chance you could|i was wondering if you could|i'd appreciate it if you could|"
    r"may i ask you to|i could use your help:?|do me a favou?r and|i need you to|need you to|i'd like you to|"
    r"i would like you to|i want you to|"
    r"i need to|i want to|i'd like to|i would like to|i'd love to|i really need to|i've been meaning to|"
    r"i'm trying to|want to|need to|help me(?: to)?|let's|"
    r"go ahead and|quickly|just|also|i have to|i wish to)\b[,:]?\s*)+",
    re.IGNORECASE,
)
_READ: Final = re.compile(
    r"(?:what(?:'s| is| are| was| were)?|which|how (?:much|many|long|far|old)|how's|who(?:'s| is| are)?|"
    r"where(?:'s| is| are)?|when(?:'s| is| does)?|are there|is there|"
    r"i need(?! to\b)|need(?! to\b)|i'm looking for|looking for|i'm after|may i have|can i (?:see|have|get)|"
    r"i'd also like(?! to\b| you\b)|"
    r"do you have|do you know(?: any)?|can you find any|could i (?:see|have|get)|"
    r"i could (?:really )?use|i want(?! to\b)|i'd like(?! to\b))\b\s*",
    re.IGNORECASE,
)


_NOUN_PLEASE: Final = re.compile(
    r"(?!no\b|yes\b|not\b|don't\b|up to\b|at most\b|only\b|with|without\b|in\b|for\b|on\b).*\b(?:please|thanks)[ .!]*$",
    re.IGNORECASE | re.DOTALL,
)
_SAME: Final = 0.995
"""Ranks this close are the same wish in other words."""
_VERB_WEIGHT: Final = 2.0


@dataclass(frozen=True, slots=True)
class Recognized:
    """A tool that a stretch of the text asks for."""

    tool: str
    score: float
    """How sure, from 0 to 1."""
    span: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class _Profile:
    """What gives a tool away: its verbs, and the words of its clause and name."""

    tool: str
    verb: str
    verbs: frozenset[str]
    reads: bool
    """Whether it only tells something."""
    acts: bool
    """Whether its verb tells what it is about."""
    words: Mapping[str, float]
    told: frozenset[str]
    """Words of its name that are not among its clause's."""
    cues: frozenset[str]
    """Nouns of its parameters."""
    surface: frozenset[str]
    """Its words as they stand: plurals stay plurals."""
    counted: tuple[str, ...]
    """All words of its clause and its name, each once."""


class _Segment(NamedTuple):
    """A stretch of the text that asks for one thing."""

    verb: str
    """Base form; empty where something is only asked about."""
    words: frozenset[str]
    surface: frozenset[str]
    mine: bool
    """Whether it is about the speaker's own things."""
    span: tuple[int, int]


class Recognizer:
    """Finds what is asked for; what depends on a tool alone is worked out once."""

    def __init__(self, graph: ToolGraph, clauses: Clauses | Mapping[str, Clause] | None = None) -> None:
        self._clauses = Clauses(graph) if clauses is None else clauses
        self._known: tuple[tuple[str, ...], tuple[_Profile, ...]] = ((), ())
        """The tools that were offered last, and their profiles: a conversation asks of the same ones every time."""

    def recognize(self, text: str, offered: Sequence[str]) -> list[Recognized]:
        """The offered tools that the text asks for, in its order, each once; every stretch counts for one tool only."""
        names, profiles = self._known
        if names != offered:
            profiles = tuple([_profiled(self._clauses[name]) for name in offered])
            self._known = tuple(offered), profiles
        return list(_recognized(text, profiles))


@lru_cache(maxsize=512)
def _recognized(text: str, profiles: tuple[_Profile, ...]) -> tuple[Recognized, ...]:
    """What verifier and judge ask alike, worked out once."""
    offer = _offer(profiles)
    found: dict[str, Recognized] = {}
    for segment in _segments(text, offer.own):
        likely = _likely(segment, offer)
        best = next((each for each in likely if each.tool not in found), likely[0] if likely else None)
        if best and (best.tool not in found or found[best.tool].score < best.score):
            found[best.tool] = best
    return tuple(sorted(found.values(), key=lambda each: each.span))


@lru_cache(maxsize=256)
def _offer(profiles: tuple[_Profile, ...]) -> "_Offer":
    return _Offer(profiles)


def _profiled(clause: Clause) -> _Profile:
    """The profile of a clause, kept with it."""
    known: _Profile | None = clause.__dict__.get("_profile")
    if known is None:
        known = clause.__dict__["_profile"] = _profile(clause)
    return known


class _Offer:
    """The profiles of the tools on offer together: a word that many of them have tells little."""

    def __init__(self, profiles: Sequence[_Profile]) -> None:
        self.profiles = profiles
        self.own = frozenset(profile.verb for profile in profiles if profile.verb not in KINDS)
        self._counts = Counter(chain.from_iterable(profile.counted for profile in profiles))
        self._weighed: dict[int, _Weights] = {}

    def weighed(self, position: int) -> "_Weights":
        """What the words of a profile weigh among these."""
        known = self._weighed.get(position)
        if known is None:
            every, counts = len(self.profiles), self._counts
            weights = {
                word: weight * math.log(1 + every / counts[word]) for word, weight in self.profiles[position].words.items()
            }
            own = self.profiles[position].words
            each = tuple([(word, weight, weight / own[word]) for word, weight in weights.items()])
            known = self._weighed[position] = each, sum(weights.values()) or 1.0, weights.get("user")
        return known


_Weights = tuple[tuple[tuple[str, float, float], ...], float, float | None]
"""(word, what it weighs, how much more than in its profile) of a profile; all together; what its "user" weighs."""


def _profile(clause: Clause) -> _Profile:
    words: dict[str, float] = {}
    for before, chunk in zip((None, *clause.chunks), clause.chunks, strict=False):
        depends = before is not None and before.parameters and chunk.preposition == "of" and not chunk.parameters
        weight = (
            0.15
            if depends or chunk.preposition in ("by", "using", "via")
            else 0.12
            if chunk.asked and before is not None
            else 0.3
            if chunk.asked
            else 0.5
            if chunk.parameters
            else 1.0
        )
        weight = 0.3 if chunk.parameters and chunk.preposition in ("to", "into", "with") else weight
        for word in _content(f"{chunk.noun} {chunk.tail}"):
            left_out = chunk.parameters and word not in chunk.noun.lower()
            words[word] = max(words.get(word, 0), 0.1 if left_out or word in SOMEBODY else weight)
    first = clause.verb.split()[0]
    named = frozenset(singular(word) for word in words_of(clause.tool) if word.lower() not in KINDS and len(word) > 1)
    cues = frozenset(word for noun in clause.entities.values() for word in _content(noun)) - named - frozenset(words)
    told = named - _STOP - words.keys()
    return _Profile(
        clause.tool,
        first,
        frozenset((first, *(said.split()[0] for said in SAID_FOR.get(first, ())))),
        clause.kind in READING,
        clause.kind not in ("show", "find", "check"),
        words,
        told,
        cues,
        frozenset(clause.text.lower().split()) - _STOP,
        (*words, *sorted(told)),
    )


def _content(text: str) -> list[str]:
    return [singular(word.removesuffix("'s")) for word in _TOKEN.findall(text) if word.lower() not in _STOP]


def _likely(segment: _Segment, offer: _Offer) -> list[Recognized]:
    """The tool that the segment asks for most likely, and those that it asks for in just the same words."""
    ranked: list[tuple[float, float, str]] = []
    verb, said_words = segment.verb, segment.words
    reads = not verb or KINDS.get(verb, "act") in READING
    users = segment.mine and "user" not in said_words
    for position, profile in enumerate(offer.profiles):
        named = not said_words.isdisjoint(profile.words)
        asked = verb == profile.verb or verb in profile.verbs
        if not named and not (users and "user" in profile.words) and not (asked and (profile.acts or not profile.words)):
            continue  # nothing speaks for it
        weights, total, user = offer.weighed(position)
        matched = said = 0.0
        if named:
            for word, weight, rarity in weights:
                if word in said_words:
                    matched += weight
                    said += rarity
        if users and user is not None:
            matched += 0.5 * user
            said += 0.5 * user
        extra = 0.4 * len(profile.told & said_words) if profile.told else 0.0
        factor = 1.05 if verb == profile.verb else 1.0 if asked else 0.9 if reads and profile.reads else 0.35
        if profile.acts:
            total += _VERB_WEIGHT
            if asked:
                matched += _VERB_WEIGHT
                said += _VERB_WEIGHT
        score = min(1.0, factor) * min(1.0, (matched + extra * 0.5) / total)
        cued = 0.2 * len(profile.cues & said_words) + 0.1 * len(profile.surface & segment.surface)
        rank = factor * (said + extra + cued) - 0.5 * (total - matched)
        ranked.append((rank, score, profile.tool))
    if not ranked:
        return []
    best = max(ranked)
    near = [best, *(each for each in ranked if each is not best and each[0] >= best[0] * _SAME and best[0] > 0)]
    return [Recognized(tool, score, segment.span) for _, score, tool in near]


@lru_cache(maxsize=32)
def _segments(text: str, own: frozenset[str]) -> tuple[_Segment, ...]:
    """The stretches of the text; `own` are the tools' verbs that no list knows."""
    plain = _QUOTED.sub(lambda match: "§" * len(match.group()), text) if _QUOTE.search(text) else text
    found: list[_Segment] = []
    for start, end in _sentences(plain):
        found += _demands(plain, start, end, own)
    return tuple(found)


_QUOTE: Final = re.compile(r"['\"“](?<!\w')")
"""Without it a text holds nothing in quotes, though it may hold apostrophes."""
_ENDS: Final = re.compile(r"[.?!:](?=\s|$)(?<!\b[A-Z].)")


def _sentences(text: str) -> list[tuple[int, int]]:
    ends = [match.end() for match in _ENDS.finditer(text)]
    starts = [0, *ends]
    return [(start, end) for start, end in zip(starts, [*ends, len(text)], strict=False) if text[start:end].strip()]


def _demands(text: str, start: int, end: int, own: Collection[str]) -> list[_Segment]:
    while start < end and text[start].isspace():
        start += 1
    opener = _OPENER.match(text, start, end)
    at = opener.end() if opener else start
    asked = _REQUEST.match(text, at, end)
    at = asked.end() if asked else at
    reading = _READ.match(text, at, end)
    first = _TOKEN.search(text, reading.end() if reading else at, end)
    if first is None:
        return []
    verb = "" if reading else _verb(first[0], own)
    if not reading and not verb and not asked and not _is_noun_please(text[at:end]):
        return []
    tokens = [(word := match[0], word.lower(), match.start()) for match in _TOKEN.finditer(text, first.start(), end)]
    found: list[_Segment] = []
    words: list[_Word] = []
    begun = start
    for position, token in enumerate(tokens):
        _, low, place = token
        follows = _new_demand(tokens, position + 1, own) if words and low in _AND else None
        if follows is not None:
            found.append(_segment(verb, words, text, begun, place))
            verb, words, begun = follows, [], place
        if low not in _STOP:
            words.append(token)
    found.append(_segment(verb, words, text, begun, end))
    return found


def _is_noun_please(text: str) -> bool:
    """Whether it is a thing and "please", and no more than that."""
    last = text.rstrip(" .!\n")[-6:]
    return not (last.isascii() and last.lower() not in _PLEASE) and _NOUN_PLEASE.match(text) is not None


_PLEASE: Final = ("please", "thanks")
_Word = tuple[str, str, int]
"""A word or mark of a demand: as it stands, in lower case, and where."""


def _segment(verb: str, words: list[_Word], text: str, start: int, end: int) -> _Segment:
    stems = frozenset([singular(word.removesuffix("'s")) for word, _, _ in words])
    return _Segment(verb, stems, frozenset([low for _, low, _ in words]), bool(_MINE.search(text, start, end)), (start, end))


_MINE: Final = re.compile(r"\b(?:my|me|i)\b")
_AND: Final = frozenset(("and", "then", ","))
_LINKS: Final = frozenset(("and", "then", "also", "after", "that", "finally", "please", ","))


def _verb(word: str, own: Collection[str]) -> str:
    return base(word) or (word.lower() if word.lower() in own else "")


def _new_demand(tokens: list[_Word], position: int, own: Collection[str]) -> str | None:
    """The verb of the demand that begins here, after a conjunction, if one does."""
    while position < len(tokens) and tokens[position][1] in _LINKS:
        position += 1
    if position + 1 >= len(tokens):
        return None
    word = tokens[position][0]
    verb = _verb(word, own)
    return verb if verb == word and tokens[position + 1][0] not in ".?!,:;" else None

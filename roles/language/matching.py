"""Which parameters the noun phrases of a description stand for: `a stock` for `symbol`, `two cities` for where from and to."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

from roles.language.chunks import ARTICLE, Chunk, content
from roles.language.descriptions import words_of
from roles.language.nouns import PEOPLE, singular
from tool_graphs.tool import Field, Tool

SAYS_NOTHING: Final = frozenset(
    "id ids name names number code key value identifier type title symbol uuid slug url uri text string input "
    "list details current celsius fahrenheit".split()
)
"""Words of identifiers that do not tell what is meant."""
MEANS: Final = frozenset(("by", "using", "via", "with", "as"))
"""Prepositions before what a tool works with, rather than what it is about."""
_NAMES_THINGS: Final = SAYS_NOTHING | {
    "symbol",
    "location",
    "city",
    "country",
    "word",
    "zip",
    "email",
    "username",
    "currency",
    "path",
}
FILES: Final = frozenset("file directory folder document".split())
_PATHS: Final = frozenset("path filename filepath file directory folder dir source".split())
_FULL: Final = {
    "repo": "repository",
    "dir": "directory",
    "org": "organization",
    "msg": "message",
    "acct": "account",
    "img": "image",
    "pull": "request",
}
_WRITTEN: Final = frozenset("comment note message text reaction label tag reply entry line row item".split())
_INDEFINITE: Final = ("a", "an", "the", "any", "some", "another")
_SEVERAL: Final = re.compile(r"two|three|both|multiple|several|an? (?:pair|range)")
_DESCRIBED: Final = re.compile(
    r"[,.;:(]|\b(?:e\.g|such as|to|for|that|in|which|where|who|whose|making|being|used|associated)\b", re.IGNORECASE
)


def entity(parameter: Field) -> tuple[str, ...]:
    """The nouns of what a parameter names: `order_id` -> order."""
    return _entity((parameter.keys or (parameter.name,))[0])


@lru_cache(maxsize=8192)
def _entity(name: str) -> tuple[str, ...]:
    words = [_FULL.get(word, singular(word)) for word in words_of(name)]
    words = [word for word in words if not word.isdigit() and word not in ("a", "b")] or words
    return tuple(word for word in words if word not in SAYS_NOTHING and word not in ("from", "to", "is")) or tuple(words)


def is_sum(chunk: Chunk) -> bool:
    """Whether it only says that there is some sum: `pay an amount towards the tuition`; a value says which."""
    return chunk.noun in ("amount", "sum") and chunk.article in ("a", "an") and not chunk.preposition


def names_thing(parameter: Field) -> bool:
    """Whether the parameter names the thing itself, rather than one of its attributes."""
    if parameter.schema.get("enum") and parameter.keys and _is_kind(parameter.keys[0]):
        return False
    return _names_thing(parameter.keys[0] if parameter.keys else "")


@lru_cache(maxsize=8192)
def _is_kind(name: str) -> bool:
    return [singular(word) for word in words_of(name)][-1:] in (["type"], ["kind"])


@lru_cache(maxsize=8192)
def _names_thing(name: str) -> bool:
    words = [singular(word) for word in words_of(name)]
    return bool(words) and (words[-1] in _NAMES_THINGS or len(words) == 1)


def matched(chunks: list[Chunk], tool: Tool, kind: str) -> tuple[Chunk, ...]:
    """The chunks with their parameters; no parameter has two places."""
    fields = {leaf.keys[0]: leaf for leaf in reversed(tool.inputs) if leaf.keys}
    free = [name for name in tool.properties if name in fields]
    scores = [{name: _score(chunk, fields[name]) for name in free} for chunk in chunks]
    best = [max(each.values(), default=0.0) for each in scores]
    order = sorted(range(len(chunks)), key=lambda position: (not chunks[position].asked, -best[position], position))
    taken: dict[int, list[str]] = {}
    for position in order:
        result = _is_result(chunks[position], position, kind) and not _is_added(chunks, [fields[name] for name in free])
        mine = [] if result else _best(chunks[position], scores[position], free)
        if mine:
            taken[position] = mine
            free = [name for name in free if name not in mine]
    _fill_single(chunks, order, taken, [name for name in free if name in tool.needed], kind not in ("create", "send", "find"))
    return tuple(replace(chunk, parameters=tuple(taken.get(position, ()))) for position, chunk in enumerate(chunks))


def _is_result(chunk: Chunk, position: int, kind: str) -> bool:
    """Whether the chunk is what comes out: `create a task`, `change the address`."""
    return not position and not chunk.asked and (kind == "create" or (kind == "change" and chunk.article == "the"))


def _is_added(chunks: list[Chunk], free: list[Field]) -> bool:
    """Whether the first phrase names something there already that goes somewhere: `add a stock to the watchlist`."""
    head = singular(chunks[0].head)
    goes = any(chunk.preposition == "to" for chunk in chunks[1:]) and head not in _WRITTEN
    return goes and any(head == entity(field)[-1] and names_thing(field) for field in free)


def _best(chunk: Chunk, all_scores: Mapping[str, float], free: list[str]) -> list[str]:
    scores = {name: all_scores[name] for name in free if all_scores[name] > 0}
    if not scores:
        return []
    if _SEVERAL.match(chunk.text) or chunk.plural or " and " in chunk.noun:
        return list(scores)
    top = max(scores.values())
    return [name for name, score in scores.items() if score == top][:1]


def _fill_single(chunks: list[Chunk], order: list[int], taken: dict[int, list[str]], needed: list[str], from_first: bool) -> None:
    """Where one needed parameter and one placeholder are left, they belong together; what is only named goes first."""
    names = [name for name in needed if _only_names(name)]
    if len(needed) > 1 and len(names) == 1 and from_first and 0 not in taken and _is_place(chunks[0]):
        taken[0] = names
        needed = [name for name in needed if name not in names]
        left = [at for at in order if at not in taken and chunks[at].preposition and _is_place(chunks[at])]
        if len(needed) == 1 and needed[0].lower().endswith("id") and len(left) == 1:
            taken[left[0]] = needed
            return
    if len(needed) != 1:
        return
    places = [at for at in order if at not in taken and chunks[at].asked]
    vague = _only_names(needed[0])
    if not places and vague:
        places = [at for at in order if at not in taken and chunks[at].article in ("a", "an")]
        places = [at for at in places if chunks[at].preposition in ("of", "for", "to", "from", "in") or (from_first and not at)]
    if len(places) == 1:
        taken[places[0]] = needed


def _only_names(parameter: str) -> bool:
    """Whether a parameter's identifier does not tell what it names: `title`, `id`."""
    return all(word.lower() in SAYS_NOTHING or word in ("is", "q") for word in words_of(parameter))


def _is_place(chunk: Chunk) -> bool:
    return chunk.article in ("a", "an") and not chunk.plural and not chunk.asked


def _score(chunk: Chunk, parameter: Field) -> float:
    words, head = content(chunk.noun), singular(chunk.head)
    named, described = entity(parameter), _described(parameter.description)
    if chunk.preposition in ("to", "into", "with") and chunk.plural and set(words) <= set(named):
        return 4
    money = head in ("money", "fund", "cash") and not chunk.preposition
    if (money or is_sum(chunk)) and named[-1] in ("amount", "sum"):
        return 5
    if (
        head in ("time", "date", "day")
        and chunk.asked
        and named[-1] in ("start", "begin", "starts", "datetime", "when", "time", "date")
    ):
        return 4
    weak = not chunk.asked and chunk.preposition not in MEANS
    own = chunk.preposition in ("of", "between") or (not chunk.preposition and set(words) == set(named))
    items = own and chunk.plural and parameter.path.endswith("[]")
    if weak and not items and not (chunk.article in _INDEFINITE and names_thing(parameter)):
        return 0
    if head in named:
        return 4 + (head == named[-1])
    if len(words) > 1 and set(words) <= {singular(word) for word in words_of(parameter.keys[0] if parameter.keys else "")}:
        return 4.5
    core = set(words) - SAYS_NOTHING - {"address"}
    if core and core <= set(named):
        return 4
    if head in FILES and named[-1] in _PATHS:
        return 3.5
    if any(word in named for word in words if word not in SAYS_NOTHING):
        return 3 if not weak or parameter.name.lower().endswith("id") else 0
    if described and (head == described[-1] or (head in described and described[-1] in SAYS_NOTHING)):
        return 2
    if head in PEOPLE and any(word in ("user", "username", "customer", "account", "person") for word in named):
        return 1.5
    return 1 if chunk.asked and any(word in described for word in words) else 0


@lru_cache(maxsize=8192)
def _described(description: str) -> tuple[str, ...]:
    """The head nouns of a description: `The stock symbol, e.g. AAPL` -> stock, symbol; `The ID of the order` -> order."""
    before, _, after = _DESCRIBED.split(description, maxsplit=1)[0].partition(" of ")
    heads = content(ARTICLE.sub("", before.strip()))
    if after and all(word in SAYS_NOTHING or word in ("unique", "the") for word in heads):
        return content(ARTICLE.sub("", after.strip()))
    return heads

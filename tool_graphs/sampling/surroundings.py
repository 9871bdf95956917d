"""Sets of tools: neighbours, random ones, distractors."""

from collections import defaultdict
from collections.abc import Collection, Container
from functools import lru_cache
from itertools import chain
from random import Random
from typing import Literal

from tool_graphs.graph import ToolGraph
from tool_graphs.sampling.skeleton import feeds_of
from tool_graphs.words import content_words

Kind = Literal["near", "random", "mixed", "none"]
NEAR = {"near": 1.0, "mixed": 0.6, "random": 0.0}
"""The share of distractors that resemble the used tools, by kind."""

COMMON = 60
"""A word that more tools share than this does not make them alike."""


def random_tools(
    graph: ToolGraph, count: int, rng: Random, within: Collection[str] | None = None, avoid: Container[str] = frozenset()
) -> tuple[str, ...]:
    """So many tools, or all there are."""
    feeds = feeds_of(graph)
    pool = feeds.pool(within, avoid)
    names = feeds.names if pool is None else pool
    return tuple(rng.sample(names, min(count, len(names))))


def neighbourhood(
    graph: ToolGraph,
    count: int,
    rng: Random,
    within: Collection[str] | None = None,
    avoid: Container[str] = frozenset(),
    around: Collection[str] = (),
    fill: bool = True,
) -> tuple[str, ...]:
    """So many tools around one that can feed or be fed, or around given ones, by links; filled with similar, then random ones.

    Without `fill`, tools that no link leads to are left out.
    """
    feeds = feeds_of(graph)
    pool = feeds.pool(within, avoid)
    names = feeds.names if pool is None else pool
    linked = feeds.consumers if pool is None else [name for name in names if feeds.into[name] or feeds.out[name]]
    if not names or count < 1:
        return ()
    allowed = None if pool is None else frozenset(names)
    found = dict.fromkeys(name for name in around if name in feeds.place) or {rng.choice(linked or names): None}
    edge = list(found)
    while edge and len(found) < count:
        name = edge.pop(rng.randrange(len(edge)))
        fresh = [other for other in feeds.near(name) if other not in found and (allowed is None or other in allowed)]
        for other in rng.sample(fresh, min(len(fresh), 3, count - len(found))):
            found[other] = None
            edge.append(other)
    if not fill or len(found) >= count:
        return tuple(found)
    rest = [other for other in _similar(graph, tuple(found)) if other not in found and (allowed is None or other in allowed)]
    found.update(dict.fromkeys(rest[: max(0, count - len(found))]))
    missing = count - len(found)
    if missing > 0:
        found.update(dict.fromkeys([name for name in rng.sample(names, min(len(names), count)) if name not in found][:missing]))
    return tuple(found)


def distractors(
    graph: ToolGraph, used: Collection[str], count: int, rng: Random, avoid: Container[str] = frozenset(), kind: Kind = "mixed"
) -> tuple[str, ...]:
    """Tools that are not used: near ones (they share words, parameters, links or namespace), random ones, most near, or none.

    Where too few are near, random ones fill up.
    """
    if kind == "none":
        return ()
    taken = frozenset(used)
    near = (
        {}
        if kind == "random"
        else {name: likeness for name, likeness in _similar(graph, tuple(sorted(taken))).items() if name not in avoid}
    )
    chosen: dict[str, None] = {}
    while near and len(chosen) < round(count * NEAR[kind]):
        (name,) = rng.choices(list(near), list(near.values()))
        chosen[name] = None
        del near[name]
    names = feeds_of(graph).names
    for name in chain(rng.sample(names, min(len(names), 2 * count + len(taken))), near, names):
        if len(chosen) >= count:
            break
        if name not in taken and name not in avoid:
            chosen[name] = None
    mixed = list(chosen)
    rng.shuffle(mixed)
    return tuple(mixed)


@lru_cache(maxsize=8)
def _words_of_tools(graph: ToolGraph) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Tool -> its words (of name, parameters, namespace); word -> the tools that have it, for words that tell tools apart."""
    own = {
        tool.name: tuple(
            dict.fromkeys(
                [
                    *content_words(tool.name),
                    *(f"{name}=" for name in tool.properties),
                    *([f"{tool.namespace}/"] * bool(tool.namespace)),
                ]
            )
        )
        for tool in graph.tools.values()
    }
    sharing: dict[str, list[str]] = {}
    for name, words in own.items():
        for word in words:
            sharing.setdefault(word, []).append(name)
    return own, {word: tuple(names) for word, names in sharing.items() if 1 < len(names) <= COMMON}


@lru_cache(maxsize=1024)
def _similar(graph: ToolGraph, names: tuple[str, ...]) -> dict[str, float]:
    """Tools that share telling words or links with these, most alike first, and how much; not to be changed."""
    own, sharing = _words_of_tools(graph)
    feeds = feeds_of(graph)
    likeness: defaultdict[str, float] = defaultdict(float)
    for name in names:
        for word in own.get(name, ()):
            alike = sharing.get(word, ())
            telling = 1 / (len(alike) or 1)
            for other in alike:
                likeness[other] += telling
        for other in feeds.near(name) if name in feeds.place else ():
            likeness[other] += 0.1
    given, place = frozenset(names), feeds.place
    ranked = sorted([(-likeness[other], place[other], other) for other in likeness if other not in given])
    return {name: likeness[name] for _, _, name in ranked[:60]}

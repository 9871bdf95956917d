"""The clauses of a graph's tools, worked out from what the tools say of themselves, and which of them sound alike."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from roles.language.chunks import Chunk, chunks, content, had_done
from roles.language.clause import ABOUT, Clause
from roles.language.descriptions import imperative, words_of
from roles.language.matching import entity, matched, names_thing
from roles.language.nouns import PERSONAL, SELF, is_plural, singular
from roles.language.verbs import CHANGING, KINDS, Kind, kind
from tool_graphs.graph import ToolGraph
from tool_graphs.itself import Itself
from tool_graphs.tool import Tool

ALIKE: Final = 0.75
"""From this share of common words on two clauses are one wish."""
RIVAL: Final = 0.5
"""From this share on they had better be asked for in their own verbs."""
_PHRASAL: Final = frozenset("sign log clock look set turn switch check shut roll send give bring take put pay call pick".split())
_MAKING: Final = frozenset("place open start schedule submit file request begin".split())
_OWN_PARTS: Final = ("primary", "full", "basic", "current")


class Clauses:
    """The imperatives of a graph's tools, each worked out once."""

    def __init__(self, graph: ToolGraph) -> None:
        self._graph = graph
        self._known: dict[str, Clause] = {}
        self._described = Counter(tool.description for tool in graph.tools.values())

    def __getitem__(self, tool: str) -> Clause:
        if tool not in self._known:
            described = self._graph.tool(tool)
            self._known[tool] = clause(described, self._described[described.description] > 1)
        return self._known[tool]

    def rivalled(self, tool: str, offered: Sequence[str]) -> bool:
        """Whether another offered tool is asked for in nearly the same words."""
        mine = self[tool]
        acting, known = mine.acting, self._known
        for name in offered:
            other = known.get(name) or self[name]
            if other.acting == acting and name != tool and _same_words(mine, other, RIVAL):
                return True
        return False

    def alike(self, tool: str, other: str, share: float = ALIKE) -> bool:
        """Whether no listener could tell from a request which of the two tools is meant."""
        return _alike(self[tool], self[other], share)

    def distinct(self, tools: Sequence[str]) -> list[str]:
        """The tools without those that are asked for as one before them is."""
        kept: list[str] = []
        acting: dict[str, dict[object, list[Clause]]] = {}
        for tool in tools:
            mine = self[tool]
            near = acting.setdefault(mine.acting, {})
            keys: tuple[object, ...] = (mine.named, *mine.telling)
            others = {other.tool: other for key in keys for other in near.get(key, ())}
            if not others or not any(_same_words(mine, other, ALIKE) for other in others.values()):
                kept.append(tool)
                for key in keys:
                    near.setdefault(key, []).append(mine)
        return kept


def _alike(one: Clause, two: Clause, share: float) -> bool:
    return one.acting == two.acting and _same_words(one, two, share)


def _same_words(one: Clause, two: Clause, share: float) -> bool:
    if one.named == two.named:
        return True
    mine, theirs = one.telling, two.telling
    both = len(mine & theirs)
    return both >= share * (len(mine) + len(theirs) - both)


def clause(tool: Tool, shared: bool = False) -> Clause:
    """The imperative of a tool; from its name where another tool has the same description (`shared`)."""
    return _clause(Itself(tool), shared)


@lru_cache(maxsize=8192)
def _clause(itself: Itself[Tool], shared: bool) -> Clause:
    tool = itself.value
    verb, rest = _particle(*imperative(tool, shared))
    meant: Kind = "act" if verb == "return" and words_of(tool.name)[:1] == ["return"] else kind(verb)
    nouns = {leaf.keys[0]: entity(leaf)[-1] for leaf in reversed(tool.inputs) if leaf.keys and entity(leaf)}
    found = _of_a_thing(chunks(rest), tool)
    if verb == "have":
        found = had_done(found)
    if meant in ("act", "send") and found[0].article == "the" and found[0].noun in SELF:
        found[0] = Chunk("", "", "", "me", found[0].tail)
    placed = matched(found, tool, "create" if _begins(verb, found[0], tool) else meant)
    if meant in ("change", "delete") or verb.split()[0] in CHANGING:
        placed = tuple(_there(chunk) for chunk in placed)
    return Clause(tool.name, verb, meant, placed, nouns)


def _begins(verb: str, first: Chunk, tool: Tool) -> bool:
    """Whether the verb brings about what stands behind it, and no parameter names that: `place an order`."""
    new = verb in _MAKING and first.article in ("a", "an")
    return new and not any(names_thing(leaf) and singular(first.head) in entity(leaf) for leaf in tool.inputs)


def _there(chunk: Chunk) -> Chunk:
    """`my card` for `a card`: what is changed is there already."""
    if chunk.article not in ("a", "an") or chunk.asked:
        return chunk
    return replace(chunk, article="my" if singular(chunk.head) in PERSONAL else "the")


def _particle(verb: str, rest: str) -> tuple[str, str]:
    """The verb with its particle: `search for`, `look up`, `log in`."""
    first, _, others = rest.partition(" ")
    if kind(verb) == "find" and first in ("for", "up"):
        return verb, others
    phrasal = verb in _PHRASAL or (verb not in KINDS and first in ("up", "out", "off", "back", "over"))
    if first in ("up", "in", "out", "off", "back", "over") and others and phrasal:
        return f"{verb} {first}", others
    return verb, rest


def _of_a_thing(found: list[Chunk], tool: Tool) -> list[Chunk]:
    """`the TV season details` as the details of a TV season, where a parameter names that."""
    first = found[0]
    named = {word for leaf in tool.inputs if leaf.name.lower().endswith("id") or names_thing(leaf) for word in entity(leaf)}
    if len(found) > 1 or first.head not in ABOUT or not named.intersection(content(first.modifiers)):
        return found
    words = first.modifiers.split()
    own = [word for word in words if word.lower() in _OWN_PARTS]
    *before, last = [word for word in words if word not in own]
    thing = Chunk("of", "a", " ".join(before), singular(last) if is_plural(last) else last)
    return [Chunk("", "the", " ".join(own), first.head, first.tail), thing]

"""Which tools are equal or nearly so: training data made with a benchmark's own tools spoils the benchmark."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel
from rapidfuzz import fuzz

from tool_graphs.tool import Tool
from tool_graphs.words import STOP_WORDS, split, words

LONGEST_TEXT = 1_000
"""How many characters of a description are compared."""
RAREST = 6
"""How many of a tool's words, the rarest, lead to the tools that it is compared with."""
MOST_SHARING = 300
"""How many tools may share a word that leads from one to the other."""
CANDIDATES = 20
"""How many of those are compared in full: the ones that share most words, out of five times as many."""
_FEW_WORDS = 5


class Overlap(BaseModel, frozen=True):
    """Two tools that are equal or nearly so."""

    tool: str
    other: str
    score: float
    """1 for equal ones."""
    said: str
    """What they share."""


@dataclass(frozen=True, slots=True)
class _Look:
    """A tool as it is compared: everything in normalised words."""

    tool: str
    name: str
    description: str
    parameters: frozenset[str]
    words: frozenset[str]


def overlaps(tools: Sequence[Tool], others: Sequence[Tool]) -> list[Overlap]:
    """The tools that equal one of the others, or are near copies, each with the most alike; most alike first."""
    index = _Index([_look(tool) for tool in others])
    found = []
    for look in map(_look, tools):
        alike = [overlap for other in index.candidates(look) if (overlap := _compared(look, other)) is not None]
        found += sorted(alike, key=lambda each: (-each.score, each.other))[:1]
    return sorted(found, key=lambda each: (-each.score, each.tool))


def twins(tools: Sequence[Tool]) -> list[Overlap]:
    """Pairs in one catalog that can hardly be told apart: by name (`get_user`, `getUser`), or by parameters and description."""
    looks = [_look(tool) for tool in tools]
    positions = {look.tool: position for position, look in enumerate(looks)}
    index = _Index(looks)
    found = []
    for position, look in enumerate(looks):
        for other in sorted(index.candidates(look), key=lambda each: positions[each.tool]):
            same_text = look.description == other.description and len(look.description.split()) >= _FEW_WORDS
            same_name = split(look.tool) == split(other.tool)
            if positions[other.tool] > position and (same_name or (same_text and look.parameters == other.parameters)):
                found.append(_overlap(look, other))
    return found


def _look(tool: Tool) -> _Look:
    name, description = words(tool.name[:LONGEST_TEXT]), words(tool.description[:LONGEST_TEXT])
    parameters = [" ".join(words(name[:LONGEST_TEXT])) for name in tool.properties]
    told = (word for word in (*name, *description, *" ".join(parameters).split()) if word not in STOP_WORDS)
    return _Look(tool.name, " ".join(name), " ".join(description), frozenset(parameters), frozenset(told))


class _Index:
    """Leads from a tool to those that share its name or its rarest words."""

    def __init__(self, looks: Sequence[_Look]) -> None:
        self.looks = looks
        self.by_word: dict[str, list[int]] = defaultdict(list)
        self.by_name: dict[str, list[int]] = defaultdict(list)
        for position, look in enumerate(looks):
            self.by_name[look.name].append(position)
            for word in look.words:
                self.by_word[word].append(position)

    def candidates(self, look: _Look) -> Iterator[_Look]:
        """Those worth a closer look, the most promising first."""
        known = sorted((len(self.by_word[word]), word) for word in look.words if word in self.by_word)
        weights: Counter[int] = Counter()
        for place, (count, word) in enumerate(known[:RAREST]):
            if count <= MOST_SHARING or place < 2:
                weights.update(dict.fromkeys(self.by_word[word][: 10 * MOST_SHARING], 1_000_000 // count))
        weights.update(dict.fromkeys(self.by_name.get(look.name, ())[:CANDIDATES], 1_000_000_000))
        likely = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[: 5 * CANDIDATES]
        ranked = sorted(likely, key=lambda item: (-len(look.words & self.looks[item[0]].words), -item[1], item[0]))
        return (self.looks[position] for position, _ in ranked[:CANDIDATES])


def _compared(one: _Look, other: _Look) -> Overlap | None:
    """How they overlap; None for those that merely have words in common."""
    name, parameters, description = _alike(one, other)
    same_name = name == 1 and (parameters >= 0.5 or description >= 0.7)
    same_matter = parameters >= 0.8 and bool(one.parameters) and description >= 0.85
    same_text = description >= 0.95 and len(one.description.split()) >= _FEW_WORDS
    found = _overlap(one, other)
    return found if same_name or same_matter or same_text or found.score >= 0.85 else None


def _alike(one: _Look, other: _Look) -> tuple[float, float, float]:
    """How much names, parameters and descriptions have in common, each between 0 and 1; no description is like no other."""
    either = one.parameters | other.parameters
    described = bool(one.description and other.description)
    return (
        max(fuzz.ratio(one.name, other.name), fuzz.token_sort_ratio(one.name, other.name)) / 100,
        len(one.parameters & other.parameters) / len(either) if either else 1.0,
        fuzz.ratio(one.description, other.description) / 100 if described else 0.0,
    )


def _overlap(one: _Look, other: _Look) -> Overlap:
    name, parameters, description = _alike(one, other)
    described = bool(one.description or other.description)
    score = 0.35 * name + 0.3 * parameters + 0.35 * description if described else 0.6 * name + 0.4 * parameters
    parts = {"name": name, "parameters": parameters, **({"description": description} if described else {})}
    said = ", ".join(f"{'same' if part == 1 else f'{int(100 * part)} % of the'} {name}" for name, part in parts.items())
    return Overlap(tool=one.tool, other=other.tool, score=round(score, 3), said=said)

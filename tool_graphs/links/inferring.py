"""From tools to scored links: an inverted index proposes, the scoring decides."""

from collections.abc import Sequence
from dataclasses import dataclass

from tool_graphs.graph import Link
from tool_graphs.links.meaning import IDENTIFIERS, OWNED, Meaning, meanings
from tool_graphs.links.scoring import FREE_TEXT, KIN, SAYABLE, USABLE, fits, giving, likeness, taking
from tool_graphs.links.setting import Settings
from tool_graphs.subject import Subject, subject
from tool_graphs.tool import Tool
from tool_graphs.words import content_words

MOST_PRODUCERS = 30
"""Links kept per parameter of a consumer."""

MOST_CANDIDATES = 120
"""Fields that are compared in detail per parameter."""

FAINTEST = 0.08
"""Links below this score are not worth keeping."""


@dataclass(frozen=True, slots=True)
class _Given:
    """A field of a result, ready for comparison."""

    tool: int
    path: str
    prior: float


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A parameter, ready for comparison."""

    tool: int
    path: str
    prior: float
    meanings: tuple[int, ...]


class _Candidates:
    """All fields of all results, by meaning; meanings by the words they could be found by."""

    def __init__(self, tools: Sequence[Tool], about: Sequence[Subject]) -> None:
        self.given: dict[Meaning, list[_Given]] = {}
        for position, tool in enumerate(tools):
            known = _known(tool, about[position])
            for field in tool.outputs:
                for meaning in meanings(field, about[position]):
                    prior = giving(about[position], meaning, _echoes(meaning, known), len(field.keys))
                    self.given.setdefault(meaning, []).append(_Given(position, field.path, prior))
        self.index: dict[str, list[Meaning]] = {}
        for meaning in self.given:
            for key in _keys(meaning):
                self.index.setdefault(key, []).append(meaning)
        self._found: dict[Meaning, tuple[tuple[float, Meaning], ...]] = {}

    def alike(self, param: Meaning) -> tuple[tuple[float, Meaning], ...]:
        """Meanings of fields that fit the parameter, best first."""
        if param not in self._found:
            met = dict.fromkeys(meaning for key in _keys(param) for meaning in self.index.get(key, ()))
            scored = ((likeness(meaning, param), meaning) for meaning in met)
            self._found[param] = tuple(sorted((pair for pair in scored if pair[0] > FAINTEST), key=lambda pair: -pair[0]))
        return self._found[param]


def infer_links(tools: Sequence[Tool]) -> tuple[Link, ...]:
    """Candidate `data` links between different tools, with scores in (0, 1], at most 30 per parameter."""
    about = [subject(tool) for tool in tools]
    candidates = _Candidates(tools, about)
    settings = Settings(tools)
    links: list[Link] = []
    for position, tool in enumerate(tools):
        for field in tool.inputs:
            said = frozenset(content_words(field.description[:200]))
            best: dict[int, tuple[float, str]] = {}
            for param in meanings(field, about[position]):
                prior = taking(about[position], param, field.required)
                for score, source, path in _scored(candidates, settings, param, prior, position, said):
                    if score > best.get(source, (FAINTEST, ""))[0]:
                        best[source] = (score, path)
            ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))[:MOST_PRODUCERS]
            links += [
                Link.model_construct(
                    source=tools[source].name, target=tool.name, field=path, param=field.path, kind="data", score=round(score, 4)
                )
                for source, (score, path) in ranked
            ]
    return tuple(links)


def _scored(
    candidates: _Candidates, settings: Settings, param: Meaning, prior: float, target: int, said: frozenset[str]
) -> list[tuple[float, int, str]]:
    """(score, producing tool, path of the field) for the fields most like the parameter."""
    found: list[tuple[float, int, str]] = []
    for alike, meaning in candidates.alike(param):
        if len(found) >= MOST_CANDIDATES or alike * prior < FAINTEST:
            break
        usable = fits(meaning, param)
        for given in candidates.given[meaning][:MOST_CANDIDATES]:
            if given.tool != target:
                score = alike * prior * given.prior * settings.factor(given.tool, target, param.head in IDENTIFIERS)
                score = min(1.0, score * settings.mentioned(given.tool, said))
                found.append((score if usable else score * USABLE, given.tool, given.path))
    return found


def _keys(meaning: Meaning) -> tuple[str, ...]:
    """The words under which a meaning is filed: its kind, and whose it is."""
    whose = meaning.whose
    keys = [f"{KIN.get(word, word)}'s" for word in whose]
    if meaning.head not in OWNED:
        keys.append(f"{KIN.get(meaning.head, meaning.head)}'s")
    if not whose or meaning.head not in IDENTIFIERS:
        keys.append(meaning.head)
    if meaning.head in FREE_TEXT or meaning.head in SAYABLE:
        keys.append("said")
    return tuple(dict.fromkeys(keys))


def _known(tool: Tool, about: Subject) -> frozenset[tuple[str, str]]:
    """What a caller must know before the call: (kind, noun) of each needed parameter."""
    return frozenset(
        (meaning.head, (meaning.whose or ("",))[-1])
        for field in tool.inputs
        if field.required
        for meaning in meanings(field, about)
    )


def _echoes(meaning: Meaning, known: frozenset[tuple[str, str]]) -> bool:
    """Whether the field only says what the caller knew; ids in a list are those of other things."""
    if meaning.many and meaning.head in IDENTIFIERS:
        return False
    return (meaning.head, (meaning.whose or ("",))[-1]) in known

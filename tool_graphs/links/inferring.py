"""From tools to scored links: an inverted index proposes, the scoring decides."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tool_graphs.graph import Link
from tool_graphs.links.meaning import IDENTIFIERS, OWNED, PLACES, Meaning, meanings
from tool_graphs.links.scoring import (
    ALIKE_TO,
    FREE_TEXT,
    KIN,
    NAMING,
    SCOPED,
    SCOPES,
    SAYABLE,
    USABLE,
    feedable,
    fits,
    giving,
    incidental,
    likeness,
    taking,
    together,
)
from tool_graphs.links.setting import Settings
from tool_graphs.subject import Subject, subject
from tool_graphs.tool import Field, Tool
from tool_graphs.words import content_words, listed, words

MOST_PRODUCERS = 30
"""Links kept per parameter of a consumer."""

MOST_CANDIDATES = 90
"""Fields that are compared in detail per parameter."""

MOST_MEANINGS = 1500
"""Meanings that one word may lead to."""

FAINTEST = 0.08
"""Links below this score are not worth keeping."""

FAINTEST_OF_MANY = 0.25
"""The same in a catalog of more than MANY tools."""

MANY = 400


Key = tuple[str, str]
SAID: Key = ("said", "")
"""Where all that one could type into a search is filed; too much to be of use in a catalog of many tools."""

_PLACELIKE = (PLACES - {"place"}) | listed("address zip latitude longitude coordinate ip airport station geocode timezone")


@dataclass(frozen=True, slots=True)
class _Given:
    """A field of a result, ready for comparison."""

    tool: int
    path: str
    prior: float


class _Candidates:
    """All fields of all results, by meaning; meanings by the words they could be found by."""

    def __init__(self, tools: Sequence[Tool], about: Sequence[Subject]) -> None:
        self.about = about
        self.known = [_known(tool, about[position]) for position, tool in enumerate(tools)]
        self.back: list[frozenset[tuple[str, str]]] = []
        """Tool -> what its result identifies that its caller did not know: asking it where one knows that already is idle."""
        self.given: dict[Meaning, list[_Given]] = {}
        for position, tool in enumerate(tools):
            self._read(position, tool)
        self.index: dict[Key, list[Meaning]] = {}
        for meaning, fields in self.given.items():
            fields.sort(key=lambda field: -field.prior)
            for key in dict.fromkeys(_filed(meaning)):
                self.index.setdefault(key, []).append(meaning)
        asked = Counter(key for known in self.known for key in sorted(known) if key[0] in IDENTIFIERS and key[1])
        self.settings = Settings(tools, max(asked.values(), default=0))
        self.faintest = FAINTEST if len(tools) <= MANY else FAINTEST_OF_MANY
        self._found: dict[Meaning, tuple[tuple[float, bool, Meaning], ...]] = {}

    def _read(self, position: int, tool: Tool) -> None:
        about, known = self.about[position], self.known[position]
        found = set()
        optional = frozenset(_key(meaning) for field in tool.inputs if not field.required for meaning in meanings(field, about))
        for field in tool.outputs:
            for meaning in meanings(field, about):
                echoes = _echoes(meaning, known, about)
                prior = giving(about, meaning, echoes, len(field.keys)) * _door(meaning, known, echoes)
                if not echoes and not meaning.many and meaning.head in IDENTIFIERS and _key(meaning) in optional:
                    prior *= 0.5
                self.given.setdefault(meaning, []).append(_Given(position, field.path, prior))
                if meaning.head in IDENTIFIERS and not meaning.many and not echoes and set(meaning.whose[-1:]) & set(about.thing):
                    found.add(_key(meaning))
        self.back.append(frozenset(found))

    def alike(self, param: Meaning) -> tuple[tuple[float, bool, Meaning], ...]:
        """(likeness, whether the type fits, meaning) of the fields like the parameter, best first."""
        if param not in self._found and not feedable(param):
            self._found[param] = ()
        elif param not in self._found:
            keys = [key for key in _sought(param) if key != SAID or self.faintest == FAINTEST]
            met = dict.fromkeys(meaning for key in keys for meaning in self.index.get(key, ())[:MOST_MEANINGS])
            scored = ((likeness(meaning, param), fits(meaning, param), meaning) for meaning in met)
            self._found[param] = tuple(
                sorted((found for found in scored if found[0] > self.faintest), key=lambda found: -found[0])
            )
        return self._found[param]

    def best(self, target: int, field: Field) -> list[tuple[float, int, str]]:
        """(score, producing tool, path of its field) for a parameter, best first, one per producing tool."""
        said = frozenset(content_words(field.description[:200]))
        best: dict[int, tuple[float, str]] = {}
        wanted = meanings(field, self.about[target])
        for param in wanted if feedable(wanted[0]) else ():
            for score, source, path in self._scored(param, field.required, target, said):
                if score > best.get(source, (self.faintest, ""))[0]:
                    best[source] = (score, path)
        ranked = sorted(
            ((score, source, path) for source, (score, path) in best.items()), key=lambda found: (-found[0], found[1])
        )
        return ranked[:MOST_PRODUCERS]

    def _scored(self, param: Meaning, required: bool, target: int, said: frozenset[str]) -> Iterator[tuple[float, int, str]]:
        prior = taking(self.about[target], param, required)
        left = MOST_CANDIDATES
        for alike, usable, meaning in self.alike(param):
            if alike * prior < self.faintest:
                return
            for given in self.given[meaning]:
                if left == 0:
                    return
                if given.tool != target:
                    left -= 1
                    score = min(1.0, alike * prior * given.prior * self._between(given.tool, target, param, said))
                    if incidental(self.about[given.tool], meaning, self.about[target]):
                        score *= 0.92 - 0.3 * self.settings.strictness
                    yield (score if usable else score * USABLE), given.tool, given.path

    def _between(self, source: int, target: int, param: Meaning, said: frozenset[str]) -> float:
        """What the two tools' relation does to a score."""
        factor = self.settings.factor(source, target, param.head in SCOPED, param.whose)
        factor *= self.settings.mentioned(source, said) * together(self.about[source], self.about[target], param)
        idle = self.back[target] and not self.back[target].isdisjoint(self.known[source])
        return factor * 0.5 if idle else factor


def infer_links(tools: Sequence[Tool]) -> tuple[Link, ...]:
    """Candidate `data` links between different tools, with scores in (0, 1], at most 30 per parameter."""
    candidates = _Candidates(tools, [subject(tool) for tool in tools])
    return tuple(
        Link.model_construct(
            source=tools[source].name, target=tool.name, field=path, param=field.path, kind="data", score=round(score, 4)
        )
        for position, tool in enumerate(tools)
        for field, found in _in_scope([(field, candidates.best(position, field)) for field in tool.inputs])
        for score, source, path in found
    )


_Ranked = list[tuple[float, int, str]]


def _in_scope(into: list[tuple[Field, _Ranked]]) -> Iterator[tuple[Field, _Ranked]]:
    """Lowers links into `owner` and the like from tools that give nothing of what is to be found there."""
    for field, found in into:
        others = [ranked for other, ranked in into if other is not field and other.required]
        if others and words(field.name)[-1:] and words(field.name)[-1] in SCOPES:
            giving = {source for ranked in others for score, source, _ in ranked if score >= 0.45}
            found = [(score if source in giving else score * 0.7, source, path) for score, source, path in found]
            found.sort(key=lambda ranked: (-ranked[0], ranked[1]))
        yield field, found


def _filed(meaning: Meaning) -> list[Key]:
    """Where a field's meaning is filed: under (whose, kind) for each word of whose, and under its kind alone where that tells."""
    whose = meaning.whose or (meaning.owner if meaning.head in NAMING else ())
    keys = [(KIN.get(word, word), meaning.head) for word in (*whose, *meaning.also)]
    if not meaning.whose or meaning.head not in OWNED:
        keys.append(("", meaning.head))
    if meaning.head in SAYABLE:
        keys.append(SAID)
    return keys


def _sought(param: Meaning) -> list[Key]:
    """Where fields that could fill the parameter are filed."""
    kinds = (param.head, *ALIKE_TO.get(param.head, ()))
    keys = [(KIN.get(word, word), kind) for word in param.whose for kind in kinds]
    if not param.whose or param.head not in OWNED:
        keys += [("", kind) for kind in kinds]
    if param.head not in OWNED:
        keys += [(KIN.get(param.head, param.head), kind) for kind in NAMING]
    keys += [("", word) for word in param.whose[-1:]]
    if param.head in FREE_TEXT:
        keys.append(SAID)
    return keys


def _known(tool: Tool, about: Subject) -> frozenset[tuple[str, str]]:
    """What a caller must know before the call: (kind, noun) of each needed parameter."""
    return frozenset(_key(meaning) for field in tool.inputs if field.required for meaning in meanings(field, about))


def _key(meaning: Meaning) -> tuple[str, str]:
    return meaning.head, (meaning.whose or ("",))[-1]


def _at_home(meaning: Meaning, about: Subject) -> bool:
    """Whether the field names the very thing that holds it or that the tool is about."""
    holder, named = (meaning.owner or about.thing)[-1:], meaning.core[-1:]
    return any(
        one == other or (KIN.get(one) is not None and KIN.get(one) == KIN.get(other))
        for one in named
        for other in (*holder, *about.thing[-1:])
    )


def _door(meaning: Meaning, known: frozenset[tuple[str, str]], echoes: bool) -> float:
    """Searches are the way in: less so a list that one cannot narrow, or a tool that asks for the very kind of id it gives."""
    if not known:
        return 0.95
    return 0.88 if _key(meaning) in known and not echoes and meaning.head in IDENTIFIERS else 1.0


def _echoes(meaning: Meaning, known: frozenset[tuple[str, str]], about: Subject) -> bool:
    """Whether the field only says what the caller knew; ids in a list are those of other things.

    Whoever asks what is near a place knows its city, unless the question is about places.
    """
    if meaning.many and (meaning.head in IDENTIFIERS or meaning.head in ("path", "filename", "url")):
        return bool(meaning.core) and not _at_home(meaning, about) and _key(meaning) in known
    if meaning.head in about.by and not meaning.core:
        return True
    if meaning.head in NAMING and not meaning.core and any(head in meaning.owner[-1:] for head, _ in known):
        return True  # the login of the owner whom the caller named
    if meaning.head == "login" and not meaning.many and ("username", "") in known:
        return True
    if meaning.head in PLACES and not set(about.thing) & _PLACELIKE:
        return any(head in PLACES or head in _PLACELIKE for head, _ in known)
    return _key(meaning) in known

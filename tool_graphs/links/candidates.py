"""Which fields of results could feed which parameters: an inverted index proposes, the scoring decides."""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from math import prod

from tool_graphs.links.likeness import ALIKE_TO, FREE_TEXT, KIN, NAMING, SAYABLE, likeness
from tool_graphs.links.meaning import IDENTIFIERS, OWNED, PLACES, Meaning, meanings
from tool_graphs.links.scoring import SCOPED, feedable, giving, incidental, taking, together
from tool_graphs.links.setting import Settings
from tool_graphs.subject import Subject, subject
from tool_graphs.tool import Field, Tool
from tool_graphs.words import content_words, listed, participle

MOST_CANDIDATES = 120
"""Fields that are compared in detail per parameter."""

MOST_ALIKE = 30
"""Fields of one meaning that are compared, of tools about the same thing and of others."""

CONTINUED = 0.85
"""How much alike a collection's own id and the parameter behind its path are at least, under whatever names."""

FOREIGN = 0.94
"""What is left of an identifier's aptness where it names another thing than the tool is about."""

MOST_MEANINGS = 1500
"""Meanings that one word may lead to."""

KEPT = ((400, 30, 0.08), (5_000, 30, 0.25), (sys.maxsize, 12, 0.4))
"""(tools of a catalog at most, links kept per parameter, score below which they are not worth keeping)."""

RELATIONS = (
    "common ground of the two tools",
    "the parameter's description names the tool",
    "its path continues the tool's",
    "what the two tools are about",
    "asks for what the other one would tell",
    "beside the point of the tool",
)

Key = tuple[str, str]
SAID: Key = ("said", "")
"""Where all that one could type into a search is filed; too much to be of use in a catalog of many tools."""

_PLACELIKE = (PLACES - {"place"}) | listed("address zip latitude longitude coordinate ip airport station geocode timezone")


@dataclass(frozen=True, slots=True)
class Given:
    """A field of a result, ready for comparison."""

    tool: int
    path: str
    prior: float
    """How apt the tool is to be asked for it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One meaning of a parameter, ready for comparison."""

    tool: int
    meaning: Meaning
    prior: float
    """How apt it is to be filled from a result."""
    said: frozenset[str]
    """The words of its description."""
    name: str
    near: tuple[str, ...]
    """What its tool is about and what else it needs: tools about these are compared first."""


class Candidates:
    """All fields of all results, by meaning; meanings by the words they could be found by."""

    def __init__(self, tools: Sequence[Tool]) -> None:
        self.tools = tools
        self.about = [subject(tool) for tool in tools]
        self.known = [_known(tool, about) for tool, about in zip(tools, self.about, strict=True)]
        self.back: list[frozenset[Key]] = []
        """Tool -> what its result identifies that its caller did not know: asking it where one knows that already is idle."""
        self.results = _results(tools)
        self._given: dict[Meaning, list[Given]] = {}
        for position, tool in enumerate(tools):
            self._read(position, tool)
        self._index: dict[Key, list[Meaning]] = {}
        for meaning, fields in self._given.items():
            fields.sort(key=lambda field: -field.prior)
            for key in dict.fromkeys(_filed(meaning)):
                self._index.setdefault(key, []).append(meaning)
        asked = Counter(key for known in self.known for key in sorted(known) if key[0] in IDENTIFIERS and key[1])
        self.settings = Settings(tools, max(asked.values(), default=0))
        _, self.most, self.faintest = next(kept for kept in KEPT if len(tools) <= kept[0])
        self._by_thing: dict[Meaning, dict[str, list[Given]]] = {}
        self._alike: dict[Meaning, tuple[tuple[float, Meaning], ...]] = {}

    def _read(self, position: int, tool: Tool) -> None:
        found = set()
        about, known = self.about[position], self.known[position]
        for field, meaning, echoes, prior in self.outputs(position):
            self._given.setdefault(_bare(meaning), []).append(Given(position, field.path, prior))
            if meaning.head in IDENTIFIERS and not meaning.many and not echoes and set(meaning.whose[-1:]) & set(about.thing):
                found.add(_key(meaning))
        self.back.append(frozenset(found - known))

    def outputs(self, position: int) -> Iterator[tuple[Field, Meaning, bool, float]]:
        """Each field of a tool's result: its meanings, whether it only echoes what the caller knew, how apt the tool is."""
        tool, about, known = self.tools[position], self.about[position], self.known[position]
        optional = frozenset(_key(meaning) for field in tool.inputs if not field.required for meaning in meanings(field, about))
        for field in tool.outputs:
            for meaning in meanings(field, about):
                echoes = _echoes(meaning, known, about)
                prior = giving(about, meaning, echoes, len(field.keys)) * _door(meaning, known, echoes)
                if not echoes and not meaning.many and meaning.head in IDENTIFIERS and _key(meaning) in optional:
                    prior *= 0.5
                if about.thing and meaning.core and meaning.head in IDENTIFIERS and not _at_home(meaning, about):
                    prior *= FOREIGN
                yield field, meaning, echoes, prior

    def inputs(self, position: int, field: Field) -> tuple[Wanted, ...]:
        """The meanings of a parameter that results could fill; none for switches, secrets and ways to answer."""
        about = self.about[position]
        found = meanings(field, about)
        if not feedable(found[0]):
            return ()
        said = frozenset(content_words(field.description[:200]))
        near = tuple(dict.fromkeys((*about.thing[-1:], *sorted(whose or head for head, whose in self.known[position]))))
        named = any(head in IDENTIFIERS and (whose,) == about.thing[-1:] for head, whose in self.known[position])
        return tuple(
            Wanted(position, meaning, taking(about, meaning, field.required, named), said, field.name, near)
            for meaning in found
            if feedable(meaning)
        )

    def best(self, target: int, field: Field) -> list[tuple[float, int, str]]:
        """(score, producing tool, path of its field) for a parameter, best first, one per producing tool."""
        best: dict[int, tuple[float, str]] = {}
        for wanted in self.inputs(target, field):
            for score, source, path in chain(self._scored(wanted), self._of_collection(wanted)):
                if score > best.get(source, (self.faintest, ""))[0]:
                    best[source] = (score, path)
        ranked = sorted(
            ((score, source, path) for source, (score, path) in best.items()), key=lambda found: (-found[0], found[1])
        )
        return ranked[: self.most]

    def _scored(self, wanted: Wanted) -> Iterator[tuple[float, int, str]]:
        left = MOST_CANDIDATES
        for alike, meaning in self._like(_bare(wanted.meaning)):
            if alike * wanted.prior < self.faintest:
                return
            for given in self._nearest(meaning, wanted.near):
                if left == 0:
                    return
                if given.tool != wanted.tool:
                    left -= 1
                    yield self.score(alike, wanted, given, meaning), given.tool, given.path

    def _nearest(self, meaning: Meaning, near: tuple[str, ...]) -> Sequence[Given]:
        """The fields of that meaning; where there are many, some of tools about what is near, and some others."""
        fields = self._given[meaning]
        if len(fields) <= MOST_ALIKE:
            return fields
        if meaning not in self._by_thing:
            grouped: dict[str, list[Given]] = {}
            for given in fields:
                grouped.setdefault(self._noun(given), []).append(given)
            self._by_thing[meaning] = grouped
        grouped = self._by_thing[meaning]
        first = [given for noun in near for given in grouped.get(noun, ())[:MOST_ALIKE]]
        return [*first, *(given for given in fields[:MOST_ALIKE] if self._noun(given) not in near)]

    def _noun(self, given: Given) -> str:
        return (self.about[given.tool].thing or ("",))[-1]

    def _of_collection(self, wanted: Wanted) -> Iterator[tuple[float, int, str]]:
        """Fields of the tools whose path the parameter continues, whatever words they use: hooks have a `hook_id`."""
        parent = self.settings.parents[wanted.tool].get(wanted.name)
        for source in self.settings.reading.get(parent, ()) if parent else ():
            for field, meaning, _, prior in self.outputs(source):
                if source != wanted.tool and meaning.head == wanted.meaning.head and not meaning.core and len(field.keys) == 1:
                    alike = CONTINUED * likeness(meaning, replace(wanted.meaning, core=meaning.core, owner=meaning.owner))
                    yield self.score(alike, wanted, Given(source, field.path, prior), meaning), source, field.path

    def score(self, alike: float, wanted: Wanted, given: Given, meaning: Meaning) -> float:
        """The score of a link between two tools whose field and parameter are so much alike; at most 1."""
        return min(1.0, alike * wanted.prior * given.prior * prod(self.between(wanted, given, meaning)))

    def between(self, wanted: Wanted, given: Given, meaning: Meaning) -> tuple[float, ...]:
        """What the two tools' relation does to a score, in the order of RELATIONS."""
        giver, taker = self.about[given.tool], self.about[wanted.tool]
        idle = self.back[wanted.tool] and not self.back[wanted.tool].isdisjoint(self.known[given.tool])
        param = wanted.meaning
        idle = idle or self._told_already(given.tool, wanted.tool, meaning, param) or self._done_already(given.tool, taker)
        return (
            self.settings.factor(given.tool, wanted.tool, param.head in SCOPED, param.whose),
            self.settings.mentioned(given.tool, wanted.said),
            self.settings.nested(given.tool, wanted.tool, wanted.name),
            together(giver, taker, param),
            0.5 if idle else 1.0,
            0.92 - 0.3 * self.settings.strictness if incidental(giver, meaning, taker) else 1.0,
        )

    def _told_already(self, giver: int, taker: int, field: Meaning, param: Meaning) -> bool:
        """Whether the one's result is what the other one would tell: a customer found by phone need not be found by name."""
        one, other = self.about[giver], self.about[taker]
        if not self.results[giver] or self.results[giver] != self.results[taker] or one.thing != other.thing or not one.thing:
            return False
        return {one.action, other.action} <= {"find", "get"} and not (field.many and param.head in IDENTIFIERS)

    def _done_already(self, giver: int, taker: Subject) -> bool:
        """Whether the one lists what the deed was done to: nobody saves the saved albums."""
        if taker.action not in ("create", "update", "delete") or not taker.verb:
            return False
        done = participle(taker.verb)
        return done != taker.verb and done in self.settings.names[giver]

    def _like(self, param: Meaning) -> tuple[tuple[float, Meaning], ...]:
        """(likeness, meaning) of the fields like the parameter, best first; no more than are compared in detail."""
        if param not in self._alike:
            keys = [key for key in _sought(param) if key != SAID or len(self.tools) <= KEPT[0][0]]
            met = dict.fromkeys(meaning for key in keys for meaning in self._index.get(key, ())[:MOST_MEANINGS])
            scored = ((likeness(meaning, param), meaning) for meaning in met)
            ranked = sorted((found for found in scored if found[0] > self.faintest), key=lambda found: -found[0])
            fields, kept = 0, 0
            while kept < len(ranked) and fields <= 2 * MOST_CANDIDATES:
                fields += len(self._given[ranked[kept][1]])
                kept += 1
            self._alike[param] = tuple(ranked[:kept])
        return self._alike[param]


def _results(tools: Sequence[Tool]) -> list[int]:
    """For each tool a number, the same for one thing or a list of things with the same fields; 0 where these are few."""
    numbers: dict[tuple[str, ...], int] = {}
    fields = (tuple(sorted(field.path.removeprefix("[].") for field in tool.outputs)) for tool in tools)
    return [numbers.setdefault(paths, len(numbers) + 1) if len(paths) > 2 else 0 for paths in fields]


def _bare(meaning: Meaning) -> Meaning:
    """The meaning without an owner that cannot matter: a city is a city, whosever it is."""
    if (meaning.owner or meaning.told) and meaning.head not in OWNED and meaning.head not in NAMING and not meaning.core:
        return replace(meaning, owner=(), told=False)
    return meaning


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
    if len(about.verb) > 2 and any(noun.startswith(about.verb) for noun in named):
        return True  # whoever books gets a booking
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

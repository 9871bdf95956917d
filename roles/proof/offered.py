"""The tools on offer as a proof needs them: each worked out once per content, for a dataset offers the same ones often."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import count
from typing import Any

import orjson

from roles.executor.names import identified, named_thing
from roles.language.clause import Clause
from roles.language.clauses import clause
from roles.language.cues import Phrasebook
from roles.language.disclosure import Identifiers, identifiers, starts_of
from roles.proof.story import ShapeError
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.links import USABLE
from tool_graphs.links.meaning import meanings
from tool_graphs.sampling.sense import looks_up
from tool_graphs.subject import Subject, subject
from tool_graphs.tool import Field, Tool, function_name
from tool_graphs.words import words

MOST = 16_384
"""Tools that are kept."""
SURE = 0.9
"""From this score on an order link is a must; below, it is a reason for a call and no more."""
Kind = tuple[str, tuple[str, ...], frozenset[str]]
"""A kind of value, whose it is, and the part that it plays."""
_UNKNOWN: Kind = ("", (), frozenset())

_serial = count()


class Known:
    """A tool, and what a proof asks about it."""

    def __init__(self, tool: Tool) -> None:
        self.tool = tool
        serial = next(_serial)
        self.key, self.key_alike = f"{serial} False", f"{serial} True"

    @cached_property
    def identifiers(self) -> Identifiers:
        """Its compound names, under its own name."""
        return identifiers(self.tool)

    @cached_property
    def names(self) -> tuple[Identifiers, ...]:
        """Its compound names under each name that it goes by: its own, and the one that chat APIs use."""
        name = function_name(self.tool.name)
        other = () if name == self.tool.name else (identifiers(self.tool.model_copy(update={"name": name})),)
        return tuple(each for each in (self.identifiers, *other) if each.names)

    @cached_property
    def about(self) -> Subject:
        """What it does to what."""
        return subject(self.tool)

    @cached_property
    def reads(self) -> bool:
        """Whether a call changes nothing."""
        return looks_up(self.tool)

    @cached_property
    def described(self) -> Clause:
        """What it is asked for with, by its description."""
        return clause(self.tool)

    @cached_property
    def named(self) -> Clause:
        """What it is asked for with, by its name: so where another tool has the same description."""
        return clause(self.tool, shared=True)

    @cached_property
    def phrasebook(self) -> Phrasebook:
        """How its parameters are heard in a text."""
        return Phrasebook(ToolGraph([self.tool]))

    @cached_property
    def gives(self) -> dict[str, Kind]:
        """Path in the result, as a schema path -> kind of value."""
        return {field.path: kind for field in self.tool.outputs for kind in (self._kind(field),) if kind[0]}

    @cached_property
    def tells(self) -> frozenset[Kind]:
        """The kinds of value that a result can have leaves of, the unknown one among them."""
        return frozenset((*self.gives.values(), _UNKNOWN))

    @cached_property
    def things(self) -> tuple[tuple[tuple[paths.Key, ...], str, str], ...]:
        """(where in the result, the property that identifies it, its noun) of each thing that has one identity."""
        identities: dict[tuple[paths.Key, ...], list[tuple[str, str]]] = {}
        for leaf in self.tool.outputs:
            *parent, name = paths.parse(leaf.path) or (None,)
            if isinstance(name, str) and identified(name) is not None:
                identities.setdefault(tuple(parent), []).append((name, str(identified(name))))
        found = []
        for place, candidates in identities.items():
            named = next((key for key in reversed(place) if isinstance(key, str)), "")
            noun = named_thing(named) or (self.about.thing[-1] if self.about.thing else "")
            own = [name for name, thing in candidates if thing in ("", noun)]
            if len(own) == 1 and noun:
                found.append((place, own[0], noun))
            elif not own and not place:  # `player_heatmap` tells of the player
                named_so = [(name, thing) for name, thing in candidates if thing in words(self.tool.name)]
                found += [((), name, thing) for name, thing in named_so if len(named_so) == 1]
        return tuple(found)

    @cached_property
    def takes(self) -> tuple[Kind, ...]:
        """The kinds of value that it needs."""
        return tuple(self._kinds[field.path] for field in self.tool.inputs if field.required)

    @cached_property
    def answers(self) -> frozenset[Kind]:
        """The kinds of value that it tells, without those that it is asked with."""
        asked_with = {kind[:2] for kind in self.takes}
        return frozenset(kind for kind in self.gives.values() if kind[:2] not in asked_with)

    def field_of(self, argument: str) -> Field:
        """The input that an argument's path fills."""
        return self.tool.input(argument) or Field(paths.pattern(argument), {}, False)

    def kind_of(self, argument: str) -> Kind:
        """The kind of value of an argument."""
        return self._kinds.get(paths.pattern(argument), _UNKNOWN)

    @cached_property
    def _kinds(self) -> dict[str, Kind]:
        return {field.path: self._kind(field) for field in self.tool.inputs}

    def gives_at(self, path: str) -> Kind:
        """The kind of value that a path of the result leads to."""
        return self.gives.get(paths.pattern(path), _UNKNOWN)

    def _kind(self, field: Field) -> Kind:
        meaning = meanings(field, self.about)[0]
        return meaning.head, meaning.whose, meaning.roles


@dataclass(frozen=True, eq=False)
class Offered:
    """The tools on offer, in their order, and which of them come before which."""

    tools: dict[str, Known]
    first: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Tool -> tools that come before it, and how sure that is."""
    alike: frozenset[str] = frozenset()
    """Tools whose description another tool of the catalog has, too, so that they are asked for by their names."""

    @cached_property
    def keys(self) -> dict[str, str]:
        """What a recogniser knows each of them by -> its name here; in their order."""
        return {known.key_alike if name in self.alike else known.key: name for name, known in self.tools.items()}

    @cached_property
    def names(self) -> tuple[Identifiers, ...]:
        """The compound names of all of them."""
        return tuple(each for known in self.tools.values() for each in known.names)

    @cached_property
    def starts(self) -> frozenset[str]:
        """What one of these names begins with."""
        return starts_of(self.names)


def offered_by(tools: Any, declared: Any) -> Offered:
    """The tools of a row; `declared` is what its metadata says of them beyond OpenAI's form. Raises ShapeError."""
    if not isinstance(tools, list):
        raise ShapeError("tools: expected a list")
    declared = declared if isinstance(declared, dict) else {}
    found: dict[str, Known] = {}
    first: dict[str, dict[str, float]] = {}
    alike: set[str] = set()
    for number, entry in enumerate(tools):
        function = entry.get("function") if isinstance(entry, dict) else None
        name = function.get("name") if isinstance(function, dict) else None
        if not isinstance(function, dict) or not isinstance(name, str) or name in found:
            raise ShapeError(f"tools[{number}]: expected a function with a name of its own, got {name!r}")
        more = declared.get(name)
        more = more if isinstance(more, dict) else {}
        own = more.get("name", name)
        if not isinstance(own, str) or function_name(own) != name:
            raise ShapeError(f"metadata.tools: {name} cannot be the name that chat APIs use for {own!r}")
        found[name] = _known(_json([function, own, more.get("returns"), more.get("reads")]))
        after = more.get("after")
        if isinstance(after, dict) and after:
            first[name] = {each: score for each, score in after.items() if isinstance(score, int | float)}
        if more.get("alike") is True:
            alike.add(name)
    return Offered(found, first, frozenset(alike))


def offered_in(graph: ToolGraph, names: tuple[str, ...]) -> Offered:
    """The tools of a graph that are on offer, by these names."""
    return _offered_in(graph, names)


@lru_cache(maxsize=256)
def _offered_in(graph: ToolGraph, names: tuple[str, ...]) -> Offered:
    every = _tools_of(graph)
    known = {name: every.get(name) or every.setdefault(name, Known(graph.tool(name))) for name in names if name in graph.tools}
    before, alike = _before(graph), _alike(graph)
    first: dict[str, dict[str, float]] = {}
    for name in known if before else ():
        sure = {source: score for source, score in before.get(name, {}).items() if source in known}
        if sure:
            first[name] = sure
    return Offered(known, first, alike.intersection(known))


@lru_cache(maxsize=8)
def _tools_of(graph: ToolGraph) -> dict[str, Known]:
    """The tools of a graph that were asked about so far."""
    return {}


@lru_cache(maxsize=8)
def _before(graph: ToolGraph) -> dict[str, dict[str, float]]:
    """Tool -> the tools that come before it, and how sure that is, best first."""
    found: dict[str, dict[str, float]] = {}
    for link in graph.links:
        if link.kind == "order" and link.score >= USABLE:
            found.setdefault(link.target, {})[link.source] = link.score
    return found


@lru_cache(maxsize=8)
def _alike(graph: ToolGraph) -> frozenset[str]:
    """The tools whose description another one has, too."""
    described = Counter(tool.description for tool in graph.tools.values())
    return frozenset(name for name, tool in graph.tools.items() if described[tool.description] > 1)


def declared(offered: Offered) -> dict[str, dict[str, Any]]:
    """What a row's metadata says of the offered tools beyond OpenAI's form: `name`, `returns`, `reads`, `after`,
    `alike`."""
    said: dict[str, dict[str, Any]] = {}
    for name, known in offered.tools.items():
        more: dict[str, Any] = {"name": name} if function_name(name) != name else {}
        if known.tool.returns is not None:
            more["returns"] = known.tool.returns
        if known.tool.reads is not None:
            more["reads"] = known.tool.reads
        if name in offered.first:
            more["after"] = {function_name(each): score for each, score in offered.first[name].items()}
        if name in offered.alike:
            more["alike"] = True
        if more:
            said[function_name(name)] = more
    return said


def _json(content: Any) -> bytes:
    try:
        return orjson.dumps(content)
    except orjson.JSONEncodeError as error:
        raise ShapeError(f"tools: {error}") from None


@lru_cache(maxsize=MOST)
def _known(told: bytes) -> Known:
    content, name, returns, reads = orjson.loads(told)
    parameters = content.get("parameters") or {"type": "object", "properties": {}}
    description = content.get("description") or ""
    try:
        tool = Tool(name=name, description=description, parameters=parameters, returns=returns, reads=reads)
        tool.prepare()
    except Exception as error:
        raise ShapeError(f"tool {content['name']}: cannot be used: {error}") from None
    return Known(tool)

"""The planner: the calls of the coming turn, on a skeleton sampled from the tool graph."""

import datetime
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from types import MappingProxyType
from typing import Any

from roles.base import Conversation, Judged, Need, Opened, Planned
from roles.dice import number
from roles.personal import allows
from roles.values import Values
from roles.values.phrases import CURRENCY
from roles.wants import Wants
from tool_graphs import path as paths
from tool_graphs.graph import Link, ToolGraph
from tool_graphs.path import first_item, holds
from tool_graphs.plan import Call, Plan, Reference
from tool_graphs.sampling import Edge, Skeleton
from tool_graphs.sampling.ambiguity import ambiguous
from tool_graphs.sampling.coverage import Target, coverage_of
from tool_graphs.sampling.fitting import checked, ends, fits, fitting, parts
from tool_graphs.sampling.sense import plan_links
from tool_graphs.sampling.wishes import ANY, Wishes
from tool_graphs.tool import Field, Tool
from tool_graphs.words import words

TRIES = 12
"""Skeletons sampled before a turn is given up."""
DRAWS = 3
"""Skeletons of one length sampled while what they mean could be another plan as well."""
REUSE = 0.8
"""How often an input that an earlier turn's result can fill is filled by it."""
MOST_SAID = 9
"""Literals that one request can carry and still sound like one."""
MORE_TRIES = 18
"""Skeletons sampled on top where the strategy needs plans of its own kind."""
MOST_OPTIONAL = 2
"""Optional inputs that a goal call is given; a call that only serves others gets none."""
_MANY_OF_A_KIND = frozenset(
    "id name names title query q keyword keywords text content body message comment note description reason amount quantity "
    "limit page size count number value type kind status state category price rate time duration sort order format mode level "
    "color unit units radius length width height input data file path source target from to a b x y n".split()
)
"""Words that, alone, name something else in every call."""
_HALVES = re.compile(r"(?:latitude|longitude|lat|lng|lon)$")
_OTHER = {"latitude": "longitude", "longitude": "latitude", "lat": "lng", "lng": "lat", "lon": "lat"}
_SAYS_IT = {"ticker", "file_name"}
"""Kinds of name that are the thing's own wherever it is asked about."""
_NAMES = {(word,) for word in _MANY_OF_A_KIND}


@dataclass(frozen=True, slots=True)
class _Parameter:
    """What a planner has to know of a tool's parameter, whatever the conversation."""

    name: str
    path: str
    fields: tuple[Field, ...]
    paths: tuple[str, ...]
    """Those of the fields."""
    needed: bool
    sayable: bool
    shared: str
    """The key under which its value is kept for the turn's other calls."""
    opposite: bool
    """Whether, where it is true, it turns the tool into its opposite."""


class Planner:
    """Plans a turn: samples a skeleton among the offered tools, refers to earlier turns, fills the rest with literals."""

    def __init__(
        self, graph: ToolGraph, values: Values | None = None, wishes: Wishes = ANY, needs: frozenset[Need] = frozenset()
    ) -> None:
        self.graph = graph
        self.values = values or Values(graph)
        self.links = plan_links(graph)
        self.wishes = wishes
        self.wanted = checked(graph, wishes)
        self.coverage = coverage_of(graph, wishes)
        self.wants = Wants(graph, needs)
        self._parameters: dict[str, tuple[_Parameter, ...]] = {}
        """Tool of the graph -> its parameters."""
        self._recallable: dict[str, tuple[tuple[str, str, tuple[Link, ...]], ...]] = {}
        """Tool of the graph -> path, argument and links of each needed input that an earlier turn's result could fill."""

    def __call__(self, conversation: Conversation, rng: Random) -> Planned | Judged:
        """A plan, or a refusal that says why none can be made."""
        opened = conversation.last(Opened)
        best: Plan | None = None
        suited = self.wants.suit(conversation)
        wordy: frozenset[str] = frozenset()
        for tried in range((2 * TRIES if self.wishes.strict else TRIES) + (MORE_TRIES if suited else 0)):
            skeleton = self._skeleton(conversation, opened, tried % TRIES, rng, wordy)
            plan = self.plan(skeleton, conversation, opened, rng) if skeleton else None
            if plan and _said(plan) <= MOST_SAID:
                if not suited or suited(plan):
                    return Planned(plan=plan)
                if best is None or _said(best) > MOST_SAID:
                    best = plan
                continue
            if plan:
                best = plan if best is None or _said(plan) < _said(best) else best
                wordy |= {call.tool for call in plan.calls if len(call.literals()) > MOST_SAID}
        if best is None:
            wished = " as wished" if self.wishes.strict else ""
            return Judged(
                ok=False,
                reasons=(
                    f"no plan{wished} among the {len(opened.tools)} offered tools: each needs a value that no user would say",
                ),
            )
        return Planned(plan=best)

    def _skeleton(
        self, conversation: Conversation, opened: Opened, attempt: int, rng: Random, wordy: frozenset[str]
    ) -> Skeleton | None:
        """The tools of a turn, as wished; shorter ones, and tools that were used before, after some attempts that failed.

        `wordy` tools took more literals than a request can carry; they are used where they are wished for.
        """
        calls = conversation.calls()
        must = () if calls else self.wishes.must_use
        target = self._target(conversation, opened) if attempt < TRIES // 2 and not calls and not must else None
        if target and not wordy.isdisjoint(target.tools):
            target = None
        goals: tuple[str, ...] = (target.goal,) if target else ()
        sought = target.tools[1:] if target else must
        lengths = self.wishes.lengths
        if target:
            several = bool(sought)
            lengths = tuple([n for n in lengths if (n > 1) == several]) or lengths
        least = max(lengths[0] if self.wishes.calls else 1, 2 if target and sought else 1)
        length = least + (max(least, rng.choice(lengths)) - least) * (TRIES - attempt) // TRIES
        if self.wishes.shapes and not any(self.wishes.possible(shape, length) for shape in self.wishes.shapes):
            length = rng.choice(lengths)
        done = frozenset(call.tool for call in calls.values())
        avoid = done if attempt < TRIES // 2 else frozenset[str]()
        if not self.wishes.strict:
            avoid |= wordy
        if self.wants.needs and not goals and not self.wanted.goals and attempt < 2 * TRIES // 3:
            goals = self.wants.goals(conversation, avoid, self.known(conversation), rng)
            length = max(length, min(self.wants.least, max(lengths)))
        for draw in range(DRAWS):
            skeleton = fitting(self.graph, self.wanted, length, rng, opened.tools, avoid, goals, sought)
            if skeleton is None or not set(must).issubset(skeleton.tools):
                return None
            skeleton = self.without_shortcuts(skeleton, conversation)
            if not ambiguous(self.graph, skeleton, opened.tools, done, strict=draw < DRAWS - 1):
                fit = fits(skeleton, self.wishes, self.wanted.goals)
                return self.wants.prepared(skeleton, conversation) if fit else None
        return None

    def _target(self, conversation: Conversation, opened: Opened) -> Target | None:
        """What the first turn should come to; given up after two plans that nobody could ask for."""
        if self.wishes.coverage != "even" or not opened.id:
            return None
        tried = sum(isinstance(step, Planned) for step in conversation.steps)  # those of turns begun anew, too
        if tried > 1:
            return None
        target = self.coverage.target(opened.seed, number(opened.id))
        if target and target.producer is None and self.wants.least > 1:
            return None
        return target if target and set(target.tools).issubset(opened.tools) else None

    def without_shortcuts(self, skeleton: Skeleton, conversation: Conversation) -> Skeleton:
        """The skeleton without the calls whose values an earlier turn's result already holds; of what falls apart, one thread."""
        known, held = self.known(conversation), self.wants.held(conversation)
        if not known and "profile" not in self.wants.needs:
            return skeleton
        kept = [
            edge
            for edge in skeleton.edges
            if not self.earlier(edge.link.target, edge.link.param, known) and edge.link.param not in held(edge.link.target)
        ]
        if len(kept) == len(skeleton.edges):
            return skeleton
        alive = {position for position, name in enumerate(skeleton.tools) if name in ends(skeleton)}
        for position in reversed(range(len(skeleton.tools))):
            if position in alive:
                alive.update(edge.producer for edge in kept if edge.consumer == position)
        threads = parts(Skeleton(skeleton.tools, tuple(kept)))
        thread = max(([position for position in each if position in alive] for each in threads), key=len)
        places = {old: new for new, old in enumerate(thread)}
        edges = tuple(Edge(places[e.producer], places[e.consumer], e.link) for e in kept if e.consumer in places)
        return Skeleton(tuple(skeleton.tools[old] for old in thread), edges)

    def plan(
        self, skeleton: Skeleton, conversation: Conversation, opened: Opened, rng: Random, reuse: float = REUSE
    ) -> Plan | None:
        """The skeleton's calls with their arguments, or None where nobody could ask for them; ids go on from earlier turns.

        `reuse` is how often an input that an earlier turn's result can fill is filled by it.
        """
        known = self.known(conversation)
        first = len(conversation.calls()) + 1
        today = datetime.date.fromisoformat(opened.date)
        producing = {edge.producer for edge in skeleton.edges}
        said = self.wants.their_own(conversation)
        held = self.wants.held(conversation)
        calls: list[Call] = []
        for position, name in enumerate(skeleton.tools):
            tool = self.graph.tool(name)
            edges = [edge for edge in skeleton.edges if edge.consumer == position]
            references = {
                first_item(edge.link.param): Reference(call=f"call_{first + edge.producer}", path=first_item(edge.link.field))
                for edge in edges
                if edge.link.kind == "data"
            }
            after = tuple([f"call_{first + edge.producer}" for edge in edges if edge.link.kind == "order"])
            theirs = held(name)
            for path, argument, links in self._recallable_of(tool) if known else ():
                if argument in references or path in theirs:
                    continue
                earlier = _first_held(links, known)
                if earlier and earlier not in references.values() and (self.wants.recalls or rng.random() < reuse):
                    references[argument] = self.wants.chosen(earlier, conversation, rng)
            arguments = self._literals(tool, references, said, 0 if position in producing else MOST_OPTIONAL, rng, today, theirs)
            if arguments is None:
                return None
            calls.append(Call(id=f"call_{first + position}", tool=name, arguments=arguments, references=references, after=after))
        alike = self.wants.alike(calls)
        return None if alike is None or needless(alike) or self._named_twice(alike) else Plan(calls=tuple(alike))

    def _named_twice(self, calls: Collection[Call]) -> bool:
        """Whether one call would find out what another one is told by the same kind of name: the symbol of the stock AMD."""
        found_out = {self._kind(call, path) for call in calls for path in call.references} & _SAYS_IT
        return bool(found_out) and any(self._kind(call, path) in found_out for call in calls for path, _ in call.literals())

    def _kind(self, call: Call, path: str) -> str:
        tool = self.graph.tool(call.tool)
        field = tool.input(path)
        return self.values.making(tool, field).meaning if field else ""

    def known(self, conversation: Conversation) -> dict[str, tuple[str, Any]]:
        """Tool -> (id, result) of its latest call in earlier turns."""
        calls = conversation.calls()
        if not calls:
            return {}
        results = conversation.results()
        return {call.tool: (id, results[id]) for id, call in calls.items() if id in results}

    def earlier(self, target: str, param: str, known: Mapping[str, tuple[str, Any]]) -> Reference | None:
        """A reference to an earlier turn's result that can fill the input, by the best link."""
        return _first_held(self.links.of_earlier_turns(target, param), known) if known else None

    def _recallable_of(self, tool: Tool) -> tuple[tuple[str, str, tuple[Link, ...]], ...]:
        found = self._recallable.get(tool.name)
        if found is None:
            needed = [field.path for field in tool.inputs if field.required]
            linked = [(path, first_item(path), self.links.of_earlier_turns(tool.name, path)) for path in needed]
            found = self._recallable[tool.name] = tuple([each for each in linked if each[2]])
        return found

    def _parameters_of(self, tool: Tool) -> tuple[_Parameter, ...]:
        found = self._parameters.get(tool.name)
        if found is None:
            found = self._parameters[tool.name] = tuple([self._parameter(tool, *each) for each in tool.properties.items()])
        return found

    def _parameter(self, tool: Tool, name: str, schema: Any) -> _Parameter:
        fields = tool.leaves_of.get(name, ())
        return _Parameter(
            name=name,
            path=paths.text((name,)),
            fields=fields,
            paths=tuple([field.path for field in fields]),
            needed=name in tool.needed,
            sayable=all(self.values.sayable(tool, field) for field in fields if field.required or len(fields) == 1),
            shared=_shared_key(name, schema),
            opposite=name.lower() in _undoing(tool),
        )

    def _literals(
        self,
        tool: Tool,
        references: Mapping[str, Reference],
        said: dict[str, Any],
        optional: int,
        rng: Random,
        today: datetime.date,
        held: Mapping[str, Any] = MappingProxyType({}),
    ) -> dict[str, Any] | None:
        """The literal arguments, or None where a needed one could not be said in a request.

        `said` holds what the turn's calls have been given by name: one order, one city, one arrival for all of them.
        """
        arguments: dict[str, Any] = {}
        filled = frozenset(map(paths.pattern, references))
        settling = "defaults" in self.wants.needs
        for parameter in self._parameters_of(tool):
            if filled.issuperset(parameter.paths):
                continue
            name, fields = parameter.name, parameter.fields
            if parameter.path in held:
                arguments[name] = held[parameter.path]
                continue
            settled = self.wants.default(tool, name, fields, self.values, rng) if settling else None
            if settled is not None:
                arguments[name] = settled
                continue
            if parameter.needed:
                if not parameter.sayable:
                    return None
            elif optional and parameter.sayable and rng.random() < 0.25 and self.values.wanted(tool, fields[0]):
                optional -= 1
            else:
                continue
            shared = parameter.shared
            own = self.wants.own(tool, name)
            if own in said and allows(tool.parameter(name), said[own]):
                arguments[name] = said[own]
                continue
            if shared not in said:
                said[shared] = self.values.argument(tool, name, rng, today, skip=filled, known=dict(paths.leaves(arguments)))
            for _ in range(TRIES):
                same = self._same(tool, fields, arguments, said[shared])
                if not same and not self._to_itself(tool, fields, filled, said[shared]):
                    break
                said[shared] = self.values.argument(tool, name, rng, today, skip=filled, known=dict(paths.leaves(arguments)))
            arguments[name] = said[shared] if shared.startswith("one ") else said.pop(shared)
            if isinstance(arguments[name], dict | list):
                _agree(tool, name, arguments[name], said)
            if parameter.opposite and arguments[name] is True:
                arguments[name] = False
            if own:
                said[own] = arguments[name]
        return arguments

    def _same(self, tool: Tool, fields: Sequence[Field], given: Mapping[str, Any], value: Any) -> bool:
        """Whether both ends would be one: from Rome to Rome, from yen to yen."""
        if not isinstance(value, str) or not fields:
            return False
        others = [name for name, other in given.items() if other == value and tool.leaves_of.get(name)]
        meaning = self.values.making(tool, fields[0]).meaning if others else ""
        return bool(meaning) and any(
            self.values.making(tool, tool.leaves_of[name][0]).meaning == meaning for name in others if name != fields[0].name
        )

    def _to_itself(self, tool: Tool, fields: Sequence[Field], filled: Collection[str], value: Any) -> bool:
        """Whether a sum that is looked up would be converted into the currency that all sums are in."""
        return value == CURRENCY and all(
            any(self.values.making(tool, field).meaning == "currency" for field in each)
            for each in (fields, [field for field in tool.inputs if field.path in filled])
        )


def _first_held(links: tuple[Link, ...], known: Mapping[str, tuple[str, Any]]) -> Reference | None:
    """A reference to what the first of the links that leads to a result finds there."""
    for link in links:
        if link.source in known:
            call, result = known[link.source]
            if holds(result, first_item(link.field)):
                return Reference(call=call, path=first_item(link.field))
    return None


def _agree(tool: Tool, name: str, value: dict[str, Any] | list[Any], said: Mapping[str, Any]) -> None:
    """Puts into an object what the turn has said by the name of one of its parts: the flight that is booked leaves that day."""
    for field in tool.leaves_of.get(name, ()):
        key = _shared_key(field.name, field.schema)
        if key.startswith("one ") and key in said and len(field.keys) > 1:
            place = first_item(field.path)
            if holds({name: value}, place):
                paths.put({name: value}, place, said[key])


def _undoing(tool: Tool) -> tuple[str, ...]:
    """The names of what would turn the tool into its opposite: `unlock` of `lock_doors`."""
    return tuple(f"un{word}" for word in words(tool.name)[:1])


def _shared_key(name: str, schema: Any) -> str:
    """Inputs with the same key that begins with `one` mean the same thing in all calls of a turn."""
    kind = schema.get("type") if isinstance(schema, Mapping) else None
    plain = isinstance(schema, Mapping) and kind not in ("array", "object", "boolean") and "enum" not in schema
    return _keyed(name, plain, str(kind))


@lru_cache(maxsize=16384)
def _keyed(name: str, plain: bool, kind: str) -> str:
    parts = words(name)
    one = plain and bool(parts) and (parts[0] != "is" if len(parts) > 1 else parts[0] not in _MANY_OF_A_KIND)
    return f"{'one' if one else 'this'} {name.lower()} {kind}"


def needless(calls: Collection[Call]) -> bool:
    """Whether the request would say what a call is there to find out: an order's id for one call, a reference for another."""
    if not any(call.references for call in calls):
        return False
    said = {argument for call in calls for argument in call.arguments if words(argument) not in _NAMES}
    return any(argument in said or _is_half(argument, call) for call in calls for argument in call.references)


def _is_half(argument: str, call: Call) -> bool:
    """Whether the other half of a point is said: nobody says a longitude alone."""
    other = _HALVES.sub(lambda match: _OTHER[match.group()], argument)
    return other != argument and any(path == other for path, _ in call.literals())


def _said(plan: Plan) -> int:
    return sum(len(call.literals()) for call in plan.calls)

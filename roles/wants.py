"""What the needs of a strategy come to when a turn is planned."""

from collections.abc import Callable, Collection, Container, Mapping, Sequence
from random import Random
from typing import Any, Final

from roles.base import Conversation, Need, Opened, Planned, Replied
from roles.choices import by_worth, choices
from roles.personal import Personal
from roles.preconditions import preconditions_of
from roles.proof.offered import SURE as CERTAIN
from roles.values import Values
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call, Plan, Reference
from tool_graphs.sampling import Skeleton
from tool_graphs.sampling.sense import plan_links
from tool_graphs.sampling.skeleton import feeds_of
from tool_graphs.tool import Field, Tool
from tool_graphs.words import split

NOTHING: Mapping[str, Any] = {}
OFTEN: Final = 0.75
"""How often what a default settles is given where a strategy leaves it unsaid."""
TOLD: Final = 0.6
"""How often one of several things is chosen by what it is like, where it can be."""
MOST_SETTLED: Final = 2
_THEIR: Final = frozenset("customer client member subscriber traveler traveller loyalty membership".split())
KINDS: Final[tuple[Need, ...]] = ("profile", "earlier turns", "order links", "defaults", "producers", "one goal")


class Wants:
    """How a planner meets the needs of a strategy; without needs it changes nothing."""

    def __init__(self, graph: ToolGraph, needs: frozenset[Need]) -> None:
        self.graph, self.needs = graph, needs
        self.personal = Personal(graph)
        self.first = preconditions_of(graph)
        self._owned: dict[tuple[str, str], str] = {}
        """(tool, parameter) of the graph -> what `own` says of it."""

    @property
    def recalls(self) -> bool:
        """Whether all that an earlier turn's result can fill is filled by it."""
        return "earlier turns" in self.needs

    @property
    def least(self) -> int:
        """How many calls a plan should have at least."""
        return 3 if "one goal" in self.needs else 2 if "producers" in self.needs else 1

    def held(self, conversation: Conversation) -> Callable[[str], Mapping[str, Any]]:
        """Tool -> what the profile fills in it."""
        opened = conversation.all(Opened)
        if "profile" not in self.needs or not opened or not opened[-1].profile:
            return lambda tool: NOTHING
        profile = opened[-1].profile
        return lambda tool: self.personal.held(profile, tool)

    def own(self, tool: Tool, name: str) -> str:
        """The key under which what the speaker has but one of is kept for a whole conversation; empty for other inputs."""
        key = self._owned.get((tool.name, name))
        if key is None:
            key = self._owned[tool.name, name] = self._own(tool, name)
        return key

    def _own(self, tool: Tool, name: str) -> str:
        input = tool.parameter(name)
        if input is None or isinstance(input.schema.get("type", "string"), list):
            return ""
        parts = split(name.lower() if name.islower() else name)
        key = self.personal.facts(tool.name).get(input.path, "")
        if not key and len(parts) == 2 and parts[0].lower() in _THEIR and parts[1].lower() in ("id", "number"):
            key = "_".join(parts).lower()
        return f"own {key} {input.schema.get('type', 'string')}" if key else ""

    def their_own(self, conversation: Conversation) -> dict[str, Any]:
        """What earlier turns have said of that kind: nobody has two member numbers."""
        found: dict[str, Any] = {}
        turns = conversation.turns() if conversation.all(Replied) else ()
        for turn in turns:
            first = turn.steps[0]
            if isinstance(first, Planned) and (turn is not turns[-1] or turn.all(Replied)):  # only the last can be under way
                for call in first.plan.calls:
                    tool = self.graph.tool(call.tool)
                    for name, value in call.arguments.items():
                        if key := self.own(tool, name):
                            found.setdefault(key, value)
        return found

    def prepared(self, skeleton: Skeleton, conversation: Conversation) -> Skeleton | None:
        """The skeleton with all that certainly comes first, and all that may for a strategy of that kind; None if not."""
        done = frozenset(call.tool for call in conversation.calls().values())
        offered = frozenset(conversation.last(Opened).tools)
        found = self.first.before(skeleton, offered, done, 0.0 if "order links" in self.needs else CERTAIN)
        return found if found and self.first.possible(found.tools, offered, done) else None

    def goals(self, conversation: Conversation, avoid: Container[str], known: Collection[str], rng: Random) -> tuple[str, ...]:
        """Offered tools that make a plan such as the strategy needs; none where any tool will do."""
        offered = [name for name in conversation.last(Opened).tools if name not in avoid]
        kinds = [need for need in KINDS if need in self.needs]
        rng.shuffle(kinds)
        for kind in kinds:
            found = [name for name in offered if self._suits(kind, name, known, conversation)]
            if kind == "profile":
                found = self._for_which(found, offered, conversation)
            if found:
                return tuple(found)
        return ()

    def _for_which(self, found: list[str], offered: list[str], conversation: Conversation) -> list[str]:
        """The tools, or what those are there for that only find the user: nobody asks for that alone."""
        out = feeds_of(self.graph).out
        wanted = [
            each
            for name in found
            for each in ([other for other in out[name] if other in offered] if self._only_finds(name, conversation) else [name])
        ]
        return list(dict.fromkeys(wanted)) or found

    def _only_finds(self, name: str, conversation: Conversation) -> bool:
        held = self.held(conversation)(name)
        needed = [input.path for input in self.graph.tool(name).inputs if input.required]
        return bool(needed) and all(path in held for path in needed) and bool(feeds_of(self.graph).out[name])

    def _suits(self, kind: str, name: str, known: Collection[str], conversation: Conversation) -> bool:
        tool = self.graph.tool(name)
        if kind == "profile":
            return bool(self.held(conversation)(name))
        if kind == "defaults":
            return any(_settled(tool, top) is not None for top in tool.properties)
        if kind == "order links":
            done = frozenset(call.tool for call in conversation.calls().values())
            return bool(self.first.first(name, frozenset(conversation.last(Opened).tools), done))
        if kind in ("producers", "one goal"):
            offered = conversation.last(Opened).tools
            return any(other in offered and other not in known for other in feeds_of(self.graph).into[name])
        links = plan_links(self.graph)
        return any(
            link.source in known for input in tool.inputs if input.required for link in links.of_earlier_turns(name, input.path)
        )

    def suit(self, conversation: Conversation) -> Callable[[Plan], bool] | None:
        """Whether a plan is such as the strategy needs; None where any will do."""
        if not self.needs:
            return None
        tests = [_TESTS[need] for need in sorted(self.needs) if need in _TESTS]
        if "earlier turns" in self.needs and conversation.calls():
            tests.append(_recalls)
        if "profile" in self.needs:
            held = self.held(conversation)
            tests.append(
                lambda plan: any(
                    held(call.tool) and not (call.id in plan.goals and self._only_finds(call.tool, conversation))
                    for call in plan.calls
                )
            )
        if "defaults" in self.needs:
            tests.append(self._has_default)
        if not tests:
            return None
        used = {call.tool for call in conversation.calls().values()}
        return lambda plan: any(test(plan) for test in tests) and not any(plan.by_id[id].tool in used for id in plan.goals)

    def _has_default(self, plan: Plan) -> bool:
        return any(
            call.arguments.get(name) == settled
            for call in plan.calls
            for tool in (self.graph.tool(call.tool),)
            for name in tool.properties
            for settled in (_settled(tool, name),)
            if settled is not None
        )

    def default(self, tool: Tool, name: str, fields: Sequence[Field], values: Values, rng: Random) -> Any:
        """The parameter's default, where it is to be given; None where not."""
        settled = _settled(tool, name) if "defaults" in self.needs else None
        if settled is None or not fields or not values.wanted(tool, fields[0]):
            return None
        position = sum(_settled(tool, other) is not None for other in list(tool.properties)[: list(tool.properties).index(name)])
        return settled if position < MOST_SETTLED and rng.random() < OFTEN else None

    def chosen(self, reference: Reference, conversation: Conversation, rng: Random) -> Reference:
        """The reference, or one to another of several things that can be told apart in a few words."""
        if not self.recalls:
            return reference
        found = choices(conversation.results().get(reference.call), reference.path)
        telling = by_worth([choice.words for choice in found]) if rng.random() < TOLD else ()
        found = [choice for choice in found if choice.words in telling] or found
        return Reference(call=reference.call, path=rng.choice(found).path) if found else reference

    def alike(self, calls: list[Call]) -> list[Call] | None:
        """The calls, where those that come first take the same values as those that they come before; None where they cannot."""
        if not any(call.after for call in calls):
            return calls
        by_id = {call.id: call for call in calls}
        for call in reversed(calls):
            later = by_id[call.id]
            for before in (by_id[id] for id in later.after if id in by_id):
                by_id[before.id] = _taking(before, later, self.graph.tool(before.tool))
        found = list(by_id.values())
        places = {call.id: place for place, call in enumerate(found)}
        late = any(places.get(id, -1) >= places[call.id] for call in found for id in call.producers)
        return None if late else found


def _settled(tool: Tool, name: str) -> Any:
    """A parameter's default that can be left unsaid; None where it has none."""
    schema = tool.properties.get(name)
    default = schema.get("default") if isinstance(schema, Mapping) else None
    return default if isinstance(default, str | int | float) and default != "" else None


def _taking(before: Call, later: Call, tool: Tool) -> Call:
    arguments, references = dict(before.arguments), dict(before.references)
    for name in tool.properties:
        if name in later.references and later.references[name].call != before.id:
            references[name] = later.references[name]
            arguments.pop(name, None)
        elif name in later.arguments and (name in arguments or name in references):
            arguments[name] = later.arguments[name]
            references.pop(name, None)
    return before.model_copy(update={"arguments": arguments, "references": references})


def _recalls(plan: Plan) -> bool:
    return any(reference.call not in plan.by_id for call in plan.calls for reference in call.references.values())


_TESTS: Mapping[str, Callable[[Plan], bool]] = {
    "order links": lambda plan: any(call.after for call in plan.calls),
    "producers": lambda plan: len(plan.goals) < len(plan.calls),
    "one goal": lambda plan: len(plan.goals) == 1 and len(plan.calls) > 1,
}

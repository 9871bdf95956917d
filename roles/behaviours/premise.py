"""Premises: something untrue that a request could state about what a call is to look up."""

import datetime
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any, Final

from roles.base import Claim, Sibling
from roles.behaviours.statement import Thing, same, statement, things, told
from roles.language.clauses import Clauses
from roles.language.frames import Style
from roles.language.reports.facts import Fact
from roles.language.reports.values import is_date, is_money
from roles.language.senses import sense
from roles.values.deciding import making
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call, Plan
from tool_graphs.subject import subject
from tool_graphs.tool import Tool

_FRAMES: Final[dict[Style, tuple[str, ...]]] = {
    "plain": ("{}.", "As far as I know, {}.", "I believe {}.", "{}, if I remember right."),
    "polite": ("If I remember correctly, {}.", "As far as I know, {}.", "{}, I believe.", "I understand that {}."),
    "terse": ("{}.", "{}.", "{}, I think."),
    "chatty": ("I'm pretty sure {}.", "From what I remember, {}.", "{}, if I'm not mistaken.", "Pretty sure that {}."),
}
_FACTORS: Final = (0.5, 0.75, 0.8, 1.25, 1.5, 2)


def consumed(plan: Plan, id: str) -> frozenset[str]:
    """The calls that need this one, however indirectly."""
    found = {id}
    for call in plan.calls:
        if found.intersection(call.producers):
            found.add(call.id)
    return frozenset(found - {id})


def premises(shared: Sibling, graph: ToolGraph, clauses: Clauses, rng: Random, today: datetime.date) -> Iterator[Claim]:
    """An untrue value for each attribute of a thing that a look-up finds and a later call is about."""
    results = {result.call: result.value for result in shared.results}
    for call in shared.plan.calls:
        if call.id not in results or subject(graph.tool(call.tool)).action not in ("find", "get"):
            continue
        found = things(graph.tool(call.tool), call.arguments, results[call.id])
        for thing in _needed(call, shared.plan, found):
            wishes = _wishes(shared, call, clauses)
            for fact in thing.facts:
                value = _other(fact, thing, graph.tool(call.tool), rng, today)
                if value is not None and _untrue(fact, value, thing, found) and not _wished(fact, value, wishes):
                    yield Claim(call=call.id, path=thing.place(fact), value=value)


def _wishes(shared: Sibling, call: Call, clauses: Clauses) -> str:
    """What is asked for that depends on the call, and the values that are said, in lower case."""
    wanted = [clauses[shared.plan.by_id[id].tool].text for id in sorted(consumed(shared.plan, call.id))]
    return " ".join([*wanted, *(str(slot.value) for slot in shared.brief.slots)]).lower()


def _needed(call: Call, plan: Plan, found: list[Thing]) -> list[Thing]:
    """The things of a result that a later call takes a value from: those that hold it most closely."""
    taken = [
        paths.parse(reference.path)
        for other in plan.calls
        for reference in other.references.values()
        if reference.call == call.id and reference.path
    ]
    holders = {thing.path: paths.parse(thing.path) for thing in found}
    wanted = [max((held for held in holders.values() if path[: len(held)] == held), key=len, default=None) for path in taken]
    return [thing for thing in found if holders[thing.path] in wanted]


def _wished(fact: Fact, value: Any, wishes: str) -> bool:
    """Whether the wish itself says as much: a pending order that is to be cancelled."""
    return fact.text.lower() in wishes or str(value).lower().replace("_", " ") in wishes


def _untrue(fact: Fact, value: Any, thing: Thing, found: list[Thing]) -> bool:
    """Whether no thing of the kind has the value."""
    kind = paths.pattern(thing.path)
    said = told(fact, value, _currency(thing.value)).text
    alike = [other for each in found if paths.pattern(each.path) == kind for other in each.facts if other.key == fact.key]
    return not any(same(said.lower(), other) for other in alike)


def _other(fact: Fact, thing: Thing, tool: Tool, rng: Random, today: datetime.date) -> Any:
    """Another value that the attribute could have; None where none comes to mind."""
    path = paths.pattern(thing.place(fact))
    field = next((field for field in tool.outputs if field.path == path), None)
    value = fact.value
    if field is None:
        return None
    options = [option for option in sense(field).options if option != value and isinstance(option, type(value))]
    if isinstance(value, bool):
        return not value
    if options:
        return rng.choice(options)
    if is_date(value):
        day = datetime.date.fromisoformat(value[:10]) + datetime.timedelta(days=rng.choice((-14, -7, -3, -2, 2, 3, 7, 14)))
        return day.isoformat()
    if isinstance(value, int | float):
        return _number(value, rng) if is_money(fact.name) and value > 0 else None
    made = making(field.schema, field.name, tool.name, tool.description).make(rng, today)
    return made if isinstance(made, str) and 0 < len(made) <= 32 and made != value else None


def _number(value: float, rng: Random) -> float:
    other = value * rng.choice(_FACTORS)
    return max(1, round(other)) if isinstance(value, int) else round(other, 2)


def _currency(value: Mapping[str, Any]) -> Any:
    return next((each for key, each in value.items() if key.lower().endswith("currency")), None)


def claimed(claim: Claim, call: Call, result: Any, graph: ToolGraph) -> tuple[Thing, Fact, Fact]:
    """The thing that a claim is about, what is true of it, and what is claimed; raises LookupError where it is not there."""
    for thing in things(graph.tool(call.tool), call.arguments, result):
        for fact in thing.facts:
            if thing.place(fact) == claim.path:
                return thing, fact, told(fact, claim.value, _currency(thing.value))
    raise LookupError(f"{claim.path} is no fact in the result of {call.id} ({call.tool})")


def premise(thing: Thing, untrue: Fact, style: Style, rng: Random) -> str:
    """The sentence that states it."""
    said = rng.choice(_FRAMES[style]).format(statement(thing.noun, untrue))
    return said[:1].upper() + said[1:]

"""Why each implicit call is needed, and that nothing spares it: the plan is minimal and complete."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel

from roles.evidence import places, same
from roles.language.spoken import find
from roles.proof.failure import Failure
from roles.proof.offered import SURE, Kind, Offered
from roles.proof.premise import contradicting
from roles.proof.story import Issued, Story
from tool_graphs import path as paths
from tool_graphs.tool import Field, function_name

SMALL = 20
"""Numbers below it are equal by chance too often to tell where they come from."""


class Reason(BaseModel, frozen=True):
    """What needs an implicit call: an argument that takes a value from its result, or a call that must come after it.

    Or the reply, which by the result corrects what the request takes for granted.
    """

    kind: Literal["value", "order", "premise"] = "value"
    call: str = ""
    """The later call, of the same turn; empty where it is the reply."""
    argument: str = ""
    """Path of the argument that takes the value."""
    path: str = ""
    """Where the value stands in the result; of a premise, as a schema path."""
    alternatives: tuple[str, ...] = ()
    """Other offered tools that would give it equally well."""


class Flow(NamedTuple):
    """A value that goes from a result into an argument of a later call."""

    producer: str
    path: str
    consumer: str
    argument: str


@dataclass(slots=True)
class Necessity:
    """What each implicit call is needed for, and what is wrong with that."""

    reasons: dict[str, list[Reason]] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)


def necessity(story: Story, offered: Offered, implicit: frozenset[str], flows: Sequence[Flow]) -> Necessity:
    """The needs of the implicit calls and every reason for which one could be spared; what is missing, too."""
    found = Necessity()
    by_producer: dict[str, list[Flow]] = {}
    for flow in flows:
        by_producer.setdefault(flow.producer, []).append(flow)
    upstream = _upstream(flows)
    for call in story.calls.values():
        if call.tool in offered.first:
            found.failures += _missing(story, offered, call)
        again = _doubled(story, offered, call, call.id in implicit)
        if again is not None:
            found.failures.append(_failure("doubled", call, f"repeats {again}"))
        if call.id not in implicit:
            continue
        uses = [flow for flow in by_producer.get(call.id, ()) if story.calls[flow.consumer].turn == call.turn]
        found.failures += _spared_by(story, offered, call, uses, upstream)
        reasons = _by_value(story, offered, implicit, call, uses, upstream, found) + _by_order(story, offered, call)
        reasons = reasons or _by_premise(story, offered, call)
        found.reasons[call.id] = reasons
        if not reasons:
            found.failures.append(_failure("not-minimal", call, "is implicit, but no later call needs its result in its turn"))
    return found


def _failure(rule: str, call: Issued, why: str, argument: str = "") -> Failure:
    return Failure(rule=rule, text=f"{call} {why}", turn=call.turn, call=call.id, argument=argument)


def _upstream(flows: Sequence[Flow]) -> dict[str, frozenset[str]]:
    """Call -> the calls that it needs, however indirectly; flows come in the order of their consumers."""
    found: dict[str, frozenset[str]] = {}
    for flow in flows:
        found[flow.consumer] = found.get(flow.consumer, frozenset()) | {flow.producer} | found.get(flow.producer, frozenset())
    return found


def _spared_by(
    story: Story, offered: Offered, call: Issued, uses: Sequence[Flow], upstream: Mapping[str, frozenset[str]]
) -> list[Failure]:
    """How all that the call is there to give could be had without it; one value that could not be makes it needed."""
    each = [list(_spared(story, offered, call, use, upstream)) for use in uses]
    all_held = all(any(failure.rule == "shortcut" for failure in failures) for failures in each)
    return [failure for failures in each for failure in failures if failure.rule != "shortcut" or all_held]


def _spared(story: Story, offered: Offered, call: Issued, use: Flow, upstream: Mapping[str, frozenset[str]]) -> Iterator[Failure]:
    """How the value that the call is there to give could be had without it."""
    consumer = story.calls[use.consumer]
    value = _at(consumer.arguments, use.argument)
    if isinstance(value, bool) or value in (None, "", [], {}):
        return
    known = offered.tools.get(consumer.tool)
    input = known.field_of(use.argument) if known is not None else Field(paths.pattern(use.argument), {}, False)
    said = next((turn for turn in story.requests(consumer.message) if find(turn.text, value, input)), None)
    key = next((key for key, leaf in paths.leaves(story.profile) if same(leaf, value)), None) if story.profile else None
    held = _held(story, call, consumer, use, value, upstream)
    if said is None and key is None and held is None:
        return
    needed = f"but the value {value!r} that {consumer} needs from it for {use.argument}"
    if said is not None:
        yield _failure("leak", call, f"is implicit, {needed} leaks: the user says it", use.argument)
    if key is not None:
        yield _failure("profile-leak", call, f"is implicit, {needed} is in the profile at {key}", use.argument)
    if held is not None:
        other, path = held
        yield _failure("shortcut", call, f"is implicit, {needed} is in the result of {other} at {path}", use.argument)


def _held(
    story: Story, call: Issued, consumer: Issued, use: Flow, value: Any, upstream: Mapping[str, frozenset[str]]
) -> tuple[Issued, str] | None:
    """A result that holds the value anyhow: there before the consumer is called, and not thanks to this call."""
    told = telling(value)
    names = set() if told else {_plain(use.argument), _plain(use.path)} - {"id", "name", "code", "value", "result"}
    for id, result in story.results.items():
        other = story.calls[id]
        if id == call.id or call.id in upstream.get(id, ()) or story.returned[id] >= consumer.message:
            continue
        for path in places(result, value):
            if told or _plain(path) in names:
                return other, path
    return None


def telling(value: Any) -> bool:
    """Whether a value is so particular that two equal ones are hardly chance."""
    if isinstance(value, str):
        return len(value) >= 2
    return isinstance(value, int | float) and not isinstance(value, bool) and (abs(value) >= SMALL or value != int(value))


def _by_value(
    story: Story,
    offered: Offered,
    implicit: frozenset[str],
    call: Issued,
    uses: Sequence[Flow],
    upstream: Mapping[str, frozenset[str]],
    found: Necessity,
) -> list[Reason]:
    reasons, detours = [], []
    for use in uses:
        equal = _equals(story, offered, call, use)
        if equal and any(id in implicit and story.calls[id].turn == call.turn for id in upstream.get(call.id, ())):
            text = f"is implicit and takes further calls, but {equal[0]} gives {use.path} with what is known"
            detours.append(_failure("detour", call, text, use.argument))
        reasons.append(Reason(call=use.consumer, argument=use.argument, path=use.path, alternatives=equal))
    found.failures += detours if len(detours) == len(uses) else []
    return reasons


def _equals(story: Story, offered: Offered, call: Issued, use: Flow) -> tuple[str, ...]:
    """Other tools on offer that only look things up, give such a value and need nothing that is not known."""
    producer = offered.tools.get(call.tool)
    wanted = producer.gives_at(use.path) if producer is not None else None
    if wanted is None or not wanted[0]:
        return ()
    taker = story.calls[use.consumer].tool
    rivals = {
        name: known.takes
        for name, known in offered.tools.items()
        if wanted in known.answers and known.reads and name not in (call.tool, taker)
    }
    if not rivals:
        return ()
    unknown = _unknown(story, offered, call, {kind for takes in rivals.values() for kind in takes})
    return tuple(sorted((name for name, takes in rivals.items() if unknown.isdisjoint(takes)), key=function_name))


def _unknown(story: Story, offered: Offered, call: Issued, kinds: set[Kind]) -> set[Kind]:
    """Those kinds of value that were neither said nor given before the call was made, nor with its own arguments."""
    for other in story.calls.values():
        if not kinds:
            break
        known = offered.tools.get(other.tool)
        if known is not None and other.message <= call.message:
            kinds = kinds.difference([known.kind_of(path) for path, _ in paths.leaves(other.arguments)])
            given = story.returned.get(other.id, call.message) < call.message
            if given and not kinds.isdisjoint(known.tells):
                kinds = kinds.difference([known.gives_at(path) for path, _ in paths.leaves(story.results[other.id])])
    return kinds


def _by_order(story: Story, offered: Offered, call: Issued) -> list[Reason]:
    """The later calls of the turn that must come after this one."""
    if not offered.first:
        return []
    before = [other for other in story.calls.values() if other.message < call.message and other.tool == call.tool]
    if any(other.arguments == call.arguments for other in before):
        return []
    return [
        Reason(kind="order", call=other.id)
        for other in story.calls.values()
        if other.turn == call.turn and other.message > call.message and call.tool in offered.first.get(other.tool, ())
    ]


def _by_premise(story: Story, offered: Offered, call: Issued) -> list[Reason]:
    """That the call contradicts what its request states, and the reply says so."""
    path = contradicting(story.turns[call.turn - 1], story, offered).get(call.id)
    return [Reason(kind="premise", path=path)] if path is not None else []


def _missing(story: Story, offered: Offered, call: Issued) -> Iterator[Failure]:
    """The calls that should have come before this one and have not."""
    for first, score in offered.first[call.tool].items():
        earlier = any(other.tool == first and other.message < call.message for other in story.calls.values())
        if score >= SURE and first in offered.tools and not earlier:
            yield _failure("incomplete", call, f"comes without {first}, which must come before it")


def _doubled(story: Story, offered: Offered, call: Issued, hidden: bool) -> Issued | None:
    """An earlier call that is the same: of the turn, or, where it is hidden, with nothing changed since."""
    before: Issued | None = None
    for other in story.calls.values():
        if other is call:
            return before
        known = offered.tools.get(other.tool)
        if other.tool == call.tool and other.arguments == call.arguments and (hidden or other.turn == call.turn):
            before = other
        elif known is not None and not known.reads and (before is None or before.turn < call.turn):
            before = None
    return before


def _plain(path: str) -> str:
    return (paths.names(path) or ("",))[-1].replace("_", "").replace("-", "").lower()


def _at(value: Any, path: str) -> Any:
    try:
        return paths.get(value, path)
    except (LookupError, ValueError):
        return None

"""Two conversations compared by meaning: where they part, which calls, values, texts and verdicts changed."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from roles.base import Asked, Briefed, Called, Conversation, Planned, Replied, Step
from simulator.notebook import as_html, as_plain
from simulator.reading import LONGEST, Line, shortened
from simulator.trace import Trace
from simulator.travel.changes import MISSING, Change, changes, plain

MOST = 6
"""How many values of a step or call are shown."""
LONG = 2000
"""Steps beyond which conversations are laid side by side by number."""


@dataclass(frozen=True, slots=True)
class CallChange:
    """A call that only one side has, or whose arguments, result or implicitness changed; ids are None where it is not."""

    turn: int
    """From 1."""
    tool: str
    before: str | None
    after: str | None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Diff:
    """What sets two traces apart; steps are numbered from 0."""

    names: tuple[str, str]
    first: int | None
    """The first step that differs; None where all are the same."""
    seats: tuple[str, str]
    """Who spoke there."""
    changes: tuple[Change, ...]
    """What differs in that step."""
    calls: tuple[CallChange, ...]
    texts: tuple[Change, ...]
    """Requests and replies by turn: `turn 1 request`."""
    outcome: tuple[Change, ...]
    """Status, seat, reasons, error, strategy."""
    pairs: tuple[tuple[int | None, int | None, bool], ...]
    """Which step stands beside which, and whether they are the same: to show both side by side."""

    @property
    def same(self) -> bool:
        """Whether they mean the same."""
        return self.first is None and not self.outcome

    def described(self) -> dict[str, Any]:
        """In plain data."""
        return {"same": self.same, **asdict(self)}

    def lines(self) -> Iterator[Line]:
        """In paragraphs, for people."""
        yield Line("before", self.names[0])
        yield Line("after", self.names[1])
        yield Line("", "")
        if self.first is None:
            yield Line("", "the same steps", "bold")
        else:
            yield Line("", f"step {self.first} is the first that differs", "bold")
            yield from self._step()
        if self.calls:
            yield Line("", "calls", "bold")
            for call in self.calls:
                yield from _call(call)
        for title, found in (("texts", self.texts), ("outcome", self.outcome)):
            if found:
                yield Line("", title, "bold")
                for change in found:
                    yield from _change(change)

    def _step(self) -> Iterator[Line]:
        before, after = self.seats
        if before != after:
            yield Line("seat", f"{before or 'nobody'} -> {after or 'nobody'}", "magenta")
            return
        for change in self.changes[:MOST]:
            yield from _change(Change(f"{before}: {change.path}", change.before, change.after))
        if len(self.changes) > MOST:
            yield Line("", f"  and {len(self.changes) - MOST} more values (all with --json)", "dim")

    def __str__(self) -> str:
        return as_plain(self.lines())

    def _repr_html_(self) -> str:
        return as_html(self.lines())


def _change(change: Change) -> Iterator[Line]:
    yield Line("", f"  {change.path}", "dim")
    yield Line("-", shortened(change.before, LONGEST), "red")
    yield Line("+", shortened(change.after, LONGEST), "green")


def _call(call: CallChange) -> Iterator[Line]:
    if call.before is None or call.after is None:
        side, id = ("before", call.before) if call.after is None else ("after", call.after)
        yield Line("", f"  turn {call.turn}: {call.tool} ({id}), {side} only", "red" if side == "before" else "green")
        return
    yield Line("", f"  turn {call.turn}: {call.tool} ({call.before}, {call.after})")
    for change in call.changes[:MOST]:
        yield from _change(change)
    if len(call.changes) > MOST:
        yield Line("", f"  and {len(call.changes) - MOST} more values (all with --json)", "dim")


def diff(before: Trace, after: Trace, names: tuple[str, str] | None = None) -> Diff:
    """Compares two traces; ids and seeds do not count, for they tell which conversation it is and not what happened."""
    one, other = before.conversation.steps, after.conversation.steps
    meant = [[_meaning(step) for step in steps] for steps in (one, other)]
    first = next((n for n, (a, b) in enumerate(zip_longest(*meant)) if a != b), None)
    parted: tuple[Any, Any] = (None, None) if first is None else (_at(one, first), _at(other, first))
    differing = () if first is None else tuple(changes(*(_meaning(step) for step in parted)))
    return Diff(
        names=names or (_name(before), _name(after)),
        first=first,
        seats=(parted[0].by if parted[0] else "", parted[1].by if parted[1] else ""),
        changes=differing,
        calls=tuple(_calls(before.conversation, after.conversation)),
        texts=tuple(_texts(before.conversation, after.conversation)),
        outcome=tuple(changes(_outcome(before), _outcome(after))),
        pairs=tuple(_pairs(one, other, meant)),
    )


def _name(trace: Trace) -> str:
    return f"{trace.id}: {trace.status}, strategy {trace.strategy}, seed {trace.seed}, {len(trace.conversation.steps)} steps"


def _at(steps: Sequence[Step], number: int) -> Step | None:
    return steps[number] if number < len(steps) else None


def _meaning(step: Step | None) -> Any:
    content = plain(step)
    if isinstance(content, dict) and content.get("kind") == "opened":
        content = {key: value for key, value in content.items() if key not in ("id", "seed")}
    return content


def _outcome(trace: Trace) -> dict[str, Any]:
    return trace.model_dump(mode="json", include={"status", "seat", "reasons", "error", "strategy"})


def _pairs(one: Sequence[Step], other: Sequence[Step], meant: list[list[Any]]) -> Iterator[tuple[int | None, int | None, bool]]:
    if len(one) + len(other) > LONG:
        spans = [("replace", 0, len(one), 0, len(other))]
    else:
        named, renamed = ([(step.by, step.kind) for step in steps] for steps in (one, other))
        spans = list(SequenceMatcher(None, named, renamed, autojunk=False).get_opcodes())
    for _, start, stop, begin, end in spans:
        for a, b in zip_longest(range(start, stop), range(begin, end)):
            yield a, b, a is not None and b is not None and meant[0][a] == meant[1][b]


def _texts(before: Conversation, after: Conversation) -> Iterator[Change]:
    turns = zip_longest(before.turns(), after.turns())
    for number, (one, other) in enumerate(turns, 1):
        for what, kind in (("request", Asked), ("reply", Replied)):
            texts = [_text(turn, kind) for turn in (one, other)]
            if texts[0] != texts[1]:
                yield Change(f"turn {number} {what}", *texts)


def _text(turn: Conversation | None, kind: type[Asked] | type[Replied]) -> str:
    said = turn.all(kind) if turn is not None else ()
    return said[-1].text if said else MISSING


def _calls(before: Conversation, after: Conversation) -> Iterator[CallChange]:
    results = before.results(), after.results()
    for number, (one, other) in enumerate(zip_longest(before.turns(), after.turns()), 1):
        issued = [_issued(turn, found) for turn, found in zip((one, other), results, strict=True)]
        tools, others = ([str(call["tool"]) for call in calls] for calls in issued)
        for _, start, stop, begin, end in SequenceMatcher(None, tools, others, autojunk=False).get_opcodes():
            same = tools[start:stop] == others[begin:end]
            for a, b in zip_longest(issued[0][start:stop], issued[1][begin:end]):
                yield from _call_changes(number, a, b, same)


def _call_changes(turn: int, one: dict[str, Any] | None, other: dict[str, Any] | None, same: bool) -> Iterator[CallChange]:
    if same and one is not None and other is not None:
        found = tuple(changes(one["holds"], other["holds"]))
        if found:
            yield CallChange(turn, one["tool"], one["id"], other["id"], found)
        return
    if one is not None:
        yield CallChange(turn, one["tool"], one["id"], None)
    if other is not None:
        yield CallChange(turn, other["tool"], None, other["id"])


def _issued(turn: Conversation | None, results: dict[str, Any]) -> list[dict[str, Any]]:
    """The calls of a turn, as planned where none was issued: tool, id, and what they hold."""
    if turn is None:
        return []
    calls = [call for step in turn.all(Called) for call in step.calls]
    if not calls:
        calls = [call for step in turn.all(Planned)[-1:] for call in step.plan.calls]
    hidden = {id for step in turn.all(Briefed)[-1:] for id in step.brief.implicit}
    return [
        {
            "tool": call.tool,
            "id": call.id,
            "holds": {"arguments": call.arguments, "implicit": call.id in hidden, "result": results.get(call.id, MISSING)},
        }
        for call in calls
    ]

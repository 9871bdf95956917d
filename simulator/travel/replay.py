"""A conversation again, from its seed: whether it is the same to the byte, and where it is not."""

from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from roles.base import Conversation
from simulator.reading import shortened
from simulator.stepping import Stage
from simulator.telemetry import Record
from simulator.trace import Trace
from simulator.travel.changes import Change, changes, plain
from simulator.travel.playing import played_on


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of it; `step` and `change` say where the first difference is, where there is one."""

    trace: Trace
    """The one that was played now."""
    same: bool
    step: int | None = None
    """Number of the first step that differs, from 0; None where only the outcome does."""
    change: Change | None = None
    remarks: tuple[str, ...] = ()
    """What may be the reason of a difference: other versions, edited tools."""
    record: Record = field(default_factory=Record, repr=False, compare=False)

    def described(self) -> dict[str, Any]:
        """In plain data."""
        return {
            "id": self.trace.id,
            "same": self.same,
            "step": self.step,
            **(self.change.described() if self.change else {}),
            "remarks": list(self.remarks),
        }

    def __str__(self) -> str:
        if self.same:
            return f"{self.trace.id}: the same to the byte, {len(self.trace.conversation.steps)} steps"
        place = "its outcome" if self.step is None else f"step {self.step}"
        change = self.change
        what = ""
        if change:
            what = f": {change.path or 'the step'} was {shortened(change.before, 200)}, now {shortened(change.after, 200)}"
        return "; ".join((f"{self.trace.id}: not the same: {place}{what}", *self.remarks))


def replay(trace: Trace, stage: Stage, line: bytes | None = None, remarks: tuple[str, ...] = ()) -> Replayed:
    """Plays the trace again on its stage and compares it with `line`, how it was written, by default with how it would be."""
    begun = Conversation.model_construct(steps=trace.conversation.steps[: stage.begun])
    record = Record()
    again, bytes_now = played_on(stage, begun, trace.id, record)
    if bytes_now == (trace.line() if line is None else line):
        return Replayed(again, True, remarks=remarks, record=record)
    step, change = _first(trace, again)
    if again.error is not None and again.error != trace.error:
        remarks = (f"{again.seat} failed now: {again.error.type}: {again.error.message}", *remarks)
    return Replayed(again, False, step, change, remarks, record)


def _first(before: Trace, after: Trace) -> tuple[int | None, Change | None]:
    for number, (one, other) in enumerate(zip_longest(before.conversation.steps, after.conversation.steps)):
        found = next(changes(plain(one), plain(other)), None)
        if found is not None:
            return number, found
    was, now = (each.model_dump(mode="json", exclude={"conversation"}) for each in (before, after))
    return None, next(changes(was, now), None) or Change("(the line)", "written otherwise", "the same content")

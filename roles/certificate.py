"""Where each argument's value comes from, and why each implicit call is needed: a proof that any machine can check again."""

from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from roles.base import Asked, Briefed, Called, Conversation, Opened, Planned, Replied, Returned
from roles.evidence import Evidence
from roles.sources import FromDate, FromDefault, FromProfile, FromResult, Paraphrased, Said, Source
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call
from tool_graphs.tool import Field, Tool

__all__ = [
    "Certificate",
    "CertifiedCall",
    "FromDate",
    "FromDefault",
    "FromProfile",
    "FromResult",
    "Paraphrased",
    "Said",
    "Source",
    "certify",
]


class CertifiedCall(BaseModel, frozen=True):
    """A call as it was issued, with the source of each leaf of its arguments."""

    id: str
    name: str
    arguments: dict[str, Any]
    implicit: bool
    needed_by: tuple[str, ...]
    """Ids of the later calls, of this turn or a later one, that use its result."""
    sources: dict[str, Source]
    """Argument path (`date`, `passengers[0].name`) -> where its value comes from."""


class Certificate(BaseModel, frozen=True):
    """The proof of one turn; a turn is proved when `unexplained` is empty."""

    calls: tuple[CertifiedCall, ...]
    unexplained: tuple[str, ...] = ()
    """What could not be proved, in words that name call and argument."""


def certify(conversation: Conversation, graph: ToolGraph) -> tuple[Certificate, ...]:
    """One certificate for each finished turn; where there is no plan, sources are searched for in what was said and returned."""
    ledger = _Ledger(graph, *_plans(conversation))
    message = 0
    for step in conversation.heard().steps:
        if isinstance(step, Opened):
            ledger.evidence.opened(step)
        elif isinstance(step, Asked):
            ledger.evidence.asked(step, message)
        elif isinstance(step, Called):
            for call in step.calls:
                ledger.issue(call)
        elif isinstance(step, Returned):
            ledger.evidence.results.update((result.call, result.value) for result in step.results)
        elif isinstance(step, Replied):
            ledger.turns.append([])
        message += len(step.results) if isinstance(step, Returned) else 1
    return tuple(ledger.certificate(turn) for turn in ledger.turns[:-1])


def _plans(conversation: Conversation) -> tuple[dict[str, Call], frozenset[str]]:
    """Call id -> call as it was planned; the ids of the implicit calls."""
    planned: dict[str, Call] = {}
    implicit: set[str] = set()
    for turn in conversation.turns():
        for plan in turn.all(Planned)[:1]:
            planned.update(plan.plan.by_id)
        for step in turn.all(Briefed)[-1:]:
            implicit.update(step.brief.implicit)
    return planned, frozenset(implicit)


@dataclass
class _Entry:
    """A call with the sources found for it."""

    call: Call
    implicit: bool
    sources: dict[str, Source]
    unexplained: list[str] = field(default_factory=list)
    needed_by: list[str] = field(default_factory=list)


class _Ledger:
    """The calls of a conversation, turn by turn, as their sources become known."""

    def __init__(self, graph: ToolGraph, planned: dict[str, Call], implicit: frozenset[str]) -> None:
        self.graph, self.planned, self.implicit = graph, planned, implicit
        self.evidence = Evidence()
        self.turns: list[list[str]] = [[]]
        self.entries: dict[str, _Entry] = {}

    def issue(self, call: Call) -> None:
        """Takes in a call: finds its sources, and tells the calls that it needs."""
        tool = self.graph.tool(call.tool)
        entry = _Entry(call, call.id in self.implicit, {})
        for path, value in paths.leaves(call.arguments):
            if path:
                self._explain(entry, tool, path, value)
        planned = self.planned.get(call.id, call)
        for producer in (*(s.call for s in entry.sources.values() if isinstance(s, FromResult)), *planned.after):
            earlier = self.entries.get(producer)
            if earlier is not None and call.id not in earlier.needed_by:
                earlier.needed_by.append(call.id)
        self.turns[-1].append(call.id)
        self.entries[call.id] = entry

    def _explain(self, entry: _Entry, tool: Tool, path: str, value: Any) -> None:
        call = entry.call
        source = self.evidence.source(call, self.planned.get(call.id), tool, path, value)
        if source is None:
            entry.unexplained.append(
                f"call {call.id} ({call.tool}): {path} is {value!r}, which is not said, not in an earlier result, "
                "not in the profile, no default and not today's date"
            )
            return
        entry.sources[path] = source
        producer = self.entries.get(source.call) if isinstance(source, FromResult) else None
        if producer is not None and producer.implicit and self._leaks(tool, path, value):
            producer.unexplained.append(
                f"call {producer.call.id} ({producer.call.tool}) is implicit, but the value {value!r} that "
                f"{call.id} ({call.tool}) needs from it for {path} leaks: the user says it"
            )

    def _leaks(self, tool: Tool, path: str, value: Any) -> bool:
        if isinstance(value, bool) or value in (None, "", [], {}):
            return False
        return self.evidence.says(value, tool.input(path) or Field(paths.pattern(path), {}, False))

    def certificate(self, turn: list[str]) -> Certificate:
        """The certificate of a turn, given the ids of its calls."""
        entries = [self.entries[id] for id in turn]
        unexplained = [reason for entry in entries for reason in entry.unexplained]
        unexplained += [
            f"call {entry.call.id} ({entry.call.tool}) is implicit, but no later call needs its result"
            for entry in entries
            if entry.implicit and not entry.needed_by
        ]
        return Certificate(calls=tuple(_certified(entry) for entry in entries), unexplained=tuple(unexplained))


def _certified(entry: _Entry) -> CertifiedCall:
    return CertifiedCall(
        id=entry.call.id,
        name=entry.call.tool,
        arguments=entry.call.arguments,
        implicit=entry.implicit,
        needed_by=tuple(entry.needed_by),
        sources=entry.sources,
    )

"""Where each argument's value comes from, and why each call is made: a proof that any machine can check again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from roles.base import Asked, Brief, Briefed, Called, Conversation, Judged, Opened, Planned, Replied, Returned
from roles.evidence import Evidence
from roles.proof.asking import Place, asked_in
from roles.proof.beside import Spans, halves
from roles.proof.failure import Failure
from roles.proof.necessity import Flow, Necessity, Reason, necessity
from roles.proof.offered import offered_in
from roles.proof.story import Story, heard_story
from roles.sources import FromDate, FromDefault, FromProfile, FromResult, Paraphrased, Said, Source
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call
from tool_graphs.tool import Tool

__all__ = [
    "Certificate",
    "CertifiedCall",
    "Failure",
    "FromDate",
    "FromDefault",
    "FromProfile",
    "FromResult",
    "Paraphrased",
    "Reason",
    "Said",
    "Source",
    "certify",
]


class CertifiedCall(BaseModel, frozen=True):
    """A call as it was issued, with the source of each leaf of its arguments and the reason for it."""

    id: str
    name: str
    arguments: dict[str, Any]
    implicit: bool
    needed_by: tuple[str, ...]
    """Ids of the later calls, of this turn or a later one, that use its result or must come after it."""
    sources: dict[str, Source]
    """Argument path (`date`, `passengers[0].name`) -> where its value comes from."""
    asked: Said | Paraphrased | None = None
    """The characters of the request that ask for it, where it is explicit; a chat verifier's word where a search finds none."""
    reasons: tuple[Reason, ...] = ()
    """What needs it in its turn, where it is implicit."""


class Certificate(BaseModel, frozen=True):
    """The proof of one turn; a turn is proved when there are no `failures`."""

    calls: tuple[CertifiedCall, ...]
    failures: tuple[Failure, ...] = ()
    """What could not be proved."""

    @property
    def unexplained(self) -> tuple[str, ...]:
        """The failures in words that name call and argument."""
        return tuple(failure.text for failure in self.failures)


def certify(conversation: Conversation, graph: ToolGraph) -> tuple[Certificate, ...]:
    """One certificate for each finished turn; where there is no plan, sources are searched for in what was said and returned."""
    return proved(conversation, graph, heard_story(conversation)).certificates()


def proved(conversation: Conversation, graph: ToolGraph, story: Story) -> "Proof":
    """What certificates are made of, for those who need none; `story` is the conversation's own."""
    planned, briefs = _plans(conversation)
    opened = conversation.all(Opened)
    offered = offered_in(graph, opened[-1].tools if opened else ())
    unsaid = frozenset((each.call, each.argument) for brief in briefs for each in brief.unsaid)
    ledger = _Ledger(graph, story, planned, unsaid)
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
    implicit = frozenset(id for brief in briefs for id in brief.implicit)
    found = necessity(story, offered, implicit, ledger.flows)
    ledger.after(found)
    found.failures += halves(story, ledger.spans())
    hidden = {id: id in implicit for brief in briefs for id in (*brief.explicit, *brief.implicit)}
    vouched = _vouched(conversation, story)
    places = asked_in(story, offered, hidden, found.failures, vouched)
    return Proof(ledger, implicit, found, vouched, places)


def _plans(conversation: Conversation) -> tuple[dict[str, Call], list[Brief]]:
    """Call id -> call as it was planned; the brief of each turn that has one."""
    planned: dict[str, Call] = {}
    briefs: list[Brief] = []
    for turn in conversation.turns():
        for step in turn.steps:
            if isinstance(step, Planned):
                planned.update(step.plan.by_id)
        briefs += [step.brief for step in turn.steps if isinstance(step, Briefed)][-1:]
    return planned, briefs


def _vouched(conversation: Conversation, story: Story) -> dict[str, Said | Paraphrased]:
    """Call id -> the words that a chat verifier says ask for it, of each turn's last request."""
    found: dict[str, Said | Paraphrased] = {}
    for turn, told in zip(conversation.turns(), story.turns, strict=False):
        for step in turn.steps:
            for wish in step.wishes if isinstance(step, Judged) else ():
                found[wish.call] = Paraphrased(message=told.message, span=wish.span, judge=wish.judge)
    return found


@dataclass
class _Entry:
    """A call with the sources found for it."""

    call: Call
    turn: int
    sources: dict[str, Source]
    needed_by: list[str] = field(default_factory=list)


class _Ledger:
    """The calls of a conversation, turn by turn, as their sources become known."""

    def __init__(self, graph: ToolGraph, story: Story, planned: Mapping[str, Call], unsaid: frozenset[tuple[str, str]]) -> None:
        self.graph, self.story, self.planned = graph, story, planned
        self.evidence = Evidence(unsaid=unsaid)
        self.turns: list[list[str]] = [[]]
        self.entries: dict[str, _Entry] = {}
        self.flows: list[Flow] = []
        self.failures: list[Failure] = []

    def issue(self, call: Call) -> None:
        """Takes in a call: finds its sources, and tells the calls that it needs."""
        tool = self.graph.tool(call.tool)
        entry = _Entry(call, len(self.turns), {})
        for path, value in paths.leaves(call.arguments):
            if path:
                self._explain(entry, tool, path, value)
        for source in entry.sources.values():
            if isinstance(source, FromResult):
                self._needs(source.call, call.id)
        self.turns[-1].append(call.id)
        self.entries[call.id] = entry

    def _needs(self, producer: str, consumer: str) -> None:
        earlier = self.entries.get(producer)
        if earlier is not None and consumer not in earlier.needed_by:
            earlier.needed_by.append(consumer)

    def _explain(self, entry: _Entry, tool: Tool, path: str, value: Any) -> None:
        call = entry.call
        planned = self.planned.get(call.id)
        source = self.evidence.source(call, planned, tool, path, value)
        if source is not None:
            entry.sources[path] = source
            if isinstance(source, FromResult) and source.call in self.entries:
                self.flows.append(Flow(source.call, source.path, call.id, path))
            return
        rule, why = self._fault(planned, path)
        text = f"call {call.id} ({call.tool}): {path} is {value!r}, {why}"
        self.failures.append(Failure(rule=rule, text=text, turn=entry.turn, call=call.id, argument=path))

    def _fault(self, planned: Call | None, path: str) -> tuple[str, str]:
        reference = planned.references.get(path) if planned is not None else None
        if reference is None:
            return "unexplained", (
                "which is not said, not in an earlier result, not in the profile, no default and not today's date"
            )
        where = f"{reference.path} of {reference.call}"
        if reference.call not in self.evidence.results:
            return "future-reference", f"which was to come from {where}, but that was not there yet"
        return "stale-reference", f"which was to come from {where}, but that holds something else"

    def spans(self) -> Spans:
        """Where the values of each call are said."""
        return {
            id: [(source.message, source.span) for source in entry.sources.values() if isinstance(source, Said)]
            for id, entry in self.entries.items()
        }

    def after(self, found: Necessity) -> None:
        """Takes in the calls that are needed by order alone."""
        for id, reasons in found.reasons.items():
            for reason in reasons:
                if reason.kind == "order":
                    self._needs(id, reason.call)


@dataclass(frozen=True, slots=True)
class Proof:
    """What was worked out of a conversation, of which certificates are made."""

    ledger: _Ledger
    implicit: frozenset[str]
    found: Necessity
    vouched: Mapping[str, Said | Paraphrased]
    places: Mapping[str, Place]

    @property
    def turns(self) -> list[list[str]]:
        """The ids of the calls of each finished turn."""
        return self.ledger.turns[:-1]

    @property
    def flows(self) -> list[Flow]:
        """The values that go from one call to another."""
        return self.ledger.flows

    @property
    def failures(self) -> list[Failure]:
        """What could not be proved, turn by turn."""
        if not self.ledger.failures and not self.found.failures:
            return []
        return [failure for number in range(1, len(self.turns) + 1) for failure in self._failures(number)]

    def sources(self, call: str) -> Mapping[str, Source]:
        """Argument path -> where its value comes from."""
        return self.ledger.entries[call].sources

    def certificates(self) -> tuple[Certificate, ...]:
        """One for each finished turn."""
        return tuple(
            Certificate(calls=tuple(self._certified(self.ledger.entries[id]) for id in ids), failures=self._failures(number))
            for number, ids in enumerate(self.turns, start=1)
        )

    def _failures(self, number: int) -> tuple[Failure, ...]:
        return tuple(failure for failure in (*self.ledger.failures, *self.found.failures) if failure.turn == number)

    def _certified(self, entry: _Entry) -> CertifiedCall:
        id = entry.call.id
        place = self.places.get(id)
        return CertifiedCall(
            id=id,
            name=entry.call.tool,
            arguments=entry.call.arguments,
            implicit=id in self.implicit,
            needed_by=tuple(entry.needed_by),
            sources=entry.sources,
            asked=Said(message=place[0], span=place[1]) if place is not None else self.vouched.get(id),
            reasons=tuple(self.found.reasons.get(id, ())),
        )

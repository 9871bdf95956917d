"""The proof of the proof: breaks conversations in known ways and counts who notices."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from roles.base import Asked, Briefed, Conversation, EmbeddingStrategy
from simulator.checkers import Checker, checkers
from simulator.defects import DEFECTS, Broken, Defect
from simulator.defects.editing import settled
from simulator.trace import Trace
from tool_graphs.graph import ToolGraph

__all__ = ["Missed", "Row", "Selftest", "checkers", "selftest"]

PER_DEFECT = 100
MOST_SHOWN = 20
"""Missed ones that are kept for each defect."""


@dataclass(frozen=True)
class Missed:
    """A broken conversation that nobody noticed."""

    trace: str
    told: str
    conversation: Conversation


@dataclass
class Row:
    """What became of the conversations broken in one way."""

    defect: str
    made: int = 0
    caught: dict[str, int] = field(default_factory=dict)
    """Checker -> how many it noticed."""
    caught_by_any: int = 0
    missed: list[Missed] = field(default_factory=list)
    """Noticed by nobody; the first of them."""
    raised: list[str] = field(default_factory=list)
    """Checkers that raised instead of saying what is wrong; that counts as missed."""


@dataclass
class Selftest:
    """The table: untouched conversations, then a row a defect."""

    untouched: int = 0
    rejected: dict[str, int] = field(default_factory=dict)
    """Checker -> how many untouched conversations it rejected."""
    rejected_by_any: int = 0
    reasons: list[tuple[str, str, str]] = field(default_factory=list)
    """(trace, checker, reason) of each untouched conversation that was rejected."""
    rows: list[Row] = field(default_factory=list)


def selftest(
    traces: Iterable[Trace],
    graph: ToolGraph,
    per_defect: int = PER_DEFECT,
    seed: int | str = 7,
    defects: Mapping[str, Defect] = DEFECTS,
    strategy: str | EmbeddingStrategy = "upstream",
    members: Sequence[str] = (),
    progress: Callable[[str], None] | None = None,
) -> Selftest:
    """Checks accepted conversations untouched, then breaks those that passed, up to `per_defect` of them in each way.

    `strategy` is the run's, `members` those of a run of families, as `checkers` takes them; `progress` is told which defect
    is next.
    """
    asked = checkers(graph, strategy, members)
    found = Selftest(rejected=dict.fromkeys(asked, 0))
    right = dict(_right(traces, asked, found))
    for name, defect in defects.items() if per_defect else ():
        if progress is not None:
            progress(name)
        counted = Row(name, caught=dict.fromkeys(asked, 0))
        for id, broken in _broken(right, graph, name, defect, seed):
            _count(counted, id, broken, asked if broken.graph is None else checkers(broken.graph, strategy, members))
            if counted.made >= per_defect:
                break
        found.rows.append(counted)
    return found


def _broken(
    right: Mapping[str, Conversation], graph: ToolGraph, name: str, defect: Defect, seed: int | str
) -> Iterator[tuple[str, Broken]]:
    """The conversations that can be broken in that way, broken, in an order of the seed's."""
    order = sorted(right)
    Random(f"{seed}/{name}").shuffle(order)
    for id in order:
        broken = defect(right[id], graph, Random(f"{seed}/{name}/{id}"))
        if broken is not None:
            yield id, broken


def _right(traces: Iterable[Trace], asked: Mapping[str, Checker], found: Selftest) -> Iterator[tuple[str, Conversation]]:
    """The accepted conversations that every checker accepts untouched, by id."""
    for trace in traces:
        if not trace.accepted:
            continue
        conversation = settled(trace.conversation)
        found.untouched += 1
        said = {name: _said(name, checker, conversation) for name, checker in asked.items()}
        for name, reasons in said.items():
            found.rejected[name] += bool(reasons)
            found.reasons += [(trace.id, name, reason) for reason in reasons[:1]]
        found.rejected_by_any += any(said.values())
        if not any(said.values()) and _whole(conversation):
            yield trace.id, conversation


def _said(name: str, checker: Checker, conversation: Conversation) -> tuple[str, ...]:
    try:
        return checker(conversation)
    except Exception as error:
        return (f"{name} raised {type(error).__name__}: {error}",)


def _whole(conversation: Conversation) -> bool:
    """Whether every turn has a plan, a brief and a request, as those of the default routes have."""
    turns = conversation.turns()
    return bool(turns) and all(turn.all(Briefed) and turn.all(Asked) for turn in turns)


def _count(row: Row, id: str, broken: Broken, asked: Mapping[str, Checker]) -> None:
    noticed = {name: _notices(row, id, name, checker, broken.conversation) for name, checker in asked.items()}
    row.made += 1
    row.caught_by_any += any(noticed.values())
    for name in noticed:
        row.caught[name] += noticed[name]
    if not any(noticed.values()) and len(row.missed) < MOST_SHOWN:
        row.missed.append(Missed(id, broken.told, broken.conversation))


def _notices(row: Row, id: str, name: str, checker: Checker, conversation: Conversation) -> bool:
    try:
        return bool(checker(conversation))
    except Exception as error:
        row.raised.append(f"{id}: {name} raised {type(error).__name__}: {error}")
        return False

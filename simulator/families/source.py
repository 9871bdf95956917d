"""Where families come from: the finished turns of a run's accepted conversations."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from roles.base import Briefed, Conversation, Opened, Planned, Replied, Returned, Sibling
from roles.behaviours.cast import opened
from roles.language.clauses import Clauses
from simulator.trace import Trace, parse
from tool_graphs.graph import ToolGraph


@dataclass(frozen=True, slots=True)
class Source:
    """One turn of one accepted conversation, kept as its line."""

    line: bytes
    turn: int
    """From 1."""

    def begun(self, member: str, seed: str, graph: ToolGraph, clauses: Clauses) -> tuple[str, Conversation]:
        """The family's id, and what its members share: the conversation up to the turn, and the turn's plan and results."""
        trace = parse(self.line)
        turn = trace.conversation.turns()[self.turn - 1]
        family = f"{trace.id}-{self.turn}"
        shared = Sibling(
            by="family",
            family=family,
            member=member,
            plan=turn.last(Planned).plan,
            brief=turn.last(Briefed).brief,
            results=tuple(result for step in turn.all(Returned) for result in step.results),
        )
        earlier = _before(trace.conversation, self.turn)
        scene = opened(earlier, shared, graph, clauses, Random(f"{seed}/{family}/{member}"))
        steps = (scene if isinstance(step, Opened) else step for step in earlier.steps)
        return family, Conversation.model_construct(steps=(*steps, shared))


def _before(conversation: Conversation, number: int) -> Conversation:
    """The steps before a turn."""
    closed = 0
    for place, step in enumerate(conversation.steps):
        if isinstance(step, Planned) and closed == number - 1:
            return Conversation.model_construct(steps=conversation.steps[:place])
        closed += isinstance(step, Replied)
    return conversation


def sources(traces: Iterable[Trace]) -> list[Source]:
    """The turns of accepted conversations that a plan led to, in order."""
    found: list[Source] = []
    for trace in traces:
        if not trace.accepted or not trace.conversation.all(Opened):
            continue
        line = trace.line()
        for number, turn in enumerate(trace.conversation.turns(), start=1):
            if turn.all(Replied) and len(turn.all(Briefed)) and turn.last(Planned).plan.calls:
                found.append(Source(line, number))
    return found

"""What a run holds, in numbers."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from roles.base import Briefed, Called, Conversation, Planned, Replied
from simulator.multi_step import multi_step
from simulator.outcomes import Outcomes
from simulator.tally import Tally
from simulator.trace import Trace
from tool_graphs.graph import ToolGraph


def stats(traces: Iterable[Trace], graph: ToolGraph | None = None) -> dict[str, Any]:
    """Outcomes of all attempts; calls, depth and tools of the accepted ones, and with the tool graph what is truly multi-step."""
    tally, outcomes = Tally(), Outcomes()
    numbers: dict[str, Counter[Any]] = {
        name: Counter() for name in ("turns", "calls", "depth", "tools", "strategies", "turn strategies", "fallbacks")
    }
    hidden = calls = threads = several = 0
    for trace in traces:
        tally.add(trace.id, trace.status, trace.seat, trace.reasons, trace.error)
        outcomes.add(trace)
        if trace.accepted:
            numbers["strategies"][trace.strategy] += 1
            of_trace = _counted(trace.conversation, numbers)
            hidden, calls = hidden + of_trace[0], calls + of_trace[1]
            if graph is not None:
                joined = multi_step(trace.conversation, graph)
                threads, several = threads + sum(joined), several + len(joined)
    return {
        **tally.described(),
        **({"members": outcomes.described()} if outcomes.tried else {}),
        "strategies": dict(sorted(numbers["strategies"].items())),
        "strategies_of_turns": dict(sorted(numbers["turn strategies"].items())),
        "fallbacks": dict(sorted(numbers["fallbacks"].items(), key=lambda item: (-item[1], item[0]))),
        "turns": _histogram(numbers["turns"]),
        "calls": calls,
        "calls_per_turn": _histogram(numbers["calls"]),
        "implicit_calls": hidden,
        "implicit_share": round(hidden / calls, 4) if calls else 0.0,
        **({"turns_with_several_calls": several, "multi_step_share": round(threads / (several or 1), 4)} if graph else {}),
        "depth": _histogram(numbers["depth"]),
        "tools_used": dict(sorted(numbers["tools"].items(), key=lambda item: (-item[1], item[0]))),
    }


def _counted(conversation: Conversation, numbers: dict[str, Counter[Any]]) -> tuple[int, int]:
    """Counts one conversation; how many of its calls are implicit, and how many it has."""
    hidden = calls = 0
    turns = [turn for turn in conversation.turns() if turn.all(Replied)]
    numbers["turns"][len(turns)] += 1
    for turn in turns:
        issued = [call for step in turn.all(Called) for call in step.calls]
        numbers["calls"][len(issued)] += 1
        numbers["depth"][turn.last(Planned).plan.depth()] += 1
        numbers["tools"].update(call.tool for call in issued)
        for step in turn.all(Briefed)[-1:]:
            numbers["turn strategies"][step.brief.strategy] += 1
            if step.brief.fallback:
                numbers["fallbacks"][f"{step.brief.strategy}: {step.brief.fallback}"] += 1
        implicit = {id for step in turn.all(Briefed)[-1:] for id in step.brief.implicit}
        hidden += sum(call.id in implicit for call in issued)
        calls += len(issued)
    return hidden, calls


def _histogram(counted: Counter[int]) -> dict[str, Any]:
    total = counted.total()
    mean = round(sum(number * count for number, count in counted.items()) / total, 3) if total else 0.0
    return {"mean": mean, "counts": {str(number): counted[number] for number in sorted(counted)}}

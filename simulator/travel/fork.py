"""Another conversation from the middle of one: the steps before stay, then something is changed and it goes on."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from roles.base import Conversation
from roles.dice import number
from simulator.graph import SeatError
from simulator.routes import END
from simulator.salvage import Damaged
from simulator.simulation import Attempt, attempted
from simulator.stepping import Stage
from simulator.telemetry import Record
from simulator.trace import Trace
from simulator.travel.playing import played_on
from tool_graphs.errors import RunError, SimulationError
from tool_graphs.graph import ToolGraph


def fork(trace: Trace, at: int, stage: Stage, record: Record | None = None) -> tuple[Trace, bytes]:
    """The conversation that goes on from step `at` on this stage, and its line: steps 0 to `at` - 1 are the trace's.

    Raises SimulationError where it cannot go on from there.
    """
    return played_on(stage, kept(trace, at, stage), trace.id, record)


def kept(trace: Trace, at: int, stage: Stage) -> Conversation:
    """The steps before number `at`; raises SimulationError where nobody could go on from them."""
    steps = trace.conversation.steps
    if not stage.begun <= at <= len(steps):
        shared = f"; the first {stage.begun} are shared with others" if stage.begun else ""
        raise SimulationError(
            f"step {at}: {trace.id} has steps 0 to {len(steps) - 1}{shared}; expected one from {stage.begun} to {len(steps)}"
        )
    conversation = Conversation.model_construct(steps=steps[:at])
    for place, step in enumerate(conversation.steps):
        if isinstance(step, Damaged):
            raise SimulationError(f"step {place} of {trace.id} cannot be read; fork there or before, with --at {place} at most")
    try:
        if at and stage.after(conversation) == END:
            raise SimulationError(f"step {at}: {trace.id} is over there, nobody speaks next; fork at an earlier step")
    except SeatError as error:
        raise SimulationError(f"step {at}: who would speak there cannot be told: {error}; fork at another step") from error
    return conversation


class Origin:
    """Where a fork in Python came from, so that it can be replayed and forked, too."""

    def __init__(self, stage: Stage, at: int) -> None:
        self.own = replace(stage, begun=at)

    def stage(self, trace: Trace, **changes: Any) -> Stage:
        """The stage on which it was played; another cast or seed, if wished."""
        others = ", ".join(name for name in changes if name not in ("cast", "seed"))
        if others:
            raise SimulationError(f"a fork of a fork takes another cast or seed, not {others}; fork the first one at that step")
        seed = str(changes.get("seed", self.own.seed))
        return replace(self.own, cast={**self.own.cast, **changes.get("cast", {})}, seed=seed)


class Forked:
    """One fork as a run's folder holds it; `recorded(...)` writes it."""

    def __init__(self, trace: Trace, at: int, stage: Stage, graph: ToolGraph, configuration: Mapping[str, Any]) -> None:
        self.trace, self.at, self.stage, self.graph = trace, at, stage, graph
        self.configuration = dict(configuration)
        kept(trace, at, stage)

    def described(self) -> dict[str, Any]:
        """What decides it: the simulation's configuration, and where it parts from which conversation."""
        origin = {"id": self.trace.id, "at": self.at, "seed": self.trace.seed, "strategy": self.trace.strategy}
        return {**self.configuration, "seed": self.stage.seed, "fork": origin}

    def attempts(self, count: int, workers: int = 1, **_: Any) -> Iterator[Attempt]:
        """The one attempt; it keeps the id of what it was forked from, and so its dice."""
        record = Record()
        trace, line = fork(self.trace, self.at, self.stage, record)
        place = number(trace.id) if trace.id == f"c{number(trace.id):06d}" else 0
        yield attempted(place, trace, line, record)


def begun_of(configuration: Mapping[str, Any]) -> int:
    """How many steps the conversations of a run began with, where it is a fork."""
    origin = configuration.get("fork")
    if origin is None:
        return 0
    if not isinstance(origin, dict) or not isinstance(origin.get("at"), int):
        raise RunError(f"the manifest's fork is {origin!r}; expected where it was forked: {{'id': ..., 'at': ...}}")
    return int(origin["at"])

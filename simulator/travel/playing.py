"""A conversation to its end on a stage, from its first step or from where it had come to."""

from roles.base import Conversation
from simulator.graph import build, play
from simulator.simulation import traced, written
from simulator.stepping import Stage
from simulator.telemetry import Record
from simulator.trace import Trace


def played_on(stage: Stage, begun: Conversation, id: str, record: Record | None = None) -> tuple[Trace, bytes]:
    """The trace of that id and its line; raises SeatError where the route after the last step fails."""
    entry = stage.after(begun) if begun.steps else None
    state = play(build(stage.cast, stage.routes, stage.max_steps, entry=entry), stage.id, stage.seed, begun, record)
    return written(traced(state, id, stage.strategy_of(state["conversation"])), stage.strategy)

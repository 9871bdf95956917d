"""A run that stops before seats or steps, and hands each conversation over to whoever wants to look or change something."""

from collections.abc import Callable, Iterator
from typing import Any

from simulator.simulation import Attempt, Simulation, attempted, attempts_allowed, traced, written
from simulator.stepping import Breakpoint, Stepper, breakpoint_of
from tool_graphs.errors import SimulationError
from tool_graphs.graph import ToolGraph

HandOver = Callable[[Stepper], bool]
"""Gets the conversation under way, and may change it; true to stop again at the next breakpoint, false to run to the end."""


class Stepped:
    """A simulation whose conversations stop where `break_before` says: a seat, a step's number, a predicate, or several."""

    def __init__(
        self,
        simulation: Simulation,
        break_before: Breakpoint | str | int | tuple[Breakpoint | str | int, ...],
        hand_over: HandOver,
    ) -> None:
        given = break_before if isinstance(break_before, tuple) else (break_before,)
        self.simulation, self.hand_over = simulation, hand_over
        self.graph: ToolGraph = simulation.graph
        self.stops = [breakpoint_of(each, simulation.routes) for each in given]

    def described(self) -> dict[str, Any]:
        """As the simulation's: what was changed by hand is told by each attempt's telemetry."""
        return self.simulation.described()

    def attempt(self, index: int) -> Attempt:
        """Attempt number `index`, with stops."""
        stepper = self.simulation.stepper(index)
        going = self._stops(stepper)
        while going and not stepper.over:
            going = self.hand_over(stepper)
            going = going and not stepper.over and stepper.run(self._wanted)
        if not stepper.over:
            stepper.run()
        stage = stepper.stage
        trace = traced(stepper.state, stage.id, stage.strategy_of(stepper.conversation))
        return attempted(index, *written(trace, stage.strategy), stepper.record if self.simulation.telemetry else None)

    def _stops(self, stepper: Stepper) -> bool:
        return self._wanted(stepper.seat, stepper.conversation) or stepper.run(self._wanted)

    def _wanted(self, seat: str, conversation: Any) -> bool:
        return any(stop(seat, conversation) for stop in self.stops)

    def attempts(
        self, count: int, workers: int = 1, *, max_attempts: int | None = None, start: int = 0, accepted: int = 0, **rest: Any
    ) -> Iterator[Attempt]:
        """One after the other; raises SimulationError for several at once."""
        if workers != 1 or (rest.get("threads") or 1) != 1:
            raise SimulationError(
                f"workers={workers}: a run that stops plays one conversation at a time; leave out workers and threads"
            )
        for index in range(start, attempts_allowed(count) if max_attempts is None else max_attempts):
            if accepted >= count:
                return
            attempt = self.attempt(index)
            accepted += attempt.status == "accepted"
            yield attempt

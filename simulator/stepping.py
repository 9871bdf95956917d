"""One step at a time: the conversation that a simulation would play, with a hand on it between any two steps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from roles.base import Briefed, Conversation, Role, Step
from simulator.graph import Fork, Played, Seat, SeatError, State, failed_at
from simulator.routes import END, Routes, checked, destinations
from simulator.telemetry import RECORD, Record
from tool_graphs.errors import SimulationError, did_you_mean

Breakpoint = Callable[[str, Conversation], bool]
"""Told the seat that would speak next and the conversation so far; true where to stop."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that decides how a conversation goes on: who plays, by which routes, with whose dice."""

    cast: Mapping[str, Role]
    routes: Routes
    max_steps: int
    id: str
    seed: str
    strategy: str
    begun: int = 0
    """How many steps it began with, that nobody on this stage played."""
    fixed: bool = False
    """Whether traces bear `strategy` whatever the briefs say, as siblings do."""

    def strategy_of(self, conversation: Conversation) -> str:
        """What a trace is to bear as its strategy."""
        briefed = conversation.all(Briefed)
        return self.strategy if self.fixed or not briefed else briefed[-1].brief.strategy

    def after(self, conversation: Conversation) -> str:
        """The seat that speaks next, `__end__` where nobody does; raises SeatError where a route fails."""
        seat = conversation.steps[-1].by if conversation.steps else ""
        if seat not in self.routes:
            return next(iter(self.routes))
        route = self.routes[seat]
        return route if isinstance(route, str) else Fork(seat, route, destinations(seat, route)).after(conversation)

    def played(self, seat: str, conversation: Conversation) -> Conversation:
        """The conversation with one step more, by that seat; raises SeatError where its role fails."""
        state = State(conversation=conversation, id=self.id, seed=self.seed)
        return Seat(seat, self.cast[seat], self.max_steps)(state)["conversation"]


class Stepper:
    """A conversation under way: `seat` is about to speak; `step()`, `give(step)` and `back()` move it, `run(until)` goes on."""

    def __init__(self, stage: Stage, conversation: Conversation | None = None) -> None:
        checked({seat: stage.cast[seat] for seat in stage.cast}, stage.routes)
        self.stage = stage
        self.record = Record()
        self.state = Played(conversation=conversation or Conversation(), id=stage.id, seed=stage.seed)
        self.seat = ""
        self._find_seat()

    def __repr__(self) -> str:
        return (
            f"<Stepper {self.stage.id}: {len(self.conversation.steps)} steps, {'over' if self.over else self.seat + ' is next'}>"
        )

    @property
    def conversation(self) -> Conversation:
        """The steps so far."""
        return self.state["conversation"]

    @property
    def over(self) -> bool:
        """Whether nobody speaks any more."""
        return self.seat == END

    def step(self) -> Step | None:
        """Lets the seat speak: its step, or None where its role failed; raises SimulationError where it is over."""
        self._refuse_end()
        token = RECORD.set(self.record)
        try:
            self._go_on(self.stage.played(self.seat, self.conversation))
        except SeatError as error:
            self._fail(error)
            return None
        finally:
            RECORD.reset(token)
        return self.conversation.steps[-1]

    def give(self, step: Step) -> None:
        """Goes on with this step in the place of what the seat would say."""
        self._refuse_end()
        self.record.edited.append(len(self.conversation.steps))
        self._go_on(self.conversation.then(step.model_copy(update={"by": self.seat})))

    def change(self, step: Step) -> None:
        """Puts this step in the place of the last one."""
        if not self.conversation.steps:
            raise SimulationError("there is no step yet that could be changed; let a seat speak first")
        last = self.conversation.steps[-1]
        self.back()
        self.record.edited.append(len(self.conversation.steps))
        self._go_on(self.conversation.then(step.model_copy(update={"by": last.by})))

    def back(self, to: int = -1) -> None:
        """Takes back steps: those from number `to` on, by default the last one."""
        steps = self.conversation.steps
        if not -len(steps) <= to < len(steps):
            raise SimulationError(f"step {to} cannot be taken back: there are {len(steps)} steps, from 0 on")
        kept = steps[:to]
        if len(kept) < self.stage.begun:
            raise SimulationError(f"the first {self.stage.begun} steps were there before; expected a later one than step {to}")
        self.record.edited = [number for number in self.record.edited if number < len(kept)]
        self.record.steps = [entry for entry in self.record.steps if entry["step"] < len(kept)]
        self._go_on(Conversation.model_construct(steps=kept))

    def run(self, until: "Breakpoint | str | int | None" = None) -> bool:
        """Goes on to the next time that `until` holds: a seat that would speak, a step's number, or a predicate.

        At least one step is made. True where it stopped there, False where the conversation came to its end.
        """
        stop = breakpoint_of(until, self.stage.routes)
        while not self.over:
            self.step()
            if not self.over and stop(self.seat, self.conversation):
                return True
        return False

    def _go_on(self, conversation: Conversation) -> None:
        self.state = Played(conversation=conversation, id=self.stage.id, seed=self.stage.seed)
        self._find_seat()

    def _find_seat(self) -> None:
        try:
            self.seat = self.stage.after(self.conversation)
        except SeatError as error:
            self._fail(error)

    def _fail(self, error: SeatError) -> None:
        self.state, self.seat = failed_at(error, self.stage.id, self.stage.seed), END

    def _refuse_end(self) -> None:
        if self.over:
            raise SimulationError("the conversation is over, nobody speaks next; take steps back first")


def breakpoint_of(until: Breakpoint | str | int | None, routes: Routes) -> Breakpoint:
    """A seat's name, a step's number or a predicate as a predicate; raises SimulationError for a seat that there is not."""
    if until is None:
        return lambda seat, conversation: False
    if isinstance(until, int):
        return lambda seat, conversation: len(conversation.steps) == until
    if isinstance(until, str):
        if until not in routes:
            raise SimulationError(f"no seat is called {until!r}; {did_you_mean(until, routes)}")
        return lambda seat, conversation: seat == until
    return until


def stage_of(simulation: Any, id: str) -> Stage:
    """The stage of one of a simulation's conversations."""
    return Stage(simulation.cast, simulation.routes, simulation.max_steps, id, simulation.seed, simulation.strategy)

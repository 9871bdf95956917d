"""Cast and routes as a LangGraph state machine; the one file that knows LangGraph."""

import asyncio
import inspect
import re
from collections import deque
from collections.abc import Callable, Mapping
from contextvars import ContextVar, copy_context
from dataclasses import fields
from typing import Any, TypedDict

from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import var_child_runnable_config
from langgraph.errors import GraphBubbleUp
from langgraph.graph import START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime
from langgraph.types import Command
from loguru import logger

from roles.awaiting import finished
from roles.base import Conversation, Opened, Role, Step
from roles.dice import Dice
from roles.redaction import redacted
from simulator.routes import ROUTES, Routes, checked
from simulator.telemetry import RECORD, Record, Spoken
from simulator.trace import Failure
from tool_graphs.errors import BudgetError, SimulationError

MAX_STEPS = 400
"""After how many steps a conversation that does not end is ended."""


class State(TypedDict):
    """What travels through the graph."""

    conversation: Conversation
    id: str
    seed: str


class Played(State, total=False):
    """What a conversation ended with; `seat` and `failure` where a role failed."""

    seat: str
    failure: Failure


class SeatError(Exception):
    """What the role or the route of a seat raised, with the conversation up to there; LangGraph carries it to `play`."""

    def __init__(self, seat: str, error: BaseException, conversation: Conversation) -> None:
        super().__init__(f"seat {seat!r} failed: {type(error).__name__}: {redacted(_message(error))}")
        self.seat = seat
        self.error = error
        self.conversation = conversation


Machine = CompiledStateGraph[State, None, State, State]


def build(
    cast: Mapping[str, Role],
    routes: Routes = ROUTES,
    max_steps: int = MAX_STEPS,
    *,
    entry: str | None = None,
    editable: bool = False,
    **compiling: Any,
) -> Machine:
    """The machine in which each seat is a node; `compiling` goes to LangGraph's `compile` (a checkpointer, say).

    The first seat of the routes opens, or the `entry`, for a conversation that has begun. With a checkpointer, or where it is
    to be `editable`, forks are LangGraph's conditional edges, so that a state can be edited; else a seat says itself where it
    leads, which saves a sixth of the time. Raises SimulationError where cast and routes do not fit together. When it is run, a
    failing role raises SeatError.
    """
    table = checked(cast, routes)
    graph = StateGraph(State)
    edited = editable or bool(compiling.get("checkpointer"))
    forks: dict[str, Fork] = {}
    for seat, targets in table.items():
        route, speaking = routes[seat], Seat(seat, cast[seat], max_steps)
        if isinstance(route, str):
            graph.add_node(seat, speaking)
            graph.add_edge(seat, route)
        elif edited:
            graph.add_node(seat, speaking)
            graph.add_conditional_edges(seat, Fork(seat, route, targets), list(targets))
        else:
            forks[seat] = Fork(seat, route, targets)
            graph.add_node(seat, _Going(speaking, forks[seat]), destinations=targets)
    graph.add_edge(START, entry or next(iter(table)))
    machine = graph.compile(**compiling)
    if not edited:
        for seat in table:
            _hasten(machine.nodes[seat], Seat(seat, cast[seat], max_steps), forks.get(seat))
    return machine.with_config(recursion_limit=max_steps + 2)


def play(machine: Machine, id: str, seed: str, begun: Conversation | None = None, record: Record | None = None) -> Played:
    """One conversation to its end, from its first step or from where it was `begun`; `record` takes down its telemetry.

    This is the boundary at which a role's error becomes data.
    """
    start = State(conversation=begun or Conversation(), id=id, seed=seed)
    newest = [start["conversation"]]
    tokens = RECORD.set(record), _NEWEST.set(newest)
    try:  # what never changes is streamed: sooner than `invoke`, which streams every state
        deque(machine.stream(start, _TRIED_ONCE, stream_mode="values", output_keys="id"), maxlen=0)
        return Played(conversation=newest[0], id=id, seed=seed)
    except SeatError as failed:
        return failed_at(failed, id, seed)
    finally:
        RECORD.reset(tokens[0])
        _NEWEST.reset(tokens[1])


_NEWEST: ContextVar[list[Conversation] | None] = ContextVar("toolweft_newest", default=None)
"""Where `play` has the seats put the conversation after each step."""


class _Once(Runtime[Any]):
    """What LangGraph tells a node about its run, without the number and the time of each attempt: no seat is tried again.

    Writing these down twice a step takes a fiftieth of a conversation's time. A graph within a role has LangGraph's own.
    """

    __slots__ = ()

    def merge(self, other: Runtime[Any]) -> Runtime[Any]:
        """With what is known when a run begins."""
        merged = super().merge(other)
        return merged if self.execution_info else _Once(**{each.name: getattr(merged, each.name) for each in fields(merged)})

    def override(self, **told: Any) -> Runtime[Any]:
        """Itself, with what is so of the next step: a run's seats speak one after the other."""
        for name, value in told.items():
            object.__setattr__(self, name, value)
        return self

    def patch_execution_info(self, **_: Any) -> Runtime[Any]:
        """Itself."""
        return self


_TRIED_ONCE = RunnableConfig(configurable={"__pregel_runtime": _Once()}, max_concurrency=32)
"""As many threads as Python's pools have at most: where no number is given, each run asks the system for its processors."""


def failed_at(error: SeatError, id: str, seed: str) -> Played:
    """A conversation in which a role or route has failed."""
    logger.opt(exception=error.error).trace("{}: seat {} failed", id, error.seat)
    return Played(conversation=error.conversation, id=id, seed=seed, seat=error.seat, failure=_failure(error.error))


def dice(seed: str, id: str, seat: str, conversation: Conversation) -> Dice:
    """The random numbers of a seat's next step: named by how often it has spoken, so that no other seat changes them."""
    return Dice(f"{seed}/{id}/{seat}/{[step.by for step in conversation.steps].count(seat)}")


_RAISED = (Exception, SystemExit, asyncio.CancelledError)
"""What a role or route may raise without ending the run."""


class Seat:
    """One node: lets its role speak."""

    def __init__(self, name: str, role: Role, max_steps: int) -> None:
        self.name = name
        self.role = role
        self.max_steps = max_steps

    def __call__(self, state: State) -> dict[str, Conversation]:
        """The conversation with one more step."""
        state = _begun(state)
        conversation = state["conversation"]
        try:
            if len(conversation.steps) >= self.max_steps:
                raise SimulationError(
                    f"no end after {self.max_steps} steps, {self.name!r} would be next; "
                    "look for routes that go in circles, or raise max_steps"
                )
            rng = dice(state["seed"], state["id"], self.name, conversation)
            with Spoken(len(conversation.steps), self.name, rng.name):
                step = self.role(conversation, rng)
                if not isinstance(step, Step):
                    step = _awaited(self.name, step)
            said = conversation.then(_stamped(step, self.name, state))
            newest = _NEWEST.get()
            if newest is not None:
                newest[0] = said
            return {"conversation": said}
        except (GraphBubbleUp, BudgetError):  # LangGraph's own signals, such as an interrupt; what ends the run, not the seat
            raise
        except _RAISED as error:
            raise SeatError(self.name, error, conversation) from error


class Fork(Runnable[State, str]):
    """The edges after a seat whose route is a function; a Runnable, for LangGraph wraps a plain function at some cost."""

    def __init__(self, seat: str, route: Callable[[Conversation], str], targets: tuple[str, ...]) -> None:
        self.name = f"after {seat}"
        self.seat = seat
        self.route = route
        self.targets = targets

    def invoke(self, input: State, config: RunnableConfig | None = None, **_: Any) -> str:
        """The seat that speaks next."""
        return self.after(input["conversation"])

    def after(self, conversation: Conversation) -> str:
        """The seat that speaks next; raises SeatError."""
        try:
            target = self.route(conversation)
            if target not in self.targets:
                raise SimulationError(
                    f"the route of seat {self.seat!r} leads to {target!r}, not among those it is annotated with: "
                    f"{', '.join(self.targets)}"
                )
        except GraphBubbleUp:
            raise
        except _RAISED as error:
            raise SeatError(self.seat, error, conversation) from error
        return target


def _begun(state: State) -> State:
    """What LangGraph's server and other callers leave out, or hand over as plain JSON."""
    conversation = state.get("conversation")
    if isinstance(conversation, Conversation) and "id" in state and "seed" in state:
        return state
    read = Conversation() if conversation is None else Conversation.model_validate(conversation)
    return State(conversation=read, id=state.get("id", "c000000"), seed=state.get("seed", "7"))


class _Going:
    """A node that lets its role speak and says who speaks next."""

    def __init__(self, seat: Seat, fork: Fork) -> None:
        self.seat = seat
        self.fork = fork

    def __call__(self, state: State) -> Command[Any]:
        """The conversation with one more step, and where to go."""
        update = self.seat(state)
        return Command(update=update, goto=self.fork.after(update["conversation"]))


Write = tuple[str, Any]
"""A channel of the graph, and what is written to it."""
_SEND = "__pregel_send"
"""Where LangGraph's configuration has the function that takes writes in."""


class _Unheard(Runnable[State, Any]):
    """A node to whose run nobody listens: speaks and writes without the run managers around it.

    They are a tenth of a conversation's time. Where there are callbacks, or in an event loop, it is LangGraph's own node.
    """

    def __init__(self, usual: Runnable[State, Any], seat: Seat, fork: Fork | None, writes: Mapping[str, list[Write]]) -> None:
        self.usual = usual
        self.seat = seat
        self.fork = fork
        self.writes = writes

    def invoke(self, input: State, config: RunnableConfig | None = None, **rest: Any) -> Any:
        """Lets the seat speak."""
        if config is None or rest or getattr(config.get("callbacks"), "handlers", True):
            return self.usual.invoke(input, config, **rest)
        return copy_context().run(self._spoken, input, config)

    def _spoken(self, input: State, config: RunnableConfig) -> Conversation:
        within = config.copy()
        within.pop("run_name", None)
        within.pop("max_concurrency", None)
        var_child_runnable_config.set(within)
        conversation = self.seat(input)["conversation"]
        target = "" if self.fork is None else self.fork.after(conversation)
        config["configurable"][_SEND]([("conversation", conversation), *self.writes[target]])
        return conversation

    async def ainvoke(self, input: State, config: RunnableConfig | None = None, **rest: Any) -> Any:
        """Lets the seat speak, in an event loop."""
        return await self.usual.ainvoke(input, config, **rest)


def _hasten(node: Any, seat: Seat, fork: Fork | None) -> None:
    """Lets a node do without what nobody hears, if LangGraph is built as we know it."""
    usual, writers = node.node, node.flat_writers
    if usual is None or len(writers) != 1:
        return
    targets: dict[str, Any] = {"": {}} if fork is None else {target: Command(goto=target) for target in fork.targets}
    try:
        writes = {target: _writes(writers[0], said) for target, said in targets.items()}
    except (KeyError, TypeError):
        return
    node.__dict__["node"] = _Unheard(usual, seat, fork, writes)


def _writes(writer: Runnable[Any, Any], said: Any) -> list[Write]:
    """What LangGraph writes so that a seat speaks next, as it says itself."""
    written: list[Write] = []
    writer.invoke(said, {"configurable": {_SEND: written.extend}})
    return written


def _stamped(step: Step, seat: str, state: State) -> Step:
    """A copy of the step that says whose it is: as `model_copy` makes it, without what only other models need."""
    update = {"by": seat, "id": state["id"], "seed": state["seed"]} if isinstance(step, Opened) else {"by": seat}
    if step.__pydantic_extra__ is not None or step.__pydantic_private__ is not None:
        return step.model_copy(update=update)
    copy = type(step).__new__(type(step))
    object.__setattr__(copy, "__dict__", {**step.__dict__, **update})
    object.__setattr__(copy, "__pydantic_fields_set__", {*step.__pydantic_fields_set__, *update})
    object.__setattr__(copy, "__pydantic_extra__", None)
    object.__setattr__(copy, "__pydantic_private__", None)
    return copy


def _awaited(seat: str, answer: object) -> Step:
    step = finished(lambda: answer) if inspect.isawaitable(answer) else answer
    if isinstance(step, Step):
        return step
    raise SimulationError(f"the role in seat {seat!r} gave {repr(step)[:200]}, a {type(step).__name__}; expected a Step")


def _failure(error: BaseException) -> Failure:
    return Failure(type=type(error).__qualname__, message=redacted(_steady(_message(error)))[:2000])


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:
        return "(its message cannot be read)"


def _steady(message: str) -> str:
    """Without addresses, which differ from run to run, and without what UTF-8 cannot hold."""
    return re.sub(r" at 0x[0-9a-fA-F]+", "", message).encode("utf-8", "backslashreplace").decode()

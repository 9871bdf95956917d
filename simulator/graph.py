"""Cast and routes as a LangGraph state machine; the one file that knows LangGraph."""

import asyncio
import inspect
import re
from collections.abc import Awaitable, Mapping
from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any, TypedDict

from langgraph.errors import GraphBubbleUp
from langgraph.graph import START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import Command
from loguru import logger

from roles.base import Conversation, Opened, Role, Step
from simulator.routes import END, ROUTES, Route, Routes, checked
from simulator.trace import Failure
from tool_graphs.errors import SimulationError

MAX_STEPS = 400
"""After how many steps a conversation that does not end is ended."""


class State(TypedDict, total=False):
    """What travels through the graph; `seat` and `failure` are set when a role failed."""

    conversation: Conversation
    id: str
    seed: str
    seat: str | None
    failure: Failure | None


Machine = CompiledStateGraph[State, None, State, State]


def build(cast: Mapping[str, Role], routes: Routes = ROUTES, max_steps: int = MAX_STEPS, **compiling: Any) -> Machine:
    """The machine in which each seat is a node; `compiling` goes to LangGraph's `compile` (a checkpointer, say).

    Raises SimulationError where cast and routes do not fit together.
    """
    table = checked(cast, routes)
    graph = StateGraph(State)
    for seat, targets in table.items():
        graph.add_node(seat, _Seat(seat, cast[seat], routes[seat], targets, max_steps), destinations=targets)
    graph.add_edge(START, next(iter(table)))
    return graph.compile(**compiling).with_config(recursion_limit=max_steps + 2)


def play(machine: Machine, id: str, seed: str) -> State:
    """One conversation from its first step to its end."""
    return machine.invoke(State(conversation=Conversation(), id=id, seed=seed, seat=None, failure=None))  # type: ignore[return-value]


def dice(seed: str, id: str, seat: str, conversation: Conversation) -> Random:
    """The random numbers of a seat's next step: named by how often it has spoken, so that no other seat changes them."""
    return Random(f"{seed}/{id}/{seat}/{[step.by for step in conversation.steps].count(seat)}")


class _Seat:
    """One node: lets its role speak, and is the boundary at which a role's error becomes data."""

    def __init__(self, name: str, role: Role, route: Route, targets: tuple[str, ...], max_steps: int) -> None:
        self.name = name
        self.role = role
        self.route = route
        self.targets = targets
        self.max_steps = max_steps

    def __call__(self, state: State) -> Command[Any]:
        """The conversation with one more step, and who speaks next."""
        conversation = state["conversation"]
        try:
            step = self.role(conversation, dice(state["seed"], state["id"], self.name, conversation))
            if not isinstance(step, Step):
                step = _awaited(self.name, step)
            conversation = conversation.then(_stamped(step, self.name, state))
            target = self._target(conversation)
        except GraphBubbleUp:  # LangGraph's own signals, such as an interrupt
            raise
        except (Exception, SystemExit, asyncio.CancelledError) as error:
            logger.opt(exception=error).trace("{}: seat {} failed", state["id"], self.name)
            return Command(update={"conversation": conversation, "seat": self.name, "failure": _failure(error)}, goto=END)
        return Command(update={"conversation": conversation}, goto=target)

    def _target(self, conversation: Conversation) -> str:
        target = self.route if isinstance(self.route, str) else self.route(conversation)
        if target not in self.targets:
            raise SimulationError(
                f"the route of seat {self.name!r} leads to {target!r}, not among those it is annotated with: "
                f"{', '.join(self.targets)}"
            )
        if target != END and len(conversation.steps) >= self.max_steps:
            raise SimulationError(
                f"no end after {self.max_steps} steps, {target!r} would be next; "
                "look for routes that go in circles, or raise max_steps"
            )
        return target


def _stamped(step: Step, seat: str, state: State) -> Step:
    if isinstance(step, Opened):
        return step.model_copy(update={"by": seat, "id": state["id"], "seed": state["seed"]})
    return step.model_copy(update={"by": seat})


def _awaited(seat: str, answer: object) -> Step:
    step = _finished(answer) if inspect.isawaitable(answer) else answer
    if isinstance(step, Step):
        return step
    raise SimulationError(f"the role in seat {seat!r} gave {repr(step)[:200]}, a {type(step).__name__}; expected a Step")


def _finished(answer: Awaitable[object]) -> object:
    async def wait() -> object:
        return await answer

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(wait())
    with ThreadPoolExecutor(1) as thread:  # a notebook's own loop is running in this one
        return thread.submit(asyncio.run, wait()).result()


def _failure(error: BaseException) -> Failure:
    try:
        message = str(error)
    except Exception:
        message = "(its message cannot be read)"
    return Failure(type=type(error).__qualname__, message=_steady(message)[:2000])


def _steady(message: str) -> str:
    """Without addresses, which differ from run to run, and without what UTF-8 cannot hold."""
    return re.sub(r" at 0x[0-9a-fA-F]+", "", message).encode("utf-8", "backslashreplace").decode()

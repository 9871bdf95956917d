"""Which chat role takes which seat."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from roles.base import Cast
from roles.chat import Chat
from roles.chatting.assistant import ChatAssistant
from roles.chatting.executor import ChatExecutor
from roles.chatting.judge import ChatJudge
from roles.chatting.planner import ChatPlanner, Mode
from roles.chatting.scenario import ChatScenario
from roles.chatting.seat import Seat
from roles.chatting.templates import SEATS, replaced
from roles.chatting.user import ChatUser
from roles.chatting.verifier import ChatVerifier
from roles.naming import USUAL
from tool_graphs.errors import SimulationError, did_you_mean
from tool_graphs.graph import ToolGraph


def seated(
    graph: ToolGraph,
    model: Any,
    offline: Cast,
    prompts: Mapping[str, str | Path],
    best_of: int = 1,
    votes: int = 1,
    planning: Mode = "fill",
) -> Cast:
    """The offline cast with chat roles in the seats that have a model, which may be a `Chat` already."""
    models = model if isinstance(model, Mapping) else dict.fromkeys(USUAL, model)
    files = replaced(prompts)
    cast = dict(offline)
    for name, one in models.items():
        if name not in SEATS:
            raise SimulationError(f"no chat model can take seat {name!r}; {did_you_mean(name, SEATS)}")
        seat = Seat(name, one if isinstance(one, Chat) else Chat(one), files.get(name))
        cast[name] = _role(graph, seat, offline, best_of, votes, planning)
    return cast


def _role(graph: ToolGraph, seat: Seat, offline: Cast, best_of: int, votes: int, planning: Mode) -> Any:
    made: dict[str, Callable[[], Any]] = {
        "scenario": lambda: ChatScenario(graph, seat, offline["scenario"]),  # type: ignore[arg-type]
        "planner": lambda: ChatPlanner(graph, seat, offline["planner"], planning),
        "user": lambda: ChatUser(graph, seat, best_of),
        "verifier": lambda: ChatVerifier(graph, seat),
        "assistant": lambda: ChatAssistant(graph, seat),
        "executor": lambda: ChatExecutor(graph, seat, offline["executor"]),  # type: ignore[arg-type]
        "judge": lambda: ChatJudge(graph, seat, votes, offline["judge"]),  # type: ignore[arg-type]
    }
    return made[seat.name]()

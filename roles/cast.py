"""Who plays: the eight offline roles on one tool graph, or chat models in some of their seats."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from roles.assistant import Assistant
from roles.base import Cast, EmbeddingStrategy
from roles.embedder import Embedder
from roles.executor import Executor
from roles.judge import Judge
from roles.language.clauses import Clauses
from roles.language.cues import Phrasebook
from roles.language.recognition import Recognizer
from roles.planner import Planner
from roles.scenario import Scenario
from roles.strategies.needs import needs_of
from roles.strategies.upstream import upstream
from roles.user import User
from roles.values import Values
from roles.verifier import Verifier
from tool_graphs.graph import ToolGraph
from tool_graphs.sampling.wishes import ANY, Wishes

if TYPE_CHECKING:
    from roles.chat import Model


def offline_cast(
    graph: ToolGraph,
    strategy: EmbeddingStrategy = upstream,
    turns: tuple[int, int] = (1, 3),
    offered: int = 15,
    wishes: Wishes = ANY,
) -> Cast:
    """The default seats with their offline roles: no network, no key, no model."""
    values = Values(graph)
    clauses = Clauses(graph)
    phrasebook = Phrasebook(graph, clauses)
    needs = needs_of(strategy)
    return {
        "scenario": Scenario(graph, turns, offered, clauses, wishes, needs, values),
        "planner": Planner(graph, values, wishes, needs),
        "embedder": Embedder(strategy, graph),
        "user": User(graph, phrasebook, clauses),
        "verifier": Verifier(graph, Recognizer(graph, clauses), phrasebook, needs),
        "assistant": Assistant(graph),
        "executor": Executor(graph, values),
        "judge": Judge(graph),
    }


def chat_cast(
    graph: ToolGraph,
    model: "Model | Mapping[str, Model]",
    strategy: EmbeddingStrategy = upstream,
    turns: tuple[int, int] = (1, 3),
    offered: int = 15,
    wishes: Wishes = ANY,
    *,
    prompts: Mapping[str, str | Path] | None = None,
    best_of: int = 1,
    votes: int = 1,
    planning: Literal["fill", "choose"] = "fill",
) -> Cast:
    """The default seats with chat models: one model in all but scenario and embedder, or seat -> model and the rest offline.

    `prompts` are files that replace the instructions of seats; of `best_of` requests the best is taken; the judge has `votes`.
    In `planning`, the planner's model fills the skeleton that is sampled as offline, or picks the tools itself.
    Raises SimulationError for a seat that no model can take, or a prompt that cannot be used.
    """
    from roles.chatting.cast import seated

    return seated(graph, model, offline_cast(graph, strategy, turns, offered, wishes), prompts or {}, best_of, votes, planning)

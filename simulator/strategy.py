"""The strategy that a run was made with, found again by its name."""

from collections.abc import Callable

from roles.base import EmbeddingStrategy
from roles.plugins import find_strategy
from simulator.run import Run
from simulator.steering.hiding import NAME as STEERED
from simulator.steering.hiding import some_hidden
from tool_graphs.errors import PluginError
from tool_graphs.graph import ToolGraph

PLAIN = "upstream"
"""What is taken for a strategy that cannot be found; it needs nothing of plans."""


def strategy_called(name: str, graph: ToolGraph) -> EmbeddingStrategy:
    """The strategy of that name, that of runs which follow a target too; raises PluginError where there is none."""
    return some_hidden if name == STEERED else find_strategy(name, graph)


def strategy_name(run: Run, warn: Callable[[str], None]) -> str:
    """The name of the strategy that a run, or the run whose plans its families share, was made with; `upstream` where lost."""
    name = str(run.manifest.get("configuration", {}).get("strategy", PLAIN))
    try:
        strategy_called(name, run.graph)
    except PluginError as error:
        warn(f"{error}; taken as {PLAIN}")
        return PLAIN
    return name

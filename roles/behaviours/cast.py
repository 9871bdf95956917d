"""Who plays in a sibling: the offline roles, and the seats of a behaviour in their place."""

from collections.abc import Sequence

from roles.base import Cast
from roles.behaviours.missing_parameter import MissingParameter
from roles.behaviours.replay import Repeating, replanned, unvaried
from roles.cast import offline_cast
from roles.embedder import Embedder
from roles.plugins import find_strategy
from tool_graphs.graph import ToolGraph

BEHAVIOURS = {"missing-parameter": MissingParameter}
"""Member -> what plays it; any other member is an embedding strategy."""


def sibling_casts(members: Sequence[str], graph: ToolGraph) -> dict[str, Cast]:
    """The seats of each member; raises PluginError for a name that is neither a behaviour nor a strategy."""
    whole: Cast = dict(offline_cast(graph))
    del whole["scenario"]
    whole["executor"] = Repeating(whole["executor"])
    return {member: _cast(member, graph, whole) for member in members}


def _cast(member: str, graph: ToolGraph, whole: Cast) -> Cast:
    if member not in BEHAVIOURS:
        embedder = Embedder(find_strategy(member, graph))
        return {**whole, "variation": unvaried, "planner": replanned, "embedder": embedder}
    played = BEHAVIOURS[member](graph, whole)
    return {
        **whole,
        "variation": played.variation,
        "planner": played.planner,
        "embedder": played.embedder,
        "user": played.user,
        "verifier": played.verifier,
        "assistant": played.assistant,
    }


def turns_of(member: str) -> int:
    """How many turns a member takes."""
    behaviour = BEHAVIOURS.get(member)
    return behaviour.turns if behaviour else 1

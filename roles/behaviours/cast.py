"""Who plays in a sibling: the offline roles, and the seats of a behaviour in their place."""

from collections.abc import Sequence
from random import Random
from typing import Any, Final

from roles.base import Cast, Conversation, Opened, Replied, Sibling
from roles.behaviours.missing_parameter import MissingParameter
from roles.behaviours.missing_tool import MissingTool, offered_without
from roles.behaviours.parallel import Parallel
from roles.behaviours.referee import Referee
from roles.behaviours.replay import Repeating, replanned, unvaried
from roles.behaviours.wrong_premise import WrongPremise
from roles.cast import offline_cast
from roles.embedder import Embedder
from roles.language.clauses import Clauses
from roles.plugins import STRATEGIES, find_strategy, plugins
from tool_graphs.errors import PluginError, did_you_mean
from tool_graphs.graph import ToolGraph

BEHAVIOURS: Final[dict[str, type[Any]]] = {
    "missing-parameter": MissingParameter,
    "missing-tool": MissingTool,
    "wrong-premise": WrongPremise,
    "parallel": Parallel,
}
"""Member -> the class of its seats, which are methods of their names; any other member is an embedding strategy."""
_OWN: Final = ("variation", "planner", "embedder", "user", "verifier", "assistant")


def sibling_casts(members: Sequence[str], graph: ToolGraph) -> dict[str, Cast]:
    """The seats of each member; raises PluginError for a name that is neither a behaviour nor a strategy."""
    whole: Cast = dict(offline_cast(graph))
    del whole["scenario"]
    whole["executor"] = Repeating(whole["executor"])
    verifier: Any = whole["verifier"]
    whole["judge"] = Referee(graph, whole["judge"], verifier, Clauses(graph))
    return {member: _cast(member, graph, whole) for member in members}


def _cast(member: str, graph: ToolGraph, whole: Cast) -> Cast:
    if member not in BEHAVIOURS:
        known = [*BEHAVIOURS, *(plugin.name for plugin in plugins(STRATEGIES))]
        if ":" not in member and member not in known:
            raise PluginError(
                f"no member of families is called {member!r}; {did_you_mean(member, known)}; "
                "or give a strategy as module:attribute"
            )
        embedder = Embedder(find_strategy(member, graph))
        return {**whole, "variation": unvaried, "planner": replanned, "embedder": embedder}
    played = BEHAVIOURS[member](graph, whole)
    return {**whole, **{seat: getattr(played, seat) for seat in _OWN}}


def opened(conversation: Conversation, shared: Sibling, graph: ToolGraph, clauses: Clauses, rng: Random) -> Opened:
    """The opening step of a sibling: for as many turns as it takes, with the tools that are on offer in it."""
    scene = conversation.last(Opened)
    behaviour = BEHAVIOURS.get(shared.member)
    turns = len(conversation.all(Replied)) + (behaviour.turns if behaviour else 1)
    gone = behaviour is MissingTool
    tools = offered_without(shared, conversation, graph, clauses, rng) if gone else scene.tools
    return scene.model_copy(update={"turns": turns, "tools": tools})

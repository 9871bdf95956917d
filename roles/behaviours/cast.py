"""Who plays in a sibling: the offline roles, and the seats of a behaviour in their place."""

from collections.abc import Sequence
from random import Random
from typing import Any, Final

from roles.base import Cast, Conversation, EmbeddingStrategy, Need, Opened, Replied, Sibling
from roles.behaviours.missing_parameter import MissingParameter
from roles.behaviours.missing_tool import MissingTool, offered_without
from roles.behaviours.parallel import Parallel
from roles.behaviours.referee import Referee
from roles.behaviours.replay import Embedding, Repeating, replanned, unvaried
from roles.behaviours.wrong_premise import WrongPremise
from roles.cast import offline_cast
from roles.embedder import Embedder
from roles.language.clauses import Clauses
from roles.personal import Personal
from roles.plugins import STRATEGIES, find_strategy, plugins
from roles.strategies.needs import needs_of
from roles.verifier import Verifier
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


def sibling_casts(members: Sequence[str], graph: ToolGraph, needs: frozenset[Need] = frozenset()) -> dict[str, Cast]:
    """The seats of each member; `needs` are those of the strategy that the source was made with.

    Raises PluginError for a name that is neither a behaviour nor a strategy.
    """
    whole: Cast = dict(offline_cast(graph))
    del whole["scenario"]
    whole["executor"] = Repeating(whole["executor"])
    return {member: _cast(member, graph, whole, needs) for member in members}


def _cast(member: str, graph: ToolGraph, whole: Cast, needs: frozenset[Need]) -> Cast:
    if member in BEHAVIOURS:
        mine = _heeding(needs, graph, whole)
        played = BEHAVIOURS[member](graph, mine)
        return {**mine, **{seat: getattr(played, seat) for seat in _OWN}}
    strategy = _strategy(member, graph)
    mine = _heeding(needs | needs_of(strategy), graph, whole)
    return {**mine, "variation": unvaried, "planner": replanned, "embedder": Embedding(Embedder(strategy, graph))}


def _heeding(needs: frozenset[Need], graph: ToolGraph, whole: Cast) -> Cast:
    """The seats with a verifier, and a judge, that heed what a strategy needs."""
    plain: Any = whole["verifier"]
    verifier = Verifier(graph, plain.recognizer, plain.phrasebook, needs)
    clauses = plain.phrasebook.clauses
    return {**whole, "verifier": verifier, "judge": Referee(graph, whole["judge"], verifier, clauses)}


def _strategy(member: str, graph: ToolGraph) -> EmbeddingStrategy:
    known = [*BEHAVIOURS, *(plugin.name for plugin in plugins(STRATEGIES))]
    if ":" not in member and member not in known:
        raise PluginError(
            f"no member of families is called {member!r}; {did_you_mean(member, known)}; or give a strategy as module:attribute"
        )
    return find_strategy(member, graph)


def opened(conversation: Conversation, shared: Sibling, graph: ToolGraph, clauses: Clauses, rng: Random) -> Opened:
    """The opening step of a sibling: for as many turns as it takes, with what is on offer and what is known of the user in it."""
    scene = conversation.last(Opened)
    behaviour = BEHAVIOURS.get(shared.member)
    turns = len(conversation.all(Replied)) + (behaviour.turns if behaviour else 1)
    tools, profile = scene.tools, scene.profile
    if behaviour is MissingTool:
        tools = offered_without(shared, conversation, graph, clauses, rng)
    elif behaviour is None and "profile" in needs_of(find_strategy(shared.member, graph)):
        profile = {**personal(shared, graph), **profile}
    return scene.model_copy(update={"turns": turns, "tools": tools, "profile": profile})


def personal(shared: Sibling, graph: ToolGraph) -> dict[str, Any]:
    """The values of the plan that are the user's own, as a profile holds them."""
    facts = Personal(graph)
    found: dict[str, Any] = {}
    for call in shared.plan.calls:
        keys = facts.facts(call.tool)
        for argument, value in call.literals():
            if argument in keys:
                found.setdefault(keys[argument], value)
    return found

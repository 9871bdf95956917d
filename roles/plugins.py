"""Names to objects: built-in and installed plugins (entry points), `module:attribute`, and plain objects passed through.

A plugin's package registers `name = "module:attribute"` under the entry-point group `toolweft.roles` or `toolweft.strategies`.
An attribute that is a class is constructed: with the tool graph if its constructor has a parameter called `graph` or needs
exactly one, else without arguments. Anything else is taken as it is: a function is the role or strategy itself.
"""

import inspect
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import Any, cast

from roles.base import EmbeddingStrategy, Role
from roles.notation import made, read_notation
from tool_graphs.attribute import attribute
from tool_graphs.errors import PluginError, did_you_mean
from tool_graphs.graph import ToolGraph

ROLES = "toolweft.roles"
STRATEGIES = "toolweft.strategies"

BUILT_IN: dict[str, dict[str, str]] = {
    ROLES: {
        "offline-scenario": "roles.scenario:Scenario",
        "offline-planner": "roles.planner:Planner",
        "offline-user": "roles.user:User",
        "offline-verifier": "roles.verifier:Verifier",
        "offline-assistant": "roles.assistant:Assistant",
        "offline-executor": "roles.executor:Executor",
        "offline-judge": "roles.judge:Judge",
    },
    STRATEGIES: {
        "explicit": "roles.strategies.explicit:explicit",
        "goal-only": "roles.strategies.goal_only:goal_only",
        "upstream": "roles.strategies.upstream:upstream",
        "ratio": "roles.strategies.ratio:Ratio",
        "depth": "roles.strategies.depth:Depth",
        "logical-jump": "roles.strategies.logical_jump:logical_jump",
        "history": "roles.strategies.history:history",
        "profile": "roles.strategies.profile:profile",
        "precondition": "roles.strategies.precondition:precondition",
        "defaults": "roles.strategies.defaults:defaults",
        "mixture": "roles.strategies.mixture:Mixture",
    },
}
"""What pyproject.toml registers, so that a checkout that is not installed knows it, too."""


@dataclass(frozen=True, slots=True)
class Plugin:
    """A name under which something can be asked for."""

    group: str
    name: str
    place: str
    """`module:attribute`."""
    distribution: str


def plugins(group: str) -> tuple[Plugin, ...]:
    """All plugins of a group by name, the built-in ones first; a name that is taken already does not count."""
    found = {name: Plugin(group, name, place, "toolweft") for name, place in BUILT_IN[group].items()}
    for point in sorted(entry_points(group=group), key=lambda point: (point.name, point.value)):
        found.setdefault(point.name, Plugin(group, point.name, point.value, _distribution(point)))
    return tuple(found.values())


def _distribution(point: EntryPoint) -> str:
    return point.dist.name if point.dist is not None else "unknown"


def find_role(name: str | Role, graph: ToolGraph | None = None) -> Role:
    """The role of that name or `module:attribute`; raises PluginError where there is none."""
    return cast(Role, _found("role", ROLES, name, "(conversation, rng) -> step", graph))


def find_strategy(name: str | EmbeddingStrategy, graph: ToolGraph | None = None) -> EmbeddingStrategy:
    """The embedding strategy of that name or `module:attribute`; raises PluginError where there is none.

    Parameters follow a colon, with commas between them: `ratio:0.33`, `mixture:upstream=2,explicit=1`.
    """
    shape = "(plan, rng) -> brief"
    if not isinstance(name, str):
        return cast(EmbeddingStrategy, _found("strategy", STRATEGIES, name, shape, graph))
    known = {plugin.name: plugin.place for plugin in plugins(STRATEGIES)}
    notation = read_notation(name, known)
    if notation.parameters is None:
        return cast(EmbeddingStrategy, _found("strategy", STRATEGIES, notation.name, shape, graph))
    place = known.get(notation.name, notation.name)
    return cast(EmbeddingStrategy, _callable("strategy", made(attribute(place), notation, graph), notation.text, shape))


def _found(noun: str, group: str, name: object, shape: str, graph: ToolGraph | None) -> object:
    if not isinstance(name, str):
        return _callable(noun, name, repr(name), shape)
    place = name if ":" in name else _place(noun, group, name)
    return _callable(noun, _constructed(attribute(place), place, graph), place, shape)


def _place(noun: str, group: str, name: str) -> str:
    if name in BUILT_IN[group]:
        return BUILT_IN[group][name]
    known = {plugin.name: plugin.place for plugin in plugins(group)}
    if name not in known:
        raise PluginError(
            f"no {noun} is called {name!r}; {did_you_mean(name, known)}; "
            f"or give module:attribute, or install a package that registers it under {group!r}"
        )
    return known[name]


def _constructed(found: Any, place: str, graph: ToolGraph | None) -> Any:
    if not inspect.isclass(found):
        return found
    try:
        parameters = inspect.signature(found).parameters.values()
    except ValueError:
        parameters = ()  # type: ignore[assignment]
    needed = [
        each for each in parameters if each.default is each.empty and each.kind not in (each.VAR_POSITIONAL, each.VAR_KEYWORD)
    ]
    takes_graph = [each.name for each in parameters if each.name == "graph"] or [each.name for each in needed]
    if len(needed) > 1 or (needed and needed[0].name not in takes_graph):
        raise PluginError(
            f"{place!r}: its constructor needs {', '.join(each.name for each in needed)}; expected nothing, or the tool graph: "
            "name an object made by the module instead"
        )
    try:
        return found(**{takes_graph[0]: graph}) if takes_graph else found()
    except Exception as error:
        raise PluginError(f"{place!r}: constructing it failed: {type(error).__name__}: {error}") from error


def _callable(noun: str, found: object, place: str, shape: str) -> object:
    if not callable(found):
        raise PluginError(f"{place} is a {type(found).__name__} and no {noun}; expected a callable {shape}")
    try:
        signature = inspect.signature(found)
    except (ValueError, TypeError):
        return found
    try:
        signature.bind(None, None)
    except TypeError:
        raise PluginError(f"{place} takes {signature}, but a {noun} is called with two arguments: {shape}") from None
    return found

"""A run's simulation again, from its manifest and its tools: the one place that turns names back into roles and strategies.

What was given as an object, and has no name that leads to it, is refused by name; who has it hands it over.
"""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from roles.base import Role, Sibling
from roles.behaviours.cast import sibling_casts
from roles.naming import kind_of
from roles.plugins import find_role, find_strategy
from roles.strategies.needs import needs_of
from simulator.casting import cast_for
from simulator.config import Config
from simulator.families.routes import SIBLING_ROUTES
from simulator.graph import MAX_STEPS
from simulator.measures.target import Target
from simulator.routes import ROUTES, Route, Routes, destinations
from simulator.simulation import Simulation, seat_name
from simulator.steering.hiding import NAME
from simulator.stepping import Stage, stage_of
from simulator.trace import Trace
from simulator.travel.fork import begun_of
from simulator.versions import versions
from tool_graphs.attribute import attribute
from tool_graphs.errors import PluginError, RunError, SimulationError, ToolweftError
from tool_graphs.graph import ToolGraph
from tool_graphs.sampling.wishes import Wishes

DECIDING = ("toolweft", "python", "mimesis", "networkx", "rapidfuzz")
"""Whose version may decide what is generated."""


@dataclass(frozen=True, slots=True)
class ChatTerms:
    """How the chat models of a run are asked again: answers that the run holds are taken first."""

    replay_only: bool = False
    """Whether nothing is asked that was not answered before."""
    answers_into: Path | None = None
    """The folder that keeps new answers; by default the run's own."""


def simulation_of(
    path: Path, manifest: Mapping[str, Any], graph: ToolGraph, chat: ChatTerms = ChatTerms(), **changes: Any
) -> Simulation:
    """The simulation that a manifest describes, or one that differs from it in `changes`, as in `Simulation.changed`.

    Raises RunError for what cannot be had here, and says how to hand it over.
    """
    made = _configuration(path, manifest)
    if "members" in made:
        raise RunError(f"{path}: a family's run, which no one simulation makes; replay and fork its traces one by one")
    try:
        given = _arguments(made, manifest, changes)
        handed = changes.get("cast") or {}
        cast = {**_cast(path, manifest, graph, {**given, **changes}, handed, chat), **handed}
        simulation = Simulation(graph, cast, **{**given, **{key: value for key, value in changes.items() if key != "cast"}})
        _check(path, made, simulation, changes)
    except KeyError as error:
        raise RunError(f"{path}: its manifest does not tell {error}, so that it cannot be played again") from error
    except (ValidationError, TypeError, ValueError, AttributeError, PluginError) as error:
        raise RunError(f"{path}: its simulation cannot be had here: {error}") from error
    return simulation


def stage_in(
    path: Path, manifest: Mapping[str, Any], graph: ToolGraph, trace: Trace, chat: ChatTerms = ChatTerms(), **changes: Any
) -> Stage:
    """What decided how a run's trace went: of a simulation's, a family's or a fork's."""
    made = _configuration(path, manifest)
    begun = begun_of(made)
    if "members" not in made:
        stage = stage_of(simulation_of(path, manifest, graph, chat, **changes), trace.id)
        return _begun(stage, begun)
    stage = _sibling_stage(path, made, graph, trace, **changes)
    return _begun(stage, max(begun, stage.begun))


def remarks_on(manifest: Mapping[str, Any], graph: ToolGraph) -> tuple[str, ...]:
    """What is not as it was when the run was made, and may make a replay differ."""
    before, now = manifest.get("versions"), versions()
    found = []
    for name, version in before.items() if isinstance(before, dict) else ():
        if now.get(name) != version:
            found.append(f"the run was made with {name} {version}, this is {now.get(name, 'not installed')}")
    digest = (manifest.get("catalog") or {}).get("digest")
    if digest is not None and digest != graph.digest:
        found.append("the run's catalog.json was changed since")
    return tuple(found)


def other_versions(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """The versions that may decide what is generated, and are not those of the run."""
    before, now = manifest.get("versions"), versions()
    known = before if isinstance(before, dict) else {}
    return tuple(f"{name} {known[name]}, here {now[name]}" for name in DECIDING if name in known and known[name] != now.get(name))


def _configuration(path: Path, manifest: Mapping[str, Any]) -> dict[str, Any]:
    made = manifest.get("configuration")
    if not isinstance(made, dict):
        raise RunError(
            f"{path}: there is no manifest that says how it was made; open the run's folder, or hand over the simulation: "
            "trace.replay(simulation=...)"
        )
    return made


def _begun(stage: Stage, begun: int) -> Stage:
    return Stage(stage.cast, stage.routes, stage.max_steps, stage.id, stage.seed, stage.strategy, begun, stage.fixed)


def _arguments(made: Mapping[str, Any], manifest: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The constructor's arguments, but for the cast."""
    least, most = made["turns"]
    found: dict[str, Any] = {"turns": (least, most), "seed": made["seed"], "max_steps": made["max_steps"]}
    found["wishes"] = Wishes.model_validate(made.get("plan", {}))
    if made.get("target") is not None:
        found["target"] = Target.model_validate(made["target"])
        if "turns_per_conversation" in found["target"].dist:
            del found["turns"]
    if made.get("implicit_share") is not None:
        found["implicit_share"] = made["implicit_share"]
    if made["strategy"] != NAME:
        found["strategy"] = made["strategy"]
        if "strategy" not in changes:
            find_strategy(found["strategy"])
    found["routes"] = changes.get("routes") or _routes(made["routes"], (manifest.get("asked") or {}).get("routes") or {})
    return found


def _routes(made: Mapping[str, list[str]], asked: Mapping[str, str | None]) -> Routes:
    """The routes of a manifest, which tells where each can lead, from the default ones and those that were asked for."""
    found: dict[str, Route] = {}
    for seat, targets in made.items():
        name = asked.get(seat)
        default = ROUTES.get(seat)
        if name is not None and ":" in name:
            found[seat] = cast(Callable[..., str], attribute(name))
        elif default is not None and list(destinations(seat, default)) == targets:
            found[seat] = default
        elif len(targets) == 1:
            found[seat] = targets[0]
        else:
            found[seat] = _ablated(seat, targets)
    return found


def _ablated(seat: str, targets: list[str]) -> Route:
    from simulator.ablation import without

    for left_out in (("verifier",), ("judge",), ("verifier", "judge")):
        route = without(*left_out).get(seat)
        if route is not None and list(destinations(seat, route)) == targets:
            return route
    raise RunError(
        f"the route of seat {seat!r}, a function that leads to {', '.join(targets)}, was given as an object and has no name "
        "here; hand over the simulation: trace.replay(simulation=...)"
    )


def _cast(
    path: Path, manifest: Mapping[str, Any], graph: ToolGraph, given: Mapping[str, Any], handed: Container[str], chat: ChatTerms
) -> dict[str, Role]:
    """The roles that are not the offline ones; seats that are handed over are left out."""
    made, asked = manifest["configuration"], manifest.get("asked") or {}
    roles = {seat: name for seat, name in (asked.get("roles") or {}).items() if seat not in handed}
    found = {
        seat: role
        for seat, name in made["cast"].items()
        if seat not in handed and seat not in roles and not str(name).startswith(("roles.", "simulator."))
        if (role := _role(path, seat, str(name), graph)) is not None
    }
    for seat, name in roles.items():
        role = _role(path, seat, name, graph) if isinstance(name, str) else None
        if role is not None:
            found[seat] = role
    others = {seat: name for seat, name in roles.items() if seat not in found}
    if asked.get("model") is None and not others:
        return found
    settings = {
        "model": asked.get("model"),
        "roles": others,
        "out": str(chat.answers_into or path),
        "answers": [str(path)],
        "replay_only": chat.replay_only,
        **{key: given[key] for key in ("strategy", "turns", "implicit_share") if key in given},
        "plan": given["wishes"],
    }
    config = Config.model_validate(settings)
    return {
        **{seat: role for seat, role in cast_for(config, graph, given.get("target")).cast.items() if seat not in handed},
        **found,
    }


def _role(path: Path, seat: str, name: str, graph: ToolGraph) -> Role | None:
    """The role of that name; None for a chat model or an agent, which the cast is made with."""
    try:
        return find_role(name, graph) if kind_of(name, seat)[0] == "role" else None
    except ToolweftError as error:
        raise RunError(
            f"{path}: seat {seat!r} was played by {name}, which cannot be had here: {error}; hand it over: "
            f"--role {seat}=module:attribute, in Python cast={{{seat!r}: ...}} or simulation=..."
        ) from error


def _check(path: Path, made: Mapping[str, Any], simulation: Simulation, changes: Mapping[str, Any]) -> None:
    for seat, name in made["cast"].items():
        now = seat_name(simulation.cast[seat]) if seat in simulation.cast else "nobody"
        meant = seat in (changes.get("cast") or {}) or {"routes", "target", "implicit_share"} & set(changes)
        if now != name and not meant:
            raise RunError(
                f"{path}: seat {seat!r} was played by {name}, here it would be {now}; hand it over: "
                f"--role {seat}=module:attribute, in Python cast={{{seat!r}: ...}} or simulation=..."
            )


def _sibling_stage(
    path: Path,
    made: Mapping[str, Any],
    graph: ToolGraph,
    trace: Trace,
    *,
    cast: Mapping[str, Role] | None = None,
    seed: int | str | None = None,
    **changes: Any,
) -> Stage:
    """The stage of one member of a family: what all members share has been there before."""
    if changes:
        raise SimulationError(f"{path}: a family's conversation takes another role or seed, and no other {', '.join(changes)}")
    siblings = trace.conversation.all(Sibling)
    if not siblings:
        raise RunError(f"{path}: {trace.id} does not say which sibling it is")
    shared = siblings[-1]
    try:
        needs = needs_of(find_strategy(str(made.get("strategy", shared.brief.strategy))))
    except PluginError:
        needs = frozenset()
    own = sibling_casts([shared.member], graph, needs)[shared.member]
    begun = next(n for n, step in enumerate(trace.conversation.steps, 1) if step is shared)
    seats = {**own, **(cast or {})}
    said = str(made["seed"] if seed is None else seed)
    return Stage(seats, SIBLING_ROUTES, MAX_STEPS, shared.family, said, shared.member, begun, fixed=True)

"""`toolweft replay`, `fork`, `diff` and `bisect`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from loguru import logger
from pydantic import ValidationError
from rich.console import Console
from rich.text import Text

from roles.base import Role
from roles.naming import kind_of
from roles.plugins import find_role
from simulator.ablation import without
from simulator.cli.printing import print_json
from simulator.config import Config
from simulator.measures import read_target
from simulator.rebuilding import other_versions
from simulator.recording import record
from simulator.run import Run
from simulator.trace import Trace
from simulator.travel import bisect, diff
from simulator.travel.fork import Forked
from tool_graphs.attribute import attribute
from tool_graphs.errors import PluginError, RunError, SimulationError, did_you_mean

SETTINGS = ("strategy", "turns", "plan", "target", "implicit_share", "max_steps", "verify", "judge")
"""What `--set` can change."""


def replaying(path: Path, id: str, whatever_version: bool, as_json: bool) -> int:
    """Plays a conversation again; 1 where it is not the same."""
    run = Run.open(path)
    others = other_versions(run.manifest)
    if others and not whatever_version:
        raise RunError(
            f"{path}: made with {'; '.join(others)}: a difference would say nothing of the conversation; replay with those "
            "versions, or try all the same: --other-versions"
        )
    done = run.replay(id)
    if as_json:
        print_json(done.described())
    else:
        Console().print(Text(str(done)), soft_wrap=True)
    return 0 if done.same else 1


def forking(
    path: Path, id: str, at: int, roles: Mapping[str, str], settings: list[str], seed: str | None, out: Path | None, **how: bool
) -> None:
    """Plays on from a step with something changed, into a folder of its own, and says what came of it."""
    trace, made = forked(path, id, at, roles, settings, seed, out, how["overwrite"])
    _tell_fork(trace, made, at, how["as_json"])


def forked(
    path: Path,
    id: str,
    at: int,
    roles: Mapping[str, str],
    settings: list[str],
    seed: str | None,
    out: Path | None,
    overwrite: bool = False,
) -> tuple[Trace, Run]:
    """The trace and the run that its fork was written to; names of roles and `KEY=VALUE` are as on the command line."""
    run = Run.open(path)
    trace = run.trace(id)
    changes = _settings(settings)
    if seed is not None:
        changes["seed"] = seed
    run, cast = _recast(run, roles)
    if cast:
        changes["cast"] = cast
    configuration = run.manifest.get("configuration", {})
    folder = out or path.with_name(f"{path.stem}-fork-{id}-{at}")
    stage = run.stage(trace, answers_into=folder, **changes)
    if "members" not in configuration:
        configuration = run.simulation(answers_into=folder, **changes).described()
    made = record(
        Forked(trace, at, stage, run.graph, configuration),
        1,
        folder,
        max_attempts=1,
        whole=True,
        overwrite=overwrite,
        catalog={key: value for key, value in (run.manifest.get("catalog") or {}).items() if key in ("sources", "skipped")},
        asked=run.manifest.get("asked"),
    )
    return trace, made


def _recast(run: Run, roles: Mapping[str, str]) -> tuple[Run, dict[str, Role]]:
    """The run as if these roles had been asked for, by name; a family's cast takes them as objects."""
    named = {seat: name for seat, name in roles.items() if kind_of(name, seat)[0] == "role"}
    found = {seat: find_role(name, run.graph) for seat, name in named.items()}
    asked, made = run.manifest.get("asked") or {}, run.manifest.get("configuration", {})
    manifest = {**run.manifest, "asked": {**asked, "roles": {**(asked.get("roles") or {}), **roles}}} if roles else run.manifest
    if "members" in made:
        return Run(run.path, manifest), found
    others = {seat: name for seat, name in made.get("cast", {}).items() if seat not in roles}
    return Run(run.path, {**manifest, "configuration": {**made, "cast": others}} if made else manifest), {}


def _tell_fork(trace: Trace, made: Run, at: int, as_json: bool) -> None:
    forked = made.trace()
    found = diff(trace, forked)
    if as_json:
        content = forked.model_dump(mode="json", exclude={"conversation"})
        print_json({"run": str(made.path), **content, "steps": len(forked.steps), "at": at, "first_difference": found.first})
        return
    outcome = f"{forked.status}{f' by {forked.seat}' if forked.seat else ''}, {len(forked.steps)} steps"
    apart = (
        "the same as before" if found.same else f"apart from step {found.first} on" if found.first is not None else "another end"
    )
    Console().print(Text(f"{forked.id} from step {at}: {outcome}, {apart} -> {made.path}"), soft_wrap=True)


def _settings(given: list[str]) -> dict[str, Any]:
    """`KEY=VALUE` as arguments of a simulation, by the rules of YAML files."""
    settings: dict[str, Any] = {}
    for pair in given:
        key, equals, value = pair.partition("=")
        outer, _, inner = key.partition(".")
        if not (key and equals) or outer not in SETTINGS:
            raise SimulationError(f"--set {pair!r}: expected KEY=VALUE; {did_you_mean(outer, SETTINGS)}")
        try:
            read = yaml.safe_load(value)
        except yaml.YAMLError as error:
            raise SimulationError(f"--set {pair!r}: {value!r} is no value in YAML") from error
        settings[outer] = {**settings.get(outer, {}), inner: read} if inner else read
    try:
        config = Config.model_validate(settings)
    except ValidationError as error:
        first = error.errors()[0]
        raise SimulationError(
            f"--set {'.'.join(map(str, first['loc']))}: {first['msg'].removeprefix('Value error, ')}"
        ) from error
    names = {
        "strategy": "strategy",
        "turns": "turns",
        "plan": "wishes",
        "implicit_share": "implicit_share",
        "max_steps": "max_steps",
    }
    changes = {name: getattr(config, key) for key, name in names.items() if key in settings}
    if config.target is not None:
        changes["target"] = read_target(config.target)
    left_out = [seat for seat, kept in (("verifier", config.verify), ("judge", config.judge)) if not kept]
    return {**changes, **({"routes": without(*left_out)} if left_out else {})}


def comparing_traces(given: list[str], as_json: bool) -> None:
    """Prints what sets two traces apart."""
    before, after = two(given)
    found = diff(before, after)
    if as_json:
        print_json(found.described())
    else:
        Console(highlight=False).print(Text(str(found)), soft_wrap=True, end="")


def two(given: list[str]) -> tuple[Trace, Trace]:
    """Two traces, each named as RUN ID, RUN:ID or a file; of one run also RUN ID ID."""
    found: list[Trace] = []
    run: Run | None = None
    waiting = False
    for word in given:
        place, colon, id = word.rpartition(":")
        if Path(word).exists():
            if run is not None and waiting:
                found.append(run.trace())
            run, waiting = Run.open(word), True
        elif colon and Path(place).exists():
            if run is not None and waiting:
                found.append(run.trace())
            run, waiting = Run.open(place), False
            found.append(run.trace(id))
        elif run is not None:
            found.append(run.trace(word))
            waiting = False
        else:
            raise RunError(f"{word!r}: no such run or file; name a trace as RUN ID, RUN:ID or a file that holds it")
    if run is not None and waiting:
        found.append(run.trace())
    if len(found) != 2:
        raise RunError(f"{' '.join(given)!r} names {len(found)} traces; expected two, each as RUN ID, RUN:ID or a file")
    return found[0], found[1]


def bisecting(path: Path, id: str, check: str, binary: bool, as_json: bool) -> int:
    """Finds the first step after which a check says that the conversation is wrong; 1 where there is none."""
    found_check: Any = attribute(check) if ":" in check else None
    if not callable(found_check):
        raise PluginError(
            f"--check {check!r}: expected module:attribute, a function of a conversation that says whether it is wrong"
        )
    trace = Run.open(path).trace(id)
    found = bisect(trace, found_check, binary)
    if as_json:
        step = found.by.model_dump(mode="json", fallback=repr) if found.by is not None else None
        print_json({"id": trace.id, "step": found.step, "asked": found.asked, "said": found.said, "at": step})
        return 0 if found.step is not None else 1
    Console().print(Text(str(found)), soft_wrap=True)
    if found.step is None:
        logger.warning("the check was never true, in {} tries", found.asked)
        return 1
    return 0

"""`toolweft generate`, `toolweft graph` and `toolweft graph explain`."""

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

import orjson
from loguru import logger
from rich.console import Console
from rich.text import Text

from simulator.ablation import without
from simulator.asked import asked_of
from simulator.casting import cast_for
from simulator.cli.explaining import print_explanation
from simulator.cli.printing import MOST, PRETTY, print_json, progress, shortfall, summary
from simulator.cli.unnamed import tell_unnamed
from simulator.cli.viewing import Watch, watching
from simulator.config import Config, read_config
from simulator.measures import read_target
from simulator.models import chat_of
from simulator.recording import Attempting, record
from simulator.routes import Route
from simulator.run import Run
from simulator.simulation import Simulation
from simulator.steering.reach import beyond, unreachable
from tool_graphs.attribute import attribute
from tool_graphs.cache import cache_folder
from tool_graphs.catalog import Catalog, graph_of
from tool_graphs.drawing import as_graphml, as_json, as_mermaid
from tool_graphs.errors import BudgetError, GraphError, SimulationError
from tool_graphs.graph import ToolGraph
from tool_graphs.links import explain
from tool_graphs.pages import as_html
from tool_graphs.remembered import catalog_before
from tool_graphs.results import infer_results
from tool_graphs.sampling.skeleton import feeds_of

PAID_ATTEMPTS = 20


def generating(
    path: Path | None,
    options: Mapping[str, Any],
    as_json: bool,
    cache: bool = True,
    stops: Sequence[str] = (),
    watch: Watch | None = None,
) -> int:
    """Generates a run, which stops before these seats and whose page somebody may `watch`; 1 where it fell short."""
    config = read_config(path, options)
    with watching(config.folder, watch):
        return _generated(config, as_json, cache, stops)


def _generated(config: Config, as_json: bool, cache: bool, stops: Sequence[str]) -> int:
    graph, origin = _tools(config.catalog, config.strict, cache)
    if config.strategy != "explicit" and not feeds_of(graph).consumers:
        raise GraphError(
            f"{', '.join(config.catalog)}: {len(graph.tools)} tools, but no link that a plan could use: no tool looks up an "
            "identifier or a measure that another needs; declare result schemas under 'returns', or list 'links' with score 1, "
            "or do without implicit calls: --strategy explicit"
        )
    simulation = _simulation(config, graph)
    stepped = _stopping(simulation, stops, config.workers) if stops else None
    ended = ""
    _warn(simulation)
    errors = Console(stderr=True)
    with nullcontext() if stops else progress(errors, config.count) as told:
        try:
            run = record(
                simulation if stepped is None else stepped,
                config.count,
                config.folder,
                workers=config.workers,
                threads=config.threads,
                max_attempts=config.max_attempts or _attempts_worth_paying(simulation, config.count),
                overwrite=config.overwrite,
                resume=config.resume,
                catalog=origin,
                asked=asked_of(config),
                progress=told,
                told={"prices": {name: price.model_dump() for name, price in config.prices.items()}} if config.prices else None,
            )
        except BudgetError as error:
            ended, run = str(error), Run.open(config.folder)
        except (KeyboardInterrupt, OSError):
            logger.warning("{} holds what was done so far; go on with --resume", config.folder)
            raise
    _summarise(run, as_json)
    tell_unnamed(run)
    if run.status == "complete":
        return 0
    for line in shortfall(run.manifest["counts"], config.count, ended):
        logger.error("{}", line)
    return 1


def _attempts_worth_paying(simulation: Simulation, count: int) -> int | None:
    """After how many attempts a run with chat models ends that accepts too little: each of them costs."""
    return PAID_ATTEMPTS + 3 * count if any(chat_of(role) for role in simulation.cast.values()) else None


def _stopping(simulation: Simulation, stops: Sequence[str], workers: int) -> Attempting:
    if workers != 1:
        raise SimulationError(f"workers: {workers}: a run that stops plays one conversation at a time; leave out --workers")
    from simulator.cli.stepping import Prompt, breakpoints
    from simulator.stepped import Stepped

    return Stepped(simulation, breakpoints(list(stops)), Prompt())


def _tools(sources: tuple[str, ...], strict: bool, cache: bool) -> tuple[ToolGraph, dict[str, Any]]:
    """The tool graph, and what a manifest says of its origin."""
    folder = cache_folder() if cache else None
    catalog = _catalog(sources, strict, folder)
    try:
        graph = graph_of(catalog, folder)
    except GraphError as error:
        raise GraphError(f"{', '.join(sources)}: {error}") from error
    return graph, {"sources": list(sources), "skipped": len(catalog.skipped)}


def _catalog(sources: tuple[str, ...], strict: bool, cache: Path | None = None) -> Catalog:
    if not sources:
        raise SimulationError("no catalog given; expected files of tools, or names of bundled catalogs: toolweft generate travel")
    catalog = catalog_before(sources, cache, strict)
    for skipped in catalog.skipped[:MOST]:
        logger.warning("{}: tool {} skipped: {}", skipped.place, skipped.tool, skipped.reason)
    if catalog.skipped:
        count = len(catalog.skipped)
        logger.warning("{} tool{} skipped, {} can be used", count, "s" * (count != 1), len(catalog.tools))
    return catalog


def _simulation(config: Config, graph: ToolGraph) -> Simulation:
    left_out = [seat for seat, kept in (("verifier", config.verify), ("judge", config.judge)) if not kept]
    routes: dict[str, Route] = without(*left_out)
    for seat, target in config.routes.items():
        if target is None:
            routes.pop(seat, None)
        else:
            routes[seat] = cast(Callable[..., str], attribute(target)) if ":" in target else target
    goal = read_target(config.target) if config.target else None
    return Simulation(
        graph,
        cast_for(config, graph, goal).cast,
        routes,
        strategy=config.strategy if "strategy" in config.model_fields_set else None,
        turns=config.turns if "turns" in config.model_fields_set else None,
        seed=config.seed,
        max_steps=config.max_steps,
        wishes=config.plan,
        target=goal,
        implicit_share=config.implicit_share,
        telemetry=config.telemetry,
    )


def _warn(simulation: Simulation) -> None:
    """Says what the run is asked to follow and the tools cannot give."""
    if simulation.target is not None:
        for name, why in unreachable(simulation.graph, simulation.target, simulation.wishes).items():
            logger.warning("{} cannot be met: {}", name, why)
    if simulation.implicit_share and (why := beyond(simulation.graph, simulation.implicit_share, simulation.wishes)):
        logger.warning("{}", why)


def _summarise(run: Run, as_json: bool) -> None:
    if as_json:
        print_json({"run": str(run.path), "status": run.status, **run.manifest["counts"]})
        return
    console = Console()
    first, *rest = summary(run.manifest["counts"])
    for line in [f"{first} -> {run.path}", *rest]:
        console.print(Text(line), soft_wrap=True)


def explaining(sources: list[str], source: str, target: str, as_json: bool, strict: bool) -> None:
    """Prints what speaks for and against links from one tool to another."""
    catalog = _catalog(tuple(sources), strict)
    found = explain(infer_results(catalog.tools), source, target)
    declared = [link for link in catalog.links if (link.source, link.target) == (source, target)]
    denied = [link for link in catalog.denied if (link.source, link.target) == (source, target)]
    if as_json:
        given = {"declared": [link.model_dump() for link in declared], "denied": [link.model_dump() for link in denied]}
        print_json({**asdict(found), **given})
    else:
        print_explanation(Console(highlight=False), found, declared, denied)


def drawing(sources: list[str], format: str, out: Path | None, strict: bool, cache: bool = True) -> None:
    """Writes the tool graph."""
    graph, _ = _tools(tuple(sources), strict, cache)
    if format == "json":
        text = orjson.dumps(as_json(graph), option=PRETTY)
    else:
        draw = {"mermaid": as_mermaid, "graphml": as_graphml, "html": as_html}[format]
        text = draw(graph).encode("utf-8", "replace")
    if out is None:
        sys.stdout.buffer.write(text)
    else:
        out.write_bytes(text)

"""`toolweft generate`, `toolweft graph` and `toolweft graph explain`."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

import orjson
from loguru import logger
from rich.console import Console
from rich.text import Text

from roles.base import Role
from roles.plugins import find_role
from simulator.ablation import without
from simulator.cli.explaining import print_explanation
from simulator.cli.printing import MOST, PRETTY, print_json, progress, summary
from simulator.config import Config, read_config
from simulator.measures import read_target
from simulator.recording import record
from simulator.routes import Route
from simulator.run import Run
from simulator.simulation import Simulation
from simulator.steering.reach import beyond, unreachable
from tool_graphs.attribute import attribute
from tool_graphs.cache import cache_folder
from tool_graphs.catalog import Catalog, graph_of
from tool_graphs.drawing import as_graphml, as_json, as_mermaid
from tool_graphs.errors import GraphError, SimulationError
from tool_graphs.graph import ToolGraph
from tool_graphs.links import explain
from tool_graphs.pages import as_html
from tool_graphs.remembered import catalog_before
from tool_graphs.results import infer_results
from tool_graphs.sampling.skeleton import feeds_of


def generating(path: Path | None, options: Mapping[str, Any], as_json: bool, cache: bool = True) -> int:
    """Generates a run; 1 where it fell short."""
    config = read_config(path, options)
    graph, origin = _tools(config.catalog, config.strict, cache)
    if config.strategy != "explicit" and not feeds_of(graph).consumers:
        raise GraphError(
            f"{', '.join(config.catalog)}: {len(graph.tools)} tools, but no link that a plan could use: no tool looks up an "
            "identifier or a measure that another needs; declare result schemas under 'returns', or list 'links' with score 1, "
            "or do without implicit calls: --strategy explicit"
        )
    simulation = _simulation(config, graph)
    _warn(simulation)
    errors = Console(stderr=True)
    with progress(errors, config.count) as told:
        try:
            run = record(
                simulation,
                config.count,
                config.folder,
                workers=config.workers,
                max_attempts=config.max_attempts,
                overwrite=config.overwrite,
                resume=config.resume,
                catalog=origin,
                progress=told,
            )
        except (KeyboardInterrupt, OSError):
            logger.warning("{} holds what was done so far; go on with --resume", config.folder)
            raise
    _summarise(run, as_json)
    if run.status == "complete":
        return 0
    accepted, attempts = run.manifest["counts"]["accepted"], run.manifest["counts"]["attempts"]
    logger.error("only {} of {} conversations were accepted in {} attempts", accepted, config.count, attempts)
    return 1


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
    cast_: dict[str, Role] = {seat: find_role(name, graph) for seat, name in config.roles.items()}
    return Simulation(
        graph,
        cast_,
        routes,
        strategy=config.strategy if "strategy" in config.model_fields_set else None,
        turns=config.turns if "turns" in config.model_fields_set else None,
        seed=config.seed,
        max_steps=config.max_steps,
        wishes=config.plan,
        target=read_target(config.target) if config.target else None,
        implicit_share=config.implicit_share,
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

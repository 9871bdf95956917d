"""`toolweft stats --against`: measures of a run or of exported rows beside a target's."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson
from loguru import logger
from rich.console import Console
from rich.table import Table
from rich.text import Text

from simulator.cli.printing import print_json
from simulator.dataset import rows
from simulator.measures import Comparison, compared, measured, read_target
from simulator.measures.target import Target
from simulator.run import Run
from simulator.steering.reach import FAR, unreachable
from tool_graphs.errors import RunError


def comparing(path: Path, place: str, as_json: bool) -> None:
    """Prints measures and target side by side, with their distances."""
    target = read_target(place)
    found = compared(measured(rows_of(path)), target)
    if found.measures.conversations == 0:
        raise RunError(f"{path}: holds no accepted conversation to compare with {target.name!r}")
    short = _short_of(path, target, found)
    if as_json:
        print_json({**_described(found), "cannot_be_met": short})
    else:
        _print(Console(), found)
        for name, why in short.items():
            Console().print(Text(f"{name}: {why}"), soft_wrap=True)


def _short_of(path: Path, target: Target, found: Comparison) -> dict[str, str]:
    """Distribution that is far off -> why these tools could not come nearer; of a run, for a file does not hold its graph."""
    if path.is_file():
        return {}
    why = unreachable(Run.open(path).graph, target)
    return {name: sentence for name, sentence in why.items() if found.distances.get(name, 0.0) >= FAR}


def rows_of(path: Path) -> Iterator[Mapping[str, Any]]:
    """The rows of a run's accepted conversations, or of a file of exported ones."""
    if path.is_file():
        yield from _lines(path)
        return
    run = Run.open(path)
    left_out = 0

    def dropped(trace: Any, reason: str) -> None:
        nonlocal left_out
        left_out += bool(trace.accepted)

    yield from rows(run.traces(), run.graph, dropped)
    if left_out:
        logger.warning("{}: {} accepted conversations are not proved and were left out", path, left_out)


def _lines(path: Path) -> Iterator[Mapping[str, Any]]:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = orjson.loads(line)
            except orjson.JSONDecodeError as error:
                raise RunError(f"{path}:{number}: no JSON: {error}; expected one conversation a line") from error
            if not isinstance(row, dict):
                raise RunError(f"{path}:{number}: expected an object with `messages` and `tools`, got a {type(row).__name__}")
            yield row


def _described(found: Comparison) -> dict[str, Any]:
    """In plain data."""
    everything = list(found.distances)
    return {
        **found.model_dump(mode="json"),
        "steered_mean": found.mean(found.steered),
        "steered_largest": found.largest(found.steered),
        "mean": found.mean(everything),
        "largest": found.largest(everything),
    }


def _print(console: Console, found: Comparison) -> None:
    measures = found.measures
    console.print(Text(f"{measures.conversations:,} conversations, {measures.turns:,} turns, {measures.calls:,} calls"))
    for name, distance in found.distances.items():
        mark = " *" if name in found.steered else ""
        console.print(Text(f"\n{name.replace('_', ' ')}{mark}: distance {distance:.3f}"), soft_wrap=True)
        if name in found.wanted:
            console.print(_table(measures.dist[name], found.wanted[name], found.target))
        else:
            console.print(_table({name: measures.rate[name]}, {name: found.rates[name]}, found.target))
    console.print(Text("\nrates"))
    console.print(_table({name: measures.rate[name] for name in found.rates}, found.rates, found.target))
    for told, names in (("of what can be steered (*)", found.steered), ("of all", tuple(found.distances))):
        if names:
            largest = found.largest(names)
            said = f"{told}: mean distance {found.mean(names):.3f}, largest {found.distances[largest]:.3f} ({largest})"
            console.print(Text(said), soft_wrap=True)


def _table(ours: Mapping[str, float], wanted: Mapping[str, float], target: str) -> Table:
    table = Table(box=None, padding=(0, 1), pad_edge=False)
    table.add_column("")
    table.add_column("here", justify="right")
    table.add_column(target, justify="right")
    for name in wanted:
        table.add_row(name.replace("_", " "), f"{ours.get(name, 0.0):.3f}", f"{wanted[name]:.3f}")
    return table

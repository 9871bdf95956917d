"""Wall time per conversation against an empty LangGraph of as many steps: python bench/floor.py [CATALOG...]

Both are compiled once and take turns in one process, conversation by conversation; the ratio is the median over the repeats.
Without arguments: the bundled catalogs and, where TOOLWEFT_DATA names the folder, the real ones.
"""

import argparse
import os
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.types import Command
from rich.console import Console
from rich.table import Table

from simulator.routes import ROUTES
from simulator.simulation import Simulation
from tool_graphs.catalog import bundled, graph_of, read_catalog

TARGET = 2.5
"""At most so many times the empty graph's time."""


class Left(TypedDict):
    """The steps that an empty conversation still has to take."""

    left: int


def empty_graph(seats: Sequence[str]) -> Any:
    """A machine of these seats in a ring, which do nothing but count down the steps."""
    graph = StateGraph(Left)
    for seat, following in zip(seats, [*seats[1:], seats[0]], strict=True):
        graph.add_node(seat, _counting(following), destinations=(following, END))
    graph.add_edge(START, seats[0])
    return graph.compile().with_config(recursion_limit=1000)


def _counting(following: str) -> Any:
    def count(state: Left) -> Command[Any]:
        left = state["left"] - 1
        return Command(update={"left": left}, goto=following if left else END)

    return count


@dataclass(frozen=True)
class Repeat:
    """Seconds of one repeat: ours, the empty graph's, and of the latter what accepted conversations took."""

    ours: float
    empty: float
    empty_accepted: float


@dataclass(frozen=True)
class Measured:
    """All repeats on one catalog."""

    name: str
    tools: int
    setup: float
    conversations: int
    accepted: int
    steps: int
    repeats: tuple[Repeat, ...]

    def row(self) -> list[str]:
        """The table's cells."""
        ours = statistics.median(repeat.ours for repeat in self.repeats)
        empty = statistics.median(repeat.empty for repeat in self.repeats)
        ratios = sorted(repeat.ours / repeat.empty for repeat in self.repeats)
        ratio = statistics.median(ratios)
        per_accepted = (
            statistics.median(repeat.ours / repeat.empty_accepted for repeat in self.repeats) if self.accepted else None
        )
        colour = "green" if ratio <= TARGET and self.accepted else "red"
        return [
            self.name,
            f"{self.tools:,}",
            f"{self.setup:.2f}",
            f"{self.accepted}/{self.conversations}",
            f"{self.steps / self.conversations:.1f}",
            f"{ours / self.conversations * 1000:.2f}",
            f"{empty / self.conversations * 1000:.2f}",
            f"[{colour}]{ratio:.2f}[/] ({ratios[0]:.2f}-{ratios[-1]:.2f})",
            per_accepted,
        ]


def measure(catalog: str, count: int, repeats: int) -> Measured:
    """Sets up one catalog, warms up, and times the repeats."""
    start = time.perf_counter()
    graph = graph_of(read_catalog(catalog))
    simulation = Simulation(graph, seed="bench")
    simulation.one(0)
    setup = time.perf_counter() - start
    traces = [simulation.one(index) for index in range(count)]
    steps = [len(trace.conversation.steps) for trace in traces]
    accepted = [trace.accepted for trace in traces]
    machine = empty_graph(list(ROUTES))
    machine.invoke({"left": max(1, steps[0])})
    timed = tuple(_repeat(simulation, machine, steps, accepted) for _ in range(repeats))
    return Measured(Path(catalog).stem, len(graph.tools), setup, count, sum(accepted), sum(steps), timed)


def _repeat(simulation: Simulation, machine: Any, steps: Sequence[int], accepted: Sequence[bool]) -> Repeat:
    ours = empty = empty_accepted = 0.0
    for index, (length, kept) in enumerate(zip(steps, accepted, strict=True)):
        start = time.perf_counter()
        simulation.one(index)
        middle = time.perf_counter()
        machine.invoke({"left": max(1, length)})
        end = time.perf_counter()
        ours += middle - start
        empty += end - middle
        empty_accepted += (end - middle) * kept
    return Repeat(ours, empty, empty_accepted)


def catalogs() -> list[str]:
    """The bundled catalogs and the real ones, where they are at hand."""
    data = os.environ.get("TOOLWEFT_DATA")
    return [*bundled(), *(sorted(map(str, (Path(data) / "catalogs").glob("*.yaml"))) if data else ())]


def main() -> None:
    """Prints one row per catalog."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("catalogs", nargs="*", metavar="CATALOG")
    parser.add_argument("--conversations", type=int, default=50)
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    table = Table(title=f"Per conversation, against an empty LangGraph of as many steps (target: at most {TARGET} times)")
    table.add_column("catalog")
    for column in ("tools", "set-up s", "accepted", "steps", "ours ms", "empty ms", "ratio (least-most)", "ratio per accepted"):
        table.add_column(column, justify="right")
    for catalog in arguments.catalogs or catalogs():
        table.add_row(*measure(catalog, arguments.conversations, arguments.repeats).row())
    Console(width=120).print(table)


if __name__ == "__main__":
    main()

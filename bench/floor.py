"""Wall time per conversation against an empty LangGraph of as many steps: python bench/floor.py [CATALOG...]

The empty graph is a chain of nodes that do nothing, as many as a conversation of the run has steps on average (attempts that
were rejected included), over the same state. Both are compiled once and take turns in one process, conversation by
conversation, with the garbage collector set as a run sets it; the ratio is the median over the repeats, each of which plays
conversations that were not played before and writes each as its line of JSON.
Without arguments: the bundled catalogs and, where TOOLWEFT_DATA names the folder, the real ones.
"""

import argparse
import os
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langgraph.graph import END, START, StateGraph
from rich.console import Console
from rich.table import Table

from roles.base import Conversation
from simulator.graph import State
from simulator.simulation import Simulation, lasting
from simulator.trace import parse
from tool_graphs.catalog import bundled, graph_of, read_catalog

TARGET = 2.5
"""At most so many times the empty graph's time."""


def empty_chain(length: int) -> Any:
    """So many nodes in a row that do nothing."""
    graph = StateGraph(State)
    for number in range(length):
        graph.add_node(f"n{number}", _nothing)
        graph.add_edge(f"n{number - 1}" if number else START, f"n{number}")
    graph.add_edge(f"n{length - 1}", END)
    return graph.compile().with_config(recursion_limit=length + 2)


def _nothing(state: State) -> dict[str, Conversation]:
    return {"conversation": state["conversation"]}


@dataclass(frozen=True)
class Repeat:
    """Milliseconds per conversation: ours, and the empty graph's for as many steps."""

    ours: float
    empty: float


@dataclass(frozen=True)
class Measured:
    """All repeats on one catalog."""

    name: str
    tools: int
    setup: float
    """Seconds from the catalog's file to the end of the first conversation."""
    conversations: int
    accepted: int
    steps: int
    first: Repeat
    """The first conversations after set-up, while what is worked out once per tool still has to be."""
    repeats: tuple[Repeat, ...]

    def row(self) -> list[str]:
        """The table's cells."""
        ratios = [repeat.ours / repeat.empty for repeat in self.repeats]
        ratio = statistics.median(ratios)
        colour = "green" if ratio <= TARGET and self.accepted else "red"
        return [
            self.name,
            f"{self.tools:,}",
            f"{self.setup:.2f}",
            f"{self.accepted / self.conversations:.0%}",
            f"{self.steps / self.conversations:.1f}",
            f"{statistics.median(repeat.ours for repeat in self.repeats):.2f}",
            f"{statistics.median(repeat.empty for repeat in self.repeats):.2f}",
            f"[{colour}]{ratio:.2f}[/] ({min(ratios):.2f}-{max(ratios):.2f})",
            f"{self.first.ours / self.first.empty:.2f}",
        ]


def measure(catalog: str, count: int, repeats: int) -> Measured:
    """Sets up one catalog and times its first conversations, then the repeats."""
    start = time.perf_counter()
    graph = graph_of(read_catalog(catalog))
    simulation = Simulation(graph, seed="bench")
    simulation.attempt(0)
    setup = time.perf_counter() - start
    with lasting():
        return _measured(catalog, simulation, setup, count, repeats)


def _measured(catalog: str, simulation: Simulation, setup: float, count: int, repeats: int) -> Measured:
    first = [_timed(simulation, index) for index in range(1, 4 * count + 1)]
    steps, accepted = sum(steps for _, steps, _ in first), sum(accepted for _, _, accepted in first)
    length = max(1, round(steps / len(first)))
    machine = empty_chain(length)
    machine.invoke(_START)
    timed = [
        _repeat(simulation, machine, length, range(start, start + count)) for start in range(1000, 1000 + repeats * count, count)
    ]
    empty = statistics.median(repeat.empty for repeat in timed)
    warming = Repeat(1000 * sum(seconds for seconds, _, _ in first) / len(first), empty)
    return Measured(Path(catalog).stem, len(simulation.graph.tools), setup, len(first), accepted, steps, warming, tuple(timed))


_START: Any = State(conversation=Conversation(), id="c000000", seed="bench")


def _repeat(simulation: Simulation, machine: Any, length: int, indices: range) -> Repeat:
    ours = empty = 0.0
    steps = 0
    for index in indices:
        seconds, more, _ = _timed(simulation, index)
        ours += seconds
        steps += more
        start = time.perf_counter()
        machine.invoke(_START)
        empty += time.perf_counter() - start
    scale = 1000 / len(indices)
    return Repeat(ours * scale, empty * scale * steps / (length * len(indices)))


def _timed(simulation: Simulation, index: int) -> tuple[float, int, bool]:
    """Seconds, steps, whether it was accepted."""
    start = time.perf_counter()
    attempt = simulation.attempt(index)
    seconds = time.perf_counter() - start
    return seconds, len(parse(attempt.line).conversation.steps), attempt.status == "accepted"


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
    table = Table(
        title=f"Per conversation, against an empty LangGraph of as many steps (target: at most {TARGET} times)",
        caption="empty: a chain of nodes that do nothing, as long as our conversations are on average, over the same state; "
        f"first: the ratio over the first {4 * arguments.conversations} conversations after set-up",
    )
    table.add_column("catalog")
    for column in ("tools", "set-up s", "accepted", "steps", "ours ms", "empty ms", "ratio (least-most)", "first"):
        table.add_column(column, justify="right")
    for catalog in arguments.catalogs or catalogs():
        table.add_row(*measure(catalog, arguments.conversations, arguments.repeats).row())
    Console(width=120).print(table)


if __name__ == "__main__":
    main()

"""What telemetry costs an offline run: python bench/telemetry.py [CATALOG...]

The same attempts with and without, turn and turn about in one process, each written as a run writes it, to a file; CPU time. The
figure is the median over blocks of attempts of (with - without) / without.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from simulator.simulation import Simulation, lasting
from tool_graphs.catalog import bundled, graph_of, read_catalog

TARGET = 0.10
"""At most this share of a run's time."""


def measure(catalog: str, blocks: int, size: int, folder: Path) -> list[str]:
    """One row of the table."""
    graph = graph_of(read_catalog(catalog))
    simulations = [Simulation(graph, seed="bench", telemetry=telemetry) for telemetry in (False, True)]
    for index in range(20):
        simulations[0].attempt(index)
    spent: list[tuple[float, float]] = []
    lines, beside = (folder / "traces").open("wb", buffering=0), (folder / "telemetry").open("wb", buffering=0)
    with lines, beside, lasting():
        for block in range(blocks):
            seconds = [0.0, 0.0]
            for index in range(1000 + block * size, 1000 + (block + 1) * size):
                for which in (index % 2, 1 - index % 2):
                    began = time.process_time()
                    attempt = simulations[which].attempt(index)
                    lines.write(attempt.line)
                    if attempt.telemetry:
                        beside.write(attempt.telemetry)
                    seconds[which] += time.process_time() - began
            spent.append((seconds[0], seconds[1]))
    shares = [after / before - 1 for before, after in spent]
    share = statistics.median(shares)
    without = 1000 * sum(before for before, _ in spent) / (blocks * size)
    kept = (folder / "telemetry").stat().st_size / (blocks * size)
    colour = "green" if share <= TARGET else "red"
    spread = f"({min(shares):+.1%} to {max(shares):+.1%})"
    return [Path(catalog).stem, f"{without:.2f}", f"[{colour}]{share:+.1%}[/] {spread}", f"{kept:,.0f}"]


def main() -> None:
    """Prints one row per catalog."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("catalogs", nargs="*", metavar="CATALOG")
    parser.add_argument("--blocks", type=int, default=7)
    parser.add_argument("--size", type=int, default=40)
    arguments = parser.parse_args()
    table = Table(title=f"CPU time per attempt with telemetry, against without (target: at most {TARGET:.0%} more)")
    table.add_column("catalog")
    for column in ("without, ms", "with telemetry (least to most)", "bytes an attempt"):
        table.add_column(column, justify="right")
    with tempfile.TemporaryDirectory() as folder:
        for catalog in arguments.catalogs or bundled():
            table.add_row(*measure(catalog, arguments.blocks, arguments.size, Path(folder)))
    Console(width=110).print(table)


if __name__ == "__main__":
    main()

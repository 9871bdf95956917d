"""How right, how sure and how fast links are: python bench/links.py [--large]

Right: on catalogs labelled by hand and, where TOOLWEFT_DATA names the folder, on links seen in real call sequences; beside it
what the mere names of top-level fields find. Sure: how far scores are from shares of right links, by the shipped curve and by one
fitted to all other catalogs. Fast: CPU seconds and memory, each in a process of its own; --large adds 20,000 tools.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.gold import UNSEEN, Gold, Measures, hand_made, measured, observed, our_links
from bench.made_up import made_up, nested
from tool_graphs.graph import Link
from tool_graphs.linked import linked
from tool_graphs.links import infer_links
from tool_graphs.links.calibration import CURVE, calibrated
from tool_graphs.words import words

EDGES = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 1.0001)
"""Products of signals between which the shares of right links are compared."""


def by_names(gold: Gold) -> list[Link]:
    """What the words of top-level fields and parameters share: a floor."""
    found = []
    for source in gold.tools:
        top = {field.keys[0]: field.path for field in source.outputs if field.keys}
        for target in gold.tools:
            for param in target.properties:
                score = max((_shared(name, param) for name in top), default=0.0)
                if source is not target and score > 0:
                    best = max(top, key=lambda name: _shared(name, param))
                    found.append(Link(source=source.name, target=target.name, field=top[best], param=param, score=score))
    return found


def _shared(one: str, other: str) -> float:
    left, right = set(words(one)), set(words(other))
    return len(left & right) / len(left | right) if left | right else 0.0


def quality(groups: Sequence[tuple[str, Sequence[Gold]]]) -> Table:
    """One row per catalog and one per group."""
    table = Table(title="Right: links against gold (AP, recall@10 as score_links.py; the rest at the threshold for plans)")
    table.add_column("catalog")
    for column in ("tools", "gold", "AP", "AP by names", "recall@10", "right field", "precision", "recall", "F1"):
        table.add_column(column, justify="right")
    for name, golds in groups:
        rows = [(measured(gold, our_links(gold)), measured(gold, by_names(gold))) for gold in golds]
        for gold, (ours, floor) in zip(golds, rows, strict=True):
            table.add_row(gold.name, str(len(gold.tools)), str(len(gold.right)), *_cells([ours], [floor]))
        if rows:
            table.add_row(f"[bold]mean, {name}[/]", "", "", *_cells([row[0] for row in rows], [row[1] for row in rows]))
            table.add_section()
    return table


def _cells(ours: Sequence[Measures], floor: Sequence[Measures]) -> list[str]:
    fields = [each.right_field for each in ours if each.right_field is not None]
    values = [
        statistics.mean(each.average_precision for each in ours),
        statistics.mean(each.average_precision for each in floor),
        statistics.mean(each.recall_at_10 for each in ours),
        statistics.mean(fields) if fields else None,
        *(statistics.mean(getattr(each, name) for each in ours) for name in ("precision", "recall", "f1")),
    ]
    return ["-" if value is None else f"{value:.3f}" for value in values]


Judged = list[tuple[float, bool]]
"""(score, whether the pair is gold) of links."""


def judged(gold: Gold) -> Judged:
    """Every link of a catalog."""
    return [(link.score, (link.source, link.target) in gold.right) for link in infer_links(gold.tools)]


def calibration(golds: Sequence[Gold]) -> Table:
    """How far scores are from shares: weighted by links, over the bins of EDGES."""
    table = Table(title="Sure: mean distance of score and share of right links (0 is perfect)")
    table.add_column("catalog")
    for column in ("links", "shipped curve", "fitted to the others"):
        table.add_column(column, justify="right")
    all_of = {gold.name: judged(gold) for gold in golds}
    bins = [(calibrated(low), calibrated(high)) for low, high in pairwise(EDGES)]
    for name, links in all_of.items():
        others = [pair for other, pairs in all_of.items() if other != name for pair in pairs]
        shares = _rising([_share(others, low, high) for low, high in bins])
        table.add_row(name, str(len(links)), f"{_error(links, bins, None):.3f}", f"{_error(links, bins, shares):.3f}")
    return table


def _share(links: Judged, low: float, high: float) -> float:
    within = [right for score, right in links if low <= score < high]
    return sum(within) / len(within) if within else (low + high) / 2


def _rising(shares: Iterable[float]) -> list[float]:
    found: list[float] = []
    for share in shares:
        found.append(max([share, *found[-1:]]))
    return found


def _error(links: Judged, bins: Sequence[tuple[float, float]], shares: Sequence[float] | None) -> float:
    total = 0.0
    for position, (low, high) in enumerate(bins):
        within = [(score, right) for score, right in links if low <= score < high]
        if within:
            said = shares[position] if shares else statistics.mean(score for score, _ in within)
            total += len(within) * abs(said - statistics.mean(right for _, right in within))
    return total / len(links)


SIZES = {"1000": "made up", "3650": "made up", "20000": "made up", "nested": "1,223 operations, some 41,000 nested fields"}


def timed(size: str) -> None:
    """Measures one size in this process and prints JSON."""
    tools = nested(1223, 45_000) if size == "nested" else made_up(int(size))
    fields = sum(len(tool.outputs) for tool in tools)
    start = time.process_time()
    links = len(infer_links(tools))
    seconds = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with tempfile.TemporaryDirectory() as folder:
        linked(tools, Path(folder)) if size != "20000" else None
        start = time.process_time()
        linked(tools, Path(folder)) if size != "20000" else None
        again = time.process_time() - start
    print(json.dumps({"tools": len(tools), "fields": fields, "links": links, "seconds": seconds, "mb": memory, "again": again}))


def speed(sizes: Sequence[str]) -> Table:
    """One row per size."""
    table = Table(title="Fast: CPU seconds and peak memory of inferring all links")
    for column in ("tools", "fields of results", "links", "seconds", "MB", "from the cache"):
        table.add_column(column, justify="right")
    taken = {}
    for size in sizes:
        told = subprocess.run([sys.executable, __file__, "--size", size], check=True, capture_output=True, text=True).stdout
        found = json.loads(told)
        taken[size] = found["seconds"]
        again = f"{found['again']:.2f}" if size != "20000" else "-"
        counts = (f"{found[key]:,}" for key in ("tools", "fields", "links"))
        table.add_row(*counts, f"{found['seconds']:.1f}", f"{found['mb']:.0f}", again)
    if {"3650", "20000"} <= taken.keys():
        table.caption = f"growth from 3,650 to 20,000 tools: {taken['20000'] / taken['3650']:.1f}-fold"
    return table


def main() -> None:
    """Prints three tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--large", action="store_true", help="also 20,000 tools, which take a minute")
    parser.add_argument("--size", choices=sorted(SIZES), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.size:
        timed(arguments.size)
        return
    console = Console(width=120)
    ours = hand_made()
    console.print(quality([("by hand", ours), ("public tool sets", hand_made(UNSEEN)), ("observed", observed())]))
    console.print(calibration(ours))
    console.print(f"curve: {CURVE}")
    console.print(speed(["1000", "nested", "3650", *(["20000"] if arguments.large else [])]))


if __name__ == "__main__":
    main()

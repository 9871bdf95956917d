"""What is sampled: python bench/sampling.py [CATALOG...] [--count 200]

Turns: how many of those with several calls are truly multi-step. Coverage: distinct tools and links in so many conversations,
and how even (Gini: 0 is even; entropy in bits), taking turns (even) and not (natural). Distractors: telling words and parameters
that a pair of offered tools shares, and usable links among them, against random sets of the same size.
Without arguments: travel and, where TOOLWEFT_DATA names the folder, the real catalogs.
"""

import argparse
import math
import os
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from typing import Any

from rich.console import Console
from rich.table import Table

from roles.base import Conversation, Judged, Opened, Planned
from roles.dice import Dice
from roles.planner import Planner
from roles.scenario import Scenario
from simulator.multi_step import multi_step
from simulator.simulation import Simulation
from simulator.trace import Trace
from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.graph import ToolGraph
from tool_graphs.sampling.skeleton import feeds_of
from tool_graphs.sampling.wishes import Wishes
from tool_graphs.words import content_words


def gini(counts: Sequence[int]) -> float:
    """0 where all are equal, near 1 where one has all."""
    total = sum(counts)
    ranked = enumerate(sorted(counts), start=1)
    return sum((2 * rank - len(counts) - 1) * count for rank, count in ranked) / (len(counts) * total) if total else 0.0


def entropy(counts: Iterable[int]) -> float:
    """In bits."""
    kept = [count for count in counts if count]
    return -sum(count / sum(kept) * math.log2(count / sum(kept)) for count in kept)


def played(graph: ToolGraph, wishes: Wishes, count: int) -> list[Trace]:
    """Accepted conversations."""
    return [trace for trace in Simulation(graph, wishes=wishes).run(count, max_attempts=2 * count) if trace.accepted]


def covered(name: str, graph: ToolGraph, coverage: str, count: int) -> list[str]:
    """A row: what so many conversations use."""
    traces = played(graph, Wishes.model_validate({"coverage": coverage}), count)
    tools: Counter[str] = Counter(dict.fromkeys(graph.tools, 0))
    links: Counter[tuple[str, str]] = Counter()
    turns: list[bool] = []
    sizes: list[int] = []
    for trace in traces:
        calls = trace.conversation.calls()
        tools.update(call.tool for call in calls.values())
        for plan in (turn.last(Planned).plan for turn in trace.conversation.turns()):
            sizes.append(len(plan.calls))
            links.update((calls[p].tool, call.tool) for call in plan.calls for p in call.producers if p in calls)
        turns += multi_step(trace.conversation, graph)
    used = sum(count > 0 for count in tools.values())
    return [
        *(name, coverage, str(len(traces)), f"{sum(turns) / max(1, len(turns)):.1%} of {len(turns)}"),
        f"{sum(sizes) / max(1, len(sizes)):.2f}",
        *(f"{used} of {len(tools)}", f"{entropy(tools.values()):.2f}", f"{gini(list(tools.values())):.3f}"),
        *(f"{len(links)}", f"{entropy(links.values()):.2f}", f"{gini(list(links.values())):.3f}"),
    ]


class Likeness:
    """How much tools have to do with each other: telling words and parameters that they share, links between them."""

    def __init__(self, graph: ToolGraph) -> None:
        self.feeds = feeds_of(graph)
        self.words = {
            tool.name: {*content_words(tool.name), *(f"{param}=" for param in tool.properties)} for tool in graph.tools.values()
        }
        self.common = Counter(word for words in self.words.values() for word in words)

    def shared(self, one: str, other: str) -> float:
        """Words and parameters that both have, telling ones only where tools are many."""
        limit = max(20, len(self.words) // 50)
        return sum(self.common[word] <= limit for word in self.words[one] & self.words[other])

    def of(self, names: Sequence[str]) -> tuple[float, float]:
        """Shared words a pair, usable links a tool."""
        pairs = [(one, other) for place, one in enumerate(names) for other in names[:place]]
        words = sum(self.shared(*pair) for pair in pairs) / max(1, len(pairs))
        return words, sum(other in self.feeds.out[one] for one in names for other in names) / max(1, len(names))


def offered(name: str, graph: ToolGraph, kind: str, count: int) -> list[str]:
    """A row: tools on offer against random sets of the same size."""
    likeness, rng = Likeness(graph), Random(7)
    scenario = Scenario(graph, wishes=Wishes.model_validate({"distractors": kind}))
    sets = [scenario(Conversation(), Dice(f"7/c{number:06d}/scenario/0")).tools for number in range(count)]
    others = [rng.sample(list(graph.tools), len(names)) for names in sets]
    (words, links), (random_words, random_links) = _mean(likeness, sets), _mean(likeness, others)
    return [
        *(name, kind, f"{sum(map(len, sets)) / count:.1f}", f"{words:.3f}", f"{random_words:.3f}", _times(words, random_words)),
        *(f"{links:.2f}", f"{random_links:.2f}", _times(links, random_links)),
    ]


def _mean(likeness: Likeness, sets: Sequence[Sequence[str]]) -> tuple[float, float]:
    found = [likeness.of(names) for names in sets]
    return sum(words for words, _ in found) / len(found), sum(links for _, links in found) / len(found)


def _times(found: float, chance: float) -> str:
    return f"{found / chance:.1f}" if chance else "-"


def timed(graph: ToolGraph, count: int = 300) -> float:
    """Milliseconds that scenario and planner take for a first turn, once warm."""
    scenario, planner = Scenario(graph), Planner(graph)
    best = math.inf
    for _ in range(3):
        spent = 0.0
        for number in range(count):
            rolled = Dice(f"7/c{number:06d}/scenario/0"), Dice(f"7/c{number:06d}/planner/0")
            start = time.perf_counter()
            step: Any = scenario(Conversation(), rolled[0]).model_copy(update={"id": f"c{number:06d}", "seed": "7"})
            assert isinstance(step, Opened)
            assert isinstance(planner(Conversation().then(step), rolled[1]), Planned | Judged)
            spent += time.perf_counter() - start
        best = min(best, spent)
    return 1000 * best / count


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("catalogs", nargs="*")
    parser.add_argument("--count", type=int, default=200)
    given = parser.parse_args()
    names = given.catalogs or ["travel"]
    if not given.catalogs and "TOOLWEFT_DATA" in os.environ:
        names += [str(Path(os.environ["TOOLWEFT_DATA"]) / "catalogs" / f"{name}.yaml") for name in ("glaive", "xlam")]
    of_runs = Table(
        *("catalog", "coverage", "accepted", "multi-step turns", "calls a turn"),
        *("tools used", "entropy", "Gini", "links used", "entropy", "Gini"),
        title=f"{given.count} conversations",
    )
    of_sets = Table(
        *("catalog", "distractors", "tools", "words a pair", "at random", "times", "links a tool", "at random", "times"),
        title=f"{given.count} sets of tools on offer",
    )
    times = []
    for name in names:
        graph = graph_of(read_catalog(name))
        stem = Path(name).stem
        for coverage in ("even", "natural"):
            of_runs.add_row(*covered(stem, graph, coverage, given.count))
        for kind in ("near", "mixed", "random", "none"):
            of_sets.add_row(*offered(stem, graph, kind, given.count))
        times.append(f"{stem} {timed(graph):.2f} ms")
    console = Console(width=140)
    console.print(of_runs)
    console.print(of_sets)
    console.print(f"scenario and planner, first turn, warm: {', '.join(times)}")


if __name__ == "__main__":
    main()

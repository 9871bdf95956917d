"""How well links do on a catalog that nothing was fitted to: python bench/leave_one_out.py

For each observed catalog (TOOLWEFT_DATA names their folder) two things are fitted to the other three alone: a weight for each
signal (an exponent of its factor, for average precision) and the threshold (for F1). Measured on the one left out. The signals
themselves were thought out with all four at hand; `bench/reference.py` measures others.
"""

import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.gold import Gold, average_precision, observed, our_links
from tool_graphs.links import USABLE, explain
from tool_graphs.links.calibration import CURVE

EXPONENTS = (0.5, 1.0, 1.5)
GAIN = 0.01
"""What a weight other than 1 must add to the mean of the three: thirteen free weights would learn them by heart."""
THRESHOLDS = tuple(step / 50 for step in range(1, 50))
Pair = tuple[str, str]
Weights = Mapping[str, float]


@dataclass(frozen=True)
class Case:
    """A gold catalog with its links taken apart."""

    gold: Gold
    links: tuple[tuple[Pair, float, Mapping[str, float]], ...]
    """(pair, logarithm of the shipped product, logarithms of its signals by name)."""


def taken_apart(gold: Gold) -> Case:
    """The data links of a catalog, with what each signal adds to the logarithm of the product."""
    found = []

    @cache
    def reasons(source: str, target: str) -> dict[str, dict[str, float]]:
        explained = explain(gold.tools, source, target)
        return {one.param: {signal.name: log(max(signal.factor, 1e-6)) for signal in one.signals} for one in explained.reasons}

    for link in our_links(gold):
        if link.kind == "data":
            signals = reasons(link.source, link.target).get(link.param, {})
            found.append(((link.source, link.target), log(_product(link.score)), signals))
    return Case(gold, tuple(found))


def _product(score: float) -> float:
    """The product of signals behind a calibrated score."""
    for (left, low), (right, high) in pairwise(CURVE):
        if score <= high:
            return max(1e-6, left + (right - left) * (score - low) / (high - low))
    return 1.0


def scored(case: Case, weights: Weights) -> dict[Pair, float]:
    """The best score of each pair, with its signals weighted."""
    best: dict[Pair, float] = {}
    for pair, product, signals in case.links:
        value = product + sum((weights.get(name, 1.0) - 1.0) * each for name, each in signals.items())
        best[pair] = max(best.get(pair, -1e9), value)
    return best


def precision(case: Case, weights: Weights) -> float:
    """Average precision; scores are logarithms, moved above those of absent pairs."""
    return average_precision(case.gold, {pair: value + 1e6 for pair, value in scored(case, weights).items()})


def fitted(cases: Sequence[Case]) -> dict[str, float]:
    """Exponents that are best for these catalogs together, one signal after another, twice."""
    names = sorted({name for case in cases for _, _, signals in case.links for name in signals})
    weights = dict.fromkeys(names, 1.0)
    for _ in range(2):
        for name in names:
            tried = {value: statistics.mean(precision(case, {**weights, name: value}) for case in cases) for value in EXPONENTS}
            best = max(EXPONENTS, key=lambda value: (round(tried[value], 6), -abs(value - 1.0)))
            weights[name] = best if tried[best] > tried[1.0] + GAIN else 1.0
    return weights


def f1(case: Case, weights: Weights, product: float) -> float:
    """Harmonic mean of precision and recall of the pairs whose product is at least this."""
    found = {pair for pair, value in scored(case, weights).items() if value >= log(product)}
    return 2 * len(found & set(case.gold.right)) / (len(found) + len(case.gold.right))


def main() -> None:
    """Prints a row per catalog that was left out."""
    cases = [taken_apart(gold) for gold in observed()]
    table = Table(title="fitted to the other three")
    for column in ("left out", "AP shipped", "AP fitted elsewhere", "F1 shipped", "F1 fitted elsewhere", "threshold"):
        table.add_column(column, justify="left" if column == "left out" else "right")
    rows = []
    for case in cases:
        others = [other for other in cases if other is not case]
        weights = fitted(others)
        threshold = max(THRESHOLDS, key=lambda value: statistics.mean(f1(other, weights, value) for other in others))
        shipped = f1(case, {}, _product(USABLE))
        rows.append((precision(case, {}), precision(case, weights), shipped, f1(case, weights, threshold), threshold))
        table.add_row(case.gold.name, *(f"{value:.3f}" for value in rows[-1]))
    means = [f"{statistics.mean(column):.3f}" for column in zip(*rows, strict=True)]
    table.add_row("[bold]mean[/]", *means[:4], "")
    Console(width=120).print(table)


if __name__ == "__main__":
    main()

"""The reference's way to links, for comparison: python bench/reference.py [--embeddings MODULE:ATTRIBUTE]

It embeds each top-level field of a result and each top-level parameter, as name and description; the likeness of two tools is
the largest cosine of a field of the one and a parameter of the other. Without --embeddings (a langchain-core `Embeddings`,
such as one of all-MiniLM-L6-v2), texts become TF-IDF vectors. Measured on public tool sets whose links were
written before toolweft had seen them (`bench/unseen`) and, where TOOLWEFT_DATA names the folder, on observed links.
"""

import argparse
import statistics
import sys
from collections import Counter
from collections.abc import Sequence
from math import log, sqrt
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.gold import UNSEEN, Gold, average_precision, hand_made, measured, observed, our_links
from tool_graphs.attribute import attribute
from tool_graphs.links.embedding import Embeddings
from tool_graphs.tool import Tool
from tool_graphs.words import words

Pair = tuple[str, str]


class TfIdf:
    """Texts as vectors of their words, rare ones counting most."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector per text, over the words of all of them."""
        counts = Counter(word for text in texts for word in set(words(text)))
        place = {word: position for position, word in enumerate(sorted(counts))}
        vectors = []
        for text in texts:
            vector = [0.0] * len(place)
            for word in words(text):
                vector[place[word]] += log((len(texts) + 1) / counts[word])
            vectors.append(vector)
        return vectors


def by_dataflow(tools: Sequence[Tool], embeddings: Embeddings) -> dict[Pair, float]:
    """(producer, consumer) -> largest cosine of a top-level field and a parameter."""
    gives = {tool.name: _said(_properties(tool.returns)) for tool in tools}
    takes = {tool.name: _said(_properties(tool.parameters)) for tool in tools}
    texts = sorted({text for said in (gives, takes) for each in said.values() for text in each})
    vectors = dict(zip(texts, map(_unit, embeddings.embed_documents(texts)), strict=True)) if texts else {}
    return {
        (one.name, other.name): max(
            (_dot(vectors[left], vectors[right]) for left in gives[one.name] for right in takes[other.name]), default=0.0
        )
        for one in tools
        for other in tools
        if one is not other
    }


def _properties(schema: Any) -> dict[str, Any]:
    """The properties of an object, or of a list's items."""
    while isinstance(schema, dict) and schema.get("type") == "array":
        schema = schema.get("items")
    found = schema.get("properties") if isinstance(schema, dict) else None
    return found if isinstance(found, dict) else {}


def _said(properties: dict[str, Any]) -> list[str]:
    return [f"{name}: {schema.get('description', '') if isinstance(schema, dict) else ''}" for name, schema in properties.items()]


def _unit(vector: Sequence[float]) -> list[float]:
    length = sqrt(sum(x * x for x in vector)) or 1.0
    return [x / length for x in vector]


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(x * y for x, y in zip(one, other, strict=True))


def compared(name: str, golds: Sequence[Gold], embeddings: Embeddings) -> Table:
    """A row per catalog: average precision of the reference's way, of ours, and of ours with the embeddings."""
    table = Table(title=f"average precision of ranked pairs, {name}")
    for column in ("catalog", "tools", "gold", "reference", "ours", "times", "ours, with embeddings", "recall@10", "right field"):
        table.add_column(column, justify="left" if column == "catalog" else "right")
    rows = []
    for gold in golds:
        theirs = average_precision(gold, by_dataflow(gold.tools, embeddings))
        ours, helped = measured(gold, our_links(gold)), measured(gold, our_links(gold, embeddings))
        rows.append((theirs, ours.average_precision, helped.average_precision))
        field = "-" if ours.right_field is None else f"{ours.right_field:.3f}"
        shown = (*_numbers(rows[-1]), f"{ours.recall_at_10:.3f}", field)
        table.add_row(gold.name, str(len(gold.tools)), str(len(gold.right)), *shown)
    table.add_row("[bold]mean[/]", "", "", *_numbers([statistics.mean(column) for column in zip(*rows, strict=True)]), "", "")
    return table


def _numbers(row: Sequence[float]) -> list[str]:
    theirs, ours, helped = row
    return [f"{theirs:.3f}", f"{ours:.3f}", f"{ours / theirs:.1f}" if theirs else "-", f"{helped:.3f}"]


def main() -> None:
    """Prints a table per folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--embeddings", help="a langchain-core Embeddings object or class, as module:attribute")
    given = parser.parse_args().embeddings
    found = attribute(given) if given else TfIdf
    embeddings: Embeddings = found() if isinstance(found, type) else found
    console = Console(width=140)
    for name, golds in (("public tool sets", hand_made(UNSEEN)), ("observed", observed())):
        if golds:
            console.print(compared(name, golds, embeddings))


if __name__ == "__main__":
    main()

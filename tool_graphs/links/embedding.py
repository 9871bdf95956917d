"""Embeddings as one more signal: they sort out links that are not sure, and add none of their own.

Sure links stay as they are: measured with all-MiniLM-L6-v2, moving these, too, cost more average precision than it gained.
"""

from collections.abc import Sequence
from itertools import islice
from math import exp, sqrt
from typing import Protocol

from tool_graphs.graph import Link
from tool_graphs.links.scoring import USABLE
from tool_graphs.tool import Field, Tool
from tool_graphs.words import split

BATCH = 256
"""Texts that are embedded at once."""

REACH = 0.25
"""How far the most and the least alike move a score: in log-odds, times 4."""


class Embeddings(Protocol):
    """What is needed of a langchain-core `Embeddings` object."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector per text."""


def with_embeddings(tools: Sequence[Tool], links: Sequence[Link], embeddings: Embeddings) -> tuple[Link, ...]:
    """The links, those below USABLE moved by how alike field and parameter are, compared with that parameter's other fields.

    Only likeness relative to the rivals counts, for what cosine means "alike" differs from model to model. `order` links stay.
    """
    by_name = {tool.name: tool for tool in tools}
    ends = [(_said(by_name[link.source], link.field, True), _said(by_name[link.target], link.param, False)) for link in links]
    vectors = _vectors([text for pair in ends for text in pair], embeddings)
    alike = [_cosine(vectors[field], vectors[param]) for field, param in ends]
    rivals: dict[tuple[str, str], list[float]] = {}
    for link, likeness in zip(links, alike, strict=True):
        rivals.setdefault((link.target, link.param), []).append(likeness)
    spread = _deviation([likeness - _mean(rivals[link.target, link.param]) for link, likeness in zip(links, alike, strict=True)])
    return tuple(
        link
        if link.kind == "order"
        else link.model_copy(update={"score": _moved(link.score, (likeness - _mean(rivals[link.target, link.param])) / spread)})
        for link, likeness in zip(links, alike, strict=True)
    )


def _said(tool: Tool, path: str, given: bool) -> str:
    """A field in words: its path, its description and its tool's."""
    fields = tool.outputs if given else tool.inputs
    field = next((field for field in fields if field.path == path), Field(path, {}, False))
    words = " ".join(split(path.replace(".", " ")))
    said = f"{words}: {field.description[:120]}" if field.description else words
    return f"{said} ({' '.join(split(tool.name))}: {tool.description[:120]})"


def _vectors(texts: list[str], embeddings: Embeddings) -> dict[str, list[float]]:
    left = iter(dict.fromkeys(texts))
    vectors: dict[str, list[float]] = {}
    while batch := list(islice(left, BATCH)):
        vectors.update(zip(batch, embeddings.embed_documents(batch), strict=True))
    return vectors


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    length = sqrt(sum(x * x for x in one)) * sqrt(sum(x * x for x in other))
    return sum(x * y for x, y in zip(one, other, strict=True)) / length if length else 0.0


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _deviation(values: Sequence[float]) -> float:
    return sqrt(sum(value * value for value in values) / len(values)) or 1.0 if values else 1.0


def _moved(score: float, deviations: float) -> float:
    """The score after evidence of so many standard deviations, at most two either way; no unsure link becomes a usable one."""
    if score >= USABLE:
        return score
    odds = score / (1 - score)
    moved = odds * exp(4 * REACH * max(-2.0, min(2.0, deviations)))
    return min(round(moved / (1 + moved), 5), USABLE - 0.001)

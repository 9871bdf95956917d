"""From tools to scored links."""

from collections.abc import Iterator, Sequence

from tool_graphs.graph import Link
from tool_graphs.links.calibration import calibrated
from tool_graphs.links.candidates import Candidates
from tool_graphs.links.scoring import SCOPES
from tool_graphs.tool import Field, Tool
from tool_graphs.words import words

SCOPE_ALONE = 0.7
"""What is left of a link into `owner` and the like from a tool that gives nothing of what is to be found there."""

FEEDS = 0.45
"""Product of signals from which a tool counts as giving a parameter."""

Ranked = list[tuple[float, int, str]]
"""(product of signals, producing tool, path of its field)."""


def infer_links(tools: Sequence[Tool]) -> tuple[Link, ...]:
    """Candidate `data` links between different tools, with calibrated scores in (0, 1), at most 30 per parameter."""
    candidates = Candidates(tools)
    return tuple(
        Link.model_construct(
            source=tools[source].name, target=tool.name, field=path, param=field.path, kind="data", score=calibrated(product)
        )
        for position, tool in enumerate(tools)
        for field, found in _in_scope([(field, candidates.best(position, field)) for field in tool.inputs])
        for product, source, path in found
    )


def is_scope(field: Field) -> bool:
    """Whether the parameter says where to look for what the others name: an owner, an organization."""
    return bool(SCOPES & set(words(field.name)[-1:]))


def best_fields(candidates: Candidates, target: int, field: Field) -> frozenset[int]:
    """The tools that give the parameter."""
    return _giving(candidates.best(target, field))


def _giving(ranked: Ranked) -> frozenset[int]:
    return frozenset(source for product, source, _ in ranked if product >= FEEDS)


def _in_scope(into: list[tuple[Field, Ranked]]) -> Iterator[tuple[Field, Ranked]]:
    for field, found in into:
        others = [ranked for other, ranked in into if other is not field and other.required]
        if others and is_scope(field):
            giving = frozenset(source for ranked in others for source in _giving(ranked))
            found = [(product if source in giving else product * SCOPE_ALONE, source, path) for product, source, path in found]
            found.sort(key=lambda ranked: (-ranked[0], ranked[1]))
        yield field, found

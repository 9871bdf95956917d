"""From tools to scored links."""

from collections.abc import Iterator, Sequence

from tool_graphs.graph import Link
from tool_graphs.links.candidates import Candidates
from tool_graphs.links.scoring import SCOPES
from tool_graphs.tool import Field, Tool
from tool_graphs.words import words


def infer_links(tools: Sequence[Tool]) -> tuple[Link, ...]:
    """Candidate `data` links between different tools, with scores in (0, 1], at most 30 per parameter."""
    candidates = Candidates(tools)
    return tuple(
        Link.model_construct(
            source=tools[source].name, target=tool.name, field=path, param=field.path, kind="data", score=round(score, 4)
        )
        for position, tool in enumerate(tools)
        for field, found in _in_scope([(field, candidates.best(position, field)) for field in tool.inputs])
        for score, source, path in found
    )


_Ranked = list[tuple[float, int, str]]


def _in_scope(into: list[tuple[Field, _Ranked]]) -> Iterator[tuple[Field, _Ranked]]:
    """Lowers links into `owner` and the like from tools that give nothing of what is to be found there."""
    for field, found in into:
        others = [ranked for other, ranked in into if other is not field and other.required]
        if others and words(field.name)[-1:] and words(field.name)[-1] in SCOPES:
            giving = {source for ranked in others for score, source, _ in ranked if score >= 0.45}
            found = [(score if source in giving else score * 0.7, source, path) for score, source, path in found]
            found.sort(key=lambda ranked: (-ranked[0], ranked[1]))
        yield field, found

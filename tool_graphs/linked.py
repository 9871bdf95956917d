"""Tools with inferred results and inferred links, worked out once for the same tools."""

import gc
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from tool_graphs.cache import keep, kept, unusable
from tool_graphs.graph import Link
from tool_graphs.links import infer_links, order_links
from tool_graphs.links.embedding import Embeddings, with_embeddings
from tool_graphs.results import infer_results
from tool_graphs.tool import Tool


class Linked(NamedTuple):
    """Every tool with a result schema, and the links among them."""

    tools: tuple[Tool, ...]
    links: tuple[Link, ...]


def linked(tools: Sequence[Tool], cache: Path | None = None, embeddings: Embeddings | None = None) -> Linked:
    """Infers results and links; with a `cache` folder only where neither tools nor this code are as they were before.

    What `embeddings` add is never kept, for nothing tells one object from another.
    """
    with _uncollected():
        found = _kept_or_made(tools, cache)
    if embeddings is None:
        return found
    return Linked(found.tools, with_embeddings(found.tools, found.links, embeddings))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Makes many small objects that stay without Python looking through all of them again and again for garbage."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _kept_or_made(tools: Sequence[Tool], cache: Path | None) -> Linked:
    if cache is None:
        return _made(tools)
    name = f"links-{_digest(tools)}"
    if (written := kept(cache, name)) is not None:
        try:
            return _read(tools, written)
        except (LookupError, TypeError, ValueError) as error:
            unusable(cache / f"{name}.json", error)
    found = _made(tools)
    keep(cache, name, _written(tools, found))
    return found


def _made(tools: Sequence[Tool]) -> Linked:
    complete = infer_results(tools)
    return Linked(complete, (*infer_links(complete), *order_links(complete)))


def _digest(tools: Sequence[Tool]) -> str:
    """Of the tools in their order, and of the code: any change of either makes links anew."""
    content = [[getattr(tool, name) for name in Tool.model_fields] for tool in tools]
    return hashlib.sha256(code_digest() + orjson.dumps(content)).hexdigest()[:40]


@lru_cache(maxsize=1)
def code_digest() -> bytes:
    """Of all code of this package: what was made by other code is made anew."""
    files = sorted(path for path in Path(__file__).parent.rglob("*") if path.suffix in (".py", ".txt"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).digest()


def _written(tools: Sequence[Tool], found: Linked) -> dict[str, Any]:
    """Columns: tools by position, texts once each."""
    place = {tool.name: position for position, tool in enumerate(tools)}
    texts: dict[str, int] = {}
    columns: dict[str, list[Any]] = {"source": [], "target": [], "field": [], "param": [], "order": [], "score": []}
    for link in found.links:
        columns["source"].append(place[link.source])
        columns["target"].append(place[link.target])
        columns["field"].append(texts.setdefault(link.field, len(texts)))
        columns["param"].append(texts.setdefault(link.param, len(texts)))
        columns["order"].append(link.kind == "order")
        columns["score"].append(link.score)
    returns = [
        made.returns if made.inferred and not given.inferred else None for given, made in zip(tools, found.tools, strict=True)
    ]
    return {"returns": returns, "texts": list(texts), "links": columns}


def _read(tools: Sequence[Tool], written: dict[str, Any]) -> Linked:
    """What was written; raises LookupError, TypeError or ValueError where it is not as it should be."""
    complete = tuple(
        tool if returns is None else tool.model_copy(update={"returns": returns, "inferred": True})
        for tool, returns in zip(tools, written["returns"], strict=True)
    )
    names, texts, columns = [tool.name for tool in tools], written["texts"], written["links"]
    rows = zip(*(columns[name] for name in ("source", "target", "field", "param", "order", "score")), strict=True)
    links = tuple(
        Link.model_construct(
            source=names[source],
            target=names[target],
            field=texts[field],
            param=texts[param],
            kind="order" if order else "data",
            score=float(score),
        )
        for source, target, field, param, order, score in rows
    )
    if any(tool.returns is None for tool in complete):
        raise ValueError("a tool is without result")
    return Linked(complete, links)

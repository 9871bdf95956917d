"""Catalogs with links that are known to be right, and how well a method finds them."""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from tool_graphs import path as paths
from tool_graphs.catalog import Catalog, graph_of, read_catalog
from tool_graphs.graph import Link
from tool_graphs.links import USABLE
from tool_graphs.links.embedding import Embeddings
from tool_graphs.tool import Tool

HAND_MADE = Path(__file__).parents[1] / "tests" / "tool_graphs" / "golden"
UNSEEN = Path(__file__).parent / "unseen"
OBSERVED = ("nestful_executable", "tau2_airline", "restbench_tmdb", "apibank")

Pair = tuple[str, str]


@dataclass(frozen=True)
class Gold:
    """Tools, and what is known of their links."""

    name: str
    tools: tuple[Tool, ...]
    right: Mapping[Pair, Mapping[str, frozenset[str]]]
    """(producer, consumer) -> parameter -> the fields that may fill it; no parameters where only the pair is known."""
    ignored: frozenset[Pair] = frozenset()
    must: tuple[Pair, ...] = ()
    never: tuple[Pair, ...] = ()
    order: tuple[Pair, ...] = ()
    never_order: tuple[Pair, ...] = ()


@dataclass(frozen=True)
class Measures:
    """How well links agree with gold; every figure is a share."""

    average_precision: float
    recall_at_10: float
    right_field: float | None
    precision: float
    """Of the pairs at USABLE or above, how many are gold; a lower bound where gold is what was observed."""
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall at USABLE."""
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.precision + self.recall else 0.0


def hand_made(folder: Path = HAND_MADE) -> list[Gold]:
    """The catalogs labelled by hand that come with the tests."""
    return [_by_hand(path) for path in sorted(folder.glob("*.yaml"))]


def observed() -> list[Gold]:
    """The catalogs with links seen in real call sequences; none unless TOOLWEFT_DATA names their folder."""
    data = os.environ.get("TOOLWEFT_DATA")
    return [_seen(Path(data) / "links" / name) for name in OBSERVED] if data else []


def our_links(gold: Gold, embeddings: Embeddings | None = None) -> tuple[Link, ...]:
    """What `toolweft graph` finds in that catalog, order links included."""
    return graph_of(Catalog(tools=gold.tools), embeddings=embeddings).links


def measured(gold: Gold, links: Iterable[Link]) -> Measures:
    """The measures of `score_links.py`, and those of one threshold and of fields."""
    best: dict[Pair, float] = {}
    usable: set[Pair] = set()
    fields: dict[tuple[Pair, str], str] = {}
    for link in links:
        pair = link.source, link.target
        if pair in gold.ignored:
            continue
        best[pair] = max(best.get(pair, 0.0), link.score)
        if link.kind == "data":
            usable |= {pair} if link.score >= USABLE else set()
            fields[pair, _top(link.param)] = link.field
            fields[pair, link.param] = link.field
    names = [tool.name for tool in gold.tools]
    best = {pair: best[pair] for one in names for other in names if (pair := (one, other)) in best}
    right = set(gold.right)
    hits = len(usable & right)
    return Measures(
        average_precision(gold, best),
        _recall_at_10(right, best),
        _right_field(gold, fields),
        hits / len(usable) if usable else 0.0,
        hits / len(right),
    )


def average_precision(gold: Gold, best: Mapping[Pair, float]) -> float:
    """That of `score_links.py`: a pair that is not there has score 0, ties count as one."""
    names = [tool.name for tool in gold.tools]
    ranked = {
        (one, other): best.get((one, other), 0.0)
        for one in names
        for other in names
        if one != other and (one, other) not in gold.ignored
    }
    found = seen = 0
    area = previous = 0.0
    for _, block in groupby(sorted(ranked, key=lambda pair: -ranked[pair]), key=ranked.__getitem__):
        pairs = list(block)
        seen += len(pairs)
        found += sum(pair in gold.right for pair in pairs)
        recall = found / len(gold.right)
        area += (recall - previous) * found / seen
        previous = recall
    return area


def _recall_at_10(right: set[Pair], best: Mapping[Pair, float]) -> float:
    hits = 0
    for target in sorted({target for _, target in right}):
        producers = sorted((pair for pair in best if pair[1] == target), key=lambda pair: -best[pair])[:10]
        hits += sum(pair in right for pair in producers)
    return hits / len(right)


def _right_field(gold: Gold, fields: Mapping[tuple[Pair, str], str]) -> float | None:
    """Of the right (pair, parameter) that are linked at all: how many by a right field."""
    judged = [
        fields[pair, param] in known
        for pair, params in gold.right.items()
        for param, known in params.items()
        if (pair, param) in fields
    ]
    return sum(judged) / len(judged) if judged else None


def _top(param: str) -> str:
    keys = paths.parse(param)
    return str(keys[0]) if keys else param


def _seen(folder: Path) -> Gold:
    tools = read_catalog(folder / "catalog.json").tools
    gold = json.loads((folder / "gold.json").read_text())
    known = {tool.name for tool in tools}
    ignored = frozenset((source, target) for source, target in gold.get("ignore", ()))
    right: dict[Pair, dict[str, frozenset[str]]] = {}
    for edge in gold["edges"]:
        pair = edge["src"], edge["dst"]
        if pair[0] != pair[1] and set(pair) <= known and pair not in ignored:
            params: dict[str, set[str]] = {}
            for one in edge["pairs"]:
                params.setdefault(one["param"], set()).add(one["field"].replace(".[]", "[]"))
            right[pair] = {param: frozenset(fields) for param, fields in params.items()}
    return Gold(gold["dataset"], tools, right, ignored)


def _by_hand(path: Path) -> Gold:
    """A file in shorthand: `takes` and `gives` by name and type, a name that ends in `?` for one that may be left out."""
    written = yaml.safe_load(path.read_text())
    tools = tuple(
        Tool(name=one["name"], description=one["says"], parameters=_schema(one["takes"]), returns=_schema(one["gives"]))
        for one in written["tools"]
    )
    right: dict[Pair, dict[str, set[str]]] = {}
    known = {(tool.name, field.path) for tool in tools for field in (*tool.outputs, *tool.inputs)}
    for end, targets in written["right"].items():
        source, _, field = end.partition(".")
        for target in targets:
            consumer, _, param = target.partition(".")
            if (source, field) not in known or (consumer != "*" and (consumer, param) not in known):
                raise ValueError(f"{path}: {end} -> {target}: no such field or parameter")
            for tool in tools:
                if tool.name != source and (consumer in ("*", tool.name)) and tool.input(param):
                    right.setdefault((source, tool.name), {}).setdefault(param, set()).add(field)
    return Gold(
        path.stem,
        tools,
        {pair: {param: frozenset(fields) for param, fields in params.items()} for pair, params in right.items()},
        frozenset(),
        *(tuple(_pair(text) for text in written.get(key, ())) for key in ("must", "never", "order", "never_order")),
    )


def _pair(text: str) -> Pair:
    source, target = text.split(" -> ")
    return source, target


def _schema(short: Any) -> dict[str, Any]:
    if isinstance(short, str):
        kind, _, says = short.partition(", ")
        return {"type": kind, "description": says} if says else {"type": kind}
    if isinstance(short, list):
        return {"type": "array", "items": _schema(short[0])}
    typed = str(short.get("type")) in ("string", "integer", "number", "boolean", "array", "object")
    if typed and {"description", "enum", "items"} & short.keys():
        return {**short, **({"items": _schema(short["items"])} if "items" in short else {})}
    properties = {name.rstrip("?"): _schema(schema) for name, schema in short.items()}
    required = [name for name in short if not name.endswith("?")]
    return {"type": "object", "properties": properties, "required": required}

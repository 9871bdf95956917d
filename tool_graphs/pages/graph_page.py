"""The tool graph as one HTML page to search, filter and click through; it holds all it needs."""

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tool_graphs.graph import Link, ToolGraph
from tool_graphs.links import USABLE, Reason, reasons
from tool_graphs.links.explaining import SAMENESS, Signal
from tool_graphs.tool import Field, Tool

SCRIPTS = ("shown.js", "picture.js", "graph.js")
"""The page's own scripts, in the order in which they need one another; one script in the page."""

MOST_LINKS = 20_000
"""Links that a page holds; of more, the best of every parameter come first, and the page says how many are left out."""

MOST_FIELDS = 60
"""Parameters, and fields of the result, that are listed for a tool."""

LONGEST = 1_000
"""Characters of a name or a description that are shown."""

_UNSAFE = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}
_PLACE = re.compile(r"\{\{(\w+)\}\}")


def as_html(graph: ToolGraph) -> str:
    """One page with tools, links and the reasons of the links; all text of a catalog is shown as text, whatever it holds."""
    library, script = _part("vendor/cytoscape.min.js"), "\n".join(map(_part, SCRIPTS))
    parts = {
        "policy": " ".join(_digest(code) for code in (library, script)),
        "style": _part("graph.css"),
        "data": json.dumps(_data(graph), separators=(",", ":")).translate(_UNSAFE),
        "library": library,
        "script": script,
    }
    return _PLACE.sub(lambda place: parts[place[1]], _part("template.html"))


@lru_cache(maxsize=8)
def _part(name: str) -> str:
    return files("tool_graphs.pages").joinpath(name).read_text(encoding="utf-8")


def _digest(code: str) -> str:
    """What the page's policy calls a script that may run; no other one may."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


def _data(graph: ToolGraph) -> dict[str, Any]:
    namespaces = list(dict.fromkeys(sorted(tool.namespace for tool in graph.tools.values())))
    shown = _best(graph.links)
    return {
        "usable": USABLE,
        "namespaces": [namespace[:LONGEST] for namespace in namespaces],
        "tools": [_tool(tool, namespaces) for tool in graph.tools.values()],
        "links": _links(tuple(graph.tools.values()), shown),
        "left": len(graph.links) - len(shown),
    }


def _best(links: Sequence[Link]) -> list[Link]:
    """As many as a page holds: first the best of every parameter, then the second best, and so on."""
    rank: dict[tuple[str, str], int] = {}
    ranked = []
    for link in links:
        place = rank[link.target, link.param] = rank.get((link.target, link.param), -1) + 1
        ranked.append((place, link))
    kept = sorted(ranked, key=lambda found: (found[0], -found[1].score))[:MOST_LINKS]
    return sorted((link for _, link in kept), key=lambda link: -link.score)


def _tool(tool: Tool, namespaces: list[str]) -> dict[str, Any]:
    return {
        "name": tool.name[:LONGEST],
        "description": tool.description[:LONGEST],
        "namespace": namespaces.index(tool.namespace),
        "origin": tool.origin[:LONGEST],
        "parameters": _fields(tool.inputs),
        "results": _fields(tool.outputs),
        "inferred": tool.inferred,
    }


def _fields(fields: Sequence[Field]) -> dict[str, Any]:
    listed = [
        {"path": field.path[:LONGEST], "type": _type(field), "required": field.required, "description": field.description[:200]}
        for field in fields[:MOST_FIELDS]
    ]
    return {"listed": listed, "more": max(0, len(fields) - MOST_FIELDS)}


def _type(field: Field) -> str:
    given = field.schema.get("type", "")
    return " or ".join(map(str, given)) if isinstance(given, list) else str(given)[:LONGEST]


def _links(tools: Sequence[Tool], links: Sequence[Link]) -> list[dict[str, Any]]:
    position = {tool.name: place for place, tool in enumerate(tools)}
    found = reasons(tools, links) if links else ()
    return [
        {
            "source": position[link.source],
            "target": position[link.target],
            "field": link.field[:LONGEST],
            "param": link.param[:LONGEST],
            "kind": link.kind,
            "score": round(link.score, 3),
            **({"declared": True} if link.score == 1 else _why(reason)),
        }
        for link, reason in zip(links, found, strict=True)
    ]


def _why(reason: Reason | None) -> dict[str, Any]:
    if reason is None:
        return {}
    signals = (
        reason.signals if reason.signals[:1] and reason.signals[0].name == SAMENESS else (Signal(SAMENESS, 1.0), *reason.signals)
    )
    return {
        "means": reason.means[:LONGEST],
        "signals": [[signal.name, round(signal.factor, 2)] for signal in signals] if reason.score else [],
    }

"""The tool graph as JSON, Mermaid and GraphML."""

import re
from collections.abc import Iterator
from typing import Any

import networkx as nx

from tool_graphs.graph import Link, ToolGraph

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENTITIES = {ord(mark): f"#{ord(mark)};" for mark in '#"<>&`|\\'}


def as_json(graph: ToolGraph) -> dict[str, Any]:
    """Tools and all links, weak ones too, with their scores."""
    tools = [
        {
            "name": tool.name,
            "description": tool.description,
            "namespace": tool.namespace,
            "parameters": tool.parameters,
            "returns": tool.returns,
            "inferred": tool.inferred,
        }
        for tool in graph.tools.values()
    ]
    return {"tools": tools, "links": [link.model_dump(mode="json") for link in graph.links]}


def as_mermaid(graph: ToolGraph) -> str:
    """A Mermaid flowchart: one arrow per linked pair, labelled with its best link, dotted for mere order."""
    ids = {name: f"n{position}" for position, name in enumerate(graph.tools)}
    lines = ["flowchart LR", *(f'    {ids[name]}["{_label(name)}"]' for name in ids)]
    for source, target, links in _arrows(graph):
        best = links[0]
        arrow = "-.->" if best.kind == "order" else "-->"
        said = f'|"{_label(_meaning(best))}"|' if _meaning(best) else ""
        lines.append(f"    {ids[source]} {arrow}{said} {ids[target]}")
    return "\n".join(lines) + "\n"


def as_graphml(graph: ToolGraph) -> str:
    """GraphML for Gephi, yEd and the like: tools with description and namespace, one edge per linked pair with its best link."""
    drawn: nx.DiGraph[str] = nx.DiGraph()
    ids = {name: f"n{position}" for position, name in enumerate(graph.tools)}
    for name, tool in graph.tools.items():
        drawn.add_node(ids[name], name=_xml(name), description=_xml(tool.description), namespace=_xml(tool.namespace))
    for source, target, links in _arrows(graph):
        best = links[0]
        drawn.add_edge(
            ids[source],
            ids[target],
            kind=best.kind,
            field=_xml(best.field),
            param=_xml(best.param),
            score=float(best.score),
            links=len(links),
        )
    return "\n".join(nx.generate_graphml(drawn)) + "\n"


def _arrows(graph: ToolGraph) -> Iterator[tuple[str, str, tuple[Link, ...]]]:
    for source, target, attributes in graph.digraph.edges(data=True):
        yield source, target, attributes["links"]


def _meaning(link: Link) -> str:
    if link.kind == "order":
        return ""
    return link.field if link.field == link.param else f"{link.field} → {link.param}"


def _label(text: str) -> str:
    """Text that Mermaid shows as it stands: marks that it would read become character codes."""
    shown = "".join(character if character.isprintable() else " " for character in text[:200])
    return shown.translate(_ENTITIES) or " "


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)

"""What is missing or weak in a catalog, as people would want to mend it."""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from pydantic import BaseModel

from tool_graphs import path as paths
from tool_graphs.catalog import Catalog, graph_of
from tool_graphs.errors import GraphError
from tool_graphs.lookalikes import lookalikes
from tool_graphs.overlap import overlaps, twins
from tool_graphs.tool import Field, Tool

Kind = Literal[
    "skipped", "lost", "overlap", "lookalike", "twin", "deprecated", "undescribed", "parameter", "unsayable", "result", "isolated"
]  # fmt: skip

REMEDIES: dict[Kind, str] = {
    "skipped": "cannot be used and are skipped: mend what the reason names",
    "lost": "lost something in reading: mend what the reason names, or accept it",
    "overlap": "equal or nearly equal a tool of the other catalog: leave them out, or the benchmark measures memory",
    "lookalike": "have a name that looks like another tool's: rename one",
    "twin": "can hardly be told from another tool: remove one, or say what differs",
    "deprecated": "are deprecated, and used like any other: leave them out, or accept it",
    "undescribed": "have no description: say what the tool does, beginning with a verb",
    "parameter": "parameters lack a type or a description: add them, with an example of a value",
    "unsayable": "parameters are needed that nobody could say and no result can feed: describe their parts",
    "result": "declare no result, so that one is inferred: declare `returns`",
    "isolated": "have no link to another tool, so that no plan of several calls holds them: declare `returns`, or list `links`",
}
"""Kind of finding -> what such tools are and what to do; in the order in which they are shown."""


class Finding(BaseModel, frozen=True):
    """Something that is missing or weak."""

    kind: Kind
    tool: str
    said: str = ""
    """The parameter, the other tool or the reason."""


def check(catalog: Catalog, against: Catalog | None = None) -> list[Finding]:
    """Everything that is missing or weak in a catalog, and which of its tools another catalog has; by kind, then as read."""
    found = [*_read(catalog), *(_against(catalog.tools, against.tools) if against is not None else ())]
    names = lookalikes(tool.name for tool in catalog.tools)
    found += (Finding(kind="lookalike", tool=ascii(name)[1:-1], said=ascii(other)[1:-1]) for name, other in names)
    found += (Finding(kind="twin", tool=each.tool, said=f"{each.other}: {each.said}") for each in twins(catalog.tools))
    for tool in catalog.tools:
        found += _told(tool)
    found += _linked(catalog)
    order = list(REMEDIES)
    return sorted(found, key=lambda each: order.index(each.kind))


def _read(catalog: Catalog) -> Iterator[Finding]:
    for item in catalog.skipped:
        yield Finding(kind="skipped", tool=item.tool, said=f"{item.place}: {item.reason}")
    for remark in catalog.remarks:
        yield Finding(kind="lost", tool=remark.tool, said=f"{remark.place}: {remark.reason}")


def _against(tools: tuple[Tool, ...], others: tuple[Tool, ...]) -> Iterator[Finding]:
    for each in overlaps(tools, others):
        yield Finding(kind="overlap", tool=each.tool, said=f"{each.other} ({each.score:.2f}): {each.said}")


_DEPRECATED = re.compile(r"(?:^|[.!?]\s)\W*deprecated\b|\b(?:is|been) (?:now )?deprecated\b|\bdeprecated\W*$", re.IGNORECASE)


def _told(tool: Tool) -> Iterator[Finding]:
    """What a tool does not say of itself."""
    if not tool.description.strip():
        yield Finding(kind="undescribed", tool=tool.name)
    if _DEPRECATED.search(tool.description):
        yield Finding(kind="deprecated", tool=tool.name)
    for field in tool.inputs:
        told = {"type": _typed(field), "description": field.description.strip() or _of_the_list(tool, field)}
        missing = [what for what, there in told.items() if not there]
        if missing:
            yield Finding(kind="parameter", tool=tool.name, said=f"{field.path}: no {' and no '.join(missing)}")
    if tool.returns is None:
        yield Finding(kind="result", tool=tool.name)


def _typed(field: Field) -> bool:
    return any(key in field.schema for key in ("type", "enum", "const", "allOf"))


def _of_the_list(tool: Tool, field: Field) -> str:
    """What is said of a list whose items say nothing themselves."""
    schema, told = tool.parameters, ""
    for key in paths.parse(field.path):
        schema = schema["items"] if key is None else schema["properties"][key]
        told = str(schema.get("description", "")) or (told if key is None else "")
    return told.strip()


def _linked(catalog: Catalog) -> Iterator[Finding]:
    """Tools and inputs that no link reaches."""
    try:
        links = graph_of(catalog).links
    except GraphError:
        links = ()
    linked = {name for link in links for name in (link.source, link.target)}
    fed = {(link.target, link.param) for link in links if link.kind == "data"}
    for tool in catalog.tools:
        if tool.name not in linked:
            yield Finding(kind="isolated", tool=tool.name)
        yield from _unsayable(tool, (field for field in tool.inputs if (tool.name, field.path) not in fed))


def _unsayable(tool: Tool, fields: Iterable[Field]) -> Iterator[Finding]:
    for field in fields:
        needed = field.required or (len(field.keys) == 1 and field.name in tool.needed)
        if needed and (reason := _beyond_words(field)):
            yield Finding(kind="unsayable", tool=tool.name, said=f"{field.path}: {reason}")


def _beyond_words(field: Field) -> str:
    """Why nobody would say such a value in a sentence; empty if one would."""
    schema = field.schema
    if "enum" in schema or "const" in schema:
        return ""
    if schema.get("type") == "object":
        return "an object of which no part is described"
    if schema.get("format") in ("binary", "byte") or "contentEncoding" in schema:
        return "the bytes of a file"
    return ""

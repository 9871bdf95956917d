"""A catalog: the tools of one or more files, the links they declare, and what had to be skipped."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel

from tool_graphs.errors import CatalogError, GraphError, did_you_mean
from tool_graphs.graph import Link, ToolGraph
from tool_graphs.linked import linked
from tool_graphs.links.embedding import Embeddings
from tool_graphs.sources.document import Document, read_document
from tool_graphs.sources.found import Denied, Found, Remark, Skipped
from tool_graphs.sources.functions import read_functions
from tool_graphs.sources.mcp_answer import is_answer, read_answer
from tool_graphs.sources.mcp_server import open_server
from tool_graphs.sources.openapi import is_openapi, read_openapi
from tool_graphs.sources.python_objects import Objects, is_objects, names_attribute, open_objects, read_objects
from tool_graphs.sources.source import Source
from tool_graphs.tool import Tool, function_name

__all__ = ["Catalog", "Denied", "Remark", "Skipped", "bundled", "catalog_of", "graph_of", "read_catalog"]

SOURCES: tuple[Source, ...] = (
    Source("openapi", read_openapi, is_openapi),
    Source("mcp", read_answer, is_answer, open_server),
    Source("python", read_objects, is_objects, open_objects),
    Source("functions", read_functions, lambda _: True),
)
"""Who reads what: the source named before a colon, else the first that recognises the file. A new source is one more line."""

MOST_TOOLS = 20_000
"""How many tools one file may hold: the largest public collection of APIs has some 16,000."""

BUNDLED = Path(__file__).parent / "catalogs"


class Catalog(BaseModel, frozen=True):
    """Tools that can be used, links that were declared or denied, tools that were skipped, and what others lost in reading."""

    tools: tuple[Tool, ...]
    links: tuple[Link, ...] = ()
    denied: tuple[Denied, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @cached_property
    def digest(self) -> str:
        """SHA-256 of tools and links, the same for the same content in any order of tools and from any file."""
        tools = sorted((tool.model_dump(mode="json") for tool in self.tools), key=lambda tool: str(tool["name"]))
        links = [link.model_dump(mode="json") for link in (*self.links, *self.denied)]
        return hashlib.sha256(orjson.dumps([tools, links], option=orjson.OPT_SORT_KEYS)).hexdigest()


def bundled() -> dict[str, Path]:
    """The catalogs that come with toolweft, by name."""
    return {path.stem: path for path in sorted(BUNDLED.iterdir()) if path.suffix in (".json", ".yaml", ".jsonl")}


def catalog_of(objects: Any, strict: bool = False) -> Catalog:
    """The tools of Python functions, LangChain tools, modules, specifications (dicts) and `Tool`s, mixed; one or many of them.

    Raises CatalogError, which names the object and what was expected.
    """
    return read_catalog(Document("Python", Objects(objects)), strict=strict)


def read_catalog(
    *sources: str | Path | Document,
    strict: bool = False,
    remote: bool = False,
    lenient: bool = False,
    structured: bool = False,
) -> Catalog:
    """The tools of these files, bundled catalogs or `source:address` together; `strict` refuses what would else be skipped.

    A source may also be opened already, as `list_tools` does with an MCP server's. `remote` lets references of an OpenAPI
    description lead to other files and hosts; `structured` infers the results of MCP servers' listings that only declare a
    text; `lenient` skips the second of two different tools of one name. Raises
    CatalogError, which names the file, the tool, the place and what was expected.
    """
    if not sources:
        raise CatalogError(f"no catalog given; expected files of tools, or names of bundled catalogs: {', '.join(bundled())}")
    found: list[tuple[str, str, Tool | Skipped | Remark | Link | Denied]] = []
    for source in sources:
        read, document = _opened(source)
        if _listed(document.content) > MOST_TOOLS:
            raise CatalogError(_too_many(document))
        count = 0
        for place, item in read(replace(document, remote=remote, structured=structured)):
            count += not isinstance(item, Remark)
            if count > MOST_TOOLS:
                raise CatalogError(_too_many(document))
            found.append((document.path, place, item))
    skipped = tuple(item for _, _, item in found if isinstance(item, Skipped))
    tools, clashing = _merged(((path, place, item) for path, place, item in found if isinstance(item, Tool)), lenient)
    skipped += clashing
    if skipped and strict:
        raise CatalogError(_reason(skipped[0]))
    if not tools:
        raise CatalogError(_nothing(sources, skipped))
    known = {tool.name: tool for tool in tools}
    gone = {item.tool for item in skipped} - known.keys()
    links: dict[Link | Denied, None] = {}
    for path, place, item in found:
        if isinstance(item, Link | Denied) and not {item.source, item.target} & gone:
            _check_link(item, known, f"{path}: {place}")
            links.setdefault(item)
    return Catalog(
        tools=tools,
        links=tuple(link for link in links if isinstance(link, Link)),
        denied=tuple(link for link in links if isinstance(link, Denied)),
        skipped=skipped,
        remarks=tuple(item for _, _, item in found if isinstance(item, Remark)),
    )


def _listed(content: Any) -> int:
    """How many tools a file lists at the least, as far as a glance tells."""
    listed = content.get("tools", content) if isinstance(content, Mapping) else content
    return len(listed) if isinstance(listed, list | Mapping) else 0


def _too_many(document: Document) -> str:
    return f"{document.path}: more than {MOST_TOOLS:,} tools and links; expected fewer: split it"


def _opened(source: str | Path | Document) -> tuple[Callable[[Document], Iterator[Found]], Document]:
    """Who reads it, and what there is to read; a file whose name begins like `openapi:` is a file all the same."""
    if isinstance(source, Document):
        return next(each.read for each in SOURCES if each.recognises(source)), source
    name, colon, address = str(source).partition(":")
    named = next((each for each in SOURCES if each.name == name), None) if colon else None
    if named is not None and isinstance(source, str) and not _is_there(source):
        return named.read, named.open(address)
    if isinstance(source, str) and names_attribute(source):
        return read_objects, open_objects(source)
    document = read_document(_located(source))
    return next(each.read for each in SOURCES if each.recognises(document)), document


def _is_there(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):  # a command may be longer than any file's name
        return False


def _located(source: str | Path) -> Path:
    path = Path(source)
    if not isinstance(source, str) or (path.exists() and not path.is_dir()):
        return path
    named = bundled()
    if source in named:
        return named[source]
    if path.is_dir():
        return path
    raise CatalogError(f"no file and no bundled catalog {source!r}; {did_you_mean(source, [*named, *_prefixes(source)])}")


def _prefixes(source: str) -> list[str]:
    """The names of sources, as they are written before an address, where a colon shows that one was meant."""
    return [f"{each.name}:" for each in SOURCES] if ":" in source else []


def _merged(placed: Iterable[tuple[str, str, Tool]], lenient: bool) -> tuple[tuple[Tool, ...], tuple[Skipped, ...]]:
    """Each tool once; raises CatalogError for two different ones of one name, skips those that exports could not tell apart."""
    first: dict[str, tuple[str, Tool]] = {}
    exported: dict[str, str] = {}
    skipped = []
    for path, place, tool in placed:
        where, known = first.setdefault(tool.name, (f"{path}: {place}", tool))
        if known != tool:
            message = f"a different tool named {tool.name!r} stands at {where}; names must differ: rename one"
            if not lenient:
                raise CatalogError(f"{path}: {place}: {message}")
            skipped.append(Skipped(tool=tool.name, place=path, reason=f"{place}: {message}"))
            continue
        other = exported.setdefault(function_name(tool.name), tool.name)
        if other != tool.name:
            reason = f"{place}.name: as a function it would be {function_name(other)!r} as {other!r} is; rename one"
            skipped.append(Skipped(tool=tool.name, place=path, reason=reason))
    return tuple(tool for _, tool in first.values() if exported[function_name(tool.name)] == tool.name), tuple(skipped)


def _reason(skipped: Skipped) -> str:
    return f"{skipped.place}: tool {skipped.tool[:60]!r}: {skipped.reason}"


def _nothing(sources: Iterable[str | Path | Document], skipped: tuple[Skipped, ...]) -> str:
    files = ", ".join(source.path if isinstance(source, Document) else str(source) for source in sources)
    if not skipped:
        return f"{files}: holds no tool; expected a list of tools, or tools by name, each with a description and parameters"
    reasons = "\n".join(f"  {_reason(item)}" for item in skipped[:5])
    more = f"\n  and {len(skipped) - 5} more" if len(skipped) > 5 else ""
    return f"{files}: none of the {len(skipped)} tools can be used:\n{reasons}{more}"


def _check_link(link: Link | Denied, known: dict[str, Tool], place: str) -> None:
    """Refuses a link between tools, fields or parameters that are not there."""
    for end, name in (("source", link.source), ("target", link.target)):
        if name not in known:
            raise CatalogError(f"{place}.{end}: no tool {name!r} in this catalog; {did_you_mean(name, known)}")
    if isinstance(link, Denied) or link.kind == "order":
        return
    inputs = [field.path for field in known[link.target].inputs]
    if link.param not in inputs:
        raise CatalogError(f"{place}.param: {link.target!r} has no parameter {link.param!r}; {did_you_mean(link.param, inputs)}")
    outputs = [field.path for field in known[link.source].outputs]
    if outputs and link.field not in outputs:
        known_fields = did_you_mean(link.field, outputs)
        raise CatalogError(f"{place}.field: the result of {link.source!r} has no {link.field!r}; {known_fields}")
    if not 0 < link.score <= 1:
        raise CatalogError(f"{place}.score: expected a number above 0 and at most 1, got {link.score!r}")


def graph_of(catalog: Catalog, cache: Path | None = None, embeddings: Embeddings | None = None) -> ToolGraph:
    """The tool graph of a catalog: result schemas and links inferred where none are declared, denied links left out.

    With a `cache` folder the inferred ones are kept there for the next time; an `Embeddings` object (of langchain-core) is one
    more signal. Raises GraphError where no result could feed any parameter.
    """
    tools, inferred = linked(catalog.tools, cache, embeddings)
    declared = {(link.source, link.target, link.param) for link in catalog.links}
    denied = {(link.source, link.target, link.param) for link in catalog.denied}
    links = [
        *(link for link in catalog.links if not _denied(link, denied)),
        *(link for link in inferred if (link.source, link.target, link.param) not in declared and not _denied(link, denied)),
    ]
    if not any(link.kind == "data" for link in links):
        raise GraphError(_unlinked(catalog, len(links)))
    return ToolGraph(tools, links)


def _denied(link: Link, denied: set[tuple[str, str, str | None]]) -> bool:
    return bool(denied) and ((link.source, link.target, None) in denied or (link.source, link.target, link.param) in denied)


def _unlinked(catalog: Catalog, orders: int) -> str:
    reasons = "".join(f"\n  skipped: {_reason(item)}" for item in catalog.skipped[:3])
    return (
        f"no link that a plan could use: {len(catalog.tools)} tools, {orders} links of mere order, none of data, "
        f"{len(catalog.skipped)} tools skipped; declare result schemas under 'returns' whose fields are named as the "
        f"parameters that they feed, or list 'links'{reasons}"
    )

"""Reading a description: every operation as a tool."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tool_graphs.errors import CatalogError
from tool_graphs.sources.document import Document
from tool_graphs.sources.found import Found, Remark, Skipped
from tool_graphs.sources.openapi.inputs import Inputs
from tool_graphs.sources.openapi.media import example, success
from tool_graphs.sources.openapi.parts import Part, described
from tool_graphs.sources.openapi.schemas import Schemas, illustrated, tells
from tool_graphs.sources.openapi.texts import LONGEST_DESCRIPTION, Names, described_as, operation_name
from tool_graphs.tool import Tool

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def is_openapi(document: Document) -> bool:
    """Whether a file is an OpenAPI description, or one of its predecessor Swagger."""
    content = document.content
    if not isinstance(content, Mapping) or "tools" in content:
        return False
    return any(isinstance(content.get(key), str | int | float) for key in ("openapi", "swagger"))


def read_openapi(document: Document) -> Iterator[Found]:
    """Every operation as a tool, or why it is none, with what was lost of it.

    Raises CatalogError for what is no OpenAPI 3, and where the library for references is missing.
    """
    _check(document)
    whole = described(document)
    schemas = Schemas()
    reader = _Reader(document.path, schemas, Inputs(schemas, _keys(whole)))
    for path, written in whole.child("paths").items():
        if path.startswith("x-"):
            continue
        try:
            item = Part(written.resolved().raw, path, written.resolved().references)
        except CatalogError as error:
            yield path, Skipped(tool=_printable(path), place=document.path, reason=str(error))
            continue
        for method in METHODS:
            if isinstance(item.raw, Mapping) and item.raw.get(method) is not None:
                yield from reader.operation(method, path, item)


def _check(document: Document) -> None:
    content = document.content
    form = "expected an OpenAPI 3 description, an object with 'openapi: 3.x' and 'paths'"
    if not isinstance(content, Mapping):
        raise CatalogError(f"{document.path}: {form}")
    if "swagger" in content:
        raise CatalogError(
            f"{document.path}: Swagger {str(content['swagger'])[:20]}; {form}: convert it, as with swagger2openapi"
        )
    version = str(content.get("openapi", ""))[:20]
    if not version.startswith("3"):
        raise CatalogError(f"{document.path}: openapi: {version!r}; {form}")
    if not isinstance(content.get("paths"), Mapping):
        raise CatalogError(f"{document.path}: paths: {form}, whose paths lead to operations")


def _keys(whole: Part) -> frozenset[tuple[str, str]]:
    """Where keys are sent that merely prove who calls."""
    found = []
    for _, written in whole.child("components").child("securitySchemes").items():
        try:
            scheme = written.resolved()
        except CatalogError:
            continue
        if scheme.text("type") == "apiKey":
            found.append((scheme.text("in"), scheme.text("name")))
    return frozenset(found)


@dataclass(slots=True)
class _Reader:
    """Reads operations one after the other."""

    file: str
    schemas: Schemas
    inputs: Inputs
    names: Names = field(default_factory=Names)

    def operation(self, method: str, path: str, item: Part) -> Iterator[Found]:
        """A tool and what was lost of it, or why there is none."""
        origin = _printable(f"{method.upper()} {path}")
        operation = Part(item.raw[method], origin, item.references)
        wanted = operation_name(operation.text("operationId"), method, path)
        name = self.names.unique(wanted)
        lost: list[str] = []
        if name != wanted:
            lost.append(f"another operation is called {wanted!r}; this one is called {name!r}")
        try:
            tool = self._tool(name, origin, path, item, operation, lost)
        except CatalogError as error:
            yield origin, Skipped(tool=name, place=self.file, reason=str(error))
            return
        yield origin, tool
        yield from ((origin, Remark(tool=name, place=self.file, reason=f"{origin}: {reason}")) for reason in lost)

    def _tool(self, name: str, origin: str, path: str, item: Part, operation: Part, lost: list[str]) -> Tool:
        if not isinstance(operation.raw, Mapping):
            raise CatalogError(f"{origin}: expected an operation (an object), got {str(operation.raw)[:60]!r}")
        summary = operation.text("summary") or item.text("summary")
        description = described_as(
            summary, operation.text("description") or item.text("description"), operation.says("deprecated")
        )
        if len(description) > LONGEST_DESCRIPTION:
            lost.append(f"description cut off after {LONGEST_DESCRIPTION:,} characters")
        return Tool(
            name=name,
            description=description[:LONGEST_DESCRIPTION],
            parameters=self.inputs.parameters(item, operation, path, lost),
            returns=self._returns(operation, lost),
            namespace=_namespace(operation),
            origin=origin,
        )

    def _returns(self, operation: Part, lost: list[str]) -> dict[str, Any] | None:
        """The schema of the success response; None where there is none, none that says anything, or none that can be had."""
        try:
            media = success(operation.child("responses"))
            if media is None or media.child("schema").raw is None:
                return None
            schema = media.child("schema")
            found = illustrated(self.schemas.read(schema, "received"), example(media))
            if cut := self.schemas.cut(schema, "received"):
                lost.append(f"result schema cut to a plain object where it refers to itself, or is too deep: {cut[:200]}")
        except CatalogError as error:
            lost.append(f"result schema left out: {error}")
            return None
        return found if tells(found) else None


def _namespace(operation: Part) -> str:
    tags = operation.raw.get("tags")
    first = tags[0] if isinstance(tags, list) and tags else ""
    return _printable(first) if isinstance(first, str) else ""


def _printable(text: str) -> str:
    return "".join(mark if mark.isprintable() else "?" for mark in text[:200])

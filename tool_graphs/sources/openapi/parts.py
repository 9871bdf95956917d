"""Finding one's way in a description: its parts, and where `$ref` leads, within it or, if allowed, to other files and hosts."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.error import URLError
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname, urlopen

from tool_graphs.errors import CatalogError
from tool_graphs.references import References
from tool_graphs.schema import shown
from tool_graphs.sources.document import LARGEST, Document, parse_document, read_document

LONGEST_CHAIN = 20
"""How many references may lead from one to the next."""
PATIENCE = 30
"""Seconds that another host has to answer."""


class Part(NamedTuple):
    """A piece of a description, and the references that hold there; `raw` is None where nothing stands."""

    raw: Any
    place: str
    references: References

    def at(self, key: str) -> "Part":
        """What stands under a key, any reference followed."""
        return self.child(key).resolved()

    def child(self, key: str) -> "Part":
        """What stands under a key, as it is written."""
        raw = self.raw.get(key) if isinstance(self.raw, Mapping) else None
        return Part(raw, f"{self.place}.{key}"[:300], self.references)

    def items(self) -> Iterator[tuple[str, "Part"]]:
        """The entries of an object, as they are written."""
        if isinstance(self.raw, Mapping):
            yield from ((str(key), self.child(key)) for key in self.raw)

    def listed(self) -> Iterator["Part"]:
        """The entries of a list, as they are written."""
        for index, raw in enumerate(self.raw if isinstance(self.raw, list) else ()):
            yield Part(raw, f"{self.place}[{index}]", self.references)

    def text(self, key: str) -> str:
        """Text under a key; empty where there is none."""
        raw = self.raw.get(key) if isinstance(self.raw, Mapping) else None
        return raw if isinstance(raw, str) else ""

    def says(self, key: str) -> bool:
        """Whether `true` stands under a key."""
        return isinstance(self.raw, Mapping) and self.raw.get(key) is True

    def resolved(self) -> "Part":
        """Where a reference leads; itself where it is none. Raises CatalogError for one that leads nowhere."""
        raw, references = self.raw, self.references
        for _ in range(LONGEST_CHAIN):
            if not (isinstance(raw, Mapping) and "$ref" in raw):
                return Part(raw, self.place, references)
            raw, references = references.follow(raw["$ref"], self.place)
        raise CatalogError(f"{self.place}: a chain of more than {LONGEST_CHAIN} references; expected one that ends")


def described(document: Document) -> Part:
    """The whole description; raises CatalogError where the library for references is missing."""
    try:
        referencing: Any = import_module("referencing")
    except ImportError as error:
        raise CatalogError(f"{document.path}: reading OpenAPI needs 'referencing': pip install 'toolweft[openapi]'") from error

    def resource(content: Any) -> Any:
        return referencing.Resource(content, specification=referencing.Specification.OPAQUE)

    @cache
    def fetched(uri: str) -> Any:
        try:
            return resource(_fetched(uri))
        except CatalogError as error:
            return error  # so that what cannot be had is asked for once

    def retrieve(uri: str) -> Any:
        found = fetched(uri)
        if isinstance(found, CatalogError):
            raise found
        return found

    base = Path(document.path).resolve().as_uri()
    registry = referencing.Registry(retrieve=retrieve).with_resource(base, resource(document.content))
    return Part(document.content, "", _Pointers(registry.resolver(base), document.remote))


class _Pointers:
    """References as `referencing` resolves them."""

    def __init__(self, resolver: Any, remote: bool) -> None:
        self.resolver = resolver
        self.remote = remote
        self._known: dict[str, tuple[Any, References]] = {}

    def follow(self, reference: object, place: str) -> tuple[Any, References]:
        """What a reference leads to; raises CatalogError for one that leads nowhere, or where it must not."""
        if isinstance(reference, str) and reference in self._known:
            return self._known[reference]
        if not isinstance(reference, str):
            raise CatalogError(f"{place}: expected text under $ref, got {shown(reference)}")
        if not reference.startswith("#") and not self.remote:
            told = "leads out of the file, which --allow-remote-refs (in Python: remote=True) would allow"
            raise CatalogError(f"{place}: $ref {reference[:200]!r} {told}")
        if reference.lower().startswith("file:"):
            raise CatalogError(f"{place}: $ref {reference[:200]!r}: expected a relative path to a file, not its URL")
        try:
            found = self.resolver.lookup(reference)
        except Exception as error:  # besides its own errors, `referencing` raises what a hostile pointer makes it stumble over
            raise CatalogError(f"{place}: broken $ref {reference[:200]!r}: {_reason(error) or 'nothing stands there'}") from error
        self._known[reference] = found.contents, self if reference.startswith("#") else _Pointers(found.resolver, self.remote)
        return self._known[reference]


def _reason(error: BaseException | None) -> str:
    """What kept another file from being read."""
    while error is not None and not isinstance(error, CatalogError):
        error = error.__cause__
    return str(error) if error is not None else ""


def _fetched(uri: str) -> Any:
    """The content of another file or of what another host answers."""
    parts = urlsplit(uri)
    if parts.scheme == "file":
        return read_document(Path(url2pathname(parts.path))).content
    if parts.scheme not in ("http", "https"):
        raise CatalogError(f"{uri[:200]}: expected a file, http or https, got {parts.scheme!r}")
    try:
        with urlopen(uri, timeout=PATIENCE) as answer:
            data = answer.read(LARGEST + 1)
    except (URLError, OSError, ValueError) as error:
        raise CatalogError(f"{uri[:200]}: cannot be fetched: {error}") from error
    if len(data) > LARGEST:
        raise CatalogError(f"{uri[:200]}: larger than {LARGEST:,} bytes")
    return parse_document(PurePosixPath(unquote(parts.path) or "/"), data).content

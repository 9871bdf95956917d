"""Catalogs that were read before, kept by the digest of their files and of the code that read them."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from tool_graphs.cache import keep, kept, unusable
from tool_graphs.catalog import Catalog, bundled, read_catalog
from tool_graphs.graph import Link
from tool_graphs.linked import code_digest
from tool_graphs.sources.found import Denied, Remark, Skipped
from tool_graphs.tool import Tool

SMALLEST = 200_000
"""From how many bytes on keeping a catalog is worth its place."""
_PREFIXES = ("openapi:", "functions:")
"""Sources whose address is a file and nothing but that file."""


def catalog_before(sources: Sequence[str], cache: Path | None, strict: bool = False) -> Catalog:
    """As `read_catalog`; with a `cache` folder, large files are read once for as long as neither they nor this code change."""

    def read() -> Catalog:
        return read_catalog(*sources, strict=strict)

    files = [_file(source) for source in sources]
    if cache is None or not all(files):
        return read()
    digest = _digest(sources, [file for file in files if file], strict)
    return _kept_or_read(cache, f"catalog-{digest}", read) if digest else read()


def _file(source: str) -> Path | None:
    """The one file that a source is read from; None where it may be anything else, such as a server."""
    for prefix in ("", *_PREFIXES):
        path = Path(source.removeprefix(prefix))
        try:
            if source.startswith(prefix) and path.is_file():
                return path
        except (OSError, ValueError):  # a command may be longer than any file's name
            return None
    return bundled().get(source)


def _digest(sources: Sequence[str], files: Sequence[Path], strict: bool) -> str:
    """Of all that decides what is read, the names that messages tell included; empty where it is soon read anew."""
    try:
        if sum(file.stat().st_size for file in files) < SMALLEST:
            return ""
        found = hashlib.sha256(code_digest() + repr((tuple(sources), strict)).encode())
        for file in files:
            with file.open("rb") as opened:
                found.update(hashlib.file_digest(opened, "sha256").digest())
    except OSError:  # told by who reads it
        return ""
    return found.hexdigest()[:40]


def _kept_or_read(cache: Path, name: str, read: Callable[[], Catalog]) -> Catalog:
    if (written := kept(cache, name)) is not None:
        try:
            return _catalog(written)
        except (LookupError, TypeError, ValueError) as error:
            unusable(cache / f"{name}.json", error)
    catalog = read()
    keep(cache, name, {part: [_fields(item) for item in getattr(catalog, part)] for part in Catalog.model_fields})
    return catalog


def _fields(item: BaseModel) -> dict[str, Any]:
    return {name: getattr(item, name) for name in type(item).model_fields}


def _catalog(written: dict[str, Any]) -> Catalog:
    """What was written; raises LookupError, TypeError or ValueError where it is not as it should be."""
    if any(tool.keys() != Tool.model_fields.keys() or not isinstance(tool["name"], str) for tool in map(dict, written["tools"])):
        raise ValueError("expected tools with all their fields")
    return Catalog.model_construct(
        tools=tuple(Tool.model_construct(**tool) for tool in written["tools"]),
        links=tuple(Link.model_validate(link) for link in written["links"]),
        denied=tuple(Denied.model_validate(link) for link in written["denied"]),
        skipped=tuple(Skipped.model_validate(item) for item in written["skipped"]),
        remarks=tuple(Remark.model_validate(item) for item in written["remarks"]),
    )

"""What a source of tools is: a name, a way to open what it is given, and a way to read it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tool_graphs.sources.document import Document, read_document
from tool_graphs.sources.found import Found


def _file(address: str) -> Document:
    return read_document(Path(address))


def _never(_: Document) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Source:
    """One origin of tools; on the command line `name:address` asks for it, and what it recognises it reads unasked."""

    name: str
    read: Callable[[Document], Iterator[Found]]
    recognises: Callable[[Document], bool] = _never
    """Whether a file is this source's, by its content."""
    open: Callable[[str], Document] = _file
    """From the address, what stands after `name:`, to what is read: by default a file's content; raises CatalogError."""

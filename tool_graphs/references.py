"""Where a schema's `$ref` leads."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol
from urllib.parse import unquote

from tool_graphs.errors import CatalogError


class References(Protocol):
    """Leads from a `$ref` to what it names, and to the references that hold there."""

    def follow(self, reference: object, place: str) -> tuple[Any, "References"]:
        """Raises CatalogError for what leads nowhere, or where it must not."""


class Holders:
    """References of the form `#/...` into the first of some objects that has such a place."""

    def __init__(self, holders: Sequence[Any]) -> None:
        self.holders = holders

    def follow(self, reference: object, place: str) -> tuple[Any, References]:
        """What stands at a local reference."""
        if not isinstance(reference, str) or not reference.startswith("#"):
            shown = f"{str(reference)[:60]!r} ({type(reference).__name__})"
            raise CatalogError(f"{place}: $ref {shown} leads out of the file; expected one such as '#/$defs/Address'")
        keys = [unquote(key).replace("~1", "/").replace("~0", "~") for key in reference[1:].split("/")[1:]]
        for holder in self.holders if keys or reference == "#" else ():
            found = holder
            for key in keys:
                found = found.get(key) if isinstance(found, Mapping) else None
            if isinstance(found, Mapping | bool):
                return found, self
        raise CatalogError(f"{place}: broken $ref {reference!r}: nothing stands there")


class Way(NamedTuple):
    """How a place in a schema was reached."""

    references: References
    seen: tuple[int, ...] = ()
    """The identities of the schemas that references led through."""

    def into(self, target: Any, references: References) -> "Way":
        """The way on, through a reference."""
        return Way(references, (*self.seen, id(target)))

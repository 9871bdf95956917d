"""Names of attributes and things, so that `order_id`, `orderId` and `order.id` meet."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from tool_graphs.words import listed, words

_PLAIN = listed("data result response payload body content record entry item object value node edge details detail output")
_CHANGE = listed("new updated target desired current revised")
_PEOPLE = listed("customer member profile account client")
PAGING = frozenset(
    ("limit", "page", "offset", "size", "page size", "per page", "skip", "count", "cursor", "maximum result", "top",
    "number", "query",
     "q",
     "search", "keyword", "sort", "sort by", "order by", "order", "format", "field", "token", "name", "title", "id", "type",
     "description", "text", "message", "language", "expression")
)  # fmt: skip
"""Arguments that say how to search or that mean something else in each item found."""


@lru_cache(maxsize=65536)
def attribute(name: str, thing: str = "") -> str:
    """The attribute of a thing by its name there: `orderId` of an order is `id`, `new_address` is `address`."""
    parts = words(name)
    while len(parts) > 1 and parts[0] in _CHANGE:
        parts = parts[1:]
    if thing and len(parts) > 1 and parts[0] == thing and not parts[1].isdigit():
        parts = parts[1:]
    return " ".join(parts)


@lru_cache(maxsize=65536)
def named_thing(name: str) -> str:
    """The thing that a property or list is named after; empty for names like `results`."""
    parts = [word for word in words(name) if word not in _PLAIN]
    return parts[-1] if parts else ""


@lru_cache(maxsize=65536)
def identified(name: str) -> str | None:
    """What a name like `order_id` identifies: "order"; "" for a bare `id`; None for names that identify nothing."""
    parts = words(name)
    if not parts:
        return None
    if parts[-1] in ("id", "uuid", "guid", "key", "sku", "slug") and parts[-1:] != ("key",):
        return parts[-2] if len(parts) > 1 else ""
    if parts[-1] in ("number", "code", "reference") and len(parts) > 1 and parts[-2] in _NUMBERED:
        return parts[-2]
    return None


_NUMBERED = listed("order reservation booking ticket invoice flight account tracking policy case confirmation claim")


_WRITTEN_OUT = listed("formatted normalized normalised canonical standardized matched resolved display full")
_PLACES = ("address", "place", "location", "query")


def restating(name: str) -> tuple[str, ...]:
    """What a call may have been given, where a result writes it out: the address of a `formatted_address`."""
    first, _, rest = name.partition(" ")
    if first not in _WRITTEN_OUT or not rest:
        return ()
    return _PLACES if rest == "address" else (rest,)


def restated(asked: tuple[str, ...], given: Mapping[str, Any]) -> tuple[str] | None:
    """The first of these texts that the call was given; no name of one word, which a full name is more than."""
    found = next((given[each] for each in asked if isinstance(given.get(each), str)), None)
    return None if found is None or (asked == ("name",) and " " not in found) else (found,)


def same_thing(one: str, other: str) -> bool:
    """Whether two nouns stand for the same thing, as customer and user do."""
    return one == other or {one, other} <= (_PEOPLE | {"user"})


def entity(thing: str, identity: object) -> str:
    """The key of one thing."""
    return f"{'user' if thing in _PEOPLE else thing}:{identity}"

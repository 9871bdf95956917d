"""Which tool names and parameter identifiers a text gives away."""

import re
from collections.abc import Iterable
from functools import lru_cache

from tool_graphs.tool import Tool

_COMPOUND = re.compile(r"[a-z0-9][A-Z]|[_/{}]|[A-Za-z]-?\d|[A-Za-z]\.[A-Za-z]")


def is_compound(identifier: str) -> bool:
    """Whether it could only be an identifier: `order_id`, `fromCurrency`, not `city`."""
    return bool(_COMPOUND.search(identifier))


def named_tools(text: str, tools: Iterable[Tool]) -> list[str]:
    """The compound names of tools and parameters that stand in the text as words of their own."""
    lowered = text.lower()
    return list(
        dict.fromkeys(
            name
            for tool in tools
            for name, lower in _compounds(tool.name, tuple(tool.properties))
            if lower in lowered and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
        )
    )


@lru_cache(maxsize=65536)
def _compounds(name: str, parameters: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((identifier, identifier.lower()) for identifier in (name, *parameters) if is_compound(identifier))

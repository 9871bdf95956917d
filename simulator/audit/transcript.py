"""A conversation as somebody else's dataset holds it: what was said, called and returned, and the tools on offer."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from tool_graphs.tool import Tool

Part = Literal["system", "user", "assistant", "call", "result"]


class UnreadableError(ValueError):
    """Why a row cannot be read."""


class Event(NamedTuple):
    """One thing that was said, called or returned."""

    part: Part
    message: int
    """Which message of the row it stands in, from 0."""
    text: str = ""
    id: str = ""
    """Of the call; of the call that a result belongs to."""
    tool: str = ""
    value: Any = None
    """A call's arguments; a result, parsed where it is JSON."""


class Transcript(NamedTuple):
    """One row, read."""

    id: str
    tools: Mapping[str, Tool]
    """Those on offer, by name; empty where the row does not say."""
    events: tuple[Event, ...]

"""What a model says: a text, or calls of tools."""

from dataclasses import dataclass
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A call as it stands in an answer: its arguments are text, and not always JSON."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One choice of an answer."""

    text: str = ""
    calls: tuple[ToolCall, ...] = ()
    cut: bool = False
    """Whether it ends before its end."""

    @property
    def characters(self) -> int:
        """How much is said."""
        return len(self.text) + sum(len(call.name) + len(call.arguments) for call in self.calls)


def written(value: Any) -> str:
    """A value as JSON."""
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS, default=str).decode()

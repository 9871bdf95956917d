"""A row of anybody's data as turns: what the user says, the calls that follow, their results."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from tool_graphs.errors import RunError


@dataclass(slots=True)
class Issued:
    """One call as it stands in the messages, and how many results had come before it."""

    name: str
    arguments: dict[str, Any]
    heard: int
    """How many results were there when it was issued."""
    id: str = ""
    result: Any = None
    returned: int = -1
    """Which result its own was, from 0; -1 without one."""


@dataclass(slots=True)
class Exchange:
    """One turn: what the user says, and the calls until the user speaks again."""

    text: str
    calls: list[Issued] = field(default_factory=list)


def exchanges(row: Mapping[str, Any]) -> list[Exchange]:
    """The turns of a row of OpenAI messages, arguments as JSON or as objects; calls before the user speaks belong to none.

    Raises RunError where messages have another form.
    """
    try:
        return _Reading().read(row["messages"])
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise RunError(
            f"a row's messages cannot be read ({type(error).__name__}: {error}); expected `messages` with `role`, `content`, "
            "`tool_calls` and `tool_call_id`, as `toolweft export --format openai` writes them"
        ) from error


def descriptions(row: Mapping[str, Any]) -> dict[str, str]:
    """Offered tool -> description; raises RunError where tools have another form."""
    try:
        functions = [tool.get("function", tool) for tool in row.get("tools") or ()]
        return {str(function["name"]): str(function.get("description") or "") for function in functions}
    except (KeyError, TypeError, AttributeError) as error:
        raise RunError(f"a row's tools cannot be read ({type(error).__name__}: {error}); expected OpenAI functions") from error


class _Reading:
    """Turns while they are read."""

    def __init__(self) -> None:
        self.turns: list[Exchange] = []
        self.open: list[Issued] = []
        self.results = 0
        self.speaking = False

    def read(self, messages: list[dict[str, Any]]) -> list[Exchange]:
        for message in messages:
            role = message["role"]
            if role == "user":
                self._said(_text(message.get("content")))
            elif role == "assistant":
                self._called(list(_calls(message)))
            elif role == "tool":
                self._returned(message)
            self.speaking = role == "user"
        return self.turns

    def _said(self, text: str) -> None:
        if self.speaking and self.turns:
            self.turns[-1].text += "\n" + text
        else:
            self.turns.append(Exchange(text))

    def _called(self, calls: list[Issued]) -> None:
        for call in calls:
            call.heard = self.results
            self.open.append(call)
            if self.turns:
                self.turns[-1].calls.append(call)

    def _returned(self, message: dict[str, Any]) -> None:
        id = message.get("tool_call_id")
        waiting = [call for call in self.open if call.returned < 0]
        of = next((call for call in waiting if call.id == id), waiting[0] if waiting and not id else None)
        if of is not None:
            of.result, of.returned = _read(message.get("content")), self.results
            self.results += 1


def _calls(message: dict[str, Any]) -> Iterator[Issued]:
    for call in message.get("tool_calls") or ():
        function = call.get("function", call)
        arguments = function.get("arguments") or {}
        arguments = orjson.loads(arguments) if isinstance(arguments, str) else arguments
        if not isinstance(arguments, dict):
            raise ValueError(f"the arguments of {function['name']!r} are {arguments!r}, no object")
        yield Issued(str(function["name"]), arguments, 0, str(call.get("id") or ""))


def _text(content: Any) -> str:
    """A message's text; of a list of parts, the texts."""
    if isinstance(content, list):
        return "\n".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return "" if content is None else str(content)


def _read(content: Any) -> Any:
    if not isinstance(content, str):
        return content
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return content

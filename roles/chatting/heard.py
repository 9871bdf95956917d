"""What was heard, as the messages that the assistant's model is given."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from roles.base import Called, Conversation, Opened, Returned, Step
from roles.chat import BaseMessage, as_messages
from roles.messages import step_messages
from tool_graphs.itself import Itself
from tool_graphs.tool import function_name


def heard_messages(conversation: Conversation) -> list[BaseMessage]:
    """What was heard after the scene, oldest first; not to be changed, for each step's are kept."""
    found: list[BaseMessage] = []
    names: dict[str, str] = {}
    for step in conversation.heard().steps:
        if isinstance(step, Opened):
            continue
        if isinstance(step, Called):
            names.update((call.id, call.tool) for call in step.calls)
        answered = tuple([names[result.call] for result in step.results]) if isinstance(step, Returned) else ()
        found += _messages(Itself(step), answered)
    return found


@lru_cache(maxsize=2048)
def _messages(itself: Itself[Step], answered: tuple[str, ...]) -> tuple[BaseMessage, ...]:
    """A step's messages; `answered` are the tools of its results. As many are kept as a hundred conversations have at once."""
    step = itself.value
    names = dict(zip((result.call for result in step.results), answered, strict=True)) if isinstance(step, Returned) else {}
    return tuple(as_messages([spoken(message) for message in step_messages(step, names)]))


def spoken(message: Mapping[str, Any]) -> dict[str, Any]:
    """A message in the form that clients of chat APIs take: names as they accept them, arguments as text."""
    if "tool_calls" not in message:
        return {**message, **({"name": function_name(message["name"])} if "name" in message else {})}
    return {**message, "tool_calls": [tool_call(one["id"], **one["function"]) for one in message["tool_calls"]]}


def tool_call(id: str, name: str, arguments: Any) -> dict[str, Any]:
    """One call of such a message."""
    written = json.dumps(arguments, ensure_ascii=False, separators=(",", ":"))
    return {"id": id, "type": "function", "function": {"name": function_name(name), "arguments": written}}

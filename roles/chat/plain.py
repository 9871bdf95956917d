"""Plain messages as OpenAI's service takes them, written without looking for what they do not hold."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage


def written(messages: Sequence[Any]) -> list[dict[str, Any]] | None:
    """The messages as langchain-openai writes them; None where one of them is anything but text, calls and results."""
    found = []
    for message in messages:
        write = _FORMS.get(type(message))
        if write is None or not isinstance(message.content, str) or message.additional_kwargs:
            return None
        made = write(message)
        if made is None:
            return None
        found.append(made)
    return found


def _of_role(role: str) -> Callable[[BaseMessage], dict[str, Any] | None]:
    def write(message: BaseMessage) -> dict[str, Any] | None:
        return {"content": message.content, "role": role} if message.name is None else None

    return write


def _assistant(message: AIMessage) -> dict[str, Any] | None:
    if message.name is not None or message.invalid_tool_calls:
        return None
    if not message.tool_calls:
        return {"content": message.content, "role": "assistant"}
    calls = [
        {
            "type": "function",
            "id": call["id"],
            "function": {"name": call["name"], "arguments": json.dumps(call["args"], ensure_ascii=False)},
        }
        for call in message.tool_calls
    ]
    return {"content": message.content or None, "role": "assistant", "tool_calls": calls}


def _returned(message: ToolMessage) -> dict[str, Any]:
    return {"content": message.content, "role": "tool", "tool_call_id": message.tool_call_id}


_FORMS: dict[type, Callable[[Any], dict[str, Any] | None]] = {
    SystemMessage: _of_role("system"),
    HumanMessage: _of_role("user"),
    AIMessage: _assistant,
    ToolMessage: _returned,
}
"""Type of a message -> what writes it."""

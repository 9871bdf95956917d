"""Answers as they are kept: messages to JSON and back; what a role gets is always what was kept."""

from collections.abc import Mapping
from typing import Any

from langchain_core.messages import AIMessage
from langchain_core.messages.tool import invalid_tool_call, tool_call

_METADATA = ("finish_reason",)


def kept(message: AIMessage) -> dict[str, Any]:
    """A message as plain data: text, calls, and why it ended."""
    refusal = message.additional_kwargs.get("refusal")
    content = message.content or (refusal if isinstance(refusal, str) else "")
    calls = [{"id": call["id"], "name": call["name"], "args": call["args"]} for call in message.tool_calls]
    invalid = [{"id": call["id"], "name": call["name"], "args": call["args"]} for call in message.invalid_tool_calls]
    ended = {name: message.response_metadata[name] for name in _METADATA if message.response_metadata.get(name)}
    return {"content": content, **({"calls": calls} if calls else {}), **({"invalid": invalid} if invalid else {}), **ended}


def restored(answer: Mapping[str, Any]) -> AIMessage:
    """The message that was kept."""
    return AIMessage(
        content=answer["content"],
        tool_calls=[tool_call(**call) for call in answer.get("calls", ())],
        invalid_tool_calls=[invalid_tool_call(**call, error=None) for call in answer.get("invalid", ())],
        response_metadata={name: answer[name] for name in _METADATA if name in answer},
    )

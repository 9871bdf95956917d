"""Messages in OpenAI's form as langchain-core has them."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage, convert_to_messages


def as_messages(messages: Sequence[Mapping[str, Any]]) -> list[BaseMessage]:
    """Messages in OpenAI's form as a model takes them."""
    return [_as_message(message) for message in messages]


def _as_message(message: Mapping[str, Any]) -> BaseMessage:
    """As langchain-core reads it, which takes several times as long for the forms that conversations consist of."""
    made = _FORMS.get((message.get("role"), *message))
    return made(message) if made else convert_to_messages([dict(message)])[0]


def _text(message: Mapping[str, Any]) -> Any:
    return message["content"] or ""


def _calling(message: Mapping[str, Any]) -> AIMessage:
    return AIMessage(_text(message), tool_calls=[_call(each) for each in message["tool_calls"]])


def _call(call: Any) -> Any:
    if "function" not in call:
        return call
    name, arguments = call["function"]["name"], call["function"]["arguments"]
    read = json.loads(arguments, strict=False) if isinstance(arguments, str) else arguments
    return {"name": name, "args": read, "id": call["id"], "type": "tool_call"}


def _returned(message: Mapping[str, Any]) -> ToolMessage:
    return ToolMessage(_text(message), name=message["name"], tool_call_id=message["tool_call_id"])


_FORMS: dict[tuple[Any, ...], Callable[[Mapping[str, Any]], BaseMessage]] = {
    ("system", "role", "content"): lambda message: SystemMessage(_text(message)),
    ("user", "role", "content"): lambda message: HumanMessage(_text(message)),
    ("assistant", "role", "content"): lambda message: AIMessage(_text(message)),
    ("assistant", "role", "content", "tool_calls"): _calling,
    ("tool", "role", "tool_call_id", "name", "content"): _returned,
}
"""Role and keys of a message -> what makes it."""

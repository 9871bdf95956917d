"""The one door to langchain-core chat models."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, ToolMessage, convert_to_messages

from roles.chat.answers import Answers
from roles.chat.budget import Budget
from roles.chat.door import Chat
from roles.chat.identity import name_of
from roles.chat.models import chat_model
from roles.chat.reading import BadAnswer, Check
from roles.chat.requests import RefusedError, request
from roles.chat.terms import Pace, Terms
from roles.prices import Price
from roles.providers import names_model
from tool_graphs.errors import ChatError

__all__ = [
    "Answers",
    "BadAnswer",
    "Budget",
    "Chat",
    "Check",
    "Model",
    "Pace",
    "Price",
    "Terms",
    "as_messages",
    "asking",
    "chat_model",
    "names_model",
]

Model = BaseChatModel
"""Any chat model of langchain-core's kind."""


def asking(model: BaseChatModel) -> Callable[[str], str]:
    """A function that puts a question to the model and gives its answer as text; raises ChatError where none comes."""
    name, terms = name_of(model), Terms()

    def ask(question: str) -> str:
        try:
            return str(request(model, name, [HumanMessage(question)], terms).messages[0].text)
        except RefusedError as error:
            refused = str(error)
        raise ChatError(f"{name} refuses the question: {refused}")

    return ask


def as_messages(messages: Sequence[Mapping[str, Any]]) -> list[BaseMessage]:
    """Messages in OpenAI's form as a model takes them."""
    return [_as_message(message) for message in messages]


def _as_message(message: Mapping[str, Any]) -> BaseMessage:
    """As langchain-core reads it, which takes twice as long for the two forms of which there are many."""
    keys = message.keys()
    if keys == _SAID and message["role"] == "user":
        return HumanMessage(message["content"] or "")
    if keys == _RETURNED and message["role"] == "tool":
        return ToolMessage(message["content"] or "", name=message["name"], tool_call_id=message["tool_call_id"])
    return convert_to_messages([dict(message)])[0]


_SAID = {"role", "content"}
_RETURNED = {"role", "content", "name", "tool_call_id"}

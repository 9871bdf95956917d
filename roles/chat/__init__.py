"""The one door to langchain-core chat models."""

from collections.abc import Callable

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage

from roles.chat.answers import Answers
from roles.chat.budget import Budget
from roles.chat.door import Chat
from roles.chat.forms import Tools
from roles.chat.identity import name_of
from roles.chat.messages import as_messages
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
    "BaseMessage",
    "Budget",
    "Chat",
    "Check",
    "Model",
    "Pace",
    "Price",
    "Terms",
    "Tools",
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

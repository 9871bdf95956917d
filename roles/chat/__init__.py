"""The one door to langchain-core chat models."""

from collections.abc import Callable

from langchain_core.language_models import BaseChatModel


def asking(model: BaseChatModel) -> Callable[[str], str]:
    """A function that puts a question to the model and gives its answer as text; it raises what the model raises."""

    def ask(question: str) -> str:
        return str(model.invoke(question).text)

    return ask

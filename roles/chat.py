"""The one door to langchain-core chat models."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, convert_to_messages
from pydantic import BaseModel, ValidationError

from roles.chatting.prompt import REPAIR_LINE, Prompt

A = TypeVar("A", bound=BaseModel)
Model = BaseChatModel
"""Any chat model of langchain-core's kind."""
Check = Callable[[Any], Sequence[str]]
"""What is wrong with an answer, in words; empty if nothing is."""
_FENCED = re.compile(r"```(?:json)?[ \t]*\n(.*?)```", re.DOTALL)
LONGEST_ANSWER = 200_000


@dataclass(frozen=True, slots=True)
class BadAnswer:
    """An answer that could not be used."""

    reason: str
    """What is wrong with it, in words."""
    text: str = ""
    """What the model said."""


def asking(model: BaseChatModel) -> Callable[[str], str]:
    """A function that puts a question to the model and gives its answer as text; it raises what the model raises."""

    def ask(question: str) -> str:
        return str(model.invoke(question).text)

    return ask


def as_messages(messages: Sequence[Mapping[str, Any]]) -> list[BaseMessage]:
    """Messages in OpenAI's form as a model takes them."""
    return convert_to_messages([dict(message) for message in messages])


class Chat:
    """A chat model in one seat: asks for answers of a form, and speaks with tools at hand."""

    def __init__(self, model: BaseChatModel) -> None:
        self.model = model

    @property
    def name(self) -> str:
        """Which model it is, as verdicts name it."""
        for attribute in ("model_name", "model"):
            name = getattr(self.model, attribute, None)
            if isinstance(name, str) and name:
                return name
        return type(self.model).__name__

    def ask(
        self, prompt: Prompt, answer: type[A], rng: Random, n: int = 1, check: Check | None = None
    ) -> tuple[A | BadAnswer, ...]:
        """`n` answers; where none can be used, the first goes back once with what is wrong with it.

        `check` says what is wrong with an answer that has the form.
        """
        messages: list[BaseMessage] = [SystemMessage(prompt.system), HumanMessage(prompt.text)]
        given = [self._given(messages, answer, rng.getrandbits(31), check) for _ in range(n)]
        if not any(isinstance(one, answer) for one in given):
            bad = given[0]
            assert isinstance(bad, BadAnswer)
            repair = HumanMessage(
                f"{REPAIR_LINE}\nYour answer could not be used: {bad.reason}\nAnswer again, in the form asked for."
            )
            given[0] = self._given([*messages, AIMessage(bad.text or "(nothing)"), repair], answer, rng.getrandbits(31), check)
        return tuple(given)

    def speak(self, messages: Sequence[BaseMessage], tools: Sequence[dict[str, Any]], rng: Random) -> AIMessage:
        """The model's next message, with the tools bound."""
        seed = rng.getrandbits(31)
        model = self.model.bind_tools(list(tools)) if tools else self.model
        message = model.invoke(list(messages), **self._settings(seed))
        assert isinstance(message, AIMessage)
        return message

    def _settings(self, seed: int) -> dict[str, Any]:
        return {"seed": seed} if "seed" in type(self.model).model_fields else {}

    def _given(self, messages: list[BaseMessage], answer: type[A], seed: int, check: Check | None) -> A | BadAnswer:
        message = self._asked(answer).invoke(messages, **self._settings(seed))
        text = _said(message)
        try:
            found = answer.model_validate_json(_json(text))
        except ValidationError as error:
            return BadAnswer(_wrong(error), text)
        reasons = check(found) if check else ()
        return BadAnswer("; ".join(reasons), text) if reasons else found

    def _asked(self, answer: type[BaseModel]) -> Any:
        """The model, told of the answer's form by tool calling where it can; the prompt tells of it in any case."""
        if type(self.model).bind_tools is BaseChatModel.bind_tools:
            return self.model
        return self.model.bind_tools([answer.model_json_schema()], tool_choice=answer.__name__)


def _said(message: AIMessage) -> str:
    for call in message.tool_calls:
        return str(json.dumps(call["args"]))
    return str(message.text)


def _json(text: str) -> str:
    """The JSON in an answer: all of it, what is fenced, or the first object that is one."""
    text = text[:LONGEST_ANSWER]
    fenced: list[str] = _FENCED.findall(text)
    for piece in (text, *fenced, *_objects(text)):
        try:
            json.loads(piece)
        except (ValueError, RecursionError):
            continue
        return piece
    return text


def _objects(text: str) -> Iterator[str]:
    at = text.find("{")
    for _ in range(20):
        if at < 0:
            return
        try:
            _, end = json.JSONDecoder().raw_decode(text, at)
            yield text[at:end]
        except (ValueError, RecursionError):
            pass
        at = text.find("{", at + 1)


def _wrong(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, one['loc'])) or 'the answer'}: {one['msg']}" for one in error.errors()[:5])

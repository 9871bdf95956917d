"""One chat model in one seat: asks for answers of a form, and speaks with tools at hand."""

import os
import threading
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from pydantic import BaseModel

from roles.chat.forms import WAYS, Tools, schema_of, settings_for
from roles.chat.identity import identity, key_of, name_of
from roles.chat.keeping import kept, restored
from roles.chat.models import chat_model, unshared
from roles.chat.reading import A, BadAnswer, Check, read_answer
from roles.chat.requests import RefusedError, Reply, request
from roles.chat.terms import Terms
from roles.chatting.prompt import REPAIR_LINE, SEAT_LINE, Prompt
from tool_graphs.errors import ChatError


class Chat:
    """A chat model and the terms on which it is asked.

    Every answer is kept under a key of model, settings, prompt and dice, and what is kept is not asked for again. Where a
    server refuses a form of answer (a schema, a tool), the next is taken. `model` may be a name, such as openai:gpt-4.1-mini;
    `name` is what prices and messages call it.
    """

    def __init__(self, model: BaseChatModel | str, terms: Terms | None = None, name: str | None = None) -> None:
        self.model = chat_model(model)
        self.terms = terms or Terms()
        self.name = name or (model if isinstance(model, str) else name_of(model))
        self._identity = identity(self.model)
        self._takes = frozenset({"n", "seed"} & type(self.model).model_fields.keys())
        self._way = 0
        self._settings: dict[tuple[type[BaseModel], str], dict[str, Any] | None] = {}
        self._process = os.getpid()
        self._lock = threading.Lock()

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_lock"} | {"_settings": {}}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, _lock=threading.Lock())

    @property
    def described(self) -> str:
        """The model's name, and a digest of the settings that decide its answers; it holds no secret."""
        return f"{self.name} settings:{key_of(self._identity, (), None, 0, 1)[:8]}"

    def ask(
        self, prompt: Prompt, answer: type[A], rng: Random, n: int = 1, check: Check | None = None
    ) -> tuple[A | BadAnswer, ...]:
        """`n` answers; where none can be used, the first goes back once with what is wrong with it.

        `check` says what is wrong with an answer that has the form. Raises ChatError where no answer comes, BudgetError
        where the run has to end.
        """
        messages: list[BaseMessage] = [SystemMessage(prompt.system), HumanMessage(prompt.text)]
        given = self._given(messages, answer, rng, n, check)
        if not any(isinstance(one, answer) for one in given):
            bad = given[0]
            assert isinstance(bad, BadAnswer)
            repair = f"{REPAIR_LINE}\nYour answer could not be used: {bad.reason}\nAnswer again, in the form asked for."
            again = [*messages, AIMessage(bad.text or "(nothing)"), HumanMessage(repair)]
            given[0] = self._given(again, answer, rng, 1, check)[0]
        return tuple(given)

    def speak(self, messages: Sequence[BaseMessage], tools: Sequence[dict[str, Any]], rng: Random) -> AIMessage:
        """The model's next message, with the tools bound; raises as `ask` does."""
        tools = tools if isinstance(tools, Tools) else Tools(tools)
        return restored(self._answered(messages, tools, rng.getrandbits(31), 1, lambda n: self._spoken(messages, tools, n))[0])

    def _given(
        self, messages: Sequence[BaseMessage], answer: type[A], rng: Random, n: int, check: Check | None
    ) -> list[A | BadAnswer]:
        form = [answer.__name__, schema_of(answer)]
        found = self._answered(messages, form, rng.getrandbits(31), n, lambda n: self._formed(messages, answer, n))
        return [read_answer(said, answer, check) for said in found]

    def _answered(self, messages: Sequence[BaseMessage], form: Any, seed: int, n: int, ask: Any) -> Sequence[dict[str, Any]]:
        """`n` answers as they are kept, old ones where they are there; what cannot be had raises, so that no fewer come."""
        key = key_of(self._identity, messages, form, seed, n)
        found = self.terms.answers.find(key)
        if found is None:
            if self.terms.replay_only:
                raise ChatError(
                    f"no answer of {self.name} to this {seat_of(messages)} prompt was kept (key {key!r}), and nothing is asked "
                    "when replaying only: the run differs from the recorded one, or that one came to no answer here"
                )
            found = self.terms.answers.keep(key, self._paid(ask, seed, n, seat_of(messages)))
        answers: Sequence[dict[str, Any]] = found["answers"]
        return answers

    def _paid(self, ask: Any, seed: int, n: int, seat: str) -> dict[str, Any]:
        """Asks until there are `n` answers: not every server gives several at once."""
        self._settle()
        messages: list[AIMessage] = []
        input = output = 0
        while len(messages) < n:
            self.terms.budget.check()
            reply: Reply = ask({"n": n - len(messages), "seed": (seed + len(messages)) & 0x7FFFFFFF})
            self.terms.budget.spend(self.name, reply.input, reply.output)
            messages.extend(reply.messages)
            input, output = input + reply.input, output + reply.output
        answers = [kept(message) for message in messages[:n]]
        return {"seat": seat, "model": self.name, "answers": answers, "tokens": {"input": input, "output": output}}

    def _settle(self) -> None:
        """In a process that was forked since, the model gets connections of its own."""
        if self._process != os.getpid():
            with self._lock:
                if self._process != os.getpid():
                    self.model = unshared(self.model)
                    self._process = os.getpid()

    def _formed(self, messages: Sequence[BaseMessage], answer: type[A], drawing: Mapping[str, int]) -> Reply:
        """In the best way that the model and its server have."""
        refused = ""
        for way in range(self._way, len(WAYS)):
            settings = self._settings_for(answer, WAYS[way])
            if settings is None:
                continue
            try:
                reply = request(self.model, self.name, messages, self.terms, **settings, **self._drawing(drawing))
            except RefusedError as error:
                refused = refused or str(error)
                continue
            self._way = way  # only spares the refusals to come: keys and answers do not depend on it
            return reply
        raise ChatError(f"{self.name} refuses the {seat_of(messages)}'s request: {refused}")

    def _settings_for(self, answer: type[BaseModel], way: str) -> dict[str, Any] | None:
        """As `settings_for` gives them; worked out once, for a seat's answers have few forms."""
        if (answer, way) not in self._settings:
            self._settings[answer, way] = settings_for(self.model, answer, way)
        return self._settings[answer, way]

    def _spoken(self, messages: Sequence[BaseMessage], tools: Tools, drawing: Mapping[str, int]) -> Reply:
        settings = tools.bound_to(self.model) if tools else {}
        if settings is None:
            raise ChatError(f"{self.name} cannot call tools ({type(self.model).__name__}.bind_tools is not implemented)")
        refused = ""
        try:
            return request(self.model, self.name, messages, self.terms, **settings, **self._drawing(drawing))
        except RefusedError as error:
            refused = str(error)
        raise ChatError(f"{self.name} refuses the {seat_of(messages)}'s request: {refused}")

    def _drawing(self, drawing: Mapping[str, int]) -> dict[str, int]:
        """The dice, and how many candidates, as far as the model takes them."""
        given = {"n": drawing["n"]} if drawing["n"] > 1 and "n" in self._takes else {}
        return {**given, **({"seed": drawing["seed"]} if "seed" in self._takes else {})}


def seat_of(messages: Sequence[BaseMessage]) -> str:
    """The seat that a prompt's first line names."""
    line = str(messages[0].text).partition("\n")[0] if messages else ""
    return line.removeprefix(SEAT_LINE) if line.startswith(SEAT_LINE) else "?"

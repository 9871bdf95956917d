"""One request to a chat model: tried again where that may help, with langchain's own retries."""

import math
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import LLMResult
from langchain_core.prompt_values import ChatPromptValue
from langchain_core.runnables import Runnable, RunnableConfig

from roles.chat.failures import meaning, told, wait_asked
from roles.chat.identity import address_of, secrets_of
from roles.chat.terms import Terms
from roles.redaction import hiding
from tool_graphs.errors import BudgetError, ChatError

TOLD_AFTER = 4
"""After how many failures of one request somebody is told; what passes sooner is nothing to look at."""
LONGEST_WAIT = 120.0
"""Seconds that a server may ask to wait; where it asks for more, the run ends and can be resumed."""
_LONGEST_PAUSE = 10
_CHARACTERS_PER_TOKEN = 4
"""By which usage is estimated where the server does not tell it."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: one message for each candidate, and what they took together."""

    messages: tuple[AIMessage, ...]
    input: int
    output: int


class RefusedError(Exception):
    """A request that the server does not take as it is; another form of it may be taken."""


class _AgainError(Exception):
    """A request that may go well in a moment."""

    def __init__(self, reason: str, gone: bool) -> None:
        super().__init__(reason)
        self.gone = gone


def request(model: BaseChatModel, name: str, messages: Sequence[BaseMessage], terms: Terms, **settings: Any) -> Reply:
    """Asks, again and again where that may help.

    Raises RefusedError where the form may be to blame, ChatError where no answer comes, and BudgetError where no request of
    this run will be answered.
    """
    once = _Once(model, name, terms)
    try:
        return _tried(once, list(messages), terms, settings)
    except _AgainError as error:
        gone, reason = error.gone, str(error)
    # outside, so that what was caught, which may hold a key, is no part of what is raised
    if gone:
        where = address_of(model)
        raise BudgetError(
            f"{name}{where} cannot be reached, after {terms.tries} tries: {reason}; go on with --resume when it is back"
        )
    raise ChatError(f"{name} gave no answer in {terms.tries} tries: {reason}")


def _tried(once: "_Once", messages: list[BaseMessage], terms: Terms, settings: Mapping[str, Any]) -> Reply:
    try:  # most go well at once, and need none of the machinery for those that do not
        return once.invoke(messages, **settings)
    except _AgainError:
        if terms.tries <= 1:
            raise
    time.sleep(terms.wait * (1 + 2 * random.random()))  # dice that no step sees
    waits: Any = {"initial": 2 * terms.wait, "exp_base": 2, "max": _LONGEST_PAUSE, "jitter": 2 * terms.wait}
    trying = once.with_retry(
        retry_if_exception_type=(_AgainError,), stop_after_attempt=terms.tries - 1, exponential_jitter_params=waits
    )
    return trying.invoke(messages, **settings)


class _Once(Runnable[list[BaseMessage], Reply]):
    """One try; it sits out what the server asks to wait."""

    def __init__(self, model: BaseChatModel, name: str, terms: Terms) -> None:
        self.model = model
        self.name = name
        self.terms = terms
        self.failed = 0

    def invoke(self, input: list[BaseMessage], config: RunnableConfig | None = None, **settings: Any) -> Reply:
        """What came back; raises as `request` says."""
        if self.terms.pace is not None:
            self.terms.pace.wait()
        failed: BaseException
        try:
            with hiding(lambda: secrets_of(self.model)):
                result = _generated(self.model, input, callbacks=(config or {}).get("callbacks"), **settings)
            reply = _reply(result, input)
            if reply.messages:
                return reply
            failed = LookupError("an answer without choices")
        except (BudgetError, ChatError):
            raise
        except Exception as error:
            cut = _cut_off(error)
            if cut is not None:
                return cut
            failed = error
        raise self._meant(failed) from None

    def _meant(self, failed: BaseException) -> Exception:
        kind = "again" if type(failed) is LookupError else meaning(failed)
        reason = told(failed, *secrets_of(self.model))
        wait = wait_asked(failed)
        if kind == "closed" or wait > LONGEST_WAIT:
            asked = f" (it asks to wait {wait:.0f} seconds)" if wait > LONGEST_WAIT else ""
            return BudgetError(f"no request will be answered: {reason}{asked}; mend that and go on with --resume")
        if kind in ("again", "gone"):
            self.failed += 1
            if self.failed == TOLD_AFTER:
                self.terms.notices.tell(f"{self.name}{address_of(self.model)}: {reason}; it is asked again")
            time.sleep(wait)
            return _AgainError(reason, kind == "gone")
        return RefusedError(reason)


def _generated(model: BaseChatModel, messages: list[BaseMessage], **settings: Any) -> LLMResult:
    """What the model generates; without a prompt made for it where langchain-core would only take the messages out again."""
    if type(model).generate_prompt is BaseChatModel.generate_prompt:
        return model.generate([list(messages)], **settings)
    return model.generate_prompt([ChatPromptValue(messages=messages)], **settings)


def _reply(result: LLMResult, asked: Sequence[BaseMessage]) -> Reply:
    found = [getattr(generation, "message", None) for batch in result.generations for generation in batch]
    messages = tuple(message for message in found if isinstance(message, AIMessage))
    return Reply(messages, *_tokens(result, messages, asked))


def _tokens(result: LLMResult, messages: Sequence[AIMessage], asked: Sequence[BaseMessage]) -> tuple[int, int]:
    """Of all candidates together; estimated where nobody tells."""
    usage = next((message.usage_metadata for message in messages if message.usage_metadata), None)
    if usage:
        return usage["input_tokens"], usage["output_tokens"]
    said = (result.llm_output or {}).get("token_usage") or {}
    if isinstance(said, dict) and said.get("prompt_tokens"):
        return int(said["prompt_tokens"]), int(said.get("completion_tokens") or 0)
    return _estimated(asked), _estimated(messages)


def _estimated(messages: Sequence[BaseMessage]) -> int:
    letters = sum(len(str(message.text)) + len(str(getattr(message, "tool_calls", "") or "")) for message in messages)
    return math.ceil(letters / _CHARACTERS_PER_TOKEN)


def _cut_off(error: Exception) -> Reply | None:
    """The openai client raises where an answer hit its limit of tokens or a filter: that is an answer, if a bad one."""
    completion = getattr(error, "completion", None)
    if type(error).__name__ not in ("LengthFinishReasonError", "ContentFilterFinishReasonError"):
        return None
    reason = "length" if type(error).__name__.startswith("Length") else "content_filter"
    text, usage = "", getattr(completion, "usage", None)
    for choice in getattr(completion, "choices", None) or ():
        text = text or str(choice.message.content or "")
    message = AIMessage(text, response_metadata={"finish_reason": reason})
    return Reply((message,), getattr(usage, "prompt_tokens", 0) or 0, getattr(usage, "completion_tokens", 0) or 0)

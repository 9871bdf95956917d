"""What differs from run to run, kept beside the steps: how long each seat took, and what it asked of models.

A record belongs to one attempt. It is filled by the seats of `simulator/graph.py` while they speak, and by no other code: a
callback handler sees every langchain-core model that a role invokes, and is there only while the role runs.
"""

import json
import re
import time
from collections.abc import Mapping, Sequence
from contextvars import ContextVar, Token
from types import TracebackType
from typing import Any
from uuid import UUID

import orjson
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, Generation, LLMResult
from langchain_core.tracers.context import register_configure_hook

from roles.redaction import redacted
from simulator.trace import Trace


class Record:
    """The telemetry of one attempt: an entry for each time that a seat spoke, or failed to."""

    __slots__ = ("edited", "steps")

    def __init__(self) -> None:
        self.steps: list[dict[str, Any]] = []
        self.edited: list[int] = []
        """Numbers of the steps that a person gave or changed by hand."""

    def line(self, trace: Trace, written: bytes | None = None) -> bytes:
        """As a line of JSON; `written` is the trace's own. `bytes` is the size of the conversation after the step, as JSON."""
        sizes = _sizes(trace, trace.line() if written is None else written)
        for entry in self.steps:
            entry["bytes"] = sizes[min(entry["step"] + 1, len(sizes) - 1)]
        edited = {"edited": sorted(set(self.edited))} if self.edited else {}
        return _line({"id": trace.id, "status": trace.status, "strategy": trace.strategy, **edited, "steps": self.steps})


_STEP = re.compile(rb'\{"kind":"')
"""How a step begins as JSON: `kind` is the first field of the class that all steps are made of."""


def _sizes(trace: Trace, line: bytes) -> list[int]:
    """The size of the conversation before each step, and after the last; found in the line, for that costs next to nothing."""
    steps = trace.conversation.steps
    begin = line.find(b'"steps":[') + len(b'"steps":[')
    places = [place.start() - begin for place in _STEP.finditer(line, begin)]
    if len(places) == len(steps):
        return [*places, len(line) - begin - len(b"]}}")]
    sizes = [0]
    for step in steps:  # a value within a step begins as a step does
        sizes.append(sizes[-1] + len(step.__pydantic_serializer__.to_json(step)) + 1)
    return sizes


RECORD: ContextVar[Record | None] = ContextVar("toolweft_record", default=None)
"""The record of the attempt that is being played, if it is to have one; `play` sets it."""
_LISTENER: ContextVar["Listener | None"] = ContextVar("toolweft_listener", default=None)
register_configure_hook(_LISTENER, inheritable=True)


class Spoken:
    """Around one role's call: takes the time, and listens to its models; does nothing where nobody records."""

    __slots__ = ("began", "entry", "record", "token")

    def __init__(self, step: int, seat: str, random: str) -> None:
        self.record = RECORD.get()
        if self.record is not None:
            self.entry: dict[str, Any] = {"step": step, "seat": seat, "seconds": 0.0, "random": random, "bytes": 0}

    def __enter__(self) -> None:
        if self.record is None:
            return
        self.token: Token[Listener | None] = _LISTENER.set(Listener(self.entry))
        self.began = time.perf_counter()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self.record is None:
            return
        self.entry["seconds"] = int(1e6 * (time.perf_counter() - self.began)) / 1e6
        _LISTENER.reset(self.token)
        if error is not None:
            self.entry["error"] = _error(error)
        self.record.steps.append(self.entry)


class Listener(BaseCallbackHandler):
    """Writes down what a role asks of models, and what they answer: messages, model, usage, errors; nothing else."""

    told_plainly = True
    """It wants no more than to be told of a question and of its answer: no stream, no run to hang others under."""
    run_inline = True
    """In the order in which it happens, also in an event loop."""

    def __init__(self, entry: dict[str, Any]) -> None:
        self.entry = entry
        self.under_way: dict[UUID, tuple[dict[str, Any], float]] = {}

    def on_chat_model_start(
        self, serialized: dict[str, Any], messages: list[list[BaseMessage]], *, run_id: UUID, **rest: Any
    ) -> None:
        """A chat model is asked."""
        self._asked(run_id, [_message(each) for batch in messages for each in batch], serialized, rest)

    def on_llm_start(self, serialized: dict[str, Any], prompts: list[str], *, run_id: UUID, **rest: Any) -> None:
        """A model that completes text is asked."""
        self._asked(run_id, [{"role": "human", "content": prompt} for prompt in prompts], serialized, rest)

    def on_llm_end(self, response: LLMResult, *, run_id: UUID, **_: Any) -> None:
        """It has answered."""
        asked = self._ended(run_id)
        generations = [each for batch in response.generations for each in batch]
        asked["answers"] = [_generation(each) for each in generations]
        usage = _usage(generations, response.llm_output)
        asked["tokens"] = {"input": usage.get("input", 0), "output": usage.get("output", 0)}
        if "cost" in usage:
            asked["cost"] = usage["cost"]

    def on_llm_error(self, error: BaseException, *, run_id: UUID, **_: Any) -> None:
        """It has failed."""
        self._ended(run_id)["error"] = _error(error)

    def on_retry(self, retry_state: Any, *, run_id: UUID, **_: Any) -> None:
        """It is asked again after a failure."""
        asked, _began = self.under_way.get(run_id, ({}, 0.0))
        asked["retries"] = asked.get("retries", 0) + 1

    def _asked(self, run: UUID, messages: list[Any], serialized: Mapping[str, Any] | None, rest: Mapping[str, Any]) -> None:
        parameters = rest.get("invocation_params") or {}
        asked: dict[str, Any] = {"model": _model(serialized, rest.get("metadata") or {}, parameters), "messages": messages}
        tools = _tool_names(parameters.get("tools") or ())
        if tools:
            asked["tools"] = tools
        self.entry.setdefault("asked", []).append(asked | {"answers": [], "tokens": {"input": 0, "output": 0}})
        self.under_way[run] = self.entry["asked"][-1], time.perf_counter()

    def _ended(self, run: UUID) -> dict[str, Any]:
        asked, began = self.under_way.pop(run, ({}, 0.0))
        asked["seconds"] = round(time.perf_counter() - began, 6)
        return asked


def _message(message: BaseMessage) -> dict[str, Any]:
    plain: dict[str, Any] = {"role": message.type, "content": message.content}
    fields = message.__dict__  # asked for a field that it has not, a message looks in many places
    for name in ("name", "tool_call_id", "tool_calls", "invalid_tool_calls"):
        value = fields.get(name)
        if value:
            plain[name] = value
    return plain


def _generation(generation: Generation) -> dict[str, Any]:
    if isinstance(generation, ChatGeneration):
        return _message(generation.message)
    return {"role": "ai", "content": generation.text}


def _usage(generations: Sequence[Generation], output: Mapping[str, Any] | None) -> dict[str, Any]:
    """Tokens, and the cost where the provider tells it; of several answers to one question the usage is told on the first."""
    found: dict[str, Any] = {}
    for generation in generations:
        message = getattr(generation, "message", None)
        usage = message.usage_metadata if isinstance(message, AIMessage) else None
        if usage:
            found = {"input": usage["input_tokens"], "output": usage["output_tokens"]}
            break
    told = (output or {}).get("token_usage") or {}
    if isinstance(told, Mapping):
        if not found and "prompt_tokens" in told:
            found = {"input": told["prompt_tokens"] or 0, "output": told.get("completion_tokens") or 0}
        if isinstance(told.get("cost"), int | float):
            found["cost"] = told["cost"]
    return found


def _model(serialized: Mapping[str, Any] | None, metadata: Mapping[str, Any], parameters: Mapping[str, Any]) -> str:
    named = metadata.get("ls_model_name") or parameters.get("model") or parameters.get("model_name")
    return str(named or (serialized or {}).get("name") or (((serialized or {}).get("id")) or ["unknown"])[-1])


def _tool_names(tools: Sequence[Any]) -> list[str]:
    try:
        return [tool["function"]["name"] for tool in tools]
    except (TypeError, LookupError):  # not in OpenAI's form
        return [_tool_name(tool) for tool in tools]


def _tool_name(tool: Any) -> str:
    function = tool.get("function", tool) if isinstance(tool, Mapping) else {}
    return str(function.get("name", "?")) if isinstance(function, Mapping) else "?"


def _error(error: BaseException) -> dict[str, str]:
    """Type and message; without secrets."""
    try:
        said = str(error)
    except Exception:
        said = "(its message cannot be read)"
    return {"type": type(error).__qualname__, "message": redacted(said)[:2000]}


def _line(content: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS, default=repr)
    except TypeError:  # large integers, text that UTF-8 cannot hold
        return json.dumps(content, default=repr, ensure_ascii=False).encode("utf-8", "replace") + b"\n"

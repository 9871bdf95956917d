"""What a client asks for, read with suspicion: whatever is not as the protocol has it is refused in the protocol's own form."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from simulator.mock_llm.tokens import characters_of

LARGEST = 4_000_000
"""Bytes of a request."""
MOST_CHOICES = 128
MOST_MESSAGES = 2048
_ROLES = ("system", "developer", "user", "assistant", "tool", "function")
_NOT_ASKED = frozenset(("stream", "stream_options", "n", "user", "metadata", "logprobs", "top_logprobs", "store"))
"""What changes nothing in what is said."""


class RefusedError(Exception):
    """A request that cannot be answered, with the status and the body that OpenAI's service would send."""

    def __init__(self, message: str, status: int = 400, param: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.param = param
        self.code = code

    @property
    def body(self) -> dict[str, Any]:
        """The error as clients read it."""
        kinds = {429: "rate_limit_exceeded", 500: "server_error"}
        kind = kinds.get(self.status, "invalid_request_error")
        return {"error": {"message": str(self), "type": kind, "param": self.param, "code": self.code}}


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """A request for chat completions."""

    model: str
    messages: list[dict[str, Any]]
    tools: list[dict[str, Any]]
    """`name`, `description`, `parameters` of each."""
    tool_choice: str
    """none, auto, required, or the name of a tool."""
    parallel: bool
    form: dict[str, Any] | None
    """The JSON Schema that the answer has to meet; {} for any JSON object, None for text."""
    n: int
    stream: bool
    usage_streamed: bool
    logprobs: int | None
    """How many likely tokens are to be told of at each place; None for none."""
    most_tokens: int | None
    digest: str
    """SHA-256 of all that bears on what is said."""
    characters: int
    """Of the prompt."""


def read_request(body: bytes) -> ChatRequest:
    """The request in a body; raises RefusedError."""
    if len(body) > LARGEST:
        raise RefusedError(f"the request has {len(body):,} bytes, more than {LARGEST:,}: send less", 413)
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise RefusedError(f"the request's body is no JSON: {error}") from error
    if not isinstance(content, dict):
        raise RefusedError(f"expected a JSON object with 'model' and 'messages', got {_kind(content)}")
    model = _of(content, "model", str, None)
    messages, tools = _messages(content), _tools(content)
    options = _of(content, "stream_options", dict, {})
    asked = {key: value for key, value in content.items() if key not in _NOT_ASKED}
    return ChatRequest(
        model=model,
        messages=messages,
        tools=tools,
        tool_choice=_tool_choice(content, tools),
        parallel=_of(content, "parallel_tool_calls", bool, True),
        form=_form(content),
        n=_count(content, "n", 1, MOST_CHOICES) or 1,
        stream=_of(content, "stream", bool, False),
        usage_streamed=bool(options.get("include_usage")),
        logprobs=(_count(content, "top_logprobs", 0, 20) or 0) if _of(content, "logprobs", bool, False) else None,
        most_tokens=_count(content, "max_completion_tokens", 1, 10**9) or _count(content, "max_tokens", 1, 10**9),
        digest=hashlib.sha256(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)).hexdigest(),
        characters=characters_of(messages, tools),
    )


def _kind(value: Any) -> str:
    return {dict: "an object", list: "a list", str: "a text", type(None): "null"}.get(type(value), f"a {type(value).__name__}")


def _of(content: Mapping[str, Any], name: str, kind: type, instead: Any) -> Any:
    value = content.get(name)
    if value is None:
        if instead is None:
            raise RefusedError(f"{name!r} is missing", param=name)
        return instead
    if not isinstance(value, kind):
        raise RefusedError(f"{name!r}: expected {_kind(kind())}, got {_kind(value)}", param=name, code="invalid_type")
    return value


def _count(content: Mapping[str, Any], name: str, least: int, most: int) -> int | None:
    value = content.get(name)
    if value is None:
        return None
    if type(value) is not int or not least <= value <= most:
        raise RefusedError(f"{name!r}: expected a whole number from {least} to {most:,}, got {str(value)[:40]}", param=name)
    return value


def _messages(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = _of(content, "messages", list, None)
    if not messages or len(messages) > MOST_MESSAGES:
        raise RefusedError(f"'messages': expected 1 to {MOST_MESSAGES} messages, got {len(messages)}", param="messages")
    for at, message in enumerate(messages):
        where = f"messages[{at}]"
        if not isinstance(message, dict) or message.get("role") not in _ROLES:
            role = message.get("role") if isinstance(message, dict) else _kind(message)
            raise RefusedError(f"{where}.role: expected one of {', '.join(_ROLES)}, got {str(role)[:40]!r}", param=where)
        if not isinstance(message.get("content"), str | list | type(None)):
            raise RefusedError(f"{where}.content: expected a text or a list of parts", param=where, code="invalid_type")
        if message["role"] == "tool" and not isinstance(message.get("tool_call_id"), str):
            raise RefusedError(f"{where}.tool_call_id: a tool's message has to name the call that it answers", param=where)
        for call in message.get("tool_calls") or ():
            if not isinstance(call, dict) or not isinstance(call.get("function"), dict):
                raise RefusedError(f"{where}.tool_calls: expected calls with 'id' and 'function'", param=where)
    return messages


def _tools(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = []
    for at, tool in enumerate(_of(content, "tools", list, [])):
        function = tool.get("function") if isinstance(tool, dict) else None
        if not isinstance(function, dict) or not isinstance(function.get("name"), str) or not function["name"]:
            raise RefusedError(
                f"tools[{at}]: expected {{'type': 'function', 'function': {{'name': ..., 'parameters': ...}}}}", param="tools"
            )
        if not isinstance(function.get("parameters") or {}, dict):
            raise RefusedError(f"tools[{at}].function.parameters: expected a JSON Schema", param="tools", code="invalid_type")
        found.append(function)
    return found


def _tool_choice(content: Mapping[str, Any], tools: list[dict[str, Any]]) -> str:
    choice = content.get("tool_choice", "auto" if tools else "none")
    if isinstance(choice, dict) and isinstance(choice.get("function"), dict):
        name = choice["function"].get("name")
        if name not in [tool["name"] for tool in tools]:
            raise RefusedError(f"tool_choice: there is no tool {str(name)[:80]!r} in 'tools'", param="tool_choice")
        return str(name)
    if choice not in ("none", "auto", "required", None):
        raise RefusedError(
            f"tool_choice: expected none, auto, required or a function, got {str(choice)[:40]!r}", param="tool_choice"
        )
    if choice == "required" and not tools:
        raise RefusedError("tool_choice: a call is required, but there are no tools", param="tool_choice")
    return str(choice or "auto")


def _form(content: Mapping[str, Any]) -> dict[str, Any] | None:
    form = _of(content, "response_format", dict, {})
    kind = form.get("type", "text")
    if kind == "text":
        return None
    if kind == "json_object":
        return {}
    schema = form.get("json_schema", {}).get("schema") if isinstance(form.get("json_schema"), dict) else None
    if kind != "json_schema" or not isinstance(schema, dict):
        raise RefusedError(
            "response_format: expected {'type': 'json_schema', 'json_schema': {'name': ..., 'schema': ...}}, json_object or text",
            param="response_format",
        )
    return schema or {"type": "object"}

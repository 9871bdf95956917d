"""Which model answers, and to what: the key under which an answer is kept, and the secrets that must not be."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from pydantic import SecretStr

from roles.chat.forms import STRICT, Tools
from roles.redaction import SHORTEST, redacted, tells_of_secret

FORMAT = 1
"""Counts up when answers of earlier versions can no longer be found."""
_PIECE = 2047
"""Bytes that are digested at a time: with more, Python would let another thread in, for a few microseconds' work."""
_DECIDING = ("model", "model_name", "temperature", "top_p", "top_k", "max_tokens", "num_predict", "stop", "seed")
_CONNECTION = frozenset(("base_url", "api_base", "timeout", "max_retries", "stream", "n", "_type", "extra_headers"))


def name_of(model: BaseChatModel) -> str:
    """Which model it is, as verdicts, prices and messages name it."""
    for attribute in ("model_name", "model", "deployment_name"):
        name = getattr(model, attribute, None)
        if isinstance(name, str) and name:
            return name
    return type(model).__name__


def address_of(model: BaseChatModel) -> str:
    """Where it is asked, as the end of its name in a message; empty where nobody knows."""
    client = getattr(model, "root_client", None)
    address = getattr(client, "base_url", None) or getattr(model, "base_url", None)
    return f" at {redacted(str(address), *secrets_of(model))}" if address else ""


def identity(model: BaseChatModel) -> dict[str, Any]:
    """The model and those of its settings that decide what it answers; where it runs is none of them."""
    described = model.asdict() if hasattr(model, "asdict") else model.dict()
    settings = {name: getattr(model, name, None) for name in _DECIDING}
    found = {**described, **{name: value for name, value in settings.items() if value is not None}}
    plain = {name: _plain(value) for name, value in found.items() if name not in _CONNECTION}
    return {"type": type(model).__qualname__, **plain}


def key_of(model: Mapping[str, Any], messages: Sequence[BaseMessage], form: Any, seed: int, n: int) -> str:
    """32 hexadecimal digits: model, settings, prompt, form of the answer, dice and number of candidates."""
    asked = [FORMAT, dict(model), [_said(message) for message in messages], form, seed, n]
    try:
        written = orjson.dumps(asked, option=STRICT, default=_of_tools)
    except TypeError:  # something that is no JSON
        written = orjson.dumps(_plain(asked), option=STRICT)
    digest = hashlib.sha256()
    for at in range(0, len(written), _PIECE):
        digest.update(written[at : at + _PIECE])
    return digest.hexdigest()[:32]


def _of_tools(value: Any) -> Any:
    """Tools as they were written before."""
    if isinstance(value, Tools):
        return value.written
    raise TypeError


def _said(message: BaseMessage) -> list[Any]:
    said: list[Any] = [message.type, message.content]
    if isinstance(message, AIMessage):
        said.append([[call["name"], call["args"], call["id"]] for call in message.tool_calls])
    if isinstance(message, ToolMessage):
        said.append(message.tool_call_id)
    return said


def _plain(value: Any) -> Any:
    """JSON; of anything else its type, for what an object prints may differ from run to run."""
    if isinstance(value, Mapping):
        return {str(name): _plain(child) for name, child in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(child) for child in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >> 63:
        return str(value)
    if value is None or isinstance(value, str | int | float | bool):
        return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
    return type(value).__qualname__


def secrets_of(model: BaseChatModel) -> tuple[str, ...]:
    """What must not be told of a model: its keys, and what its headers, addresses and settings hold of the kind."""
    return tuple(dict.fromkeys(secret for secret in _secrets(model.__dict__) if len(secret) >= SHORTEST))


def _secrets(settings: Mapping[str, Any]) -> Iterator[str]:
    for name, value in settings.items():
        if isinstance(value, SecretStr):
            yield value.get_secret_value()
        elif isinstance(value, str) and tells_of_secret(str(name)):
            yield value
            yield value.rpartition(" ")[2]
        elif isinstance(value, Mapping):
            yield from _secrets(value)

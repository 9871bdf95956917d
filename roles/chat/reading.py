"""What an answer says: the JSON in it, wherever it stands, held to the form that was asked for."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

from langchain_core.messages import AIMessage
from pydantic import BaseModel, ValidationError

A = TypeVar("A", bound=BaseModel)
Check = Callable[[Any], Sequence[str]]
"""What is wrong with an answer, in words; empty if nothing is."""

LONGEST_ANSWER = 200_000
"""Characters of an answer that are read."""
_FENCED = re.compile(r"```(?:json)?[ \t]*\n(.*?)```", re.DOTALL)
_THOUGHT = re.compile(r"^\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)
_UNFINISHED = {"length": "it was cut off at the limit of tokens", "content_filter": "a filter took it away"}


@dataclass(frozen=True, slots=True)
class BadAnswer:
    """An answer that could not be used."""

    reason: str
    """What is wrong with it, in words."""
    text: str = ""
    """What the model said."""


def read_answer(said: Mapping[str, Any], answer: type[A], check: Check | None = None) -> A | BadAnswer:
    """The answer in a message that was kept, as a tool call or as JSON somewhere in its text."""
    text = _text(said)
    try:
        found = _read(text, answer)
    except ValidationError as error:
        return BadAnswer(_unfinished(said) + _wrong(error), text)
    reasons = check(found) if check else ()
    return BadAnswer("; ".join(reasons), text) if reasons else found


def _read(text: str, answer: type[A]) -> A:
    """The answer that a text is, as most are, or that stands somewhere in it."""
    if text[:1] == "{" and len(text) <= LONGEST_ANSWER:
        try:
            return answer.model_validate_json(text)
        except ValidationError:
            pass
    return answer.model_validate_json(_json(text))


def _text(said: Mapping[str, Any]) -> str:
    for call in said.get("calls", ()):
        return json.dumps(call["args"], ensure_ascii=False)
    for bad in said.get("invalid", ()):
        return str(bad["args"] or "")
    content = said["content"]
    return content if isinstance(content, str) else str(AIMessage(content).text)


def _json(text: str) -> str:
    """The JSON in an answer: all of it, what is fenced, or the first object that is one."""
    text = str(_THOUGHT.sub("", text[:LONGEST_ANSWER]))
    pieces: Iterator[str] = chain((text,), _FENCED.findall(text), _objects(text))
    for piece in pieces:
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


def _unfinished(said: Mapping[str, Any]) -> str:
    reason = _UNFINISHED.get(str(said.get("finish_reason")))
    return f"{reason}; " if reason else ""

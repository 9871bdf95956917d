"""A conversation as chat messages in OpenAI's form, arguments as objects: what certificates point into and exports write."""

import datetime
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson

from roles.base import Asked, Called, Conversation, Opened, Replied, Returned, Step

Message = dict[str, Any]
_KNOWN = "What is known about the user: "


def messages(conversation: Conversation) -> list[Message]:
    """What was heard, oldest first; the first message is the system's and tells the date and the user's profile."""
    found: list[Message] = []
    names: dict[str, str] = {}
    for step in conversation.heard().steps:
        if isinstance(step, Called):
            names.update((call.id, call.tool) for call in step.calls)
        found += step_messages(step, names)
    return found


def step_messages(step: Step, names: Mapping[str, str]) -> list[Message]:
    """The messages of one step that was heard; `names` tells the tools of the calls that it answers, by id."""
    if isinstance(step, Opened):
        return [{"role": "system", "content": _scene(step)}]
    if isinstance(step, Asked):
        return [{"role": "user", "content": step.text}]
    if isinstance(step, Called):
        calls = [_tool_call(call.id, call.tool, call.arguments) for call in step.calls]
        return [{"role": "assistant", "content": "", "tool_calls": calls}]
    if isinstance(step, Returned):
        return [
            {"role": "tool", "tool_call_id": result.call, "name": names[result.call], "content": _text(result.value)}
            for result in step.results
        ]
    return [{"role": "assistant", "content": step.text}] if isinstance(step, Replied) else []


def _scene(opened: Opened) -> str:
    known = f"\n{_KNOWN}{_text(opened.profile)}" if opened.profile else ""
    return f"Today is {_written(opened.date)}.{known}"


@lru_cache(maxsize=4096)
def _written(date: str) -> str:
    day = datetime.date.fromisoformat(date)
    return f"{day:%A}, {day.day} {day:%B %Y}"


def scene_of(text: str) -> tuple[str, dict[str, Any]]:
    """(date, profile) that a system message tells; empty where it does not."""
    day, _, rest = text.partition("\n")
    _, comma, date = day.removesuffix(".").partition(", ")
    date = _day(date) if comma else ""
    _, known, profile = rest.partition(_KNOWN)
    try:
        found = orjson.loads(profile) if known else {}
    except orjson.JSONDecodeError:
        found = {}
    return date, found if isinstance(found, dict) else {}


@lru_cache(maxsize=4096)
def _day(told: str) -> str:
    try:
        return datetime.datetime.strptime(told, "%d %B %Y").date().isoformat()
    except ValueError:
        return ""


def _tool_call(id: str, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    return {"id": id, "type": "function", "function": {"name": name, "arguments": arguments}}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()

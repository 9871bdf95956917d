"""What a prompt tells of a conversation, as the steps that offline roles read."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from roles.base import Asked, Called, Conversation, Opened, Persona, Replied, Result, Returned, Step
from roles.chatting.prompt import REPAIR_LINE
from roles.messages import scene_of
from simulator.mock_llm.stages import Stage
from tool_graphs.plan import Call

Blocks = Mapping[str, Any]
TODAY = "2026-01-01"
"""The day where a prompt does not tell it."""
_SENT_BACK = ("Error: ", "Not carried out, ")
_STYLES = ("plain", "polite", "terse", "chatty")


def opened(scene: Mapping[str, Any], tools: Sequence[str], id: str) -> Opened:
    """The scene."""
    style = scene.get("style")
    return Opened(
        id=id,
        seed="mock",
        persona=Persona(name="user", style=style if style in _STYLES else "plain"),
        date=_day(scene.get("date")),
        profile=scene.get("profile") or {},
        tools=tuple(tools),
        turns=1,
    )


def _day(text: Any) -> str:
    try:
        return datetime.date.fromisoformat(str(text)).isoformat()
    except ValueError:
        return TODAY


def told(blocks: Blocks, stage: Stage, id: str) -> Conversation:
    """The conversation that data blocks tell of."""
    offered = [stage.name(tool["name"]) for tool in blocks.get("tools", ())]
    steps: list[Step] = [opened(blocks.get("scene", {}), offered, id)]
    for one in blocks.get("heard", ()):
        if "user" in one:
            steps.append(Asked(text=one["user"]))
        elif "assistant" in one:
            steps.append(Replied(text=one["assistant"]))
        elif "call" in one:
            steps.append(Called(calls=(Call(id=one["call"], tool=stage.name(one["tool"]), arguments=one["arguments"]),)))
        elif "result" in one:
            steps.append(Returned(results=(Result(call=one["result"], value=one["value"]),)))
    return Conversation(steps=tuple(steps))


def chatted(
    messages: Sequence[Mapping[str, Any]], scene: Mapping[str, Any], offered: Sequence[str], stage: Stage
) -> Conversation:
    """The conversation that chat messages are; calls of tools that are not there, and their results, are left out."""
    return Conversation(steps=(opened(scene, offered, "chat"), *_steps(messages, stage)))


def told_off(messages: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The messages of one of our own assistants, without the last ones where they send a bad answer back."""
    last = len(messages) - 1
    while last > 0 and messages[last]["role"] == "tool" and text_of(messages[last]).startswith(_SENT_BACK):
        last -= 1
    if last < len(messages) - 1:
        return list(messages[:last])
    if messages and messages[-1]["role"] == "user" and text_of(messages[-1]).startswith(REPAIR_LINE):
        return list(messages[:-2])
    return list(messages)


def _steps(messages: Sequence[Mapping[str, Any]], stage: Stage) -> Iterator[Step]:
    known: set[str] = set()
    for message in messages:
        text = text_of(message)
        if message["role"] == "user":
            yield Asked(text=text)
        elif message["role"] == "assistant" and message.get("tool_calls"):
            calls = tuple(filter(None, (_call(call, stage) for call in message["tool_calls"])))
            known |= {call.id for call in calls}
            if calls:
                yield Called(calls=calls)
        elif message["role"] == "assistant" and text:
            yield Replied(text=text)
        elif message["role"] == "tool" and message["tool_call_id"] in known:
            yield Returned(results=(Result(call=message["tool_call_id"], value=_value(text)),))


def scene_told(messages: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The day and the profile, where a system's message tells them as our exports do."""
    for message in messages:
        if message["role"] in ("system", "developer"):
            date, profile = scene_of(text_of(message))
            return {"date": date, "profile": profile}
    return {}


def text_of(message: Mapping[str, Any]) -> str:
    """What a message says."""
    content = message.get("content")
    if isinstance(content, list):
        return "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return str(content or "")


def _call(call: Mapping[str, Any], stage: Stage) -> Call | None:
    name = stage.name(str(call["function"].get("name")))
    arguments = _value(str(call["function"].get("arguments") or "{}"))
    if name not in stage.graph.tools or not isinstance(arguments, dict):
        return None
    return Call(id=str(call.get("id")), tool=name, arguments=arguments)


def _value(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text

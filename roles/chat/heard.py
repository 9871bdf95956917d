"""What was heard, as the messages that the assistant's model is given."""

import json
from functools import lru_cache
from typing import Any

import orjson
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from roles.base import Asked, Called, Conversation, Replied, Returned, Step
from tool_graphs.plan import Call
from tool_graphs.tool import function_name


def heard_messages(conversation: Conversation) -> list[BaseMessage]:
    """What was heard after the scene, oldest first; not to be changed, for each step's are kept."""
    found: list[BaseMessage] = []
    names: dict[str, str] = {}
    for step in conversation.heard().steps:
        if isinstance(step, Called):
            names.update((call.id, call.tool) for call in step.calls)
        told = tuple([names[result.call] for result in step.results]) if isinstance(step, Returned) else ()
        found += _messages(_Itself(step), told)
    return found


class _Itself:
    """A step, found by what it is and not by what it says."""

    __slots__ = ("step",)

    def __init__(self, step: Step) -> None:
        self.step = step

    def __hash__(self) -> int:
        return id(self.step)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and other.step is self.step


@lru_cache(maxsize=2048)
def _messages(one: _Itself, tools: tuple[str, ...]) -> tuple[BaseMessage, ...]:
    """A step's messages; `tools` are those of the results. As many are kept as a hundred conversations have at once."""
    step = one.step
    if isinstance(step, Asked):
        return (HumanMessage(step.text),)
    if isinstance(step, Called):
        return (AIMessage("", tool_calls=[_tool_call(call) for call in step.calls]),)
    if isinstance(step, Returned):
        results = zip(step.results, tools, strict=True)
        return tuple(
            [ToolMessage(_text(result.value), name=function_name(tool), tool_call_id=result.call) for result, tool in results]
        )
    return (AIMessage(step.text),) if isinstance(step, Replied) else ()


def _tool_call(call: Call) -> Any:
    arguments = json.loads(json.dumps(call.arguments))  # a copy, and nothing but JSON
    return {"name": function_name(call.tool), "args": arguments, "id": call.id, "type": "tool_call"}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()

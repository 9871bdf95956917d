"""A conversation as a proof reads it: turns with requests, calls, results and replies, from its messages alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

from roles.base import Asked, Called, Conversation, Opened, Replied, Returned
from roles.messages import scene_of
from roles.proof.failure import Failure

Message = dict[str, Any]


class Issued(NamedTuple):
    """A call as it stands in the messages."""

    id: str
    tool: str
    arguments: dict[str, Any]
    turn: int
    """From 1."""
    message: int
    """Which message issued it."""

    def __str__(self) -> str:
        return f"call {self.id} ({self.tool})"


@dataclass(slots=True)
class Turn:
    """A request, what was called for it, and the reply."""

    number: int
    message: int
    """Which message is the request."""
    text: str
    calls: list[Issued] = field(default_factory=list)
    reply: str | None = None


@dataclass(slots=True)
class Story:
    """What was said and done, oldest first."""

    date: str = ""
    profile: dict[str, Any] = field(default_factory=dict)
    turns: list[Turn] = field(default_factory=list)
    calls: dict[str, Issued] = field(default_factory=dict)
    results: dict[str, Any] = field(default_factory=dict)
    """Call id -> result."""
    returned: dict[str, int] = field(default_factory=dict)
    """Call id -> the message that holds its result."""
    failures: list[Failure] = field(default_factory=list)
    """What does not hold together."""

    def requests(self, until: int) -> Iterator[Turn]:
        """The turns whose requests were made before a message, newest first."""
        return (turn for turn in reversed(self.turns) if turn.message < until)


def story_of(messages: list[Message]) -> Story:
    """The story that messages tell; raises ShapeError where they are no messages in the dataset's form."""
    story = Story()
    waiting: list[str] = []
    for number, message in enumerate(messages):
        role = message["role"] if isinstance(message, dict) and "role" in message else None
        content = message.get("content") if isinstance(message, dict) else None
        if not isinstance(content, str):
            raise ShapeError(f"message {number}: expected an object with a role and a text as content")
        if role == "tool":
            _returned(story, message, number, waiting)
            continue
        for id in waiting:
            story.failures.append(_unanswered(story.calls[id]))
        waiting = []
        if role == "system" and number == 0:
            story.date, story.profile = scene_of(content)
        elif role == "user":
            story.turns.append(Turn(len(story.turns) + 1, number, content))
        elif role == "assistant" and story.turns:
            waiting = _issued(story, message, number)
            if not waiting:
                story.turns[-1].reply = content
        else:
            raise ShapeError(f"message {number}: {role!r} cannot stand here")
    story.failures += [_unanswered(story.calls[id]) for id in waiting]
    return story


def heard_story(conversation: Conversation) -> Story:
    """The story of a conversation; messages are counted as `roles.messages` writes them."""
    story = Story()
    message = 0
    for step in conversation.heard().steps:
        if isinstance(step, Opened):
            story.date, story.profile = step.date, step.profile
        elif isinstance(step, Asked) or not story.turns:
            story.turns.append(Turn(len(story.turns) + 1, message, step.text if isinstance(step, Asked) else ""))
        if isinstance(step, Called):
            for call in step.calls:
                issued = Issued(call.id, call.tool, call.arguments, len(story.turns), message)
                story.calls[call.id] = issued
                story.turns[-1].calls.append(issued)
        elif isinstance(step, Returned):
            for place, result in enumerate(step.results):
                if result.call in story.calls:
                    story.results[result.call] = result.value
                    story.returned[result.call] = message + place
                else:
                    text = f"a result for {result.call}, which was never called"
                    story.failures.append(Failure(rule="stray-result", text=text, turn=len(story.turns)))
        elif isinstance(step, Replied):
            story.turns[-1].reply = step.text
        message += len(step.results) if isinstance(step, Returned) else 1
    return story


class ShapeError(Exception):
    """A row that is not in the dataset's form."""


def _unanswered(call: Issued) -> Failure:
    return Failure(rule="unanswered", text=f"{call} has no result", turn=call.turn, call=call.id)


def _issued(story: Story, message: Message, number: int) -> list[str]:
    waiting: list[str] = []
    turn = story.turns[-1]
    calls = message.get("tool_calls") or []
    if not isinstance(calls, list):
        raise ShapeError(f"message {number}: tool_calls is no list")
    for call in calls:
        try:
            id, function = call["id"], call["function"]
            name, arguments = function["name"], function["arguments"]
            arguments = orjson.loads(arguments) if isinstance(arguments, str) else arguments
        except (KeyError, TypeError, orjson.JSONDecodeError):
            raise ShapeError(f"message {number}: expected calls with id, function.name and function.arguments") from None
        if not (isinstance(id, str) and isinstance(name, str) and isinstance(arguments, dict)):
            raise ShapeError(f"message {number}: a call's id and name are texts, its arguments an object")
        issued = Issued(id, name, arguments, turn.number, number)
        if id in story.calls:
            text = f"{issued}: {story.calls[id]} has that id already"
            story.failures.append(Failure(rule="duplicate-id", text=text, turn=turn.number, call=id))
        story.calls[id] = issued
        turn.calls.append(issued)
        waiting.append(id)
    return waiting


def _returned(story: Story, message: Message, number: int, waiting: list[str]) -> None:
    id = message.get("tool_call_id")
    call = story.calls.get(id) if isinstance(id, str) else None
    if call is None or id not in waiting:
        text = f"message {number} is a result for {id!r}, which waits for none"
        story.failures.append(Failure(rule="stray-result", text=text, turn=len(story.turns)))
        return
    waiting.remove(id)
    name = message.get("name", call.tool)
    if name != call.tool:
        text = f"message {number} is a result of {name!r}, but {call} was called"
        story.failures.append(Failure(rule="stray-result", text=text, turn=call.turn, call=call.id))
    story.results[id] = _value(message["content"])
    story.returned[id] = number


def _value(content: str) -> Any:
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return content

"""Rows of datasets, in the shapes that are about, as transcripts."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from simulator.audit.literals import literal
from simulator.audit.marks import marked
from simulator.audit.notation import Written, arguments_of, call_of, calls_in, calls_of, result_of, results_in
from simulator.audit.offered import in_prompt, offered
from simulator.audit.transcript import Event, Part, Transcript, UnreadableError
from tool_graphs.tool import Tool

Message = Mapping[str, Any]
_PARTS: dict[str, Part] = {
    "system": "system", "developer": "system",
    "user": "user", "human": "user", "prompter": "user",
    "assistant": "assistant", "gpt": "assistant", "model": "assistant", "chatgpt": "assistant", "bot": "assistant",
    "function_call": "call", "tool_call": "call", "tool_calls": "call", "functioncall": "call",
    "tool": "result", "function": "result", "observation": "result", "function_response": "result", "tool_response": "result",
    "tool_result": "result", "ipython": "result", "environment": "result", "function_result": "result",
}  # fmt: skip
_LISTS = ("messages", "conversations", "conversation", "items", "dialog", "dialogue")
_TOOLS = ("tools", "functions", "function_description", "available_tools", "apis")


def transcript(row: Any, place: str, tools: Mapping[str, Tool] | None = None) -> Transcript:
    """A row, read; `tools` are on offer beside its own. Raises UnreadableError with the reason."""
    if isinstance(row, list):
        row = {"messages": row}
    if not isinstance(row, Mapping):
        raise UnreadableError(f"expected an object, found {type(row).__name__}")
    own = next((offered(row[key]) for key in _TOOLS if row.get(key)), {})
    messages = list(_messages(row))
    if not messages:
        raise UnreadableError(f"no messages: expected one of {', '.join(_LISTS)}, chat, or query with answers")
    if not own:
        messages, own = _prompted(messages)
    events = tuple(_paired(_events(messages)))
    return Transcript(str(row.get("id") or row.get("conversation_id") or place), {**(tools or {}), **own}, events)


def _messages(row: Message) -> Iterator[tuple[Part, Message]]:
    """(part, message) of each message, whatever the row calls them."""
    system = row.get("system") or row.get("system_prompt") or row.get("system_message")
    listed = next((row[key] for key in _LISTS if isinstance(row.get(key), list)), None)
    if isinstance(system, str) and not (listed and _part(listed[0], 0) == "system"):
        yield "system", {"content": system.removeprefix("SYSTEM:").strip()}
    if listed is not None:
        yield from ((_part(each, number), each) for number, each in enumerate(listed))
    elif isinstance(row.get("chat"), str):
        yield from _chat(row["chat"])
    elif isinstance(row.get("query"), str) and "answers" in row:
        yield "user", {"content": row["query"]}
        yield "call", {"value": row["answers"]}


def _part(message: Any, number: int) -> Part:
    if not isinstance(message, Mapping):
        raise UnreadableError(f"message {number}: expected an object, found {type(message).__name__}")
    role = message.get("role", message.get("from"))
    part = _PARTS.get(str(role).lower().replace("-", "_").replace(" ", "_"))
    if part is None:
        raise UnreadableError(f"message {number}: nobody knows the role {role!r}")
    return part


_SPEAKER = re.compile(r"\s*(?:\A|\n)\s*(USER|ASSISTANT|FUNCTION RESPONSE):\s*|<\|endoftext\|>")


def _chat(text: str) -> Iterator[tuple[Part, Message]]:
    """The messages of one running text: USER: ... ASSISTANT: ... FUNCTION RESPONSE: ..."""
    parts: dict[str, Part] = {"USER": "user", "ASSISTANT": "assistant", "FUNCTION RESPONSE": "result"}
    pieces = _SPEAKER.split(text)
    for speaker, said in zip(pieces[1::2], pieces[2::2], strict=True):
        if speaker and said.strip():
            yield parts[speaker], {"content": said.strip()}


def _prompted(messages: list[tuple[Part, Message]]) -> tuple[list[tuple[Part, Message]], dict[str, Tool]]:
    """The messages without the tools that system prompts list, and these tools."""
    found: dict[str, Tool] = {}
    kept: list[tuple[Part, Message]] = []
    for part, message in messages:
        if part == "system":
            tools, rest = in_prompt(_content(message))
            found.update(tools)
            message = {"content": rest}
        kept.append((part, message))
    return kept, found


def _content(message: Message) -> str:
    """The text of a message, also where it comes in pieces."""
    content = message.get("content", message.get("value"))
    if isinstance(content, list):
        return "\n".join(
            filter(None, (str(piece.get("text", "")) if isinstance(piece, Mapping) else str(piece) for piece in content))
        )
    return content if isinstance(content, str) else ""


def _events(messages: list[tuple[Part, Message]]) -> Iterator[Event]:
    for number, (part, message) in enumerate(messages):
        try:
            yield from _READERS[part](message, number)
        except UnreadableError as error:
            raise UnreadableError(f"message {number}: {error}") from None


def _spoken(part: Part) -> Callable[[Message, int], Iterator[Event]]:
    def spoken(message: Message, number: int) -> Iterator[Event]:
        yield Event(part, number, _content(message))

    return spoken


def _assistant(message: Message, number: int) -> Iterator[Event]:
    calls, text = calls_in(_content(message))
    calls, text = (calls, text) if calls else marked(text)
    if text:
        yield Event("assistant", number, text)
    listed = message.get("tool_calls") or message.get("function_call") or []
    if isinstance(listed, str):
        listed = literal(listed)
    for each in listed if isinstance(listed, list) else [listed]:
        id = str(each.get("id") or "") if isinstance(each, Mapping) else ""
        yield from (_called(number, call, id) for call in calls_of(each))
    used = _pieces(message, "tool_use")
    yield from (_called(number, call, str(each.get("id") or "")) for each in used for call in calls_of(each))
    if not listed and not used:
        yield from (_called(number, call) for call in calls)


def _user(message: Message, number: int) -> Iterator[Event]:
    """What the user says, and results that stand in its place."""
    for each in _pieces(message, "tool_result"):
        content = _content(each) if isinstance(each.get("content"), list) else each.get("content")
        yield Event("result", number, id=str(each.get("tool_use_id") or ""), value=result_of(content))
    text = _content(message)
    if text or not _pieces(message, "tool_result"):
        yield Event("user", number, text)


def _pieces(message: Message, kind: str) -> list[Message]:
    """The pieces of a message's content of one type."""
    content = message.get("content")
    return (
        [each for each in content if isinstance(each, Mapping) and each.get("type") == kind] if isinstance(content, list) else []
    )


def _called(number: int, call: Written, id: str = "") -> Event:
    return Event("call", number, id=id, tool=call[0], value=call[1])


def _call(message: Message, number: int) -> Iterator[Event]:
    value = message.get("value", message.get("content"))
    if isinstance(value, str):
        tagged, _ = calls_in(value) if "<" in value else ([], "")
        yield from (_called(number, call) for call in tagged or call_of(value))
    elif isinstance(message.get("name"), str) and value is None:
        yield _called(number, (message["name"], arguments_of(message.get("arguments"), message["name"])))
    else:
        yield from (_called(number, call) for call in calls_of(value))


def _result(message: Message, number: int) -> Iterator[Event]:
    content = message.get("content", message.get("value"))
    values = results_in(_content(message)) if isinstance(content, str | list) and _content(message) else [result_of(content)]
    for value in values:
        name = str(message.get("name") or "")
        if not name and isinstance(value, dict) and set(value) in ({"name", "content"}, {"name", "results"}, {"name", "result"}):
            name, value = str(value["name"]), next(value[key] for key in value if key != "name")
        yield Event("result", number, id=str(message.get("tool_call_id") or ""), tool=name, value=value)


_READERS: dict[Part, Callable[[Message, int], Iterator[Event]]] = {
    "system": _spoken("system"),
    "user": _user,
    "assistant": _assistant,
    "call": _call,
    "result": _result,
}


def _paired(events: Iterator[Event]) -> Iterator[Event]:
    """The events with ids for all calls, and each result with the id of its call: by id, else by name, else by order."""
    waiting: list[tuple[str, str]] = []
    taken: set[str] = set()
    for event in events:
        if event.part == "call":
            id = event.id if event.id and event.id not in taken else _fresh(taken)
            taken.add(id)
            waiting.append((id, event.tool))
            yield event._replace(id=id)
        elif event.part == "result":
            match = _owner(event, waiting)
            if match is None:
                raise UnreadableError(f"message {event.message}: a result that belongs to no call")
            waiting.remove(match)
            yield event._replace(id=match[0], tool=match[1])
        else:
            yield event


def _fresh(taken: set[str]) -> str:
    number = len(taken) + 1
    while f"call_{number}" in taken:
        number += 1
    return f"call_{number}"


def _owner(event: Event, waiting: list[tuple[str, str]]) -> tuple[str, str] | None:
    by_id = next((one for one in waiting if event.id and one[0] == event.id), None)
    return by_id or next((one for one in waiting if event.tool and one[1] == event.tool), None) or next(iter(waiting), None)

"""The assistant, played by a chat model: it sees what is heard and the tools on offer, and neither plan nor brief."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from random import Random
from typing import Any

from roles.base import Called, Conversation, Judged, Opened, Planned, Replied
from roles.chat import BaseMessage, Tools, as_messages
from roles.chatting.heard import heard_messages, tool_call
from roles.chatting.matching import mapped
from roles.chatting.prompt import REPAIR_LINE, block
from roles.chatting.proving import unproved
from roles.chatting.seat import Seat
from roles.chatting.showing import bound_in, named, scene
from roles.language.disclosure import Disclosure
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call

TRIES = 3
"""How often the model is asked for a step that leads where the plan does, before the conversation is given up."""


class ChatAssistant:
    """Has the model call the bound tools, one or several at a time, and reply in the end.

    The plan only decides afterwards what becomes of its answer: calls that say the same get the plan's ids; one that comes
    before what it needs is left for later. Where a call is not the plan's, or a reply comes too early, another answer is drawn
    with nothing said about why, and in the end the turn is to begin anew; so it is where its calls and results prove nothing.
    """

    def __init__(self, graph: ToolGraph, seat: Seat, tries: int = TRIES) -> None:
        self.graph = graph
        self.seat = seat
        self.tries = tries
        self.disclosure = Disclosure(graph)

    def __call__(self, conversation: Conversation, rng: Random) -> Called | Replied | Judged:
        """The next calls, the reply, or a refusal where the model keeps calling what cannot be called."""
        wrong = self._unproved(conversation)
        if wrong:
            return Judged(ok=False, reasons=wrong, anew=True)
        offered = _offered(self.graph, conversation.last(Opened).tools)
        spoken = self._messages(conversation)
        astray: list[str] = []
        for _ in range(self.tries):
            step, astray = self._step(spoken, offered, conversation, rng)
            if not astray:
                return step
        return Judged(ok=False, reasons=tuple(astray), anew=True)

    def _unproved(self, conversation: Conversation) -> tuple[str, ...]:
        """Why a turn whose calls have all returned is none that anybody would let pass, whatever the reply."""
        returned = conversation.results()
        if any(call.id not in returned for call in conversation.last(Planned).plan.calls):
            return ()
        return unproved(conversation, self.graph)

    def _messages(self, conversation: Conversation) -> list[BaseMessage]:
        """What was heard, after the instructions."""
        system = f"{self.seat.system({})}\n{block('scene', scene(conversation.last(Opened)))}"
        return [*as_messages([{"role": "system", "content": system}]), *heard_messages(conversation)]

    def _step(
        self, spoken: Sequence[BaseMessage], offered: Tools, conversation: Conversation, rng: Random
    ) -> tuple[Called | Replied | Judged, list[str]]:
        """What the model says next, and how it leads astray."""
        message = self._said(spoken, offered, rng)
        errors = self._errors(message, conversation)
        if errors:
            message = self._said([*spoken, *as_messages(list(_told_off(message, errors)))], offered, rng)
            errors = self._errors(message, conversation)
        if errors:
            reasons = [f"what the assistant says cannot be carried out: {error}" for _, error in errors]
            return Judged(ok=False, reasons=tuple(reasons)), reasons
        if message["calls"]:
            return self._called(message["calls"], conversation)
        return self._replied(message["text"], conversation)

    def _said(self, spoken: Sequence[BaseMessage], offered: Tools, rng: Random) -> dict[str, Any]:
        said = self.seat.chat.speak(spoken, offered, rng)
        calls = [{"id": str(call["id"] or f"asked_{at}"), **_named(call)} for at, call in enumerate(said.tool_calls)]
        bad = [
            {
                "id": str(call["id"] or f"bad_{at}"),
                "name": str(call["name"]),
                "arguments": None,
                "error": "its arguments are no JSON object",
            }
            for at, call in enumerate(said.invalid_tool_calls)
        ]
        return {"text": str(said.text).strip(), "calls": [*calls, *bad]}

    def _errors(self, message: Mapping[str, Any], conversation: Conversation) -> list[tuple[str, str]]:
        """(id, what is wrong) of the calls that cannot be made."""
        names = named(conversation.last(Opened).tools)
        found: list[tuple[str, str]] = []
        for call in message["calls"]:
            if call["name"] not in names:
                found.append((call["id"], f"there is no tool {call['name']!r}"))
            elif call["arguments"] is None:
                found.append((call["id"], f"{call['name']}: {call['error']}"))
            else:
                errors = self.graph.tool(names[call["name"]]).argument_errors(call["arguments"])
                found += [(call["id"], f"{call['name']}: {error}") for error in errors[:3]]
        if not message["calls"] and not message["text"]:
            found.append(("", "neither a call nor a reply"))
        return found

    def _called(self, given: Sequence[Mapping[str, Any]], conversation: Conversation) -> tuple[Called, list[str]]:
        names = named(conversation.last(Opened).tools)
        calls = [Call(id=call["id"], tool=names[call["name"]], arguments=call["arguments"]) for call in given]
        plan, today = conversation.last(Planned).plan, conversation.last(Opened).date
        found = mapped(calls, plan, conversation.results(), conversation.calls(), self.graph, today)
        astray = found.astray if found.calls else (*found.astray, *found.early)
        return Called(calls=found.calls), [f"the assistant's call of {why}" for why in astray]

    def _replied(self, text: str, conversation: Conversation) -> tuple[Replied, list[str]]:
        issued = conversation.calls()
        left = [call.tool for call in conversation.last(Planned).plan.calls if call.id not in issued]
        names = self.disclosure.named(text, conversation.last(Opened).tools)
        reasons = [f"the assistant replies without having called {name}: {text[:200]!r}" for name in left]
        return Replied(text=text), reasons + [f"the assistant's reply names {name!r}" for name in names]


@lru_cache(maxsize=256)
def _offered(graph: ToolGraph, names: tuple[str, ...]) -> Tools:
    return Tools(bound_in(graph, names))


def _named(call: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": str(call["name"]), "arguments": call["args"]}


def _told_off(message: Mapping[str, Any], errors: Sequence[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    """The message, with an error as a tool would give it for each call of it."""
    if not message["calls"]:
        yield {"role": "assistant", "content": message["text"] or "(nothing)"}
        yield {"role": "user", "content": f"{REPAIR_LINE}\nYour message was empty: make a call or reply."}
        return
    calls = [tool_call(call["id"], call["name"], call["arguments"] or {}) for call in message["calls"]]
    yield {"role": "assistant", "content": message["text"], "tool_calls": calls}
    for call in message["calls"]:
        wrong = [error for id, error in errors if id == call["id"]]
        said = f"Error: {'; '.join(wrong)}" if wrong else "Not carried out, for another call was wrong. Make it again."
        yield {"role": "tool", "tool_call_id": call["id"], "name": call["name"], "content": said}

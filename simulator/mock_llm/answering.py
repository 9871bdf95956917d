"""From a request to what is said, the same for the same request and seed; and to how it goes wrong."""

from collections.abc import Iterable
from dataclasses import replace
from random import Random
from typing import Any

import orjson

from roles.chatting.prompt import SEAT_LINE, read_blocks
from simulator.mock_llm.answer import Answer, ToolCall, written
from simulator.mock_llm.faults import Faults
from simulator.mock_llm.request import ChatRequest
from simulator.mock_llm.seats import SEATS
from simulator.mock_llm.spoiling import malformed, wrong_tool
from simulator.mock_llm.stages import Stages
from simulator.mock_llm.strangers import called, formed, spoken
from simulator.mock_llm.telling import text_of
from simulator.mock_llm.tokens import CHARACTERS
from tool_graphs.errors import ToolweftError
from tool_graphs.graph import ToolGraph

MOST_KEPT = 50_000
"""Answers that are kept, so that a request that comes again takes no time."""
_UNREADABLE = (ToolweftError, LookupError, TypeError, ValueError, AttributeError)
"""What a prompt raises that looks like ours and is not."""


class Answering:
    """Says what a model might."""

    def __init__(self, known: Iterable[ToolGraph] = (), seed: str = "7", faults: Faults | None = None) -> None:
        self.stages = Stages(known)
        self.seed = seed
        self.faults = faults or Faults()
        self._kept: dict[tuple[str, int], Answer] = {}

    def answers(self, request: ChatRequest, seen: int) -> tuple[list[Answer], int]:
        """The choices, and how many of them went wrong; `seen` is how often the request came before."""
        found, spoilt = [], 0
        for at in range(request.n):
            answer = self.answer(request, at)
            name = f"{self.seed}/{request.digest}/{seen}/{at}"
            fault = self.faults.of_answer(name)
            if fault:
                spoilt += 1
                answer = self._spoilt(answer, fault, request, Random(f"{name}/{fault}"))
            found.append(_shortened(answer, request.most_tokens))
        return found, spoilt

    def knows(self, request: ChatRequest) -> bool:
        """Whether all choices were made before."""
        return all((request.digest, at) in self._kept for at in range(request.n))

    def answer(self, request: ChatRequest, at: int = 0) -> Answer:
        """The choice of that number, as it is where nothing goes wrong."""
        key = request.digest, at
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = self._made(request, at)
            if len(self._kept) > MOST_KEPT:
                self._kept.pop(next(iter(self._kept)), None)
        return found

    def _made(self, request: ChatRequest, at: int) -> Answer:
        rng = Random(f"{self.seed}/{request.digest}/{at}")
        try:
            return self._ours(request, rng) or self._stranger(request, rng)
        except _UNREADABLE:  # it only looks like ours
            return self._stranger(request, rng)

    def _ours(self, request: ChatRequest, rng: Random) -> Answer | None:
        """The answer to one of our own roles; None where it is somebody else who asks."""
        seat = seat_of(request)
        if seat == "assistant" and request.tools:
            return called(request, _blocks(request).get("scene", {}), self.stages, rng)
        if seat in SEATS:
            blocks = _blocks(request)
            return _as_wanted(SEATS[seat](blocks, self.stages.of(blocks.get("tools", [])), rng), request)
        return None

    def _stranger(self, request: ChatRequest, rng: Random) -> Answer:
        if request.tools and request.tool_choice != "none":
            return called(request, None, self.stages, rng)
        if request.form is not None:
            return formed(request.form, rng)
        return called(request, None, self.stages, rng) if request.tools else spoken(request)

    def _spoilt(self, answer: Answer, fault: str, request: ChatRequest, rng: Random) -> Answer:
        if fault == "wrong-tool":
            tools = [tool["name"] for tool in request.tools] if answer.calls else _named_tools(request)
            wrong = wrong_tool(answer, tools, rng)
            if wrong is not None:
                return wrong
        return malformed(answer, rng)


def seat_of(request: ChatRequest) -> str:
    """Whose request it is, where it is one of ours."""
    first = request.messages[0]
    line = text_of(first).partition("\n")[0] if first["role"] in ("system", "developer") else ""
    return line.removeprefix(SEAT_LINE).strip() if line.startswith(SEAT_LINE) else ""


def _blocks(request: ChatRequest) -> dict[str, Any]:
    """The data blocks of the first two messages; all others are answers and repairs."""
    return read_blocks("\n".join(text_of(message) for message in request.messages[:2] if message["role"] != "assistant"))


def _named_tools(request: ChatRequest) -> list[str]:
    try:
        return [str(tool["name"]) for tool in _blocks(request).get("tools", [])]
    except _UNREADABLE:
        return []


def _as_wanted(value: Any, request: ChatRequest) -> Answer:
    """As a call of the tool that is there for the answer, else as text."""
    if request.tools and request.tool_choice != "none":
        name = request.tool_choice if request.tool_choice not in ("auto", "required") else request.tools[0]["name"]
        return Answer(calls=(ToolCall(f"call_{request.digest[:16]}00", name, written(value)),))
    return Answer(orjson.dumps(value, default=str).decode())


def _shortened(answer: Answer, most: int | None) -> Answer:
    """Cut off where it says more than so many tokens."""
    if most is None or len(answer.text) <= most * CHARACTERS:
        return answer
    return replace(answer, text=answer.text[: most * CHARACTERS], cut=True)

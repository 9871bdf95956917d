"""Answers that went wrong as those of models do."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import orjson

from simulator.mock_llm.answer import Answer, ToolCall, written

_NOWHERE = "do_what_was_asked"
"""A tool that nobody has."""


def malformed(answer: Answer, rng: Random) -> Answer:
    """Cut off, of a wrong type, or with prose around it."""
    if answer.calls:
        spoil = rng.choice((_cut, _mistyped))
        calls = [replace(call, arguments=spoil(call.arguments, rng)) for call in answer.calls]
        if rng.random() < 0.25:
            return Answer(text="I will call " + "; ".join(f"{call.name}({call.arguments})" for call in calls))
        return replace(answer, calls=tuple(calls))
    if not answer.text.startswith(("{", "[")):
        return Answer(text=_cut(answer.text, rng), cut=True) if rng.random() < 0.5 else Answer()
    spoil = rng.choice((_cut, _mistyped, _chatty))
    return Answer(text=spoil(answer.text, rng), cut=spoil is _cut and rng.random() < 0.5)


def wrong_tool(answer: Answer, tools: Sequence[str], rng: Random) -> Answer | None:
    """With the name of another tool, or of none that there is; None where it names none."""
    if answer.calls:
        at = rng.randrange(len(answer.calls))
        call = answer.calls[at]
        wrong: ToolCall = replace(call, name=_another(call.name, tools, rng))
        return replace(answer, calls=(*answer.calls[:at], wrong, *answer.calls[at + 1 :]))
    named = re.search(r'"tool":"([^"]+)"', answer.text)
    if named is None:
        return None
    return replace(answer, text=f"{answer.text[: named.start(1)]}{_another(named[1], tools, rng)}{answer.text[named.end(1) :]}")


def _another(name: str, tools: Sequence[str], rng: Random) -> str:
    others = [tool for tool in tools if tool != name]
    return rng.choice(others) if others and rng.random() < 0.5 else _NOWHERE


def _cut(text: str, rng: Random) -> str:
    return text[: rng.randrange(1, len(text))] if len(text) > 1 else ""


def _chatty(text: str, rng: Random) -> str:
    if rng.random() < 0.5:
        return f"Sure! Here is the answer:\n\n```json\n{text}\n```\n\nLet me know if you need anything else."
    return f"Let me think. The answer is probably {text} but I may be wrong."


def _mistyped(text: str, rng: Random) -> str:
    """With one value of another type."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return _cut(text, rng)
    places: list[Callable[[], None]] = []
    _collect(value, places, 0)
    if not places:
        return "[]" if isinstance(value, dict) else "{}"
    rng.choice(places)()
    return written(value)


def _collect(value: Any, places: list[Callable[[], None]], depth: int) -> None:
    """Ways to put another type somewhere within."""
    pairs: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in list(pairs):

        def put(key: Any = key, child: Any = child) -> None:
            value[key] = {"value": child} if isinstance(child, str) else str(child) if child else [child]

        places.append(put)
        if depth < 4:
            _collect(child, places, depth + 1)

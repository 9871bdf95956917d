"""JSON and Python literals within texts."""

import ast
import json
from typing import Any

import orjson

_DECODER = json.JSONDecoder()
BROKEN = (ValueError, SyntaxError, MemoryError, RecursionError, TypeError)


def dumped(value: Any) -> bytes:
    """JSON text of a value, also of numbers beyond 64 bits and of halves of surrogate pairs."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value, default=str, skipkeys=True).encode()


def python(text: str | ast.expr) -> Any:
    """A Python literal as JSON has it: tuples as lists, keys as text."""
    return json.loads(json.dumps(ast.literal_eval(text)))


def literal(text: str) -> Any:
    """The JSON value, or Python literal, that a text is; None where it is neither."""
    stripped = text.strip()
    try:
        return orjson.loads(stripped)
    except ValueError:
        pass
    if stripped[:1] not in "{[(":
        return None
    value, end = decoded(stripped, 0)
    return value if end >= len(stripped.rstrip()) else _calls_in_lines(stripped)


def _calls_in_lines(text: str) -> Any:
    """JSON values that follow each other."""
    found, at = [], 0
    while at < len(text):
        value, end = decoded(text, at)
        if end == at:
            return None
        found.append(value)
        at = end + len(text[end:]) - len(text[end:].lstrip(" \n\t,;"))
    return found


def values_in(text: str) -> tuple[list[Any], str]:
    """The JSON (or Python) lists and objects in a text, and what stands around them."""
    stripped = text.strip()
    for whole in (orjson.loads, python):
        try:
            return [whole(stripped)], ""
        except BROKEN:
            continue
    found: list[Any] = []
    rest = ""
    at = 0
    while (start := _opening(text, at)) >= 0:
        value, end = decoded(text, start)
        rest += text[at : start if end > start else start + 1]
        if end > start:
            found.append(value)
        at = max(end, start + 1)
    return found, rest + text[at:]


def _opening(text: str, at: int) -> int:
    places = [place for place in (text.find("{", at), text.find("[", at)) if place >= 0]
    return min(places, default=-1)


def decoded(text: str, start: int) -> tuple[Any, int]:
    """The JSON or Python literal that begins there, and where it ends; the start itself where there is none."""
    try:
        return _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        pass
    end = closing(text, start)
    try:
        return python(text[start:end]), end
    except BROKEN:
        return None, start


def closing(text: str, start: int) -> int:
    """Where the bracket that opens there is closed, brackets within strings aside; the end where it is not."""
    depth, quote, at = 0, "", start
    while at < len(text):
        mark = text[at]
        if quote:
            at += mark == "\\"
            quote = "" if mark == quote else quote
        elif mark in "\"'":
            quote = mark
        else:
            depth += (mark in "{[(") - (mark in "}])")
            if depth == 0:
                return at + 1
        at += 1
    return len(text)

"""One conversation as the page shows it: its trace as it stands, the grounds of its calls, its telemetry."""

from typing import TYPE_CHECKING, Any

import orjson
from pydantic_core import from_json, to_json

from roles.base import Conversation
from simulator.salvage import salvaged
from simulator.viewer.clipping import clipped
from tool_graphs.errors import RunError
from tool_graphs.graph import ToolGraph

if TYPE_CHECKING:
    from roles.certificate import Source
    from simulator.grounds import Ground, Grounds

LARGEST = 2_000_000
"""Bytes of a line that is shown whole."""


def shown(line: bytes, graph: ToolGraph | None, telemetry: bytes | None = None) -> bytes:
    """JSON: `trace`, `grounds`, `telemetry` and `notes`, which say what is wrong with them.

    The trace is the line itself, so that numbers keep the digits they were written with.
    """
    notes: list[str] = []
    trace = _whole(line, notes)
    grounds = _grounds(line, graph, notes) if len(line) <= LARGEST else {"calls": {}, "failures": [], "messages": []}
    beside = telemetry.strip() if telemetry and len(telemetry) <= LARGEST else b"null"
    if telemetry and len(telemetry) > LARGEST:
        notes.append(f"the telemetry of this conversation has {len(telemetry):,} bytes and is left out")
    return b'{"trace":%s,"grounds":%s,"telemetry":%s,"notes":%s}' % (
        trace,
        orjson.dumps(grounds),
        beside,
        orjson.dumps(notes),
    )


def _whole(line: bytes, notes: list[str]) -> bytes:
    """The line, or as much of it as a page can show."""
    try:
        orjson.loads(line)
        if len(line) <= LARGEST:
            return line.strip()
        notes.append(f"this conversation has {len(line):,} bytes: long texts and lists are cut, and no sources are searched for")
    except orjson.JSONDecodeError as error:
        notes.append(f"cut off or no JSON ({error}): what can be read of it is shown")
    try:
        return to_json(clipped(from_json(line, allow_partial=True)), inf_nan_mode="strings")
    except ValueError:
        return orjson.dumps({"text": line[:20_000].decode("utf-8", "replace")})


def _grounds(line: bytes, graph: ToolGraph | None, notes: list[str]) -> dict[str, Any]:
    from simulator.grounds import grounds_of  # brings the whole language, which a list does not wait for

    try:
        trace, problems = salvaged(line)
        notes += [problem for problem in problems if not problem.startswith("cut off")]
        return _told(trace.conversation, grounds_of(trace.conversation, graph), notes)
    except (RunError, LookupError, ValueError, TypeError) as error:
        notes.append(f"{error}; shown as it stands, without sources")
        return {"calls": {}, "failures": [], "messages": []}


def _told(conversation: Conversation, grounds: "Grounds", notes: list[str]) -> dict[str, Any]:
    """Grounds in plain data; places in messages become places in steps."""
    from simulator.grounds import speakers

    if grounds.problem:
        notes.append(grounds.problem)
    position = {id(step): number for number, step in enumerate(conversation.steps)}
    messages = [position[id(step)] for step in speakers(conversation)]
    return {
        "calls": {id: _call(ground, messages) for id, ground in grounds.calls.items()},
        "failures": [failure.model_dump(mode="json") for failure in grounds.failures],
        "messages": messages,
    }


def _call(ground: "Ground", messages: list[int]) -> dict[str, Any]:
    return {
        "implicit": ground.implicit,
        "needed_by": ground.needed_by,
        "sources": {path: _source(source, messages) for path, source in ground.sources.items()},
        "asked": _source(ground.asked, messages) if ground.asked else None,
        "reasons": [reason.model_dump(mode="json") for reason in ground.reasons],
        "proved": ground.proved,
    }


def _source(source: "Source", messages: list[int]) -> dict[str, Any]:
    told = source.model_dump(mode="json")
    if "message" in told:
        number = told.pop("message")
        told["step"] = messages[number] if 0 <= number < len(messages) else -1
    return told

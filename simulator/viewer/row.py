"""One conversation as a list shows it: made from its line alone, whatever that holds."""

from typing import Any

import orjson

from simulator.trace import FORMAT

LONGEST = 4_000
"""Characters of a conversation's requests, replies and reasons that a search looks through."""

Row = tuple[str, str, str, str, str, list[str], int, int, int, int, str]
FIELDS = ("id", "status", "strategy", "seat", "reason", "tools", "turns", "calls", "implicit", "steps", "text")
"""What a row holds, in its order; `text` is what a search looks through."""
KNOWN = ("accepted", "rejected", "failed")


def row_of(line: bytes, number: int) -> Row:
    """The row of a line; of a line that is no trace, one with status `unreadable` and the reason."""
    try:
        content = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        cut = "" if line.endswith(b"\n") else "cut off: "
        return _unreadable(number, f"{cut}no JSON ({error})")
    if not isinstance(content, dict):
        return _unreadable(number, f"expected an object, got a {type(content).__name__}")
    try:
        return _row(content, number)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        return _unreadable(number, f"no trace: {type(error).__name__}: {error}", str(content.get("id") or ""))


def _unreadable(number: int, why: str, id: str = "") -> Row:
    return (id[:200] or f"line {number}", "unreadable", "", "", why[:500], [], 0, 0, 0, 0, "")


def _row(content: dict[str, Any], number: int) -> Row:
    steps = content["conversation"]["steps"]
    calls = [call for step in steps if step.get("kind") == "called" for call in step["calls"]]
    issued = {call["id"] for call in calls}
    hidden = {id for step in steps if step.get("kind") == "briefed" for id in step["brief"]["implicit"]}
    heard = [step["text"] for step in steps if step.get("kind") in ("asked", "replied")]
    tools = list(dict.fromkeys(str(call["tool"]) for call in calls))
    reason = _reason(content)
    return (
        str(content.get("id") or f"line {number}")[:200],
        content["status"] if content.get("status") in KNOWN else "unreadable",
        str(content.get("strategy", ""))[:200],
        str(content.get("seat") or "")[:200],
        reason[:1000],
        tools,
        sum(step.get("kind") == "replied" for step in steps),
        len(calls),
        len(issued & hidden),
        len(steps),
        "\n".join([*heard, reason])[:LONGEST],
    )


def _reason(content: dict[str, Any]) -> str:
    error = content.get("error")
    said = f"{error['type']}: {error['message']}" if error else "; ".join(content.get("reasons") or ())
    version = content.get("format", FORMAT)
    newer = f"written by a newer toolweft (format {version}); " if isinstance(version, int) and version > FORMAT else ""
    status = content.get("status")
    unknown = "" if status in KNOWN else f"unknown status {status!r}; "
    return f"{newer}{unknown}{said}"

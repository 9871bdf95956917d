"""One conversation as a list shows it: made from its line alone, whatever that holds."""

from typing import Any

import orjson

from simulator.listing import Row, row_of
from simulator.salvage import salvaged
from simulator.trace import FORMAT
from tool_graphs.errors import RunError

LONGEST = 4_000
"""Characters of a conversation's requests, replies and reasons that a search on the page looks through."""
UNREADABLE = "unreadable"
"""The status of a line that is no trace."""
FIELDS = ("id", "status", "strategy", "seat", "reason", "tools", "turns", "calls", "implicit", "steps", "text")
"""What the page gets of a row, in this order; `text` is what a search looks through."""


def read_row(line: bytes, number: int) -> Row:
    """The row of a line; of a line that is no trace, one with status `unreadable` and the reason."""
    try:
        content = orjson.loads(line)
        if isinstance(content, dict) and content.get("format") == FORMAT and content["conversation"]["steps"][0]["kind"]:
            return row_of(content)
    except (orjson.JSONDecodeError, LookupError, TypeError):
        pass
    return _damaged(line, number)


def _damaged(line: bytes, number: int) -> Row:
    try:
        trace, problems = salvaged(line)
        row = row_of(trace.model_dump(mode="json", fallback=repr))
    except (RunError, ValueError, TypeError) as error:
        return Row(f"line {number}", UNREADABLE, None, f"{error}"[:LONGEST], "", "", 0)
    row.reason = "; ".join(filter(None, (*problems, row.reason)))
    return row


def told(row: Row) -> list[Any]:
    """The row as the page gets it: its `FIELDS`."""
    text = "\n".join((*row.text, row.reason))[:LONGEST]
    return [
        row.id[:200],
        row.status,
        row.strategy[:200],
        (row.seat or "")[:200],
        row.reason[:1_000],
        row.tool,
        row.turns,
        row.calls,
        row.implicit,
        row.steps,
        text,
    ]

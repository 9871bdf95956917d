"""An audit of a whole file, in one process or several."""

import multiprocessing
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from simulator.audit.auditing import Argument, Call, audit
from simulator.audit.exchanges import exchanged
from simulator.audit.lines import Row, rows
from simulator.audit.literals import dumped
from simulator.audit.offered import offered
from simulator.audit.shapes import transcript
from simulator.audit.totals import Totals
from simulator.audit.transcript import UnreadableError
from tool_graphs.errors import RunError
from tool_graphs.tool import Tool

BATCH = 200
"""Rows that a process is given at once."""
Lines = list[bytes]


def read_tools(path: Path) -> dict[str, Tool]:
    """Tools that all rows have on offer, from a file of their own; raises RunError."""
    try:
        return offered(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise RunError(f"{str(path)!r} cannot be read: {error.strerror}") from None
    except (UnreadableError, UnicodeDecodeError) as error:
        raise RunError(f"{str(path)!r} holds no tools: {error}") from None


def audited(path: Path, tools: Mapping[str, Tool], workers: int = 1) -> Iterator[tuple[Totals, Lines]]:
    """(counts, a line of JSON for each row) of one batch of rows after another, in the file's order."""
    batches = ((batch, tools) for batch in _batches(rows(path)))
    if workers <= 1:
        yield from map(_batch, batches)
        return
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        yield from pool.imap(_batch, batches)


def _batches(found: Iterable[Row]) -> Iterator[list[Row]]:
    iterator = iter(found)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def _batch(given: tuple[list[Row], Mapping[str, Tool]]) -> tuple[Totals, Lines]:
    batch, tools = given
    totals = Totals()
    return totals, [dumped(_row(row, tools, totals)) + b"\n" for row in batch]


def _row(row: Row, tools: Mapping[str, Tool], totals: Totals) -> dict[str, Any]:
    try:
        read = transcript(row.parsed(), row.place, tools)
    except (UnreadableError, RecursionError) as error:
        reason = str(error) if isinstance(error, UnreadableError) else "nested too deeply"
        totals.lose(row, reason)
        return {"row": row.place, "unreadable": reason}
    turns, measured = exchanged(read)
    calls = audit(read, measured)
    totals.rates.add(turns, list(measured.values()))
    totals.take(calls, sum(event.part == "user" for event in read.events))
    return {"row": row.place, "id": read.id, "calls": [_call(call) for call in calls]}


def _call(call: Call) -> dict[str, Any]:
    return {
        "id": call.id,
        "name": call.tool,
        "message": call.message,
        "needed": call.needed,
        "asked": call.asked,
        "used_by": call.used_by,
        "told": call.told,
        "offered": call.offered,
        "arguments": {one.path: _argument(one) for one in call.arguments},
    }


def _argument(one: Argument) -> dict[str, Any]:
    found: dict[str, Any] = {"kind": one.kind, "value": one.value}
    if one.span is not None:
        found |= {"message": one.message, "span": one.span}
    if one.place is not None:
        found |= {"call": one.place.call, "path": one.place.path}
    return found

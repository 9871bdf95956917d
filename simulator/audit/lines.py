"""A file of rows, one after another: JSON Lines, or one JSON list; what is broken costs itself only."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from simulator.audit.transcript import UnreadableError
from tool_graphs.errors import RunError

CHUNK = 1 << 20
_MARK = b"\xef\xbb\xbf"
_DECODER = json.JSONDecoder()
_GAP = re.compile(r"[\s,]*")
_HOLDERS = ("data", "train", "test", "rows", "conversations_list", "examples", "samples", "dataset")


class Row(NamedTuple):
    """One row, not yet read."""

    place: str
    """`line 7`, or `item 7` of a list."""
    text: bytes

    def parsed(self) -> Any:
        """The JSON value; raises UnreadableError."""
        try:
            return orjson.loads(self.text)
        except orjson.JSONDecodeError as error:
            raise UnreadableError(f"no JSON: {error}") from None


def rows(path: Path) -> Iterator[Row]:
    """The rows of a file; raises RunError for one that cannot be read or holds none."""
    empty = True
    try:
        for row in _rows(path):
            empty = False
            yield row
    except OSError as error:
        raise RunError(f"{str(path)!r} cannot be read: {error.strerror}") from None
    if empty:
        raise RunError(f"{str(path)!r} holds no rows; expected JSON Lines or a JSON list of conversations")


def _rows(path: Path) -> Iterator[Row]:
    with path.open("rb") as file:
        first = file.readline(CHUNK).removeprefix(_MARK).strip()
    try:
        begins = orjson.loads(first)
    except orjson.JSONDecodeError:
        begins = None
    if first.startswith(b"["):
        is_line = begins and all(isinstance(each, dict) and ("role" in each or "from" in each) for each in begins)
        return _lines(path) if is_line else _items(path)
    whole = None if isinstance(begins, dict) else _whole(path)
    return _lines(path) if whole is None else iter(whole)


def _whole(path: Path) -> list[Row] | None:
    """The rows of a file that is one JSON object: those of the one list in it, else itself."""
    try:
        value = orjson.loads(path.read_bytes().removeprefix(_MARK))
    except orjson.JSONDecodeError:
        return None
    lists = [each for key, each in value.items() if isinstance(each, list) and key in _HOLDERS] if isinstance(value, dict) else []
    held = lists[0] if len(lists) == 1 else [value]
    return [Row(f"item {number}", orjson.dumps(each)) for number, each in enumerate(held, 1)]


def _lines(path: Path) -> Iterator[Row]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            text = line.removeprefix(_MARK).strip()
            if text:
                yield Row(f"line {number}", text)


def _items(path: Path) -> Iterator[Row]:
    """The items of a list, read piece by piece; from a broken one on, the rest is one row that cannot be read."""
    with path.open(encoding="utf-8-sig", errors="surrogateescape") as file:
        held = file.read(CHUNK).lstrip()[1:]
        number = at = 0
        while True:
            at = _GAP.match(held, at).end()  # type: ignore[union-attr]
            end = _end(held, at)
            if end is None:
                more = file.read(max(CHUNK, len(held)))
                if not more:
                    break
                held, at = held[at:] + more, 0
                continue
            if end == at:
                return
            number += 1
            yield Row(f"item {number}", held[at:end].encode("utf-8", "surrogateescape"))
            at = end
    yield Row(f"item {number + 1} and whatever follows it", held[at:].encode("utf-8", "surrogateescape"))


def _end(held: str, at: int) -> int | None:
    """Where the item that begins there ends; there itself if the list is closed; None if more has to be read."""
    if held[at : at + 1] == "]":
        return at
    try:
        return _DECODER.raw_decode(held, at)[1]
    except (ValueError, RecursionError):
        return None

"""A dataset or a run, proved again row by row; a file is read in blocks, each by whichever process is free."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from roles.certificate import certify
from roles.proof.failure import Failure
from roles.proof.row import failures_of
from simulator.dataset import row, unfinished
from simulator.memory import lasting
from simulator.run import Run
from simulator.workers import worked
from tool_graphs.errors import RunError

BLOCK = 64
"""Lines that a process gets at once."""


class Checked(NamedTuple):
    """What came of one row."""

    line: int
    """From 1; of a run, the how manieth accepted conversation."""
    id: str
    failures: tuple[Failure, ...]
    unreadable: str = ""
    """Why it is no row at all, where it is none."""
    judged: int = 0
    """How many explicit calls rest on a chat model's word alone: that the request asks for them nobody else can tell."""


def verified(path: Path, workers: int = 1) -> Iterator[Checked]:
    """Every conversation of a run's folder or of a dataset's file, in order; raises RunError where there is neither."""
    if path.is_dir():
        yield from _run(path)
        return
    starts = _starts(path)
    blocks = len(starts) - 1
    with lasting():
        for checked in worked(_Block(path, starts), 0, blocks, workers, lambda: blocks):
            yield from checked


@dataclass(frozen=True)
class _Block:
    """Proves the lines of one block of a file."""

    path: Path
    starts: list[int]

    def __call__(self, index: int) -> list[Checked]:
        with self.path.open("rb") as file:
            file.seek(self.starts[index])
            lines = file.read(self.starts[index + 1] - self.starts[index]).split(b"\n")
        return [_line(line, number) for number, line in enumerate(lines, start=index * BLOCK + 1) if line.strip()]


def _starts(path: Path) -> list[int]:
    """Where each block begins, and the file's end."""
    starts = [0]
    at = 0
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                at += len(line)
                if number % BLOCK == 0:
                    starts.append(at)
    except OSError as error:
        raise RunError(
            f"{path}: cannot be read: {error.strerror or error}; expected a dataset's file or a run's folder"
        ) from error
    return starts if starts[-1] == at and at else [*starts, at]


def _line(line: bytes, number: int) -> Checked:
    try:
        content = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return Checked(number, "", (), f"no JSON ({error})")
    if not isinstance(content, dict) or not {"messages", "tools", "metadata"} <= content.keys():
        return Checked(number, "", (), "expected an object with messages, tools and metadata, as `toolweft export` writes it")
    return Checked(number, _id(content), tuple(failures_of(content)), judged=judged_in(content))


def judged_in(row: Any) -> int:
    """How many calls of a row are asked for by a chat model's word alone, whatever else is wrong with it."""
    try:
        calls = [call for turn in row["metadata"]["turns"] for call in turn["calls"]]
        return sum((call.get("asked") or {}).get("kind") == "judged" for call in calls)
    except (LookupError, TypeError, AttributeError):
        return 0


def _id(content: dict[str, object]) -> str:
    metadata = content["metadata"]
    return str(metadata.get("id", "")) if isinstance(metadata, dict) else ""


def _run(path: Path) -> Iterator[Checked]:
    run = Run.open(path)
    number = 0
    for trace in run.traces():
        if not trace.accepted:
            continue
        number += 1
        reason = unfinished(trace)
        if reason is not None:
            yield Checked(number, trace.id, (Failure(rule="shape", text=reason),))
            continue
        found = row(trace, run.graph, certify(trace.conversation, run.graph))
        yield Checked(number, trace.id, tuple(failures_of(found)), judged=judged_in(found))

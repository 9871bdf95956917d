"""`toolweft list`, and `show --list`, which is the same without a condition."""

import sys
from collections.abc import Iterable
from pathlib import Path

import orjson
from loguru import logger
from rich.console import Console
from rich.text import Text

from simulator.listing import Row, rows
from simulator.reading import printable
from simulator.run import Run
from simulator.where import where
from tool_graphs.errors import RunError

STYLES = {"rejected": "yellow", "failed": "red"}


def listing_traces(path: Path, condition: str | None, as_json: bool) -> None:
    """Prints a line for each attempt that the condition holds for."""
    wanted = where(condition) if condition is not None else None
    run = Run.open(path)
    problems = Problems()
    found = rows(run, problems.add, timed=as_json or (wanted is not None and wanted.timed))
    listed = (row for row in found if wanted is None or wanted(row))
    count = _print_json(listed) if as_json else _print(listed)
    problems.tell(path)
    if not count and problems.count and not any(rows(run, lambda _: None, timed=False)):
        raise RunError(f"{path}: no trace in it can be read; expected a run's folder or a file of traces")


class Problems:
    """What is wrong with lines: the first few in words, all of them counted."""

    MOST = 20

    def __init__(self) -> None:
        self.first: list[str] = []
        self.count = 0

    def add(self, problem: str) -> None:
        """One more."""
        self.count += 1
        if self.count <= self.MOST:
            self.first.append(problem)

    def tell(self, path: Path) -> None:
        """Warns of them."""
        for problem in self.first:
            logger.warning("{}", problem)
        if self.count > self.MOST:
            logger.warning("{}: {:,} more lines or steps that cannot be read", path, self.count - self.MOST)


def _print_json(listed: Iterable[Row]) -> int:
    count = 0
    for row in listed:
        count += 1
        sys.stdout.buffer.write(orjson.dumps(row.described(), option=orjson.OPT_APPEND_NEWLINE))
    return count


def _print(listed: Iterable[Row]) -> int:
    console = Console()
    shortened = console.is_terminal
    count = 0
    for row in listed:
        count += 1
        why = f"{row.seat}: {row.reason}" if row.reason else ""
        said = f"{row.id}  {row.status:<8}  {row.strategy:<9}  {row.steps:>3} steps  {why}".rstrip()
        if shortened:
            console.print(Text(printable(said), STYLES.get(row.status, "")), no_wrap=True, overflow="ellipsis", crop=True)
        else:
            console.file.write(f"{printable(said)}\n")
    return count

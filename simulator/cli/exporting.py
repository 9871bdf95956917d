"""`toolweft export`."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import orjson
from rich.console import Console
from rich.text import Text

from simulator.cli.printing import MOST
from simulator.dataset import rows
from simulator.exports import FORMATS
from simulator.exports.dpo import PAIRED, dpo
from simulator.run import Run
from simulator.tally import general
from tool_graphs.errors import RunError, did_you_mean


def exporting(path: Path, format: str, out: str, as_json: bool) -> None:
    """Writes a dataset, whole or not at all, and says what was left out."""
    if format not in FORMATS and format != PAIRED:
        raise RunError(f"there is no format {format!r}; {did_you_mean(format, (*FORMATS, PAIRED))}")
    run = Run.open(path)
    left_out: Counter[str] = Counter()
    written = 0
    with opened(out) as file:
        found = rows(run.traces(), run.graph, lambda _, reason: left_out.update([general(reason)]))
        for row in dpo(found) if format == PAIRED else map(FORMATS[format], found):
            file.write(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))
            written += 1
    told = sys.stderr if out == "-" else sys.stdout
    if as_json:
        print(orjson.dumps({"written": written, "left_out": dict(left_out)}).decode(), file=told)
        return
    console = Console(file=told)
    console.print(Text(f"{written:,} {'pairs' if format == PAIRED else 'conversations'} -> {out}"), soft_wrap=True)
    for reason, count in left_out.most_common(MOST):
        console.print(Text(f"  {count:,} left out: {reason}"), soft_wrap=True)


@contextmanager
def opened(out: str) -> Iterator[BinaryIO]:
    """Standard output, or a file that appears when it is complete."""
    if out == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(out)
    new = target.with_name(f"{target.name}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with new.open("wb") as file:
            yield file
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)

"""Numbers and traces as rich shows them on a terminal; everything from a catalog or a trace is text, never markup."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from simulator.outcomes import told
from simulator.reading import LABEL, Line, as_text, lines, printable
from simulator.trace import Trace
from tool_graphs.graph import ToolGraph

PRETTY = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
MOST = 10
"""How many lines of a ranking are shown."""


def print_trace(console: Console, trace: Trace, graph: ToolGraph | None, drafts: bool = False) -> None:
    """One conversation; to a file or a pipe as plain text."""
    if not console.is_terminal:
        console.file.write(as_text(trace, graph, drafts))
        return
    print_lines(console, lines(trace, graph, drafts))


def print_lines(console: Console, given: Iterable[Line]) -> None:
    """Paragraphs, on a terminal."""
    for line in given:
        _print_line(console, printable(line.label), line)


def _print_line(console: Console, label: str, line: Line) -> None:
    text = printable(line.text)
    if not label:
        console.print(Text(text, line.style))
        return
    indent = len(text) - len(text.lstrip())
    grid = Table.grid(padding=0)
    grid.add_column(width=LABEL + 2)
    grid.add_column(overflow="fold")
    grid.add_row(Text(f"  {label}", "dim"), Padding(Text(text.lstrip(), line.style), (0, 0, 0, indent)))
    console.print(grid)


def shortfall(counts: dict[str, Any], wanted: int, ended: str) -> list[str]:
    """Why a run holds fewer conversations than wanted: what ended it, or which seat, and why."""
    said = [f"the run has ended before its time: {ended}"] if ended else []
    said.append(f"only {counts['accepted']:,} of {wanted:,} conversations were accepted in {counts['attempts']:,} attempts")
    causes = [(one["count"], one["seat"], one.get("error") or one["reason"]) for one in counts["failures"] + counts["rejections"]]
    if not counts["accepted"] and causes:
        count, seat, why = max(causes, key=lambda cause: cause[0])
        said.append(f"most often it was the {seat} ({count:,} times): {why}")
    return said


def summary(counts: dict[str, Any]) -> list[str]:
    """What became of the attempts, in sentences."""
    said = [
        f"{counts['accepted']:,} accepted, {counts['rejected']:,} rejected, {counts['failed']:,} failed of {counts['attempts']:,}"
    ]
    said += [f"  rejected by {each['seat']}, {each['count']:,}: {each['reason']}" for each in counts["rejections"][:MOST]]
    for each in counts["failures"][:MOST]:
        ids = ", ".join(each["ids"]) + (", ..." if each["count"] > len(each["ids"]) else "")
        said.append(f"  failed at {each['seat']}, {each['count']:,}: {each['error']} ({ids})")
    more = len(counts["rejections"][MOST:]) + len(counts["failures"][MOST:])
    return [*said, *([f"  and {more} other reasons"] if more else [])]


def print_stats(console: Console, found: dict[str, Any]) -> None:
    """What `stats` counted."""
    for line in summary(found):
        console.print(Text(line), soft_wrap=True)
    facts = {
        "turns": _spread(found["turns"]),
        "calls per turn": _spread(found["calls_per_turn"]),
        "depth of plans": _spread(found["depth"]),
        "multi-step": f"{found['multi_step_share']:.1%} of the {found['turns_with_several_calls']:,} turns with several calls",
        "implicit calls": f"{found['implicit_calls']:,} of {found['calls']:,} ({found['implicit_share']:.1%})",
        "strategies": ", ".join(f"{name} {count:,}" for name, count in found["strategies"].items()) or "none",
        "tools used": f"{len(found['tools_used']):,}",
    }
    if unnamed := found.get("unnamed_calls"):
        facts["unnamed calls"] = f"{unnamed['share']:.1%} are named in no request; {unnamed['asked']:.1%} were asked for"
    if len(found["strategies_of_turns"]) > 1:
        facts["drawn by turn"] = ", ".join(f"{name} {count:,}" for name, count in found["strategies_of_turns"].items())
    if found["fallbacks"]:
        facts["fallbacks"] = ", ".join(f"{reason} {count:,}" for reason, count in found["fallbacks"].items())
    for name, fact in facts.items():
        console.print(Text(f"{name:<16}{fact}"), soft_wrap=True)
    for line in (*told(found.get("members", {})), *_asked(found.get("asked") or {})):
        console.print(Text(line), soft_wrap=True)
    tools = list(found["tools_used"].items())
    for name, count in tools[:MOST]:
        console.print(Text(f"  {count:>6,}  {name}"), soft_wrap=True)
    if len(tools) > MOST:
        console.print(f"  and {len(tools) - MOST:,} more (all with --json)")


def _asked(asked: dict[str, Any]) -> Iterator[str]:
    """What was asked of models, by seat, in all, and for each accepted conversation."""
    for name, counts in (*asked.get("seats", {}).items(), *((key, asked[key]) for key in ("total", "per_accepted") if asked)):
        if counts:
            named = {"total": "models in all", "per_accepted": "per accepted"}.get(name, f"  {name}")
            cost = f", cost {counts['cost']:.4f}" if "cost" in counts else ""
            failed = f" ({counts['failed_requests']:,.10g} failed)" if counts["failed_requests"] else ""
            tokens = f"{counts['input_tokens']:,.0f} tokens in, {counts['output_tokens']:,.0f} out"
            yield f"{named:<16}{counts['requests']:,.10g} requests{failed}, {tokens}{cost}"


def _spread(histogram: dict[str, Any]) -> str:
    counts = ", ".join(f"{number}: {count:,}" for number, count in histogram["counts"].items())
    return f"{histogram['mean']:.2f} on average ({counts})" if counts else "none"


@contextmanager
def progress(console: Console, count: int) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on a terminal, nothing elsewhere; it refreshes itself without a thread, so that worker processes can fork."""
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("accepted"), BarColumn(), MofNCompleteColumn(), TextColumn("of {task.fields[attempts]:,} attempts"))
    with Progress(*columns, TimeRemainingColumn(), console=console, auto_refresh=False, transient=True) as bar:
        task = bar.add_task("", total=count, attempts=0)

        def told(accepted: int, attempts: int) -> None:
            bar.update(task, completed=accepted, attempts=attempts)
            if attempts % 5 == 0:
                bar.refresh()

        yield told


def print_json(content: Any) -> None:
    """JSON for scripts, on standard output."""
    sys.stdout.buffer.write(orjson.dumps(content, option=PRETTY))

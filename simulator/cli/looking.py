"""`toolweft show`, `stats`, `plugins` and `doctor`."""

import sys
from pathlib import Path

from loguru import logger
from rich.console import Console
from rich.text import Text

from roles.base import Briefed
from roles.plugins import ROLES, STRATEGIES
from roles.plugins import plugins as known_plugins
from simulator.cli.listing import listing_traces
from simulator.cli.printing import print_json, print_lines, print_stats, print_trace
from simulator.cli.unnamed import unnamed_calls
from simulator.doctor import findings
from simulator.examining import Examined, examined
from simulator.notebook import as_plain
from simulator.run import Run
from simulator.spending import spending
from simulator.stats import stats
from simulator.trace import Trace
from tool_graphs.errors import RunError
from tool_graphs.graph import ToolGraph


def showing(path: Path, id: str | None, listed: bool, drafts: bool, step: int | None, as_json: bool) -> None:
    """Shows one trace or one step of it, or lists all."""
    if listed:
        listing_traces(path, None, as_json)
        return
    run = Run.open(path)
    trace = run.trace(id) if id is not None else _first(run)
    if step is not None:
        _show_step(examined(trace, step, run.telemetry(trace.id)), as_json)
        return
    if as_json:
        sys.stdout.buffer.write(trace.line())
        return
    print_trace(Console(highlight=False), trace, _graph(run), drafts)


def _show_step(found: Examined, as_json: bool) -> None:
    if as_json:
        print_json(found.described())
        return
    console = Console(highlight=False)
    if console.is_terminal:
        print_lines(console, found.lines())
    else:
        console.file.write(as_plain(found.lines()))


def _first(run: Run) -> Trace:
    """The first accepted trace with an implicit call; else the first accepted one, else the first."""
    accepted = first = None
    for trace in run.traces():
        if trace.accepted and any(step.brief.implicit for turn in trace.conversation.turns() for step in turn.all(Briefed)[-1:]):
            return trace
        accepted = accepted or (trace if trace.accepted else None)
        first = first or trace
    return accepted or first or run.trace()


def _graph(run: Run) -> ToolGraph | None:
    try:
        return run.graph
    except RunError as error:
        logger.warning("{}; sources of values are shown unproved", error)
        return None


def counting(path: Path, as_json: bool) -> None:
    """Counts what a run holds."""
    run = Run.open(path)
    found = stats(run.traces(), run.graph)
    asked = spending(run.telemetries(), found["accepted"], run.prices)
    found = {
        **found,
        **({"asked": asked} if asked else {}),
        **({"unnamed_calls": unnamed} if (unnamed := unnamed_calls(run)) else {}),
    }
    if as_json:
        print_json(found)
    else:
        print_stats(Console(), found)


def listing(as_json: bool) -> None:
    """Lists plugins."""
    found = [plugin for group in (ROLES, STRATEGIES) for plugin in known_plugins(group)]
    if as_json:
        print_json(
            [{"group": each.group, "name": each.name, "place": each.place, "distribution": each.distribution} for each in found]
        )
        return
    console = Console()
    for each in found:
        console.print(Text(f"{each.group:<20} {each.name:<16} {each.place} ({each.distribution})"), soft_wrap=True)


def examining(as_json: bool) -> int:
    """Says what the doctor found; 1 where something is wrong."""
    found = list(findings())
    if as_json:
        print_json([{"subject": each.subject, "ok": each.ok, "said": each.said} for each in found])
    else:
        console = Console()
        for each in found:
            console.print(Text(f"{'ok   ' if each.ok else 'wrong'}  {each.subject:<16} {each.said}"), soft_wrap=True)
    return 0 if all(each.ok for each in found) else 1

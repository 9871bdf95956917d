"""`toolweft funnel`."""

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from simulator.cli.listing import Problems
from simulator.cli.printing import MOST, print_json
from simulator.funnel import funnel
from simulator.listing import rows
from simulator.reading import printable
from simulator.run import Run


def funnelling(path: Path, as_json: bool) -> None:
    """Prints what became of the attempts at each seat, and what an accepted conversation cost."""
    run = Run.open(path)
    problems = Problems()
    found = funnel(rows(run, problems.add), run.seats)
    problems.tell(path)
    if as_json:
        print_json(found)
    else:
        _print(Console(), found)


def _print(console: Console, found: dict[str, Any]) -> None:
    counts = ", ".join(f"{found[name]:,} {name}" for name in ("attempts", "accepted", "rejected", "failed"))
    console.print(Text(counts), soft_wrap=True)
    seats = _table("seat", "reached", "let through", "rejected", "failed", "sent back", "tokens", "seconds")
    for each in found["seats"]:
        numbers = [_whole(each[name]) for name in ("reached", "passed", "rejected", "failed", "sent_back", "tokens")]
        seats.add_row(Text(printable(each["seat"])), *numbers, f"{each['seconds']:,.2f}")
    console.print(seats)
    reasons = [(each["seat"], reason) for each in found["seats"] for reason in each["reasons"]]
    for seat, reason in sorted(reasons, key=lambda item: -item[1]["count"])[:MOST]:
        console.print(Text(printable(f"  {reason['count']:>5,}  {seat}: {reason['reason']}")), soft_wrap=True)
    console.print(Text(""))
    console.print(Text(_cost(found)), soft_wrap=True)
    for noun in ("strategies", "tools"):
        table = _table(noun, "attempts", "accepted", "sent back", "tries", "steps", "seconds", "tokens")
        for name, group in list(found[noun].items())[:MOST]:
            cost = group["cost"]
            costs = [_each(cost[part]) for part in ("steps", "seconds", "tokens")]
            told = [_whole(group[part]) for part in ("attempts", "accepted", "sent_back")]
            table.add_row(Text(printable(name)), *told, _number(cost["attempts"]), *costs)
        console.print(table)
        if len(found[noun]) > MOST:
            console.print(f"  and {len(found[noun]) - MOST:,} more {noun} (all with --json)")


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left", no_wrap=bool(number), overflow="fold")
    return table


def _cost(found: dict[str, Any]) -> str:
    cost = found["cost"]
    if cost["attempts"] is None:
        return "no conversation was accepted, so none has a cost"
    steps, seconds, tokens = cost["steps"], cost["seconds"], cost["tokens"]
    told = [f"{cost['attempts']:.2f} attempts", f"{steps['whole']:.1f} steps ({steps['own']:.1f} of its own)"]
    if seconds:
        told.append(f"{seconds['whole']:.3f} seconds ({seconds['own']:.3f})")
        told.append(f"{tokens['whole']:,.0f} tokens ({tokens['own']:,.0f})")
    else:
        told.append("time and tokens unknown, for not all attempts have telemetry")
    return f"for each accepted conversation: {', '.join(told)}"


def _whole(number: int) -> str:
    return f"{number:,}" if number else "·"


def _number(number: float | None) -> str:
    return "-" if number is None else f"{number:,.2f}"


def _each(cost: dict[str, float] | None) -> str:
    if cost is None:
        return "-"
    whole = cost["whole"]
    return f"{whole:,.0f}" if whole >= 1000 or not whole else f"{whole:,.3g}"

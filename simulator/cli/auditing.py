"""`toolweft audit`."""

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console
from rich.text import Text

from simulator.audit.running import audited, read_tools
from simulator.audit.totals import Totals
from simulator.cli.exporting import opened
from simulator.cli.printing import MOST, print_json
from tool_graphs.errors import RunError, did_you_mean

KINDS = {
    "said": "in the user's words",
    "result": "in an earlier call's result",
    "default": "the default, or null where none is needed",
    "date": "today's date, as the system tells it",
    "system": "in the system's words",
    "assistant": "in the assistant's own earlier words",
    "echo": "in an earlier result only because its call was given it",
    "unexplained": "nowhere before the call",
}
CALLS = {
    "asked": "a request names them",
    "used": "a later call needs their result",
    "told": "a reply tells their result",
    "not_needed": "none of these",
    "not_offered": "to a tool that is not on offer",
    "unexplained": "with an unexplained argument",
}


def auditing(path: Path, tools: Path | None, against: str | None, out: str | None, workers: int, as_json: bool) -> None:
    """Audits a file and prints what was found."""
    known = read_tools(tools) if tools else {}
    target = _target(against) if against else None
    totals = Totals()
    with opened(out) if out else nullcontext() as file:
        for counts, lines in audited(path, known, workers):
            totals.add(counts)
            if file is not None:
                file.writelines(lines)
    if not totals.conversations:
        reason, places = next(iter(totals.places.items()))
        raise RunError(
            f"{str(path)!r}: none of its {totals.unreadable.total():,} rows can be read; {places[0] if places else reason}"
        )
    found = {**totals.described(), **({"against": {"name": against, "rates": target}} if target else {})}
    told = sys.stderr if out == "-" else sys.stdout
    if as_json and out != "-":
        print_json(found)
    elif as_json:
        print(orjson.dumps(found).decode(), file=told)
    else:
        _print(Console(file=told), found, target)


def _target(against: str) -> dict[str, list[float]]:
    """The rates of one target: FILE:NAME."""
    file, colon, name = against.rpartition(":")
    if not colon:
        raise RunError(f"--against {against!r}: expected FILE:NAME, such as targets.json:bfcl_multi_turn")
    try:
        targets = orjson.loads(Path(file).read_bytes())
    except OSError as error:
        raise RunError(f"--against {against!r}: {file!r} cannot be read: {error.strerror}") from None
    except orjson.JSONDecodeError as error:
        raise RunError(f"--against {against!r}: {file!r} is no JSON: {error}") from None
    known = [key for key, value in targets.items() if isinstance(value, dict) and isinstance(value.get("rate"), dict)]
    if name not in known:
        raise RunError(f"--against {against!r}: there is no target {name!r}; {did_you_mean(name, known)}")
    return dict(targets[name]["rate"])


def _print(console: Console, found: dict[str, Any], target: dict[str, list[float]] | None) -> None:
    def say(text: str) -> None:
        console.print(Text(text), soft_wrap=True)

    say(f"{found['conversations']:,} conversations, {found['with_calls']:,} with calls; {found['turns']:,} requests")
    say(f"\n{found['arguments']:,} values of arguments")
    for kind, counted in found["argument_kinds"].items():
        say(_line(kind, counted, KINDS[kind]))
    say(f"\n{found['calls']:,} calls")
    for kind, counted in found["call_kinds"].items():
        say(_line(kind.replace("_", " "), counted, CALLS[kind]))
    for name, count in list(found["unexplained"].items())[:MOST]:
        say(f"  {count:>9,} unexplained: {name}")
    more = len(found["unexplained"]) - MOST
    if more > 0:
        say(f"            and {more:,} others (all with --json)")
    if target:
        _print_target(console, found["rates"], target)
    _print_unreadable(console, found["unreadable"])


def _line(name: str, counted: dict[str, Any], meaning: str) -> str:
    return f"  {counted['count']:>9,} {counted['share']:>6.1%}  {name:<12} {meaning}"


def _print_target(console: Console, rates: dict[str, float], target: dict[str, list[float]]) -> None:
    title = "letter by letter, as targets are measured"
    console.print(Text(f"\n{title:<42}{'here':>7} {'target':>7}  (95 % interval)"), soft_wrap=True)
    for name, share in rates.items():
        if name in target:
            value, low, high = target[name]
            line = f"  {name.replace('_', ' '):<40}{share:>7.1%} {value:>7.1%}  ({low:.1%} to {high:.1%})"
            console.print(Text(line), soft_wrap=True)


def _print_unreadable(console: Console, unreadable: list[dict[str, Any]]) -> None:
    for each in unreadable:
        console.print(Text(f"\n{each['count']:,} rows could not be read: {each['reason']}"), soft_wrap=True)
        for place in each["places"]:
            console.print(Text(f"  {place}"), soft_wrap=True)

"""`toolweft selftest`."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from loguru import logger
from rich.console import Console
from rich.table import Table
from rich.text import Text

from simulator.cli.printing import MOST, print_json
from simulator.run import Run
from simulator.selftest import Selftest, selftest
from simulator.strategy import strategy_name


def selftesting(path: Path, per_defect: int, seed: str, shown: bool, as_json: bool) -> None:
    """Breaks a run's conversations in known ways and prints who noticed."""
    run = Run.open(path)
    strategy = strategy_name(run, logger.warning)
    members = run.manifest.get("configuration", {}).get("members", ())
    with Console(stderr=True).status("untouched") as status:
        found = selftest(run.traces(), run.graph, per_defect, seed, strategy=strategy, members=members, progress=status.update)
    if as_json:
        print_json(_plain(found))
    else:
        _print(Console(), found, shown)


def _plain(found: Selftest) -> dict[str, Any]:
    plain = asdict(found)
    for row in plain["rows"]:
        row["missed"] = [{"trace": each["trace"], "told": each["told"]} for each in row["missed"]]
    return plain


def _print(console: Console, found: Selftest, shown: bool) -> None:
    names = list(found.rejected)
    table = Table(box=None, pad_edge=False)
    table.add_column("defect", no_wrap=True)
    for name in ("made", *names, "any", "missed"):
        table.add_column(name, justify="right")
    for row in found.rows:
        caught = [_share(row.caught[name], row.made) for name in names]
        missed = row.made - row.caught_by_any
        table.add_row(row.defect, f"{row.made:,}", *caught, _share(row.caught_by_any, row.made), f"{missed:,}" if missed else "")
    untouched = [_share(found.rejected[name], found.untouched) for name in names]
    table.add_row("(untouched, rejected)", f"{found.untouched:,}", *untouched, _share(found.rejected_by_any, found.untouched), "")
    Console(width=max(console.width, 100)).print(table)
    for trace, name, reason in found.reasons[: None if shown else MOST]:
        console.print(Text(f"untouched {trace} rejected by {name}: {reason}"), soft_wrap=True)
    for row in found.rows:
        for said in row.raised[: None if shown else 1]:
            console.print(Text(f"raised: {row.defect}: {said}"), soft_wrap=True)
    for row in found.rows if shown else ():
        for each in row.missed:
            console.print(Text(f"missed: {row.defect}: {each.trace}: {each.told}"), soft_wrap=True)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else ""

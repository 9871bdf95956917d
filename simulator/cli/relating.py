"""`toolweft family`."""

from pathlib import Path

from loguru import logger
from rich.console import Console
from rich.text import Text

from simulator.cli.printing import print_json, progress, summary
from simulator.families import Families
from simulator.families.source import sources
from simulator.outcomes import told
from simulator.recording import record
from simulator.run import Run
from simulator.stats import stats
from simulator.strategy import strategy_name
from tool_graphs.errors import RunError


def relating(
    path: Path,
    members: str,
    out: Path | None,
    count: int | None,
    seed: str,
    workers: int,
    overwrite: bool,
    resume: bool,
    as_json: bool,
) -> None:
    """Plays the siblings of each accepted plan into a folder, and says how many of each member were accepted."""
    run = Run.open(path)
    found = sources(run.traces())[:count]
    if not found:
        raise RunError(f"{path}: no accepted conversation with a finished turn; nothing that siblings could share")
    wanted = [name.strip() for name in members.split(",") if name.strip()]
    made = run.manifest.get("configuration", {})
    families = Families(
        run.graph, found, wanted, seed=seed, strategy=strategy_name(run, logger.warning), origin=str(made.get("seed", ""))
    )
    with progress(Console(stderr=True), families.size) as shown:
        recorded = record(
            families,
            families.size,
            out or path.with_name(f"{path.name}-family"),
            workers=workers,
            max_attempts=families.size,
            whole=True,
            overwrite=overwrite,
            resume=resume,
            catalog={key: run.manifest["catalog"][key] for key in ("sources", "skipped") if key in run.manifest["catalog"]},
            progress=shown,
        )
    _summarise(recorded, len(found), as_json)


def _summarise(run: Run, plans: int, as_json: bool) -> None:
    members = stats(run.traces()).get("members", {})
    if as_json:
        print_json({"run": str(run.path), "status": run.status, **run.manifest["counts"], "plans": plans, "members": members})
        return
    console = Console()
    first, *_ = summary(run.manifest["counts"])
    for line in [f"{first} -> {run.path}", *told(members)]:
        console.print(Text(line), soft_wrap=True)
    if not any(found["accepted"] for found in members.values()):
        logger.warning("no sibling was accepted")

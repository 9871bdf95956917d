"""`toolweft verify`, `audit`, `selftest`: what holds of a dataset, and who would notice if it did not."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from simulator.cli.commands.options import Folder, Json

commands = typer.Typer()


@commands.command()
def verify(
    path: Annotated[Path, typer.Argument(metavar="RUN_OR_FILE", help="A run's folder, or a dataset that was exported.")],
    workers: Annotated[int, typer.Option(help="Processes; any number tells the same.")] = 1,
    json: Json = False,
) -> None:
    """Proves every conversation again, from its messages and tools; exit code 1 if anything fails."""
    from simulator.cli.verifying import verifying

    sys.exit(verifying(path, workers, json))


@commands.command()
def audit(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Conversations with tool calls: JSON Lines or a JSON list.")],
    tools: Annotated[Path | None, typer.Option(metavar="FILE", help="Tools on offer, where the rows do not hold them.")] = None,
    against: Annotated[str | None, typer.Option(metavar="FILE:NAME", help="A target, whose shares are printed beside.")] = None,
    out: Annotated[str | None, typer.Option(help="A line of JSON for each row; - for standard output.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
    json: Json = False,
) -> None:
    """Says of a dataset that others made where the arguments come from and which calls are needed."""
    from simulator.cli.auditing import auditing

    auditing(file, tools, against, out, workers, json)


@commands.command()
def selftest(
    run: Folder,
    per_defect: Annotated[int, typer.Option(help="How many conversations to break in each way.", min=0)] = 100,
    seed: Annotated[str, typer.Option(help="Same seed, same places.")] = "7",
    show_missed: Annotated[bool, typer.Option("--show-missed", help="List what nobody noticed.")] = False,
    json: Json = False,
) -> None:
    """Breaks accepted conversations in known ways and counts who notices: verifier, certificate, judge, verify."""
    from simulator.cli.selftesting import selftesting

    selftesting(run, per_defect, seed, show_missed, json)

"""`toolweft replay`, `fork`, `diff`, `bisect`: one conversation, played again."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from simulator.cli.commands.options import Folder, Id, Json, pairs

commands = typer.Typer()


@commands.command()
def replay(
    run: Folder,
    id: Id,
    other_versions: Annotated[bool, typer.Option("--other-versions", help="Also with other versions than the run's.")] = False,
    json: Json = False,
) -> None:
    """Plays a conversation again and says whether it is the same to the byte; exit code 1 where it is not."""
    from simulator.cli.traveling import replaying

    sys.exit(replaying(run, id, other_versions, json))


@commands.command()
def fork(
    run: Folder,
    id: Id,
    at: Annotated[int, typer.Option(help="The step from which on it is played anew, from 0.", min=0)],
    role: Annotated[
        list[str] | None, typer.Option(metavar="SEAT=NAME", help="Who takes a seat from there on: a name or module:attribute.")
    ] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="A setting of the YAML file: strategy=goal-only.")
    ] = None,
    seed: Annotated[str | None, typer.Option(help="Other dice from there on.")] = None,
    out: Annotated[Path | None, typer.Option(help="The fork's folder (default RUN-fork-ID-STEP).")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the run in that folder.")] = False,
    json: Json = False,
) -> None:
    """Goes on from a step of a conversation with something changed, into a run's folder of its own."""
    from simulator.cli.traveling import forking

    forking(run, id, at, pairs("--role", role) or {}, settings or [], seed, out, overwrite=overwrite, as_json=json)


@commands.command()
def diff(
    traces: Annotated[list[str], typer.Argument(metavar="A B", help="Two traces: RUN ID, RUN:ID or files.")],
    json: Json = False,
) -> None:
    """Compares two conversations by meaning: where they part, which calls, values and verdicts changed."""
    from simulator.cli.traveling import comparing_traces

    comparing_traces(traces, json)


@commands.command()
def bisect(
    run: Folder,
    id: Id,
    check: Annotated[str, typer.Option(metavar="MODULE:FUNCTION", help="Told the first steps; true where they are wrong.")],
    binary: Annotated[
        bool, typer.Option("--binary", help="Try few steps, taking for granted that what is wrong stays wrong.")
    ] = False,
    json: Json = False,
) -> None:
    """Finds the first step after which a check says that a conversation is wrong; exit code 1 where there is none."""
    from simulator.cli.traveling import bisecting

    sys.exit(bisecting(run, id, check, binary, json))

"""`toolweft family`, `mock-llm`, `plugins`, `doctor`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from simulator.cli.commands.options import Folder, Json

commands = typer.Typer()


@commands.command()
def family(
    run: Folder,
    members: Annotated[
        str, typer.Option(metavar="NAMES", help="Behaviours and embedding strategies, with commas between them.")
    ] = "explicit,upstream,logical-jump,missing-parameter,missing-tool,wrong-premise,parallel,profile",
    out: Annotated[Path | None, typer.Option(help="The family's folder (default RUN-family).")] = None,
    count: Annotated[int | None, typer.Option("-n", "--count", help="How many plans at most (default all).")] = None,
    seed: Annotated[str | None, typer.Option(help="Same seed, same siblings (default 7).")] = None,
    workers: Annotated[int, typer.Option(help="Processes; any number gives the same (default 1).")] = 1,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the run in that folder.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run in that folder.")] = False,
    json: Json = False,
) -> None:
    """Turns each accepted plan of a run into siblings with the same goal."""
    from simulator.cli.relating import relating

    relating(run, members, out, count, seed or "7", workers, overwrite, resume, json)


@commands.command("mock-llm")
def mock_llm(
    catalog: Annotated[
        list[str] | None, typer.Argument(metavar="CATALOG", help="Catalogs of tools that it will be asked about, if known.")
    ] = None,
    port: Annotated[int, typer.Option(help="0 for any that is free.")] = 0,
    latency: Annotated[str, typer.Option(help="How long an answer takes, such as 200ms.")] = "0ms",
    faults: Annotated[
        str, typer.Option(metavar="KIND=SHARE", help="malformed, wrong-tool, 429, 500, slow, reset; with commas between.")
    ] = "",
    seed: Annotated[str, typer.Option(help="Same seed and request, same answer.")] = "7",
) -> None:
    """Serves a stand-in for a chat model, OpenAI-compatible, on this machine; prints its base URL first."""
    from simulator.cli.mocking import mocking

    mocking(catalog or [], port, latency, faults, seed)


@commands.command()
def plugins(json: Json = False) -> None:
    """Lists roles and strategies that can be asked for by name."""
    from simulator.cli.looking import listing

    listing(json)


@commands.command()
def doctor(json: Json = False) -> None:
    """Says whether this installation is sound; exit code 1 if not."""
    from simulator.cli.looking import examining

    sys.exit(examining(json))

"""`toolweft show`, `list`, `view`, `stats`, `funnel`, `export`: what a run holds."""

from pathlib import Path
from typing import Annotated

import typer

from simulator.cli.commands.options import Folder, Json, NoOpen, Port

commands = typer.Typer()


@commands.command()
def show(
    run: Folder,
    id: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="A conversation's id; by default the first accepted one with an implicit call."),
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="List all attempts, a line each.")] = False,
    drafts: Annotated[bool, typer.Option("--drafts", help="Show also the requests that were sent back.")] = False,
    step: Annotated[int | None, typer.Option(min=0, help="All that the seat of this step, from 0, saw and gave.")] = None,
    json: Json = False,
) -> None:
    """Shows a conversation: implicit calls, where each value came from, verdicts."""
    from simulator.cli.looking import showing

    showing(run, id, listed, drafts, step, json)


@commands.command("list")
def list_traces(
    run: Folder,
    where: Annotated[
        str | None, typer.Option(metavar="CONDITION", help="Such as 'status=rejected and reason~leak and tool=cancel_order'.")
    ] = None,
    json: Json = False,
) -> None:
    """Lists the attempts of a run, a line each, or those that a condition holds for."""
    from simulator.cli.listing import listing_traces

    listing_traces(run, where, json)


@commands.command()
def view(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN...", help="Folders of runs, folders of such, or files of traces.")],
    port: Port = 0,
    no_open: NoOpen = False,
    out: Annotated[Path | None, typer.Option(help="Write one self-contained file instead, to send to someone.")] = None,
) -> None:
    """Opens a page on runs: conversations with the grounds of each call, plan, steps, differences, the funnel."""
    from simulator.cli.viewing import viewing

    viewing(runs, port, not no_open, out)


@commands.command()
def stats(
    run: Folder,
    against: Annotated[
        str | None,
        typer.Option(metavar="FILE:NAME", help="Compare with a target's distributions; RUN may be a file of exported rows."),
    ] = None,
    json: Json = False,
) -> None:
    """Counts: accepted, rejected by reason and seat, calls, implicit calls, depth, tools; or compares with a target."""
    if against is not None:
        from simulator.cli.comparing import comparing

        comparing(run, against, json)
        return
    from simulator.cli.looking import counting

    counting(run, json)


@commands.command()
def funnel(run: Folder, json: Json = False) -> None:
    """Counts what each seat let through, rejected and sent back, and what an accepted conversation cost."""
    from simulator.cli.funnelling import funnelling

    funnelling(run, json)


@commands.command()
def export(
    run: Folder,
    out: Annotated[str, typer.Option(help="A file; - for standard output.")],
    format: Annotated[
        str, typer.Option(help="openai (arguments as JSON strings), trl (as objects), or dpo (a family's pairs).")
    ] = "openai",
    json: Json = False,
) -> None:
    """Writes the accepted conversations as a dataset, one JSON object a line."""
    from simulator.cli.exporting import exporting

    exporting(run, format, out, json)

"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from tool_graphs.errors import SimulationError

Catalogs = Annotated[list[str] | None, typer.Argument(metavar="CATALOG", help="Files of tools, or names of bundled catalogs.")]
Folder = Annotated[Path, typer.Argument(metavar="RUN", help="A run's folder, or a file of traces.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
NoOpen = Annotated[bool, typer.Option("--no-open", help="Open no browser.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="The page's port; 0 takes any free one.")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Work links out anew; keep nothing.")]
Strict = Annotated[bool | None, typer.Option("--strict", help="Refuse tools that cannot be used instead of skipping them.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="A conversation's id.")]

_SUCH_AS = {"NAME": "mymodule:MyUser", "FILE": "my_user.txt"}


def pairs(option: str, given: list[str] | None, what: str = "NAME") -> dict[str, str] | None:
    """SEAT=NAME options as a table; None where none was given; raises SimulationError."""
    found = {}
    for pair in given or ():
        seat, equals, name = pair.partition("=")
        if not (seat and equals and name):
            raise SimulationError(f"{option} {pair!r}: expected SEAT={what}, such as {option} user={_SUCH_AS[what]}")
        found[seat] = name
    return found or None

"""`toolweft graph` and `toolweft catalog`: tools, and what feeds what."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from simulator.cli.commands.options import Catalogs, Json, NoCache, Strict
from tool_graphs.errors import SimulationError

commands = typer.Typer()


@commands.command()
def graph(
    catalog: Catalogs = None,
    format: Annotated[Literal["json", "mermaid", "graphml", "html"], typer.Option(help="What to write.")] = "json",
    out: Annotated[Path | None, typer.Option(help="A file (default standard output).")] = None,
    strict: Strict = None,
    no_cache: NoCache = False,
    json: Annotated[bool, typer.Option("--json", help="With 'explain': print JSON for scripts.")] = False,
) -> None:
    """Writes the tool graph: tools, and links that say which of them feed which.

    `toolweft graph CATALOG... explain A B` prints what speaks for and against links from tool A to tool B.
    """
    from simulator.cli.generating import drawing, explaining

    given = catalog or []
    if "explain" in given:
        place = given.index("explain")
        if len(given) < place + 3:
            raise SimulationError("explain: expected the names of two tools: toolweft graph CATALOG explain A B")
        source, target, *more = given[place + 1 :]
        explaining([*given[:place], *more], source, target, json, bool(strict))
    else:
        drawing(given, format, out, bool(strict), not no_cache)


catalogs = typer.Typer(no_args_is_help=True, help="Converts and checks sources of tools.")
commands.add_typer(catalogs, name="catalog")

Sources = Annotated[
    list[str] | None, typer.Argument(metavar="SOURCE...", help="Files, bundled catalogs, or source:address as in openapi:FILE.")
]
Remote = Annotated[
    bool, typer.Option("--allow-remote-refs", help="Let references of an OpenAPI description lead to other files and hosts.")
]


@catalogs.command()
def convert(
    source: Sources = None,
    out: Annotated[str, typer.Option(help="A file; - for standard output.")] = "-",
    strict: Strict = None,
    allow_remote_refs: Remote = False,
    structure_texts: Annotated[
        bool, typer.Option("--structure-texts", help="Infer what an MCP server's listings hold that only declare a text.")
    ] = False,
) -> None:
    """Writes the tools of any source as one catalog."""
    from simulator.cli.cataloging import converting

    converting(source or [], out, bool(strict), allow_remote_refs, structure_texts)


@catalogs.command()
def enrich(
    source: Sources = None,
    model: Annotated[str, typer.Option(help="A chat model: openai:gpt-4.1-mini, or module:attribute.")] = "",
    out: Annotated[str, typer.Option(help="A file; - for standard output.")] = "-",
    budget: Annotated[int | None, typer.Option(help="Questions at most about results; one or two a tool.")] = None,
    links: Annotated[
        int, typer.Option("--links", min=0, help="Questions at most about unsure links, ten in each (default none).")
    ] = 0,
    strict: Strict = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Ask about links anew; keep no answers.")] = False,
) -> None:
    """Has a chat model write missing result schemas and judge unsure links, once; they become part of the catalog."""
    from simulator.cli.enriching import enriching

    enriching(source or [], model, out, budget, bool(strict), links, not no_cache)


@catalogs.command("check")
def check_catalog(
    source: Sources = None,
    against: Annotated[
        list[str] | None,
        typer.Option(metavar="SOURCE", help="Another catalog, such as a benchmark's, whose tools are looked for."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="End with exit code 1 if anything is found.")] = False,
    whole: Annotated[bool, typer.Option("--all", help="List all findings.")] = False,
    allow_remote_refs: Remote = False,
    json: Json = False,
) -> None:
    """Says what is missing or weak in a catalog, and which of its tools another catalog has."""
    from simulator.cli.cataloging import checking

    sys.exit(checking(source or [], against or [], strict, whole, json, allow_remote_refs))

"""`toolweft catalog convert` and `toolweft catalog check`."""

import sys
from itertools import groupby
from typing import Any

import orjson
from loguru import logger
from rich.console import Console
from rich.text import Text

from simulator.cli.exporting import opened
from simulator.cli.printing import MOST, PRETTY, print_json
from tool_graphs.catalog import Catalog, Remark, Skipped, read_catalog
from tool_graphs.checking import REMEDIES, Finding, check
from tool_graphs.errors import CatalogError
from tool_graphs.writing import as_document


def converting(sources: list[str], out: str, strict: bool, remote: bool, structured: bool) -> None:
    """Writes the tools of these sources as one catalog of our own, and says what was left out."""
    catalog = read_catalog(*sources, strict=strict, remote=remote, structured=structured)
    told_of: list[Skipped | Remark] = [*catalog.skipped, *catalog.remarks]
    for item in told_of[:MOST]:
        logger.warning("{}: tool {}: {}", item.place, item.tool, item.reason)
    with opened(out) as file:
        file.write(orjson.dumps(as_document(catalog), option=PRETTY))
    told = f"{len(catalog.tools):,} tools, {len(catalog.skipped):,} skipped, {len(catalog.remarks):,} remarks -> {out}"
    more = " ('toolweft catalog check' tells all)" if len(told_of) > MOST else ""
    Console(file=sys.stderr if out == "-" else sys.stdout).print(Text(told + more), soft_wrap=True)


def checking(sources: list[str], against: list[str], strict: bool, whole: bool, as_json: bool, remote: bool) -> int:
    """Says what is missing or weak; 1 where `strict` and something was found."""
    catalog = _lenient(sources, remote)
    other = read_catalog(*against) if against else None
    found = check(catalog, other)
    counts = {kind: sum(each.kind == kind for each in found) for kind in REMEDIES}
    if as_json:
        print_json(_as_json(catalog, counts, found))
    else:
        _print(catalog, counts, found, None if whole else MOST)
    return 1 if strict and found else 0


def _lenient(sources: list[str], remote: bool) -> Catalog:
    """The catalog; where not one tool can be used, the reasons end the command."""
    if not sources:
        raise CatalogError(
            "no catalog given; expected files of tools, or names of bundled catalogs: toolweft catalog check travel"
        )
    return read_catalog(*sources, remote=remote, lenient=True)


def _as_json(catalog: Catalog, counts: dict[Any, int], found: list[Finding]) -> dict[str, Any]:
    return {
        "tools": len(catalog.tools),
        "counts": counts,
        "findings": [each.model_dump() for each in found],
    }


def _print(catalog: Catalog, counts: dict[Any, int], found: list[Finding], most: int | None) -> None:
    console = Console(highlight=False)
    total = len(found)
    console.print(Text(f"{len(catalog.tools):,} tools, {total:,} finding{'s' * (total != 1)}"), soft_wrap=True)
    for kind, group in groupby(found, key=lambda each: each.kind):
        listed = list(group)
        console.print(Text(f"\n{counts[kind]:,} {REMEDIES[kind]}", "bold"), soft_wrap=True)
        for each in listed[:most]:
            console.print(Text(f"  {each.tool}{f': {each.said}' if each.said else ''}"), soft_wrap=True)
        if most is not None and len(listed) > most:
            console.print(Text(f"  and {len(listed) - most:,} more (--all)"), soft_wrap=True)

"""`toolweft catalog enrich`."""

import sys
from collections.abc import Sequence

import orjson
from loguru import logger
from rich.console import Console
from rich.text import Text

from roles.chat import asking, chat_model
from simulator.cli.exporting import opened
from simulator.cli.printing import MOST, PRETTY
from tool_graphs.cache import cache_folder
from tool_graphs.catalog import Catalog, read_catalog
from tool_graphs.judging import judged
from tool_graphs.results.enriching import enriched
from tool_graphs.tool import function_name
from tool_graphs.writing import as_document


def enriching(sources: list[str], model: str, out: str, budget: int | None, strict: bool, links: int, cache: bool) -> None:
    """Writes the catalog with result schemas that a chat model wrote for the tools that declare none.

    In at most `links` questions more it judges the links that are unsure: they become declared or denied.
    """
    chat = chat_model(model)
    catalog = read_catalog(*sources, strict=strict)
    tools, failed = enriched(catalog.tools, asking(chat), budget)
    for item in failed[:MOST]:
        logger.warning("tool {}: no result schema: {}", item.tool, item.reason)
    catalog, before = catalog.model_copy(update={"tools": tools}), catalog
    if links:
        folder = cache_folder() / "answers" / function_name(model) if cache else None
        catalog = judged(catalog, asking(chat), links, folder)
    with opened(out) as file:
        file.write(orjson.dumps(as_document(catalog), option=PRETTY))
    written = sum(new is not old and new.returns != old.returns for new, old in zip(tools, before.tools, strict=True))
    told = f"{len(tools):,} tools, {written:,} result schemas written, {len(failed):,} not"
    if links:
        confirmed, denied = (len(new) - len(old) for new, old in _both(catalog, before))
        told += f", {confirmed:,} links confirmed, {denied:,} denied"
    told += f" -> {out}"
    Console(file=sys.stderr if out == "-" else sys.stdout).print(Text(told), soft_wrap=True)


def _both(new: Catalog, old: Catalog) -> tuple[tuple[Sequence[object], Sequence[object]], ...]:
    return (new.links, old.links), (new.denied, old.denied)

"""Links of a catalog that a language model judged, once: they become part of it."""

from pathlib import Path

from tool_graphs.catalog import Catalog
from tool_graphs.linked import linked
from tool_graphs.links.confirming import CONFIRMED, Ask, confirmed
from tool_graphs.sources.found import Denied


def judged(catalog: Catalog, ask: Ask, budget: int = 50, cache: Path | None = None) -> Catalog:
    """The catalog with unsure links declared or denied as `ask` answers, in at most `budget` questions of ten links each.

    What the catalog declares or denies itself is not asked about. Answers are kept in the `cache` folder.
    """
    settled = {(link.source, link.target, link.param) for link in catalog.links}
    settled |= {(each.source, each.target, each.param) for each in catalog.denied if each.param is not None}
    apart = {(each.source, each.target) for each in catalog.denied if each.param is None}
    tools, found = linked(catalog.tools)
    asked = [
        link
        for link in found
        if (link.source, link.target, link.param) not in settled and (link.source, link.target) not in apart
    ]
    answered = [new for old, new in zip(asked, confirmed(tools, asked, ask, budget, cache), strict=True) if new is not old]
    yes = tuple(link for link in answered if link.score == CONFIRMED)
    no = tuple(Denied(source=link.source, target=link.target, param=link.param) for link in answered if link.score != CONFIRMED)
    return catalog.model_copy(update={"links": (*catalog.links, *yes), "denied": (*catalog.denied, *no)})

"""A bundled catalog as a tool graph, made once for the stories that need a real one."""

from functools import lru_cache

from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.graph import ToolGraph


@lru_cache(maxsize=1)
def travel() -> ToolGraph:
    """The tools of a travel agency."""
    return graph_of(read_catalog("travel"), None)

"""Pages that a browser opens from the disk: one file each, nothing fetched."""

from tool_graphs.pages.graph_page import as_html

__all__ = ["as_html"]

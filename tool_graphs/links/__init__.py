"""Links between tools that nobody declared: which field of a result can fill which parameter, and how sure."""

from tool_graphs.links.explaining import Explanation, Reason, explain, reasons
from tool_graphs.links.inferring import infer_links
from tool_graphs.links.ordering import order_links
from tool_graphs.links.scoring import USABLE

__all__ = ["USABLE", "Explanation", "Reason", "explain", "infer_links", "order_links", "reasons"]

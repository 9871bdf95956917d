"""The tool graph."""

import pytest

from tool_graphs.errors import GraphError
from tool_graphs.graph import Link, ToolGraph
from tool_graphs.tool import Tool

FIND, ORDERS, CANCEL = Tool(name="find_customer"), Tool(name="list_orders"), Tool(name="cancel_order")
FOUND = Link(source="find_customer", target="list_orders", field="id", param="customer_id", score=0.8)
LISTED = Link(source="list_orders", target="cancel_order", field="orders[].id", param="order_id", score=0.9)
GUESSED = Link(source="find_customer", target="cancel_order", field="last_order", param="order_id", score=0.4)
GRAPH = ToolGraph([FIND, ORDERS, CANCEL], [GUESSED, FOUND, LISTED])


def test_producers_and_consumers_come_best_first():
    """For a tool, and for one of its inputs."""
    assert GRAPH.producers("cancel_order") == (LISTED, GUESSED)
    assert GRAPH.producers("cancel_order", "order_id") == (LISTED, GUESSED)
    assert GRAPH.producers("cancel_order", "reason") == ()
    assert GRAPH.consumers("find_customer") == (FOUND, GUESSED)


def test_a_subgraph_keeps_the_links_among_its_tools():
    """Links to tools left out go with them."""
    assert GRAPH.subgraph(["find_customer", "list_orders"]).links == (FOUND,)


def test_unknown_and_doubled_tools_are_refused():
    """An unknown tool gives the closest known name."""
    with pytest.raises(GraphError, match="did you mean 'cancel_order'"):
        GRAPH.tool("cancel_ordr")
    with pytest.raises(GraphError, match="no tool 'list_orders'"):
        ToolGraph([FIND], [FOUND])
    with pytest.raises(GraphError, match="rename one"):
        ToolGraph([FIND, FIND])


def test_the_digest_is_of_content_not_of_order():
    """The same tools in another order have the same digest; another link changes it."""
    assert ToolGraph([CANCEL, ORDERS, FIND], [LISTED, FOUND, GUESSED]).digest == GRAPH.digest
    assert ToolGraph([CANCEL, ORDERS, FIND], [LISTED, FOUND]).digest != GRAPH.digest

"""The tool graph on paper."""

import io
import json
import re

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tool_graphs.drawing import as_graphml, as_json, as_mermaid
from tool_graphs.graph import Link, ToolGraph
from tool_graphs.tool import Tool

TOOLS = [Tool(name="find_customer", description="Find."), Tool(name="list_orders"), Tool(name="open_till")]
LINKS = [
    Link(source="find_customer", target="list_orders", field="customer.id", param="customer_id", score=0.9),
    Link(source="find_customer", target="list_orders", field="name", param="customer_id", score=0.1),
    Link(source="open_till", target="list_orders", kind="order"),
]
GRAPH = ToolGraph(TOOLS, LINKS)


def test_json_holds_everything():
    """All tools, all links, weak ones too."""
    drawn = json.loads(json.dumps(as_json(GRAPH)))
    assert [tool["name"] for tool in drawn["tools"]] == ["find_customer", "list_orders", "open_till"]
    assert [Link(**link) for link in drawn["links"]] == list(GRAPH.links)


def test_mermaid_shows_one_arrow_a_pair():
    """Labelled with its best link; order is dotted."""
    assert as_mermaid(GRAPH) == (
        "flowchart LR\n"
        '    n0["find_customer"]\n'
        '    n1["list_orders"]\n'
        '    n2["open_till"]\n'
        '    n0 -->|"customer.id → customer_id"| n1\n'
        "    n2 -.-> n1\n"
    )


HOSTILE = st.text(min_size=1, max_size=30) | st.sampled_from(
    ['"]; click n0 "javascript:', "end", "`**x**`", "#quot;", "<script>", "a\nb"]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(HOSTILE, min_size=2, max_size=4, unique=True))
def test_no_name_breaks_a_drawing(names):
    """Whatever a tool is called, every line of Mermaid is a node or an arrow, and the GraphML can be read back."""
    tools = [Tool(name=name, description=name) for name in names]
    graph = ToolGraph(tools, [Link(source=names[0], target=names[1], field=names[0], param=names[1])])
    first, *lines = as_mermaid(graph).splitlines()
    assert first == "flowchart LR"
    assert len(lines) == len(names) + 1
    shape = re.compile(r'    n\d+(\["[^"<>`\\|]+"\]| -->(\|"[^"<>`\\|]+"\|)? n\d+)')
    assert all(shape.fullmatch(line) for line in lines), lines
    back = nx.read_graphml(io.BytesIO(as_graphml(graph).encode()))
    assert back.number_of_nodes() == len(names)
    assert list(back.edges) == [("n0", "n1")]


@pytest.mark.parametrize("draw", [as_mermaid, as_graphml])
def test_an_empty_graph_is_drawn_too(draw):
    """No tools, no arrows, no error."""
    assert draw(ToolGraph([]))

"""Which links plans follow."""

import pytest

from tool_graphs.graph import Link, ToolGraph
from tool_graphs.sampling.sense import looks_up, plan_links, sensible
from tool_graphs.tool import Tool


def tool(name: str, takes: str, gives: dict[str, object]) -> Tool:
    """A tool with one needed text parameter and a result of these properties."""
    return Tool(
        name=name,
        parameters={"type": "object", "properties": {takes: {"type": "string"}}, "required": [takes]},
        returns={"type": "object", "properties": gives, "required": list(gives)},
    )


TEXT = {"type": "string"}
ORDERS = {"type": "array", "items": {"type": "object", "properties": {"order_id": TEXT, "city": TEXT}, "required": ["order_id"]}}
GRAPH = ToolGraph(
    [
        tool("list_orders", "customer_id", {"orders": ORDERS, "total": {"type": "number"}}),
        tool("cancel_order", "order_id", {"order_id": TEXT, "refund_id": TEXT}),
        tool("get_refund", "refund_id", {"amount": {"type": "number"}}),
        tool("get_weather", "city", {"temperature": {"type": "number"}}),
        tool("get_current_city", "device", {"city": TEXT}),
        tool("convert_money", "amount", {"amount": {"type": "number"}}),
    ],
    [
        Link(source="list_orders", target="cancel_order", field="orders[].order_id", param="order_id", score=0.9),
        Link(source="cancel_order", target="get_refund", field="refund_id", param="refund_id", score=0.9),
        Link(source="list_orders", target="get_weather", field="orders[].city", param="city", score=0.9),
        Link(source="get_current_city", target="get_weather", field="city", param="city", score=0.9),
        Link(source="get_refund", target="convert_money", field="amount", param="amount", score=0.9),
        Link(source="list_orders", target="get_refund", field="orders[].order_id", param="refund_id", score=0.2),
    ],
)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("list_orders", "cancel_order", True),  # nobody knows order ids by heart
        ("list_orders", "get_weather", False),  # a city out of a list is no reason to ask for the weather
        ("get_current_city", "get_weather", True),  # it is there to tell the city
        ("get_refund", "convert_money", True),  # an amount goes from one result into the next
        ("list_orders", "get_refund", False),  # not sure enough
    ],
)
def test_a_link_is_sensible_if_someone_would_have_it_looked_up(source: str, target: str, expected: bool) -> None:
    """Identifiers, measures and what a tool is there to tell."""
    link = next(link for link in GRAPH.links if (link.source, link.target) == (source, target))
    assert sensible(GRAPH, link) is expected


def test_what_changes_the_world_serves_later_turns_only() -> None:
    """A refund id comes from a cancellation of an earlier turn, never from one that nobody asked for."""
    links = plan_links(GRAPH)
    assert not looks_up(GRAPH.tool("cancel_order"))
    assert [link.source for link in links.of_earlier_turns("get_refund", "refund_id")] == ["cancel_order"]
    assert links.within_a_turn("get_refund", "refund_id") == ()


LINE = {"line_id": TEXT, "plan_id": TEXT, "customer_id": TEXT, "nickname": TEXT}


@pytest.mark.parametrize(
    ("verb", "given", "expected"),
    [
        ("change_plan", "plan_id", False),  # that is the plan which the line has
        ("suspend_plan", "plan_id", True),
        ("change_line", "customer_id", True),  # whose line it is does not change
        ("move_line", "customer_id", False),
    ],
)
def test_nothing_is_changed_into_what_it_is(verb: str, given: str, expected: bool) -> None:
    """What a look-up of a thing tells of it is no new value for that thing."""
    inputs = {"line_id": TEXT, given: TEXT}
    change = Tool(name=verb, parameters={"type": "object", "properties": inputs, "required": list(inputs)})
    link = Link(source="get_line", target=verb, field=given, param=given, score=0.95)
    graph = ToolGraph([tool("get_line", "line_id", dict(LINE)), change, tool("find_plan", "city", {"plan_id": TEXT})], [link])
    assert sensible(graph, link) is expected
    found = Link(source="find_plan", target=verb, field="plan_id", param=given, score=0.95)
    assert given != "plan_id" or sensible(graph, found)

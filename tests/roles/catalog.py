"""A small graph that the stories about roles share: people, orders, a refund."""

from tool_graphs.graph import Link, ToolGraph
from tool_graphs.tool import Tool


def _object(**properties):
    return {"type": "object", "properties": properties, "required": list(properties)}


TEXT = {"type": "string"}
FIND = Tool(
    name="find_customer",
    description="Find a customer by email.",
    parameters=_object(email={"type": "string", "format": "email", "description": "The customer's email address."}),
    returns=_object(customer_id=TEXT),
)
LIST = Tool(
    name="list_orders",
    description="List the orders of a customer.",
    parameters=_object(customer_id={"type": "string", "description": "The customer's ID, such as 'C-1001'."}),
    returns=_object(orders={"type": "array", "minItems": 1, "items": _object(order_id=TEXT, status=TEXT)}),
)
CANCEL = Tool(
    name="cancel_order",
    description="Cancel an order.",
    parameters=_object(
        order_id={"type": "string", "description": "The order's ID, such as '#W0000'."},
        reason={"type": "string", "enum": ["no longer needed", "ordered by mistake"], "description": "The reason."},
    ),
    returns=_object(order_id=TEXT, status=TEXT),
)
WEATHER = Tool(
    name="get_forecast",
    description="Get the weather forecast for a city.",
    parameters=_object(city={"type": "string", "description": "The city."}),
    returns=_object(temperature={"type": "number"}),
)
GRAPH = ToolGraph(
    [FIND, LIST, CANCEL, WEATHER],
    [
        Link(source="find_customer", target="list_orders", field="customer_id", param="customer_id"),
        Link(source="list_orders", target="cancel_order", field="orders[].order_id", param="order_id"),
        Link(source="cancel_order", target="list_orders", field="order_id", param="customer_id", score=0.1),
    ],
)

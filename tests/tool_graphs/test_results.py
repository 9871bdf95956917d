"""Result schemas that nobody declared."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tool_graphs.results import infer_results
from tool_graphs.tool import Tool


def tool(name: str, description: str = "", **properties: Any) -> Tool:
    """A tool whose parameters are all required; a string stands for the description of a string."""
    schemas = {
        key: {"type": "string", "description": value} if isinstance(value, str) else value for key, value in properties.items()
    }
    return Tool(
        name=name, description=description, parameters={"type": "object", "properties": schemas, "required": list(schemas)}
    )


ORDER = "The order id, such as '#W0000000'."
SHOP = (
    tool("find_user_id_by_email", "Find user id by email.", email="The email of the user"),
    tool("get_user_details", "Get the details of a user.", user_id="The user id, such as 'sara_doe_496'."),
    tool("get_order_details", "Get the status and details of an order.", order_id=ORDER),
    tool(
        "return_order_items",
        "Return some items of an order.",
        order_id=ORDER,
        item_ids={"type": "array", "items": {"type": "string"}, "description": "The item ids, each such as '1008292230'."},
    ),
    tool("cancel_order", "Cancel an order.", order_id=ORDER),
    tool("list_all_product_types", "List the name and product id of all product types."),
    tool("get_product_details", "Get details of a product.", product_id="The product id"),
    tool("place_order", "Place an order.", product_id="The product id", quantity={"type": "integer"}),
    tool("calculate_shipping_cost", "Calculate the shipping cost.", zip="The zip code"),
    tool("validate_email", "Validate an email address.", email="The email"),
    tool("convert_currency", "Convert an amount.", amount={"type": "number"}, to_currency="The currency"),
    tool("register_user", "Register a user.", username="The name", password="The password"),
)


def result(name: str) -> dict[str, Any]:
    """The properties of the inferred result of a tool of the shop."""
    found = {one.name: one for one in infer_results(SHOP)}[name].returns
    assert found is not None
    properties: dict[str, Any] = found["properties"]
    return properties


def test_finding_an_id_returns_just_that():
    """`find_user_id_by_email` gives a user_id in the form that the other tools take."""
    assert set(result("find_user_id_by_email")) == {"user_id"}
    assert "sara_doe_496" in result("find_user_id_by_email")["user_id"]["description"]


def test_a_getter_repeats_what_was_asked_by_and_names_what_belongs_to_it():
    """An order knows its items by the very id that `return_order_items` takes, example included."""
    order = result("get_order_details")
    assert next(iter(order)) == "order_id"
    assert "1008292230" in order["items"]["items"]["properties"]["item_id"]["description"]


def test_users_own_orders():
    """In the catalog of one house a user's details lead to the orders."""
    assert "order_id" in result("get_user_details")["orders"]["items"]["properties"]


def test_a_list_holds_objects_with_ids():
    """`list_all_product_types` gives products with the product_id that getters take."""
    (products,) = result("list_all_product_types").values()
    assert products["type"] == "array" and "product_id" in products["items"]["properties"]


def test_making_gives_a_new_id_and_a_status():
    """`place_order` says which order, and that it was made."""
    assert {"order_id", "status"} <= set(result("place_order"))


def test_cancelling_gives_the_id_and_a_status():
    """`cancel_order` echoes the order."""
    assert list(result("cancel_order")) == ["order_id", "status"]


def test_computing_gives_a_number_and_checking_a_truth():
    """Numbers and booleans under sensible names."""
    assert result("calculate_shipping_cost") == {"shipping_cost": {"type": "number"}}
    assert result("convert_currency") == {"converted_amount": {"type": "number"}}
    assert result("validate_email")["valid"] == {"type": "boolean"}


def test_secrets_are_not_echoed():
    """No result repeats a password."""
    assert "password" not in json.dumps(result("register_user"))


def test_declared_results_stay():
    """A tool with a result schema comes back as it is, the others marked as inferred."""
    declared = Tool(name="get_time", returns={"type": "object", "properties": {"now": {"type": "string"}}})
    first, second = infer_results([declared, SHOP[0]])
    assert first is declared and second.inferred


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(min_size=1, max_size=30), st.text(max_size=60), st.text(max_size=20)), max_size=6))
def test_any_name_gets_a_usable_schema(specs):
    """Whatever names and descriptions say, the result is an object with only required fields."""
    tools = [tool(name, description, **{parameter: parameter}) for name, description, parameter in specs]
    for one in infer_results(tools):
        assert one.returns is not None and one.returns["type"] == "object"
        assert one.returns["required"] == list(one.returns["properties"]) and one.returns["properties"]
        assert len(one.returns["properties"]) <= 7


@pytest.mark.parametrize("order", [1, -1])
def test_inference_is_deterministic(order):
    """Two runs say the same."""
    assert infer_results(SHOP[::order]) == infer_results(SHOP[::order])

"""The mock world: results that conform, agree with what was said before, and depend on nothing else."""

import datetime
import json
import os
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from roles.base import Asked, Called, Conversation, Opened, Persona, Planned, Returned
from roles.executor import Executor
from roles.values import Values
from tool_graphs.graph import Link, ToolGraph
from tool_graphs.plan import Call, Plan, Reference
from tool_graphs.tool import Tool

DAY = datetime.date(2024, 6, 3)
ORDER = {
    "type": "object",
    "properties": {
        "order_id": {"type": "string"},
        "user_id": {"type": "string"},
        "status": {"type": "string", "enum": ["pending", "delivered", "cancelled"]},
        "created_at": {"type": "string", "format": "date-time"},
        "updated_at": {"type": "string", "format": "date-time"},
        "address": {
            "type": "object",
            "properties": {"address1": {"type": "string"}, "city": {"type": "string"}, "country": {"type": "string"}},
            "required": ["address1", "city", "country"],
        },
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "item_id": {"type": "string"},
                    "name": {"type": "string"},
                    "price": {"type": "number"},
                    "quantity": {"type": "integer"},
                },
                "required": ["item_id", "price", "quantity"],
            },
        },
        "total": {"type": "number"},
        "item_count": {"type": "integer"},
    },
    "required": ["order_id", "user_id", "status", "created_at", "updated_at", "address", "items", "total", "item_count"],
}
ORDER_ID = {"type": "string", "description": "The order id, such as '#W0000000'."}


def tool(name: str, returns: dict[str, Any], **parameters: dict[str, Any]) -> Tool:
    schema = {"type": "object", "properties": parameters, "required": list(parameters)}
    return Tool(name=name, description=name.replace("_", " "), parameters=schema, returns=returns)


def listed(name: str, item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": {name: {"type": "array", "items": item}}, "required": [name]}


TASK = {"type": "object", "properties": {"id": {"type": "integer"}, "title": {"type": "string"}}, "required": ["id", "title"]}
TOOLS = (
    tool("get_order", ORDER, order_id=ORDER_ID),
    tool("get_order_summary", {**ORDER, "properties": dict(reversed(ORDER["properties"].items()))}, order_id=ORDER_ID),
    tool("cancel_order", {"type": "object", "properties": {"status": {"type": "string"}}}, order_id=ORDER_ID),
    tool("modify_order_address", ORDER, order_id=ORDER_ID, address1={"type": "string"}, city={"type": "string"}),
    tool("list_orders", listed("orders", ORDER), user_id={"type": "string"}, limit={"type": "integer"}),
    tool("create_task", TASK, title={"type": "string"}),
    tool("list_tasks", listed("tasks", TASK)),
    tool("get_task", TASK, task_id={"type": "integer"}),
    tool("delete_task", {"type": "object", "properties": {"success": {"type": "boolean"}}}, task_id={"type": "integer"}),
    tool("search_flights", listed("flights", {"type": "object", "properties": {
        "origin": {"type": "string"}, "departure_time": {"type": "string", "format": "date-time"},
        "arrival_time": {"type": "string", "format": "date-time"}}}), origin={"type": "string"}, date={"type": "string"}),
    tool("calculate", {"type": "object", "properties": {"result": {"type": "number"}}}, expression={"type": "string"}),
    tool("search_hotels", listed("hotels", {"type": "object", "properties": {
        "hotel_id": {"type": "string"}, "name": {"type": "string"}, "city": {"type": "string"},
        "country": {"type": "string"}}}),
        city={"type": "string"}),
)  # fmt: skip
LINKS = (Link(source="list_orders", target="get_order", field="orders[].order_id", param="order_id"),)


class Scene:
    """A conversation that grows by calls."""

    def __init__(self, seed: str = "7", text: str = "Please help me") -> None:
        graph = ToolGraph(TOOLS, LINKS)
        self.graph, self.executor = graph, Executor(graph, Values(graph))
        opened = Opened(id="c", seed=seed, persona=Persona(name="Ann"), date="2024-06-03", tools=(), turns=1)
        self.conversation = Conversation(steps=(opened, Asked(text=text)))

    def call(self, name: str, **arguments: Any) -> Any:
        call = Call(id=str(len(self.conversation.steps)), tool=name, arguments=arguments)
        self.conversation = self.conversation.then(Called(calls=(call,)))
        self.conversation = self.conversation.then(self.executor(self.conversation, Random(len(self.conversation.steps))))
        value = self.conversation.last(Returned).results[0].value
        assert self.graph.tool(name).result_errors(value) == []
        return value


def test_the_same_order_stays_the_same() -> None:
    """An order read twice has the same attributes, and its id is the one asked for."""
    scene = Scene()
    first = scene.call("get_order", order_id="#W1234567")
    assert first["order_id"] == "#W1234567"
    assert scene.call("get_order", order_id="#W1234567") == first
    assert scene.call("get_order", order_id="#W7654321") != first


def test_attributes_do_not_depend_on_which_tool_shows_them_first() -> None:
    """Two tools with other orders of fields show the same user of the same order."""
    one = Scene().call("get_order", order_id="#W1234567")
    other = Scene().call("get_order_summary", order_id="#W1234567")
    assert one["user_id"] == other["user_id"]
    assert one["status"] == other["status"]


def test_sums_counts_and_times_agree() -> None:
    """Total, count and the order of times hold in every order."""
    for seed in range(12):
        order = Scene(str(seed)).call("get_order", order_id="#W1234567")
        assert order["total"] == pytest.approx(sum(item["price"] * item["quantity"] for item in order["items"]))
        assert order["item_count"] == len(order["items"])
        assert order["created_at"] <= order["updated_at"] < "2024-06-04"


def test_a_cancelled_order_is_read_as_cancelled() -> None:
    """What a call changed shows in later reads."""
    scene = Scene()
    scene.call("get_order", order_id="#W1234567")
    assert "cancelled" in scene.call("cancel_order", order_id="#W1234567")["status"]
    assert scene.call("get_order", order_id="#W1234567")["status"] == "cancelled"
    assert scene.call("get_order_summary", order_id="#W1234567")["status"] == "cancelled"


def test_a_changed_address_is_read_again() -> None:
    """An update of parts of a nested object shows in that object."""
    scene = Scene()
    scene.call("get_order", order_id="#W1234567")
    changed = scene.call("modify_order_address", order_id="#W1234567", address1="5 Elm Street", city="Denver")
    assert changed["address"]["city"] == "Denver"
    read = scene.call("get_order", order_id="#W1234567")
    assert (read["address"]["address1"], read["address"]["city"]) == ("5 Elm Street", "Denver")


def test_lists_obey_limits_and_feed_later_calls() -> None:
    """At most `limit` items, of the user asked for, with ids of the shape that the consumer describes."""
    scene = Scene()
    orders = scene.call("list_orders", user_id="mei_kovacs_231", limit=2)["orders"]
    assert 1 <= len(orders) <= 2
    assert all(order["user_id"] == "mei_kovacs_231" and order["order_id"].startswith("#W") for order in orders)
    assert scene.call("get_order", order_id=orders[0]["order_id"]) == orders[0]
    assert scene.call("list_orders", user_id="mei_kovacs_231", limit=2)["orders"] == orders


@pytest.mark.parametrize(
    ("text", "several"), [("Cancel my order.", False), ("Cancel one of my orders.", True), ("Cancel the cheapest order.", True)]
)
def test_where_nobody_says_which_one_there_is_one_and_it_can_be_cancelled(text: str, several: bool) -> None:
    """A plan that takes an order out of a list finds one that its next call makes sense for."""
    find = Call(id="1", tool="list_orders", arguments={"user_id": "mei_kovacs_231", "limit": 4})
    cancel = Call(id="2", tool="cancel_order", references={"order_id": Reference(call="1", path="orders[0].order_id")})
    found: list[dict[str, Any]] = []
    for seed in map(str, range(12)):
        scene = Scene(seed, text)
        opened, asked = scene.conversation.steps
        scene.conversation = Conversation(steps=(opened, Planned(plan=Plan(calls=(find, cancel))), asked, Called(calls=(find,))))
        orders = scene.executor(scene.conversation, Random(seed)).results[0].value["orders"]
        assert (len(orders) > 1) == several
        found.append(orders[0])
    assert {order["status"] for order in found} == {"pending"}


def test_created_things_can_be_read_and_deleted_ones_are_gone() -> None:
    """A new task is found by its id and in the list until it is deleted."""
    scene = Scene()
    before = scene.call("list_tasks")["tasks"]
    task = scene.call("create_task", title="Water the plants")
    assert task["title"] == "Water the plants"
    assert scene.call("get_task", task_id=task["id"]) == task
    assert scene.call("list_tasks")["tasks"] == [*before, task]
    assert scene.call("delete_task", task_id=task["id"])["success"] is True
    assert scene.call("list_tasks")["tasks"] == before


def test_searches_echo_what_was_searched() -> None:
    """Hotels of a searched city are in that city and its country."""
    hotels = Scene().call("search_hotels", city="Paris")["hotels"]
    assert {(hotel["city"], hotel["country"]) for hotel in hotels} == {("Paris", "France")}


def test_flights_leave_on_the_day_asked_for() -> None:
    """Departures are on the searched date, arrivals some hours later."""
    for flight in Scene().call("search_flights", origin="SFO", date="2024-09-02")["flights"]:
        assert flight["origin"] == "SFO"
        assert flight["departure_time"].startswith("2024-09-02")
        assert flight["departure_time"] < flight["arrival_time"] < "2024-09-04"


def test_calculators_calculate() -> None:
    """Plain arithmetic gets the true result, anything else does not run."""
    assert Scene().call("calculate", expression="(48 - 6) / 3")["result"] == 14
    assert isinstance(Scene().call("calculate", expression="__import__('os').getcwd()")["result"], (int, float))


def test_results_depend_on_steps_and_dice_only() -> None:
    """A fresh executor that reads the stored steps answers alike."""
    scene = Scene()
    scene.call("get_order", order_id="#W1234567")
    read = Conversation.model_validate_json(scene.conversation.model_dump_json())
    again = Conversation(steps=read.steps[:-1])
    assert Scene().executor(again, Random(3)) == read.steps[-1]


def test_results_do_not_say_by_chance_what_the_user_said() -> None:
    """A fresh value differs from every value of the request."""
    for seed in range(10):
        first = Scene(str(seed)).call("get_order", order_id="#W1234567")["user_id"]
        second = Scene(str(seed), text=f"I am not {first}").call("get_order", order_id="#W1234567")["user_id"]
        assert first != second


LEAVES = st.sampled_from(
    [
        {"type": "string"}, {"type": "integer", "minimum": 3, "maximum": 5}, {"type": "boolean"}, {"enum": ["a", 1, None]},
        {"const": 4},
        {"type": "string", "pattern": "^[A-Z]{2}\\d{3}$"}, {"type": ["string", "null"], "maxLength": 3}, {}, {"type": "null"},
        {"type": "number", "multipleOf": 0.5, "exclusiveMinimum": 0}, {"anyOf": [{"type": "null"}, {"type": "integer"}]},
        {"type": "string", "format": "date-time"}, {"type": "string", "minLength": 30},
    ]
)  # fmt: skip


def nested(inner: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    names = st.sampled_from(["id", "name", "total", "count", "status", "items", "", "user_id", "created_at", "a.b", "error"])
    objects = st.builds(
        lambda properties, strict: {
            "type": "object", "properties": properties, "required": list(properties)[:2], "additionalProperties": not strict,
        },
        st.dictionaries(names, inner, max_size=4), st.booleans(),
    )  # fmt: skip
    lists = st.builds(
        lambda item, least: {"type": "array", "items": item, "minItems": least, "maxItems": least + 1}, inner, st.integers(0, 5)
    )
    maps = st.builds(lambda item: {"type": "object", "additionalProperties": item}, inner)
    return st.one_of(objects, lists, maps)


@settings(max_examples=120, deadline=None)
@example({"type": "object", "properties": {"error": {"type": "string", "minLength": 30}}, "required": ["error"]}, 0)
@given(st.recursive(LEAVES, nested, max_leaves=8), st.integers(0, 99))
def test_results_conform_to_odd_schemas(returns: dict[str, Any], seed: int) -> None:
    """Scalars, lists at the top, unions, maps and empty names all validate."""
    odd = tool("get_thing", returns, id={"type": "integer"})
    graph = ToolGraph([odd])
    opened = Opened(id="c", seed=str(seed), persona=Persona(name="Ann"), date="2024-06-03", tools=(), turns=1)
    call = Called(calls=(Call(id="1", tool="get_thing", arguments={"id": seed}),))
    value = Executor(graph, Values(graph))(Conversation(steps=(opened, call)), Random(seed)).results[0].value
    assert odd.result_errors(value) == []


@pytest.mark.skipif("TOOLWEFT_DATA" not in os.environ, reason="TOOLWEFT_DATA names no folder of catalogs")
@pytest.mark.parametrize("name", ["nestful_executable", "restbench_tmdb", "tau2_airline", "apibank"])
def test_results_of_real_schemas_conform(name: str) -> None:
    """Every tool of the catalogs with result schemas gets a valid result."""
    entries = json.loads((Path(os.environ["TOOLWEFT_DATA"]) / "links" / name / "catalog.json").read_text())
    tools = {
        entry["name"]: Tool(
            name=entry["name"],
            description=entry["description"],
            parameters=entry["parameters"],
            returns=entry["output_parameters"],
        )
        for entry in entries
    }
    graph = ToolGraph(tools.values())
    values = Values(graph)
    executor = Executor(graph, values)
    opened = Opened(id="c", seed="1", persona=Persona(name="Ann"), date="2024-06-03", tools=(), turns=1)
    for known in tools.values():
        arguments = {each: values.argument(known, each, Random(1), DAY) for each in known.properties if each in known.needed}
        call = Called(calls=(Call(id="1", tool=known.name, arguments=arguments),))
        assert known.result_errors(executor(Conversation(steps=(opened, call)), Random(1)).results[0].value) == []


def test_a_consumer_widens_no_enumeration() -> None:
    """A field keeps to its own choices where who takes it knows more of them, and to those that are known to both."""
    state = {"type": "string", "enum": ["success", "failure", "skipped"]}
    asked = {"type": "string", "enum": ["success", "failure", "stale", "queued", "neutral", "waiting", "pending", "requested"]}
    shown = {"type": "object", "properties": {"conclusion": state}, "required": ["conclusion"]}
    tools = (tool("get_job", shown, job={"type": "string"}), tool("list_jobs", {"type": "object"}, conclusion=asked))
    graph = ToolGraph(tools, (Link(source="get_job", target="list_jobs", field="conclusion", param="conclusion"),))
    call = Called(calls=(Call(id="1", tool="get_job", arguments={"job": "build"}),))
    told = set()
    for seed in map(str, range(20)):
        opened = Opened(id="c", seed=seed, persona=Persona(name="Ann"), date="2024-06-03", tools=(), turns=1)
        told.add(
            Executor(graph)(Conversation(steps=(opened, Asked(text="Go"), call)), Random(seed)).results[0].value["conclusion"]
        )
    assert told == {"success", "failure"}

"""Plans that a request can lead to."""

from random import Random
from typing import Any

from roles.base import Asked, Called, Planned
from roles.language.cues import Phrasebook
from simulator.simulation import Simulation
from simulator.trace import parse
from tool_graphs import path as paths
from tool_graphs.catalog import Catalog, graph_of, read_catalog
from tool_graphs.graph import Link, ToolGraph
from tool_graphs.plan import Plan
from tool_graphs.sampling.sense import plan_links
from tool_graphs.tool import Tool


def test_a_goal_gives_nothing_that_another_call_takes_from_elsewhere() -> None:
    """In "check my refund, then convert the money" it is the refund's, so no plan converts that of a booking nobody named."""
    graph = graph_of(read_catalog("travel"))
    links, taken = plan_links(graph), 0
    for trace in Simulation(graph, seed=3).run(60):
        for step in trace.conversation.all(Planned):
            goals = {step.plan.by_id[id].tool for id in step.plan.goals}
            for call in step.plan.calls:
                for argument, reference in call.references.items():
                    producer = step.plan.by_id.get(reference.call)
                    if producer is not None and producer.tool not in goals:
                        taken += 1
                        given = links.within_a_turn(call.tool, paths.pattern(argument))
                        assert not any(link.source in goals for link in given)
    assert taken > 30


TEXT = {"type": "string"}
DAY = {"type": "string", "format": "date"}
POINT = {"type": "object", "properties": {"latitude": {"type": "number"}, "longitude": {"type": "number"}}}


def _tool(name: str, description: str, returns: dict[str, Any], **inputs: Any) -> Tool:
    parameters = {"type": "object", "properties": inputs, "required": list(inputs)}
    returned = {"type": "object", "properties": returns}
    return Tool(name=name, description=description, parameters=parameters, returns=returned)


def _plans(graph: ToolGraph, count: int) -> list[Plan]:
    played = Simulation(graph, seed=5, turns=1).attempts(count, max_attempts=count)
    return [step.plan for attempt in played for step in parse(attempt.line).conversation.all(Planned)]


def test_the_flight_that_is_booked_leaves_on_the_day_that_is_asked_about() -> None:
    """Also where the day stands in an object of the booking."""
    flights = {
        "type": "array",
        "minItems": 1,
        "items": {"type": "object", "properties": {"flight_number": TEXT, "date": DAY}, "required": ["flight_number", "date"]},
    }
    search = _tool("search_flights", "Search flights on a day.", {"flight_number": TEXT}, origin=TEXT, destination=TEXT, date=DAY)
    book = _tool("book_trip", "Book a trip for a user.", {"trip_id": TEXT}, user_name=TEXT, flights=flights)
    link = Link(source="search_flights", target="book_trip", field="flight_number", param="flights[].flight_number", score=1.0)
    days = [
        (call.arguments["flights"][0]["date"], plan.by_id[reference.call].arguments["date"])
        for plan in _plans(ToolGraph([search, book], [link]), 30)
        for call in plan.calls
        for reference in call.references.values()
    ]
    assert len(days) > 10 and all(booked == searched for booked, searched in days)


def test_nobody_has_the_symbol_looked_up_of_a_stock_that_goes_by_one() -> None:
    """A company's is looked up; what is known by its ticker has its symbol."""
    find = _tool("find_symbol", "Find the symbol of a company's stock.", {"symbol": TEXT}, company_name=TEXT)
    listing = _tool("get_listing", "Get the listing of a stock.", {"symbol": TEXT}, ticker=TEXT)
    price = _tool("get_stock_price", "Get the price of a stock.", {"price": {"type": "number"}}, symbol=TEXT)
    links = [
        Link(source=source, target="get_stock_price", field="symbol", param="symbol", score=1.0)
        for source in ("find_symbol", "get_listing")
    ]
    producers = {
        plan.by_id[reference.call].tool
        for plan in _plans(ToolGraph([find, listing, price], links), 60)
        for call in plan.calls
        for reference in call.references.values()
    }
    assert producers == {"find_symbol"}


def test_of_two_points_one_says_where_from_and_the_other_where_to() -> None:
    """And each is said whole."""
    route = _tool("get_route", "Get the route between two points.", {"distance": {"type": "number"}}, start=POINT, end=POINT)
    slots = [("start.latitude", 48.2), ("start.longitude", 16.4), ("end.latitude", 47.8), ("end.longitude", 13.0)]
    book = Phrasebook(ToolGraph([route]))
    said = {frozenset(phrase.text for phrase in book.phrases(route, slots, Random(seed))) for seed in range(30)}
    assert all(
        any(text.startswith("from ") and "48.2, 16.4" in text for text in texts)
        and any(text.startswith("to ") and "47.8, 13" in text for text in texts)
        for texts in said
    )


def test_a_parameter_may_have_any_characters_in_its_name() -> None:
    state, page = {"enum": ["open", "closed"]}, {"type": "integer", "maximum": 50}
    skus = {"type": "array", "items": {"type": "string", "pattern": "^SKU-[0-9]{5}$"}, "minItems": 2}
    address = {"type": "object", "properties": {"city": TEXT, "zip.code": TEXT}, "required": ["city", "zip.code"]}
    tools = (
        _tool("find_customer", "Find a customer.", {"customer_id": TEXT}, email=TEXT, **{"page[size]": page}),
        _tool("list_orders", "List orders.", {"order_id": TEXT}, customer_id=TEXT, **{"filter[status]": state}),
        _tool("cancel_order", "Cancel an order.", {"status": TEXT}, order_id=TEXT, **{"user.id": TEXT}),
        _tool("archive_parts", "Archive parts.", {"status": TEXT}, customer_id=TEXT, **{"skus[]": skus}),
        _tool("ship_order", "Ship an order.", {"tracking.number": TEXT}, order_id=TEXT, **{"address[main]": address}),
    )
    for strategy in ("upstream", "profile"):
        traces = [*Simulation(graph_of(Catalog(tools=tools)), strategy=strategy, seed="7").run(24, max_attempts=30)]
        calls = [call for trace in traces for step in trace.conversation.all(Called) for call in step.calls]
        asked = " ".join(step.text for trace in traces for step in trace.conversation.all(Asked))
        assert sum(trace.status == "accepted" for trace in traces) == 24
        special = {name for tool in tools for name in tool.properties if not name.isidentifier()}
        assert special <= {name for call in calls for name in call.arguments}
        assert "[" not in asked and "value" not in asked

"""Imperatives from what tools say about themselves."""

from random import Random

import pytest

from roles.language.clauses import Clauses, clause
from roles.language.cues import Phrase
from tool_graphs.graph import ToolGraph
from tool_graphs.tool import Tool


def tool(name: str, description: str, *parameters: str) -> Tool:
    properties = {parameter: {"type": "string"} for parameter in parameters}
    return Tool(
        name=name,
        description=description,
        parameters={"type": "object", "properties": properties, "required": list(parameters)},
    )


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Get the current price of a particular stock", "get the current price of a stock"),
        (
            "Retrieves the list of followers for an Instagram account using the RapidAPI service.",
            "retrieve followers for an Instagram account",
        ),
        (
            "This tool belongs to the trading system, which allows users to trade. Tool description: Cancel an order.",
            "cancel my order",
        ),
        ("The API for getting a schedule item includes parameters for content, time, and location.", "get a schedule item"),
        ("Use this tool to convert temperature from Celsius to Fahrenheit.", "convert temperature from Celsius to Fahrenheit"),
        ("Send a certificate to an user. Be careful!", "send a certificate to a user"),
        ("Allows you to lock the doors of a vehicle.", "lock the doors of my vehicle"),
        ("Get Keywords Get the keywords that have been added to a movie.", "get the keywords of a movie"),
        ("Fetches weather data for a specified city from the OpenWeather API endpoint.", "fetch weather data for a city"),
        ("Searches for recipes based on given criteria (e.g. diet).", "search recipes"),
    ],
)
def test_descriptions_become_plain_imperatives(description: str, expected: str) -> None:
    """Lead-ins, boilerplate and placeholders go, the wish stays."""
    assert clause(tool("some_tool", description)).text.replace("  ", " ") == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("getUserById", "get the user"),
        ("cancel_pending_order", "cancel my pending order"),
        ("GET /movie/{movie_id}/keywords", "get the keywords of a movie"),
        ("AddAgenda", "add an agenda"),
        ("DELETE /repos/{owner}/{repo}/issues/{number}", "delete the issue"),
    ],
)
def test_names_become_imperatives_where_nothing_is_described(name: str, expected: str) -> None:
    """Words of the identifier, never the identifier."""
    assert clause(tool(name, "")).text == expected


def test_values_stand_where_the_description_has_its_placeholders() -> None:
    """A pending order becomes my pending order #W1; what a hidden call will find out stays "my order"."""
    cancel = clause(tool("cancel_pending_order", "Cancel a pending order.", "order_id"))
    order = Phrase("order #W1", "object", (("order_id", (6, 9)),))
    said = cancel.fill("call_1", [order], {}, Random(1)).thing
    assert said.text == "my pending order #W1"
    assert said.spans == ((("call_1", "order_id"), (17, 20)),)
    assert cancel.fill("call_1", [], {"order_id": "hidden"}, Random(1)).thing.text == "my pending order"
    assert cancel.fill("call_1", [], {"order_id": "earlier"}, Random(1)).thing.text == "that pending order"


def test_tools_of_one_description_are_asked_for_by_name() -> None:
    """Two tools with the same words could not be told apart otherwise."""
    graph = ToolGraph([tool("search_direct_flight", "Search flights."), tool("search_onestop_flight", "Search flights.")])
    clauses = Clauses(graph)
    assert clauses["search_direct_flight"].text == "search direct flights"
    assert clauses["search_onestop_flight"].text == "search onestop flights"

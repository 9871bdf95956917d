"""Imperatives from what tools say about themselves."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import DataObject, characters, data, from_regex, sampled_from

from roles.language.boilerplate import CUTS
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
        ("Prescribe a medication to a patient.", "prescribe a medication to a patient"),
        ("List the accounts of the signed-in customer.", "list my accounts"),
        ("Get the transactions of an account within a period.", "get the transactions of an account"),
        ("Check how far a dispute has got.", "check the progress of a dispute"),
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


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Get the current status of a flight: gate, delay and estimated departure.", "get the current status of a flight"),
        ("Retrieves a list of the customer's bills, most recent first.", "retrieve my bills"),
        ("Lists all accounts held by the customer.", "list my accounts"),
        ("List the ways in which a customer can pay.", "list the ways in which I can pay"),
        ("List the free rooms of a hotel for the nights of a stay.", "list the free rooms of a hotel"),
        ("Get a quote for insuring a booking.", "get a quote for insuring a booking"),
        ("Transfer money from one account to another.", "transfer money from an account to another account"),
        ("Get all albums released by an artist.", "get all albums released by an artist"),
        ("Cancel a booking and refund what its fare allows.", "cancel my booking"),
        ("Have a return picked up at one of the customer's addresses.", "have a return picked up at one of my addresses"),
    ],
)
def test_what_only_a_manual_would_say_goes(description: str, expected: str) -> None:
    """Lists after a colon, sorting, ranges, and the customer in the third person."""
    assert clause(tool("some_tool", description)).text == expected


def test_the_noun_of_a_phrase_is_said_once() -> None:
    """With the issue number 60 in an issue is issue 60."""
    comment = clause(tool("add_comment", "Add a comment to a specific issue in a repository.", "issue_number", "repo"))
    issue = Phrase("with the issue number 60", "adverbial", (("issue_number", (22, 24)),))
    repo = Phrase("with the repository trail-map", "adverbial", (("repo", (20, 29)),))
    assert comment.fill("call_1", [issue, repo], {}, Random(1)).thing.text == "a comment to issue 60 in my repository trail-map"


def test_what_was_just_named_is_it() -> None:
    """Standing tells how a thing is pointed at."""
    show = clause(tool("get_albums", "Get the albums of an artist.", "artist_id"))
    said = {at: show.fill("call_1", [], {"artist_id": at}, Random(1)).thing.text for at in ("told", "any", "it", "first", "one")}
    assert said == {
        "told": "the albums of that artist",
        "any": "the albums of one of the artists",
        "it": "the albums of that artist",
        "first": "the albums of the first artist",
        "one": "the albums of the first one",
    }


def test_of_tools_that_are_asked_for_alike_one_is_kept() -> None:
    """Nobody could tell four tip calculators apart; a converter and a thermometer, one can."""
    graph = ToolGraph(
        [
            tool("calculate_tip", "Calculate the tip amount.", "bill"),
            tool("calculateTip", "Calculate a tip.", "total"),
            tool("compute_tip", "Computes the tip amount for a given bill.", "bill"),
            tool("get_temperature", "Get the temperature of a city.", "city"),
            tool("convert_temperature", "Convert a temperature.", "value"),
        ]
    )
    assert Clauses(graph).distinct(list(graph.tools)) == ["calculate_tip", "get_temperature", "convert_temperature"]


def test_what_is_changed_gets_its_new_value_behind_to() -> None:
    """Set the limit to $50, however the phrasebook has put it."""
    limit = clause(tool("set_limit", "Set the spending limit of a card.", "card_id", "limit"))
    for text, place in (("with a limit of 50", "adverbial"), ("The limit is 50.", "sentence")):
        at = text.index("50")
        said = limit.fill("call_1", [Phrase(text, place, (("limit", (at, at + 2)),))], {"card_id": "hidden"}, Random(1))  # type: ignore[arg-type]
        assert (said.thing.text, said.extra) == ("the spending limit of my card to 50", ())


def test_two_ends_are_said_together_or_one_pointed_at() -> None:
    """Between two cities, or between that city and another."""
    between = clause(tool("distance", "Get the distance between two cities.", "cityA", "cityB"))
    first = Phrase("with first city Bonn", "adverbial", (("cityA", (16, 20)),))
    second = Phrase("with second city Kiel", "adverbial", (("cityB", (17, 21)),))
    assert between.fill("call_1", [second, first], {}, Random(1)).thing.text == "the distance between Bonn and Kiel"
    assert between.fill("call_1", [second], {"cityA": "told"}, Random(1)).thing.text == "the distance between that city and Kiel"


def test_money_is_moved_as_an_amount() -> None:
    """Transfer $50, not money of $50."""
    transfer = clause(tool("transfer_money", "Transfer money to a payee.", "payee_id", "amount"))
    amount = Phrase("for $50", "adverbial", (("amount", (4, 7)),))
    assert transfer.fill("call_1", [amount], {"payee_id": "told"}, Random(1)).thing.text == "$50 to that payee"


@settings(max_examples=300, suppress_health_check=list(HealthCheck), deadline=None)
@given(data())
def test_what_is_passed_over_could_not_have_been_cut(drawn: DataObject) -> None:
    """Every ASCII text that a cut changes holds one of the pieces without which the cut is not tried."""
    pattern, _, said = drawn.draw(sampled_from([guarded for guarded in CUTS if guarded[2]]))
    text = drawn.draw(from_regex(pattern, alphabet=characters(codec="ascii")))
    assert any(piece in text.lower() for piece in said)

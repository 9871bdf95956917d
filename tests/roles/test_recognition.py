"""Which tools a request asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from roles.language.recognition import ASKED, Recognizer
from tool_graphs.graph import ToolGraph
from tool_graphs.tool import Tool

DESCRIBED = {
    "cancel_pending_order": "Cancel a pending order.",
    "get_order_details": "Get the status and details of an order.",
    "get_user_details": "Get the details of a user.",
    "find_user_id_by_email": "Find user id by email.",
    "get_forecast": "Get the weather forecast for a city.",
    "convert_currency": "Convert an amount from one currency to another.",
    "book_flight": "Book a flight.",
}
RECOGNIZER = Recognizer(ToolGraph(Tool(name=name, description=text) for name, text in DESCRIBED.items()))
OFFERED = tuple(DESCRIBED)


def asked(text: str) -> list[str]:
    return [found.tool for found in RECOGNIZER.recognize(text, OFFERED) if found.score >= ASKED]


@pytest.mark.parametrize(
    ("text", "tools"),
    [
        ("Can you cancel my pending order #W4817263?", ["cancel_pending_order"]),
        ("My email is mei@example.com. What's the status of my order?", ["get_order_details"]),
        ("What is the weather forecast for Paris?", ["get_forecast"]),
        ("Please convert the amount to EUR and then book a flight.", ["convert_currency", "book_flight"]),
        ("Thanks. I'd like to see my details, please.", ["get_user_details"]),
        ("It's for order #W1. My name is Mei Kovacs.", []),
        ("", []),
    ],
)
def test_what_is_asked_for_is_recognized_and_asides_are_not(text: str, tools: list[str]) -> None:
    """Orders, questions and wishes count; what the user tells about herself does not."""
    assert asked(text) == tools


def test_a_stretch_of_text_is_credited_to_one_tool_and_located() -> None:
    """The span is where it is asked for."""
    text = "I'm Mei. Cancel my pending order. Then show me my details."
    first, second = RECOGNIZER.recognize(text, OFFERED)
    assert text[slice(*first.span)] == "Cancel my pending order."
    assert (first.tool, second.tool) == ("cancel_pending_order", "get_user_details")


@given(some.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    """No text makes it fail, and scores stay between 0 and 1."""
    assert all(0 <= found.score <= 1 for found in RECOGNIZER.recognize(text, OFFERED))

"""What was often sent back, and is now said or heard so that it is understood at once."""

from random import Random

import pytest

from roles.language.clauses import Clauses
from roles.language.cues import Phrasebook
from roles.language.filling import Standing
from roles.language.sentences import Manner, order
from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.graph import ToolGraph
from tool_graphs.tool import Tool

SURE = 0.5
SURE_ENOUGH_NEARBY = 0.3
"""From this score on, what stands in the wish itself is heard."""
SURE_OF_MORE = 0.7
"""From this score on, what need not be said counts as said."""
TRAVEL = graph_of(read_catalog("travel"))
WORKSPACE = graph_of(read_catalog("workspace"))


def _heard(graph: ToolGraph, tool: str, path: str, text: str, least: float = SURE) -> list[object]:
    """The values that the text gives for sure."""
    field = graph.tool(tool).input(path)
    assert field is not None
    return [one.value for one in Phrasebook(graph).hear(text, graph.tool(tool), field) if one.score >= least]


@pytest.mark.parametrize(
    "text", ["a flight with three bags, an aisle seat and payment method PM-1", "a flight with two bags and aisle seat"]
)
def test_an_option_before_its_noun_needs_no_other_word(text: str) -> None:
    """In "with two bags and an aisle seat" nothing but "seat" tells what "aisle" is."""
    assert _heard(TRAVEL, "book_flight", "seat", text) == ["aisle"]


def test_a_word_that_breaks_the_pattern_is_no_code() -> None:
    """An airport's code has three capitals, which "search" in "I want to search" has not; "OSL" is one."""
    code = "destination_airport_code"
    assert _heard(TRAVEL, "search_flights", code, "I want to search for flights.", SURE_ENOUGH_NEARBY) == []
    assert _heard(TRAVEL, "search_flights", code, "I want to search for flights to OSL.") == ["OSL"]


def test_the_words_to_look_for_are_heard_behind_their_noun() -> None:
    """`the words 'onboarding checklist'` as well as `five words`."""
    text = "Search for the documents for the words 'onboarding checklist', please."
    assert _heard(WORKSPACE, "search_documents", "query", text) == ["onboarding checklist"]


def test_what_is_created_is_called_its_title() -> None:
    """Nobody creates an event "for 'Winter Concert'", which sounds like a place."""
    phrases, clause = Phrasebook(WORKSPACE), Clauses(WORKSPACE)["create_event"]
    for seed in range(40):
        said = phrases.phrases(WORKSPACE.tool("create_event"), [("title", "Winter Concert")], Random(seed))
        thing = clause.fill("call_1", said, {}, Random(seed)).thing.text
        assert "called 'Winter Concert'" in thing or "named 'Winter Concert'" in thing


def test_the_email_of_another_is_not_ones_own() -> None:
    """The assignee's is said to be theirs, and "My email" is not heard as an attendee's."""
    slot = [("assignee_email", "tomas.lind@example.com")]
    told = [
        phrase.text
        for seed in range(20)
        for phrase in Phrasebook(WORKSPACE).asides(WORKSPACE.tool("create_task"), slot, Random(seed))
    ]
    assert all("assignee email" in text and "My" not in text for text in told)
    attendees = WORKSPACE.tool("create_event").input("attendee_emails[]")
    assert attendees is not None
    heard = Phrasebook(WORKSPACE).hear("My email address is jess@example.com.", WORKSPACE.tool("create_event"), attendees)
    assert [one for one in heard if one.score >= SURE_OF_MORE] == []


TEXT = {"type": "string"}
WHOLE = {"type": "integer"}


def _tool(name: str, description: str, **inputs: dict[str, object]) -> Tool:
    schema = {"type": "object", "properties": inputs, "required": list(inputs)}
    return Tool(name=name, description=description, parameters=schema)


SERVICE = ToolGraph(
    [
        _tool("prescribe", "Prescribe a medication to a patient.", patient_id=TEXT, medication=TEXT, times_per_day=WHOLE),
        _tool("set_limit", "Sets the spending limit of a card.", card_id=TEXT, limit=WHOLE),
        _tool("fund_account", "Fund the account with the specified amount.", amount=WHOLE),
        _tool("exchange", "Exchange items of an order.", order_id=TEXT, item_ids={"type": "array", "items": TEXT},
              new_item_ids={"type": "array", "items": TEXT}),
        _tool("get_weather", "Get the weather at a position.", latitude={"type": "number"}, longitude={"type": "number"}),
        _tool("pay_tuition", "Pays an amount towards the tuition of a student.", student_id=TEXT, amount=WHOLE),
        _tool("get_balance", "Tells how much tuition is still open.", student_id=TEXT),
        _tool("find_student", "Look up a student by full name or e-mail address.", full_name=TEXT),
        _tool("send_payment_request", "Sends a payment request to the customer for a bill.", customer_id=TEXT, bill_id=TEXT),
        _tool("send_message", "Send a message to a channel.", channel_id=TEXT, text=TEXT),
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("tool", "path", "text", "expected"),
    [
        ("prescribe", "patient_id", "Prescribe the medication 'aspirin' to that patient 6 times a day.", []),
        ("prescribe", "times_per_day", "Prescribe the medication 'aspirin' to that patient 6 times a day.", [6]),
        ("set_limit", "card_id", "Set the spending limit of my card to $446.", []),
        ("set_limit", "card_id", "Set the spending limit of card CRD-446.", ["CRD-446"]),
        ("set_limit", "card_id", "Set the spending limit of card 446 this week.", ["446"]),
        ("fund_account", "amount", "Fund the account with 341.", [341]),
        ("exchange", "item_ids[]", "Exchange item 4275211521 of my order to the new items 7309840989.", ["4275211521"]),
        ("exchange", "new_item_ids[]", "Exchange item 4275211521 of my order to the new items 7309840989.", ["7309840989"]),
        ("get_weather", "latitude", "I need it on August 28, 2026. What's the weather there?", []),
        ("get_weather", "latitude", "What's the weather at 48.2, 16.37?", [48.2]),
    ],
)
def test_a_value_belongs_to_the_words_around_it(tool: str, path: str, text: str, expected: list[object]) -> None:
    """A number of times is no patient, a sum no card, a day and a year no place on earth."""
    assert _heard(SERVICE, tool, path, text) == expected


@pytest.mark.parametrize(
    ("tool", "slots", "standing", "expected"),
    [
        ("pay_tuition", [("student_id", "STU-1"), ("amount", 184)], {}, "184 towards the tuition of student STU-1"),
        ("get_weather", [], {"latitude": "hidden", "longitude": "hidden"}, "the weather at its position"),
        ("send_payment_request", [], {"customer_id": "hidden", "bill_id": "hidden"}, "me a payment request for my bill"),
        (
            "send_payment_request",
            [("customer_id", "CUS-1")],
            {"bill_id": "hidden"},
            "a payment request to customer CUS-1 for the bill",
        ),
    ],
)
def test_people_and_places_are_who_and_where_they_are(
    tool: str, slots: list[tuple[str, object]], standing: dict[str, Standing], expected: str
) -> None:
    """A sum stands where the description says "an amount"; whose the bill is depends on who is named."""
    phrases = Phrasebook(SERVICE).phrases(SERVICE.tool(tool), slots, Random(4))
    assert Clauses(SERVICE)[tool].fill("call_1", phrases, standing, Random(4)).thing.text == expected


def test_what_is_told_is_not_given() -> None:
    """Nobody says "give me how much tuition is still open"."""
    demand = Clauses(SERVICE)["get_balance"].fill("call_1", [], {"student_id": "hidden"}, Random(1))
    manner = Manner(style="plain", avoid=frozenset())
    orders = {order(demand, manner, Random(seed)).text.removesuffix(demand.thing.text).strip() for seed in range(30)}
    assert orders == {"check", "tell me", "find out"}


def test_somebody_who_is_looked_for_is_no_speaker() -> None:
    """The student's name is told of the student, who is found by it."""
    find = SERVICE.tool("find_student")
    slot = [("full_name", "Mora Calhoun")]
    asides = {phrase.text for seed in range(20) for phrase in Phrasebook(SERVICE).asides(find, slot, Random(seed))}
    assert asides == {"The student's name is Mora Calhoun."}
    assert Clauses(SERVICE)["find_student"].text == "look a student"


def test_a_text_that_is_sent_says_something() -> None:
    """`a message saying 'hello'`, not `a message for 'hello'`."""
    send = SERVICE.tool("send_message")
    said = {
        phrase.text for seed in range(20) for phrase in Phrasebook(SERVICE).phrases(send, [("text", "On my way.")], Random(seed))
    }
    assert said <= {f"{words} 'On my way.'" for words in ("saying", "that says", "with the text")}

"""What was often sent back, and is now said or heard so that it is understood at once."""

from random import Random

import pytest

from roles.language.clauses import Clauses
from roles.language.cues import Phrasebook
from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.graph import ToolGraph

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

"""Verbs that no list knows, told by the shape of a description."""

import pytest

from tool_graphs.subject import subject
from tool_graphs.tool import Tool
from tool_graphs.verbs import acting


@pytest.mark.parametrize(
    ("name", "description", "verb"),
    [
        ("prescribe_medication", "Prescribe a medication to a patient.", "prescribe"),
        ("dispatch_courier", "Dispatches a courier to an address.", "dispatch"),
        ("water_plants", "Waters the plants in a zone.", "water"),
        ("expedite", "Expedites orders that are late", "expedite"),
        ("company_profile", "Company profile by symbol", ""),
        ("all_teams", "All the teams of a league", ""),
        ("weather", "For a city, the weather", ""),
        ("profile", "", ""),
    ],
)
def test_a_word_before_an_article_is_a_verb(name: str, description: str, verb: str) -> None:
    """`Prescribe a` can only order something; `Company profile` names a thing."""
    assert acting(name, description) == verb


def test_what_an_unknown_verb_does_changes_the_world() -> None:
    """Nobody wants a medication prescribed that they did not ask for, so such a call never is implicit."""
    tool = Tool(name="prescribe_medication", description="Prescribe a medication to a patient.", parameters={"type": "object"})
    assert (subject(tool).action, subject(tool).thing) == ("update", ("medication",))


def test_what_a_tool_returns_is_looked_up() -> None:
    """`Returns the nearest pharmacy` brings nothing back to a shop."""
    tool = Tool(name="nearest_pharmacy", description="Returns the pharmacy nearest to a zip code.", parameters={"type": "object"})
    assert subject(tool).action == "get"

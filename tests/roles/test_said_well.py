"""Requests as a person would put them: what readers of many of them found wrong, held right."""

from random import Random

import pytest

from roles.base import Asked, Briefed, Conversation, Opened, Persona, Planned
from roles.choices import heard, words_for
from roles.language.clauses import clause
from roles.language.cues import Phrase
from roles.personal import fact
from roles.strategies.goal_only import goal_only
from roles.user import User
from roles.values.meanings import meaning
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call, Plan, Reference
from tool_graphs.tool import Tool


def tool(name: str, description: str, *parameters: str, returns: dict | None = None) -> Tool:
    properties = {parameter: {"type": "string"} for parameter in parameters}
    return Tool(
        name=name,
        description=description,
        parameters={"type": "object", "properties": properties, "required": list(parameters)},
        returns=returns and {"type": "object", "properties": returns},
    )


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Transfer money from one of the accounts to a payee.", "transfer money from an account to a payee"),
        ("Suspend a line, for instance after the phone was stolen.", "suspend my line"),
        ("See which branches have a copy of an item.", "see the branches that have a copy of an item"),
        ("Search the library catalogue for books and articles.", "search books and articles in the library catalogue"),
        ("Find times at which all given people are free.", "find times when everybody is free"),
        ("Convert an amount of money into another currency.", "convert money into another currency"),
        ("List issues in a repository with filtering options.", "list issues in a repository"),
    ],
)
def test_descriptions_become_wishes(description: str, expected: str) -> None:
    """Choices, examples and vague amounts are not repeated."""
    assert clause(tool("some_tool", description)).text == expected


def test_a_name_stands_behind_what_it_names() -> None:
    """Not behind the speaker, nor behind what the scene bundles."""
    play = clause(tool("play", "Play a song on a speaker.", "device_id", "title"))
    title = Phrase("called 'Take On Me'", "adverbial", (("title", (7, 19)),))
    assert play.fill("call_1", [title], {}, Random(1)).thing.text == "a song called 'Take On Me' on a speaker"
    scene = clause(tool("create_scene", "Create a scene that bundles several devices.", "name"))
    party = Phrase("called 'Party'", "adverbial", (("name", (7, 14)),))
    said = scene.fill("call_1", [party], {}, Random(1)).thing
    assert said.text == "a scene called 'Party' that bundles several devices"
    assert [said.text[slice(*span)] for _, span in said.spans] == ["'Party'"]


@pytest.mark.parametrize(
    ("description", "parameters", "standing", "expected"),
    [
        ("Find free rooms in a branch on a day.", ("branch_id", "date"), {"branch_id": "hidden"}, "free rooms in the branch"),
        ("Notify if there is a change in a stock.", ("stock",), {"stock": "hidden"}, "me if there is a change in the stock"),
        ("Book an appointment at a branch.", ("branch_id",), {"branch_id": "silent"}, "an appointment"),
        ("Put a variant into a cart.", ("variant_id", "cart_id"), {"cart_id": "silent"}, "a variant into my cart"),
        ("Freeze a card.", ("card_id",), {"card_id": "silent"}, "my card"),
    ],
)
def test_what_is_left_unsaid(description: str, parameters: tuple[str, ...], standing: dict, expected: str) -> None:
    """Vague times go; silent speakers leave out what they need not mention, and no more."""
    assert clause(tool("some_tool", description, *parameters)).fill("call_1", [], standing, Random(1)).thing.text == expected


def test_that_thing_has_been_named() -> None:
    """ "That branch" is for branches that were mentioned; a city is none."""
    find = tool("find_branch", "Find a branch by city.", "city", returns={"branch_id": {"type": "string"}})
    book = tool("book_appointment", "Book an appointment at a branch.", "branch_id")
    plan = Plan(
        calls=(
            Call(id="call_1", tool="find_branch", arguments={"city": "Rome"}),
            Call(id="call_2", tool="book_appointment", references={"branch_id": Reference(call="call_1", path="branch_id")}),
        )
    )
    user = User(ToolGraph([find, book]))
    opened = Opened(persona=Persona(name="user 1"), date="2026-01-01", tools=("find_branch", "book_appointment"), turns=1)
    for seed in range(20):
        briefed = Briefed(brief=goal_only(plan, Random(seed)))
        said = user(Conversation(steps=(opened, Planned(plan=plan), briefed)), Random(seed))
        assert isinstance(said, Asked)
        assert "that branch" not in said.text
        assert "branch" in said.text


def test_things_are_told_by_what_they_are() -> None:
    """The overdue one, the largest one; no kind that two of them share."""
    bills = {"bills": [{"id": "A", "status": "paid", "total_due": 9}, {"id": "B", "status": "overdue", "total_due": 40},
                       {"id": "C", "status": "paid", "total_due": 12}]}  # fmt: skip
    assert words_for(bills, "bills[1].id") == ("largest", "overdue", "second")
    assert "paid" not in words_for(bills, "bills[0].id")
    assert heard("Pay the overdue bill.", bills, "bills[0].id") == {"bills[1].id"}


def test_what_is_near_is_near_home() -> None:
    """The postal code for the nearest pharmacy is the speaker's; one for a weather report need not be."""
    near = tool("nearest_pharmacy", "Returns the pharmacy nearest to a zip code.", "zip_code")
    weather = tool("weather", "Get the weather at a zip code.", "zip_code")
    assert fact(near, near.inputs[0]) == "postal_code"
    assert fact(weather, weather.inputs[0]) == ""


def test_branches_are_houses_unless_they_are_of_a_repository() -> None:
    """By what the parameter and its tool say."""
    assert meaning("name", "Name of the branch", "branch") == "site"
    assert meaning("name", "Name of the branch to merge", "repository branch") == "branch"

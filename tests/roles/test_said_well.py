"""Requests as a person would put them: what readers of many of them found wrong, held right."""

from random import Random

import pytest

from roles.base import Asked, Briefed, Conversation, Opened, Persona, Planned
from roles.choices import heard, words_for
from roles.language.clauses import clause
from roles.language.cues import Phrase, Phrasebook
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
        ("Tells in which bins a SKU lies.", "tell the bins of a SKU"),
        ("Prescribe medications to a patient. The chart must be open.", "prescribe medications to a patient"),
        ("Starts the navigation to a destination; the engine has to be running.", "start the navigation to a destination"),
        ("Get the current weather at coordinates.", "get the current weather"),
        ("Post a message for the authenticated user.", "post a message"),
        ("Search for posts that contain a keyword.", "search posts"),
        ("Get the balance, only available after logging in.", "get the balance"),
    ],
)
def test_descriptions_become_wishes(description: str, expected: str) -> None:
    """Choices, examples and vague amounts are not repeated."""
    assert clause(tool("some_tool", description)).text == expected


@pytest.mark.parametrize(
    ("name", "description", "expected"),
    [
        ("draw_up_lease", "Draw up a lease of a flat.", "draw up a lease of a flat"),
        ("comment_on_post", "Comment on a post.", "comment on a post"),
        ("look_up_member", "Look up a member.", "look a member"),
    ],
)
def test_verbs_that_no_list_knows(name: str, description: str, expected: str) -> None:
    """A verb with a particle or preposition, where name and description agree on it."""
    assert clause(tool(name, description)).text == expected


def phrases(tool: Tool, **values: object) -> list[str]:
    """The ways in which values are put, over many dice."""
    book = Phrasebook(ToolGraph([tool]))
    told = [book.phrases(tool, list(values.items()), Random(seed)) for seed in range(12)]
    return sorted({phrase.text for each in told for phrase in each})


def test_values_are_said_as_people_say_them() -> None:
    """A time of day without seconds, capitals that are no abbreviation in lower case, a scale once, an amount with its unit."""
    schema = {
        "start_time": {"type": "string", "format": "time"},
        "severity": {"type": "string", "enum": ["MINOR", "TOTAL_LOSS"]},
        "temperature_celsius": {"type": "number"},
        "gb_amount": {"type": "number", "description": "Amount of data in gigabytes"},
    }
    record = Tool(name="record_it", description="Records it.", parameters={"type": "object", "properties": schema})
    assert all("15:30" in said and ":00" not in said for said in phrases(record, start_time="15:30:00Z"))
    assert all("total loss" in said for said in phrases(record, severity="TOTAL_LOSS"))
    assert not any("celsius" in said for said in phrases(record, temperature_celsius=21))
    assert all("gigabytes" in said and "gb" not in said for said in phrases(record, gb_amount=4))


def test_the_name_of_something_else_is_no_name_of_the_thing() -> None:
    """A measurement is not called what its instrument is called."""
    start = tool("start_measurement", "Starts a measurement.", "instrument_name")
    assert not any("called" in said or "named" in said for said in phrases(start, instrument_name="Aurora"))


def test_what_is_said_of_one_item_needs_no_lead() -> None:
    """`with a dose of 30`, not `for prescription item dose of 30`."""
    items = {"type": "array", "items": {"type": "object", "properties": {"dose": {"type": "number"}}}}
    prescribe = Tool(name="prescribe", description="Prescribe it.", parameters={"type": "object", "properties": {"items": items}})
    assert all(said.startswith("with ") for said in phrases(prescribe, **{"items[0].dose": 30}))


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

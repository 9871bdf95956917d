"""Parameters are said in the role they play, and heard by the words around them."""

from random import Random
from typing import Any

import pytest

from roles.language import names
from roles.language.cues import Phrasebook
from roles.language.spoken import reads_as
from tool_graphs.graph import ToolGraph
from tool_graphs.tool import Tool


def _tool(name: str, **properties: Any) -> Tool:
    return Tool(name=name, parameters={"type": "object", "properties": properties, "required": list(properties)})


TEXT = {"type": "string"}
FLIGHTS = _tool(
    "search_flights", origin=TEXT, destination=TEXT, date=TEXT, passengers={"type": "integer"}, insurance={"type": "boolean"}
)
RETURN = _tool(
    "return_items",
    order_id={"type": "string", "description": "The order id, such as '#W0000000'."},
    item_ids={"type": "array", "items": {"type": "string"}, "description": "The item ids, each such as '1008292230'."},
    reason={"type": "string", "enum": ["no longer needed", "ordered by mistake"]},
)
PEOPLE = _tool(
    "book",
    passengers={
        "type": "array",
        "items": {
            "type": "object",
            "properties": {"first_name": TEXT, "last_name": TEXT, "dob": TEXT},
            "required": ["first_name"],
        },
    },
)
USER = _tool("find_user", first_name=TEXT, last_name=TEXT, zip=TEXT)
PLACE = _tool("forecast", lat={"type": "number"}, lon={"type": "number"})
MONEY = _tool("convert", amount={"type": "number"}, from_currency=TEXT, to_currency=TEXT)
SEARCH = Tool(name="search", parameters={"properties": {"q": {"type": "string", "description": "The search query."}}})
BOOK = Phrasebook(ToolGraph([FLIGHTS, RETURN, PEOPLE, USER, PLACE, MONEY, SEARCH]))

CASES: list[tuple[Tool, list[tuple[str, Any]]]] = [
    (FLIGHTS, [("origin", "SFO"), ("destination", "JFK"), ("date", "2026-05-20"), ("passengers", 2), ("insurance", False)]),
    (
        RETURN,
        [
            ("order_id", "#W4817263"), ("item_ids[0]", "1008292230"), ("item_ids[1]", "6086499569"),
            ("reason", "ordered by mistake"),
        ],
    ),
    (
        PEOPLE,
        [
            ("passengers[0].first_name", "Mei"), ("passengers[0].last_name", "Kovacs"), ("passengers[0].dob", "1990-05-03"),
            ("passengers[1].first_name", "Ali"), ("passengers[1].last_name", "Khan"), ("passengers[1].dob", "1985-01-13"),
        ],
    ),
    (USER, [("first_name", "Mei"), ("last_name", "Kovacs"), ("zip", "28236")]),
    (PLACE, [("lat", 48.85), ("lon", 2.35)]),
    (MONEY, [("amount", 250), ("from_currency", "EUR"), ("to_currency", "USD")]),
    (SEARCH, [("q", "climate change")]),
]  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(("tool", "slots"), CASES, ids=lambda case: getattr(case, "name", ""))
def test_what_is_said_is_heard(tool: Tool, slots: list[tuple[str, Any]], seed: int) -> None:
    """Every slot is said once, its span reads as its value, and it is the first thing heard for its parameter."""
    for say in (BOOK.phrases, BOOK.asides):
        phrases = say(tool, slots, Random(seed), "plain")
        spans = {path: phrase.text[slice(*span)] for phrase in phrases for path, span in phrase.spans}
        assert sorted(spans) == sorted(path for path, _ in slots)
        text = "Do it " + " ".join(phrase.text for phrase in phrases)
        for path, value in slots:
            field = tool.input(path)
            assert field is not None and reads_as(spans[path], value, field), (path, spans[path])
            heard = BOOK.hear(text, tool, field)
            first = next(one for one in heard if one.argument in ("", path))
            assert reads_as(text[slice(*first.span)], value, field), (path, text, heard)


def test_roles_are_told_apart_by_their_cues() -> None:
    """Of two airports, the one behind "from" is the origin."""
    field = FLIGHTS.input("origin")
    assert field is not None
    heard = BOOK.hear("I need flights to JFK from SFO on 20 May 2026", FLIGHTS, field)
    assert heard[0].value == "SFO"
    assert all(one.score < heard[0].score / 2 for one in heard[1:])


def test_identifiers_are_not_said() -> None:
    """Neither `order_id` nor `q` is in what a person says."""
    for tool, slots in CASES:
        for seed in range(20):
            said = " ".join(p.text for p in (*BOOK.phrases(tool, slots, Random(seed)), *BOOK.asides(tool, slots, Random(seed))))
            assert "_" not in said and " q " not in said


def test_asides_do_not_tell_what_is_to_be_done() -> None:
    """They are sentences without a verb of the task."""
    for tool, slots in CASES:
        for phrase in BOOK.asides(tool, slots, Random(3)):
            assert phrase.place == "sentence" and phrase.text.endswith((".", "!"))
            assert not {"find", "search", "look", "get", "book"} & set(phrase.text.lower().split())


def test_the_same_dice_say_the_same() -> None:
    """Phrases depend on nothing but tool, slots and dice."""
    tool, slots = CASES[0]
    assert BOOK.phrases(tool, slots, Random(5)) == Phrasebook(ToolGraph([FLIGHTS])).phrases(tool, slots, Random(5))


SHOWS = Tool(
    name="search_shows",
    description="Search TV shows by name.",
    parameters={
        "type": "object",
        "properties": {"query": {"type": "string", "description": "Name of the show"}},
        "required": ["query"],
    },
)
CARS = _tool("search_vehicles", year={"type": "integer"}, make=TEXT, model=TEXT)
ISSUES = _tool("get_issue", owner=TEXT, repo=TEXT, issue_number={"type": "integer"})
STAY = _tool("search_hotels", check_in_date=TEXT, check_out_date=TEXT)
TRIP = _tool(
    "trip_cost", miles={"type": "number"}, efficiency={"type": "number", "description": "Efficiency in miles per gallon."}
)
SEAT = _tool("book_flight", seat={"type": "string", "enum": ["window", "aisle"]})
MEETING = _tool(
    "add_meeting", start_time={"type": "string", "format": "date-time"}, end_time={"type": "string", "format": "date-time"}
)
CANCEL = _tool("cancel", order_id=TEXT, reason=TEXT)
DOSE = _tool("prescribe", dosage_mg={"type": "integer"}, times_per_day={"type": "integer"})
LIMIT = _tool("set_limit", limit={"type": "integer", "description": "Limit in dollars per month"})

DOORS = _tool("lock_doors", unlock={"type": "boolean", "description": "True if the doors are to be unlocked, false otherwise."})
SPOKEN = Phrasebook(ToolGraph([FLIGHTS, SHOWS, CARS, ISSUES, STAY, TRIP, SEAT, MEETING, CANCEL, DOSE, LIMIT, DOORS]))


@pytest.mark.parametrize(
    ("tool", "slots", "said"),
    [
        (SHOWS, [("query", "Dark")], {"The show is Dark.", "It's the show Dark.", "I mean the show Dark."}),
        (CARS, [("year", 2022), ("make", "Audi"), ("model", "A4")], {"It's a 2022 Audi A4.", "The car is a 2022 Audi A4."}),
        (
            FLIGHTS,
            [("origin", "MSY"), ("destination", "PHX")],
            {"I'm flying from MSY to PHX.", "We're flying from MSY to PHX."},
        ),
        (USER, [("zip", "28236"), ("first_name", "Mei")], {"My zip code is 28236 and my first name is Mei."}),
    ],
)
def test_asides_name_what_they_are_about(tool: Tool, slots: list[tuple[str, Any]], said: set[str]) -> None:
    """The thing rather than "the name"; values that belong together in one sentence."""
    heard = {" ".join(phrase.text for phrase in SPOKEN.asides(tool, slots, Random(seed))) for seed in range(30)}
    assert heard <= said or (tool is USER and any("and my" in text for text in heard)), heard


@pytest.mark.parametrize(
    ("tool", "slots", "said"),
    [
        (ISSUES, [("owner", "octo_cat"), ("repo", "trail-map")], {"in the 'trail-map' repository of octo_cat"}),
        (TRIP, [("miles", 1300)], {"for 1,300 miles", "for 1300 miles", "1,300 miles", "1300 miles"}),
        (SEAT, [("seat", "window")], {"with a window seat"}),
        (SEAT, [("seat", "aisle")], {"with an aisle seat"}),
        (CANCEL, [("reason", "changed my mind")], {"because I changed my mind"}),
        (CANCEL, [("reason", "no longer needed")], {"because it's no longer needed"}),
        (CANCEL, [("reason", "wrong size")], {"because of the wrong size"}),
        (CANCEL, [("reason", "a family visit")], {"because of a family visit"}),
        (DOSE, [("dosage_mg", 50)], {"with a dosage of 50 mg", "with the dosage set to 50 mg"}),
        (DOSE, [("times_per_day", 3)], {"3 times a day"}),
        (LIMIT, [("limit", 500)], {"with a limit of $500", "with the limit set to $500", "for $500"}),
        (DOORS, [("unlock", True)], {"The doors are to be unlocked."}),
        (DOORS, [("unlock", False)], {"The doors are not to be unlocked."}),
    ],
)
def test_values_stand_where_people_put_them(tool: Tool, slots: list[tuple[str, Any]], said: set[str]) -> None:
    """No "with the reason", "using the seat"."""
    heard = {" ".join(phrase.text for phrase in SPOKEN.phrases(tool, slots, Random(seed))) for seed in range(30)}
    assert {text.replace("trail-map", "'trail-map'") if "'" not in text and "trail" in text else text for text in heard} <= said


def test_dates_of_one_request_are_written_alike() -> None:
    """Stays and meetings go from one to the other, and a time of day is said, not its code."""
    for seed in range(30):
        stay = SPOKEN.phrases(STAY, [("check_in_date", "2026-05-20"), ("check_out_date", "2026-05-22")], Random(seed))
        assert [phrase.text.split()[0] for phrase in stay] == ["from"]
        assert ("2026-05-20" in stay[0].text) == ("2026-05-22" in stay[0].text)
    times = [("start_time", "2026-05-20T14:30:00Z"), ("end_time", "2026-05-20T15:30:00Z")]
    texts = [phrase.text for seed in range(30) for phrase in SPOKEN.phrases(MEETING, times, Random(seed))]
    assert any("May 20, 2026 at 14:30" in text for text in texts)


def test_a_parameters_own_name_is_no_value_of_it() -> None:
    """Neither "called" nor "order" is an order's id."""
    field = CANCEL.input("order_id")
    assert field is not None
    for text in ("cancel my order called off", "cancel the order order", "cancel the order because it was late"):
        assert [one for one in SPOKEN.hear(text, CANCEL, field) if one.score >= 0.5] == []


def test_a_phone_number_may_be_longer_than_the_example() -> None:
    """They differ in length from country to country."""
    tool = _tool("find_client", phone={"type": "string", "description": "Such as '+4915112345678'."})
    heard = Phrasebook(ToolGraph([tool])).hear("My phone is +13035550186. List my accounts.", tool, tool.inputs[0])
    assert [one.value for one in heard if one.score > 0.5] == ["+13035550186"]


def test_an_endless_word_is_read_as_one() -> None:
    """However often a hostile key repeats what the description says, nobody takes it apart."""
    assert names.words("ab" * 10_000, "ab abab ababab") == ("ab" * 10_000,)
    assert names.words("stockticker", "The ticker of a stock") == ("stock", "ticker")

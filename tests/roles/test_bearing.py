"""Results bear out what the call said: who, where, which company, how much, when."""

from random import Random
from typing import Any

from roles.base import Asked, Called, Conversation, Opened, Persona, Returned
from roles.executor import Executor
from roles.values import Values
from tests.roles.test_executor import DAY, listed, tool
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call
from tool_graphs.tool import Tool

TEXT: dict[str, Any] = {"type": "string"}


def thing(**properties: dict[str, Any]) -> dict[str, Any]:
    """The schema of an object that has all these properties."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def answers(tools: list[Tool], *calls: tuple[str, dict[str, Any]], seed: str = "7") -> list[Any]:
    """What the calls return, one after another in one conversation."""
    graph = ToolGraph(tools)
    executor = Executor(graph, Values(graph))
    opened = Opened(id="c", seed=seed, persona=Persona(name="Ann"), date=DAY.isoformat(), tools=(), turns=1)
    conversation = Conversation(steps=(opened, Asked(text="Please help me")))
    for at, (name, arguments) in enumerate(calls):
        conversation = conversation.then(Called(calls=(Call(id=str(at), tool=name, arguments=arguments),)))
        conversation = conversation.then(executor(conversation, Random(at)))
        assert graph.tool(name).result_errors(conversation.last(Returned).results[0].value) == []
    return [step.results[0].value for step in conversation.all(Returned)]


def test_an_id_that_is_a_name_is_the_persons_own() -> None:
    """Who is looked up by name gets an id with that name, and keeps the name."""
    user_id = {"type": "string", "description": "The user id, such as 'sara_doe_496'."}
    tools = [
        tool("find_user_id_by_name", thing(user_id=user_id), first_name=TEXT, last_name=TEXT),
        tool("get_user_details", thing(user_id=user_id, full_name=TEXT, email=TEXT), user_id=user_id),
    ]
    (found,) = answers(tools, ("find_user_id_by_name", {"first_name": "Mei", "last_name": "Kovacs"}))
    assert found["user_id"].startswith("mei_kovacs_")
    (user,) = answers(tools, ("get_user_details", {"user_id": "mei_kovacs_231"}))
    assert user["full_name"] == "Mei Kovacs" and user["email"].startswith("mei.kovacs")


def test_who_is_searched_by_name_comes_first() -> None:
    """The first of the contacts found has the name."""
    found = listed("contacts", thing(contact_id=TEXT, full_name=TEXT, email=TEXT))
    (result,) = answers(
        [tool("find_contact", found).model_copy(update={"parameters": thing(name=TEXT)})], ("find_contact", {"name": "Priya"})
    )
    assert result["contacts"][0]["full_name"].startswith("Priya ")


def test_what_was_used_is_what_was_asked_for() -> None:
    """`miles_spent` is the miles; an id under its very name comes back as it is."""
    result = thing(booking_id=TEXT, miles_spent={"type": "integer"}, payment_method_id=TEXT)
    redeem = tool("redeem_miles", result, booking_id=TEXT, miles={"type": "integer"}, payment_method_id=TEXT)
    (spent,) = answers([redeem], ("redeem_miles", {"booking_id": "BK-1", "miles": 1300, "payment_method_id": "PM-7"}))
    assert spent["miles_spent"] == 1300 and spent["payment_method_id"] == "PM-7"


def test_a_symbol_is_that_of_its_company() -> None:
    """In both directions, and in lists."""
    prices = tool("get_stock_price", thing(symbol=TEXT, company_name=TEXT, price={"type": "number"}), symbol=TEXT)
    (price,) = answers([prices], ("get_stock_price", {"symbol": "AAPL"}))
    assert price["company_name"] == "Apple"


def test_a_position_is_that_of_the_city_asked_for() -> None:
    """Latitude and longitude of Boston, an address in Boston."""
    numbers = {"type": "number"}
    (at,) = answers(
        [tool("geocode_city", thing(latitude=numbers, longitude=numbers), city=TEXT)], ("geocode_city", {"city": "Boston"})
    )
    assert (at["latitude"], at["longitude"]) == (42.3601, -71.0589)
    hotels = tool("search_hotels", listed("hotels", thing(hotel_id=TEXT, name=TEXT, address=TEXT, city=TEXT)), city=TEXT)
    (found,) = answers([hotels], ("search_hotels", {"city": "Boston"}))
    assert all("Boston" in hotel["address"] for hotel in found["hotels"])


def test_a_booking_takes_over_what_is_known_of_its_flight() -> None:
    """Number and day of the flight that it is moved to."""
    moment = {"type": "string", "format": "date-time"}
    day = {"type": "string", "format": "date"}
    flight_id = {"type": "string", "pattern": "^FL-[0-9]{5}$"}
    number = {"type": "string", "pattern": "^[A-Z]{2}[0-9]{3}$"}
    flights = listed("flights", thing(flight_id=flight_id, flight_number=number, departure_time=moment))
    booking = thing(booking=thing(booking_id=TEXT, flight_number=number, departure_date=day))
    tools = [tool("search_flights", flights, date=TEXT), tool("change_flight", booking, booking_id=TEXT, flight_id=TEXT)]
    search = ("search_flights", {"date": "2024-09-02"})
    flight = answers(tools, search)[0]["flights"][0]
    change = ("change_flight", {"booking_id": "BK-1", "flight_id": flight["flight_id"]})
    changed = answers(tools, search, change)[1]["booking"]
    assert changed["flight_number"] == flight["flight_number"] and changed["departure_date"] == "2024-09-02"


def test_a_moved_meeting_ends_after_it_starts() -> None:
    """What was remembered of its end gives way to its new start."""
    moment = {"type": "string", "format": "date-time"}
    meeting = thing(event_id=TEXT, start_time=moment, end_time=moment)
    tools = [tool("get_event", meeting, event_id=TEXT), tool("move_event", meeting, event_id=TEXT, start_time=moment)]
    for seed in range(8):
        move = ("move_event", {"event_id": "E1", "start_time": "2024-07-05T10:00:00Z"})
        moved = answers(tools, ("get_event", {"event_id": "E1"}), move, seed=str(seed))[1]
        assert moved["start_time"] < moved["end_time"] < "2024-07-06"


def test_one_conversation_has_one_currency() -> None:
    """Prices of different things can be compared."""
    currency = {"type": "string", "enum": ["JPY", "EUR", "USD"]}
    tools = [
        tool(f"get_{each}", thing(price={"type": "number"}, currency=currency), id=TEXT) for each in ("room", "flight", "car")
    ]
    told = answers(tools, *((one.name, {"id": "1"}) for one in tools))
    assert len({each["currency"] for each in told}) == 1 and told[0]["currency"] != "JPY"


def test_names_are_made_of_the_things_own_words() -> None:
    """Where no pool knows a thing, its title is no event's; an order's items are products."""
    shot = tool("get_shotmap", thing(title=TEXT, description=TEXT), id=TEXT)
    (found,) = answers([shot], ("get_shotmap", {"id": "1"}))
    assert found["title"].startswith("Shotmap ") and "shotmap" in found["description"].lower()


def test_an_address_that_is_looked_up_stays_itself() -> None:
    """Written out, it is what was asked for, and it lies where its city lies."""
    point = thing(latitude={"type": "number"}, longitude={"type": "number"}, formatted_address=TEXT)
    geocode = tool("geocode_address", point, address={"type": "string", "description": "Street address"})
    (found,) = answers([geocode], ("geocode_address", {"address": "298 Aerial Shore, Chicago, IL 60614"}))
    assert found == {"latitude": 41.8781, "longitude": -87.6298, "formatted_address": "298 Aerial Shore, Chicago, IL 60614"}


def test_products_that_are_found_are_of_the_kind_searched_for() -> None:
    """Who searches for desk lamps finds desk lamps, none of which is just called so."""
    search = tool("search_products", listed("products", thing(product_id=TEXT, name=TEXT)), query=TEXT)
    (found,) = answers([search], ("search_products", {"query": "desk lamp"}))
    assert all(each["name"].endswith(" desk lamp") for each in found["products"])

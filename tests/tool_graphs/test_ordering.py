"""Calls that must come first though none of their values is used."""

import pytest

from tool_graphs.links import order_links
from tool_graphs.tool import Tool


def tool(name: str, description: str = "", *takes: str, namespace: str = "") -> Tool:
    """A tool with needed text parameters."""
    properties = {param: {"type": "string"} for param in takes}
    schema = {"type": "object", "properties": properties, "required": list(takes)}
    return Tool(name=name, description=description, parameters=schema, namespace=namespace)


def pairs(*tools: Tool) -> list[tuple[str, str]]:
    """(first, then) of all links found."""
    return [(link.source, link.target) for link in order_links(tools)]


@pytest.mark.parametrize(
    "said",
    [
        "Confirms it. create_transfer must be called first.",
        "Confirms a transfer. Must be called after `create_transfer`.",
        "Confirms a transfer; requires create_transfer to have been called.",
        "Confirms it.\nUse create_transfer first!",
        "Cannot be used before create_transfer.",
    ],
)
def test_a_description_that_names_the_other_tool(said: str) -> None:
    """However it is put, the named tool comes first, and surely."""
    links = order_links([tool("create_transfer"), tool("confirm_it", said)])
    assert [(link.source, link.target, link.kind) for link in links] == [("create_transfer", "confirm_it", "order")]
    assert links[0].score >= 0.9


@pytest.mark.parametrize("said", ["Must be called before confirm_it.", "Makes a transfer. Call confirm_it after this."])
def test_a_description_that_says_what_follows(said: str) -> None:
    """The tool itself comes first."""
    assert pairs(tool("create_transfer", said), tool("confirm_it")) == [("create_transfer", "confirm_it")]


def test_what_must_have_been_done() -> None:
    """A condition in other words than the tool's name."""
    engine = tool("startEngine", "Starts the engine. The brake pedal must be pressed and all doors locked before it starts.")
    assert pairs(tool("pressBrakePedal"), tool("lockDoors"), tool("honkHorn"), engine) == [
        ("pressBrakePedal", "startEngine"),
        ("lockDoors", "startEngine"),
    ]


@pytest.mark.parametrize(
    "said", ["Do not use after lock_doors.", "Locks doors like lock_doors does.", "OAuth tokens need the `lock doors` scope."]
)
def test_what_is_no_condition(said: str) -> None:
    """Prohibitions, comparisons and rights say nothing about order."""
    assert pairs(tool("lock_doors"), tool("start_engine", said)) == []


def test_sessions_begin_with_a_login() -> None:
    """Who wants somebody logged in gets the login of the same thing."""
    tools = [
        tool("message_login", "Log in.", "user_id"),
        tool("ticket_login", "Log in.", "username"),
        tool("send_message", "Send a message. You must log in first.", "text"),
        tool("create_ticket", "Create a ticket. Requires a logged-in user.", "title"),
        tool("get_weather", "Get the weather.", "city"),
    ]
    assert set(pairs(*tools)) == {("message_login", "send_message"), ("ticket_login", "create_ticket")}


def test_deeds_that_follow_each_other() -> None:
    """What is resumed was suspended; never the other way round, and of the same thing only."""
    tools = [tool("suspend_line", "", "line_id"), tool("resume_line", "", "line_id"), tool("resume_job", "", "job_id")]
    assert pairs(*tools) == [("suspend_line", "resume_line")]


def test_boilerplate_is_no_statement() -> None:
    """What half of all descriptions say before themselves means none of them."""
    many = [tool(f"use_{letter}", "The main valve must be opened before use.") for letter in "abcdefghijklmnopqrstuvwxyz"]
    assert pairs(tool("open_main_valve"), *many) == []


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ("start_engine", "Works only while the engine is running."),
        ("start_engine", "Fails unless the engine has been started."),
        ("open_chart", "The patient's chart must be open."),
        ("start_session", "Requires an active session."),
        ("connect_database", "A database connection is required."),
        ("begin_transaction", "Must be used inside an open transaction."),
        ("preheat_oven", "Only possible when the oven has been preheated."),
        ("verify_identity", "The caller's identity must have been verified."),
        ("turn_on_projector", "The projector must be on."),
        ("enter_edit_mode", "You need to be in edit mode."),
        ("check_in", "Available only after checking in."),
        ("initialize_project", "Make sure that the project is initialized."),
        ("login", "Only available after logging in."),
        ("authenticate_user", "Posts it for the authenticated user."),
    ],
)
def test_a_state_tells_who_brings_it_about(first: str, said: str) -> None:
    """A description that says what must be so means the tool that makes it so, and no other."""
    others = [tool("list_things"), tool("stop_car"), tool("get_weather")]
    assert pairs(tool(first), *others, tool("do_it", f"Does it. {said}")) == [(first, "do_it")]


def test_what_a_call_works_on_when_it_does_not_say_which() -> None:
    """The account that was selected; but a call that takes the account needs no selection."""
    select, show = tool("select_account", "", "account"), tool("show_statement", "Shows the statement of the selected account.")
    told = tool("close_account", "Closes the selected account.", "account")
    assert pairs(select, show, told) == [("select_account", "show_statement")]


def test_what_comes_before_everything() -> None:
    """All other tools come after it, but for those that give it what it takes."""
    rack = Tool(name="find_badge", description="", returns={"type": "object", "properties": {"badge": {"type": "string"}}})
    clock = tool("clock_in", "Clocks in. Must be called before any other function.", "badge")
    assert set(pairs(clock, rack, tool("move_stock"), tool("list_bins"))) == {
        ("clock_in", "move_stock"),
        ("clock_in", "list_bins"),
    }


def test_what_comes_before_some_deeds() -> None:
    """Deeds by other words: what is booked may be requested."""
    login = tool("login", "Logs in. Must be called before rides can be booked or cancelled.")
    found = pairs(login, tool("request_ride"), tool("cancel_ride"), tool("list_rides"), tool("book_table"))
    assert set(found) == {("login", "request_ride"), ("login", "cancel_ride")}


@pytest.mark.parametrize(
    "said",
    [
        "Requires the repo scope.",
        "Lists tickets, open first.",
        "The ticket must not be open.",
        "Check-in date must be before check-out date.",
        "Session ID is required.",
        "Finds stores that are open now.",
        "Sends a notice when the door is opened.",
        "Rates a session after it.",
        "First and last name are required.",
    ],
)
def test_states_that_nobody_needs(said: str) -> None:
    """Values, orders of sorting, prohibitions and events are no requirements."""
    others = [
        tool("open_ticket"),
        tool("open_door"),
        tool("check_in"),
        tool("open_store"),
        tool("book_session"),
        tool("connect_repo"),
    ]
    assert pairs(*others, tool("do_it", f"Does it. {said}")) == []


def test_no_engine_starts_without_the_brake() -> None:
    """Where there is a brake to press; a car that has none may have any order."""
    doors, engine = tool("lockDoors"), tool("startEngine")
    assert pairs(doors, engine) == []
    assert set(pairs(doors, engine, tool("pressBrakePedal"))) == {
        ("pressBrakePedal", "startEngine"),
        ("lockDoors", "startEngine"),
    }

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

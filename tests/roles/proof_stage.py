"""A proved conversation of two turns: an order is cancelled by way of its user, for which nobody asks; then the weather."""

from typing import Any

from roles.base import Asked, Brief, Briefed, Called, Conversation, Opened, Persona, Planned, Replied, Result, Returned
from roles.certificate import certify
from simulator.dataset import row
from simulator.exports import FORMATS
from simulator.trace import Trace
from tool_graphs.graph import Link, ToolGraph
from tool_graphs.plan import Call, Plan, Reference
from tool_graphs.tool import Tool

TEXT = {"type": "string"}


def tool(name: str, description: str, takes: dict[str, Any], gives: dict[str, Any], **more: Any) -> Tool:
    """A tool that needs all that it takes."""
    parameters = {"type": "object", "properties": takes, "required": list(takes), "additionalProperties": False}
    returns = {"type": "object", "properties": gives, "required": list(gives)}
    return Tool(name=name, description=description, parameters=parameters, returns=returns, **more)


USER = {"type": "object", "properties": {"user_id": TEXT, "city": TEXT}}
ORDERS = {"type": "array", "items": {"type": "object", "properties": {"order_id": TEXT, "total": {"type": "number"}}}}
TOOLS = (
    tool("find_user", "Find a user by email address.", {"email": TEXT}, {"user": USER}),
    tool("list_orders", "List the orders of a user.", {"user_id": TEXT}, {"orders": ORDERS}),
    tool("cancel_order", "Cancel an order.", {"order_id": TEXT, "reason": TEXT}, {"order_id": TEXT, "status": TEXT}),
    tool("get_weather", "Get the weather in a city.", {"city": TEXT}, {"forecast": TEXT}),
)
USERS = {"user": {"user_id": "mei_kovacs_12", "city": "Lyon"}}
FOUND = {"orders": [{"order_id": "#W771", "total": 80.5}, {"order_id": "#W902", "total": 12.25}]}
FIND = Call(id="c1", tool="find_user", arguments={"email": "mei@example.com"})
LIST = Call(id="c2", tool="list_orders", references={"user_id": Reference(call="c1", path="user.user_id")})
CANCEL = Call(
    id="c3",
    tool="cancel_order",
    arguments={"reason": "delay"},
    references={"order_id": Reference(call="c2", path="orders[0].order_id")},
)
WEATHER = Call(id="c4", tool="get_weather", arguments={"city": "Porto"})
ASKS = "My email address is mei@example.com. Please cancel my order. The reason is 'delay'."
RESULTS = {"c1": USERS, "c2": FOUND, "c3": {"order_id": "#W771", "status": "cancelled"}, "c4": {"forecast": "Rain."}}


def graph(*more: Tool, links: tuple[Link, ...] = ()) -> ToolGraph:
    """The four tools, and more."""
    return ToolGraph((*TOOLS, *more), links)


def turn(text: str, calls: tuple[Call, ...], implicit: tuple[str, ...] = (), results: dict[str, Any] = RESULTS) -> list[Any]:
    """One turn in which the calls are made one after the other."""
    explicit = tuple(call.id for call in calls if call.id not in implicit)
    steps: list[Any] = [
        Planned(plan=Plan(calls=calls)),
        Briefed(brief=Brief(strategy="upstream", explicit=explicit, implicit=implicit)),
        Asked(text=text),
    ]
    for call in calls:
        steps += [Called(calls=(call.resolved(results),)), Returned(results=(Result(call=call.id, value=results[call.id]),))]
    return [*steps, Replied(text="It's done.")]


def opened(tools: ToolGraph, **profile: Any) -> Opened:
    """The scene, with all tools of a graph on offer."""
    return Opened(
        id="c0", seed="7", persona=Persona(name="Mei"), date="2026-05-01", profile=profile, tools=tuple(tools.tools), turns=2
    )


def story(first: str = ASKS, tools: ToolGraph | None = None, results: dict[str, Any] = RESULTS, **profile: Any) -> Conversation:
    """The conversation, with another first request, other results, more tools or a profile."""
    cancelled = turn(first, (FIND, LIST, CANCEL), ("c1", "c2"), results)
    return Conversation(
        steps=(opened(tools or graph(), **profile), *cancelled, *turn("Now get me the weather in Porto.", (WEATHER,)))
    )


def told(conversation: Conversation, tools: ToolGraph, format: str = "openai") -> dict[str, Any]:
    """The conversation as a row of a dataset."""
    trace = Trace(id="c0", seed="7", strategy="upstream", status="accepted", conversation=conversation)
    return FORMATS[format](row(trace, tools, certify(conversation, tools)))


def rules(conversation: Conversation, tools: ToolGraph | None = None) -> set[str]:
    """The rules that the conversation's certificates say are broken."""
    return {failure.rule for certificate in certify(conversation, tools or graph()) for failure in certificate.failures}

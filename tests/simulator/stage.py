"""A two-tool graph and a cast of plain functions: enough to put any route on stage."""

from random import Random

from roles.base import (
    Asked,
    Brief,
    Briefed,
    Called,
    Conversation,
    Judged,
    Mention,
    Opened,
    Persona,
    Planned,
    Replied,
    Result,
    Returned,
    Slot,
    Step,
)
from tool_graphs.graph import Link, ToolGraph
from tool_graphs.plan import Call, Plan, Reference
from tool_graphs.tool import Tool

FIND = Tool(
    name="find_order",
    description="Find an order.",
    parameters={"type": "object", "properties": {"email": {"type": "string"}}, "required": ["email"]},
    returns={"type": "object", "properties": {"order_id": {"type": "string"}}, "required": ["order_id"]},
)
CANCEL = Tool(
    name="cancel_order",
    description="Cancel an order.",
    parameters={
        "type": "object",
        "properties": {"order_id": {"type": "string"}, "reason": {"type": "string"}},
        "required": ["order_id"],
    },
    returns={"type": "object", "properties": {"status": {"type": "string"}}},
)


def graph() -> ToolGraph:
    """Find an order, cancel it."""
    return ToolGraph([FIND, CANCEL], [Link(source="find_order", target="cancel_order", field="order_id", param="order_id")])


def scenario(conversation: Conversation, rng: Random) -> Step:
    return Opened(persona=Persona(name="Ana"), date="2026-05-15", tools=("cancel_order", "find_order"), turns=rng.randint(1, 2))


def planner(conversation: Conversation, rng: Random) -> Step:
    number = 2 * len(conversation.all(Planned)) + 1
    find, cancel = f"call_{number}", f"call_{number + 1}"
    return Planned(
        plan=Plan(
            calls=(
                Call(id=find, tool="find_order", arguments={"email": f"ana{rng.randrange(100)}@example.org"}),
                Call(id=cancel, tool="cancel_order", references={"order_id": Reference(call=find, path="order_id")}),
            )
        )
    )


def embedder(conversation: Conversation, rng: Random) -> Step:
    find, cancel = conversation.last(Planned).plan.calls
    slot = Slot(call=find.id, argument="email", value=find.arguments["email"])
    return Briefed(brief=Brief(strategy="upstream", explicit=(cancel.id,), implicit=(find.id,), slots=(slot,)))


def user(conversation: Conversation, rng: Random) -> Step:
    slot = conversation.last(Briefed).brief.slots[0]
    text = f"Please cancel my order, I am {slot.value}"
    start = text.index(slot.value)
    return Asked(text=text, mentions=(Mention(call=slot.call, argument=slot.argument, span=(start, start + len(slot.value))),))


def verifier(conversation: Conversation, rng: Random) -> Step:
    return Judged(ok=True)


def assistant(conversation: Conversation, rng: Random) -> Step:
    results = conversation.results()
    for call in conversation.last(Planned).plan.calls:
        if call.id not in results:
            return Called(calls=(call.resolved(results),))
    return Replied(text="It is cancelled.")


def executor(conversation: Conversation, rng: Random) -> Step:
    (call,) = conversation.last(Called).calls
    found = {"order_id": f"W{rng.randrange(10**6)}"} if call.tool == "find_order" else {"status": "cancelled"}
    return Returned(results=(Result(call=call.id, value=found),))


def judge(conversation: Conversation, rng: Random) -> Step:
    return Judged(ok=True)


CAST = {
    "scenario": scenario,
    "planner": planner,
    "embedder": embedder,
    "user": user,
    "verifier": verifier,
    "assistant": assistant,
    "executor": executor,
    "judge": judge,
}

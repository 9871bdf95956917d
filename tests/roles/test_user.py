"""Requests in natural English."""

import re
from random import Random

import pytest

from roles.base import Asked, Brief, Briefed, Conversation, Judged, Opened, Persona, Planned, Replied, Slot
from roles.language.cues import Phrasebook
from roles.language.disclosure import named_tools
from roles.user import User
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call, Plan, Reference
from tool_graphs.tool import Tool


def tool(name: str, description: str, **parameters: str) -> Tool:
    properties = {key: {"type": "string", "description": text} for key, text in parameters.items()}
    return Tool(
        name=name, description=description, parameters={"type": "object", "properties": properties, "required": list(parameters)}
    )


GRAPH = ToolGraph(
    [
        tool("find_user_id_by_email", "Find user id by email.", email="The email of the user."),
        tool("get_user_details", "Get the details of an user.", user_id="The user id."),
        tool("cancel_pending_order", "Cancel a pending order.", order_id="The order id.", reason="The reason."),
        tool("calculate", "Calculate the result of a mathematical expression.", expression="The expression."),
    ]
)
PLAN = Plan(
    calls=(
        Call(id="call_1", tool="find_user_id_by_email", arguments={"email": "mei@example.com"}),
        Call(id="call_2", tool="get_user_details", references={"user_id": Reference(call="call_1", path="user_id")}),
        Call(id="call_3", tool="cancel_pending_order", arguments={"order_id": "#W4817263", "reason": "no longer needed"}),
    )
)
SLOTS = tuple(Slot(call=call.id, argument=path, value=value) for call in PLAN.calls for path, value in call.literals())
STYLES = ("plain", "polite", "terse", "chatty")


def scene(style: str = "plain", plan: Plan = PLAN, explicit: tuple[str, ...] = ("call_2", "call_3")) -> Conversation:
    slots = tuple(slot for slot in SLOTS if slot.call in plan.by_id)
    implicit = tuple(call.id for call in plan.calls if call.id not in explicit)
    return Conversation(
        steps=(
            Opened(persona=Persona(name="Mei", style=style), date="2026-05-02", tools=tuple(GRAPH.tools), turns=2),
            Planned(plan=plan),
            Briefed(brief=Brief(strategy="upstream", explicit=explicit, implicit=implicit, slots=slots[::-1])),
        )
    )


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("seed", range(12))
def test_every_value_is_said_where_the_mentions_say(style: str, seed: int) -> None:
    """Each slot of the brief has one true span, also those of calls that stay unsaid."""
    asked = User(GRAPH, Phrasebook(GRAPH))(scene(style), Random(seed))
    said = {(mention.call, mention.argument): asked.text[slice(*mention.span)] for mention in asked.mentions}
    assert set(said) == {(slot.call, slot.argument) for slot in SLOTS}
    assert said["call_1", "email"] == "mei@example.com"
    assert said["call_3", "order_id"] == "#W4817263"


@pytest.mark.parametrize("seed", range(25))
def test_no_identifier_and_no_hidden_call_is_named(seed: int) -> None:
    """No tool's name, no parameter's identifier, no call id, and not what the hidden call does."""
    text = User(GRAPH, Phrasebook(GRAPH))(scene("chatty"), Random(seed)).text
    assert not named_tools(text, GRAPH.tools.values())
    assert not re.search(r"call_\d|find|user id\b", text, re.IGNORECASE)


@pytest.mark.parametrize("seed", range(25))
def test_it_reads_as_sentences(seed: int) -> None:
    """Capitals, single spaces, a mark at the end, a word that is no tool's name where there is one."""
    text = User(GRAPH, Phrasebook(GRAPH))(scene("polite"), Random(seed)).text
    assert text[0].isupper() and text[-1] in ".?!"
    assert "  " not in text and " ," not in text and ".." not in text


def test_it_is_varied_and_depends_on_the_dice_alone() -> None:
    """Thirty dice give many wordings; one die gives one."""
    user = User(GRAPH, Phrasebook(GRAPH))
    texts = [user(scene(), Random(seed)).text for seed in range(30)]
    assert len(set(texts)) > 20
    assert texts == [User(GRAPH, Phrasebook(GRAPH))(scene(), Random(seed)).text for seed in range(30)]


def test_single_word_tool_names_are_avoided() -> None:
    """`calculate` is a tool here, so it is worked out."""
    plan = Plan(calls=(Call(id="call_1", tool="calculate", arguments={"expression": "2 + 2"}),))
    brief = Brief(strategy="explicit", explicit=("call_1",), slots=(Slot(call="call_1", argument="expression", value="2 + 2"),))
    steps = (*scene(plan=plan, explicit=("call_1",)).steps[:2], Briefed(brief=brief))
    user = User(GRAPH, Phrasebook(GRAPH))
    for seed in range(20):
        assert "calculate" not in user(Conversation(steps=steps), Random(seed)).text.lower()


def test_later_turns_refer_to_what_was_said() -> None:
    """An argument from an earlier turn is "that"; some requests open with thanks."""
    follow = Plan(
        calls=(
            Call(
                id="call_9",
                tool="cancel_pending_order",
                arguments={"reason": "no longer needed"},
                references={"order_id": Reference(call="call_2", path="orders[0].id")},
            ),
        )
    )
    brief = Brief(
        strategy="explicit", explicit=("call_9",), slots=(Slot(call="call_9", argument="reason", value="no longer needed"),)
    )
    steps = (
        *scene().steps,
        Asked(text="What are my details?"),
        Replied(text="Here."),
        Planned(plan=follow),
        Briefed(brief=brief),
    )
    texts = [User(GRAPH, Phrasebook(GRAPH))(Conversation(steps=steps), Random(seed)).text for seed in range(20)]
    assert all("that pending order" in text for text in texts)
    assert any(text.startswith(("Thanks.", "OK.", "Great.")) for text in texts)


def test_a_refusal_makes_it_say_it_plainly() -> None:
    """After a refusal the tool's own verb is used, one sentence per wish."""
    steps = (*scene().steps, Asked(text="Hm."), Judged(ok=False, reasons=("not understood",)))
    for seed in range(15):
        text = User(GRAPH, Phrasebook(GRAPH))(Conversation(steps=steps), Random(seed)).text
        assert "my details" in text.lower()
        assert "cancel my pending order" in text.lower()

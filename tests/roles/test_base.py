"""A conversation is an append-only list of steps."""

import pytest

from roles.base import (
    Asked,
    Brief,
    Briefed,
    Called,
    Conversation,
    Judged,
    Noted,
    Opened,
    Persona,
    Planned,
    Replied,
    Result,
    Returned,
)
from roles.messages import messages
from tool_graphs.plan import Call, Plan

OPENED = Opened(persona=Persona(name="Mei"), date="2026-05-12", tools=("ping",), turns=2, profile={"city": "Oslo"})
PING = Call(id="call_1", tool="ping", arguments={"host": "a"})
PONG = Call(id="call_2", tool="ping", arguments={"host": "b"})
TURN = (
    Planned(plan=Plan(calls=(PING,))),
    Briefed(brief=Brief(strategy="explicit", explicit=("call_1",))),
    Asked(text="first draft"),
    Judged(ok=False, reasons=("unclear",)),
    Asked(text="Ping a."),
    Noted(text="a thought"),
    Judged(ok=True),
    Called(calls=(PING,)),
    Returned(results=(Result(call="call_1", value={"ms": 3}),)),
    Replied(text="3 ms."),
)
WHOLE = Conversation(steps=(OPENED, *TURN, Planned(plan=Plan(calls=(PONG,)))))


def test_heard_holds_no_plan_brief_verdict_or_superseded_draft() -> None:
    """What someone in the room knows: the scene, the request that stood, calls, results, replies."""
    heard = WHOLE.heard()
    assert [step.kind for step in heard.steps] == ["opened", "asked", "called", "returned", "replied"]
    assert heard.last(Asked).text == "Ping a."


def test_a_superseded_plan_opens_no_turn_of_its_own() -> None:
    """A turn runs from its last plan to its reply."""
    twice = Conversation(steps=(OPENED, TURN[0], Judged(ok=False), *TURN))
    assert [len(turn.steps) for turn in twice.turns()] == [len(TURN)]
    assert len(WHOLE.turns()) == 2
    assert WHOLE.turn().steps == WHOLE.steps[-1:]


def test_results_and_calls_are_found_by_id() -> None:
    """Every call so far and what it gave back."""
    assert WHOLE.results() == {"call_1": {"ms": 3}}
    assert WHOLE.calls() == {"call_1": PING}


def test_a_missing_step_is_a_clear_lookup_error() -> None:
    """Asking for what was never said names it."""
    with pytest.raises(LookupError, match="no Asked step"):
        Conversation(steps=(OPENED,)).last(Asked)


def test_steps_survive_json_also_unknown_ones() -> None:
    """A trace of another version, or with a plugin's own kind, reads and writes back the same."""
    text = WHOLE.model_dump_json().replace('"kind":"noted"', '"kind":"pondered"').replace('"data":{}', '"weight":3')
    again = Conversation.model_validate_json(text)
    assert again.model_dump_json() == text
    assert again.steps[0] == OPENED


def test_messages_are_what_was_heard_in_chat_form() -> None:
    """System, user, assistant with calls, tool, assistant; content is always text."""
    found = messages(WHOLE)
    assert [message["role"] for message in found] == ["system", "user", "assistant", "tool", "assistant"]
    assert all(isinstance(message["content"], str) for message in found)
    assert "Tuesday, 12 May 2026" in found[0]["content"] and "Oslo" in found[0]["content"]
    assert found[3]["tool_call_id"] == found[2]["tool_calls"][0]["id"] == "call_1"


def test_a_request_that_is_rewritten_stands_once() -> None:
    """A seat after the user's, such as a translator, asks anew; what the user said first is not heard."""
    steps = (OPENED, Asked(text="Bitte a anpingen.", by="user"), Asked(text="Ping a.", by="translator"))
    assert [step.text for step in Conversation(steps=steps).heard().all(Asked)] == ["Ping a."]

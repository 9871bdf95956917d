"""Values in their places: none swapped, none of another kind of thing, none named and left out; by the row alone."""

import json
from typing import Any

import pytest

from roles.base import (
    Asked,
    Brief,
    Briefed,
    Called,
    Conversation,
    Mention,
    Opened,
    Persona,
    Planned,
    Replied,
    Result,
    Returned,
    Unsaid,
)
from roles.certificate import FromDefault, Said, certify
from roles.proof.row import failures_of
from tests.roles.proof_stage import ASKS, CANCEL, FIND, LIST, RESULTS, TEXT, graph, opened, told, tool, turn
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call, Plan

TICKET = tool("open_ticket", "Open a support ticket.", {"subject": TEXT, "details": TEXT}, {"ticket_id": TEXT, "status": TEXT})
OPENED = {"ticket_id": "T-1", "status": "open"}
WISH = "Open a support ticket with the subject 'Charity run' and the details 'needs to be ready early'."
TICKET_CALL = Call(id="c9", tool="open_ticket", arguments={"subject": "Charity run", "details": "needs to be ready early"})


def _row(*steps: Any, tools: ToolGraph) -> dict[str, Any]:
    return told(Conversation(steps=(opened(tools), *steps)), tools)


def _rules(row: dict[str, Any]) -> set[str]:
    return {failure.rule for failure in failures_of(row)}


def _with_arguments(row: dict[str, Any], call: str, arguments: dict[str, Any], sources: dict[str, Any]) -> dict[str, Any]:
    """The row in which a call was made with other arguments, and metadata tells so."""
    changed = json.loads(json.dumps(row))
    for message in changed["messages"]:
        for each in message.get("tool_calls", ()):
            if each["id"] == call:
                each["function"]["arguments"] = json.dumps(arguments)
    for each in (each for told_turn in changed["metadata"]["turns"] for each in told_turn["calls"]):
        if each["id"] == call:
            each |= {"arguments": arguments, "sources": {**each["sources"], **sources}}
    return changed


def test_values_that_stand_in_each_others_place() -> None:
    """The words of the subject are claimed for the details, and the other way round."""
    row = _row(*turn(WISH, (TICKET_CALL,), results={"c9": OPENED}), tools=graph(TICKET))
    assert failures_of(row) == []
    (call,) = row["metadata"]["turns"][0]["calls"]
    arguments, sources = call["arguments"], call["sources"]
    swapped = {"subject": arguments["details"], "details": arguments["subject"]}
    claims = {"subject": sources["details"], "details": sources["subject"]}
    assert _rules(_with_arguments(row, "c9", swapped, claims)) == {"swapped"}


def test_an_id_of_another_kind() -> None:
    """Orders are listed by the id of a city's guide, which is no user's, true as its source may be."""
    guide = tool("find_guide", "Find the guide of a city.", {"city": TEXT}, {"guide_id": TEXT})
    call = tool("call_guide", "Call a guide.", {"guide_id": TEXT}, {"called": {"type": "boolean"}})
    more = graph(guide, call)
    found = Call(id="c0", tool="find_guide", arguments={"city": "Porto"})
    first = turn("Find the guide of Porto.", (found,), results={"c0": {"guide_id": "guide_7781"}})
    row = _row(*first, *turn(ASKS, (FIND, LIST, CANCEL), ("c1", "c2")), tools=more)
    assert failures_of(row) == []
    claim = {"user_id": {"kind": "result", "call": "c0", "path": "guide_id"}}
    assert "other-kind" in _rules(_with_arguments(row, "c2", {"user_id": "guide_7781"}, claim))


def test_what_is_named_beside_a_value() -> None:
    """Of two orders that the request names, one is cancelled."""
    one = Call(id="c3", tool="cancel_order", arguments={"order_id": "#W771", "reason": "delay"})
    two = Call(id="c4", tool="cancel_order", arguments={"order_id": "#W902", "reason": "delay"})
    text = "Cancel my orders #W771 and #W902. The reason is 'delay'."
    results = {**RESULTS, "c4": {"order_id": "#W902", "status": "cancelled"}}
    assert "incomplete" not in _rules(_row(*turn(text, (one, two), results=results), tools=graph()))
    half = turn(text, (one,), results=results)
    assert _rules(_row(*half, tools=graph())) == {"incomplete"}
    assert "incomplete" in {
        failure.rule for failure in certify(Conversation(steps=(opened(graph()), *half)), graph())[0].failures
    }


@pytest.mark.parametrize("hidden", [(), ("c4",)])
def test_a_call_that_is_made_twice_in_a_turn(hidden: tuple[str, ...]) -> None:
    """Also where something was changed in between: nobody asked for it twice."""
    again = Call(id="c4", tool="cancel_order", arguments={"order_id": "#W771", "reason": "delay"})
    results = {**RESULTS, "c4": {"order_id": "#W771", "status": "cancelled"}}
    row = _row(*turn(ASKS, (FIND, LIST, CANCEL, again), ("c1", "c2", *hidden), results), tools=graph())
    assert "doubled" in _rules(row)


def test_what_was_left_unsaid_is_not_said_by_chance() -> None:
    """The `one` of another wish is no number of passengers; what the brief leaves to the default comes from there."""
    ride = tool("request_ride", "Request a ride to a place.", {"place": TEXT}, {"ok": {"type": "boolean"}})
    ride.parameters["properties"]["passengers"] = {"type": "integer", "default": 1}
    tools = ToolGraph([ride])
    call = Call(id="c1", tool="request_ride", arguments={"place": "Porto", "passengers": 1})

    def source(text: str, mentions: tuple[Mention, ...] = ()) -> object:
        brief = Brief(
            strategy="defaults", explicit=("c1",), unsaid=(Unsaid(call="c1", argument="passengers", value=1, source="default"),)
        )
        steps = (
            Opened(persona=Persona(name="Mei"), date="2026-05-01", tools=("request_ride",), turns=1),
            Planned(plan=Plan(calls=(call,))),
            Briefed(brief=brief),
            Asked(text=text, mentions=mentions),
            Called(calls=(call,)),
            Returned(results=(Result(call="c1", value={"ok": True}),)),
            Replied(text="Done."),
        )
        return certify(Conversation(steps=steps), tools)[0].calls[0].sources["passengers"]

    assert source("One more thing: request a ride to Porto.") == FromDefault()
    assert isinstance(
        source("Request a ride to Porto for one.", (Mention(call="c1", argument="passengers", span=(28, 31)),)), Said
    )

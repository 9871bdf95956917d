"""A turn that a chat assistant cannot bring to its end begins anew, with a plan that leads another way."""

import socket
from random import Random
from typing import Any

import pytest
from langchain_core.messages import AIMessage

from roles.base import Asked, Briefed, Called, Conversation, Judged, Planned, Replied, Result, Returned
from roles.cast import chat_cast, offline_cast
from roles.chatting.compact import Said, near, result_told, spared
from roles.chatting.drafts import drafted
from roles.chatting.proving import misread, unproved
from roles.chatting.requests import mentions
from roles.chatting.showing import bound_in, shown_together
from roles.strategies.goal_only import goal_only
from simulator.mock_llm.server import listener
from simulator.simulation import Simulation
from simulator.trace import parse
from simulator.verifying import judged_in
from tests.roles.catalog import GRAPH
from tests.roles.scripted import Oracle, Scripted
from tests.roles.test_chat import CANCEL, FIND, LIST, asked, briefed, proved
from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call, Plan
from tool_graphs.tool import Tool

TRAVEL = graph_of(read_catalog("travel"))
ORACLE = Oracle(TRAVEL)


def astray(times: int, after: int) -> Any:
    """A model that answers well, but for so many answers of the assistant after the first ones."""
    spoken = iter(range(10_000))

    def answering(seat: str, blocks: Any, messages: Any) -> Any:
        if seat == "assistant" and after <= next(spoken) < after + times:
            return AIMessage("Which one do you mean?")
        return ORACLE(seat, blocks, messages)

    return Scripted(answering=answering, asked=[])


@pytest.mark.parametrize("after", [0, 1, 4])
def test_a_turn_in_which_the_assistant_fails_begins_anew(after: int) -> None:
    """Also where calls were made already; what was tried stays in the trace and is heard by nobody."""
    cast = chat_cast(TRAVEL, astray(3, after), turns=(2, 2))
    trace = next(each for each in map(Simulation(TRAVEL, cast=cast).one, range(8)) if each.accepted)
    conversation = trace.conversation
    (verdict,) = [step for step in trace.steps if isinstance(step, Judged) and step.anew]
    assert verdict.by == "assistant" and "replies without having called" in verdict.reasons[0]
    place = trace.steps.index(verdict)
    begun = max((n for n, step in enumerate(trace.steps[:place]) if isinstance(step, Planned)), default=0)
    left = [step for step in trace.steps[begun:place] if isinstance(step, Asked | Called | Returned)]
    assert left and not {id(step) for step in left} & {id(step) for step in conversation.heard().steps}
    assert len(conversation.turns()) == 2 and not {id(step) for step in left} & {id(step) for step in conversation.all(Asked)}
    assert proved([trace], TRAVEL) == [[]] and parse(trace.line()).line() == trace.line()


def test_an_assistant_that_never_does_ends_the_conversation() -> None:
    """After six plans; one that an offline planner made counts like a model's."""
    trace = Simulation(TRAVEL, cast=chat_cast(TRAVEL, {"assistant": astray(10_000, 0)}), turns=1).one(0)
    assert (trace.status, trace.seat) == ("rejected", "assistant")
    assert sum(isinstance(step, Planned) for step in trace.steps) == 6


def test_steps_of_a_turn_begun_anew_do_not_count() -> None:
    """Not as calls, results or turns, whether the conversation was built step by step or read."""
    conversation = asked().then(Called(calls=(FIND,))).then(Returned(results=(Result(call="call_1", value={}),)))
    conversation = conversation.then(Judged(ok=False, anew=True))
    for each in (conversation, Conversation(steps=conversation.steps)):
        assert not each.calls() and not each.results() and not each.turns() and not each.all(Asked)
        assert [step.kind for step in each.standing] == ["opened", "judged"]
        assert each.last(Judged).anew and [step.kind for step in each.heard().steps] == ["opened"]


def played(cancelled: Any) -> Conversation:
    """The chain's calls with their results."""
    conversation = asked()
    orders = {"orders": [{"order_id": "#W1", "status": "sent"}]}
    for call, value in ((FIND, {"customer_id": "C-1"}), (LIST, orders), (CANCEL, cancelled)):
        made = call.resolved(conversation.results())
        conversation = conversation.then(Called(calls=(made,))).then(Returned(results=(Result(call=call.id, value=value),)))
    return conversation


def test_a_turn_is_held_to_what_verify_holds_it_to() -> None:
    """Before it closes, so that another plan can be made."""
    assert unproved(played({"order_id": "#W1", "status": "cancelled"}), GRAPH) == ()
    assert any("#W2" in why for why in unproved(played({"order_id": "#W2", "status": "cancelled"}), GRAPH))
    step = chat_cast(GRAPH, {"assistant": Scripted(answering=None, asked=[])}, goal_only)["assistant"](
        played({"order_id": "#W2", "status": "cancelled"}), Random(1)
    )
    assert isinstance(step, Judged) and step.anew and any("#W2" in why for why in step.reasons)


def test_a_request_that_reads_the_other_way_round_is_sent_back() -> None:
    """By the rule of `verify` that tells which value stands in whose place."""
    text = {name: {"type": "string", "description": f"The {name} station."} for name in ("origin", "destination")}
    ride = Tool(name="find_trains", description="Find trains.", parameters={"type": "object", "properties": text})
    graph = ToolGraph([ride])
    call = Call(id="call_1", tool="find_trains", arguments={"origin": "Oslo", "destination": "Bergen"})
    opened = briefed().steps[0].model_copy(update={"tools": ("find_trains",)})
    for request, wrong in (
        ("Find trains with origin Oslo and destination Bergen.", 0),
        ("Find trains with origin Bergen and destination Oslo.", 1),
    ):
        plan = Plan(calls=(call,))
        brief = goal_only(plan, Random(0))
        said = mentions(request, plan, brief, graph, "2026-01-01")
        steps = (opened, Planned(plan=plan), Briefed(brief=brief), Asked(text=request, mentions=said))
        assert len(list(misread(Conversation(steps=steps), graph))) == wrong


def test_a_refused_plan_is_not_tried_the_same_way() -> None:
    """Where the tools leave another way; without a refusal the plan is the offline one."""
    cast = offline_cast(TRAVEL)
    planner, opened = cast["planner"], Conversation().then(cast["scenario"](Conversation(), Random(1)))
    first = drafted(planner, opened, Random(5))
    assert first == planner(opened, Random(5)) and isinstance(first, Planned)
    refused = opened.then(first).then(Briefed(brief=goal_only(first.plan, Random(0)))).then(Asked(text="?"))
    again = drafted(planner, refused.then(Judged(ok=False, replan=True)), Random(5))
    assert isinstance(again, Planned)
    assert {call.tool for call in again.plan.calls if call.id in again.plan.goals}.isdisjoint(
        call.tool for call in first.plan.calls if call.id in first.plan.goals
    )
    closed = refused.then(Judged(ok=False, replan=True)).then(Replied(text="Done."))
    assert drafted(planner, closed, Random(5)) == planner(closed, Random(5))


# what prompts leave out


@pytest.mark.parametrize(
    ("description", "kept"),
    [
        ("The title of the song", False),
        ("The song's title, such as 'Hurt'.", True),
        ("The title of the song in lower case", True),
        ("", True),
    ],
)
def test_a_description_that_the_names_say_already_is_left_out(description: str, kept: bool) -> None:
    """What it adds to them, be it an example, is kept."""
    told = spared({"title": {"type": "integer", "description": description}}, "search_song", {})
    assert ("description" in told["title"]) is (kept and bool(description))


def test_what_one_tool_says_of_a_parameter_no_other_says_again() -> None:
    """Names, types and requirements stay as they are, and so does the tool's own description."""
    said: Said = {}
    schema = {"order_id": {"type": "string", "description": "The order's number, as in the letter of confirmation."}}
    assert spared(schema, "get_order", said) == schema
    assert spared(schema, "cancel_order", said) == {"order_id": {"type": "string"}}
    offered = tuple(TRAVEL.tools)[:10]
    for tool, name in zip(bound_in(TRAVEL, offered), offered, strict=True):
        function, own = tool["function"], TRAVEL.tool(name)
        assert list(function["parameters"]["properties"]) == list(own.properties)
        assert function["parameters"].get("required", []) == own.parameters.get("required", [])
        assert own.description.startswith(function["description"].removesuffix(" ..."))


def test_tools_that_a_request_is_hardly_about_are_told_by_name() -> None:
    """What it is about, by its words, is told in full, and so is what could give that its arguments."""
    offered = tuple(TRAVEL.tools)[:15]
    text = "Cancel my hotel booking, please."
    close = near(TRAVEL, offered, text)
    assert "cancel_booking" in close and len(close) < len(offered) / 2
    told = {tool["name"]: tool["parameters"] for tool in shown_together(TRAVEL, offered, text)}
    assert list(told) == list(offered)
    for name, parameters in told.items():
        assert list(parameters) == list(TRAVEL.tool(name).properties)
        assert isinstance(parameters, dict if name in close else list)


def test_results_are_told_without_what_holds_for_all() -> None:
    """That everything is there; what may be missing is told."""
    inner = {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}
    whole = {"type": "object", "properties": {"all": {"type": "array", "items": inner, "minItems": 1}}, "required": ["all"]}
    assert "required" not in str(result_told(whole)) and "minItems" not in str(result_told(whole))
    assert result_told({**whole, "required": []})["required"] == []


def test_calls_that_rest_on_a_models_word_are_counted() -> None:
    """In any row, sound or not."""
    calls = [{"asked": {"kind": "judged"}}, {"asked": {"kind": "said"}}, {"asked": None}]
    assert judged_in({"metadata": {"turns": [{"calls": calls}, {"calls": calls}]}}) == 2
    assert judged_in({"metadata": {"turns": [{"calls": "no"}]}}) == judged_in(None) == 0


def test_the_mock_servers_packets_do_not_wait_for_each_other() -> None:
    """Else each answer would take 40 ms longer than the latency that was asked for."""
    listening = listener(0)
    try:
        assert listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    finally:
        listening.close()

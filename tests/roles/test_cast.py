"""The offline roles, one after another, on a small graph of customers and orders."""

from random import Random

import pytest

from roles.base import (
    Asked,
    Brief,
    Briefed,
    Called,
    Conversation,
    Judged,
    Opened,
    Persona,
    Planned,
    Replied,
    Result,
    Returned,
)
from roles.cast import offline_cast
from roles.strategies.goal_only import goal_only
from tests.roles.catalog import GRAPH
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call, Plan, Reference

CAST = offline_cast(GRAPH, goal_only)
OPENED = Opened(persona=Persona(name="Mei"), date="2026-05-12", tools=tuple(GRAPH.tools), turns=1)
FIND = Call(id="call_1", tool="find_customer", arguments={"email": "mei@example.com"})
LIST = Call(id="call_2", tool="list_orders", references={"customer_id": Reference(call="call_1", path="customer_id")})
CANCEL = Call(
    id="call_3",
    tool="cancel_order",
    arguments={"reason": "no longer needed"},
    references={"order_id": Reference(call="call_2", path="orders[0].order_id")},
)
CHAIN = Plan(calls=(FIND, LIST, CANCEL))


def planned(plan: Plan = CHAIN) -> Conversation:
    """A scene with a plan and the brief that hides everything but its goals."""
    brief = goal_only(plan, Random(0))
    return Conversation(steps=(OPENED, Planned(plan=plan), Briefed(brief=brief)))


def acted(conversation: Conversation) -> Conversation:
    """The conversation with the assistant's and the executor's steps up to the reply."""
    while not isinstance(conversation.steps[-1], Replied):
        conversation = conversation.then(CAST["assistant"](conversation, Random(1)))
        if isinstance(conversation.steps[-1], Called):
            conversation = conversation.then(CAST["executor"](conversation, Random(1)))
    return conversation


@pytest.mark.parametrize("seed", range(40))
def test_a_planned_call_is_valid_once_its_references_are_resolved(seed: int) -> None:
    """Plans hold nothing but offered tools, known inputs and references to earlier calls."""
    conversation = Conversation(steps=(CAST["scenario"](Conversation(), Random(seed)),))
    step = CAST["planner"](conversation, Random(seed))
    assert isinstance(step, Planned)
    conversation = conversation.then(step)
    conversation = acted(conversation.then(CAST["embedder"](conversation, Random(seed))))
    for call in conversation.calls().values():
        assert call.tool in conversation.last(Opened).tools
        assert GRAPH.tool(call.tool).argument_errors(call.arguments) == []


def test_an_implicit_call_only_looks_things_up() -> None:
    """Though a link says that a cancelled order could feed a list, no plan cancels anything on the way."""
    for seed in range(200):
        step = CAST["planner"](Conversation(steps=(OPENED,)), Random(seed))
        producers = {call.tool for call in step.plan.calls if step.plan.consumers[call.id]}
        assert "cancel_order" not in producers


def test_no_offered_tool_is_a_reasoned_refusal() -> None:
    """With nothing to plan with, the planner says so and does not raise."""
    step = CAST["planner"](Conversation(steps=(OPENED.model_copy(update={"tools": ()}),)), Random(0))
    assert isinstance(step, Judged) and not step.ok and "offered" in step.reasons[0]


@pytest.mark.parametrize("seed", range(25))
def test_the_request_says_every_literal_and_names_no_tool(seed: int) -> None:
    """Also the values of hidden calls; their spans are told."""
    asked = CAST["user"](planned(), Random(seed))
    assert "mei@example.com" in asked.text and "no longer needed" in asked.text
    assert not any(name in asked.text for name in ("cancel_order", "find_customer", "order_id", "customer_id", "call_"))
    said = {(mention.call, mention.argument): asked.text[slice(*mention.span)] for mention in asked.mentions}
    assert said[("call_1", "email")] == "mei@example.com"


@pytest.mark.parametrize("seed", range(25))
def test_the_verifier_recovers_the_whole_chain_from_the_request(seed: int) -> None:
    """From "cancel my order" and an email address it finds the customer and the orders by itself."""
    conversation = planned()
    conversation = conversation.then(CAST["user"](conversation, Random(seed)))
    verdict = CAST["verifier"](conversation, Random(seed))
    assert verdict.ok, (conversation.last(Asked).text, verdict.reasons)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Please cancel my order because it is no longer needed.", "email"),
        ("My email is mei@example.com. What is the weather forecast for Oslo?", "does not ask for cancel_order"),
        ("My email is ada@example.com. Please cancel my order, it is no longer needed.", "reads as"),
        ("My email is mei@example.com. Please cancel_order, it is no longer needed.", "names 'cancel_order'"),
        ("My email is mei@example.com. Please cancel my order #W1234, it is no longer needed.", "comes from an earlier result"),
    ],
)
def test_the_verifier_says_why_a_request_does_not_lead_to_the_plan(text: str, reason: str) -> None:
    """A missing value, another goal, a changed value, a named tool, a value that makes the hidden calls needless."""
    verdict = CAST["verifier"](planned().then(Asked(text=text)), Random(0))
    assert not verdict.ok and reason in "; ".join(verdict.reasons)


def test_independent_calls_are_issued_at_once() -> None:
    """Calls that wait for nothing share one step; the next ones follow when their producers have returned."""
    weather = Call(id="call_9", tool="get_forecast", arguments={"city": "Oslo"})
    conversation = acted(planned(Plan(calls=(*CHAIN.calls, weather))))
    issued = [[call.id for call in step.calls] for step in conversation.all(Called)]
    assert issued == [["call_1", "call_9"], ["call_2"], ["call_3"]]


def test_a_good_conversation_passes_the_judge() -> None:
    """The last check finds nothing."""
    conversation = planned()
    conversation = acted(conversation.then(CAST["user"](conversation, Random(3))))
    verdict = CAST["judge"](conversation, Random(0))
    assert verdict.ok, verdict.reasons


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (Called(calls=(Call(id="call_1", tool="find_customer", arguments={"mail": "x"}),)), "'mail' is no parameter"),
        (Called(calls=(Call(id="call_1", tool="fly_home", arguments={}),)), "not among the offered tools"),
        (Returned(results=(Result(call="call_1", value={"customer_id": 3}),)), "result of call_1"),
        (Replied(text="cancel_order has cancelled it."), "the reply names 'cancel_order'"),
    ],
)
def test_the_judge_sees_what_is_broken(broken, reason: str) -> None:
    """An unknown parameter, a foreign tool, a result off its schema, a reply that names a tool."""
    conversation = planned()
    whole = acted(conversation.then(CAST["user"](conversation, Random(3))))
    position = next(at for at, step in enumerate(whole.steps) if type(step) is type(broken))
    verdict = CAST["judge"](Conversation(steps=(*whole.steps[:position], broken, *whole.steps[position + 1 :])), Random(0))
    assert not verdict.ok and any(reason in each for each in verdict.reasons)


def test_no_plan_leaks_into_what_is_heard() -> None:
    """The verifier recovers from `heard()`, which holds neither plan nor brief."""
    conversation = planned()
    conversation = conversation.then(CAST["user"](conversation, Random(3)))
    assert not conversation.heard().all(Planned) and not conversation.heard().all(Briefed)
    forged = Briefed(brief=Brief(strategy="x", explicit=("call_9",)))
    other = Conversation(steps=(*conversation.steps[:1], Planned(plan=Plan(calls=())), forged, *conversation.steps[3:]))
    assert CAST["verifier"].recover(conversation.heard()) == CAST["verifier"].recover(other.heard())


def test_every_tool_of_a_small_catalog_is_offered() -> None:
    """The scenario offers all it has where that is little, in shuffled order."""
    orders = {CAST["scenario"](Conversation(), Random(seed)).tools for seed in range(10)}
    assert all(sorted(order) == sorted(GRAPH.tools) for order in orders) and len(orders) > 1
    assert isinstance(GRAPH, ToolGraph)

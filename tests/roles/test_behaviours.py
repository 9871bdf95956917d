"""Behaviours: questions, refusals and corrections in words, and knowing from a conversation alone which is due."""

from random import Random

import pytest

from roles.base import Asked, Called, Conversation, Mention, Opened, Persona, Result, Returned
from roles.behaviours.coordination import doubled, read
from roles.behaviours.decision import Decider
from roles.behaviours.question import Questions
from roles.behaviours.refusal import done, refusal
from roles.behaviours.statement import stated, things
from roles.language.clauses import Clauses
from roles.language.cues import Phrasebook
from roles.language.disclosure import named_tools
from roles.verifier import Verifier
from tests.roles.catalog import GRAPH
from tests.simulator.shelf import travel
from tool_graphs.plan import Call

STYLES = ("plain", "polite", "terse", "chatty")
ORDERS = {"orders": [{"order_id": "#W1", "status": "pending"}, {"order_id": "#W2", "status": "shipped"}]}


def scene(text: str, *tools: str, returned: dict | None = None) -> Conversation:
    opened = Opened(id="c000000", seed="7", persona=Persona(name="Ana"), date="2026-05-15", tools=tools, turns=1)
    steps = [opened, Asked(text=text)]
    if returned is not None:
        call = Call(id="call_1", tool="list_orders", arguments={"customer_id": "C-1001"})
        steps += [Called(calls=(call,)), Returned(results=(Result(call="call_1", value=returned),))]
    return Conversation(steps=tuple(steps))


@pytest.fixture(scope="module")
def decider() -> Decider:
    return Decider(GRAPH, Verifier(GRAPH), Clauses(GRAPH))


@pytest.mark.parametrize("style", STYLES)
def test_questions_ask_by_the_names_that_people_have(style: str) -> None:
    """No tool and no parameter is named, whatever is asked for."""
    graph = travel()
    questions = Questions(graph, Phrasebook(graph), Clauses(graph))
    for tool in graph.tools.values():
        for field in tool.inputs:
            said = questions.question(tool.name, field.path, style, Random(field.path))
            assert not named_tools(said, graph.tools.values())
            assert "?" in said or "need" in said
            assert "{" not in said


@pytest.mark.parametrize("style", STYLES)
def test_refusals_name_no_tool(style: str) -> None:
    """They say what cannot be done in the words that one would ask for it in."""
    graph = travel()
    clauses = Clauses(graph)
    for tool in graph.tools:
        said = refusal(clauses, tool, style, Random(tool), besides=len(tool) % 2 == 0)
        assert done(clauses[tool]) in said
        assert not named_tools(said, graph.tools.values())
        assert " my " not in done(clauses[tool]) and " me " not in done(clauses[tool])


def test_what_cannot_be_done_is_the_users() -> None:
    """`your booking`, not `my booking` or `a booking`."""
    assert done(Clauses(travel())["cancel_booking"]) == "cancel your booking"


def test_statements_are_heard_as_true_or_not() -> None:
    """Of a list, it is enough that one thing is so."""
    found = things(GRAPH.tool("list_orders"), {"customer_id": "C-1001"}, ORDERS)
    assert [each.true for each in stated("Cancel it. My order is shipped, I think.", found)] == [True]
    (untrue,) = stated("As far as I know, my order is delivered. Cancel it.", found)
    assert (untrue.path, untrue.text, untrue.true) == ("orders[].status", "delivered", False)
    assert not stated("Cancel my order.", found)


def test_a_request_with_everything_needs_only_calls(decider: Decider) -> None:
    """Nothing is unserved, missing or untrue."""
    found = decider.decide(scene("Please list the orders of customer C-1001.", "list_orders", "cancel_order"))
    assert not (found.unserved or found.missing or found.untrue)


def test_what_nobody_said_is_missing(decider: Decider) -> None:
    """An email that would lead to it, too, is not there."""
    found = decider.decide(scene("Please list my orders.", "list_orders", "find_customer"))
    assert found.missing == (("list_orders", "customer_id"),)


def test_what_is_not_on_offer_is_unserved(decider: Decider) -> None:
    """The graph knows the tool, the conversation does not offer it."""
    found = decider.decide(scene("What is the weather forecast for Paris?", "list_orders", "cancel_order"))
    assert found.unserved == ("get_forecast",)


def test_what_a_result_contradicts_is_untrue(decider: Decider) -> None:
    """Only what was returned after the request counts."""
    text = "Please list the orders of customer C-1001. My order is delivered."
    found = decider.decide(scene(text, "list_orders", "cancel_order", returned=ORDERS))
    assert [each.text for each in found.untrue] == ["delivered"]


@pytest.mark.parametrize(
    ("text", "said", "first"),
    [
        ("Cancel order #W1, please.", "Cancel orders #W1 and #W2, please.", "#W1"),
        ("Weather in Paris?", "Weather in Paris and #W2?", "Paris"),
        ("Show order ID #W1.", "Show order IDs #W1 and #W2.", "#W1"),
    ],
)
def test_two_values_stand_side_by_side_and_read_as_two_requests(text: str, said: str, first: str) -> None:
    """Spans are right, and each reading is the request for one of them."""
    start = text.index(first)
    mention = Mention(call="call_1", argument="order_id", span=(start, start + len(first)))
    both = doubled(Asked(text=text, mentions=(mention,)), mention, "#W2", "call_2", ("order", "id"))
    spans = {each.call: each.span for each in both.mentions}
    assert both.text == said
    assert [both.text[slice(*spans[call])] for call in ("call_1", "call_2")] == [first, "#W2"]
    assert read(both.text, spans["call_1"], spans["call_2"], ("order", "id")) == (text, text.replace(first, "#W2"))

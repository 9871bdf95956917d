"""Plans: calls, references, what needs what."""

import pytest
from pydantic import ValidationError

from tool_graphs.errors import GraphError
from tool_graphs.plan import Call, Plan, Reference

FIND = Call(id="c1", tool="find_customer", arguments={"email": "ida@example.com"})
LIST = Call(id="c2", tool="list_orders", references={"customer_id": Reference(call="c1", path="customer.id")})
STOCK = Call(id="c3", tool="check_stock", arguments={"product": "mug"})
CANCEL = Call(
    id="c4",
    tool="cancel_orders",
    arguments={"reason": "late"},
    references={
        "order_ids[1]": Reference(call="c2", path="orders[1].id"),
        "order_ids[0]": Reference(call="c2", path="orders[0].id"),
    },
    after=("c3",),
)
PLAN = Plan(calls=(FIND, LIST, STOCK, CANCEL))


def test_a_plan_knows_its_goals_and_what_they_need():
    """The goal is what nothing consumes; upstream closes over references and order alike."""
    assert PLAN.goals == ("c4",)
    assert PLAN.consumers["c2"] == ("c4",)
    assert PLAN.upstream(frozenset({"c2"})) == {"c1", "c2"}
    assert PLAN.upstream(frozenset({"c4"})) == {"c1", "c2", "c3", "c4"}
    assert PLAN.depth() == 3


def test_references_are_replaced_by_results():
    """List positions are filled in order, whatever the order of the references; the call itself stays as it was."""
    resolved = CANCEL.resolved({"c2": {"orders": [{"id": "A"}, {"id": "B"}]}})
    assert resolved.arguments == {"reason": "late", "order_ids": ["A", "B"]}
    assert resolved.references == {}
    assert CANCEL.arguments == {"reason": "late"}


@pytest.mark.parametrize("results", [{}, {"c2": {"orders": [{"id": "A"}]}}, {"c2": {"orders": None}}])
def test_a_reference_to_nothing_names_the_call_and_the_field(results):
    """A missing call, a list that is too short and a null are refused alike."""
    with pytest.raises(GraphError, match=r"call c4 \(cancel_orders\): order_ids\[\d\] stands for orders\[\d\].id of c2"):
        CANCEL.resolved(results)


def test_a_price_in_dollars_is_a_value():
    """Text that begins with `$` is no reference."""
    assert Call(id="c1", tool="pay", arguments={"amount": "$5"}).resolved({}).arguments == {"amount": "$5"}


@pytest.mark.parametrize("calls", [(LIST, FIND), (FIND, FIND)])
def test_a_plan_out_of_order_or_with_equal_ids_is_refused(calls):
    """References lead backwards, and every call has its own id."""
    with pytest.raises(ValidationError, match=r"come before|must differ"):
        Plan(calls=calls)


def test_references_to_earlier_turns_are_allowed():
    """A plan may use results of calls that are not its own."""
    assert Plan(calls=(LIST,)).goals == ("c2",)


def test_copies_find_their_own_literals() -> None:
    """What is kept of a call's literals does not outlive the arguments."""
    call = Call(id="call_1", tool="find", arguments={"city": "Rome"})
    assert call.literals() == [("city", "Rome")]
    for deep in (False, True):
        assert call.model_copy(update={"arguments": {"city": "Bern"}}, deep=deep).literals() == [("city", "Bern")]
    copy = call.model_copy(deep=True)
    copy.arguments["day"] = "Monday"
    assert copy.literals() == [("city", "Rome"), ("day", "Monday")]
    assert call.literals() == [("city", "Rome")] and copy.model_copy() == copy != call

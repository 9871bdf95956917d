"""Why a call is made: each rule of the proof has a story in which it is broken."""

from roles.base import Asked, Called, Conversation, Replied, Result, Returned
from roles.certificate import Reason, Said, certify
from roles.proof.failure import RULES, Failure
from roles.proof.row import failures_of
from tests.roles.proof_stage import (
    ASKS,
    CANCEL,
    FIND,
    FOUND,
    LIST,
    RESULTS,
    TEXT,
    USER,
    WEATHER,
    graph,
    opened,
    rules,
    story,
    told,
    tool,
    turn,
)
from tool_graphs.graph import Link
from tool_graphs.plan import Call, Reference

OPEN = tool("open_till", "Open the till.", {}, {"ok": {"type": "boolean"}})
ORDER = Link(source="open_till", target="cancel_order", kind="order")


def test_a_proved_turn_tells_what_asks_for_each_call_and_what_needs_the_rest() -> None:
    """Explicit calls have the words that ask for them, implicit ones the argument that takes their value."""
    first, second = certify(story(), graph())
    assert not first.failures and not second.failures
    find, listed, cancel = first.calls
    assert find.reasons == (Reason(call="c2", argument="user_id", path="user.user_id"),)
    assert listed.reasons == (Reason(call="c3", argument="order_id", path="orders[0].order_id"),)
    assert find.asked is None and cancel.reasons == ()
    assert isinstance(cancel.asked, Said) and "cancel my order" in ASKS[slice(*cancel.asked.span)]
    assert second.calls[0].asked == Said(message=9, span=(0, 32))


def test_a_failure_is_data() -> None:
    """It names rule, turn, call and argument, and goes through JSON."""
    (failure,) = certify(story(ASKS + " I'm mei_kovacs_12."), graph())[0].failures
    assert (failure.rule, failure.turn, failure.call, failure.argument) == ("leak", 1, "c1", "user_id")
    assert failure.rule in RULES and Failure.model_validate_json(failure.model_dump_json()) == failure


def test_what_the_profile_tells_needs_no_call() -> None:
    """The user's id stands in it."""
    assert rules(story(member="mei_kovacs_12")) == {"profile-leak"}


def test_what_an_earlier_result_tells_needs_no_call() -> None:
    """The order's id was returned a turn before."""
    before = turn("Get me the weather in Porto.", (WEATHER,), results={"c4": {"forecast": "#W771"}})
    after = turn(ASKS, (FIND, LIST, CANCEL), ("c1", "c2"))
    assert rules(Conversation(steps=(opened(graph()), *before, *after))) == {"shortcut"}


def test_what_an_explicit_call_tells_anyhow_needs_no_call() -> None:
    """The weather's result, asked for in the same turn, holds the user's id."""
    calls = (WEATHER, FIND, LIST, CANCEL)
    steps = turn(f"Get me the weather in Porto. {ASKS}", calls, ("c1", "c2"), RESULTS | {"c4": {"forecast": "mei_kovacs_12"}})
    assert rules(Conversation(steps=(opened(graph()), *steps))) == {"shortcut"}


def test_a_tool_that_is_as_good_is_listed() -> None:
    """Another tool finds the user by the same address."""
    more = graph(tool("look_up_member", "Look up a member.", {"email": TEXT}, {"user": USER}))
    first = certify(story(tools=more), more)[0]
    assert not first.failures and first.calls[0].reasons[0].alternatives == ("look_up_member",)


def test_a_tool_that_needs_what_nobody_knows_is_not_as_good() -> None:
    """It wants a phone number."""
    more = graph(tool("look_up_member", "Look up a member.", {"phone": TEXT}, {"user": USER}))
    assert certify(story(tools=more), more)[0].calls[0].reasons[0].alternatives == ()


def test_a_detour() -> None:
    """Another tool gives the order's id with what the user said."""
    orders = {"orders": {"type": "array", "items": {"type": "object", "properties": {"order_id": TEXT}}}}
    more = graph(tool("search_orders", "Search orders.", {"email": TEXT}, orders))
    assert rules(story(tools=more), more) == {"detour"}


def test_a_call_that_nothing_needs_can_be_dropped() -> None:
    """Its result feeds nothing; nor is it asked for."""
    steps = turn("Now get me the weather in Porto.", (FIND, WEATHER), ("c1",))
    assert "not-minimal" in rules(
        Conversation(steps=(opened(graph()), Asked(text="mei@example.com"), Replied(text="Hello."), *steps))
    )


def test_a_call_is_not_needed_by_a_later_turn() -> None:
    """What a turn did not need, it should not have called."""
    first = turn("My email address is mei@example.com. Get me the weather in Porto.", (FIND, WEATHER), ("c1",))
    second = turn("List the orders of the user.", (LIST,))
    assert rules(Conversation(steps=(opened(graph()), *first, *second))) == {"not-minimal"}


def test_a_call_that_repeats_another() -> None:
    """The same question, with nothing changed since."""
    again = FIND.model_copy(update={"id": "c5"})
    calls = (FIND, again, LIST, CANCEL)
    results = RESULTS | {"c5": RESULTS["c1"]}
    found = rules(Conversation(steps=(opened(graph()), *turn(ASKS, calls, ("c1", "c2", "c5"), results))))
    assert {"doubled", "not-minimal"} <= found


def test_order_is_a_reason_and_a_duty() -> None:
    """A till that is opened first is needed by the call that comes after it; without it, that call is incomplete."""
    more = graph(OPEN, links=(ORDER,))
    assert rules(story(tools=more), more) == {"incomplete"}
    opening = Call(id="c0", tool="open_till")
    steps = turn(ASKS, (opening, FIND, LIST, CANCEL), ("c0", "c1", "c2"), RESULTS | {"c0": {"ok": True}})
    conversation = Conversation(steps=(opened(more), *steps))
    (certificate,) = certify(conversation, more)
    assert not certificate.failures
    assert certificate.calls[0].reasons == (Reason(kind="order", call="c3"),) and certificate.calls[0].needed_by == ("c3",)
    assert failures_of(told(conversation, more)) == []


def test_what_is_asked_for_and_what_is_not() -> None:
    """A request that does not ask for an explicit call, asks for an implicit one, or for what is never called."""
    assert "not-asked" in rules(story("My email address is mei@example.com. The reason is 'delay'."))
    assert rules(story(f"{ASKS} Please list the orders of the user.")) == {"asked"}
    assert rules(story(f"{ASKS} Please get me the weather in a city.")) == {"uncalled"}


def test_what_was_asked_for_before_a_question_is_asked_for_still() -> None:
    """The assistant asks back; the answer need not repeat the wish."""
    asking = [Asked(text="Please cancel my order."), Replied(text="What is your address, and why?")]
    answered = turn("It's mei@example.com, because of a 'delay'.", (FIND, LIST, CANCEL), ("c1", "c2"))
    conversation = Conversation(steps=(opened(graph()), *asking, *answered))
    assert rules(conversation) == set()
    assert certify(conversation, graph())[-1].calls[2].asked == Said(message=1, span=(0, 23))


def test_references_that_lead_astray() -> None:
    """To a result that holds something else, and to one that was not there yet."""
    wrong = [*turn(ASKS, (FIND, LIST, CANCEL), ("c1", "c2"))]
    issued = CANCEL.resolved({"c2": {"orders": [{"order_id": "#W999"}]}})
    wrong[-3] = Called(calls=(issued,))
    assert "stale-reference" in rules(Conversation(steps=(opened(graph()), *wrong)))
    early = [*wrong[:3], *wrong[5:7], *wrong[3:5], *wrong[7:]]
    early[3] = Called(calls=(LIST.resolved(RESULTS),))
    assert "future-reference" in rules(Conversation(steps=(opened(graph()), *early)))


def test_three_producers_of_one_call_are_all_needed() -> None:
    """A fan-in: each has the argument that takes its value, whichever of them stay implicit."""
    names = ("city", "hotel", "guide")
    tools = [tool(f"find_{name}", f"Find a {name}.", {f"{name}_query": TEXT}, {f"{name}_id": TEXT}) for name in names]
    book = tool("book_tour", "Book a tour.", {f"{name}_id": TEXT for name in names}, {"ok": {"type": "boolean"}})
    more = graph(*tools, book)
    calls = [Call(id=f"c{at}", tool=f"find_{name}", arguments={f"{name}_query": f"Zu{name}"}) for at, name in enumerate(names)]
    results = {f"c{at}": {f"{name}_id": f"ID-{at}77{at}"} for at, name in enumerate(names)} | {"c9": {"ok": True}}
    feeds = {f"{name}_id": Reference(call=f"c{at}", path=f"{name}_id") for at, name in enumerate(names)}
    request = "Please book a tour. It's 'Zucity', 'Zuhotel' and 'Zuguide'."
    plan = (*calls, Call(id="c9", tool="book_tour", references=feeds))
    (certificate,) = certify(Conversation(steps=(opened(more), *turn(request, plan, ("c0", "c1", "c2"), results))), more)
    assert not certificate.failures
    assert [call.reasons[0].argument for call in certificate.calls[:3]] == [f"{name}_id" for name in names]


def test_results_that_contradict_each_other() -> None:
    """Another answer to the same question, another attribute of the same thing, another thing than was asked about."""

    def broken(*calls: Call, **results: object) -> set[str]:
        steps = turn("Please list the orders of the user.", calls, (), RESULTS | results)
        row = told(Conversation(steps=(opened(graph()), *steps)), graph())
        return {failure.text for failure in failures_of(row) if failure.rule == "contradiction"}

    one = Call(id="c5", tool="list_orders", arguments={"user_id": "mei_kovacs_12"})
    two = one.model_copy(update={"id": "c6"})
    other = Call(id="c6", tool="list_orders", arguments={"user_id": "ana_lima_3"})
    assert not broken(one, two, c5=FOUND, c6=FOUND)
    assert "asked the same" in broken(one, two, c5=FOUND, c6={"orders": []}).pop()
    changed = {"orders": [{"order_id": "#W771", "total": 99.0}]}
    assert "total of order '#W771' is 99.0" in broken(one, other, c5=FOUND, c6=changed).pop()
    assert "is about '#W1'" in broken(CANCEL.resolved(RESULTS), c3={"order_id": "#W1", "status": "cancelled"}).pop()


def test_unanswered_calls_of_a_row() -> None:
    """A call without a result is told, and so is a result without a call."""
    row = told(story(), graph())
    row["messages"] = [message for message in row["messages"] if message.get("tool_call_id") != "c2"]
    assert {"unanswered"} <= {failure.rule for failure in failures_of(row)}
    extra = Returned(results=(Result(call="c99", value={}),))
    steps = list(story().steps)
    assert "stray-result" in rules_of_judge(Conversation(steps=(*steps[:6], extra, *steps[6:])))


def rules_of_judge(conversation: Conversation) -> set[str]:
    from roles.proof.story import heard_story

    return {failure.rule for failure in heard_story(conversation).failures}

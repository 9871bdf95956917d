"""Certificates tell where every argument comes from, and what they cannot explain."""

from typing import Any

import pytest

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
)
from roles.certificate import Certificate, FromDate, FromDefault, FromProfile, FromResult, Said, certify
from roles.messages import messages
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call, Plan, Reference
from tool_graphs.tool import Tool


def _tool(name: str, **properties: Any) -> Tool:
    return Tool(name=name, parameters={"type": "object", "properties": properties, "required": list(properties)})


GRAPH = ToolGraph(
    [
        _tool("find_user", email={"type": "string"}),
        _tool("get_order", order_id={"type": "string"}, lang={"type": "string", "default": "en"}),
        _tool(
            "book", user_id={"type": "string"}, date={"type": "string"}, seats={"type": "integer"}, insurance={"type": "boolean"}
        ),
    ]
)
FIND = Call(id="c1", tool="find_user", arguments={"email": "mei@example.com"})
BOOK = Call(
    id="c2",
    tool="book",
    arguments={"date": "2026-05-20", "seats": 2, "insurance": False},
    references={"user_id": Reference(call="c1", path="user.id")},
)
TEXT = "Book two seats on 20 May 2026 without insurance. My email is mei@example.com."


def _opened(**profile: Any) -> Opened:
    return Opened(id="1", seed="7", persona=Persona(name="Mei"), date="2026-05-01", profile=profile, tools=(), turns=1)


def _story(text: str = TEXT, plan: bool = True, mentions: tuple[Mention, ...] = ()) -> Conversation:
    results = {"c1": {"user": {"id": "mei_kovacs_12"}}}
    issued = BOOK.resolved(results)
    steps: list[Any] = [_opened()]
    if plan:
        steps += [
            Planned(plan=Plan(calls=(FIND, BOOK))),
            Briefed(brief=Brief(strategy="upstream", explicit=("c2",), implicit=("c1",))),
            Asked(text="A draft that was sent back."),
            Judged(ok=False),
        ]
    steps += [
        Asked(text=text, mentions=mentions),
        Called(calls=(FIND,)),
        Returned(results=(Result(call="c1", value=results["c1"]),)),
        Called(calls=(issued,)),
        Returned(results=(Result(call="c2", value={"ok": True}),)),
        Replied(text="Done."),
    ]
    return Conversation(steps=tuple(steps))


def _one(conversation: Conversation) -> Certificate:
    (certificate,) = certify(conversation, GRAPH)
    return certificate


@pytest.mark.parametrize("plan", [True, False])
def test_every_argument_has_its_source(plan: bool) -> None:
    """Said values are found at their place in the messages, references at theirs in the results, with or without a plan."""
    story = _story(plan=plan)
    certificate = _one(story)
    assert certificate.unexplained == ()
    find, book = certificate.calls
    assert find.needed_by == ("c2",) and find.implicit is plan
    assert book.sources["user_id"] == FromResult(call="c1", path="user.id")
    said = messages(story)
    for path, words in {"date": "20 May 2026", "seats": "two", "insurance": "without insurance"}.items():
        source = book.sources[path]
        assert isinstance(source, Said)
        assert said[source.message]["content"][slice(*source.span)] == words


def test_a_claim_counts_only_if_it_reads_as_the_value() -> None:
    """A mention that points elsewhere is replaced by what the text says."""
    false = Mention(call="c2", argument="seats", span=(0, 4))
    source = _one(_story(mentions=(false,))).calls[1].sources["seats"]
    assert isinstance(source, Said) and TEXT[slice(*source.span)] == "two"


def test_what_nobody_said_is_unexplained() -> None:
    """The certificate names call and argument."""
    (reason,) = _one(_story("Book two seats without insurance. My email is mei@example.com.")).unexplained
    assert "c2 (book): date is '2026-05-20'" in reason


def test_a_hidden_value_that_the_user_says_is_a_leak() -> None:
    """An implicit call whose value the request gives away is not proved."""
    (reason,) = _one(_story(TEXT + " I'm mei_kovacs_12.")).unexplained
    assert "c1 (find_user)" in reason and "leaks" in reason


def test_an_implicit_call_that_nothing_needs() -> None:
    """It is reported, even if all its arguments have sources."""
    steps = (
        _opened(),
        Planned(plan=Plan(calls=(FIND,))),
        Briefed(brief=Brief(strategy="upstream", explicit=(), implicit=("c1",))),
        Asked(text="My email is mei@example.com."),
        Called(calls=(FIND,)),
        Returned(results=(Result(call="c1", value={}),)),
        Replied(text="Fine."),
    )
    (reason,) = _one(Conversation(steps=steps)).unexplained
    assert "no later call needs" in reason


def test_profile_default_and_date() -> None:
    """Values that nobody says can still have a source."""
    order = Call(id="c1", tool="get_order", arguments={"order_id": "#W12", "lang": "en"})
    book = Call(id="c2", tool="book", arguments={"user_id": "mei_12", "date": "2026-05-01", "seats": 3, "insurance": True})
    steps = (
        _opened(member={"id": "mei_12"}),
        Asked(text="Order #W12, and 3 seats, with insurance."),
        Called(calls=(order, book)),
        Returned(results=(Result(call="c1", value={}), Result(call="c2", value={}))),
        Replied(text="Fine."),
    )
    certificate = _one(Conversation(steps=steps))
    assert certificate.unexplained == ()
    assert certificate.calls[0].sources["lang"] == FromDefault()
    assert certificate.calls[1].sources["user_id"] == FromProfile(key="member.id")
    assert certificate.calls[1].sources["date"] == FromDate()


def test_later_turns_need_earlier_calls() -> None:
    """`needed_by` reaches across turns, and earlier requests count as said; an unfinished turn has no certificate."""
    first = _story()
    again = Call(
        id="c3", tool="book", arguments={"user_id": "mei_kovacs_12", "date": "2026-05-20", "seats": 4, "insurance": True}
    )
    later = Conversation(steps=(*first.steps, Asked(text="Now four more, with insurance."), Called(calls=(again,))))
    assert len(certify(later, GRAPH)) == 1
    done = Conversation(steps=(*later.steps, Returned(results=(Result(call="c3", value={}),)), Replied(text="Done.")))
    one, two = certify(done, GRAPH)
    assert two.unexplained == () and one.calls[0].needed_by == ("c2", "c3")
    assert two.calls[0].sources["date"].kind == "said"

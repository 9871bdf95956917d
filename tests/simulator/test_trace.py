"""One conversation, one line."""

from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from roles.base import Conversation, Judged, Noted, Replied, Step
from simulator.reading import as_text
from simulator.simulation import Simulation
from simulator.trace import Trace, parse, read, write
from tests.simulator import stage
from tool_graphs.errors import RunError

TRACE = Simulation(stage.graph(), stage.CAST).one(0)

values = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False, allow_infinity=False) | some.text(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
    max_leaves=8,
)


def test_a_trace_reads_as_it_was_written() -> None:
    """And is written again as it was read."""
    assert parse(TRACE.line()) == TRACE
    assert parse(TRACE.line()).line() == TRACE.line()


@settings(max_examples=40)
@given(some.dictionaries(some.text(), values))
def test_any_value_survives(data: dict[str, Any]) -> None:
    """Integers of any size, too."""
    trace = TRACE.model_copy(update={"conversation": Conversation(steps=(Noted(text="x", data=data),))})
    assert parse(trace.line()) == trace


class Voted(Step, frozen=True):
    """A step of somebody's own."""

    kind: str = "voted"
    votes: tuple[int, ...] = ()


def test_steps_of_unknown_kinds_survive() -> None:
    """As they are, through a program that does not know them."""

    def voter(conversation: Conversation, rng: Random) -> Step:
        return Voted(votes=(2, 3))

    line = Simulation(stage.graph(), {"voter": voter}, {"voter": "__end__"}).one(0).line()
    assert b'"votes":[2,3]' in line
    assert parse(line).line() == line


def test_a_cut_last_line_is_told_and_not_fatal(tmp_path: Path) -> None:
    """All others are read."""
    path = tmp_path / "traces.jsonl"
    write([TRACE, TRACE, TRACE], path)
    path.write_bytes(path.read_bytes()[:-100])
    problems: list[str] = []
    assert list(read(path, problems.append)) == [TRACE, TRACE]
    assert len(problems) == 1
    assert "traces.jsonl, line 3: cut off, no JSON" in problems[0]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"", "no JSON"),
        (b"[]", "expected an object, got list"),
        (b'{"id": "c0"}', "no trace: seed: Field required"),
        (b'{"id": "c0", "format": 99}', "written by a newer toolweft"),
        (
            b'{"id": "c0", "seed": "7", "strategy": "x", "status": "accepted", "conversation": {"steps": [{"kind": "asked"}]}}',
            "text",
        ),
        (b"\xff\xfe", "no JSON"),
    ],
)
def test_what_is_no_trace(line: bytes, message: str) -> None:
    """Says what is wrong, and where."""
    with pytest.raises(RunError, match=message):
        parse(line)


def test_reading_aloud() -> None:
    """The chat, implicit calls marked, and where each value came from."""
    text = str(Simulation(stage.graph(), stage.CAST, seed=1).one(0))
    assert "user       Please cancel my order, I am ana" in text
    assert "find_order   (implicit: needed by call_2)" in text
    assert "said: 'ana" in text
    assert "from call_1: order_id" in text


def test_requests_that_were_sent_back_are_counted() -> None:
    """And shown where they are asked for."""

    def verifier(conversation: Conversation, rng: Random) -> Step:
        count = len(conversation.turn().all(Judged))
        return Judged(ok=count == 2, reasons=(f"too vague by {count}",))

    trace = Simulation(stage.graph(), {**stage.CAST, "verifier": verifier}, turns=1).one(0)
    assert "(2 requests sent back: too vague by 0; too vague by 1)" in str(trace)
    assert "(sent back)" not in str(trace)
    assert as_text(trace, drafts=True).count("(sent back)") == 2 * str(trace).count("2 requests sent back")


def test_reading_cannot_steer_a_terminal() -> None:
    """Control characters are shown as what they are."""

    def evil(conversation: Conversation, rng: Random) -> Step:
        return Noted(text="\x1b[2J\x07[red]hi")

    text = str(Simulation(stage.graph(), {"evil": evil}, {"evil": "__end__"}).one(0))
    assert "\x1b" not in text
    assert "[red]hi" in text


def test_reading_does_not_flood_a_terminal() -> None:
    """What is endless is cut, and how long it was is told."""

    def endless(conversation: Conversation, rng: Random) -> Step:
        return Replied(text="x" * 3_000_000)

    text = str(Simulation(stage.graph(), {"endless": endless}, {"endless": "__end__"}).one(0))
    assert 100_000 < len(text) < 150_000
    assert "(3,000,000 characters)" in " ".join(text.split())


def test_a_rejected_trace_says_why() -> None:
    """At its end."""
    trace = Trace(id="c1", seed="7", strategy="x", status="rejected", seat="judge", reasons=("too long", "too dull"))
    assert "Rejected by judge: too long; too dull" in str(trace)

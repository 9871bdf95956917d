"""Rows, conditions on them, and the funnel."""

import json
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roles.base import Conversation, Judged, Step
from simulator.funnel import funnel
from simulator.listing import Row, row_of, rows
from simulator.recording import record
from simulator.run import Run
from simulator.simulation import Simulation
from simulator.where import FIELDS, where
from tests.simulator import stage
from tool_graphs.errors import RunError, SimulationError


def picky(conversation: Conversation, rng: Random) -> Step:
    ok = rng.random() < 0.6
    return Judged(ok=ok, reasons=() if ok else ("too short: 'W1'",))


def moody(conversation: Conversation, rng: Random) -> Step:
    draw = rng.random()
    if draw < 0.2:
        raise RuntimeError("out of words")
    return Judged(ok=draw < 0.7, reasons=() if draw < 0.7 else ("bad day",))


CAST = {**stage.CAST, "verifier": picky, "judge": moody}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return record(Simulation(stage.graph(), CAST), 12, tmp_path_factory.mktemp("listed") / "run")


def found(run: Run, condition: str) -> list[str]:
    return [row.id for row in filter(where(condition), rows(run))]


def test_a_row_says_what_the_trace_says(run: Run) -> None:
    """Of every attempt, accepted or not."""
    for row, trace in zip(rows(run), run.traces(), strict=True):
        assert (row.id, row.status, row.seat, row.steps) == (trace.id, trace.status, trace.seat, len(trace.steps))
        assert row.calls == len(trace.conversation.calls())
        assert row.reason == ("; ".join(trace.reasons) if trace.error is None else f"{trace.error.type}: {trace.error.message}")
        assert row.retries == sum(not step.ok for step in trace.conversation.all(Judged))
        assert row.seconds is not None and row.seconds > 0 and row.tokens == 0


CONDITIONS: list[tuple[str, Any]] = [
    ("status=rejected", lambda trace: trace.status == "rejected"),
    ("status!=accepted", lambda trace: trace.status != "accepted"),
    ("status=rejected and reason~BAD", lambda trace: "bad day" in trace.reasons),
    ("seat=judge and not reason~'bad day'", lambda trace: trace.error is not None),
    ("turns>=2 or (status=failed and calls<3)", lambda trace: row_of(json.loads(trace.line())).turns >= 2
     or (trace.status == "failed" and len(trace.conversation.calls()) < 3)),
    ("tool=cancel_order and hidden=find_order", lambda trace: True),
    ("tool!=cancel_order", lambda trace: False),
    ("implicit=0", lambda trace: False),
    ("retries", lambda trace: any(not step.ok for step in trace.conversation.all(Judged))),
    ("text~'i am ana1'", lambda trace: "I am ana1" in trace.line().decode()),
    ("id>c000003 and id<=c000005", lambda trace: trace.id in ("c000004", "c000005")),
    ("seconds>0 and tokens=0 and not model", lambda trace: True),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "meant"), CONDITIONS, ids=[condition for condition, _ in CONDITIONS])
def test_a_condition_finds_what_it_says(run: Run, condition: str, meant: Any) -> None:
    """As a plain loop over the traces would."""
    assert found(run, condition) == [trace.id for trace in run.traces() if meant(trace)]


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("stats=rejected", "character 1: 'stats': no field is called so; did you mean 'status'"),
        ("status=acepted", "character 8: 'acepted': there is no such status; did you mean 'accepted'"),
        ("turns>many", "character 7: 'many': turns is a number"),
        ("turns~2", "character 6: '~': turns is a number; expected one of <"),
        ("tool<3", "character 5: '<': tool is text; expected ="),
        ("status=", "character 8: the end: expected a value after '='"),
        ("(status=failed", r"character 15: the end: expected '\)'"),
        ("status=failed turns=2", "character 15: 'turns': expected 'and', 'or' or the end"),
        ("and", "character 1: 'and': expected a field here"),
        ("", "character 1: the end: expected a field here"),
        ("reason~'open", 'character 8: "\'open" is no field, operator or value'),
        ("(" * 60 + "turns" + ")" * 60, "more than 50 brackets"),
    ],
)
def test_what_is_no_condition_is_refused_with_its_place(condition: str, message: str) -> None:
    """Value, rule, remedy."""
    with pytest.raises(SimulationError, match=message):
        where(condition)


ROW = Row("c000001", "accepted", None, "", "upstream", "7", 12, tool=["a"], text=["hello"])
WORDS = st.sampled_from([*FIELDS, "and", "or", "not", "(", ")", "=", "!=", "~", "<", ">=", "x", "'a b'", '"', "7", "é", "\\"])


@settings(max_examples=60)
@given(st.one_of(st.text(max_size=40), st.lists(WORDS, max_size=12).map(" ".join)))
def test_any_text_is_a_condition_or_refused(text: str) -> None:
    """And the condition can be asked."""
    try:
        condition = where(text)
    except SimulationError as error:
        assert re.match(r"--where, character \d+: ", str(error))
        return
    assert condition(ROW) in (True, False)


def test_the_funnel_adds_up(run: Run) -> None:
    """Whoever is stopped is stopped at one seat; costs are those of the telemetry."""
    told = funnel(rows(run), run.seats)
    listed = list(rows(run))
    assert told["attempts"] == len(listed) and told["accepted"] == 12
    assert [each["seat"] for each in told["seats"]] == list(stage.CAST)
    assert told["rejected"] == sum(each["rejected"] for each in told["seats"])
    assert told["failed"] == sum(each["failed"] for each in told["seats"])
    seats = {each["seat"]: each for each in told["seats"]}
    assert seats["judge"]["reached"] == seats["verifier"]["passed"]
    assert seats["judge"]["passed"] == 12
    assert seats["verifier"]["sent_back"] == told["sent_back"] > 0
    assert {each["reason"] for each in seats["judge"]["reasons"]} == {"bad day", "RuntimeError: out of words"}
    own = sum(row.steps for row in listed if row.status == "accepted") / 12
    assert told["cost"]["steps"] == {"own": round(own, 6), "whole": round(sum(row.steps for row in listed) / 12, 6)}
    assert told["cost"]["seconds"]["whole"] == pytest.approx(sum(row.seconds or 0 for row in listed) / 12, abs=1e-5)
    assert told["strategies"]["upstream"]["attempts"] == told["tools"]["cancel_order"]["attempts"] == len(listed)
    assert told["tools"]["cancel_order"]["stopped_by"]


def test_without_telemetry_a_cost_is_unknown(tmp_path: Path) -> None:
    """And not nothing."""
    run = record(Simulation(stage.graph(), stage.CAST, telemetry=False), 2, tmp_path / "run")
    assert funnel(rows(run))["cost"]["seconds"] is None
    assert found(run, "seconds>=0") == []


def test_a_large_run_is_read_line_by_line(run: Run, tmp_path: Path) -> None:
    """The memory for 1,000 attempts is that for one."""
    import tracemalloc

    lines = list(run.lines())
    (tmp_path / "traces-00000.jsonl").write_bytes(b"".join(lines[number % len(lines)] for number in range(1000)))
    loose = Run.open(tmp_path / "traces-00000.jsonl")
    tracemalloc.start()
    assert funnel(rows(loose))["attempts"] == 1000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


def test_missing_telemetry_costs_nothing_but_itself(run: Run, tmp_path: Path) -> None:
    """Of a line that is cut or gone, times are unknown; of the others not."""
    traces, beside = tmp_path / "traces-00000.jsonl", tmp_path / "telemetry-00000.jsonl"
    traces.write_bytes(b"".join(run.lines()))
    lines = run.telemetry_shards[0].read_bytes().splitlines(keepends=True)
    beside.write_bytes(b"".join([*lines[:1], b'{"id":"c000001","steps":[{', b"\n", *lines[3:]]))
    unknown = [row.id for row in rows(Run.open(traces)) if row.seconds is None]
    assert unknown == ["c000001", "c000002"]


def test_a_file_without_a_trace_says_so(tmp_path: Path) -> None:
    """One message, with the place."""
    (tmp_path / "diary.txt").write_text("dear diary\n")
    with pytest.raises(RunError, match=r"diary.txt, line 1: no JSON"):
        Run.open(tmp_path / "diary.txt").trace()

"""Traces that are cut off, edited by hand or of another version open as far as it makes sense, and say what is wrong where."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.examining import examined
from simulator.listing import rows
from simulator.notebook import as_plain
from simulator.reading import as_text
from simulator.recording import record
from simulator.run import Run
from simulator.salvage import salvaged
from simulator.simulation import Simulation
from simulator.trace import Trace
from simulator.travel import diff
from tests.simulator import stage
from tool_graphs.errors import RunError

WHOLE = Simulation(stage.graph(), stage.CAST).one(3)
LINE = WHOLE.line()


def edited(*path: str | int, value: Any) -> bytes:
    """The line with one value replaced."""
    content = json.loads(LINE)
    place = content
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return json.dumps(content).encode()


@pytest.mark.parametrize(
    ("line", "message", "steps"),
    [
        (LINE[:900], "cut off or no JSON", 4),
        (edited("format", value=2), "format: 2, and this toolweft knows 1: it was written by a newer one", 20),
        (edited("format", value=-1), "format: -1 is no version", 20),
        (edited("conversation", "steps", 3, "text", value=5), r"step 3 \(asked\): text: Input should be a valid string", 20),
        (edited("conversation", "steps", 4, value="yes"), "step 4: Input should be a valid dictionary", 20),
        (edited("conversation", "steps", value=None), "conversation.steps: expected a list", 0),
        (edited("conversation", value=7), "conversation.steps: expected a list", 0),
        (edited("status", value="acepted"), "status: 'acepted' is none; expected one of accepted", 20),
        (edited("seed", value=7), "seed: 7 is no text", 20),
        (edited("error", value="bad"), "", 20),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_opens(line: bytes, message: str, steps: int) -> None:
    """With the step, and the rule that it breaks."""
    trace, problems = salvaged(line)
    assert any(re.search(message, problem) for problem in problems) or not message
    assert trace.id == "c000003" and len(trace.steps) == steps
    assert as_text(trace, stage.graph())
    assert trace.line()


def test_unknown_kinds_are_kept() -> None:
    """As a newer version, or a role of one's own, has written them."""
    line = edited("conversation", "steps", 4, value={"kind": "sung", "by": "choir", "melody": [1, 2]})
    trace, problems = salvaged(line)
    assert not problems
    assert trace.steps[4].model_dump() == {"kind": "sung", "by": "choir", "melody": [1, 2]}
    assert json.loads(trace.line()) == json.loads(line)


@pytest.mark.parametrize("line", [b"", b"hello", b"[]", b"3", b'{"a":1}', b"\xff\xfe", b'{"id":7}', b"[" * 100_000])
def test_what_is_no_trace_is_refused(line: bytes) -> None:
    """With what it is."""
    with pytest.raises(RunError):
        salvaged(line)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
STEPS = json.loads(LINE)["conversation"]["steps"]
PLACES = [
    *[(name,) for name in json.loads(LINE)],
    *[("conversation", "steps", number) for number in range(len(STEPS))],
    *[("conversation", "steps", number, name) for number, step in enumerate(STEPS) for name in step],
]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PLACES), JSON)
def test_any_value_anywhere_can_be_looked_at(place: tuple[str | int, ...], value: Any) -> None:
    """Shown, listed, examined, compared, written: nothing raises."""
    _looked_at(edited(*place, value=value))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, len(LINE)))
def test_a_line_cut_anywhere_can_be_looked_at(length: int) -> None:
    """Or is refused as no trace at all."""
    _looked_at(LINE[:length])


def _looked_at(line: bytes) -> None:
    try:
        trace, _ = salvaged(line)
    except RunError:
        return
    assert as_text(trace, stage.graph()) and repr(trace) and trace._repr_html_()
    assert diff(WHOLE, trace).described() and str(diff(trace, WHOLE))
    for number in range(len(trace.steps)):
        assert as_plain(examined(trace, number).lines()) and examined(trace, number).described()
    trace.line()


def test_a_damaged_run_is_listed_with_places(tmp_path: Path) -> None:
    """File, line, step."""
    run = record(Simulation(stage.graph(), stage.CAST), 3, tmp_path / "run")
    (shard,) = run.shards
    first, second, third = shard.read_bytes().splitlines(keepends=True)
    broken = json.loads(second)
    broken["conversation"]["steps"][3]["text"] = None
    broken["format"] = 9
    shard.write_bytes(first + json.dumps(broken).encode() + b"\nrubbish\n" + third[:700])
    problems: list[str] = []
    assert [row.id for row in rows(run, problems.append)] == ["c000000", "c000001", "c000002"]
    assert [problem[len(str(shard)) :].partition(":")[0] for problem in problems[:4]] == [
        ", line 2",
        ", line 2",
        ", line 3",
        ", line 4",
    ]
    told: list[str] = []
    assert isinstance(run.trace("c000001", told.append), Trace)
    assert any(f"{shard}, line 2: step 3 (asked): text" in problem for problem in told)


def test_a_trace_opens_without_its_run(tmp_path: Path) -> None:
    """One line, or laid out over many."""
    for text in (LINE, json.dumps(json.loads(LINE), indent=2).encode()):
        (tmp_path / "one.json").write_bytes(text)
        assert Run.open(tmp_path / "one.json").trace() == WHOLE
        assert [trace.id for trace in Run.open(tmp_path / "one.json").traces()] == ["c000003"]
    with pytest.raises(RunError, match="a file of traces without a run"):
        _ = Run.open(tmp_path / "one.json").graph

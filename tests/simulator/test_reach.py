"""What tools cannot give is said, and what they can is reached: shares, depths, certain orders, one member number."""

import re
from pathlib import Path

import orjson
from loguru import logger
from typer.testing import CliRunner

from roles.base import Asked, Planned
from simulator.cli import app
from simulator.measures.target import Target
from simulator.simulation import Simulation
from simulator.steering.reach import beyond, unreachable
from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.graph import ToolGraph

PHONES = """
tools:
- name: log_in
  description: Log in to the customer portal.
  parameters: {type: object, required: [phone_number], properties: {phone_number: {type: string, description: Mobile number}}}
  returns: {type: object, properties: {session: {type: string}}}
- name: list_lines
  description: List the lines of a customer.
  parameters: {type: object, required: [customer_id], properties: {customer_id: {type: string}}}
  returns: {type: object, properties: {lines: {type: array, items: {type: object, properties: {line_id: {type: string}}}}}}
- name: list_bills
  description: List the bills of a customer.
  parameters: {type: object, required: [customer_id], properties: {customer_id: {type: string}}}
  returns: {type: object, properties: {bills: {type: array, items: {type: object, properties: {bill_id: {type: string}}}}}}
- name: suspend_line
  description: Suspend a line.
  parameters: {type: object, required: [line_id], properties: {line_id: {type: string}}}
- name: pay_bill
  description: Pay a bill.
  parameters: {type: object, required: [bill_id], properties: {bill_id: {type: string}}}
links:
- {source: log_in, target: suspend_line, kind: order, score: 1}
"""


def _phones(folder: Path) -> ToolGraph:
    (folder / "phones.yaml").write_text(PHONES)
    return graph_of(read_catalog(folder / "phones.yaml"))


def test_what_certainly_comes_first_is_understood_whatever_the_strategy(tmp_path: Path) -> None:
    """A listed order link is followed, and no request is sent back for it."""
    traces = [Simulation(_phones(tmp_path), strategy="upstream", seed="first").one(number) for number in range(12)]
    assert sum(trace.accepted for trace in traces) >= 11
    plans = [turn.last(Planned).plan for trace in traces if trace.accepted for turn in trace.conversation.turns()]
    assert any(call.after for plan in plans for call in plan.calls)


def test_a_customer_has_one_id_for_a_whole_conversation(tmp_path: Path) -> None:
    """Whichever calls it is for."""
    simulation, repeated = Simulation(_phones(tmp_path), turns=3, seed="own"), 0
    for number in range(12):
        texts = [step.text for step in simulation.one(number).conversation.heard().all(Asked)]
        said = re.findall(r"\bCUS-\w+", " ".join(texts))
        assert len(set(said)) <= 1
        repeated += len(said) > 1
    assert repeated


def test_what_cannot_be_met_is_told_with_its_reason(tmp_path: Path) -> None:
    """Too deep, too many at once; what can be had is not spoken of."""
    target = Target(
        name="deep",
        dist={"dependency_depth": {"1": 0.4, "5": 0.6}, "implicit_calls_per_turn": {"0": 1.0}, "tools_offered": {"60+": 1.0}},
    )
    told = unreachable(_phones(tmp_path), target)
    assert set(told) == {"dependency_depth", "tools_offered"}
    assert "more than 1 link in a row, and 60% of deep have more" in told["dependency_depth"]
    assert unreachable(graph_of(read_catalog("shop")), Target(name="flat", dist={"dependency_depth": {"0": 0.5, "2": 0.5}})) == {}


def test_a_share_beyond_the_tools_is_told(tmp_path: Path) -> None:
    """Every call that is asked for counts against it."""
    graph = _phones(tmp_path)
    assert "implicit_share=0.9: " in beyond(graph, 0.9)
    assert beyond(graph, 0.0) == ""


def test_stats_says_why_a_run_stays_away(tmp_path: Path) -> None:
    """After the tables, and in JSON."""
    (tmp_path / "phones.yaml").write_text(PHONES)
    targets = tmp_path / "targets.json"
    targets.write_bytes(orjson.dumps({"deep": {"dist": {"dependency_depth": {"4": 1.0}}}}))
    runner, run = CliRunner(), tmp_path / "run"
    made = ["generate", str(tmp_path / "phones.yaml"), "-n", "3", "--out", str(run), "--no-cache"]
    assert runner.invoke(app, made).exit_code == 0
    told = runner.invoke(app, ["stats", str(run), "--against", f"{targets}:deep"])
    assert "dependency_depth: these tools have no values that flow through more than 1 link in a row" in told.stdout
    told = runner.invoke(app, ["stats", str(run), "--against", f"{targets}:deep", "--json"])
    assert list(orjson.loads(told.stdout)["cannot_be_met"]) == ["dependency_depth"]


def test_a_run_that_misses_its_share_says_so(tmp_path: Path) -> None:
    """After the run, where it is no accident; `stats` has the share in any case."""
    (tmp_path / "phones.yaml").write_text(PHONES)
    runner, run = CliRunner(), tmp_path / "run"
    made = ["generate", str(tmp_path / "phones.yaml"), "--turns", "1", "--out", str(run), "--no-cache", "--overwrite"]
    warned: list[str] = []
    sink = logger.add(warned.append, level="WARNING")
    try:
        assert runner.invoke(app, [*made, "-n", "60", "--implicit-share", "0.7"]).exit_code == 0
        assert "of the calls are named in no request, and 70.0% were asked for" in warned.pop()
        warned.clear()
        assert runner.invoke(app, [*made, "-n", "60", "--implicit-share", "0"]).exit_code == 0
        assert warned == []
    finally:
        logger.remove(sink)
    told = runner.invoke(app, ["stats", str(run), "--json"])
    assert orjson.loads(told.stdout)["unnamed_calls"]["asked"] == 0
    assert orjson.loads(told.stdout)["unnamed_calls"]["share"] <= 0.05

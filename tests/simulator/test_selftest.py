"""Broken conversations are noticed, untouched ones are not, and the harm is real."""

import json
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from typer.testing import CliRunner

from roles.base import Asked, Conversation, Opened, Planned
from roles.judge import Judge
from simulator.ablation import without
from simulator.cli import app
from simulator.defects import DEFECTS, Broken
from simulator.defects.editing import settled, with_words
from simulator.recording import record
from simulator.run import Run
from simulator.selftest import Selftest, selftest
from simulator.simulation import Simulation
from simulator.trace import Trace
from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.errors import SimulationError
from tool_graphs.graph import ToolGraph


@cache
def _graph() -> ToolGraph:
    return graph_of(read_catalog("workspace"))


@cache
def _traces() -> tuple[Trace, ...]:
    return tuple(Simulation(_graph(), seed=7, turns=(3, 4)).run(30))


@cache
def _table() -> Selftest:
    return selftest(_traces(), _graph(), per_defect=4)


def _accepted() -> list[Conversation]:
    return [settled(trace.conversation) for trace in _traces() if trace.accepted]


@pytest.mark.parametrize("defect", DEFECTS)
def test_every_defect_is_noticed(defect: str) -> None:
    """By the verifier, the certificate, the judge or `verify`, wherever a conversation offers a place for it."""
    row = next(row for row in _table().rows if row.defect == defect)
    assert row.made
    assert [missed.told for missed in row.missed] + row.raised == []
    assert row.caught_by_any == row.made


def test_untouched_conversations_are_not_rejected() -> None:
    """By no checker: what a run accepted is right."""
    table = _table()
    assert table.untouched == 30
    assert table.reasons == []


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_changes_something_and_says_what(defect: str) -> None:
    """The same dice break it in the same way; the conversation itself stays as it was."""
    for number, conversation in enumerate(_accepted()):
        before = conversation.model_dump_json()
        broken = DEFECTS[defect](conversation, _graph(), Random(number))
        assert conversation.model_dump_json() == before
        if broken is not None:
            again = DEFECTS[defect](conversation, _graph(), Random(number))
            assert broken.told
            assert again is not None
            assert broken.conversation == again.conversation
            assert broken.conversation != conversation
            return
    pytest.fail(f"no conversation offers a place for {defect!r}")


@pytest.mark.parametrize("defect", [name for name in DEFECTS if not name.endswith("planned")])
def test_the_plan_is_left_alone(defect: str) -> None:
    """Unless the defect says that it is the planner's, so that one can tell who notices what."""
    for number, conversation in enumerate(_accepted()[:20]):
        broken = DEFECTS[defect](conversation, _graph(), Random(number))
        if broken is not None:
            assert broken.conversation.all(Planned) == conversation.all(Planned)


def test_settling_leaves_out_what_was_sent_back() -> None:
    """A plan, a brief and a request a turn; all that was heard is still there."""
    for trace in _traces():
        if trace.accepted:
            conversation = settled(trace.conversation)
            turns = trace.conversation.last(Opened).turns
            assert len(conversation.all(Planned)) == len(conversation.all(Asked)) == turns
            assert conversation.heard().steps == trace.conversation.heard().steps


def test_mentions_move_with_the_words() -> None:
    """What stands behind a changed word is still claimed where it stands."""
    for conversation in _accepted()[:20]:
        asked = conversation.all(Asked)[0]
        moved = with_words(conversation, 0, (0, 0), "Well, ").all(Asked)[0]
        said = [asked.text[slice(*mention.span)] for mention in asked.mentions]
        assert [moved.text[slice(*mention.span)] for mention in moved.mentions] == said


def test_a_checker_that_raises_has_not_noticed() -> None:
    """And the table tells of it."""

    def raising(conversation: Conversation, graph: ToolGraph, rng: Random) -> Broken:
        steps = tuple(step for step in conversation.steps if not isinstance(step, Opened))
        return Broken("nothing opens it", Conversation(steps=steps))

    (row,) = selftest(_traces()[:3], _graph(), 1, defects={"not opened": raising}).rows
    assert row.made == 1
    raised = [name for name in row.caught if any(f": {name} raised " in told for told in row.raised)]
    assert "verifier" in raised
    assert [row.caught[name] for name in raised] == [0] * len(raised)


def _run(folder: Path, **options: bool) -> Run:
    routes = without(*(seat for seat, kept in options.items() if not kept))
    return record(Simulation(_graph(), routes=routes, seed=7), 8, folder)


def test_selftest_prints_the_table(tmp_path: Path) -> None:
    """A row a defect, as a table or as JSON."""
    _run(tmp_path / "run")
    printed = CliRunner().invoke(app, ["selftest", str(tmp_path / "run"), "--per-defect", "1", "--show-missed"])
    assert printed.exit_code == 0
    assert all(name in printed.output for name in DEFECTS)
    told = CliRunner().invoke(app, ["selftest", str(tmp_path / "run"), "--per-defect", "1", "--seed", "8", "--json"])
    table = json.loads(told.stdout)
    assert [row["defect"] for row in table["rows"]] == list(DEFECTS)
    assert table["untouched"] == 8


@pytest.mark.parametrize("strategy", ["profile", "precondition", "target"])
def test_a_run_is_checked_as_it_was_made(tmp_path: Path, strategy: str) -> None:
    """What the run's strategy leaves to the profile, or to what must come first, the verifier does not ask for."""
    graph = graph_of(read_catalog("shop"))
    chosen: dict[str, Any] = {"implicit_share": 0.4} if strategy == "target" else {"strategy": strategy}
    record(Simulation(graph, seed=3, **chosen), 6, tmp_path / "run")
    told = CliRunner().invoke(app, ["selftest", str(tmp_path / "run"), "--per-defect", "0", "--json"])
    assert json.loads(told.stdout)["reasons"] == []


def test_ablations_leave_a_seat_out(tmp_path: Path) -> None:
    """`--no-verify` and `--no-judge`, `verify: false` in YAML, `without` in Python: the same conversations."""
    by_option = ["generate", "workspace", "-n", "8", "--no-verify", "--no-judge", "--no-cache"]
    assert CliRunner().invoke(app, [*by_option, "--out", str(tmp_path / "option")]).exit_code == 0
    yaml = tmp_path / "simulation.yaml"
    yaml.write_text(f"catalog: workspace\ncount: 8\nverify: false\njudge: false\nout: {tmp_path / 'yaml'}\n", encoding="utf-8")
    assert CliRunner().invoke(app, ["generate", "--config", str(yaml), "--no-cache"]).exit_code == 0
    _run(tmp_path / "python", verifier=False, judge=False)
    lines = [list(Run.open(tmp_path / name).lines()) for name in ("option", "yaml", "python")]
    assert lines[0] == lines[1] == lines[2]
    seats = {step.by for trace in Run.open(tmp_path / "option").traces() for step in trace.conversation.steps}
    assert {"user", "assistant"} <= seats
    assert not {"verifier", "judge"} & seats


def test_without_distractors_only_linked_tools_are_offered(tmp_path: Path) -> None:
    """One switch for `plan.distractors: none`; other wishes stay."""
    out = str(tmp_path / "run")
    command = ["generate", "workspace", "-n", "2", "--calls", "2-3", "--no-distractors", "--no-cache", "--out", out]
    assert CliRunner().invoke(app, command).exit_code == 0
    plan = Run.open(tmp_path / "run").manifest["configuration"]["plan"]
    assert (plan["distractors"], plan["calls"]) == ("none", [2, 3])


def test_other_seats_cannot_be_left_out() -> None:
    """There is no conversation without a user."""
    with pytest.raises(SimulationError, match="without 'user'"):
        without("user")


def test_what_the_verifier_is_worth() -> None:
    """Without it, requests get through from which the calls cannot be recovered; the selftest counts them."""
    unverified = list(Simulation(_graph(), routes=without("verifier"), seed=7, turns=1).run(40))
    found = selftest(unverified, _graph(), per_defect=0)
    assert found.rows == []
    assert found.rejected["verifier"] == found.rejected_by_any > 0


def test_calls_that_are_not_as_planned_are_judged() -> None:
    """The judge says which call, and what was planned."""
    conversation = _accepted()[0]
    judge = Judge(_graph())
    for name, said in (
        ("call dropped", "was never issued"),
        ("call added", "is not in the plan"),
        ("value changed", "planned was"),
    ):
        broken = next(
            found
            for number, each in enumerate([conversation, *_accepted()])
            if (found := DEFECTS[name](each, _graph(), Random(number))) is not None
        )
        assert any(said in reason for reason in judge(broken.conversation, Random(0)).reasons)


def test_calls_before_what_they_need_are_judged() -> None:
    """Also where the value itself would be right."""
    for number, conversation in enumerate(_accepted()):
        broken = DEFECTS["calls reordered"](conversation, _graph(), Random(number))
        if broken is not None:
            reasons = Judge(_graph())(broken.conversation, Random(0)).reasons
            assert any("which it needs, had returned" in reason for reason in reasons)
            assert len(broken.conversation.results()) == len(conversation.results())
            return

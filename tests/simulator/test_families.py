"""Families: siblings with the same goal, each with what is right in it, and the pairs that they make."""

import hashlib
from collections import defaultdict
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner

from roles.base import Asked, Called, Opened, Planned, Replied, Sibling, Varied
from roles.proof.row import failures_of
from simulator.cli import app
from simulator.dataset import rows
from simulator.defects import DEFECTS
from simulator.exports.dpo import dpo
from simulator.families import Families
from simulator.families.source import sources
from simulator.recording import record
from simulator.run import Run
from simulator.selftest import selftest
from simulator.simulation import Simulation
from tests.simulator.shelf import travel
from tool_graphs.errors import PluginError, RunError, SimulationError

MEMBERS = ("explicit", "upstream", "missing-parameter", "missing-tool", "wrong-premise", "parallel", "logical-jump", "profile")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return record(Simulation(travel(), turns=(1, 2)), 8, tmp_path_factory.mktemp("runs") / "source")


@pytest.fixture(scope="module")
def family(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Run:
    families = Families(run.graph, sources(run.traces()), MEMBERS)
    return record(families, families.size, tmp_path_factory.mktemp("families") / "f", max_attempts=families.size, whole=True)


@pytest.fixture(scope="module")
def accepted(family: Run):
    found = defaultdict(list)
    for trace in family.traces():
        if trace.accepted:
            found[trace.strategy].append(trace)
    return found


def own(trace):
    """The steps after what the siblings share."""
    steps = trace.conversation.steps
    return steps[next(n for n, step in enumerate(steps) if isinstance(step, Sibling)) + 1 :]


def replies(trace):
    return [step.text for step in own(trace) if isinstance(step, Replied)]


def calls(trace):
    return [call for step in own(trace) if isinstance(step, Called) for call in step.calls]


def test_every_member_is_played(accepted) -> None:
    """No member is left without siblings, and none fails."""
    assert set(accepted) == set(MEMBERS)


def test_none_fails(family: Run) -> None:
    """A role of a sibling that raises would be a failure in the trace."""
    assert family.manifest["counts"]["failed"] == 0
    assert family.status == "complete"


def test_siblings_share_what_was_returned(accepted) -> None:
    """The same call in two siblings of a family gives the same result."""
    returned = {}
    for trace in (trace for member in MEMBERS for trace in accepted[member]):
        shared = trace.conversation.last(Sibling)
        issued, results = trace.conversation.calls(), trace.conversation.results()
        for id in shared.plan.by_id.keys() & issued.keys():
            key = (shared.family, issued[id].tool, orjson.dumps(issued[id].arguments, option=orjson.OPT_SORT_KEYS))
            assert returned.setdefault(key, results[id]) == results[id]
    assert returned


def test_a_missing_value_is_asked_for_before_any_call(accepted) -> None:
    """The question comes first, the value stands in the answer, and then all calls happen."""
    for trace in accepted["missing-parameter"]:
        kinds = [step.kind for step in own(trace) if isinstance(step, Asked | Called | Replied)]
        slot = trace.conversation.last(Varied).withheld
        values = [dict(call.literals()).get(slot.argument) for call in calls(trace)]
        assert kinds.index("replied") < kinds.index("called")
        assert "?" in replies(trace)[0] or "need" in replies(trace)[0]
        assert slot.value in values


def test_a_missing_tool_is_neither_offered_nor_called(accepted) -> None:
    """The reply says in words what cannot be done."""
    for trace in accepted["missing-tool"]:
        removed = trace.conversation.last(Varied).removed
        assert removed not in {call.tool for call in calls(trace)}
        assert removed not in replies(trace)[-1]
        assert any(word in replies(trace)[-1] for word in ("can't", "not able", "no way", "Can't", "can't do is"))


def test_a_wrong_premise_stops_what_depends_on_it(accepted) -> None:
    """The look-up is made, what needs it is not, and the reply says what is so instead."""
    for trace in accepted["wrong-premise"]:
        shared, claim = trace.conversation.last(Sibling), trace.conversation.last(Varied).claim
        issued = {call.id for call in calls(trace)}
        dependent = set(shared.plan.consumers[claim.call])
        assert claim.call in issued
        assert dependent and not dependent & issued
        assert replies(trace)[-1].endswith("?")


def test_parallel_calls_are_issued_at_once(accepted) -> None:
    """At least two in one step."""
    for trace in accepted["parallel"]:
        assert max(len(step.calls) for step in own(trace) if isinstance(step, Called)) > 1


def test_a_profile_holds_what_nobody_says(accepted) -> None:
    """The value is in no request, and in a call."""
    for trace in accepted["profile"]:
        scene = trace.conversation.last(Opened)
        said = " ".join(step.text for step in own(trace) if isinstance(step, Asked))
        values = {value for call in calls(trace) for _, value in call.literals()}
        held = [value for value in scene.profile.values() if value in values]
        assert held
        assert not any(str(value) in said for value in held)


def test_any_number_of_workers_gives_the_same_bytes(run: Run, family: Run, tmp_path: Path) -> None:
    """Also with the members in other processes."""
    families = Families(run.graph, sources(run.traces()), MEMBERS)
    other = record(families, families.size, tmp_path / "f", workers=2, max_attempts=families.size, whole=True)
    digests = [hashlib.sha256(b"".join(each.lines())).hexdigest() for each in (family, other)]
    assert digests[0] == digests[1]
    assert family.manifest == other.manifest


def test_rows_say_family_and_member(family: Run) -> None:
    """Siblings share the id."""
    found = list(rows(family.traces(), family.graph, lambda *_: None))
    families = {row["metadata"]["family"] for row in found}
    assert {row["metadata"]["member"] for row in found} == set(MEMBERS)
    assert len(families) < len(found)


def test_rows_are_proved_by_themselves(family: Run) -> None:
    """Questions, refusals and corrections included; a correction that is taken back is not."""
    corrected = 0
    for row in rows(family.traces(), family.graph, lambda *_: None):
        assert failures_of(row) == []
        reasons = [reason["kind"] for call in row["metadata"]["turns"][-1]["calls"] for reason in call["reasons"]]
        assert ("premise" in reasons) <= (row["metadata"]["member"] == "wrong-premise")
        if "premise" in reasons:
            silent = [*row["messages"][:-1], {**row["messages"][-1], "content": "That is done."}]
            rules = {failure.rule for failure in failures_of({**row, "messages": silent})}
            assert "not-minimal" in rules
            corrected += 1
    assert corrected


def test_siblings_are_broken_and_checked_as_what_they_are(family: Run) -> None:
    """By the verifier and the referee of their member: none is rejected untouched, and what is broken is noticed."""
    few = {name: DEFECTS[name] for name in ("literal missing in request", "call dropped, planned", "call added, planned")}
    found = selftest(family.traces(), family.graph, per_defect=8, defects=few, members=MEMBERS)
    assert found.untouched and found.reasons == []
    assert [(row.defect, row.caught_by_any, row.raised) for row in found.rows] == [
        (row.defect, row.made, []) for row in found.rows
    ]
    assert all(row.made for row in found.rows)


def test_pairs_prefer_what_is_right(family: Run) -> None:
    """A prompt ends before the decision; the tools called in what is chosen are on offer."""
    pairs = list(dpo(rows(family.traces(), family.graph, lambda *_: None)))
    seen = {(pair["metadata"]["chosen"]["member"], pair["metadata"]["rejected"]["member"]) for pair in pairs}
    for pair in pairs:
        offered = {tool["function"]["name"] for tool in pair["tools"]}
        (chosen,), (rejected,) = pair["chosen"], pair["rejected"]
        assert pair["prompt"][-1]["role"] in ("user", "tool")
        assert chosen != rejected and chosen["role"] == rejected["role"] == "assistant"
        assert {call["function"]["name"] for call in chosen.get("tool_calls", ())} <= offered
    for member in ("missing-parameter", "missing-tool", "wrong-premise"):
        assert (member, "upstream") in seen
        assert ("upstream", member) in seen


def test_pairs_need_families(run: Run) -> None:
    """A plain run has none."""
    with pytest.raises(RunError, match="toolweft family"):
        list(dpo(rows(run.traces(), run.graph, lambda *_: None)))


def test_unknown_members_are_refused(run: Run) -> None:
    """With the closest name."""
    with pytest.raises(PluginError, match="did you mean 'missing-tool'"):
        Families(run.graph, [], ["missing-tol"])
    with pytest.raises(SimulationError, match="each once"):
        Families(run.graph, [], ["explicit", "explicit"])


def test_the_command_writes_a_run(run: Run, tmp_path: Path) -> None:
    """It can be shown, counted and exported like any other."""
    out, file = tmp_path / "family", tmp_path / "pairs.jsonl"
    members = "explicit,missing-parameter"
    told = CliRunner().invoke(app, ["family", str(run.path), "--members", members, "-n", "3", "--out", str(out), "--json"])
    assert orjson.loads(told.stdout)["plans"] == 3
    assert set(orjson.loads(told.stdout)["members"]) == {"explicit", "missing-parameter"}
    for command in (["stats", str(out)], ["show", str(out)], ["export", str(out), "--out", str(tmp_path / "rows.jsonl")]):
        assert CliRunner().invoke(app, command).exit_code == 0
    assert CliRunner().invoke(app, ["export", str(out), "--format", "dpo", "--out", str(file)]).exit_code == 0
    assert file.read_bytes().count(b"\n") >= 3


def test_a_cut_run_goes_on(run: Run, family: Run, tmp_path: Path) -> None:
    """What was there is kept, what is missing is played."""
    families = Families(run.graph, sources(run.traces()), MEMBERS)
    record(families, families.size, tmp_path / "f", max_attempts=7, whole=True)
    again = record(families, families.size, tmp_path / "f", max_attempts=families.size, whole=True, resume=True)
    assert b"".join(again.lines()) == b"".join(family.lines())


def test_plans_without_calls_wait_for_the_answer(accepted) -> None:
    """The turn with the question has an empty plan, so that nothing is expected of it."""
    for trace in accepted["missing-parameter"]:
        first, *_, last = [step for step in own(trace) if isinstance(step, Planned)]
        assert not first.plan.calls
        assert last.plan == trace.conversation.last(Sibling).plan

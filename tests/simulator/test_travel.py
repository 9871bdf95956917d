"""A conversation again, another one from its middle, two compared, the step at which one went wrong."""

import json
import pickle
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest

from roles.base import Asked, Called, Conversation, Judged, Noted, Replied, Returned, Step
from simulator.families import Families
from simulator.families.source import sources
from simulator.recording import record
from simulator.routes import ROUTES
from simulator.run import Run
from simulator.simulation import Simulation
from simulator.trace import Trace, parse
from simulator.travel import bisect, diff
from simulator.travel.fork import Forked
from tests.simulator import stage
from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.errors import PluginError, RunError, SimulationError, ToolweftError


def never(conversation: Conversation, rng: Random) -> Step:
    return Judged(ok=False, reasons=("no",))


def short(conversation: Conversation, rng: Random) -> Step:
    return Asked(text=f"Cancel it. {rng.random()}")


def broken(conversation: Conversation, rng: Random) -> Step:
    raise RuntimeError("out of words")


SHOP = graph_of(read_catalog("shop"))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """An offline run, opened from its folder alone."""
    folder = tmp_path_factory.mktemp("travel") / "run"
    record(Simulation(SHOP, strategy="ratio:0.5", turns=2, seed="s"), 4, folder)
    return Run.open(folder)


@pytest.fixture
def staged(tmp_path: Path) -> Run:
    return record(Simulation(stage.graph(), stage.CAST), 4, tmp_path / "staged")


def test_every_attempt_is_the_same_to_the_byte(run: Run) -> None:
    """By its run, by its simulation, and by the trace itself."""
    for trace in run.traces():
        assert run.replay(trace.id).same
        replayed = trace.replay()
        assert replayed.same and replayed.trace == trace and str(replayed).startswith(f"{trace.id}: the same to the byte")
    simulation = Simulation(SHOP, strategy="ratio:0.5", turns=2, seed="s")
    assert simulation.one(2).replay().same
    assert [trace.replay().same for trace in simulation.run(2)] == [True, True]
    assert parse(simulation.one(1).line()).replay(simulation).same


def test_a_difference_is_named_with_step_and_path(run: Run, tmp_path: Path) -> None:
    """What it was, and what it is now."""
    trace = run.trace("c000001")
    step = next(number for number, step in enumerate(trace.steps) if isinstance(step, Replied))
    content = json.loads(trace.line())
    content["conversation"]["steps"][step]["text"] = "Yes!"
    replayed = parse(json.dumps(content).encode()).replay(run.simulation())
    assert not replayed.same and replayed.step == step
    assert replayed.change is not None and (replayed.change.path, replayed.change.before) == ("text", "Yes!")
    outcome = trace.model_copy(update={"status": "failed"}).replay(run.simulation())
    assert (outcome.same, outcome.step, outcome.change and outcome.change.path) == (False, None, "status")
    shorter = trace.model_copy(update={"conversation": Conversation(steps=trace.steps[:5])}).replay(run.simulation())
    assert shorter.step == 5
    spaced = run.path.with_name("spaced")
    record(Simulation(SHOP, strategy="ratio:0.5", turns=2, seed="s"), 1, spaced)
    shard = Run.open(spaced).shards[0]
    shard.write_bytes(shard.read_bytes().replace(b'"id":"c000000"', b'"id": "c000000"', 1))
    assert "written otherwise" in str(Run.open(spaced).replay("c000000"))


def test_failed_and_rejected_ones_are_as_complete(tmp_path: Path) -> None:
    """They are replayed, too, and forked where the role failed."""
    cast = {**stage.CAST, "judge": never, "executor": broken}
    run = record(Simulation(stage.graph(), cast), 2, tmp_path / "run", max_attempts=2)
    trace = run.trace("c000001")
    assert trace.status == "failed" and trace.replay().same
    mended = trace.fork(at=len(trace.steps), cast={"executor": stage.executor})
    assert mended.steps[: len(trace.steps)] == trace.steps
    assert (mended.status, mended.seat) == ("rejected", "judge")
    assert mended.replay().same


def test_a_fork_keeps_what_was_and_goes_on_otherwise(run: Run) -> None:
    """Unchanged it is the same conversation; changed it parts there and not before."""
    trace = run.trace("c000002")
    for at in (0, 1, 4, 9, len(trace.steps) - 1):
        assert trace.fork(at=at) == trace
    goal = trace.fork(at=2, strategy="goal-only", seed=8)
    assert goal.steps[:2] == trace.steps[:2] and (goal.seed, goal.strategy) == ("8", "goal-only")
    curt = trace.fork(at=3, cast={"user": short})
    assert curt.steps[3].text.startswith("Cancel it.")  # type: ignore[attr-defined]
    assert curt.replay().same and curt.fork(at=4, cast={"verifier": never}).status == "rejected"


def test_a_fork_has_its_own_dice(staged: Run) -> None:
    """From the step on, and no earlier."""
    trace = staged.trace("c000001")
    called = next(number for number, step in enumerate(trace.steps) if isinstance(step, Called))
    other = trace.fork(at=called, seed=99)
    assert other.steps[: called + 1] == trace.steps[: called + 1]
    assert other.conversation.all(Returned)[0] != trace.conversation.all(Returned)[0]


@pytest.mark.parametrize(
    ("at", "message"),
    [(99, "c000000 has steps 0 to .*expected one from 0"), (-1, "step -1"), (None, "is over there, nobody speaks next")],
)
def test_a_fork_nowhere_is_refused(staged: Run, at: int | None, message: str) -> None:
    """With the steps that there are."""
    trace = staged.trace("c000000")
    with pytest.raises(SimulationError, match=message):
        trace.fork(at=len(trace.steps) if at is None else at)


def test_a_fork_is_a_run_of_its_own(run: Run, tmp_path: Path) -> None:
    """It opens, replays and is compared like any."""
    trace = run.trace("c000000")
    simulation = run.simulation(seed=8, strategy="explicit")
    forked = Forked(trace, 2, simulation.stage(trace), run.graph, simulation.described())
    made = record(forked, 1, tmp_path / "fork", max_attempts=1, whole=True)
    assert (made.status, made.manifest["configuration"]["fork"]["at"]) == ("complete", 2)
    assert made.replay("c000000").same
    told = made.telemetry("c000000")
    assert told is not None and told["steps"][0]["step"] == 2
    again = made.trace("c000000").fork(at=4, seed=3)
    assert again.steps[:4] == made.trace("c000000").steps[:4]


def test_siblings_are_replayed_and_forked(run: Run, tmp_path: Path) -> None:
    """From where they part from their source."""
    families = Families(run.graph, sources(run.traces())[:2], ["explicit", "missing-parameter"], strategy="ratio:0.5", origin="s")
    made = record(families, families.size, tmp_path / "family", max_attempts=families.size, whole=True)
    for trace in made.traces():
        assert made.replay(trace.id).same, trace.id
        assert trace.fork(at=len(trace.steps) - 1) == trace
        with pytest.raises(SimulationError, match="are shared with others"):
            trace.fork(at=0)


def test_what_cannot_be_had_again_is_refused_by_name(tmp_path: Path) -> None:
    """And can be handed over."""

    def local(conversation: Conversation, rng: Random) -> Step:
        return Judged(ok=True)

    simulation = Simulation(stage.graph(), {**stage.CAST, "judge": local})
    run = record(simulation, 2, tmp_path / "run")
    with pytest.raises(RunError, match=r"seat 'judge' was played by .*local.*cannot be had here.*--role judge=module:attribute"):
        run.replay("c000001")
    assert run.replay("c000001", cast={"judge": local}).same
    assert run.trace("c000001").replay(simulation).same
    with pytest.raises(RunError, match="neither the run nor the simulation"):
        parse(run.trace("c000001").line()).replay()


def own_strategy(plan: Any, rng: Random) -> Any:
    raise NotImplementedError


def test_a_strategy_without_a_name_is_refused(tmp_path: Path) -> None:
    """With its name as it was called."""
    run = record(Simulation(stage.graph(), stage.CAST, strategy=own_strategy), 1, tmp_path / "run")
    with pytest.raises(RunError, match="no strategy is called 'own_strategy'"):
        run.simulation()
    assert run.simulation(strategy="upstream").strategy == "upstream"


def test_other_routes_are_found_again(tmp_path: Path) -> None:
    """Where they are names, or functions that the manifest tells the name of."""

    def censor(conversation: Conversation, rng: Random) -> Step:
        return Noted(text="seen")

    routes = {**ROUTES, "user": "censor", "censor": "verifier"}
    run = record(Simulation(stage.graph(), {**stage.CAST, "censor": censor}, routes), 2, tmp_path / "run")
    assert run.replay("c000000", cast={"censor": censor}).same


def test_a_manifest_that_was_edited_says_what_it_lacks(staged: Run) -> None:
    """A value that cannot be is told, too, and nothing else is raised."""
    content = json.loads((staged.path / "manifest.json").read_bytes())
    for key in ("turns", "cast", "routes", "seed", "strategy"):
        for value in (None, 7, "x", []):
            made = {**content["configuration"], key: value}
            with suppress(ToolweftError):
                Run(staged.path, {**content, "configuration": made}).simulation()
        made = {name: held for name, held in content["configuration"].items() if name != key}
        with pytest.raises(RunError, match=f"does not tell '{key}'"):
            Run(staged.path, {**content, "configuration": made}).simulation()
    with pytest.raises(RunError, match="no manifest that says how it was made"):
        Run(staged.path, {}).simulation()


def test_an_edited_catalog_and_other_versions_are_remarked(staged: Run) -> None:
    """They may be why a replay differs."""
    manifest = staged.path / "manifest.json"
    content = json.loads(manifest.read_bytes())
    content["versions"]["toolweft"] = "0.0.1"
    content["catalog"]["digest"] = "other"
    manifest.write_text(json.dumps(content))
    remarks = Run.open(staged.path).replay("c000000").remarks
    assert any("toolweft 0.0.1" in remark for remark in remarks) and any(
        "catalog.json was changed" in remark for remark in remarks
    )


def test_a_difference_by_meaning(staged: Run) -> None:
    """Which step, which calls, values and verdicts; ids and seeds do not count."""
    trace = staged.trace("c000000")
    assert trace.diff(trace).same and "the same steps" in str(trace.diff(trace))
    curt = trace.fork(at=3, cast={"user": short})
    found = trace.diff(curt)
    assert (found.first, found.seats, found.same) == (3, ("user", "user"), False)
    assert found.texts[0].path == "turn 1 request" and found.texts[0].after.startswith("Cancel it.")
    assert not found.calls and not found.outcome
    other = trace.fork(at=5, seed=99, cast={"judge": never})
    changed = trace.diff(other)
    assert [change.path for change in changed.outcome][:2] == ["status", "seat"]
    assert ("cancel_order", "arguments.order_id") in [(call.tool, call.changes[0].path) for call in changed.calls]
    assert json.loads(json.dumps(changed.described()))["first"] == changed.first
    beside = changed.pairs
    assert [a for a, _, _ in beside] == list(range(len(trace.steps))) and beside[0] == (0, 0, True)
    assert "<td" in changed._repr_html_()


def test_calls_that_only_one_side_has(staged: Run) -> None:
    """Told with their turn."""
    trace = staged.trace("c000000")
    rejected = trace.fork(at=4, cast={"verifier": never})
    assert not trace.diff(rejected).same
    cut = trace.model_copy(update={"conversation": Conversation(steps=trace.steps[:1])})
    found = diff(trace, cut)
    assert {(call.turn, call.tool, call.after) for call in found.calls if call.turn == 1} == {
        (1, "find_order", None),
        (1, "cancel_order", None),
    }
    assert found.seats == ("planner", "")


def test_the_first_wrong_step(staged: Run) -> None:
    """Tried step by step, or by halves where what is wrong stays wrong; an assertion says why."""
    trace = staged.trace("c000000")

    def found_out(conversation: Conversation) -> bool:
        return any(isinstance(step, Returned) for step in conversation.steps)

    def asserted(conversation: Conversation) -> None:
        assert len(conversation.steps) <= 4, "too long"

    first = next(number for number, step in enumerate(trace.steps) if isinstance(step, Returned))
    for binary in (False, True):
        found = bisect(trace, found_out, binary)
        assert (found.step, found.by) == (first, trace.steps[first])
    assert bisect(trace, found_out, True).asked < bisect(trace, found_out).asked
    assert "once wrong, it stays wrong" in str(bisect(trace, found_out, True))
    assert (bisect(trace, asserted).step, bisect(trace, asserted).said.partition("\n")[0]) == (4, "too long")
    assert bisect(trace, lambda conversation: False).step is None
    with pytest.raises(PluginError, match="the check failed on c000000 after step 0: LookupError"):
        bisect(trace, lambda conversation: conversation.last(Replied))


def test_a_trace_in_a_notebook(staged: Run) -> None:
    """Short in words, a table in HTML in which everything is text."""
    trace = staged.trace("c000001")
    assert repr(trace).startswith("<Trace c000001: accepted, strategy upstream, seed 7, ")
    assert "implicit: needed by" in trace._repr_html_()
    hostile = trace.fork(at=3, cast={"user": lambda c, rng: Asked(text="<script>alert(1)</script>\x1b[31m")})
    assert "<script" not in hostile._repr_html_() and "&lt;script&gt;" in hostile._repr_html_()
    assert "\x1b" not in hostile._repr_html_() + str(hostile)
    told = trace.telemetry()
    assert told is not None and told["id"] == "c000001"


def test_where_it_came_from_is_no_part_of_a_trace(staged: Run) -> None:
    """Neither compared nor written nor pickled."""
    trace = staged.trace("c000001")
    assert trace == parse(trace.line()) == pickle.loads(pickle.dumps(trace))
    assert "origin" not in Trace.model_fields and b"origin" not in trace.line()

"""A run's folder loads whatever happened to it."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest

from roles.base import Conversation, Judged, Step
from simulator.recording import record
from simulator.run import Run
from simulator.simulation import Simulation
from tests.simulator import stage
from tool_graphs.errors import RunError


def moody(conversation: Conversation, rng: Random) -> Step:
    ok = rng.random() < 0.5
    return Judged(ok=ok, reasons=() if ok else ("'W1' is a bad number",))


def simulation(**changed: Any) -> Simulation:
    return Simulation(stage.graph(), {**stage.CAST, "judge": moody}, **changed)


def content(run: Run) -> dict[str, bytes]:
    """What is the same for the same run."""
    return {path.name: path.read_bytes() for path in run.path.iterdir() if not path.name.startswith("telemetry")}


def test_a_run_opens_without_anything_else(tmp_path: Path) -> None:
    """Traces, counts, and the tools with their links."""
    record(simulation(), 10, tmp_path / "run")
    run = Run.open(tmp_path / "run")
    assert run.status == "complete"
    assert run.manifest["counts"]["accepted"] == 10 == sum(trace.accepted for trace in run.traces())
    assert run.manifest["counts"]["rejections"][0]["seat"] == "judge"
    assert run.manifest["counts"]["rejections"][0]["reason"] == "… is a bad number"
    assert run.graph.digest == stage.graph().digest == run.manifest["catalog"]["digest"]
    assert run.trace("c000003") == simulation().one(3)


def test_two_runs_are_the_same_to_the_byte(tmp_path: Path) -> None:
    """For any number of workers; only telemetry differs."""
    runs = [record(simulation(), 30, tmp_path / str(workers), workers=workers) for workers in (1, 2)]
    assert content(runs[0]) == content(runs[1])


def test_an_interrupted_run_goes_on(tmp_path: Path) -> None:
    """And ends as if it had not been interrupted, though the last line was cut."""
    whole = record(simulation(), 30, tmp_path / "whole")

    def stop(accepted: int, attempts: int) -> None:
        if accepted == 12:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        record(simulation(), 30, tmp_path / "cut", progress=stop)
    cut = Run.open(tmp_path / "cut")
    assert cut.status == "interrupted"
    shard = cut.shards[0]
    shard.write_bytes(shard.read_bytes()[:-50])
    problems: list[str] = []
    assert 10 <= sum(trace.accepted for trace in cut.traces(problems.append)) < 12
    assert "cut off" in problems[0]
    assert content(record(simulation(), 30, tmp_path / "cut", resume=True)) == content(whole)
    assert len(json.loads((tmp_path / "cut" / "telemetry.json").read_bytes())["sessions"]) == 2


def test_a_complete_run_can_be_made_longer(tmp_path: Path) -> None:
    """As if it had been so long from the start."""
    record(simulation(), 5, tmp_path / "run")
    longer = record(simulation(), 15, tmp_path / "run", resume=True)
    assert content(longer) == content(record(simulation(), 15, tmp_path / "other"))


def test_another_run_is_not_gone_on_with(tmp_path: Path) -> None:
    """The first difference is named."""
    record(simulation(), 2, tmp_path / "run")
    with pytest.raises(RunError, match="configuration has seed='7', and not '8'"):
        record(simulation(seed=8), 2, tmp_path / "run", resume=True)


def test_a_short_run_says_so(tmp_path: Path) -> None:
    """Its folder holds all attempts."""
    run = record(simulation(), 30, tmp_path / "run", max_attempts=5)
    assert run.status == "short"
    assert len(list(run.traces())) == 5


def test_a_folder_is_not_overwritten(tmp_path: Path) -> None:
    """A run only when asked to, anything else never."""
    record(simulation(), 2, tmp_path / "run")
    with pytest.raises(RunError, match=r"already holds a run.*--resume.*--overwrite"):
        record(simulation(), 2, tmp_path / "run")
    record(simulation(seed=8), 2, tmp_path / "run", overwrite=True)
    assert Run.open(tmp_path / "run").manifest["configuration"]["seed"] == "8"
    (tmp_path / "diary").mkdir()
    (tmp_path / "diary" / "today.txt").write_text("dear diary")
    with pytest.raises(RunError, match="is not empty and holds no run"):
        record(simulation(), 2, tmp_path / "diary", overwrite=True)
    with pytest.raises(RunError, match="is a file"):
        record(simulation(), 2, tmp_path / "diary" / "today.txt")
    assert [path.name for path in (tmp_path / "diary").iterdir()] == ["today.txt"]


def test_two_cannot_write_one_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second is told so, and the first goes on undisturbed."""
    monkeypatch.setattr("simulator.holding.PATIENCE", 0.1)
    told: list[str] = []

    def second(accepted: int, attempts: int) -> None:
        if not told:
            with pytest.raises(RunError, match="is being written to by another process") as refused:
                record(simulation(), 5, tmp_path / "run", resume=True)
            told.append(str(refused.value))

    record(simulation(), 5, tmp_path / "run", progress=second)
    assert len(told) == 1
    alone = record(simulation(), 5, tmp_path / "alone")
    assert (tmp_path / "run" / "traces-00000.jsonl").read_bytes() == alone.shards[0].read_bytes()
    assert record(simulation(), 6, tmp_path / "alone", resume=True).status == "complete"


def test_many_attempts_make_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They read as one."""
    monkeypatch.setattr("simulator.recording.SHARD", 10)
    run = record(simulation(), 20, tmp_path / "run")
    assert [path.name for path in run.shards][:2] == ["traces-00000.jsonl", "traces-00001.jsonl"]
    traces = list(run.traces())
    assert [trace.id for trace in traces] == [f"c{number:06d}" for number in range(len(traces))]


@pytest.mark.parametrize("broken", ["", "[]", '{"tools": [{"name": 3}], "links": []}'])
def test_a_broken_catalog_leaves_the_traces_readable(tmp_path: Path, broken: str) -> None:
    """Only what needs the tools says what is wrong."""
    run = record(simulation(), 2, tmp_path / "run")
    (run.path / "catalog.json").write_text(broken)
    again = Run.open(run.path)
    assert list(again.traces())
    with pytest.raises(RunError, match=r"catalog\.json"):
        again.graph  # noqa: B018


def test_what_is_no_run(tmp_path: Path) -> None:
    """Says what it expected; a trace that is not there, which one is close."""
    with pytest.raises(RunError, match="no run here"):
        Run.open(tmp_path)
    run = record(simulation(), 2, tmp_path / "run")
    with pytest.raises(RunError, match="no trace 'c00001'; did you mean 'c000001'"):
        run.trace("c00001")


SCRIPT = """
import sys
from simulator.recording import record
from tests.simulator.test_run import simulation
record(simulation(), 3000, sys.argv[1], workers=2)
"""


def started(out: Path, **options: Any) -> subprocess.Popen[str]:
    house = Path(__file__).parent.parent.parent
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(house), os.environ.get("PYTHONPATH", "")])}
    command = [sys.executable, "-c", SCRIPT, str(out)]
    return subprocess.Popen(command, env=environment, cwd=house, stderr=subprocess.PIPE, text=True, **options)


def test_a_full_disk_leaves_a_run_that_loads_and_goes_on(tmp_path: Path) -> None:
    """Here a limit on the size of files."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))

    process = started(tmp_path / "run", preexec_fn=limited)
    assert "File too large" in process.communicate()[1]
    run = Run.open(tmp_path / "run")
    problems: list[str] = []
    kept = list(run.traces(problems.append))
    assert len(kept) > 5 and not problems
    again = record(simulation(), 40, tmp_path / "run", resume=True)
    assert [trace.id for trace in again.traces()][: len(kept)] == [trace.id for trace in kept]


@pytest.fixture
def under_way(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """A run of two workers that has written something, in a process group of its own."""
    process = started(tmp_path / "run", start_new_session=True)
    deadline = time.monotonic() + 30
    while not list((tmp_path / "run").glob("traces-*")) and time.monotonic() < deadline:
        time.sleep(0.02)
    yield process
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def nobody_left(group: int) -> bool:
    """Whether all processes of the group end within a while."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_ctrl_c_leaves_a_run_that_loads(tmp_path: Path, under_way: "subprocess.Popen[str]") -> None:
    """And no worker behind."""
    os.killpg(under_way.pid, signal.SIGINT)
    under_way.communicate(timeout=30)
    assert Run.open(tmp_path / "run").status == "interrupted"
    assert list(Run.open(tmp_path / "run").traces())
    assert nobody_left(under_way.pid)


def test_a_killed_run_loads_and_leaves_no_worker_behind(tmp_path: Path, under_way: "subprocess.Popen[str]") -> None:
    """It is then still called running, and can be gone on with."""
    time.sleep(0.3)
    under_way.kill()
    under_way.communicate(timeout=30)
    assert nobody_left(under_way.pid)
    run = Run.open(tmp_path / "run")
    assert run.status == "running"
    assert record(simulation(), len(list(run.traces())), run.path, resume=True).status == "complete"

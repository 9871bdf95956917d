"""Exactly as many accepted conversations as wanted, the same for any number of workers."""

import gc
import operator
import os
from random import Random
from typing import Any

import pytest

from roles.base import Called, Conversation, Judged, Noted, Result, Returned, Step
from simulator.simulation import Simulation
from simulator.workers import worked
from tests.simulator import stage
from tool_graphs.errors import PluginError, SimulationError


def moody(conversation: Conversation, rng: Random) -> Step:
    """A judge that rejects a third."""
    ok = rng.random() < 2 / 3
    return Judged(ok=ok, reasons=() if ok else ("bad day",))


def clumsy(conversation: Conversation, rng: Random) -> Step:
    """An executor that fails sometimes."""
    if rng.random() < 0.1:
        raise RuntimeError("dropped it")
    return stage.executor(conversation, rng)


def simulation(**changed: Any) -> Simulation:
    return Simulation(stage.graph(), {**stage.CAST, "judge": moody, "executor": clumsy}, **changed)


def test_exactly_as_many_as_wanted() -> None:
    """All attempts up to the one that makes the count, in order."""
    traces = list(simulation().run(20))
    assert sum(trace.accepted for trace in traces) == 20
    assert traces[-1].accepted
    assert [trace.id for trace in traces] == [f"c{number:06d}" for number in range(len(traces))]
    assert {trace.status for trace in traces} == {"accepted", "rejected", "failed"}


@pytest.mark.parametrize("workers", [2, 3])
def test_any_number_of_workers_gives_the_same(workers: int) -> None:
    """To the byte."""
    one = [attempt.line for attempt in simulation().attempts(40)]
    assert [attempt.line for attempt in simulation().attempts(40, workers)] == one


def test_a_run_leaves_the_garbage_collector_as_it_was() -> None:
    """It looks less often while a run goes on, also where the run is left half-way, and then as before."""
    usual = gc.get_threshold()
    attempts = simulation().attempts(2)
    next(attempts)
    assert gc.get_threshold()[0] > usual[0]
    attempts.close()
    assert gc.get_threshold() == usual


def test_the_seed_decides() -> None:
    """A number or a text."""
    assert simulation(seed=7).one(3) == simulation(seed="7").one(3)
    assert simulation(seed="other").one(3) != simulation(seed=7).one(3)


def test_a_run_that_accepts_too_little_ends() -> None:
    """At the cap of attempts."""
    never = Simulation(stage.graph(), {**stage.CAST, "judge": lambda c, rng: Judged(ok=False)})
    assert len(list(never.run(1))) == 70
    assert len(list(never.run(5, max_attempts=3))) == 3


def test_outcomes() -> None:
    """Who rejected it and why; whose role failed, and with what."""
    rejected = Simulation(stage.graph(), {**stage.CAST, "judge": lambda c, rng: Judged(ok=False, reasons=("a", "b"))}).one(0)
    assert (rejected.status, rejected.seat, rejected.reasons) == ("rejected", "judge", ("a", "b"))
    failing = {**stage.CAST, "user": lambda c, rng: 1 / 0}
    failed = Simulation(stage.graph(), failing).one(0)
    assert (failed.status, failed.seat) == ("failed", "user")
    assert failed.error is not None and failed.error.type == "ZeroDivisionError"
    assert len(failed.conversation.steps) == 3


@pytest.mark.parametrize("value", [object(), "\ud800", b"\xff"])
def test_a_step_that_json_cannot_hold_is_a_failing_role(value: Any) -> None:
    """It costs one conversation, up to that step."""

    def executor(conversation: Conversation, rng: Random) -> Step:
        return Returned(results=(Result(call=conversation.last(Called).calls[0].id, value=value),))

    (attempt,) = Simulation(stage.graph(), {**stage.CAST, "executor": executor}).attempts(1, max_attempts=1)
    assert (attempt.status, attempt.seat) == ("failed", "executor")
    assert b'"kind":"called"' in attempt.line


def test_seats_of_one_s_own() -> None:
    """A whole graph that has nothing to do with the default one."""
    trace = Simulation(stage.graph(), {"solo": lambda c, rng: Noted(text="hi")}, {"solo": "__end__"}).one(0)
    assert trace.accepted
    assert [step.by for step in trace.conversation.steps] == ["solo"]


def test_what_cannot_run_is_refused_at_once() -> None:
    """Before the first attempt."""
    with pytest.raises(SimulationError, match="turns=0"):
        simulation(turns=0)
    with pytest.raises(PluginError, match="'upstraem'; did you mean 'upstream'"):
        simulation(strategy="upstraem")
    with pytest.raises(SimulationError, match="did you mean 'user'"):
        Simulation(stage.graph(), {**stage.CAST, "usr": stage.user})
    with pytest.raises(SimulationError, match="workers=0"):
        list(simulation().run(1, workers=0))


def fatal(index: int) -> int:
    """A job that ends its process, if that is a worker's."""
    if index:
        os._exit(3)
    return index


def test_a_worker_that_dies_is_named() -> None:
    """Instead of waiting for it."""
    with pytest.raises(SimulationError, match=r"died \(exit code 3\) on attempts 1 to"):
        list(worked(fatal, 0, 10, 2, lambda: 10))


def test_where_processes_start_anew_the_job_must_pickle() -> None:
    """A function that is defined within another does not."""
    assert list(worked(operator.neg, 0, 5, 2, lambda: 5, "spawn")) == [0, -1, -2, -3, -4]
    with pytest.raises(SimulationError, match="cannot be sent to worker processes"):
        list(worked(lambda index: index, 0, 5, 2, lambda: 5, "spawn"))


def test_a_simulation_pickles() -> None:
    """For platforms that start processes anew."""
    import pickle

    again = pickle.loads(pickle.dumps(simulation()))
    assert again.one(5) == simulation().one(5)


def test_langsmith_s_environment_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Same conversation with its variables set to off."""
    plain = simulation().one(0)
    monkeypatch.setenv("LANGSMITH_TRACING", "false")
    assert simulation().one(0) == plain

"""One step at a time: the same conversation as in one go, and a hand on it in between."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from roles.base import Asked, Conversation, Judged, Opened, Step
from simulator.recording import record
from simulator.simulation import Simulation
from simulator.stepped import Stepped
from simulator.stepping import Stepper
from tests.simulator import stage
from tool_graphs.errors import SimulationError


def simulation(**cast: Any) -> Simulation:
    return Simulation(stage.graph(), {**stage.CAST, **cast})


def broken(conversation: Conversation, rng: Random) -> Step:
    raise RuntimeError("out of words")


def test_step_by_step_it_is_the_same_conversation() -> None:
    """State in, state out; at the end nothing changes any more."""
    state = simulation().begin(3)
    seen = []
    while (following := simulation().step(state)) != state:
        state = following
        seen.append(state["conversation"].steps[-1].by)
    assert state["conversation"] == simulation().one(3).conversation
    assert seen == [step.by for step in state["conversation"].steps]


def test_a_failing_role_is_data_here_too() -> None:
    """It ends the conversation."""
    state = simulation(verifier=broken).begin()
    for _ in range(9):
        state = simulation(verifier=broken).step(state)
    assert (state["seat"], state["failure"].type, len(state["conversation"].steps)) == ("verifier", "RuntimeError", 4)


def test_a_stepper_stops_where_it_is_told() -> None:
    """Before a seat, at a step, where a predicate holds."""
    stepper = simulation().stepper(3)
    assert stepper.run("verifier") and (stepper.seat, len(stepper.conversation.steps)) == ("verifier", 4)
    assert stepper.run(7) and len(stepper.conversation.steps) == 7
    assert stepper.run(lambda seat, conversation: seat == "planner") and len(stepper.conversation.all(Opened)) == 1
    assert not stepper.run() and stepper.over
    assert stepper.conversation == simulation().one(3).conversation
    with pytest.raises(SimulationError, match="did you mean 'verifier'"):
        stepper.run("verifer")
    with pytest.raises(SimulationError, match="the conversation is over"):
        stepper.step()


def test_steps_are_given_changed_and_taken_back() -> None:
    """The rest follows from what is there then; taken back and played again, it is as it was."""
    stepper = simulation().stepper(3)
    stepper.run("user")
    stepper.give(Asked(text="Mine."))
    assert (stepper.seat, stepper.conversation.last(Asked).by) == ("verifier", "user")
    stepper.change(Asked(text="Better."))
    assert [step.text for step in stepper.conversation.all(Asked)] == ["Better."]
    stepper.give(Judged(ok=False, reasons=("by hand",)))
    assert stepper.seat == "user"
    assert sorted(set(stepper.record.edited)) == [3, 4]
    stepper.back(3)
    assert stepper.seat == "user" and not stepper.record.edited
    stepper.run()
    assert stepper.conversation == simulation().one(3).conversation
    assert [entry["step"] for entry in stepper.record.steps] == list(range(len(stepper.conversation.steps)))
    with pytest.raises(SimulationError, match="step 99 cannot be taken back"):
        stepper.back(99)


def test_a_run_that_stops(tmp_path: Path) -> None:
    """Whoever is handed the conversation sees it, and may change it; its telemetry tells what was changed."""
    seen: list[tuple[str, int]] = []

    def hand_over(stepper: Stepper) -> bool:
        seen.append((stepper.stage.id, len(stepper.conversation.steps)))
        if stepper.stage.id == "c000001":
            stepper.change(Asked(text="Mine."))
            return False
        return True

    run = record(Stepped(simulation(), "verifier", hand_over), 2, tmp_path / "run")
    assert seen[0] == ("c000000", 4) and [id for id, _ in seen].count("c000001") == 1
    assert run.trace("c000000") == simulation().one(0)
    assert run.trace("c000001").conversation.all(Asked)[0].text == "Mine."
    told = run.telemetry("c000001")
    assert told is not None and told["edited"] == [3]
    assert "by hand at step 3" in str(run.replay("c000001")) and run.replay("c000000").same
    with pytest.raises(SimulationError, match="one conversation at a time"):
        record(Stepped(simulation(), "verifier", hand_over), 2, tmp_path / "other", workers=2)


def test_a_stop_at_the_first_seat() -> None:
    """Before anything was said."""
    seen: list[int] = []
    stepped = Stepped(simulation(), ("scenario", 2), lambda stepper: seen.append(len(stepper.conversation.steps)) is None)
    assert json.loads(stepped.attempt(0).line)["status"] == "accepted"
    assert seen == [0, 2]

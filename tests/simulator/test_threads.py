"""Many conversations at once in one process."""

import os
import sys
import time
from collections.abc import Iterator
from random import Random

import pytest
from langchain_core.language_models import FakeListChatModel

from roles.base import Conversation, Step
from roles.chat import Chat
from simulator.simulation import Simulation
from simulator.slots import together
from simulator.workers import worked
from tests.simulator import stage
from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.errors import SimulationError


@pytest.fixture
def eager() -> Iterator[None]:
    """Threads take turns a thousand times as often as usual."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(5e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.parametrize("catalog", ["travel", "shop"])
@pytest.mark.usefixtures("eager")
def test_any_number_of_threads_gives_the_same_bytes(catalog: str) -> None:
    """The offline roles work out what they know of a tool while others look."""
    one = [attempt.line for attempt in Simulation(graph_of(read_catalog(catalog))).attempts(16)]
    many = [attempt.line for attempt in Simulation(graph_of(read_catalog(catalog))).attempts(16, threads=12)]
    assert many == one


@pytest.mark.parametrize("workers", [1, 2])
def test_conversations_that_wait_wait_together(workers: int) -> None:
    """Also in several processes, and in order."""

    def slow(index: int) -> int:
        time.sleep(0.05 if index % 7 else 0.2)
        return index

    begun = time.perf_counter()
    assert list(worked(slow, 0, 64, workers, lambda: 64, threads=16)) == list(range(64))
    assert time.perf_counter() - begun < 64 * 0.05


def test_no_more_conversations_are_begun_than_are_wanted() -> None:
    """Each costs a model's answers."""
    begun = []

    def scenario(conversation: Conversation, rng: Random) -> Step:
        begun.append(1)
        time.sleep(0.01)
        return stage.scenario(conversation, rng)

    accepted = [trace.accepted for trace in Simulation(stage.graph(), {**stage.CAST, "scenario": scenario}).run(5, threads=16)]
    assert accepted == [True] * 5
    assert len(begun) == 5


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("threads", [1, 8])
def test_what_ends_a_run_ends_it_in_its_place(workers: int, threads: int) -> None:
    """All that came before is there."""

    def job(index: int) -> int:
        if index == 5:
            raise SimulationError("enough")
        return index

    taken = []
    attempts = worked(job, 0, 40, workers, lambda: 40, threads=threads)
    with pytest.raises(SimulationError, match="enough"):
        for index in attempts:
            taken.append(index)
    assert taken == [0, 1, 2, 3, 4]


def test_a_run_that_is_left_begins_nothing_more() -> None:
    """The threads end."""
    done = []
    attempts = worked(done.append, 0, 1000, 1, lambda: 1000, threads=2)
    next(attempts)
    attempts.close()
    time.sleep(0.05)
    length = len(done)
    time.sleep(0.05)
    assert len(done) == length < 1000


def test_no_thread_at_all_is_refused() -> None:
    """With the number."""
    with pytest.raises(SimulationError, match="threads=0: expected at least 1"):
        next(worked(int, 0, 3, 1, lambda: 3, threads=0))


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system does not let a thread choose its core")
def test_those_who_wait_for_a_server_share_a_core_and_take_long_turns() -> None:
    """Only while they work, and only they: whoever started them keeps all cores."""
    everywhere, turn = cores(), sys.getswitchinterval()
    seen = list(worked(lambda index: (cores(), sys.getswitchinterval()), 0, 8, 1, lambda: 8, threads=4, together=True))
    assert {len(found) for found, _ in seen} == {1}
    assert len({*seen}) == 1
    assert seen[0][1] > turn
    assert (cores(), sys.getswitchinterval()) == (everywhere, turn)
    apart = list(worked(lambda index: cores(), 0, 8, 1, lambda: 8, threads=4))
    assert set(apart) == {everywhere}


def cores() -> tuple[int, ...]:
    """On which this thread may run."""
    return tuple(sorted(os.sched_getaffinity(0)))


def test_only_a_model_that_is_surely_elsewhere_has_its_threads_share_a_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model in this process may need all cores."""
    pytest.importorskip("langchain_openai")
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    remote, local = (Talking(chat) for chat in (Chat("openai:test", name="remote"), Chat(FakeListChatModel(responses=["x"]))))
    offline = stage.CAST["scenario"]
    assert together({"user": remote, "scenario": offline})
    assert not together({"user": remote, "judge": local})
    assert not together({"scenario": offline})


class Talking:
    """A role that asks a model."""

    def __init__(self, chat: Chat) -> None:
        self.chat = chat

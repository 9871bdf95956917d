"""Large pages change how fast a run is, and nothing else."""

import sys

import pytest

from simulator import memory
from simulator.simulation import Simulation
from tool_graphs.catalog import graph_of, read_catalog


def test_what_is_in_memory_stays_as_it_is() -> None:
    """The same conversations before and after, and objects that were there still are."""
    kept = [{"number": number} for number in range(100_000)]
    simulation = Simulation(graph_of(read_catalog("shop")))
    before = [simulation.attempt(index).line for index in range(3)]
    memory.enlarge_pages()
    assert [simulation.attempt(index).line for index in range(3)] == before
    assert all(each["number"] == number for number, each in enumerate(kept))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells where memory is")
def test_a_process_with_too_much_memory_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that many workers do not each own a copy of a large catalog."""
    own = list(memory._own())
    assert own and all(start < end for start, end in own)
    monkeypatch.setattr("ctypes.CDLL", None)  # would raise
    memory.enlarge_pages(most=1)

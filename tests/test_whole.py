"""Real tool specifications in, finished conversations out, checked by a checker that shares no code with the product."""

import os
from pathlib import Path

import orjson
import pytest

from simulator.dataset import rows
from simulator.exports.openai import openai
from simulator.simulation import Simulation
from tests.independent.checker import problems
from tool_graphs.catalog import graph_of, read_catalog

DATA = os.environ.get("TOOLWEFT_DATA", "")
REAL = [
    "catalogs/retail_airline.yaml",
    "catalogs/glaive.yaml",
    "catalogs/xlam.yaml",
    "links/tau2_airline/catalog.json",
    "links/restbench_tmdb/catalog.json",
    "links/apibank/catalog.json",
    "links/nestful_executable/catalog.json",
]


def faults(catalog: str, count: int, strategy: str) -> list[str]:
    """What the independent checker finds wrong in so many accepted conversations."""
    graph = graph_of(read_catalog(catalog))
    traces = list(Simulation(graph, strategy=strategy, turns=(1, 3), seed=11).run(count))
    accepted = [trace for trace in traces if trace.accepted]
    assert len(accepted) == count, f"only {len(accepted)} of {len(traces)} accepted"
    dropped: list[str] = []
    found = list(rows(accepted, graph, lambda trace, reason: dropped.append(f"{trace.id}: {reason}")))
    found = [orjson.loads(orjson.dumps(openai(row))) for row in found]
    return dropped + [f"{row['metadata']['id']}: {problem}" for row in found for problem in problems(row)]


@pytest.mark.parametrize("strategy", ["explicit", "upstream", "goal-only"])
@pytest.mark.parametrize("catalog", ["travel", "shop", "workspace"])
def test_bundled_catalogs_make_sound_conversations(catalog: str, strategy: str) -> None:
    """Every call validates, every source is true, no request names a tool or an identifier."""
    assert faults(catalog, 25, strategy) == []


@pytest.mark.skipif(not DATA, reason="TOOLWEFT_DATA is not set")
@pytest.mark.parametrize("catalog", REAL)
def test_real_catalogs_make_sound_conversations(catalog: str) -> None:
    """The same for catalogs that people have, most of them without result schemas or types."""
    assert faults(str(Path(DATA) / catalog), 60, "upstream") == []


def test_implicit_calls_are_there_and_many_requests_differ() -> None:
    """A fair share of the calls is implicit, and requests are not one sentence with other values."""
    graph = graph_of(read_catalog("travel"))
    accepted = (trace for trace in Simulation(graph, seed=5).run(60) if trace.accepted)
    found = list(rows(accepted, graph, lambda trace, reason: None))
    calls = [call for row in found for turn in row["metadata"]["turns"] for call in turn["calls"]]
    assert 0.15 < sum(call["implicit"] for call in calls) / len(calls) < 0.6
    requests = [message["content"] for row in found for message in row["messages"] if message["role"] == "user"]
    assert len({" ".join(request.split()[:3]) for request in requests}) > len(requests) / 4

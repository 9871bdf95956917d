"""A role of your own: an executor that answers from a table what the table knows, and leaves the rest to the offline one."""

from random import Random
from typing import Any

from roles.base import Called, Conversation, Result, Returned
from roles.cast import offline_cast
from simulator.simulation import Simulation
from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.graph import ToolGraph

TABLE: dict[str, Any] = {
    "list_addresses": {
        "addresses": [
            {"address_id": "AD0001", "label": "home", "street": "1 Harbour Lane", "city": "Bergen", "postal_code": "50030"},
            {"address_id": "AD0002", "label": "work", "street": "7 Mill Road", "city": "Bergen", "postal_code": "50150"},
        ]
    }
}


class TableExecutor:
    """Reads the calls issued last, adds their results."""

    def __init__(self, graph: ToolGraph) -> None:
        self.rest = offline_cast(graph)["executor"]

    def __call__(self, conversation: Conversation, rng: Random) -> Returned:
        calls = conversation.last(Called).calls
        mocked = self.rest(conversation, rng)
        assert isinstance(mocked, Returned)
        known = [TABLE.get(call.tool) for call in calls]
        return Returned(
            results=tuple(Result(call=m.call, value=k or m.value) for m, k in zip(mocked.results, known, strict=True))
        )


graph = graph_of(read_catalog("shop"))
simulation = Simulation(graph, cast={"executor": TableExecutor(graph)}, strategy="goal-only", turns=1)

for trace in simulation.run(count=12):
    calls, results = trace.conversation.calls(), trace.conversation.results()
    for call in calls.values():
        if "AD0001" in call.arguments.values():
            print(f"{trace.id}: {call.tool} was given address_id={call.arguments['address_id']}, from the table")
    assert all(results[id] == TABLE["list_addresses"] for id, call in calls.items() if call.tool == "list_addresses")

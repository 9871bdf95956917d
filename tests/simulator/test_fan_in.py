"""A goal that three producers feed: over a run, each of the seven sets of hidden ones comes up."""

from collections import Counter
from itertools import combinations

from roles.base import Briefed, Planned
from simulator.simulation import Simulation
from simulator.trace import Trace
from tool_graphs.catalog import catalog_of, graph_of
from tool_graphs.graph import ToolGraph
from tool_graphs.sampling.wishes import Wishes

PRODUCERS = ("find_venue", "look_up_band", "get_sponsor")


def _finder(name: str, description: str, key: str, found: str) -> dict:
    return {
        "name": name,
        "description": description,
        "parameters": {"type": "object", "required": [key], "properties": {key: {"type": "string"}}},
        "returns": {"type": "object", "properties": {found: {"type": "string"}, "address": {"type": "string"}}},
    }


def _festival() -> ToolGraph:
    """Three look-ups and the one call that needs all of them."""
    ids = ("venue_id", "band_id", "sponsor_id")
    concert = {
        "name": "schedule_concert",
        "description": "Schedule a concert of a band at a venue with a sponsor.",
        "parameters": {"type": "object", "required": list(ids), "properties": {id: {"type": "string"} for id in ids}},
        "returns": {"type": "object", "properties": {"concert_id": {"type": "string"}}},
    }
    finders = (
        _finder("find_venue", "Find a venue by city.", "city", "venue_id"),
        _finder("look_up_band", "Look up a band by its name.", "band_name", "band_id"),
        _finder("get_sponsor", "Get the sponsor behind a brand.", "brand", "sponsor_id"),
    )
    return graph_of(catalog_of([*finders, concert]))


def _hidden(traces: list[Trace]) -> Counter[frozenset[str]]:
    """How often each set of tools stayed implicit, of accepted turns with all three producers."""
    found: Counter[frozenset[str]] = Counter()
    for trace in traces:
        for turn in trace.conversation.turns() if trace.accepted else ():
            plan, brief = turn.last(Planned).plan, turn.last(Briefed).brief
            if len(plan.calls) == 4:
                found[frozenset(plan.by_id[id].tool for id in brief.implicit)] += 1
    return found


def test_all_seven_hidden_sets_of_a_fan_in_come_up() -> None:
    """Each non-empty set of the three producers, none of them rare."""
    wishes = Wishes(calls=(4, 4), shapes=("fan-in",))
    traces = list(Simulation(_festival(), strategy="upstream", turns=1, wishes=wishes, seed="seven").run(70))
    counted = _hidden(traces)
    assert set(counted) == {frozenset(each) for size in (1, 2, 3) for each in combinations(PRODUCERS, size)}
    assert min(counted.values()) >= 3
    assert counted.total() == 70

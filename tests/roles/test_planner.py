"""Plans that a request can lead to."""

from roles.base import Planned
from simulator.simulation import Simulation
from tool_graphs import path as paths
from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.sampling.sense import plan_links


def test_a_goal_gives_nothing_that_another_call_takes_from_elsewhere() -> None:
    """In "check my refund, then convert the money" it is the refund's, so no plan converts that of a booking nobody named."""
    graph = graph_of(read_catalog("travel"))
    links, taken = plan_links(graph), 0
    for trace in Simulation(graph, seed=3).run(60):
        for step in trace.conversation.all(Planned):
            goals = {step.plan.by_id[id].tool for id in step.plan.goals}
            for call in step.plan.calls:
                for argument, reference in call.references.items():
                    producer = step.plan.by_id.get(reference.call)
                    if producer is not None and producer.tool not in goals:
                        taken += 1
                        given = links.within_a_turn(call.tool, paths.pattern(argument))
                        assert not any(link.source in goals for link in given)
    assert taken > 30

"""An embedding strategy of your own: hides the first call of a plan and asks for all others."""

from random import Random

from roles.base import Brief, Briefed
from roles.conformance import check_strategy
from roles.strategies.brief import brief
from simulator.simulation import Simulation
from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.plan import Plan


def first_call(plan: Plan, rng: Random) -> Brief:
    """A goal may not be hidden: a plan of one call, or whose first call feeds nothing, is asked for as it is."""
    first = plan.calls[0].id
    return brief("first-call", plan, frozenset() if first in plan.goals else frozenset({first}), rng)


check_strategy(first_call)  # raises, with everything that is wrong, where a strategy does not keep its contract

graph = graph_of(read_catalog("workspace"))
print(f"{'strategy':<12} {'asked for':>9} {'implicit':>9}")
for strategy in ("explicit", first_call, "upstream", "goal-only"):
    simulation = Simulation(graph, strategy=strategy, turns=2, seed=7)
    asked = hidden = 0
    for trace in simulation.run(count=10):
        for turn in trace.conversation.turns() if trace.accepted else ():
            told = turn.last(Briefed).brief
            asked, hidden = asked + len(told.explicit), hidden + len(told.implicit)
    print(f"{simulation.strategy:<12} {asked:>9} {hidden:>9}")

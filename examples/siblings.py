"""One plan, four siblings: the same goal, where calls are right, a question, a refusal, and a correction."""

from roles.base import Asked, Called, Replied, Sibling
from simulator.families import Families
from simulator.families.source import sources
from simulator.simulation import Simulation
from simulator.trace import parse
from tool_graphs.catalog import graph_of, read_catalog

graph = graph_of(read_catalog("travel"))
plans = sources(Simulation(graph, turns=1).run(count=8))
members = ("upstream", "missing-parameter", "missing-tool", "wrong-premise")
families = Families(graph, plans, members)
siblings = [parse(attempt.line) for attempt in families.attempts(families.size)]

for at in range(0, len(siblings), len(members)):
    family = siblings[at : at + len(members)]
    if not all(trace.accepted for trace in family):
        continue
    for trace in family:
        print(f"\n{trace.conversation.last(Sibling).family} {trace.strategy}")
        for step in trace.conversation.heard().steps:
            if isinstance(step, Asked):
                print(f"  user       {step.text}")
            elif isinstance(step, Called):
                print(f"             calls {', '.join(call.tool for call in step.calls)}")
            elif isinstance(step, Replied):
                print(f"  assistant  {step.text}")
    break

"""Three conversations about a bundled catalog's tools, and the longest of them as a person reads it."""

from simulator.reading import as_text
from simulator.simulation import Simulation
from tool_graphs.catalog import graph_of, read_catalog

graph = graph_of(read_catalog("travel"))
simulation = Simulation(graph, strategy="goal-only", turns=1, seed=7)

traces = [trace for trace in simulation.run(count=3) if trace.accepted]
for trace in traces:
    print(trace.id, [call.tool for call in trace.conversation.calls().values()])

longest = max(traces, key=lambda trace: len(trace.conversation.calls()))
print(as_text(longest, graph))

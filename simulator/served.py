"""The graph that `langgraph dev` serves: the default simulation on the catalog that TOOLWEFT_CATALOG names (`shop`).

Made when it is imported, for LangGraph's server wants a module with a compiled graph in it; nothing else imports it.
"""

import os

from simulator.graph import build
from simulator.simulation import Simulation
from tool_graphs.catalog import graph_of, read_catalog

_simulation = Simulation(graph_of(read_catalog(os.environ.get("TOOLWEFT_CATALOG", "shop"))))
graph = build(_simulation.cast, _simulation.routes, editable=True)

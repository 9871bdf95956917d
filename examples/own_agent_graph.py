"""A hand-written LangGraph agent plays the assistant; it is made once, with mock tools for the whole catalog.

Its first node decides, its second calls the tools; any code may stand in either.
"""

import json
import re
from typing import Any, TypedDict

from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langchain_core.runnables import RunnableConfig
from langgraph.graph import END, START, StateGraph

from roles.agent import Agent, mock_tools
from simulator.reading import as_text
from simulator.simulation import Simulation
from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.sampling.wishes import Wishes

graph = graph_of(read_catalog("shop"))
tools = {tool.name: tool for tool in mock_tools(graph)}


class State(TypedDict):
    messages: list[Any]


def decide(state: State) -> State:
    """Finds the customer's orders first, whatever is wanted of them; then looks at the first one, and at its shipment."""
    request = next(message for message in reversed(state["messages"]) if isinstance(message, HumanMessage)).text
    results = {message.name: json.loads(message.text) for message in state["messages"] if isinstance(message, ToolMessage)}
    customer = re.search(r"\bC\d+", request)
    calls: list[tuple[str, dict[str, Any]]] = []
    if not results and customer:
        calls = [("list_orders", {"customer_id": customer[0]})]
    elif "get_order" not in results and results:
        calls = [("get_order", {"order_id": results["list_orders"]["orders"][0]["order_id"]})]
    elif "track" in request and "track_shipment" not in results and results:
        calls = [("track_shipment", {"shipment_id": results["get_order"]["order"]["shipment_id"]})]
    written = [{"id": f"to-{name}", "name": name, "args": arguments, "type": "tool_call"} for name, arguments in calls]
    return {"messages": [*state["messages"], AIMessage("" if written else "That is all I found.", tool_calls=written)]}


def act(state: State, config: RunnableConfig) -> State:
    """Calls the tools; the config tells them which conversation this is."""
    calls = state["messages"][-1].tool_calls
    return {"messages": [*state["messages"], *(tools[call["name"]].invoke(call, config) for call in calls)]}


def next_node(state: State) -> str:
    return "act" if state["messages"][-1].tool_calls else END


building = StateGraph(State)
building.add_node("decide", decide)
building.add_node("act", act)
building.add_edge(START, "decide")
building.add_conditional_edges("decide", next_node, ["act", END])
building.add_edge("act", "decide")
agent = building.compile()


def main() -> None:
    wishes = Wishes(goals=("get_order", "track_shipment"), calls=(2, 3))
    simulation = Simulation(graph, cast={"assistant": Agent(graph, agent)}, turns=1, seed=3, wishes=wishes)
    for trace in simulation.run(count=3, max_attempts=8):
        print(trace.id, trace.status, *trace.reasons)
        longest = trace if trace.accepted else None
    if longest:
        print(as_text(longest, graph))


if __name__ == "__main__":
    main()

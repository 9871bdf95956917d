"""A different graph, without plan and verifier: a guest asks, an agent answers, the offline executor mocks its calls."""

import re
from random import Random
from typing import Literal

from roles.base import Asked, Called, Conversation, Replied, Step
from roles.certificate import certify
from simulator.reading import as_text
from simulator.routes import END
from simulator.simulation import Simulation
from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.plan import Call


def guest(conversation: Conversation, rng: Random) -> Asked:
    """Asks for something that takes a call more than it says."""
    who = rng.choice(["noor", "mila", "tariq"])
    return Asked(text=f"Which orders have I placed? I am {who}@example.com.")


def agent(conversation: Conversation, rng: Random) -> Step:
    """The agent under test: finds the customer, lists the orders, replies. A model's answer could stand here as well."""
    results = list(conversation.results().values())
    if not results:
        (email,) = re.findall(r"\S+@\S+\w", conversation.last(Asked).text)
        return Called(calls=(Call(id="call_1", tool="find_customer", arguments={"email": email}),))
    if len(results) == 1:
        customer = results[0]["customer"]["customer_id"]
        return Called(calls=(Call(id="call_2", tool="list_orders", arguments={"customer_id": customer}),))
    return Replied(text=f"You have placed {len(results[1]['orders'])} orders.")


def after_agent(conversation: Conversation) -> Literal["executor", "__end__"]:
    """To the executor with calls, out with a reply."""
    return "executor" if isinstance(conversation.steps[-1], Called) else "__end__"


graph = graph_of(read_catalog("shop")).subgraph(["find_customer", "list_orders"])
routes = {"scenario": "guest", "guest": "agent", "agent": after_agent, "executor": "agent"}
simulation = Simulation(graph, cast={"guest": guest, "agent": agent}, routes=routes, turns=1)

for seat, following in simulation.described()["routes"].items():
    print(f"{seat:<8} -> {' or '.join('the end' if name == END else name for name in following)}")
for trace in simulation.run(count=2):
    print()
    print(as_text(trace, graph, width=100), end="")
    (turn,) = certify(trace.conversation, graph)
    print("Unexplained:", *(turn.unexplained or ["nothing"]))

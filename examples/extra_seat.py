"""An extra seat: an editor between user and verifier, who sends requests back that are too long."""

from random import Random
from typing import Literal

from roles.base import Asked, Conversation, Judged
from simulator.routes import ROUTES, after_verifier
from simulator.simulation import Simulation
from tool_graphs.catalog import graph_of, read_catalog

MOST_WORDS = 25


def editor(conversation: Conversation, rng: Random) -> Judged:
    """Reads the newest request, adds a verdict."""
    words = len(conversation.last(Asked).text.split())
    if words <= MOST_WORDS:
        return Judged(ok=True)
    return Judged(ok=False, reasons=(f"{words} words; at most {MOST_WORDS} are allowed",))


def after_editor(conversation: Conversation) -> Literal["verifier", "user", "planner", "__end__"]:
    """To the verifier if the request is short enough; else where a refused request goes."""
    following = after_verifier(conversation)
    return "verifier" if following == "assistant" else following


graph = graph_of(read_catalog("travel"))
routes = {**ROUTES, "user": "editor", "editor": after_editor}
simulation = Simulation(graph, cast={"editor": editor}, routes=routes, turns=1)

for trace in simulation.run(count=4):
    print(f"{trace.id}, {trace.status}")
    for request in trace.conversation.turn().all(Asked):
        words = len(request.text.split())
        print(f"  {words} words{', sent back' if words > MOST_WORDS else ''}: {request.text[:60]} ...")

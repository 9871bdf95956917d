"""The scenario, with a person that a chat model makes up; tools, day and turns are drawn as offline."""

from random import Random

from roles.base import Conversation, Judged, Opened, Persona
from roles.chat import BadAnswer
from roles.chatting.answers import PersonaAnswer
from roles.chatting.seat import Seat, unusable
from roles.chatting.showing import scene
from roles.scenario import Scenario
from tool_graphs.graph import ToolGraph
from tool_graphs.tool import function_name


class ChatScenario:
    """Opens a conversation as the offline scenario does, and has the model say who talks."""

    def __init__(self, graph: ToolGraph, seat: Seat, offline: Scenario) -> None:
        self.graph = graph
        self.seat = seat
        self.offline = offline

    def __call__(self, conversation: Conversation, rng: Random) -> Opened | Judged:
        """The opening step; a refusal where the model gave no usable answer."""
        opened = self.offline(conversation, rng)
        tools = [{"name": function_name(name), "description": self.graph.tool(name).description} for name in opened.tools]
        blocks = (("scene", {**scene(opened), "turns": opened.turns}), ("tools", tools))
        answer = self.seat.one({"turns": opened.turns}, blocks, PersonaAnswer, rng)
        if isinstance(answer, BadAnswer):
            return Judged(ok=False, reasons=(unusable("scenario", answer),))
        return opened.model_copy(update={"persona": Persona(name=answer.name, style=answer.style, about=answer.about)})

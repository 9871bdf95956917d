"""A chat model in the user's seat, the rest played offline; a few lines stand for the model, so that this runs without one."""

import json
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from roles.base import Asked, Judged
from roles.cast import chat_cast
from roles.chatting.prompt import read_blocks
from simulator.simulation import Simulation
from tool_graphs.catalog import graph_of, read_catalog


class Blunt(BaseChatModel):
    """Reads the data blocks of the user's prompt, and writes what it wants, rather bluntly; mends its ways when refused."""

    @property
    def _llm_type(self) -> str:
        return "blunt"

    def _generate(self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **settings: Any) -> ChatResult:
        told = read_blocks(str(messages[1].content))
        does = {tool["name"]: tool["description"].split(".")[0] for tool in told["tools"]}
        wishes = [does[call["tool"]].lower() for call in told["calls"] if call["asked"]]
        values = [f"My {one['argument'].replace('_', ' ')} is {one['value']}." for one in told["say"]]
        text = f"Please {' and '.join(wishes)}." + "".join(f" {value}" for value in values if "refused" in told)
        return ChatResult(generations=[ChatGeneration(message=AIMessage(json.dumps({"text": text})))])


graph = graph_of(read_catalog("shop"))
simulation = Simulation(graph, cast=chat_cast(graph, {"user": Blunt()}, turns=(1, 1)), turns=1)

for trace in simulation.run(count=2):
    if trace.accepted:
        print(trace.id)
        for step in trace.conversation.steps:
            if isinstance(step, Asked):
                print(f"  user: {step.text}")
            elif isinstance(step, Judged):
                print(f"  {step.by}: {'yes' if step.ok else 'no, ' + step.reasons[0]}")

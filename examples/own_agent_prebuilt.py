"""An agent of LangGraph's own make plays the assistant: its calls are mocked, compared with the plan, and become steps.

A model that follows two rules stands in for a real one, so that this runs offline; put `ChatOpenAI(model=...)` in its place.
"""

import re
import warnings
from collections import Counter
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langgraph.prebuilt import create_react_agent

from roles.agent import Agent
from simulator.reading import as_text
from simulator.simulation import Simulation
from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.sampling.wishes import Wishes

warnings.filterwarnings("ignore", message="create_react_agent has been moved")  # to the package langchain, as create_agent


class Clerk(BaseChatModel):
    """Searches for the quoted word, then looks at the first product found."""

    def bind_tools(self, tools: Any, **settings: Any) -> Runnable[Any, AIMessage]:
        return self.bind(tools=[tool.name for tool in tools], **settings)

    def _generate(self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **settings: Any) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self.said(messages))])

    def said(self, messages: list[BaseMessage]) -> AIMessage:
        asked = next(message for message in reversed(messages) if isinstance(message, HumanMessage))
        results = [message for message in messages if isinstance(message, ToolMessage)]
        found = re.search(r'"product_id": "([\w-]+)"', results[0].text) if results else None
        if not results:
            query = re.search(r"'([^']+)'", str(asked.text))
            return called("search_products", query=query[1] if query else str(asked.text))
        if len(results) == 1 and found:
            return called("get_product", product_id=found[1])
        return AIMessage("Here is what I found.")

    @property
    def _llm_type(self) -> str:
        return "clerk"


def called(name: str, **arguments: str) -> AIMessage:
    return AIMessage("", tool_calls=[{"id": f"to-{name}", "name": name, "args": arguments, "type": "tool_call"}])


def agent(tools: list[Any]) -> Runnable[Any, Any]:
    """What `--role assistant=own_agent_prebuilt:agent` names, too."""
    return create_react_agent(Clerk(), tools)


def main() -> None:
    graph = graph_of(read_catalog("shop"))
    wishes = Wishes(goals=("get_product", "check_stock"), calls=(2, 3))
    simulation = Simulation(graph, cast={"assistant": Agent(graph, agent)}, turns=1, seed=7, wishes=wishes)
    traces = list(simulation.run(count=4, max_attempts=12))
    print(Counter(trace.status for trace in traces))
    for reason, count in Counter(reason for trace in traces for reason in trace.reasons).most_common(3):
        print(f"{count} x {reason}")
    print(as_text(next(trace for trace in traces if trace.accepted), graph))


if __name__ == "__main__":
    main()

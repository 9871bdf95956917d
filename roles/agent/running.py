"""Running somebody's agent: its input, its listener, its outcome."""

from collections.abc import Mapping, Sequence
from contextvars import copy_context
from typing import Any

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import LLMResult
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import var_child_runnable_config

from roles.agent.stage import Stage
from roles.agent.tools import STAGE
from roles.awaiting import finished

STEPS = 100
"""LangGraph's steps after which an agent goes in circles."""


class Listener(BaseCallbackHandler):
    """Hears which calls an agent's model wants at once, and which tools were run."""

    run_inline = True

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.run: set[str] = set()

    def on_llm_end(self, response: LLMResult, **_: Any) -> None:
        """The agent's model has spoken."""
        for batch in response.generations:
            message = getattr(batch[0], "message", None) if batch else None
            if isinstance(message, AIMessage) and message.tool_calls:
                self.stage.announce([dict(call) for call in message.tool_calls])

    def on_tool_start(self, serialized: dict[str, Any] | None, input_str: str, **_: Any) -> None:
        """A tool is run, one of ours or the agent's own."""
        self.run.add(str((serialized or {}).get("name")))


def takes_state(agent: Runnable[Any, Any]) -> bool:
    """Whether it is a graph of LangGraph's, which takes a state with messages, and no Runnable that takes the messages."""
    return any(kind.__name__ == "Pregel" for kind in type(agent).__mro__)


def run(agent: Runnable[Any, Any], messages: Sequence[BaseMessage], stage: Stage) -> Any:
    """What the agent gives in the end; raises what it raises."""
    listener = Listener(stage)
    config = RunnableConfig(callbacks=[listener], configurable={STAGE: stage}, recursion_limit=STEPS)
    given: Any = {"messages": list(messages)} if takes_state(agent) else list(messages)
    context = copy_context()
    context.run(var_child_runnable_config.set, None)  # else it would be a part of our own graph's run
    answer = context.run(_invoked, agent, given, config)
    unknown = [name for name in stage.unknown() if name not in listener.run]
    if unknown:
        raise stage.stopped(f"the agent called {unknown[0]!r}, which is not on offer")
    return answer


def _invoked(agent: Runnable[Any, Any], given: Any, config: RunnableConfig) -> Any:
    try:
        return agent.invoke(given, config)
    except TypeError as error:
        if "synchronous" not in str(error):
            raise
    return finished(lambda: agent.ainvoke(given, config))  # its nodes are `async def` only


def last_message(answer: Any) -> Any:
    """The message that an agent's answer ends with: of a state, of a list, or the answer itself."""
    if isinstance(answer, Mapping):
        answer = answer.get("messages") or answer.get("output")
    if isinstance(answer, list | tuple):
        answer = answer[-1] if answer else None
    return answer

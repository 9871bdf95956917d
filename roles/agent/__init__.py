"""Somebody's own agent in the assistant's seat: it runs its own loop, and its calls of mock tools become steps."""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, ToolCall, ToolMessage
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool, StructuredTool
from loguru import logger

from roles.agent.running import last_message, run, takes_state
from roles.agent.stage import Stage, StoppedError
from roles.agent.tools import MockTool, mock_tools
from roles.base import Asked, Called, Conversation, Judged, Opened, Planned, Replied, Returned, Step
from roles.chat import as_messages
from roles.chatting.heard import spoken
from roles.executor import Executor
from roles.language.disclosure import named_tools
from roles.messages import messages
from roles.redaction import redacted
from tool_graphs.errors import BudgetError, PluginError
from tool_graphs.graph import ToolGraph

__all__ = ["Agent", "mock_tools"]

Making = Callable[[list[StructuredTool]], Runnable[Any, Any]]
REMEMBERED = 1024
"""How many turns under way are remembered: one for each conversation at once."""


@dataclass(frozen=True, slots=True)
class Played:
    """What an agent did in one turn."""

    asked: Asked
    steps: tuple[Step, ...]


class Agent:
    """Plays the assistant with an agent: a function of `tools` that makes one, or a Runnable or graph made with `mock_tools`.

    The agent runs to its end when the turn is its own: each of its calls is answered by `executor`, which has to be the
    role in the executor's seat. What it did is then told step by step. It is run again from the beginning, with the
    results that it has had, only where this process does not remember its turn (a trace that is played on) or the
    executor's seat gave other results. What it does wrong is a verdict with the reason.
    """

    waits = True
    """For its model, mostly: many conversations at once suit it."""

    def __init__(
        self, graph: ToolGraph, agent: Making | Runnable[Any, Any], executor: Callable[[Conversation, Random], Step] | None = None
    ) -> None:
        self.graph = graph
        self.agent = agent
        self.executor = executor or Executor(graph)
        self._turns: OrderedDict[tuple[str, str, int], Played] = OrderedDict()
        self._lock = threading.Lock()
        if isinstance(agent, Runnable):
            _refuse_real_tools(agent)
        elif not callable(agent):
            raise PluginError(f"{agent!r} is no agent; expected a Runnable, a graph, or a function of `tools` that makes one")

    def __getstate__(self) -> dict[str, Any]:
        return {"graph": self.graph, "agent": self.agent, "executor": self.executor}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]

    def __call__(self, conversation: Conversation, rng: Random) -> Step:
        """The agent's next step: calls, a reply, or what it did wrong."""
        opened = conversation.last(Opened)
        turn = conversation.turn().steps
        begun = len(conversation.steps) - len(turn)
        place = begun + max(position for position, step in enumerate(turn) if isinstance(step, Asked)) + 1
        asked, since = conversation.steps[place - 1], [s for s in conversation.steps[place:] if isinstance(s, Called | Returned)]
        key = opened.seed, opened.id, place
        with self._lock:
            played = self._turns.get(key)
        if played is None or played.asked != asked or list(played.steps[: len(since)]) != since:
            played = self._play(conversation, place, since)
        step = played.steps[min(len(since), len(played.steps) - 1)]
        with self._lock:
            self._turns[key] = played
            if not isinstance(step, Called):
                del self._turns[key]
            elif len(self._turns) > REMEMBERED:
                self._turns.popitem(last=False)
        return step

    def _play(self, conversation: Conversation, place: int, since: Sequence[Called | Returned]) -> Played:
        begun = Conversation.model_construct(steps=conversation.steps[:place])
        heard = begun.heard()
        exchanges = [(one, other) for one, other in zip(since[::2], since[1::2], strict=False)]
        stage = Stage(self.graph, self.executor, begun, "assistant", exchanges)  # type: ignore[arg-type]
        closing = self._closing(stage, as_messages([spoken(message) for message in messages(heard)]))
        asked = conversation.steps[place - 1]
        assert isinstance(asked, Asked)
        return Played(asked, (*stage.steps, closing))

    def _closing(self, stage: Stage, heard: Sequence[BaseMessage]) -> Step:
        """Runs the agent; its reply, or what it did wrong."""
        try:
            agent = self._made(stage.conversation)
            return self._replied(agent, heard, stage)
        except StoppedError:
            return Judged(ok=False, reasons=(stage.fault,))
        except BudgetError:
            raise
        except Exception as error:
            logger.opt(exception=error).trace("the agent failed")
            fault = stage.fault or f"the agent raised {type(error).__name__}: {redacted(_told(error))}"
            return Judged(ok=False, reasons=(fault,))

    def _made(self, conversation: Conversation) -> Runnable[Any, Any]:
        if isinstance(self.agent, Runnable):
            return self.agent
        made = self.agent(mock_tools(self.graph, conversation.last(Opened).tools))
        if not isinstance(made, Runnable):
            raise PluginError(f"the agent's function gave a {type(made).__name__}; expected a Runnable or a compiled graph")
        return made

    def _replied(self, agent: Runnable[Any, Any], heard: Sequence[BaseMessage], stage: Stage) -> Step:
        """The reply; calls that the agent leaves to us are made, and it is asked again."""
        said = list(heard)
        message = last_message(run(agent, said, stage))
        while isinstance(message, AIMessage) and message.tool_calls:
            stage.announce([dict(call) for call in message.tool_calls])
            said += [message, *(_answered(call, stage) for call in message.tool_calls)]
            message = last_message(run(agent, said, stage))
        text = (message if isinstance(message, str) else str(message.text) if isinstance(message, AIMessage) else "").strip()
        faults = tuple(self._faults(text, stage))
        return Judged(ok=False, reasons=faults) if faults else Replied(text=text)

    def _faults(self, text: str, stage: Stage) -> Iterator[str]:
        if stage.fault or stage.known:
            yield stage.fault or "the agent, run again, made fewer calls than before"
            return
        if not text:
            yield "the agent gave no reply"
        opened = stage.conversation.last(Opened)
        issued = stage.conversation.calls()
        for call in stage.conversation.last(Planned).plan.calls:
            if call.id not in issued:
                yield f"the agent replied without having called {call.tool}: {text[:200]!r}"
        for name in named_tools(text, [self.graph.tool(name) for name in opened.tools]):
            yield f"the agent's reply names {name!r}"


def _answered(call: ToolCall, stage: Stage) -> ToolMessage:
    """What an agent without a loop of its own gets for a call that it leaves to us."""
    value = stage.answer(call["name"], call["args"])
    return ToolMessage(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), tool_call_id=call["id"] or "")


def _told(error: Exception) -> str:
    try:
        return " ".join(str(error).split())[:500]
    except Exception:
        return "(its message cannot be read)"


def _refuse_real_tools(agent: Runnable[Any, Any]) -> None:
    """Raises PluginError where a graph holds tools that would really run."""
    for node in (getattr(agent, "nodes", None) or {}).values() if takes_state(agent) else ():
        for tool in (getattr(getattr(node, "bound", node), "tools_by_name", None) or {}).values():
            if isinstance(tool, BaseTool) and not isinstance(tool, MockTool):
                raise PluginError(
                    f"the agent holds the tool {tool.name!r}, which would really run; make it with mock tools: give a function "
                    "that makes the agent, def agent(tools): return create_react_agent(model, tools)"
                )

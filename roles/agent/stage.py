"""One turn's world for an agent's tools: calls come in, the executor answers them, and both are written down as steps."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import orjson

from roles.base import Called, Conversation, Opened, Planned, Returned, Step
from roles.chatting.matching import mapped
from roles.dice import Dice
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call
from tool_graphs.tool import function_name

MOST_CALLS = 40
"""After how many calls of one turn an agent goes in circles."""
EXECUTOR = "executor"


class StoppedError(BaseException):
    """Ends an agent that did something wrong; no Exception, so that no agent's own error handling goes on after it."""


@dataclass
class Wanted:
    """A call that an agent's model has announced, or an agent has made."""

    name: str
    arguments: Any
    result: Any = None
    answered: bool = False


@dataclass
class Stage:
    """The conversation as the agent plays it on; `fault` says what it did wrong.

    `known` are the exchanges of this turn that have happened already, where the agent is run a second time.
    """

    graph: ToolGraph
    executor: Callable[[Conversation, Random], Step]
    conversation: Conversation
    seat: str
    known: list[tuple[Called, Returned]] = field(default_factory=list)
    fault: str = ""
    steps: list[Step] = field(default_factory=list)
    announced: list[list[Wanted]] = field(default_factory=list)
    lock: Any = field(default_factory=threading.RLock)

    def announce(self, calls: Sequence[Mapping[str, Any]]) -> None:
        """The agent's model wants these calls at once."""
        batch = [Wanted(str(call["name"]), call["args"]) for call in calls]
        with self.lock:
            if batch not in self.announced:  # heard of twice, where the agent leaves its calls to us
                self.announced.append(batch)

    def answer(self, name: str, arguments: Any) -> Any:
        """The result of a call, for the agent to see; raises StoppedError where it cannot be made."""
        with self.lock:
            if self.fault:
                raise StoppedError(self.fault)
            batch = self._batch(name, arguments)
            if not any(call.answered for call in batch):
                self._exchange(batch)
            for call in batch:
                if call.answered and _same(call, name, arguments):
                    batch.remove(call)
                    return call.result
            raise self.stopped(f"the agent's call of {name} came to nothing")

    def stopped(self, fault: str) -> StoppedError:
        """The error that ends the agent, whose first fault is kept."""
        self.fault = self.fault or fault
        return StoppedError(self.fault)

    def unknown(self) -> Iterator[str]:
        """Names of tools that the agent's model wanted to call, and that are neither on offer nor were run."""
        offered = self._offered()
        for batch in self.announced:
            for call in batch:
                if call.name not in offered:
                    yield call.name

    def _offered(self) -> dict[str, str]:
        return {function_name(name): name for name in self.conversation.last(Opened).tools}

    def _batch(self, name: str, arguments: Any) -> list[Wanted]:
        """The calls that were announced with this one; it alone where none was."""
        offered = self._offered()
        for batch in self.announced:
            if any(_same(call, name, arguments) for call in batch):
                others = [call for call in batch if call.name in offered]  # an agent may have tools of its own
                batch[:] = [call for call in batch if call not in others]
                self.announced.append(others)
                return others
        alone = [Wanted(name, arguments)]
        self.announced.append(alone)
        return alone

    def _exchange(self, batch: list[Wanted]) -> None:
        """The calls as a step, their results as the next."""
        called = Called(by=self.seat, calls=tuple(self._calls(batch)))
        if self.known:
            before, returned = self.known.pop(0)
            if [(call.tool, call.arguments) for call in before.calls] != [(call.tool, call.arguments) for call in called.calls]:
                raise self.stopped("the agent, run again, made other calls than before")
            called = before
        else:
            conversation = self.conversation.then(called)
            step = self.executor(conversation, self._dice(conversation))
            if not isinstance(step, Returned):
                raise self.stopped(f"the executor gave a {type(step).__name__} and no results")
            returned = step.model_copy(update={"by": EXECUTOR})
        self.conversation = self.conversation.then(called).then(returned)
        self.steps += [called, returned]
        for call, result in zip(batch, returned.results, strict=True):
            call.result, call.answered = result.value, True

    def _calls(self, batch: Sequence[Wanted]) -> list[Call]:
        offered = self._offered()
        for call in batch:
            if call.name not in offered:
                raise self.stopped(f"the agent called {call.name!r}, which is not on offer")
            errors = ["they are no object"]
            if isinstance(call.arguments, dict):
                errors = self.graph.tool(offered[call.name]).argument_errors(call.arguments)
            if errors:
                raise self.stopped(f"the agent called {call.name} with invalid arguments: {'; '.join(errors[:3])}")
        issued = self.conversation.calls()
        if sum(len(step.calls) for step in self.steps if isinstance(step, Called)) + len(batch) > MOST_CALLS:
            raise self.stopped(f"the agent goes in circles: more than {MOST_CALLS} calls in one turn")
        given = [Call(id=f"asked_{at}", tool=offered[call.name], arguments=call.arguments) for at, call in enumerate(batch)]
        plan, today = self.conversation.last(Planned).plan, self.conversation.last(Opened).date
        found = mapped(given, plan, self.conversation.results(), issued, self.graph, today)
        for why in (*found.astray, *found.early):
            raise self.stopped(f"the agent's call of {why}")
        return list(found.calls)

    def _dice(self, conversation: Conversation) -> Dice:
        """What the executor's seat will get for these calls, so that it gives the same results."""
        opened = conversation.last(Opened)
        return Dice(f"{opened.seed}/{opened.id}/{EXECUTOR}/{[step.by for step in conversation.steps].count(EXECUTOR)}")


def _same(call: Wanted, name: str, arguments: Any) -> bool:
    return call.name == name and _written(call.arguments) == _written(arguments)


def _written(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS, default=repr)

"""LangGraph's own ways, on our graph: streams, checkpoints, interrupts, its server's description, callbacks with named runs."""

import importlib.util
import json
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path
from random import Random
from typing import Any, Literal

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.language_models import GenericFakeChatModel
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.config import get_config, get_stream_writer
from langgraph.graph import START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import get_runtime
from langgraph.types import Command, RetryPolicy, interrupt

from roles.base import Asked, Conversation, Judged, Step
from simulator.graph import Machine, State, build, play
from simulator.routes import END, ROUTES
from simulator.simulation import Simulation
from tests.simulator import stage

ROOT = Path(__file__).parents[2]
FIRST = State(conversation=Conversation(), id="c000000", seed="7")
WHOLE = play(build(stage.CAST), "c000000", "7")["conversation"]


def thread(name: str = "1") -> Any:
    return {"configurable": {"thread_id": name}}


def test_values_and_updates_are_streamed() -> None:
    """Each state in turn; each seat with what it gave."""
    machine = build(stage.CAST)
    states = list(machine.stream(FIRST, stream_mode="values"))
    assert [len(state["conversation"].steps) for state in states] == list(range(len(WHOLE.steps) + 1))
    updates = list(machine.stream(FIRST, stream_mode="updates"))
    assert [next(iter(update)) for update in updates] == [step.by for step in WHOLE.steps]


def test_debugging_and_several_streams_at_once() -> None:
    """Tasks and their results, in order."""
    tasks = [each["payload"]["name"] for each in build(stage.CAST).stream(FIRST, stream_mode="debug") if each["type"] == "task"]
    assert tasks == [step.by for step in WHOLE.steps]
    modes = {mode for mode, _ in build(stage.CAST).stream(FIRST, stream_mode=["values", "updates", "debug"])}
    assert modes == {"values", "updates", "debug"}


def test_a_checkpointer_of_one_s_own_keeps_every_state() -> None:
    """And any of them can be gone on from."""
    machine = build(stage.CAST, checkpointer=InMemorySaver())
    machine.invoke(FIRST, thread())
    history = list(machine.get_state_history(thread()))
    assert [len(state.values.get("conversation", Conversation()).steps) for state in history][:-2] == [
        *range(len(WHOLE.steps), 0, -1)
    ]
    middle = next(state for state in history if state.next == ("verifier",))
    assert machine.invoke(None, middle.config)["conversation"] == WHOLE


def test_a_role_that_interrupts_in_the_default_plot() -> None:
    """A person judges; what they say becomes the step."""

    def asking(conversation: Conversation, rng: Random) -> Step:
        said = interrupt({"request": conversation.last(Asked).text})
        return Judged(ok=said == "fine", reasons=() if said == "fine" else (str(said),))

    machine = build({**stage.CAST, "verifier": asking}, checkpointer=InMemorySaver())
    paused: Any = machine.invoke(FIRST, thread())
    assert paused["__interrupt__"][0].value["request"].startswith("Please cancel my order")
    again: Any = machine.invoke(Command(resume="too short"), thread())
    assert again["conversation"].all(Judged)[-1].reasons == ("too short",)
    assert again["__interrupt__"]


def test_langgraph_s_own_breakpoints() -> None:
    """Before a seat, when it is compiled."""
    machine = build(stage.CAST, checkpointer=InMemorySaver(), interrupt_before=["verifier"])
    machine.invoke(FIRST, thread())
    assert machine.get_state(thread()).next == ("verifier",)
    assert len(machine.get_state(thread()).values["conversation"].steps) == 4


class Heard(BaseCallbackHandler):
    """A tracer such as LangSmith's or OpenTelemetry's, told the name of every run."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.parents: dict[Any, Any] = {}
        self.named: dict[Any, str] = {}

    def on_chain_start(self, serialized: Any, inputs: Any, *, run_id: Any, parent_run_id: Any = None, **rest: Any) -> None:
        self.names.append(str(rest.get("name")))
        self.parents[run_id], self.named[run_id] = parent_run_id, str(rest.get("name"))

    def on_chat_model_start(self, serialized: Any, messages: Any, *, run_id: Any, parent_run_id: Any = None, **rest: Any) -> None:
        self.named[run_id] = f"model within {self.named[parent_run_id]}"


def test_callbacks_see_a_run_named_after_every_seat() -> None:
    """And models within the run of their seat."""

    def judge(conversation: Conversation, rng: Random) -> Step:
        GenericFakeChatModel(messages=iter(["yes"])).invoke("Is this well?")
        return Judged(ok=True)

    heard = Heard()
    build({**stage.CAST, "judge": judge}).invoke(FIRST, {"callbacks": [heard]})
    seats = [name for name in heard.names if name in ROUTES]
    assert seats == [step.by for step in WHOLE.steps]
    assert "model within judge" in heard.named.values()


def ended(conversation: Conversation) -> Literal["__end__"]:
    """A route that is a function."""
    return "__end__"


MARK: ContextVar[str] = ContextVar("mark", default="untouched")


@pytest.mark.parametrize("callbacks", [[], [Heard()]], ids=["unheard", "heard"])
@pytest.mark.parametrize("route", [END, ended])
def test_a_seat_knows_its_node_whether_anybody_listens(route: Any, callbacks: list[Any]) -> None:
    """Its configuration and stream are LangGraph's; what it leaves in its context stays there."""

    def judge(conversation: Conversation, rng: Random) -> Step:
        get_stream_writer()(get_config()["metadata"]["langgraph_node"])
        MARK.set("touched")
        return Judged(ok=True)

    config: Any = {"callbacks": callbacks, "metadata": {"job": "j1"}}
    told = list(build({"judge": judge}, {"judge": route}).stream(FIRST, config, stream_mode=["custom", "updates"]))
    assert [mode for mode, _ in told] == ["custom", "updates"]
    assert told[0][1] == "judge"
    assert [step.by for step in told[1][1]["judge"]["conversation"].steps] == ["judge"]
    assert MARK.get() == "untouched"


def test_a_graph_within_a_role_knows_which_attempt_it_is_at() -> None:
    """Though seats are tried once: LangGraph tries a node of the role's own graph again, and counts."""
    attempts: list[int] = []

    def stumbling(state: dict[str, int]) -> dict[str, int]:
        info = get_runtime().execution_info
        assert info is not None and info.node_first_attempt_time is not None
        attempts.append(info.node_attempt)
        if len(attempts) < 3:
            raise ConnectionError("not yet")
        return state

    within = StateGraph(dict)
    within.add_node("stumbling", stumbling, retry_policy=RetryPolicy(initial_interval=0, jitter=False))
    within.add_edge(START, "stumbling")
    machine = within.compile()

    def judge(conversation: Conversation, rng: Random) -> Step:
        info = get_runtime().execution_info
        assert info is not None and info.node_attempt == 1 and info.checkpoint_ns.startswith("judge:")
        machine.invoke({"at": 0})
        return Judged(ok=True)

    played = play(build({"judge": judge}, {"judge": END}), "c000000", "7")
    assert "failure" not in played
    assert attempts == [1, 2, 3]


@pytest.fixture
def served() -> Iterator[Machine]:
    """What langgraph.json names."""
    described = json.loads((ROOT / "langgraph.json").read_text())
    path, _, name = described["graphs"]["toolweft"].partition(":")
    spec = importlib.util.spec_from_file_location("served", ROOT / path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield getattr(module, name)


def test_langgraph_s_server_finds_a_compiled_graph(served: Machine) -> None:
    """And one that takes what a server hands it: plain JSON, or nothing at all."""
    assert isinstance(served, CompiledStateGraph)
    usual = Simulation.one(Simulation(_shop()), 0).conversation
    nothing: Any = {}
    assert served.invoke(nothing)["conversation"] == usual
    begun: Any = {"conversation": usual.model_dump(mode="json") | {"steps": []}, "id": "c000000", "seed": "7"}
    assert served.invoke(begun)["conversation"] == usual


def _shop() -> Any:
    from tool_graphs.catalog import graph_of, read_catalog

    return graph_of(read_catalog("shop"))

"""Telemetry: what models were asked and how long it took, beside traces that are the same with and without it."""

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path
from random import Random
from typing import Any

import pytest
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, FakeListLLM, GenericFakeChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolCall
from langchain_core.outputs import ChatResult
from langchain_core.runnables import RunnableLambda

from roles.base import Conversation, Noted, Opened, Replied, Step
from simulator.graph import build, play
from simulator.recording import record
from simulator.routes import END, ROUTES
from simulator.run import Run
from simulator.simulation import Simulation
from simulator.telemetry import Record
from tests.simulator import stage

Speaking = Callable[[Conversation, Random], Step]


def model(*answers: AIMessage | str) -> GenericFakeChatModel:
    return GenericFakeChatModel(messages=iter(answers))


def steps_of(role: Any, failing: bool = False) -> list[dict[str, Any]]:
    """The telemetry of a conversation of one seat."""
    kept = Record()
    state = play(build({"a": role}, {"a": END}), "c000000", "7", record=kept)
    assert ("failure" in state) is failing
    return kept.steps


def asked_by(role: Any) -> dict[str, Any]:
    (step,) = steps_of(role)
    (asked,) = step["asked"]
    return asked  # type: ignore[no-any-return]


def test_a_step_has_its_seat_time_dice_and_size() -> None:
    """For each step of the trace, in order."""
    attempt = Simulation(stage.graph(), stage.CAST).attempt(3)
    told = json.loads(attempt.telemetry)
    steps = json.loads(attempt.line)["conversation"]["steps"]
    assert (told["id"], told["status"], told["strategy"]) == ("c000003", "accepted", "upstream")
    assert [step["seat"] for step in told["steps"]] == [step["by"] for step in steps]
    assert [step["step"] for step in told["steps"]] == list(range(len(steps)))
    assert told["steps"][5]["random"] == "7/c000003/assistant/0"
    assert all(step["seconds"] >= 0 for step in told["steps"])
    assert told["steps"][-1]["bytes"] == len(json.dumps(steps, separators=(",", ":"), ensure_ascii=False)) - 1


def test_sizes_where_a_value_looks_like_a_step() -> None:
    """They are those of the steps, as JSON, all the same."""

    def looking_alike(conversation: Conversation, rng: Random) -> Step:
        return Noted(data={"a": {"kind": "x"}, "b": [{"kind": "asked"}]})

    cast = {**stage.CAST, "embedder": stage.embedder, "noting": looking_alike}
    simulation = Simulation(stage.graph(), cast, {**ROUTES, "embedder": "noting", "noting": "user"})
    attempt = simulation.attempt(0)
    steps = json.loads(attempt.line)["conversation"]["steps"]
    sizes = [len(json.dumps(steps[: n + 1], separators=(",", ":"), ensure_ascii=False)) - 1 for n in range(len(steps))]
    assert [entry["bytes"] for entry in json.loads(attempt.telemetry)["steps"]] == sizes


def test_what_a_model_was_asked_and_answered() -> None:
    """Whatever the role does with it: model, messages, answer, calls, tokens."""
    answer = AIMessage(
        content="fine",
        usage_metadata={"input_tokens": 12, "output_tokens": 3, "total_tokens": 15},
        tool_calls=[ToolCall(name="find", args={"a": 2**80}, id="x")],
    )

    def role(conversation: Conversation, rng: Random) -> Step:
        return Replied(text=str(model(answer).invoke([SystemMessage("Be nice."), HumanMessage("How are you?")]).content))

    asked = asked_by(role)
    assert asked["messages"] == [{"role": "system", "content": "Be nice."}, {"role": "human", "content": "How are you?"}]
    assert (asked["answers"][0]["content"], asked["answers"][0]["tool_calls"][0]["args"]) == ("fine", {"a": 2**80})
    assert asked["tokens"] == {"input": 12, "output": 3}
    assert asked["model"] == "GenericFakeChatModel" and asked["seconds"] >= 0
    kept = Record()
    trace = Simulation(stage.graph(), {**stage.CAST, "judge": role}).one(0)
    kept.steps = [{"step": 0, "asked": [asked]}]
    assert json.loads(kept.line(trace))["steps"][0]["asked"][0]["answers"][0]["tool_calls"][0]["args"] == {"a": 2**80}


class Broken(BaseChatModel):
    """Fails, with a key in what it says."""

    @property
    def _llm_type(self) -> str:
        return "broken"

    def _generate(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: CallbackManagerForLLMRun | None = None, **_: Any
    ) -> ChatResult:
        raise RuntimeError("401: bad key sk-live-abcdef123456")


def test_a_model_that_fails_is_told_without_its_key() -> None:
    """With what it was asked; so is the seat, which left no step."""

    def role(conversation: Conversation, rng: Random) -> Step:
        Broken().invoke("hello")
        raise AssertionError

    (step,) = steps_of(role, failing=True)
    assert step["asked"][0]["error"] == {"type": "RuntimeError", "message": "401: bad key ***"}
    assert step["asked"][0]["messages"] == [{"role": "human", "content": "hello"}]
    assert step["error"]["type"] == "RuntimeError" and "sk-live" not in json.dumps(step)


def test_a_model_that_is_asked_again() -> None:
    """Each time is told, with its error."""

    def role(conversation: Conversation, rng: Random) -> Step:
        steady = Broken().with_fallbacks([model("yes")])
        return Replied(text=str(steady.invoke("hello").content))

    (step,) = steps_of(role)
    assert ["error" in asked for asked in step["asked"]] == [True, False]


def test_chains_batches_and_models_of_text() -> None:
    """Nothing is counted twice, nothing is missed."""

    def role(conversation: Conversation, rng: Random) -> Step:
        chain = RunnableLambda(lambda text: f"{text}!") | FakeListLLM(responses=["one", "two", "three"])
        chain.batch(["a", "b", "c"])
        return Replied(text="done")

    (step,) = steps_of(role)
    assert sorted(asked["messages"][0]["content"] for asked in step["asked"]) == ["a!", "b!", "c!"]
    assert sorted(asked["answers"][0]["content"] for asked in step["asked"]) == ["one", "three", "two"]


def in_a_thread(conversation: Conversation, rng: Random) -> Step:
    with ThreadPoolExecutor(1) as pool:
        return Replied(text=str(pool.submit(copy_context().run, model("yes").invoke, "hello").result().content))


async def awaiting(conversation: Conversation, rng: Random) -> Step:
    return Replied(text=str((await model("yes").ainvoke("hello")).content))


@pytest.mark.parametrize("role", [in_a_thread, awaiting])
def test_threads_and_asynchronous_roles(role: Speaking) -> None:
    """Threads that carry the context, as langchain's do."""
    assert asked_by(role)["messages"][0]["content"] == "hello"


def test_an_asynchronous_role_within_a_notebook() -> None:
    """Where a loop is running already."""

    async def cell() -> dict[str, Any]:
        return asked_by(awaiting)

    assert asyncio.run(cell())["messages"][0]["content"] == "hello"


def test_nobody_listens_outside_of_a_seat() -> None:
    """Neither before a role speaks nor after; conversations at once keep theirs apart."""

    def role(conversation: Conversation, rng: Random) -> Step:
        return Replied(text=str(model("yes").invoke(f"hello {rng.random()}").content))

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: asked_by(role), range(20)))
    assert len({json.dumps(asked["messages"]) for asked in found}) == 1
    kept = steps_of(role)
    model("yes").invoke("outside")
    assert len(kept[0]["asked"]) == 1


def content(run: Run) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in run.path.iterdir() if not path.name.startswith("telemetry")}


def asking(conversation: Conversation, rng: Random) -> Step:
    model(AIMessage("ok")).invoke("Is this well?")
    return stage.judge(conversation, rng)


def simulation(**changed: Any) -> Simulation:
    return Simulation(stage.graph(), {**stage.CAST, "judge": asking}, **changed)


def test_a_run_keeps_it_beside_the_traces(tmp_path: Path) -> None:
    """The traces are the same without; worker processes carry it along."""
    run = record(simulation(), 6, tmp_path / "with", workers=2)
    without = record(simulation(telemetry=False), 6, tmp_path / "without")
    assert content(run) == content(without)
    assert not without.telemetry_shards and without.telemetry("c000001") is None
    assert [each["id"] for each in run.telemetries()] == [trace.id for trace in run.traces()]
    told = run.telemetry("c000004")
    assert told is not None and told["steps"][-1]["asked"][0]["messages"][0]["content"] == "Is this well?"


def test_conversations_at_once_keep_theirs_apart(tmp_path: Path) -> None:
    """Each in a thread of its own: prompts are with the attempt that asked."""

    def asking_for(conversation: Conversation, rng: Random) -> Step:
        model("ok").invoke(f"Is {conversation.last(Opened).id} well?")
        return stage.judge(conversation, rng)

    run = record(Simulation(stage.graph(), {**stage.CAST, "judge": asking_for}), 12, tmp_path / "run", threads=4)
    for told in run.telemetries():
        (asked,) = told["steps"][-1]["asked"]
        assert asked["messages"][0]["content"] == f"Is {told['id']} well?"
        assert [step["step"] for step in told["steps"]] == list(range(len(told["steps"])))


def test_a_run_that_goes_on_has_it_once(tmp_path: Path) -> None:
    """Of an attempt whose trace was cut off, only what the second session kept is there."""
    record(simulation(), 4, tmp_path / "run")
    (shard,) = Run.open(tmp_path / "run").shards
    shard.write_bytes(shard.read_bytes()[:-20])
    run = record(simulation(), 6, tmp_path / "run", resume=True)
    assert [each["id"] for each in run.telemetries()] == [f"c{number:06d}" for number in range(6)]
    again = record(simulation(), 2, tmp_path / "run", overwrite=True)
    assert len(list(again.telemetries())) == 2

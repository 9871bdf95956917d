"""Somebody's own agent in the assistant's seat: its loop runs against mock tools, and what it does becomes steps."""

import pickle
import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda
from langchain_core.tools import tool as real_tool
from langgraph.graph import END, START, StateGraph
from langgraph.prebuilt import ToolNode, create_react_agent

from roles.agent import Agent, mock_tools
from roles.base import Called, Conversation, Judged, Replied, Returned
from roles.naming import kind_of
from simulator.graph import play
from simulator.simulation import Simulation
from simulator.trace import Trace
from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.errors import PluginError
from tool_graphs.graph import ToolGraph

pytestmark = pytest.mark.filterwarnings("ignore:create_react_agent has been moved")
SHOP = graph_of(read_catalog("shop"))
Deciding = Callable[[list[BaseMessage]], AIMessage]


class Model(BaseChatModel):
    """Says what a function of the messages decides."""

    decide: Any

    def bind_tools(self, tools: Any, **settings: Any) -> Runnable[Any, AIMessage]:
        return self.bind(**settings)

    def _generate(self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **settings: Any) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self.decide(messages))])

    @property
    def _llm_type(self) -> str:
        return "decided"


def calling(*calls: tuple[str, dict[str, Any]]) -> AIMessage:
    return AIMessage("", tool_calls=[{"id": f"i{at}", "name": name, "args": given} for at, (name, given) in enumerate(calls)])


def simulation(agent: Any, seed: int = 7, turns: int | tuple[int, int] = 1, graph: ToolGraph = SHOP) -> Simulation:
    return Simulation(graph, cast={"assistant": Agent(graph, agent)}, turns=turns, seed=seed)


def react(decide: Deciding) -> Callable[[list[Any]], Runnable[Any, Any]]:
    return lambda tools: create_react_agent(Model(decide=decide), tools)


class Insider:
    """An agent that does what the offline assistant does in the same conversation: it has been told beforehand."""

    def __init__(self, traces: Sequence[Trace]) -> None:
        self.told = {step.text: trace for trace in traces for step in trace.conversation.steps if step.kind == "asked"}  # type: ignore[attr-defined]

    def __call__(self, messages: list[BaseMessage]) -> AIMessage:
        last = max(at for at, message in enumerate(messages) if message.type == "human")
        trace = self.told[str(messages[last].content)]
        turn = next(turn for turn in trace.conversation.turns() if turn.steps and _request(turn) == messages[last].content)
        done = sum(1 for message in messages[last:] if isinstance(message, ToolMessage))
        for step in turn.all(Called):
            if done == 0:
                return calling(*((call.tool, call.arguments) for call in step.calls))
            done -= len(step.calls)
        return AIMessage(turn.last(Replied).text)


def _request(turn: Conversation) -> str:
    return str([step for step in turn.heard().steps if step.kind == "asked"][-1].text)  # type: ignore[attr-defined]


OFFLINE = list(Simulation(SHOP, turns=(1, 2), seed=7).run(count=6))
TOLD = Insider(OFFLINE)


def left_to_us(tools: list[Any]) -> Runnable[Any, Any]:
    """An agent without a loop: a prompt and a model that leaves its calls to us."""
    return RunnableLambda(lambda messages: messages) | Model(decide=TOLD).bind_tools(tools)


def by_hand(tools: list[Any]) -> Runnable[Any, Any]:
    """A loop in plain Python that calls the tools itself, with nothing but their arguments."""
    known = {tool.name: tool for tool in tools}

    def loop(messages: list[BaseMessage]) -> str:
        said = list(messages)
        while (message := TOLD(said)).tool_calls:
            said.append(message)
            for call in message.tool_calls:
                said.append(ToolMessage(known[call["name"]].invoke(call["args"]), tool_call_id=call["id"]))
        return str(message.text)

    return RunnableLambda(loop)


def graph_of_its_own(tools: list[Any]) -> Runnable[Any, Any]:
    """A graph whose nodes are coroutines."""

    async def think(state: dict[str, Any]) -> dict[str, Any]:
        return {"messages": [*state["messages"], await Model(decide=TOLD).ainvoke(state["messages"])]}

    node = ToolNode(tools)

    async def act(state: dict[str, Any], config: RunnableConfig) -> dict[str, Any]:
        done = [
            await known[call["name"]].ainvoke({**call, "type": "tool_call"}, config) for call in state["messages"][-1].tool_calls
        ]
        return {"messages": [*state["messages"], *done]}

    known = node.tools_by_name
    building = StateGraph(dict)
    building.add_node("think", think)
    building.add_node("act", act)
    building.add_edge(START, "think")
    building.add_conditional_edges("think", lambda state: "act" if state["messages"][-1].tool_calls else END, ["act", END])
    building.add_edge("act", "think")
    return building.compile()


@pytest.mark.parametrize("agent", [react(TOLD), left_to_us, graph_of_its_own], ids=["prebuilt", "no loop", "coroutines"])
def test_an_agent_that_does_the_right_thing_is_like_the_offline_assistant(agent: Any) -> None:
    """The same calls, side by side where they are; the same results; over several turns; accepted by the same judge."""
    traces = list(simulation(agent, turns=(1, 2)).run(count=6))
    assert [trace.conversation.steps for trace in traces] == [trace.conversation.steps for trace in OFFLINE]
    assert any(len(step.calls) > 1 for trace in traces for step in trace.conversation.all(Called))


def test_an_agent_that_calls_by_hand_makes_one_call_at_a_time() -> None:
    """Nobody has announced which calls belong together; each is a step, with results of its own dice."""
    traces = list(simulation(by_hand, turns=(1, 2)).run(count=2, max_attempts=2))
    assert all(trace.accepted for trace in traces)
    made = [len(step.calls) for trace in traces for step in trace.conversation.all(Called)]
    assert len(made) > 3 and set(made) == {1}


def test_threads_and_workers_give_the_same() -> None:
    """An agent is asked by many conversations at once, and in other processes."""
    one = [trace.line() for trace in simulation(react(TOLD), turns=(1, 2)).run(6, threads=1)]
    assert [trace.line() for trace in simulation(react(TOLD), turns=(1, 2)).run(6, threads=4)] == one
    assert [trace.line() for trace in simulation(react(TOLD), turns=(1, 2)).run(6, workers=2, threads=2)] == one


def looping(messages: list[BaseMessage]) -> AIMessage:
    at = sum(1 for message in messages if isinstance(message, ToolMessage))
    return calling(("search_products", {"query": f"lamp {at}"}))


def raising(messages: list[BaseMessage]) -> AIMessage:
    raise ValueError("no idea, api_key=hidden-word-1 in https://me:hidden-word-2@example.com")


@pytest.mark.parametrize(
    ("decide", "reason"),
    [
        (lambda messages: calling(("open_sesame", {})), "the agent called 'open_sesame', which is not on offer"),
        (lambda messages: calling(("search_products", {"query": 7})), "search_products with invalid arguments: query: 7"),
        (lambda messages: calling(("search_products", {"word": "x"})), "invalid arguments: 'word' is no parameter"),
        (looping, "the agent's call of search_products with .* (is not needed|has another value|comes before)"),
        (raising, "the agent raised ValueError: no idea"),
        (lambda messages: AIMessage(""), "the agent gave no reply"),
        (lambda messages: AIMessage("Done."), "the agent replied without having called"),
        (lambda messages: AIMessage("I used search_products."), "the agent's reply names 'search_products'"),
    ],
    ids=["unknown tool", "wrong type", "unknown argument", "other call", "exception", "silence", "nothing done", "names a tool"],
)
def test_what_an_agent_does_wrong_is_a_rejection_with_its_reason(decide: Deciding, reason: str) -> None:
    """It is data in the trace; the run goes on."""
    offering = [trace for trace in simulation(react(decide)).run(count=1, max_attempts=6) if "search_products" in offered(trace)]
    assert {trace.status for trace in offering} == {"rejected"}
    assert {trace.seat for trace in offering} == {"assistant"}
    assert all(any(re.search(reason, one) for one in trace.reasons) for trace in offering), offering[0].reasons
    assert not any("hidden-word" in trace.line().decode() for trace in offering)


def offered(trace: Trace) -> tuple[str, ...]:
    return trace.conversation.steps[0].tools  # type: ignore[attr-defined,no-any-return]


def test_an_agent_that_never_ends_is_stopped() -> None:
    """A graph of LangGraph's runs into its limit of steps."""

    def dizzy(tools: list[Any]) -> Runnable[Any, Any]:
        building = StateGraph(dict)
        building.add_node("again", lambda state: state)
        building.add_edge(START, "again")
        building.add_edge("again", "again")
        return building.compile()

    (trace,) = simulation(dizzy).run(count=1, max_attempts=1)
    assert trace.status == "rejected"
    assert "GraphRecursionError" in trace.reasons[0]


def test_an_agent_that_handles_errors_cannot_go_on_after_a_fault() -> None:
    """Its tools node turns errors into messages; the fault stands all the same."""

    def careful(tools: list[Any]) -> Runnable[Any, Any]:
        model = Model(
            decide=lambda messages: AIMessage("Fine.") if messages[-1].type == "tool" else calling(("open_cart", {"x": 1}))
        )
        return create_react_agent(model, ToolNode(tools, handle_tool_errors=True))

    traces = [t for t in simulation(careful).run(count=1, max_attempts=10) if "open_cart" in offered(t)]
    assert traces
    assert all("open_cart with invalid arguments" in trace.reasons[0] for trace in traces)


def test_a_made_agent_takes_the_tools_of_the_whole_catalog() -> None:
    """A graph that is made once is handed to the seat as it is."""
    made = create_react_agent(Model(decide=TOLD), mock_tools(SHOP))
    traces = list(simulation(made, turns=(1, 2)).run(count=6))
    assert [trace.conversation.steps for trace in traces] == [trace.conversation.steps for trace in OFFLINE]


def test_tools_that_would_really_run_are_refused() -> None:
    """An agent with tools of its own is not let loose; the message says what to write instead."""

    @real_tool
    def delete_everything() -> str:
        """Deletes everything."""
        raise AssertionError("it ran")

    made = create_react_agent(Model(decide=TOLD), [delete_everything])
    with pytest.raises(PluginError, match=r"'delete_everything', which would really run.*def agent\(tools\)"):
        Agent(SHOP, made)


def test_a_turn_that_nobody_remembers_is_played_again() -> None:
    """A conversation that is gone on with in another process leads to the same steps."""
    whole = next(trace.conversation for trace in OFFLINE if len(trace.conversation.all(Called)) > 1)
    cut = next(at for at, step in enumerate(whole.steps) if isinstance(step, Returned)) + 1
    agent = pickle.loads(pickle.dumps(Agent(SHOP, by_told)))
    step = agent(Conversation(steps=whole.steps[:cut]), Random(1))
    assert step.model_copy(update={"by": "assistant"}) == whole.steps[cut]


def by_told(tools: list[Any]) -> Runnable[Any, Any]:
    return create_react_agent(Model(decide=TOLD), tools)


def test_an_agent_that_changes_its_mind_is_told_so() -> None:
    """Run again, it makes another call than the one that has its result already."""
    whole = next(trace.conversation for trace in OFFLINE if len(trace.conversation.all(Called)) > 1)
    cut = next(at for at, step in enumerate(whole.steps) if isinstance(step, Returned)) + 1
    step = Agent(SHOP, react(lambda messages: AIMessage("Done.")))(Conversation(steps=whole.steps[:cut]), Random(1))
    assert step == Judged(ok=False, reasons=("the agent, run again, made fewer calls than before",))


def test_the_executor_of_the_seat_answers_the_agent() -> None:
    """An executor of one's own is what the agent's tools ask, too."""

    def executor(conversation: Conversation, rng: Random) -> Returned:
        from roles.executor import Executor

        return Executor(SHOP)(conversation, rng)

    agent = Agent(SHOP, react(TOLD), executor)
    (trace,) = Simulation(SHOP, cast={"assistant": agent, "executor": executor}, turns=(1, 2), seed=7).run(count=1)
    assert trace.conversation.steps == OFFLINE[0].conversation.steps


def test_an_executor_that_gives_others_results_is_noticed() -> None:
    """Where the seat's results differ from those that the agent saw, it is run again with them."""
    from roles.executor import Executor

    offline = Executor(SHOP)

    def changing(conversation: Conversation, rng: Random) -> Returned:
        return offline(conversation, Random(f"other {rng.random()}"))

    machine = Simulation(SHOP, cast={"assistant": Agent(SHOP, by_told), "executor": changing}, turns=1, seed=7).machine
    played = play(machine, "c000000", "7")
    assert played["conversation"].all(Returned)
    assert not played.get("failure")


@pytest.mark.parametrize(
    ("name", "seat", "kind"),
    [
        ("openai:gpt-4.1-mini", "user", "model"),
        ("offline-user", "user", "role"),
        ("roles.assistant:Assistant", "assistant", "role"),
        ("tests.roles.test_agent:by_told", "assistant", "agent"),
        ("tests.roles.test_agent:MADE", "assistant", "agent"),
        ("tests.roles.test_agent:MODEL", "assistant", "model"),
        ("tests.roles.test_agent:Model", "user", "model"),
    ],
)
def test_a_name_says_who_sits_there(name: str, seat: str, kind: str) -> None:
    """Models, agents and roles are told apart by what they are."""
    assert kind_of(name, seat)[0] == kind


MODEL = Model(decide=TOLD)
MADE = RunnableLambda(lambda messages: "no")

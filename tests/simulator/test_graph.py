"""Seats and routes: what is played, what is refused, and what a failing role costs."""

import functools
import sys
from random import Random
from typing import Any, Literal

import pytest

from roles.base import Asked, Conversation, Judged, Noted, Opened, Planned, Replied, Step
from simulator.graph import SeatError, State, build, play
from simulator.routes import END, ROUTES
from tests.simulator.stage import CAST, planner, scenario, user
from tool_graphs.errors import SimulationError

FIRST = State(conversation=Conversation(), id="c000000", seed="7")


def hello(conversation: Conversation, rng: Random) -> Step:
    return Noted(text=f"hello {rng.randrange(1000)}")


def played(cast: dict[str, Any], routes: dict[str, Any] = dict(ROUTES), **options: Any) -> Any:  # noqa: B006
    return play(build(cast, routes, **options), "c000000", "7")


def kinds(state: Any) -> list[str]:
    return [step.kind for step in state["conversation"].steps]


def test_the_default_plot() -> None:
    """Plan, brief, request, verdict, calls and results, reply, last verdict."""
    cast = {**CAST, "scenario": lambda c, rng: scenario(c, rng).model_copy(update={"turns": 1})}
    assert kinds(played(cast)) == (
        ["opened", "planned", "briefed", "asked", "judged", "called", "returned", "called", "returned", "replied", "judged"]
    )


def test_steps_are_stamped() -> None:
    """With their seat; the opening also with the conversation's id and seed."""
    state = played(CAST)
    assert [step.by for step in state["conversation"].steps[:4]] == ["scenario", "planner", "embedder", "user"]
    opened = state["conversation"].last(Opened)
    assert (opened.id, opened.seed) == ("c000000", "7")


def test_a_refused_request_is_tried_again_then_another_plan_then_it_ends() -> None:
    """Three requests for each of three plans, where each is refused for reasons of its own."""
    state = played({**CAST, "verifier": lambda c, rng: Judged(ok=False, reasons=(str(len(c.steps)),))})
    assert len(state["conversation"].all(Asked)) == 9
    assert len(state["conversation"].all(Planned)) == 3
    assert isinstance(state["conversation"].steps[-1], Judged)


def test_what_is_refused_twice_for_the_same_reasons_needs_another_plan() -> None:
    """No third request: the fault lies in the plan."""
    state = played({**CAST, "verifier": lambda c, rng: Judged(ok=False, reasons=("no",))})
    assert len(state["conversation"].all(Asked)) == 6
    assert len(state["conversation"].all(Planned)) == 3


@pytest.mark.parametrize("seat", ["planner", "embedder"])
def test_where_nothing_can_be_planned_it_ends(seat: str) -> None:
    """A verdict in the place of a plan or a brief."""
    state = played({**CAST, seat: lambda c, rng: Judged(ok=False, reasons=("no link",))})
    assert state["conversation"].steps[-1].by == seat
    assert not state.get("failure")


def test_another_seat_leaves_all_other_steps_as_they_were() -> None:
    """The dice are named after seats."""
    before = played(CAST)["conversation"].steps
    after = played({**CAST, "censor": hello}, {**ROUTES, "user": "censor", "censor": "verifier"})["conversation"].steps
    assert [step for step in after if step.by != "censor"] == list(before)
    assert any(step.by == "censor" for step in after)


def test_an_asynchronous_role_is_run_to_its_end() -> None:
    """Whatever it awaits."""

    async def slowly(conversation: Conversation, rng: Random) -> Step:
        return Noted(text="done")

    assert kinds(played({"a": slowly}, {"a": END})) == ["noted"]


async def _within_a_loop() -> list[str]:
    async def slowly(conversation: Conversation, rng: Random) -> Step:
        return Noted(text="done")

    return kinds(played({"a": slowly}, {"a": END}))


def test_an_asynchronous_role_runs_within_a_notebook() -> None:
    """Where a loop is running already."""
    import asyncio

    assert asyncio.run(_within_a_loop()) == ["noted"]


def test_a_failing_role_is_data() -> None:
    """The steps so far, the seat and the error."""

    def broken(conversation: Conversation, rng: Random) -> Step:
        raise KeyError(f"no {object()}")

    state = played({**CAST, "verifier": broken})
    assert kinds(state) == ["opened", "planned", "briefed", "asked"]
    assert state["seat"] == "verifier"
    assert (state["failure"].type, state["failure"].message) == ("KeyError", "'no <object object>'")


def test_a_role_cannot_end_the_program() -> None:
    """An exit is an error like any other."""
    assert played({**CAST, "verifier": lambda c, rng: sys.exit(3)})["failure"].type == "SystemExit"


def test_ctrl_c_is_not_a_failing_role() -> None:
    """It ends the run."""

    def interrupted(conversation: Conversation, rng: Random) -> Step:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        played({**CAST, "verifier": interrupted})


@pytest.mark.parametrize("answer", [None, "hello", Noted])
def test_a_role_gives_a_step(answer: Any) -> None:
    """And nothing else."""
    failure = played({**CAST, "user": lambda c, rng: answer})["failure"]
    assert failure.type == "SimulationError"
    assert "seat 'user' gave" in failure.message and "expected a Step" in failure.message


def test_a_conversation_without_end_is_ended() -> None:
    """With a reason, instead of LangGraph's recursion error."""

    def round_and_round(conversation: Conversation) -> Literal["a", "__end__"]:
        return "a"

    state = played({"a": hello}, {"a": round_and_round}, max_steps=50)
    assert len(state["conversation"].steps) == 50
    assert "no end after 50 steps, 'a' would be next" in state["failure"].message


def test_a_route_keeps_to_what_it_says() -> None:
    """Its annotation names every seat that it leads to."""

    def liar(conversation: Conversation) -> Literal["b", "__end__"]:
        return "c"  # type: ignore[return-value]

    state = played({"a": hello, "b": hello}, {"a": liar, "b": END})
    assert "route of seat 'a' leads to 'c'" in state["failure"].message


def unannotated(conversation):  # type: ignore[no-untyped-def]
    return "user"


@pytest.mark.parametrize(
    ("cast", "routes", "message"),
    [
        (CAST, {**ROUTES, "usr": "verifier"}, "'usr' is in the routes but nobody in the cast takes it; did you mean 'user'"),
        ({**CAST, "usr": user}, ROUTES, "seat 'usr' has a role but no entry in the routes.* did you mean 'user'"),
        (
            CAST,
            {**ROUTES, "user": "verifer"},
            "route of seat 'user' leads to 'verifer', which is no seat; did you mean 'verifier'",
        ),
        ({**CAST, "lonely": user}, {**ROUTES, "lonely": "verifier"}, "no route leads from 'scenario'.* to seat 'lonely'"),
        (CAST, {**ROUTES, "user": unannotated}, "'user', unannotated, does not say where it can lead; .*Literal"),
        (CAST, {**ROUTES, "user": lambda conversation: "verifier"}, "does not say where it can lead"),
        (CAST, {**ROUTES, "user": 3}, "expected a seat's name or a function"),
        ({**CAST, "user": "me"}, ROUTES, "the role in seat 'user' is 'me'; expected a callable"),
        ({"a": user, "b": user}, {"a": "b", "b": "a"}, "no route leads to '__end__'"),
        ({}, {}, "the routes are empty"),
    ],
)
def test_what_cannot_be_played_is_refused(cast: Any, routes: Any, message: str) -> None:
    """When the graph is built, with the closest known name."""
    with pytest.raises(SimulationError, match=message):
        build(cast, routes)


def test_routes_may_be_any_callable() -> None:
    """A method, an object, a partial function."""

    def after(conversation: Conversation, most: int) -> Literal["a", "__end__"]:
        return "a" if len(conversation.steps) < most else "__end__"

    class Three:
        def __call__(self, conversation: Conversation) -> Literal["a", "__end__"]:
            return after(conversation, 3)

    for route in (functools.partial(after, most=3), Three(), Three().__call__):
        assert len(played({"a": hello}, {"a": route})["conversation"].steps) == 3


def test_langgraph_draws_the_true_graph() -> None:
    """Every route, and none besides."""
    drawn = build(CAST).get_graph()
    edges = {(edge.source, edge.target) for edge in drawn.edges}
    assert {target for source, target in edges if source == "verifier"} == {"assistant", "user", "planner", "__end__"}
    assert {target for source, target in edges if source == "user"} == {"verifier", "user", "__end__"}
    assert "assistant -.-> judge;" in drawn.draw_mermaid()


def test_langgraph_s_own_ways_work() -> None:
    """Streaming, a checkpointer, the history of the state."""
    from langgraph.checkpoint.memory import InMemorySaver

    machine = build(CAST, checkpointer=InMemorySaver())
    config: Any = {"configurable": {"thread_id": "1"}}
    seats = [next(iter(update)) for update in machine.stream(FIRST, config, stream_mode="updates")]
    assert seats[:4] == ["scenario", "planner", "embedder", "user"]
    assert machine.get_state(config).values["conversation"] == played(CAST)["conversation"]
    assert len(list(machine.get_state_history(config))) == len(seats) + 2


def test_a_fork_goes_on_after_the_seat_that_it_was_made_for() -> None:
    """From any state of the history, with LangGraph's own means."""
    from langgraph.checkpoint.memory import InMemorySaver

    machine = build(CAST, checkpointer=InMemorySaver())
    config: Any = {"configurable": {"thread_id": "1"}}
    whole = machine.invoke(FIRST, config)["conversation"]
    briefed = next(state for state in machine.get_state_history(config) if state.next == ("user",))
    another = briefed.values["conversation"].then(Asked(by="user", text="Something else."))
    fork = machine.update_state(briefed.config, {"conversation": another}, as_node="user")
    assert machine.get_state(fork).next == ("verifier",)
    done = machine.invoke(None, fork)["conversation"]
    assert done.last(Asked).text == "Something else." != whole.last(Asked).text
    assert isinstance(done.steps[-1], Judged)


def test_a_failing_role_stops_a_machine_of_your_own() -> None:
    """Its checkpointer keeps the state, so that the same machine can go on from there."""
    from langgraph.checkpoint.memory import InMemorySaver

    def broken(conversation: Conversation, rng: Random) -> Step:
        raise KeyError("no")

    saver = InMemorySaver()
    config: Any = {"configurable": {"thread_id": "1"}}
    with pytest.raises(SeatError, match="seat 'verifier' failed: KeyError: 'no'"):
        build({**CAST, "verifier": broken}, checkpointer=saver).invoke(FIRST, config)
    mended = build(CAST, checkpointer=saver).invoke(None, config)
    assert mended["conversation"] == played(CAST)["conversation"]


def test_interrupt_and_resume() -> None:
    """LangGraph's interrupt within a role is a pause, not a failure."""
    from langgraph.checkpoint.memory import InMemorySaver
    from langgraph.types import Command, interrupt

    def asks(conversation: Conversation, rng: Random) -> Step:
        return Replied(text=interrupt("what shall I say?"))

    machine = build({"a": asks}, {"a": END}, checkpointer=InMemorySaver())
    config: Any = {"configurable": {"thread_id": "1"}}
    paused: Any = machine.invoke({"conversation": Conversation(), "id": "c0", "seed": "7"}, config)
    assert paused["__interrupt__"][0].value == "what shall I say?"
    done: Any = machine.invoke(Command(resume="hello"), config)
    assert done["conversation"].last(Replied).text == "hello"


def test_the_planner_is_asked_for_each_turn() -> None:
    """As often as the opening says."""
    cast = {**CAST, "scenario": lambda c, rng: scenario(c, rng).model_copy(update={"turns": 3}), "planner": planner}
    assert len(played(cast)["conversation"].all(Replied)) == 3

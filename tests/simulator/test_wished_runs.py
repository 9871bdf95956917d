"""Runs whose plans are as wished, and turns that are truly multi-step."""

from pathlib import Path

import pytest

from roles.base import Opened, Planned
from roles.dice import Dice, number
from simulator.config import read_config
from simulator.multi_step import multi_step
from simulator.simulation import Simulation
from simulator.stats import stats
from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.errors import GraphError, SimulationError
from tool_graphs.sampling.coverage import coverage_of
from tool_graphs.sampling.wishes import Wishes

GRAPH = graph_of(read_catalog("travel"))


def plans(wishes: Wishes, count: int = 12) -> list[list[list[str]]]:
    """Conversation -> turn -> tools."""
    traces = [trace for trace in Simulation(GRAPH, wishes=wishes).run(count) if trace.accepted]
    return [[[call.tool for call in turn.last(Planned).plan.calls] for turn in trace.conversation.turns()] for trace in traces]


def test_turns_have_as_many_calls_as_wished():
    """In every turn."""
    assert {len(turn) for turns in plans(Wishes(calls=(2, 3))) for turn in turns} == {2, 3}


def test_turns_are_for_the_wished_goals():
    """A namespace stands for its tools."""
    found = plans(Wishes(goals=("cancel_booking", "flights")))
    flights = {tool.name for tool in GRAPH.tools.values() if tool.namespace == "flights"}
    assert all(set(turn) & (flights | {"cancel_booking"}) for turns in found for turn in turns)


def test_first_turns_use_what_must_be_used():
    """All of it."""
    assert all(
        {"find_traveller", "list_bookings"} <= set(turns[0])
        for turns in plans(Wishes(must_use=("find_traveller", "list_bookings")))
    )


def test_plans_stay_in_their_namespaces():
    """What is offered beside them need not."""
    spaces = {GRAPH.tool(name).namespace for turns in plans(Wishes(namespaces=("hotels",))) for turn in turns for name in turn}
    assert spaces == {"hotels"}


def test_an_attempt_knows_its_target_alone():
    """Attempt 5 is the same whether others came before it or not, and offers the tools of its target."""
    one, many = Simulation(GRAPH).one(5), list(Simulation(GRAPH).run(20, max_attempts=6))
    assert one.line() == many[5].line()
    target = coverage_of(GRAPH, Wishes()).target("7", 5)
    assert target is not None and set(target.tools) <= set(one.conversation.last(Opened).tools)


def test_any_number_of_workers_gives_the_same():
    """Taking turns needs no memory."""
    one, two = ([trace.line() for trace in Simulation(GRAPH).run(12, workers)] for workers in (1, 2))
    assert one == two


def test_turns_with_several_calls_are_multi_step():
    """And the counts say so."""
    traces = list(Simulation(GRAPH).run(20))
    found = stats(traces, GRAPH)
    assert found["turns_with_several_calls"] > 10 and found["multi_step_share"] >= 0.98
    assert "multi_step_share" not in stats(traces)


def test_calls_side_by_side_are_not_multi_step():
    """Two plans in one turn, of two conversations, have nothing to do with each other."""
    single = [trace.conversation for trace in Simulation(GRAPH, turns=1, wishes=Wishes(calls=1)).run(4)]
    joined = single[0]
    for step in single[1].steps[1:]:
        joined = joined.then(step)
    assert multi_step(single[0], GRAPH) == () and all(len(conversation.turns()) == 1 for conversation in single)


def test_dice_know_their_name():
    """Seeds may hold slashes; ids that hold no number have one all the same."""
    dice = Dice("a/b/c000012/scenario/0")
    assert (dice.seed_of_run, dice.attempt) == ("a/b", 12)
    assert number("x") == number("x") != number("y")


def test_wishes_come_from_yaml_and_options(tmp_path: Path):
    """Options are added to the file's."""
    path = tmp_path / "run.yaml"
    path.write_text(
        "catalog: travel\nplan: {calls: 1-4, shapes: [chain], goals: bookings, coverage: natural}\n", encoding="utf-8"
    )
    plan = read_config(path, {"plan": {"calls": "2-3"}}).plan
    assert plan == Wishes(calls=(2, 3), shapes=("chain",), goals=("bookings",), coverage="natural")
    with pytest.raises(SimulationError, match="plan: there is no wish 'goal'; did you mean 'goals'"):
        read_config(None, {"plan": {"goal": "x"}})


def test_wishes_that_cannot_be_met_end_it_at_the_start():
    """Before anything is played."""
    with pytest.raises(GraphError, match="did you mean 'cancel_booking'"):
        Simulation(GRAPH, wishes=Wishes(goals=("cancel_bookin",)))

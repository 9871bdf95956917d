"""Chat models in the seats: the whole path with a model that answers as the offline roles would, from its prompts alone."""

import pytest

from roles.cast import chat_cast
from roles.chatting.prompt import SEAT_LINE
from simulator.simulation import Simulation
from tests.roles.scripted import Oracle, Scripted
from tool_graphs.catalog import graph_of, read_catalog

TRAVEL = graph_of(read_catalog("travel"))
ORACLE = Oracle(TRAVEL)


def test_a_model_in_every_seat_gives_conversations_that_are_accepted() -> None:
    """All but scenario and embedder; most attempts of a model that answers well are accepted."""
    model = Scripted(answering=ORACLE, asked=[])
    traces = list(Simulation(TRAVEL, cast=chat_cast(TRAVEL, model), turns=1).run(count=4, max_attempts=8))
    assert sum(trace.accepted for trace in traces) == 4
    assert {seat for seat, _, _ in model.asked} == {"planner", "user", "verifier", "assistant", "executor", "judge"}


@pytest.mark.parametrize("seat", ["scenario", "planner", "user", "verifier", "assistant", "executor", "judge"])
def test_a_model_takes_one_seat_and_the_rest_is_played_offline(seat: str) -> None:
    """Mixed casts work, whoever is the model; each prompt's first line names its seat."""
    model = Scripted(answering=ORACLE, asked=[])
    traces = list(Simulation(TRAVEL, cast=chat_cast(TRAVEL, {seat: model}), turns=1).run(count=2, max_attempts=6))
    assert sum(trace.accepted for trace in traces) == 2
    assert {str(messages[0].content).split("\n")[0] for _, messages, _ in model.asked} == {f"{SEAT_LINE}{seat}"}

"""Steering: scripts dealt by quota, runs that follow them, and the share of implicit calls."""

import json
from collections import Counter
from pathlib import Path
from random import Random

import orjson
import pytest
from typer.testing import CliRunner

from roles.base import Asked, Mention
from simulator.cli import app
from simulator.config import read_config
from simulator.dataset import rows
from simulator.measures import compared, measured
from simulator.measures.target import Target
from simulator.simulation import Simulation
from simulator.steering import Scripts, aims_of
from simulator.steering.script import BLOCK, quota
from simulator.steering.user import bare
from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.errors import SimulationError
from tool_graphs.graph import ToolGraph
from tool_graphs.sampling.wishes import ANY, Wishes

runner = CliRunner()
TARGET = Target(
    name="small",
    dist={
        "turns_per_conversation": {"1": 0.5, "2": 0.5},
        "calls_per_turn": {"0": 0.1, "1": 0.5, "2": 0.3, "3": 0.1},
        "implicit_calls_per_turn": {"0": 0.8, "1": 0.2},
        "dependency_depth": {"0": 0.5, "1": 0.4, "2": 0.1},
        "cross_turn_flows_per_conversation": {"0": 0.8, "1": 0.2},
    },
    rate={"argument_values_in_no_user_text": 0.4},
)


@pytest.fixture(scope="module")
def graph() -> ToolGraph:
    """A bundled catalog."""
    return graph_of(read_catalog("shop"))


def test_quotas_are_as_near_as_whole_numbers_can_be() -> None:
    """Ranges take turns; what is left over is at most one each."""
    counted = Counter(quota((((1, 1), 0.52), ((2, 3), 0.48)), 50, Random(1)))
    assert abs(counted[1] - 26) <= 1
    assert abs(counted[2] - counted[3]) <= 1


def test_scripts_hold_the_target() -> None:
    """A block's turns have its shares of calls and implicit calls; nothing is implicit where nothing may flow."""
    scripts = Scripts(aims_of(TARGET, None, (1, 3), ANY))
    block = [scripts.script("s", index) for index in range(BLOCK)]
    turns = [wish for script in block for wish in script.turns]
    assert len(turns) == pytest.approx(1.5 * BLOCK, abs=2)
    assert sum(wish.calls == 1 for wish in turns) / len(turns) == pytest.approx(0.5, abs=0.03)
    assert sum(bool(wish.implicit) for wish in turns) / len(turns) == pytest.approx(0.2, abs=0.03)
    assert all(script.depth or not any(wish.implicit for wish in script.turns) for script in block)
    assert all(wish.calls > (wish.implicit or 0) or not wish.implicit for wish in turns)


def test_scripts_depend_on_seed_and_number_alone() -> None:
    """Asked for in any order."""
    scripts = Scripts(aims_of(TARGET, None, (1, 3), ANY))
    late = scripts.script("s", BLOCK + 3)
    assert [scripts.script("s", 3), late] == [Scripts(scripts.aims).script("s", 3), Scripts(scripts.aims).script("s", BLOCK + 3)]
    assert [scripts.script("t", index) for index in range(BLOCK)] != [scripts.script("s", index) for index in range(BLOCK)]


def test_a_run_follows_its_target(graph: ToolGraph) -> None:
    """Far nearer than a run that does not."""
    simulation = Simulation(graph, target=TARGET, seed=3)
    found = compared(measured(rows(simulation.run(25), graph, lambda trace, reason: None)), TARGET)
    assert found.mean(found.steered) < 0.15
    assert found.distances["calls_per_turn"] < 0.15
    plain = compared(measured(rows(Simulation(graph, seed=3).run(25), graph, lambda trace, reason: None)), TARGET)
    assert found.mean(found.steered) < 0.5 * plain.mean(plain.steered)


def test_any_number_of_workers_gives_the_same(graph: ToolGraph) -> None:
    """Byte for byte."""
    simulation = Simulation(graph, target=TARGET, seed=5)
    one = [attempt.line for attempt in simulation.attempts(8, 1)]
    assert [attempt.line for attempt in simulation.attempts(8, 2)] == one


@pytest.mark.parametrize("share", [0.0, 0.33])
def test_a_share_of_implicit_calls(graph: ToolGraph, share: float) -> None:
    """By the textual definition."""
    simulation = Simulation(graph, implicit_share=share, seed=3)
    found = measured(rows(simulation.run(20), graph, lambda trace, reason: None))
    assert found.rate["implicit_calls"] == pytest.approx(share, abs=0.1)


def test_turns_without_a_call_are_small_talk(graph: ToolGraph) -> None:
    """They are proved and exported like others."""
    target = Target(name="talk", dist={"turns_per_conversation": {"3": 1.0}, "calls_per_turn": {"0": 0.34, "1": 0.66}})
    found = measured(rows(Simulation(graph, target=target).run(10), graph, lambda trace, reason: None))
    assert found.rate["turns_with_no_call"] == pytest.approx(0.34, abs=0.15)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"implicit_share": 1.0}, "implicit_share=1.0"),
        ({"target": TARGET, "wishes": Wishes(calls=(2, 2))}, "plan.calls=2-2: the target 'small' decides that"),
        ({"target": TARGET, "turns": (2, 4)}, "turns=2-4: the target 'small' decides that by its distribution 'turns_per"),
        ({"target": TARGET, "implicit_share": 0.3}, "implicit_share=0.3: .* leave out implicit_share or the target"),
        ({"target": TARGET, "strategy": "upstream"}, "strategy='upstream'"),
        ({"target": TARGET, "strategy": "goal-only"}, "strategy='goal-only'"),
    ],
)
def test_contradictions_are_refused(graph: ToolGraph, given: dict[str, object], said: str) -> None:
    """Before anything is played."""
    with pytest.raises(SimulationError, match=said):
        Simulation(graph, **given)  # type: ignore[arg-type]


def test_what_a_target_decides_cannot_be_given_beside_it(tmp_path: Path) -> None:
    """On the command line as in YAML, even where it is the default; what it does not decide can."""
    targets = tmp_path / "targets.json"
    targets.write_bytes(orjson.dumps({"small": {"dist": TARGET.dist}, "calls": {"dist": {"calls_per_turn": {"1": 1.0}}}}))
    given = ["generate", "shop", "-n", "1", "--out", str(tmp_path / "run"), "--turns", "1-3"]
    refused = runner.invoke(app, [*given, "--target", f"{targets}:small"])
    assert isinstance(refused.exception, SimulationError)
    assert "turns=1-3: the target 'small' decides that" in str(refused.exception)
    settings = tmp_path / "run.yaml"
    settings.write_text("catalog: shop\nturns: 1-3\ntarget: targets.json:small\n")
    assert isinstance(runner.invoke(app, ["generate", "--config", str(settings)]).exception, SimulationError)
    assert runner.invoke(app, [*given, "--target", f"{targets}:calls"]).exit_code == 0


def test_values_told_without_saying_what_they_are() -> None:
    """Spans move along."""
    text = "The contact is Cecil. The date is May 5. Thanks."
    asked = Asked(
        text=text, mentions=(Mention(call="a", argument="name", span=(15, 20)), Mention(call="b", argument="date", span=(34, 39)))
    )
    said = bare(asked, ("a",))
    assert isinstance(said, Asked)
    assert said.text == "It's Cecil. The date is May 5. Thanks."
    assert [said.text[slice(*mention.span)] for mention in said.mentions] == ["Cecil", "May 5"]


def test_the_command_follows_and_compares(tmp_path: Path) -> None:
    """`generate --target`, then `stats --against` on the run and on its export."""
    targets = tmp_path / "targets.json"
    targets.write_bytes(
        orjson.dumps({"small": {"dist": TARGET.dist, "rate": {"argument_values_in_no_user_text": [0.4, 0.3, 0.5]}}})
    )
    place = f"{targets}:small"
    run = tmp_path / "run"
    assert runner.invoke(app, ["generate", "shop", "-n", "5", "--target", place, "--out", str(run)]).exit_code == 0
    told = runner.invoke(app, ["stats", str(run), "--against", place])
    assert "of what can be steered (*): mean distance" in told.stdout
    exported = tmp_path / "rows.jsonl"
    assert runner.invoke(app, ["export", str(run), "--out", str(exported)]).exit_code == 0
    whole, lines = (
        json.loads(runner.invoke(app, ["stats", str(path), "--against", place, "--json"]).stdout) for path in (run, exported)
    )
    assert whole == lines
    assert whole["measures"]["conversations"] == 5


def test_a_target_beside_its_settings(tmp_path: Path) -> None:
    """In YAML, the file is looked for beside the settings."""
    (tmp_path / "targets.json").write_text("{}")
    (tmp_path / "run.yaml").write_text("catalog: shop\ntarget: targets.json:small\nimplicit_share: 0.16\n")
    config = read_config(tmp_path / "run.yaml", {})
    assert config.target == f"{tmp_path / 'targets.json'}:small"
    assert config.implicit_share == 0.16

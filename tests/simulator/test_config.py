"""One YAML file can say everything that the command line can."""

from pathlib import Path
from typing import Any

import pytest

from simulator.config import Config, read_config
from tool_graphs.errors import SimulationError


def settings(tmp_path: Path, text: str, **options: Any) -> Config:
    path = tmp_path / "simulation.yaml"
    path.write_text(text)
    return read_config(path, options)


def test_a_file(tmp_path: Path) -> None:
    """With every kind of setting."""
    config = settings(
        tmp_path,
        """
        catalog: travel
        count: 5
        seed: 1
        strategy: goal-only
        turns: 1-4
        workers: 2
        out: here
        roles: {user: mine:User}
        routes: {user: censor, censor: verifier, judge: null}
        """,
    )
    assert config == Config(
        catalog=("travel",),
        count=5,
        seed=1,
        strategy="goal-only",
        turns=(1, 4),
        workers=2,
        out="here",
        roles={"user": "mine:User"},
        routes={"user": "censor", "censor": "verifier", "judge": None},
    )


def test_options_override_the_file(tmp_path: Path) -> None:
    """Seat by seat where it is about seats."""
    config = settings(tmp_path, "seed: 1\nroles: {user: a:A, judge: b:B}", seed=2, count=None, roles={"user": "c:C"})
    assert (config.seed, config.count, config.roles) == (2, 100, {"user": "c:C", "judge": "b:B"})


def test_paths_are_beside_the_file(tmp_path: Path) -> None:
    """Where there is such a file."""
    (tmp_path / "tools.json").write_text("[]")
    assert settings(tmp_path, "catalog: [tools.json, travel]").catalog == (str(tmp_path / "tools.json"), "travel")


@pytest.mark.parametrize(("turns", "expected"), [(3, (3, 3)), ("3", (3, 3)), ("1-4", (1, 4)), ([2, 3], (2, 3)), ([2], (2, 2))])
def test_turns(turns: Any, expected: tuple[int, int]) -> None:
    """A number or a range."""
    assert read_config(None, {"turns": turns}).turns == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sede: 3", "there is no setting 'sede'; did you mean 'seed'"),
        ("turns: 4-1", "turns: expected at least 1 turn, and the lower number first, got 4-1"),
        ("turns: many", "turns: 'many' is no number of turns"),
        ("turns: -1", "turns: expected at least 1 turn"),
        ("count: 0", "count: Input should be greater than or equal to 1"),
        ("roles: user", "roles: Input should be a valid dictionary"),
        ("catalog: {a: b}", "catalog: "),
        ("[1, 2]", "expected settings such as `catalog: travel`, got a list"),
        ("a: [", "no YAML"),
        ("\x00", "no YAML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, message: str) -> None:
    """With file and place."""
    with pytest.raises(SimulationError) as error:
        settings(tmp_path, text)
    assert message in str(error.value)
    assert "simulation.yaml" in str(error.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """Is an error, too."""
    with pytest.raises(SimulationError, match="cannot be read"):
        read_config(tmp_path / "none.yaml", {})

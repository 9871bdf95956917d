"""A plugin package that is installed is found by name, keeps its contract and takes part: `tests/test_package`."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COMMAND = ("-c", "from simulator.cli import main; main()")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the package was installed, from a copy, so that building it leaves nothing in the checkout."""
    place = tmp_path_factory.mktemp("plugin")
    shutil.copytree(ROOT / "tests" / "test_package", place / "source", ignore=shutil.ignore_patterns("__pycache__"))
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation")
    subprocess.run([*pip, "--target", place / "site", place / "source"], cwd=place, check=True, timeout=120)
    return place / "site"


def said(installed: Path, place: Path, *arguments: str) -> str:
    """What Python prints with the package on its path; fails with its complaint."""
    environment = {**os.environ, "PYTHONPATH": f"{installed}{os.pathsep}{ROOT}"}
    ran = subprocess.run(
        [sys.executable, *arguments], cwd=place, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_is_listed(installed: Path, tmp_path: Path) -> None:
    """`toolweft plugins` tells name, place and distribution."""
    found = json.loads(said(installed, tmp_path, *COMMAND, "plugins", "--json"))
    own = [(each["group"], each["name"], each["place"]) for each in found if each["distribution"] == "toolweft-notary"]
    assert own == [
        ("toolweft.roles", "notary", "toolweft_notary:notary"),
        ("toolweft.strategies", "first-half", "toolweft_notary:first_half"),
    ]


def test_takes_part(installed: Path, tmp_path: Path) -> None:
    """By name: the strategy decides what stays implicit, and the role speaks in a seat of its own."""
    options = "generate shop -n 4 --out run --strategy first-half --role note=notary --route user=note --route note=verifier"
    said(installed, tmp_path, *COMMAND, *options.split())
    traces = [json.loads(line) for line in (tmp_path / "run" / "traces-00000.jsonl").read_text().splitlines()]
    accepted = [trace for trace in traces if trace["status"] == "accepted"]
    assert len(accepted) == 4
    assert {trace["strategy"] for trace in accepted} == {"first-half"}
    for trace in accepted:
        steps = trace["conversation"]["steps"]
        noted = [step["data"]["words"] for step in steps if step["by"] == "note"]
        assert noted == [len(step["text"].split()) for step in steps if step["by"] == "user"]


def test_keeps_its_contract(installed: Path, tmp_path: Path) -> None:
    """With our own checks, as a plugin's author would run them."""
    check = (
        "from roles.conformance import check_role, check_strategy; from toolweft_notary import first_half, notary; "
        "check_strategy(first_half); check_role(notary)"
    )
    said(installed, tmp_path, "-c", check)

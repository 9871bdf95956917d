"""Each example runs offline in seconds and prints what stands beside it: `examples/hello.py`, `examples/hello.out`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
SECONDS = 60
"""Generous, for a busy machine; on a quiet one an example takes a few."""


def run(example: Path, place: Path) -> str:
    """What an example prints when it is run from an empty directory."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", "NO_COLOR": "1"}
    ran = subprocess.run(
        [sys.executable, str(example)], cwd=place, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert ran.returncode == 0, f"{example.name} ended with exit code {ran.returncode}:\n{ran.stderr}"
    return ran.stdout


def check(example: Path, place: Path) -> None:
    """Fails unless an example prints exactly its golden output."""
    golden = example.with_suffix(".out")
    assert golden.exists(), f"{golden.name} is missing: python {example.name} > {golden.name}"
    assert run(example, place) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.stem)
def test_prints_its_golden_output(example: Path, tmp_path: Path) -> None:
    """What an example promises is what it prints."""
    check(example, tmp_path)


def test_every_golden_output_has_its_example() -> None:
    """No output is left behind by an example that is gone."""
    outputs = {path.stem for path in (ROOT / "examples").glob("*.out")}
    assert outputs <= {example.stem for example in EXAMPLES}


def test_a_wrong_output_a_missing_one_and_a_crash_are_noticed(tmp_path: Path) -> None:
    """The check above can fail."""
    example = tmp_path / "sample.py"
    example.write_text("print('one')\n")
    with pytest.raises(AssertionError, match="missing"):
        check(example, tmp_path)
    golden = tmp_path / "sample.out"
    golden.write_text("two\n")
    with pytest.raises(AssertionError, match="one"):
        check(example, tmp_path)
    golden.write_text("one\n")
    check(example, tmp_path)
    example.write_text("print('one')\nraise SystemExit(3)\n")
    with pytest.raises(AssertionError, match="exit code 3"):
        check(example, tmp_path)

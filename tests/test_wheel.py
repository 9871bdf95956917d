"""The built wheel holds what it should, and works in an empty environment outside the checkout."""

import os
import shutil
import subprocess
import sys
import zipfile
from configparser import ConfigParser
from pathlib import Path

import pytest

from roles.plugins import BUILT_IN

ROOT = Path(__file__).parents[1]
PACKAGES = ("tool_graphs", "roles", "simulator")
CONSTRAINED = ("--quiet", "--disable-pip-version-check", "-c", str(ROOT / "constraints.txt"))
OUTSIDE = {
    name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV", "MAKEFLAGS", "MAKELEVEL")
}


def run(*command: str | Path, place: Path) -> str:
    """What a command prints in a directory outside the checkout; fails with its complaint."""
    ran = subprocess.run(command, cwd=place, env=OUTSIDE, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, f"{' '.join(map(str, command))} ended with exit code {ran.returncode}:\n{ran.stdout}{ran.stderr}"
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout."""
    place = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", place, ROOT, place=place)
    (built,) = place.glob("*.whl")
    return built


def test_holds_the_three_packages_and_nothing_else(wheel: Path) -> None:
    """Every file of the packages is in it, data too, with the licence and the command; no tests, no examples."""
    with zipfile.ZipFile(wheel) as opened:
        held = set(opened.namelist())
        (entry_points,) = (opened.read(name).decode() for name in held if name.endswith("entry_points.txt"))
    files = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    metadata = {name for name in held if ".dist-info/" in name}
    assert held - metadata == files
    assert any(name.startswith("tool_graphs/catalogs/") and not name.endswith(".py") for name in held)
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in metadata)
    registered = ConfigParser()
    registered.read_string(entry_points)
    assert registered["console_scripts"]["toolweft"] == "simulator.cli:main"
    assert {group: dict(registered[group]) for group, names in BUILT_IN.items() if names} == {
        group: names for group, names in BUILT_IN.items() if names
    }


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a new environment into which only the wheel was installed."""
    place = tmp_path_factory.mktemp("empty")
    run(sys.executable, "-m", "venv", place / "venv", place=place)
    pip = (place / "venv" / "bin" / "python", "-m", "pip")
    probe = (*pip, "download", "--no-deps", "--no-cache-dir", "--retries", "0", *CONSTRAINED, "annotated-doc")
    if subprocess.run(probe, cwd=place, env=OUTSIDE, capture_output=True, timeout=300, check=False).returncode:
        pytest.skip("no package registry can be reached, from which the wheel's dependencies could be installed")
    run(*pip, "install", *CONSTRAINED, wheel, place=place)
    return place / "venv" / "bin"


def test_the_demo_runs_outside_the_checkout(programs: Path, tmp_path: Path) -> None:
    """What `make demo` runs works with nothing but the wheel, and `toolweft doctor` is content."""
    if shutil.which("make") is None:
        pytest.skip("there is no make here to say what the demo is")
    make = ("make", "-f", ROOT / "Makefile", "-o", ".venv/installed", "demo", f"BIN={programs}")
    said = run(*make, place=tmp_path)
    assert "runs/demo" in said
    assert (tmp_path / "runs" / "demo").is_dir()
    run(programs / "toolweft", "doctor", place=tmp_path)


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_come_from_the_wheel(programs: Path, tmp_path: Path, package: str) -> None:
    """None of the packages is found anywhere but in the new environment."""
    found = run(programs / "python", "-c", f"import {package}; print({package}.__file__)", place=tmp_path)
    assert Path(found.strip()).is_relative_to(programs.parent)

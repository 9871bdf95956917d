"""docs/reference.md names every option, setting, step, error and public name that there is, and none that there is not."""

import importlib
import inspect
import re

import pytest
import typer

from roles.base import _KINDS
from simulator.cli import app
from simulator.config import Config
from tests.documents import ROOT
from tool_graphs import errors
from tool_graphs.sampling.wishes import SHAPES, Wishes

REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
TOP = typer.main.get_command(app).commands  # type: ignore[attr-defined]
COMMANDS = {name: one for group in TOP.values() for name, one in getattr(group, "commands", {group.name: group}).items()}
OPTIONS = {option for command in COMMANDS.values() for parameter in command.params for option in parameter.opts if "--" in option}
ERRORS = [name for name, found in vars(errors).items() if isinstance(found, type) and issubclass(found, errors.ToolweftError)]


@pytest.mark.parametrize("name", [*sorted(OPTIONS), *Config.model_fields, *_KINDS, *(kind.__name__ for kind in _KINDS.values())])
def test_is_named(name: str) -> None:
    """In code style."""
    assert re.search(rf"`{re.escape(name)}\b", REFERENCE)


@pytest.mark.parametrize("name", [*COMMANDS, *ERRORS])
def test_commands_and_errors_are_named(name: str) -> None:
    """Each once at least."""
    assert re.search(rf"\b{name}\b", REFERENCE)


@pytest.mark.parametrize("name", [*(f"plan.{wish}" for wish in Wishes.model_fields), *SHAPES])
def test_wishes_are_named(name: str) -> None:
    """As a YAML file names them."""
    assert f"`{name}`" in REFERENCE


def test_options_exist() -> None:
    """No option is left behind in the document."""
    assert set(re.findall(r"`(--[a-z-]+)", REFERENCE)) <= OPTIONS | {"--help"}


MODULES = re.findall(r"^\| `((?:tool_graphs|roles|simulator)\.[a-z_.]+)` \| (.*?) \|$", REFERENCE, re.MULTILINE)


@pytest.mark.parametrize(("module", "told"), MODULES, ids=lambda value: value.partition(" ")[0])
def test_public_names_exist(module: str, told: str) -> None:
    """In the module, one of its classes or their objects; `roles.strategies` names its files."""
    found = importlib.import_module(module)
    places = [found, *(each for each in vars(found).values() if isinstance(each, type))]
    for name in re.findall(r"`([A-Za-z_]+)", told):
        known = any(hasattr(place, name) or name in getattr(place, "__annotations__", ()) for place in places)
        known = known or re.search(rf"self\.{name}(: .*)? = ", inspect.getsource(found)) is not None
        assert known or module == "roles.strategies", f"{module} has no {name}"

"""docs/reference.md names every option, setting, step, error and public name that there is, and none that there is not."""

import importlib
import re

import pytest
import typer

from roles.base import _KINDS
from roles.executor import Executor  # noqa: F401 - named in the document
from simulator.cli import app
from simulator.config import Config
from tests.documents import ROOT
from tool_graphs import errors

REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
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


def test_options_exist() -> None:
    """No option is left behind in the document."""
    assert set(re.findall(r"`(--[a-z-]+)", REFERENCE)) <= OPTIONS | {"--help"}


@pytest.mark.parametrize(
    "line", re.findall(r"^\| `((?:tool_graphs|roles|simulator)\.[a-z_.]+` \| .*?) \|$", REFERENCE, re.MULTILINE)
)
def test_public_names_exist(line: str) -> None:
    """Capitalised names and functions of the table of modules; `roles.strategies` names its files."""
    module, _, told = line.partition("` | ")
    if module == "roles.strategies":
        return
    found = importlib.import_module(module)
    for name in re.findall(r"(?:^|[,;.] )`([A-Za-z_]+)", re.sub(r": .*?(?=[.;] `|$)", "", told)):
        assert hasattr(found, name), f"{module} has no {name}"

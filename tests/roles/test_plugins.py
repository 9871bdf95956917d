"""Names lead to roles and strategies, or to the closest name."""

import sys
import tomllib
from pathlib import Path
from random import Random
from typing import Any

import pytest

from roles.plugins import BUILT_IN, ROLES, STRATEGIES, find_role, find_strategy, plugins
from roles.strategies.upstream import upstream
from tool_graphs.errors import PluginError
from tool_graphs.graph import ToolGraph
from tool_graphs.tool import Tool

GRAPH = ToolGraph([Tool(name="a")])

MODULE = """
from roles.base import Noted

def plain(conversation, rng):
    return Noted(text="plain")

class Alone:
    def __call__(self, conversation, rng):
        return Noted(text="alone")

class WithGraph(Alone):
    def __init__(self, graph, style="terse"):
        self.graph = graph

class WithTools(Alone):
    def __init__(self, tools):
        self.graph = tools

class Optional(Alone):
    def __init__(self, style="terse", graph=None):
        self.graph = graph

class Demanding(Alone):
    def __init__(self, graph, model):
        pass

class Broken(Alone):
    def __init__(self):
        raise ValueError("no luck")

number = 3
made = WithGraph("mine")

def one(conversation):
    return None
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current directory with a module of roles."""
    (tmp_path / "mine.py").write_text(MODULE)
    (tmp_path / "wrong.py").write_text("import no_such_library")
    (tmp_path / "worse.py").write_text("1 / 0")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    for name in ("mine", "wrong", "worse"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return tmp_path


def test_pyproject_registers_the_built_in_ones() -> None:
    """So that they come through the same door as anybody's."""
    registered = tomllib.loads((Path(__file__).parent.parent.parent / "pyproject.toml").read_text())["project"]["entry-points"]
    for group in (ROLES, STRATEGIES):
        assert registered.get(group, {}) == BUILT_IN[group]


def test_built_in_strategies() -> None:
    """By name."""
    assert find_strategy("upstream") is upstream
    assert [plugin.name for plugin in plugins(STRATEGIES)][:3] == ["explicit", "goal-only", "upstream"]


def test_an_object_is_taken_as_it_is() -> None:
    """A function will do."""

    def mine(conversation: Any, rng: Random) -> Any:
        return None

    assert find_role(mine) is mine
    assert find_strategy(upstream) is upstream


def test_an_installed_package_s_entry_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    """Found under the name that it registers."""
    information = tmp_path / "site" / "terse-1.0.dist-info"
    information.mkdir(parents=True)
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: terse\nVersion: 1.0\n")
    (information / "entry_points.txt").write_text("[toolweft.roles]\nterse = mine:plain\n")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    assert find_role("terse")(None, Random(0)).text == "plain"  # type: ignore[arg-type, attr-defined]
    assert ("terse", "terse") in [(plugin.name, plugin.distribution) for plugin in plugins(ROLES)]
    with pytest.raises(PluginError, match="no role is called 'tirse'; did you mean 'terse'"):
        find_role("tirse")


@pytest.mark.parametrize("name", ["WithGraph", "WithTools", "Optional"])
def test_a_class_that_wants_the_graph_gets_it(here: Path, name: str) -> None:
    """A parameter called graph, or the one that it needs."""
    assert find_role(f"mine:{name}", GRAPH).graph is GRAPH  # type: ignore[attr-defined]


def test_other_attributes(here: Path) -> None:
    """A class without parameters is constructed; functions and objects are taken as they are."""
    assert find_role("mine:Alone")(None, Random(0)).text == "alone"  # type: ignore[arg-type, attr-defined]
    assert find_role("mine:plain")(None, Random(0)).text == "plain"  # type: ignore[arg-type, attr-defined]
    assert find_role("mine:made").graph == "mine"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("mine:Alon", "nothing is called 'Alon' there; did you mean 'Alone'"),
        ("mine:", "no module:attribute"),
        (":plain", "no module:attribute"),
        ("nowhere:Role", "there is no module 'nowhere'.*nowhere.py"),
        ("wrong:Role", "importing wrong failed: No module named 'no_such_library'"),
        ("worse:Role", "importing worse failed: ZeroDivisionError"),
        ("mine:number", "is a int and no role; expected a callable"),
        ("mine:one", r"takes \(conversation\), but a role is called with two arguments"),
        ("mine:Demanding", "its constructor needs graph, model"),
        ("mine:Broken", "constructing it failed: ValueError: no luck"),
    ],
)
def test_what_leads_nowhere(here: Path, name: str, message: str) -> None:
    """Says how far it got, and what was expected."""
    with pytest.raises(PluginError, match=message):
        find_role(name, GRAPH)


def test_a_misspelt_strategy() -> None:
    """Names the closest."""
    with pytest.raises(PluginError, match=r"no strategy is called 'goalonly'; did you mean 'goal-only'.*toolweft.strategies"):
        find_strategy("goalonly")

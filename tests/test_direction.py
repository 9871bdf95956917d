"""The house has one direction, and two doors."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
MAY_IMPORT = {
    "tool_graphs": {"tool_graphs"},
    "roles": {"tool_graphs", "roles"},
    "simulator": {"tool_graphs", "roles", "simulator"},
}
FILES = sorted(path.relative_to(HOUSE) for package in MAY_IMPORT for path in (HOUSE / package).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """The modules that a file names in its imports, late ones too."""
    for node in ast.walk(ast.parse((HOUSE / path).read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the direction"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_go_one_way(package: str) -> None:
    """tool_graphs <- roles <- simulator."""
    wrong = [
        f"{path} imports {name}"
        for path in FILES
        if path.parts[0] == package
        for name in imported(path)
        if name.split(".")[0] in MAY_IMPORT and name.split(".")[0] not in MAY_IMPORT[package]
    ]
    assert not wrong


def test_one_file_knows_langgraph() -> None:
    """Everything else stands without it."""
    assert {str(path) for path in FILES for name in imported(path) if name.startswith("langgraph")} == {"simulator/graph.py"}


def test_one_folder_may_know_chat_models() -> None:
    """A role gets its model through roles/chat; agents bring their own; telemetry only listens; LangChain's tools are
    known to their source alone."""
    knowing = {
        str(path)
        for path in FILES
        for name in imported(path)
        if name.startswith("langchain") and not name.startswith("langchain_core.runnables")
    }
    knowing = {path for path in knowing if not path.startswith(("roles/chat/", "roles/agent/"))}
    assert knowing <= {"simulator/telemetry.py", "tool_graphs/sources/langchain_tools.py"}

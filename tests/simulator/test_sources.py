"""Tools from elsewhere than a file, through the command: converted, and simulated."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packages import npm_commands
from tool_graphs.catalog import read_catalog

SERVERS = Path(__file__).parents[1] / "tool_graphs" / "mcp_servers"
LINKS = {
    "links": [
        {"source": "search_nodes", "target": "open_nodes", "field": "entities[].name", "param": "names[]"},
        {"source": "search_nodes", "target": "delete_entities", "field": "entities[].name", "param": "entityNames[]"},
    ]
}
MODULE = '''
from typing import TypedDict

class Loan(TypedDict):
    loan_id: str
    due: str

def find_loan(title: str) -> Loan:
    """Find a loan by the title of its book."""

def renew_loan(loan_id: str, weeks: int = 2) -> Loan:
    """Renew a loan."""

TOOLS = [find_loan, renew_loan]
'''


def toolweft(place, *arguments):
    """The command's exit code and what it printed."""
    command = [sys.executable, "-c", "from simulator.cli import main; main()", *map(str, arguments)]
    house = str(Path(__file__).parents[2])
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, env={"PYTHONPATH": house, "PATH": "/usr/bin:/bin"})
    return done.returncode, done.stdout + done.stderr


def test_an_mcp_server_is_converted_and_simulated(tmp_path):
    """From a live server to conversations with implicit calls; the converted catalog is the server's."""
    source = f"mcp:{npm_commands(SERVERS)}/mcp-server-memory"
    code, told = toolweft(tmp_path, "catalog", "convert", source, "--out", "memory.json")
    assert (code, told.splitlines()[0][:8]) == (0, "9 tools,")
    assert read_catalog(tmp_path / "memory.json").digest == read_catalog(source).digest
    (tmp_path / "links.json").write_text(json.dumps(LINKS))
    code, told = toolweft(tmp_path, "generate", source, "links.json", "-n", "3", "--out", "run")
    assert (code, told[:10]) == (0, "3 accepted"), told


@pytest.mark.parametrize("source", ["loans:TOOLS", "python:loans"])
def test_python_functions_are_simulated(tmp_path, source):
    """From a module in the current directory; the run's folder has a name that every file system takes."""
    (tmp_path / "loans.py").write_text(MODULE)
    code, told = toolweft(tmp_path, "generate", source, "-n", "3")
    assert (code, told[:10]) == (0, "3 accepted"), told
    assert [path.name for path in (tmp_path / "runs").iterdir()] == [f"{source.replace(':', '-')}-7"]


def test_a_server_that_fails_ends_the_command(tmp_path):
    """One message, exit code 2, nothing written."""
    code, told = toolweft(tmp_path, "generate", f"mcp:{sys.executable} {SERVERS / 'odd_server.py'} dies", "-n", "3")
    assert code == 2
    assert told.startswith("Error: mcp:") and "no licence found" in told and "Traceback" not in told
    assert not list(tmp_path.iterdir())

"""How long it takes to start, and to draw the graph of 1,000 tools: python bench/start.py"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.table import Table

TOOLS = 1000
VERBS = ("create", "get", "update", "delete", "list", "search", "archive", "share", "export", "tag")
KINDS = ("customer", "sales", "stock", "project", "travel", "school", "clinic", "music", "energy", "legal")
THINGS = ("order", "invoice", "report", "contract", "ticket", "message", "account", "payment", "booking", "file")


def made_up() -> list[dict[str, Any]]:
    """1,000 tools with result schemas: ten verbs on a hundred things."""
    return [_tool(verb, f"{kind}_{thing}") for verb in VERBS for kind in KINDS for thing in THINGS]


def _tool(verb: str, thing: str) -> dict[str, Any]:
    text = {"type": "string"}
    named = {"name": text} if verb in ("create", "search", "list") else {f"{thing}_id": text}
    result = {f"{thing}_id": text, "name": text, "created_at": {"type": "string", "format": "date-time"}}
    return {
        "name": f"{verb}_{thing}",
        "description": f"{verb.capitalize()} a {thing.replace('_', ' ')}.",
        "parameters": {"type": "object", "properties": named, "required": list(named)},
        "returns": {"type": "object", "properties": result, "required": list(result)},
    }


def real() -> list[dict[str, Any]]:
    """The first 1,000 public API functions, where TOOLWEFT_DATA names the folder; else none."""
    path = Path(os.environ.get("TOOLWEFT_DATA", "")) / "catalogs" / "xlam.yaml"
    if not path.is_file():
        return []
    return list(yaml.load(path.read_bytes(), yaml.CSafeLoader).values())[:TOOLS]


def milliseconds(command: list[str], repeats: int) -> float:
    """The median wall time of a command."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def main() -> None:
    """Prints one row per command."""
    python, toolweft = sys.executable, str(Path(sys.executable).parent / "toolweft")
    table = Table(title="Start-up, wall time")
    table.add_column("command")
    table.add_column("ms", justify="right")
    table.add_row("python -c pass", f"{milliseconds([python, '-c', 'pass'], 5):.0f}")
    table.add_row("python -c 'import tool_graphs'", f"{milliseconds([python, '-c', 'import tool_graphs'], 5):.0f}")
    table.add_row("toolweft --help", f"{milliseconds([toolweft, '--help'], 5):.0f}")
    for name, tools in (("made-up", made_up()), ("public API", real())):
        if tools:
            with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
                json.dump(tools, file)
                file.flush()
                took = milliseconds([toolweft, "graph", file.name, "--format", "json"], 1)
            table.add_row(f"toolweft graph, {len(tools):,} {name} tools", f"{took:.0f}")
    Console(width=100).print(table)


if __name__ == "__main__":
    main()

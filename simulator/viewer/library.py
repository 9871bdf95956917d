"""The runs that a page shows: folders of runs, folders of such folders, and files of traces."""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from simulator.run import MANIFEST, Run
from simulator.viewer.beside import Beside
from simulator.viewer.index import Index
from simulator.viewer.shown import shown
from simulator.viewer.tools import told_tools
from tool_graphs.errors import RunError
from tool_graphs.graph import ToolGraph


class Volume:
    """One run, or one file of traces, with its index."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.index = Index()
        self.beside = Beside(lambda: Run(path, {}).telemetry_shards if path.is_dir() else [])
        self.notes: list[str] = []

    @property
    def name(self) -> str:
        """What the page calls it."""
        return self.path.resolve().name

    @property
    def status(self) -> str:
        """running (or killed), complete, short, interrupted; `file` for a file of traces."""
        if not self.path.is_dir():
            return "file"
        try:
            return Run.open(self.path).status
        except RunError as error:
            return f"unknown: {error}"

    @property
    def shards(self) -> list[Path]:
        """The files of traces, in order."""
        return Run(self.path, {}).shards if self.path.is_dir() else [self.path]

    def grow(self, most: int = 10**9) -> bool:
        """Reads up to `most` further lines; whether all that is there is read."""
        try:
            return self.index.grow(self.shards, most, self.status != "running")
        except FileNotFoundError:  # the run is being replaced
            return False

    @cached_property
    def graph(self) -> ToolGraph | None:
        """The run's tools and links, where they can be read."""
        if not self.path.is_dir():
            return None
        try:
            return Run.open(self.path).graph
        except RunError as error:
            self.notes.append(f"{error}; sources of values are shown unproved")
            return None

    def shown(self, position: int) -> bytes:
        """A conversation, by its row, as JSON for the page."""
        return shown(self.index.line(position), self.graph, self.beside.line(self.index.rows[position][0]))

    @cached_property
    def tools(self) -> dict[str, Any]:
        """All its tools, as the page tells of them."""
        return told_tools(self.graph)


class Library:
    """The volumes, by their number."""

    def __init__(self, paths: Iterable[str | Path]) -> None:
        self.volumes: list[Volume] = []
        for path in paths:
            self.add(path)

    def add(self, path: str | Path) -> int:
        """Takes in a run, a file of traces or the runs of a folder; the number of the first of them, or RunError."""
        found = [Volume(each) for each in _runs(Path(path))]
        self.volumes += found
        return len(self.volumes) - len(found)


def _runs(path: Path) -> list[Path]:
    if path.is_file() or (path / MANIFEST).is_file():
        return [path]
    found = sorted(each.parent for each in path.glob(f"*/{MANIFEST}"))
    if not found:
        raise RunError(
            f"{path}: no run here; expected a run's folder as `toolweft generate --out` makes it, a folder of such folders, "
            "or a file of traces"
        )
    return found

"""The runs that a page shows: folders of runs, folders of such folders, and files of traces."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from simulator.funnel import funnel
from simulator.listing import Row, rows
from simulator.run import CATALOG, MANIFEST, Run
from simulator.salvage import salvaged
from simulator.trace import Trace
from simulator.viewer.beside import Beside
from simulator.viewer.index import Index
from simulator.viewer.row import UNREADABLE
from simulator.viewer.shown import shown
from simulator.viewer.tools import told_tools
from simulator.where import where
from tool_graphs.errors import RunError
from tool_graphs.graph import ToolGraph


class Volume:
    """One run, or one file of traces, with its index; the run may still grow, or be about to begin."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.index = Index()
        self.beside = Beside(lambda: self.run.telemetry_shards)
        self._graph: tuple[int, ToolGraph | None, str] = (-1, None, "")
        self._funnel: tuple[int, dict[str, Any]] = (-1, {})

    @property
    def name(self) -> str:
        """What the page calls it."""
        return self.path.resolve().name

    @property
    def run(self) -> Run:
        """The run as it is now; one without traces where there is none yet."""
        try:
            return Run.open(self.path)
        except RunError:
            return Run(self.path, {"status": "running"})

    @property
    def status(self) -> str:
        """running (or killed), complete, short, interrupted; `file` for a file of traces."""
        return "file" if self.path.is_file() else self.run.status

    def grow(self, most: int = 10**9) -> bool:
        """Reads up to `most` further lines; whether all that is there is read."""
        run = self.run
        try:
            return self.index.grow(run.shards, most, run.status != "running")
        except FileNotFoundError:  # the run is being replaced
            return True

    @property
    def graph(self) -> ToolGraph | None:
        """The run's tools and links, where they can be read; `note` says why not."""
        place = (self.path.parent if self.path.is_file() else self.path) / CATALOG
        stamp = place.stat().st_mtime_ns if place.is_file() else 0
        if stamp != self._graph[0]:
            try:
                self._graph = (stamp, self.run.graph, "")
            except RunError as error:
                self._graph = (stamp, None, f"{error}; sources of values are shown as plan and user say")
        return self._graph[1]

    @property
    def note(self) -> str:
        """Why there are no tools; empty where there are."""
        return "" if self.graph is not None else self._graph[2]

    def row(self, position: int) -> Row:
        """A row, by its position from 0; raises RunError where there is none."""
        if position >= len(self.index.rows):
            self.grow()
        if not 0 <= position < len(self.index.rows):
            raise RunError(f"{self.path}: no conversation number {position}; it holds {len(self.index.rows):,}, from number 0 on")
        return self.index.rows[position]

    def shown(self, position: int) -> bytes:
        """A conversation, by its row, as JSON for the page."""
        beside = self.beside.line(self.row(position).id)
        return shown(self.index.line(position), self.graph, beside)

    def trace(self, position: int) -> Trace:
        """The trace of a row, as much of it as can be read; raises RunError where it is none."""
        self.row(position)
        return salvaged(self.index.line(position))[0]

    def tools(self) -> dict[str, Any]:
        """All its tools, as the page tells of them."""
        return told_tools(self.graph)

    def meeting(self, condition: str) -> list[int]:
        """The positions of the rows that meet a condition of `toolweft list --where`; raises SimulationError."""
        test = where(condition)
        self.grow()
        if not test.timed:
            return [position for position, row in enumerate(self.index.rows) if test(row)]
        ids = {row.id for row in rows(self.run, lambda _: None) if test(row)}
        return [position for position, row in enumerate(self.index.rows) if row.id in ids]

    def funnel(self) -> dict[str, Any]:
        """How many conversations each seat let through, and what an accepted one cost."""
        self.grow()
        count = len(self.index.rows)
        if self._funnel[0] != count:
            run = self.run
            read = rows(run, lambda _: None) if run.telemetry_shards else self.index.rows  # which know of no times
            self._funnel = (count, funnel((row for row in read if row.status != UNREADABLE), run.seats))
        return self._funnel[1]


class Library:
    """The volumes, by their number."""

    def __init__(self, paths: Iterable[str | Path] = ()) -> None:
        self.volumes: list[Volume] = []
        for path in paths:
            self.add(path)

    def add(self, path: str | Path) -> int:
        """Takes in a run, a file of traces or the runs of a folder; the number of the first of them, or RunError."""
        found = [Volume(each) for each in _runs(Path(path))]
        self.volumes += found
        return len(self.volumes) - len(found)

    def expect(self, path: Path) -> None:
        """Takes in a run that is about to begin."""
        self.volumes.append(Volume(path))


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

"""A run: a folder of traces with its manifest and the tools they use, so that it opens without anything else.

manifest.json          seed, configuration, versions, catalog digest, counts: the same for the same run
catalog.json           tools and links
traces-00000.jsonl     every attempt in order, accepted, rejected and failed; 10,000 a file
telemetry-00000.jsonl  beside each trace what differs from run to run: times of its steps, prompts, answers, tokens
answers-00000.jsonl    what chat models have answered, so that nothing is asked for twice
telemetry.json         times and workers of the run
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from loguru import logger
from pydantic_core import from_json

from roles.prices import Price
from simulator.salvage import salvaged
from simulator.trace import Trace, traces_of, with_origin
from tool_graphs.errors import RunError, did_you_mean
from tool_graphs.graph import Link, ToolGraph
from tool_graphs.tool import Tool

if TYPE_CHECKING:
    from simulator.simulation import Simulation
    from simulator.stepping import Stage
    from simulator.travel.replay import Replayed

FORMAT = 1
"""Version of the folder's form."""
MANIFEST, CATALOG, TELEMETRY = "manifest.json", "catalog.json", "telemetry.json"
SHARD = 10_000
"""Attempts per file."""


class Run:
    """A run that is on disk; `Run.open(folder)`."""

    def __init__(self, path: Path, manifest: dict[str, Any]) -> None:
        self.path = path
        self.manifest = manifest

    @staticmethod
    def open(path: str | Path) -> "Run":
        """The run in a folder, finished or not; of a file, the traces in it. Raises RunError where there is none."""
        path = Path(path)
        if path.is_file():
            return Loose(path)
        if not (path / MANIFEST).is_file():
            raise RunError(f"{path}: no run here, expected a folder with a {MANIFEST}, as `toolweft generate --out` makes it")
        return Run(path, loaded(path / MANIFEST))

    @property
    def status(self) -> str:
        """running (or killed), complete, short, interrupted."""
        return str(self.manifest.get("status", "unknown"))

    @property
    def seats(self) -> tuple[str, ...]:
        """The seats in the order of the routes, as far as the manifest tells."""
        routes = self.manifest.get("configuration", {}).get("routes", {})
        return tuple(routes) if isinstance(routes, dict) else ()

    @property
    def shards(self) -> list[Path]:
        """The files of traces, in order."""
        return sorted(self.path.glob("traces-*.jsonl"))

    @property
    def telemetry_shards(self) -> list[Path]:
        """The files of telemetry, in order; none where it was turned off."""
        return sorted(self.path.glob("telemetry-*.jsonl"))

    def telemetry(self, id: str) -> dict[str, Any] | None:
        """What was taken down beside the trace of that id: `steps`, each with `step`, `seat`, `seconds`, `asked` and so on."""
        for shard in self.telemetry_shards:
            with shard.open("rb") as file:
                for line in file:
                    if id_of(line) == id:
                        return _telemetry(line)
        return None

    def telemetries(self) -> Iterator[dict[str, Any]]:
        """The telemetry of all attempts in order; lines that cannot be read are left out."""
        for shard in self.telemetry_shards:
            with shard.open("rb") as file:
                for line in file:
                    found = _telemetry(line)
                    if found is not None:
                        yield found

    @property
    def prices(self) -> dict[str, Price]:
        """What models cost, as the latest session was told; later ones add to earlier ones."""
        sessions = loaded(self.path / TELEMETRY).get("sessions", []) if (self.path / TELEMETRY).exists() else []
        return {
            name: Price.model_validate(price) for session in sessions for name, price in (session.get("prices") or {}).items()
        }

    @cached_property
    def graph(self) -> ToolGraph:
        """The tools and links that the run used."""
        return tools_in(self.path / CATALOG)

    def traces(self, problem: Callable[[str], None] = logger.warning) -> Iterator[Trace]:
        """All attempts in order; lines that cannot be read are told to `problem` and skipped."""
        return (with_origin(trace, self) for trace in traces_of(self.numbered(), problem))

    def trace(self, id: str | None = None, problem: Callable[[str], None] = logger.warning) -> Trace:
        """The trace of that id (the first one, if None), as much of it as can be read.

        What is wrong with it is told to `problem`, with file, line and step. Raises RunError where there is none, with the
        closest id.
        """
        path, number, line = self._found(id)
        try:
            trace, problems = salvaged(line)
        except RunError as error:
            raise RunError(f"{path}, line {number}: {error}") from error
        for each in problems:
            problem(f"{path}, line {number}: {each}")
        return with_origin(trace, self)

    def simulation(self, *, replay_only: bool = False, answers_into: Path | None = None, **changes: Any) -> "Simulation":
        """The simulation that made it; or one that differs in what is given: `cast` and other arguments of `Simulation`.

        Chat models are asked what the run holds no answer to, unless `replay_only`; new answers are kept in the folder
        `answers_into`, by default the run's own. Raises RunError for a role, strategy or route that was given as an object and
        cannot be found by name here.
        """
        from simulator.rebuilding import ChatTerms, simulation_of  # who only reads traces needs no roles

        return simulation_of(self.path, self.manifest, self.graph, ChatTerms(replay_only, answers_into), **changes)

    def stage(self, trace: Trace, *, replay_only: bool = False, answers_into: Path | None = None, **changes: Any) -> "Stage":
        """What decides how that conversation goes: of a simulation, a family or a fork; arguments as in `simulation`."""
        from simulator.rebuilding import ChatTerms, stage_in

        return stage_in(self.path, self.manifest, self.graph, trace, ChatTerms(replay_only, answers_into), **changes)

    def replay(self, id: str, **changes: Any) -> "Replayed":
        """Plays the trace of that id again and compares it with its line, byte by byte; raises RunError as `simulation` does.

        Chat models are not asked: what the run holds no answer to fails.
        """
        from simulator.travel.replay import replay

        line = self._found(id)[2]
        trace = self.trace(id)
        edited = (self.telemetry(id) or {}).get("edited")
        by_hand = (f"by hand at step {', '.join(map(str, edited))}",) if edited else ()
        return replay(trace, self.stage(trace, replay_only=True, **changes), line, (*by_hand, *self.remarks()))

    def remarks(self) -> tuple[str, ...]:
        """What is not as it was when the run was made: versions, the catalog."""
        from simulator.rebuilding import remarks_on

        return remarks_on(self.manifest, self.graph)

    def _found(self, id: str | None) -> tuple[Path, int, bytes]:
        ids = []
        for path, number, line in self.numbered():
            ids.append(id_of(line))
            if id is None or ids[-1] == id:
                return path, number, line
        if id is None:
            raise RunError(f"{self.path}: holds no trace yet")
        raise RunError(f"{self.path}: no trace {id!r}; {did_you_mean(id, filter(None, ids))}")

    def lines(self) -> Iterator[bytes]:
        """The lines as they are, a cut last one left out."""
        return (line for _, _, line in self.numbered() if line.endswith(b"\n"))

    def numbered(self) -> Iterator[tuple[Path, int, bytes]]:
        """Every line that is not empty, as it is, with its file and number."""
        for shard in self.shards:
            with shard.open("rb") as file:
                yield from ((shard, number, line) for number, line in enumerate(file, 1) if not line.isspace())


class Loose(Run):
    """Traces in a file of their own: lines of JSON, or one object over several lines; the tools are those beside it, if any."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, {})
        self.folder = path.parent

    @property
    def shards(self) -> list[Path]:
        """The file."""
        return [self.path]

    @property
    def telemetry_shards(self) -> list[Path]:
        """What stands beside it, where it is a run's."""
        return sorted(self.folder.glob("telemetry-*.jsonl")) if self.path.name.startswith("traces-") else []

    @cached_property
    def graph(self) -> ToolGraph:
        """The tools of the run whose file it is; raises RunError where there is none."""
        if not (self.folder / CATALOG).is_file():
            raise RunError(f"{self.path}: a file of traces without a run, so its tools are not known")
        return tools_in(self.folder / CATALOG)

    def numbered(self) -> Iterator[tuple[Path, int, bytes]]:
        """As a run's; an object that stands on several lines is one."""
        with self.path.open("rb") as file:
            beginning = next((line for line in file if not line.isspace()), b"")
        if beginning.strip() in (b"{", b"["):
            content = self.path.read_bytes()
            yield self.path, 1, content
        else:
            yield from super().numbered()


def tools_in(path: Path) -> ToolGraph:
    """The tools and links in a run's catalog; raises RunError."""
    content = loaded(path)
    try:
        return ToolGraph(
            (Tool.model_validate(tool) for tool in content["tools"]), (Link.model_validate(link) for link in content["links"])
        )
    except (KeyError, TypeError, ValueError) as error:
        raise RunError(f"{path}: no catalog of a run: {error}") from error


_ID = re.compile(rb'\{(?:"format":\d+,)?"id":"([\w.:-]+)"[,}]')


def id_of(line: bytes) -> str | None:
    """The id in a line of traces or telemetry, without reading the rest where it was written by toolweft."""
    begins = _ID.match(line)
    if begins:
        return begins[1].decode()
    try:
        return str(orjson.loads(line)["id"])
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return None


def _telemetry(line: bytes) -> dict[str, Any] | None:
    try:
        content = from_json(line)
    except ValueError:
        return None
    return content if isinstance(content, dict) and isinstance(content.get("steps"), list) else None


def loaded(path: Path) -> dict[str, Any]:
    """The JSON object in a file; raises RunError."""
    try:
        content = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise RunError(f"{path}: cannot be read: {error}") from error
    if not isinstance(content, dict):
        raise RunError(f"{path}: expected an object, got {type(content).__name__}")
    return content

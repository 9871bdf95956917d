"""A run: a folder of traces with its manifest and the tools they use, so that it opens without anything else.

manifest.json          seed, configuration, versions, catalog digest, counts: the same for the same run
catalog.json           tools and links
traces-00000.jsonl     every attempt in order, accepted, rejected and failed; 10,000 a file
telemetry-00000.jsonl  beside each trace what differs from run to run: times of its steps, prompts, answers, tokens
telemetry.json         times and workers of the run
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson
from loguru import logger
from pydantic_core import from_json

from simulator.trace import Trace, parse, read
from tool_graphs.errors import RunError, did_you_mean
from tool_graphs.graph import Link, ToolGraph
from tool_graphs.tool import Tool

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
        """The run in a folder, finished or not; raises RunError where there is none."""
        path = Path(path)
        if not (path / MANIFEST).is_file():
            raise RunError(f"{path}: no run here, expected a folder with a {MANIFEST}, as `toolweft generate --out` makes it")
        return Run(path, loaded(path / MANIFEST))

    @property
    def status(self) -> str:
        """running (or killed), complete, short, interrupted."""
        return str(self.manifest.get("status", "unknown"))

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

    @cached_property
    def graph(self) -> ToolGraph:
        """The tools and links that the run used."""
        content = loaded(self.path / CATALOG)
        try:
            return ToolGraph(
                (Tool.model_validate(tool) for tool in content["tools"]), (Link.model_validate(link) for link in content["links"])
            )
        except (KeyError, TypeError, ValueError) as error:
            raise RunError(f"{self.path / CATALOG}: no catalog of a run: {error}") from error

    def traces(self, problem: Callable[[str], None] = logger.warning) -> Iterator[Trace]:
        """All attempts in order; lines that cannot be read are told to `problem` and skipped."""
        for shard in self.shards:
            yield from read(shard, problem)

    def trace(self, id: str) -> Trace:
        """The trace of that id; raises RunError with the closest one."""
        marked = b'"id":%s' % orjson.dumps(id)
        for line in self.lines():
            if marked in line[:200]:
                return parse(line)
        ids = []
        for line in self.lines():
            ids.append(id_of(line))
            if ids[-1] == id:  # written by hand, or by another tool
                return parse(line)
        raise RunError(f"{self.path}: no trace {id!r}; {did_you_mean(id, filter(None, ids))}")

    def lines(self) -> Iterator[bytes]:
        """The lines as they are, a cut last one left out."""
        for shard in self.shards:
            with shard.open("rb") as file:
                yield from (line for line in file if line.endswith(b"\n"))


_ID = re.compile(rb'\{(?:"format":\d+,)?"id":"([\w.:-]+)"')


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

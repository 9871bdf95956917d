"""Writing a run's folder: whole lines only, so that a run that is cut off by Ctrl-C or a full disk still loads and goes on."""

import datetime
import os
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import orjson

from simulator.holding import held
from simulator.run import CATALOG, FORMAT, MANIFEST, SHARD, TELEMETRY, Run, id_of, loaded
from simulator.simulation import Attempt, Progress
from simulator.tally import Tally
from simulator.trace import parse
from simulator.versions import versions
from tool_graphs.errors import RunError
from tool_graphs.graph import ToolGraph

PRETTY = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


class Attempting(Protocol):
    """What can be recorded: a `Simulation`, `Families`."""

    graph: ToolGraph

    def described(self) -> dict[str, Any]:
        """What decides the conversations, apart from the tools, in plain data."""
        ...

    def attempts(
        self,
        count: int,
        workers: int = 1,
        *,
        threads: int | None = None,
        max_attempts: int | None = None,
        progress: Progress | None = None,
        start: int = 0,
        accepted: int = 0,
    ) -> Iterator[Attempt]:
        """The attempts in order."""
        ...


def record(
    simulation: Attempting,
    count: int,
    out: str | Path,
    *,
    workers: int = 1,
    threads: int | None = None,
    max_attempts: int | None = None,
    whole: bool = False,
    overwrite: bool = False,
    resume: bool = False,
    catalog: Mapping[str, Any] | None = None,
    asked: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
    told: Mapping[str, Any] | None = None,
) -> Run:
    """Runs the simulation into a folder, which holds `count` accepted conversations, or fewer where `max_attempts` ended it.

    With `whole`, a run of `max_attempts` attempts is complete however many of them were accepted.
    `catalog` is what the manifest is to say of the tools' origin, `asked` by which names roles and routes were asked for, so that
    they can be found again, `told` what the telemetry is to say of this session. Raises RunError for a folder that cannot be
    taken, BudgetError where no more may be asked of models, and OSError where writing fails on the way; the folder then holds
    all attempts so far and can be resumed.
    """
    out = Path(out)
    manifest = {
        "format": FORMAT,
        "status": "running",
        "count": count,
        "configuration": simulation.described(),
        **({"asked": dict(asked)} if asked else {}),
        "catalog": {
            **(catalog or {}),
            "tools": len(simulation.graph.tools),
            "links": len(simulation.graph.links),
            "digest": simulation.graph.digest,
        },
        "versions": versions(),
    }
    with held(out):
        tally = _taken(out, manifest, simulation.graph, overwrite, resume)
        attempts = partial(
            simulation.attempts,
            count,
            workers,
            threads=threads,
            max_attempts=max_attempts,
            progress=progress,
            start=tally.attempts,
            accepted=tally.accepted,
        )
        session = {"workers": workers, **(told or {}), **({"threads": threads} if threads else {})}
        _written(out, manifest, tally, attempts, max_attempts if whole else None, session)
    return Run.open(out)


def _taken(out: Path, manifest: dict[str, Any], graph: ToolGraph, overwrite: bool, resume: bool) -> Tally:
    """What the folder holds already; from now on it is this run's."""
    tally = _resumed(out, manifest) if resume and (out / MANIFEST).exists() else _started(out, overwrite)
    _replace(out / MANIFEST, manifest)
    if not (out / CATALOG).exists():
        _replace(out / CATALOG, _tools(graph))
    return tally


def _written(
    out: Path,
    manifest: dict[str, Any],
    tally: Tally,
    attempts: Callable[[], Iterator[Attempt]],
    enough: int | None,
    session: dict[str, Any],
) -> None:
    """Writes the attempts, and at the end, however it comes, the manifest; `enough` attempts make the run complete."""
    began, clock = datetime.datetime.now(datetime.UTC), time.perf_counter()
    status = "interrupted"
    try:
        _append(attempts(), out, tally)
        status = "complete" if tally.accepted >= manifest["count"] or tally.attempts == enough else "short"
    finally:
        took = {"began": began.isoformat(), "seconds": round(time.perf_counter() - clock, 3), **session}
        _finish(out, {**manifest, "status": status, "counts": tally.described()}, took)


def _append(attempts: Any, out: Path, tally: Tally) -> None:
    telemetry, traces = _Shards(out, "telemetry"), _Shards(out, "traces")
    try:
        for attempt in attempts:
            if attempt.telemetry:  # first, so that no trace goes without; what has no trace is cut off on resuming
                telemetry.write(attempt.index, attempt.telemetry)
            traces.write(attempt.index, attempt.line)
            tally.add(f"c{attempt.index:06d}", attempt.status, attempt.seat, attempt.reasons, attempt.error)
    finally:
        attempts.close()
        telemetry.close()
        traces.close()


class _Shards:
    """Lines of one kind, 10,000 a file."""

    def __init__(self, out: Path, kind: str) -> None:
        self.out, self.kind, self.shard = out, kind, -1
        self.file: Any = None

    def write(self, index: int, line: bytes) -> None:
        """One line, wholly or not at all."""
        if index // SHARD != self.shard:
            self.close()
            self.shard = index // SHARD
            self.file = (self.out / f"{self.kind}-{self.shard:05d}.jsonl").open("ab", buffering=0)
        _write_whole(self.file, line)

    def close(self) -> None:
        """Closes the file that is open, if any."""
        if self.file is not None:
            self.file.close()


def _write_whole(file: Any, line: bytes) -> None:
    """One line, wholly or not at all."""
    before = file.tell()
    written = 0
    try:
        while written < len(line):
            written += file.write(line[written:])
    except BaseException:
        if written:
            os.ftruncate(file.fileno(), before)
        raise


def _finish(out: Path, manifest: dict[str, Any], session: dict[str, Any]) -> None:
    """Manifest and telemetry; on a full disk the folder loads without them, too."""
    try:
        _replace(out / MANIFEST, manifest)
        earlier = loaded(out / TELEMETRY).get("sessions", []) if (out / TELEMETRY).exists() else []
        _replace(out / TELEMETRY, {"sessions": [*earlier, session]})
    except (OSError, RunError):
        if manifest["status"] != "interrupted":
            raise


def _replace(path: Path, content: Mapping[str, Any]) -> None:
    new = path.with_suffix(".new")
    try:
        new.write_bytes(orjson.dumps(content, option=PRETTY))
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def _started(out: Path, overwrite: bool) -> Tally:
    if (out / MANIFEST).exists():
        if not overwrite:
            raise RunError(
                f"{out} already holds a run; choose another folder, go on with it (--resume) or replace it (--overwrite)"
            )
        for path in (*Run(out, {}).shards, *Run(out, {}).telemetry_shards, out / CATALOG, out / TELEMETRY, out / MANIFEST):
            path.unlink(missing_ok=True)
    if out.is_dir() and any(not path.match("answers-*.jsonl") for path in out.iterdir()):  # these were paid for
        raise RunError(f"{out} is not empty and holds no run; choose another folder: nothing in it was touched")
    return Tally()


def _tools(graph: ToolGraph) -> dict[str, Any]:
    tools = [tool.model_dump(mode="json") for tool in graph.tools.values()]
    return {"tools": tools, "links": [link.model_dump(mode="json") for link in graph.links]}


def _resumed(out: Path, manifest: dict[str, Any]) -> Tally:
    """What the folder holds, its cut last line taken off; raises RunError where it is another run."""
    before = loaded(out / MANIFEST)
    for part in ("format", "configuration", "catalog"):
        difference = _difference(before.get(part), manifest[part])
        if difference:
            raise RunError(
                f"{out} holds another run: its {part} {difference}; resume with what it began with, or use another folder"
            )
    tally = Tally()
    run = Run(out, before)
    for shard in run.shards:
        _cut_to_whole_lines(shard)
    for line in run.lines():
        try:
            trace = parse(line)
        except RunError as error:
            raise RunError(f"{out}: attempt {tally.attempts}: {error}; this run cannot be resumed") from error
        if trace.id != f"c{tally.attempts:06d}":
            raise RunError(f"{out}: expected attempt c{tally.attempts:06d}, found {trace.id}; this run cannot be resumed")
        tally.add(trace.id, trace.status, trace.seat, trace.reasons, trace.error)
    for shard in run.telemetry_shards:
        _cut_to_whole_lines(shard)
        _cut_to_attempts(shard, tally.attempts)
    return tally


def _cut_to_whole_lines(path: Path) -> None:
    content = path.read_bytes()
    if not content.endswith(b"\n"):
        os.truncate(path, content.rfind(b"\n") + 1)


def _cut_to_attempts(path: Path, attempts: int) -> None:
    """Takes off the telemetry of attempts whose traces were not written any more."""
    kept = 0
    with path.open("rb") as file:
        for line in file:
            if id_of(line) == f"c{attempts:06d}":
                break
            kept += len(line)
    if kept < path.stat().st_size:
        os.truncate(path, kept)


def _difference(before: Any, now: Any) -> str:
    """In words, how two parts of a manifest differ; empty if they do not."""
    if isinstance(before, dict) and isinstance(now, dict):
        if "digest" in now:  # the same tools may come from another file
            before, now = {"digest": before.get("digest")}, {"digest": now["digest"]}
        for key in dict.fromkeys((*before, *now)):
            if before.get(key) != now.get(key):
                return f"has {key}={before.get(key)!r}, and not {now.get(key)!r}"
        return ""
    return "" if before == now else f"is {before!r}, and not {now!r}"

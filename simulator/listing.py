"""Traces as rows of facts: enough to list, filter and count a large run in little memory, without building its conversations."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import orjson
from loguru import logger

from simulator.run import Run, id_of
from simulator.salvage import salvaged
from tool_graphs.errors import RunError


@dataclass(slots=True)
class Row:
    """What one attempt came to. Lists hold each value once, in the order in which it came up."""

    id: str
    status: str
    seat: str | None
    """Who rejected it, or failed."""
    reason: str
    """Why it was rejected, or the error; empty where it was accepted."""
    strategy: str
    seed: str
    steps: int
    reasons: list[str] = field(default_factory=list)
    error: dict[str, Any] | None = None
    turns: int = 0
    """Turns that a reply closed."""
    calls: int = 0
    """Calls that were issued."""
    implicit: int = 0
    """Calls that the briefs leave unsaid."""
    retries: int = 0
    """Verdicts that sent something back."""
    tool: list[str] = field(default_factory=list)
    """Tools of calls that were planned or issued."""
    hidden: list[str] = field(default_factory=list)
    """Tools of implicit calls."""
    text: list[str] = field(default_factory=list)
    """Requests and replies."""
    verdicts: list[tuple[str, bool]] = field(default_factory=list)
    """(seat, ok) of each verdict."""
    spoken: dict[str, int] = field(default_factory=dict)
    """Seat -> how often it spoke."""
    seconds: float | None = None
    tokens: int | None = None
    """Sent to models and answered by them."""
    model: list[str] = field(default_factory=list)
    spent: dict[str, tuple[float, int]] = field(default_factory=dict)
    """Seat -> seconds and tokens."""

    def described(self) -> dict[str, Any]:
        """In plain data, without texts; `reason` is null where there is none."""
        left_out = ("text", "verdicts", "spoken", "spent")
        plain = {each.name: getattr(self, each.name) for each in fields(self) if each.name not in left_out}
        return {**plain, "reason": self.reason or None}


def rows(run: Run, problem: Callable[[str], None] = logger.warning, timed: bool = True) -> Iterator[Row]:
    """A row for each attempt, in order; what is wrong with a line is told to `problem`, with its place.

    With `timed`, times and tokens are read from the telemetry beside it.
    """
    beside = _Beside(run) if timed else None
    for path, number, line in run.numbered():
        content = _content(path, number, line, problem)
        if content is None:
            continue
        row = row_of(content)
        if beside is not None:
            beside.add(row)
        yield row


def _content(path: Path, number: int, line: bytes, problem: Callable[[str], None]) -> dict[str, Any] | None:
    try:
        content = orjson.loads(line)
        if _sound(content):
            return content  # type: ignore[no-any-return]
    except orjson.JSONDecodeError:
        pass
    try:
        trace, problems = salvaged(line)
    except RunError as error:
        problem(f"{path}, line {number}: {error}; skipped")
        return None
    for each in problems:
        problem(f"{path}, line {number}: {each}")
    return trace.model_dump(mode="json", fallback=repr)


def _sound(content: Any) -> bool:
    """Whether it has the outline of a trace, of this version."""
    return (
        isinstance(content, dict)
        and content.get("format") == 1
        and content.get("status") in ("accepted", "rejected", "failed")
        and isinstance(content.get("conversation"), dict)
        and isinstance(content["conversation"].get("steps"), list)
    )


def row_of(content: dict[str, Any]) -> Row:
    """The facts of a trace in plain data; what is not in its form counts for nothing."""
    given = (content.get("conversation") or {}).get("steps") or []
    steps = [step for step in given if isinstance(step, dict)]
    error = content.get("error") if isinstance(content.get("error"), dict) else None
    reasons = list(map(str, content.get("reasons") or ()))
    seat = content.get("seat")
    row = Row(
        id=str(content.get("id")),
        status=str(content.get("status")),
        seat=seat if isinstance(seat, str) else None,
        reason=f"{error.get('type')}: {error.get('message')}" if error else "; ".join(reasons),
        reasons=reasons,
        error=error,
        strategy=str(content.get("strategy")),
        seed=str(content.get("seed")),
        steps=len(given),
    )
    _Reading(row).read(steps)
    return row


class _Reading:
    """Goes through the steps once."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.planned: dict[str, str] = {}
        self.implicit: list[str] = []

    def read(self, steps: list[dict[str, Any]]) -> None:
        spoken = self.row.spoken
        for step in steps:
            seat = step.get("by")
            if isinstance(seat, str):
                spoken[seat] = spoken.get(seat, 0) + 1
            read = _READ.get(step.get("kind"))  # type: ignore[arg-type]
            if read is not None:
                read(self, step)
        self._close()
        for name in ("tool", "hidden", "text"):
            setattr(self.row, name, list(dict.fromkeys(getattr(self.row, name))))

    def plan(self, step: dict[str, Any]) -> None:
        self.implicit = []
        for id, tool in _calls(step.get("plan")):
            self.planned[id] = tool
            self.row.tool.append(tool)

    def brief(self, step: dict[str, Any]) -> None:
        brief = step.get("brief")
        implicit = brief.get("implicit") if isinstance(brief, dict) else None
        self.implicit = [str(id) for id in implicit] if isinstance(implicit, list) else []

    def call(self, step: dict[str, Any]) -> None:
        for _, tool in _calls(step):
            self.row.calls += 1
            self.row.tool.append(tool)

    def ask(self, step: dict[str, Any]) -> None:
        self.row.text.append(str(step.get("text")))

    def reply(self, step: dict[str, Any]) -> None:
        self.ask(step)
        self.row.turns += 1
        self._close()

    def judge(self, step: dict[str, Any]) -> None:
        ok = bool(step.get("ok"))
        self.row.verdicts.append((str(step.get("by")), ok))
        self.row.retries += not ok

    def _close(self) -> None:
        self.row.implicit += len(self.implicit)
        self.row.hidden += [self.planned[id] for id in self.implicit if id in self.planned]
        self.implicit = []


_READ: dict[str, Callable[[_Reading, dict[str, Any]], None]] = {
    "planned": _Reading.plan,
    "briefed": _Reading.brief,
    "called": _Reading.call,
    "asked": _Reading.ask,
    "replied": _Reading.reply,
    "judged": _Reading.judge,
}


def _calls(holder: Any) -> Iterator[tuple[str, str]]:
    calls = holder.get("calls") if isinstance(holder, dict) else None
    for call in calls if isinstance(calls, list) else ():
        if isinstance(call, dict):
            yield str(call.get("id")), str(call.get("tool"))


class _Beside:
    """The telemetry of a run, read along with its traces: both are written in the same order."""

    AHEAD = 100
    """After how many lines a missing one is given up."""

    def __init__(self, run: Run) -> None:
        self.lines = self._lines(run)
        self.ahead: dict[str, bytes] = {}

    @staticmethod
    def _lines(run: Run) -> Iterator[bytes]:
        for shard in run.telemetry_shards:
            with shard.open("rb") as file:
                yield from file

    def add(self, row: Row) -> None:
        """Times, tokens and models to a row, where they are known."""
        line = self.ahead.pop(row.id, None)
        while line is None and len(self.ahead) < self.AHEAD:
            following = next(self.lines, None)
            if following is None:
                return
            id = id_of(following)
            if id == row.id:
                line = following
            elif id is not None:
                self.ahead[id] = following
        if line is not None:
            _spent(row, line)


def _spent(row: Row, line: bytes) -> None:
    try:
        steps = orjson.loads(line)["steps"]
        row.seconds, row.tokens = 0.0, 0
        for step in steps:
            seconds, tokens, seat = step["seconds"], 0, step["seat"]
            for asked in step.get("asked", ()):
                tokens += sum(asked["tokens"].values())
                row.model.append(asked["model"])
            before = row.spent.get(seat, (0.0, 0))
            row.spent[seat] = before[0] + seconds, before[1] + tokens
            row.seconds, row.tokens = row.seconds + seconds, row.tokens + tokens
        row.seconds = round(row.seconds, 6)
        row.model = list(dict.fromkeys(row.model))
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):  # cut off, or edited
        row.seconds = row.tokens = None

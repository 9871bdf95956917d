"""A conversation with its outcome, as one line of JSON."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from roles.base import Conversation, Replied, Role, Step
from tool_graphs.errors import RunError

if TYPE_CHECKING:
    from simulator.simulation import Simulation
    from simulator.stepping import Stage
    from simulator.travel.diff import Diff
    from simulator.travel.replay import Replayed

FORMAT = 1
"""Version of the lines' form; a reader that knows less says so."""


class Failure(BaseModel, frozen=True):
    """What a role raised."""

    type: str
    message: str


class Trace(BaseModel, frozen=True):
    """One attempt: the steps, and what came of them."""

    __slots__ = ("origin",)  # no field: where it was opened is no part of what it is
    format: int = FORMAT
    id: str
    seed: str
    strategy: str
    status: Literal["accepted", "rejected", "failed"]
    seat: str | None = None
    """Who rejected it, or whose role failed."""
    reasons: tuple[str, ...] = ()
    """Why it was rejected."""
    error: Failure | None = None
    conversation: Conversation = Conversation()

    @property
    def accepted(self) -> bool:
        """Whether it is fit for a dataset."""
        return self.status == "accepted"

    def line(self) -> bytes:
        """The trace as a line of JSON, line feed included; raises ValueError for a step that JSON cannot hold."""
        return self.model_dump_json().encode() + b"\n"

    @property
    def steps(self) -> tuple[Step, ...]:
        """The conversation's steps, numbered from 0."""
        return self.conversation.steps

    def replay(self, simulation: "Simulation | None" = None) -> "Replayed":
        """Plays it again: whether it is the same to the byte, and where not.

        By the run or simulation that it came from, or by the one that is given; raises RunError where there is neither.
        """
        from simulator.travel.replay import replay  # here and below: who only reads traces needs neither roles nor LangGraph

        told = getattr(getattr(self, "origin", None), "remarks", None)
        if simulation is None and callable(told):  # a run, whose chat models are not asked anew
            return replay(self, self._stage(None, replay_only=True), remarks=told())
        return replay(self, self._stage(simulation))

    def fork(
        self,
        at: int,
        *,
        cast: Mapping[str, Role] | None = None,
        simulation: "Simulation | None" = None,
        **changes: Any,
    ) -> "Trace":
        """Another trace: steps 0 to `at` - 1 of this one, then it goes on with something changed.

        `cast` replaces roles; `seed`, `strategy`, `turns` and so on are arguments of `Simulation`. Raises SimulationError where
        it cannot go on from there, RunError as `replay` does.
        """
        from simulator.travel.fork import Origin, fork

        if cast:
            changes["cast"] = cast
        stage = self._stage(simulation, **changes)
        return with_origin(fork(self, at, stage)[0], Origin(stage, at))

    def diff(self, other: "Trace") -> "Diff":
        """What sets another trace apart from this one, by meaning."""
        from simulator.travel.diff import diff

        return diff(self, other)

    def telemetry(self) -> dict[str, Any] | None:
        """Times, prompts and answers beside its steps, where it was opened from a run that kept them."""
        found = getattr(getattr(self, "origin", None), "telemetry", None)
        return found(self.id) if callable(found) else None

    def _stage(self, simulation: "Simulation | None", **changes: Any) -> "Stage":
        origin = simulation or getattr(self, "origin", None)
        if origin is None:
            raise RunError(
                f"{self.id}: neither the run nor the simulation that it came from is known; open it from a run's folder, as in "
                "Run.open(folder).trace(id), or hand over the simulation: simulation=..."
            )
        stage: Stage = origin.stage(self, **changes)
        return stage

    def __repr__(self) -> str:
        turns = len(self.conversation.all(Replied))
        why = f", by {self.seat}" if self.seat else ""
        size = f"{turns} turn{'s' * (turns != 1)}, {len(self.steps)} steps"
        return f"<Trace {self.id}: {self.status}{why}, strategy {self.strategy}, seed {self.seed}, {size}>"

    def _repr_html_(self) -> str:
        from simulator.notebook import as_html
        from simulator.reading import lines

        try:
            graph = getattr(getattr(self, "origin", None), "graph", None)
        except RunError:
            graph = None
        return as_html(lines(self, graph))

    def __str__(self) -> str:
        from simulator.reading import as_text  # the reader needs this class

        return as_text(self)


def with_origin(trace: Trace, origin: Any) -> Trace:
    """The trace, which knows from now on the run or simulation that it came from, and can be replayed and forked by it."""
    object.__setattr__(trace, "origin", origin)
    return trace


def parse(line: bytes) -> Trace:
    """The trace of one line; raises RunError with what is wrong with it."""
    try:
        content: Any = from_json(line)  # unlike orjson, it keeps integers of any size
    except ValueError as error:
        raise RunError(f"no JSON ({error})") from error
    if not isinstance(content, dict):
        raise RunError(f"expected an object, got {type(content).__name__}")
    try:
        return Trace.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(key) for key in first["loc"]) or "(top)"
        newer = "; it was written by a newer toolweft: upgrade" if _number(content.get("format")) > FORMAT else ""
        raise RunError(f"no trace: {place}: {first['msg']}{newer}") from error


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def read(path: Path, problem: Callable[[str], None]) -> Iterator[Trace]:
    """The traces of one file; a line that is none, such as a cut last one, is told to `problem` and skipped."""
    with path.open("rb") as file:
        yield from traces_of(((path, number, line) for number, line in enumerate(file, 1) if line.strip()), problem)


def traces_of(numbered: Iterable[tuple[Path, int, bytes]], problem: Callable[[str], None]) -> Iterator[Trace]:
    """The traces of lines, each with its file and number; one that is none is told to `problem` and skipped."""
    for path, number, line in numbered:
        try:
            yield parse(line)
        except RunError as error:
            cut = "cut off, " if not line.endswith(b"\n") else ""
            problem(f"{path}, line {number}: {cut}{error}; skipped")


def write(traces: Iterable[Trace], path: Path) -> None:
    """Traces as a file of JSON lines."""
    with path.open("wb") as file:
        file.writelines(trace.line() for trace in traces)

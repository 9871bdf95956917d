"""One conversation after another, or many at once: as many accepted as wanted, the same for any number of workers and threads."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from roles.base import Briefed, Conversation, EmbeddingStrategy, Judged, Role
from roles.plugins import find_strategy
from roles.strategies.needs import name_of, needs_of
from roles.suited import refuse_unmet
from simulator.graph import MAX_STEPS, Machine, Played, SeatError, build, failed_at, play
from simulator.measures.target import Target
from simulator.memory import lasting as lasting
from simulator.models import models_of
from simulator.routes import END, ROUTES, Routes, destinations
from simulator.slots import threads_for, together
from simulator.steering.aims import Aims, aims_of
from simulator.steering.deciding import refuse_decided
from simulator.steering.hiding import NAME
from simulator.stepping import Stage, Stepper, stage_of
from simulator.telemetry import Record
from simulator.trace import Failure, Trace, parse, with_origin
from simulator.workers import worked
from tool_graphs.errors import SimulationError
from tool_graphs.graph import ToolGraph
from tool_graphs.sampling.wishes import ANY, Wishes

STRATEGY = "upstream"
TURNS = (1, 3)
"""What is taken where nothing else is asked for."""
Progress = Callable[[int, int], None]
"""Told (accepted, attempts) after every attempt."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt as a run writes it: its trace's line, and what is counted."""

    index: int
    status: Literal["accepted", "rejected", "failed"]
    seat: str | None
    reasons: tuple[str, ...]
    error: Failure | None
    line: bytes
    telemetry: bytes = b""
    """The line of what differs from run to run, where it is kept."""


class Simulation:
    """Conversations on one tool graph.

    `cast` replaces or adds roles; seats of the routes that it leaves out are played offline. `turns` is a number or
    (least, most), by default 1 to 3; `strategy` is `upstream` where nothing is given; `wishes` say what
    plans should be like; a run follows the distributions of a `target`, and names all calls but the `implicit_share`: then the
    strategy is its own; `telemetry` says whether attempts take down times and prompts. Raises SimulationError where cast and
    routes do not fit together or a target decides what is given, GraphError where no plan of the graph is as wished.
    """

    def __init__(
        self,
        graph: ToolGraph,
        cast: Mapping[str, Role] | None = None,
        routes: Routes = ROUTES,
        *,
        strategy: str | EmbeddingStrategy | None = None,
        turns: int | tuple[int, int] | None = None,
        seed: int | str = 7,
        max_steps: int = MAX_STEPS,
        wishes: Wishes = ANY,
        target: Target | None = None,
        implicit_share: float | None = None,
        telemetry: bool = True,
    ) -> None:
        self._given: dict[str, Any] = {
            **{"cast": dict(cast or {}), "routes": routes, "strategy": strategy, "turns": turns, "seed": seed},
            **{"max_steps": max_steps, "wishes": wishes, "target": target, "implicit_share": implicit_share},
        }
        self.graph = graph
        self.routes = routes
        refuse_decided(target, implicit_share, strategy, turns, wishes)
        hiding = STRATEGY if strategy is None else strategy
        self.strategy = hiding if isinstance(hiding, str) else name_of(hiding)
        self.turns = _turns(TURNS if turns is None else turns)
        self.seed = str(seed)
        self.max_steps = max_steps
        self.wishes = wishes
        self.target = target
        self.implicit_share = implicit_share
        self.telemetry = telemetry
        self.aims: Aims | None = None
        if target is not None or implicit_share is not None:
            self.aims = aims_of(target, implicit_share, self.turns, wishes)
            self.strategy = NAME
        self.cast = self._completed(cast or {}, find_strategy(hiding, graph))
        self.machine  # noqa: B018 - refuses what cannot be played

    def _completed(self, cast: Mapping[str, Role], strategy: EmbeddingStrategy) -> dict[str, Role]:
        if all(seat in cast for seat in self.routes):
            return dict(cast)
        from roles.cast import offline_cast  # not needed where every seat is taken
        from simulator.steering.cast import steered_cast

        if self.aims is not None:
            offline: Mapping[str, Any] = steered_cast(self.graph, self.aims, wishes=self.wishes)
        else:
            if "scenario" not in cast and "planner" not in cast and "embedder" not in cast:
                refuse_unmet(self.graph, self.strategy, needs_of(strategy), self.turns)
            offline = offline_cast(self.graph, strategy, self.turns, wishes=self.wishes)
        return {**{seat: role for seat, role in offline.items() if seat in self.routes}, **cast}

    @cached_property
    def machine(self) -> Machine:
        """The LangGraph graph."""
        return build(self.cast, self.routes, self.max_steps)

    def __getstate__(self) -> dict[str, Any]:
        return {key: value for key, value in self.__dict__.items() if key != "machine"}

    def one(self, index: int) -> Trace:
        """Attempt number `index`, from 0."""
        return with_origin(self._played(index)[0], self)

    def changed(self, *, cast: Mapping[str, Role] | None = None, **changes: Any) -> "Simulation":
        """Another simulation, which differs in what is given: roles of the cast, or any argument of the constructor."""
        given = {**self._given, "telemetry": self.telemetry, **changes}
        return Simulation(self.graph, **{**given, "cast": {**self._given["cast"], **(cast or {})}})

    def stage(self, trace: Trace, **changes: Any) -> Stage:
        """What decides how that conversation goes; `changes` as in `changed`."""
        simulation = self.changed(**changes) if changes else self
        return stage_of(simulation, trace.id)

    def stepper(self, index: int = 0) -> Stepper:
        """Attempt number `index`, from 0, to be played step by step."""
        return Stepper(stage_of(self, f"c{index:06d}"))

    def begin(self, index: int = 0) -> Played:
        """The state before the first step of attempt number `index`."""
        return Played(conversation=Conversation(), id=f"c{index:06d}", seed=self.seed)

    def step(self, state: Played) -> Played:
        """The state after one more step; the same one where nobody speaks any more, with `failure` where a role failed."""
        if "failure" in state:
            return state
        stage = replace(stage_of(self, state["id"]), seed=state["seed"])
        try:
            seat = stage.after(state["conversation"])
            conversation = state["conversation"] if seat == END else stage.played(seat, state["conversation"])
        except SeatError as error:
            return failed_at(error, state["id"], state["seed"])
        return Played(conversation=conversation, id=state["id"], seed=state["seed"])

    def run(
        self,
        count: int,
        workers: int = 1,
        *,
        threads: int | None = None,
        max_attempts: int | None = None,
        progress: Progress | None = None,
    ) -> Iterator[Trace]:
        """All attempts up to the one that makes `count` accepted, in order; fewer accepted after `max_attempts`.

        Each of the `workers`, which are processes, plays `threads` conversations at once: by default one, and 32 where a chat
        model has a seat. Any number of either gives the same.
        """
        for attempt in self.attempts(count, workers, threads=threads, max_attempts=max_attempts, progress=progress):
            yield with_origin(parse(attempt.line), self)

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
        """As `run`, each with its line of JSON; goes on from attempt `start` with so many already accepted."""
        last = attempts_allowed(count) if max_attempts is None else max_attempts

        def wanted() -> int:
            return count - accepted

        if wanted() <= 0:
            return
        with lasting():
            threads = threads_for(self.cast) if threads is None else threads
            for attempt in worked(self.attempt, start, last, workers, wanted, threads=threads, together=together(self.cast)):
                accepted += attempt.status == "accepted"
                if progress is not None:
                    progress(accepted, attempt.index + 1)
                yield attempt
                if accepted >= count:
                    break

    def attempt(self, index: int) -> Attempt:
        """Attempt number `index`, as a run writes it."""
        record = Record() if self.telemetry else None
        trace, line = self._played(index, record)
        return attempted(index, trace, line, record)

    def _played(self, index: int, record: Record | None = None) -> tuple[Trace, bytes]:
        state = play(self.machine, f"c{index:06d}", self.seed, record=record)
        trace = traced(state, state["id"], self._named(state["conversation"]))
        return written(trace, self.strategy)

    def _named(self, conversation: Conversation) -> str:
        briefed = conversation.all(Briefed)
        return briefed[-1].brief.strategy if briefed else self.strategy

    def described(self) -> dict[str, Any]:
        """What decides the conversations, apart from the tools, in plain data."""
        models = models_of({seat: self.cast[seat] for seat in self.routes})
        steering = {
            **({"target": self.target.model_dump(mode="json")} if self.target else {}),
            **({"implicit_share": self.implicit_share} if self.implicit_share is not None else {}),
        }
        return {
            **steering,
            "seed": self.seed,
            "strategy": self.strategy,
            "turns": list(self.turns),
            "plan": self.wishes.model_dump(mode="json"),
            "max_steps": self.max_steps,
            "cast": {seat: seat_name(self.cast[seat]) for seat in self.routes},
            **({"models": models} if models else {}),
            "routes": {seat: list(destinations(seat, route)) for seat, route in self.routes.items()},
        }


def attempted(index: int, trace: Trace, line: bytes, record: Record | None) -> Attempt:
    """An attempt as a run writes it, with its telemetry where it was recorded."""
    telemetry = b"" if record is None else record.line(trace, line)
    return Attempt(index, trace.status, trace.seat, trace.reasons, trace.error, line, telemetry)


def traced(state: Played, id: str, strategy: str) -> Trace:
    """What was played as a trace with its outcome."""
    conversation, failure = state["conversation"], state.get("failure")
    verdict = _verdict(conversation)
    known: dict[str, Any] = {"id": id, "seed": state["seed"], "strategy": strategy}
    if failure is not None:
        known |= {"status": "failed", "seat": state["seat"], "error": failure}
    elif verdict is not None and not verdict.ok:
        known |= {"status": "rejected", "seat": verdict.by, "reasons": verdict.reasons}
    else:
        known |= {"status": "accepted"}
    return Trace.model_construct(**known, conversation=conversation)


def _verdict(conversation: Conversation) -> Judged | None:
    """The verdict that stands: the last one, but for a refusal after which the same seat tried again."""
    for back, step in enumerate(reversed(conversation.steps)):
        if isinstance(step, Judged) and (back == 0 or not step.again):
            return step
    return None


def written(trace: Trace, strategy: str) -> tuple[Trace, bytes]:
    """The trace and its line; a failed one, of this strategy, where a step cannot be written."""
    try:
        return trace, trace.line()
    except (ValueError, TypeError) as error:
        trace = _writable(trace.model_copy(update={"strategy": strategy}), error)
        return trace, trace.line()


def attempts_allowed(count: int) -> int:
    """After how many attempts a run that accepts too little ends."""
    return 20 * count + 50


def _turns(turns: int | tuple[int, int]) -> tuple[int, int]:
    least, most = (turns, turns) if isinstance(turns, int) else turns
    if not 1 <= least <= most:
        raise SimulationError(f"turns={turns!r}: expected a number of turns or (least, most), at least 1 each")
    return least, most


def seat_name(role: object) -> str:
    """Where a role was defined, as manifests name it."""
    named = role if hasattr(role, "__qualname__") else type(role)
    return f"{getattr(named, '__module__', '?')}:{getattr(named, '__qualname__', '?')}"


def _writable(trace: Trace, error: Exception) -> Trace:
    """The steps before the one that JSON cannot hold, as a failed trace."""
    steps = trace.conversation.steps
    good = 0
    for good, step in enumerate(steps):  # noqa: B007
        try:
            Trace.model_construct(conversation=Conversation.model_construct(steps=(step,))).line()
        except (ValueError, TypeError):
            break
    failure = Failure(type=type(error).__qualname__, message=f"its step cannot be written as JSON: {ascii(str(error))[1:-1]}")
    return Trace.model_construct(
        id=trace.id,
        seed=trace.seed,
        strategy=trace.strategy,
        status="failed",
        seat=steps[good].by if steps else None,
        error=failure,
        conversation=Conversation.model_construct(steps=steps[:good]),
    )

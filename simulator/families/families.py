"""Each plan in turn, and each member of its family: attempts that a run's folder can hold."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from roles.behaviours.cast import sibling_casts
from roles.language.clauses import Clauses
from roles.strategies.needs import needs_of
from simulator.families.routes import SIBLING_ROUTES
from simulator.families.source import Source
from simulator.graph import MAX_STEPS, Machine, build, play
from simulator.routes import destinations
from simulator.simulation import Attempt, Progress, attempted, lasting, seat_name, traced, written
from simulator.strategy import strategy_called
from simulator.telemetry import Record
from simulator.workers import worked
from tool_graphs.errors import SimulationError
from tool_graphs.graph import ToolGraph


class Families:
    """The siblings of each source, in the order of the members.

    Members are behaviours or embedding strategies; `strategy` is what the sources were made with, `origin` the seed of their
    run. Raises PluginError for a name that is neither, SimulationError for none.
    """

    def __init__(
        self,
        graph: ToolGraph,
        sources: Sequence[Source],
        members: Sequence[str],
        *,
        seed: int | str = 7,
        strategy: str = "upstream",
        origin: str = "",
        telemetry: bool = True,
    ) -> None:
        self.graph = graph
        self.sources = sources
        self.members = tuple(members)
        self.seed = str(seed)
        self.strategy = strategy
        self.origin = origin
        self.telemetry = telemetry
        if not members or len(set(members)) < len(members):
            raise SimulationError(f"members {list(members)}: expected one name at least, and each once")
        self.clauses = Clauses(graph)
        self.casts = sibling_casts(self.members, graph, needs_of(strategy_called(strategy, graph)))

    @property
    def size(self) -> int:
        """How many siblings there are to be tried."""
        return len(self.sources) * len(self.members)

    @cached_property
    def machines(self) -> dict[str, Machine]:
        """Member -> the LangGraph graph that plays it."""
        return {member: build(self.casts[member], SIBLING_ROUTES, MAX_STEPS) for member in self.members}

    def __getstate__(self) -> dict[str, Any]:
        return {key: value for key, value in self.__dict__.items() if key != "machines"}

    def attempt(self, index: int) -> Attempt:
        """Attempt number `index`: one member of one family."""
        member = self.members[index % len(self.members)]
        family, begun = self.sources[index // len(self.members)].begun(member, self.seed, self.graph, self.clauses)
        record = Record() if self.telemetry else None
        state = play(self.machines[member], family, self.seed, begun, record)
        trace, line = written(traced(state, f"c{index:06d}", member), member)
        return attempted(index, trace, line, record)

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
        """All of them, in order, from number `start` on."""
        last = self.size if max_attempts is None else min(max_attempts, self.size)
        with lasting():
            for attempt in worked(self.attempt, start, last, workers, lambda: last - start, threads=threads or 1):
                accepted += attempt.status == "accepted"
                if progress is not None:
                    progress(accepted, attempt.index + 1)
                yield attempt

    def described(self) -> dict[str, Any]:
        """What decides the siblings, apart from tools and sources, in plain data."""
        return {
            "seed": self.seed,
            "members": list(self.members),
            "origin": self.origin,
            "strategy": self.strategy,
            "sources": len(self.sources),
            "cast": {member: {seat: seat_name(role) for seat, role in cast.items()} for member, cast in self.casts.items()},
            "routes": {seat: list(destinations(seat, route)) for seat, route in SIBLING_ROUTES.items()},
        }

"""Work shared among processes: any number of them gives the same results, in the same order.

Chunk k goes to worker k modulo workers, and results are taken in the order of the chunks, so nothing depends on who is faster.
Where the platform can fork, the workers inherit the job and nothing has to be pickled.
"""

import multiprocessing
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from typing import Any, TypeVar

from tool_graphs.errors import SimulationError

R = TypeVar("R")

LARGEST_CHUNK = 16
"""How many indexes a worker gets at once."""
AHEAD = 2
"""How many chunks a worker may be ahead of what was taken."""


def worked(
    job: Callable[[int], R], start: int, stop: int, workers: int, wanted: Callable[[], int], method: str | None = None
) -> Iterator[R]:
    """`job(index)` for each index, in order; `wanted()` tells how many more results are likely to be taken.

    `method` is how processes are started: `fork` where the platform has it, else `spawn`, for which the job must pickle.
    Raises SimulationError where it does not, or where a worker dies.
    """
    if workers < 1:
        raise SimulationError(f"workers={workers}: expected at least 1")
    if workers == 1:
        yield from map(job, range(start, stop))
        return
    if start < stop:
        yield job(start)  # here, so that forked workers inherit what it loaded and cached
        start += 1
    if start >= stop or wanted() < 1:
        return
    team: list[Worker] = []
    try:
        with _uninterrupted():
            _start(team, job, min(workers, stop - start), method)
        yield from _taken(team, start, stop, wanted)
    finally:
        for process, connection in team:
            connection.close()
            process.terminate()
        for process, _ in team:
            process.join()


Worker = tuple[Any, "Connection[Any, Any]"]


def _start(team: list[Worker], job: Callable[[int], Any], workers: int, method: str | None) -> None:
    method = method or ("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")
    context: BaseContext = multiprocessing.get_context(method)
    if method != "fork":
        _check_pickles(job)
    for _ in range(workers):
        ours, theirs = context.Pipe()
        inherited = [ours, *(connection for _, connection in team)] if method == "fork" else []
        process = context.Process(target=_work, args=(job, theirs, inherited), daemon=True)  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        team.append((process, ours))


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Holds Ctrl-C back, for a worker that is interrupted while it starts would be nobody's; workers inherit this."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _check_pickles(job: Callable[[int], Any]) -> None:
    try:
        pickle.dumps(job)
    except Exception as error:
        raise SimulationError(
            f"the cast cannot be sent to worker processes, which this platform starts anew: {error}; "
            "define roles and routes at the top level of a module, or use workers=1"
        ) from error


def _work(job: Callable[[int], Any], connection: "Connection[Any, Any]", inherited: list["Connection[Any, Any]"]) -> None:
    for end in inherited:  # else the worker would not notice that the parent is gone
        end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process; the parent ends the workers
    try:
        while True:
            first, last = connection.recv()
            connection.send([job(index) for index in range(first, last)])
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _taken(team: list[Worker], start: int, stop: int, wanted: Callable[[], int]) -> Iterator[Any]:
    size = max(1, min(LARGEST_CHUNK, wanted() // (2 * len(team))))
    under_way: deque[tuple[int, int, Worker]] = deque()
    given = 0
    following = start
    while True:
        while following < stop and len(under_way) < AHEAD * len(team) and _promised(under_way) < wanted():
            last = min(stop, following + size)
            worker = team[given % len(team)]
            with suppress(OSError):  # a dead worker is told of when its results are due
                worker[1].send((following, last))
            under_way.append((following, last, worker))
            following, given = last, given + 1
        if not under_way:
            return
        yield from _received(*under_way.popleft())


def _promised(under_way: deque[tuple[int, int, Worker]]) -> int:
    return sum(last - first for first, last, _ in under_way)


def _received(first: int, last: int, worker: Worker) -> list[Any]:
    process, connection = worker
    try:
        results: list[Any] = connection.recv()
        return results
    except (EOFError, OSError) as error:
        process.join(1)
        raise SimulationError(
            f"a worker process died (exit code {process.exitcode}) on attempts {first} to {last - 1}: "
            "out of memory, or a role that ends the process; try workers=1 to see which"
        ) from error

"""Work shared among processes, and among threads within each: any number of them gives the same results, in the same order.

Chunk k goes to worker k modulo workers, and results are taken in the order of the chunks, so nothing depends on who is faster.
Where the platform can fork, the workers inherit the job and nothing has to be pickled.
"""

import multiprocessing
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from simulator.memory import MOST, enlarge_pages
from simulator.slots import AHEAD as AHEAD_IN_THREADS
from simulator.slots import Slots
from tool_graphs.errors import SimulationError

R = TypeVar("R")

LARGEST_CHUNK = 16
"""How many indexes a worker gets at once."""
AHEAD = 2
"""How many chunks a worker may be ahead of what was taken."""


def worked(
    job: Callable[[int], R],
    start: int,
    stop: int,
    workers: int,
    wanted: Callable[[], int],
    method: str | None = None,
    threads: int = 1,
    together: bool = False,
) -> Iterator[R]:
    """`job(index)` for each index, in order; `wanted()` tells how many more results are likely to be taken.

    `threads` are those of each process, on one core where they are `together`. `method` is how processes are started: `fork`
    where the platform has it, else `spawn`, for which the job must pickle. Raises SimulationError where it does not, or where a
    worker dies.
    """
    for name, number in (("workers", workers), ("threads", threads)):
        if number < 1:
            raise SimulationError(f"{name}={number}: expected at least 1")
    if workers == 1:
        yield from _here(job, start, stop, wanted, threads, together)
        return
    if start < stop and threads == 1:
        yield job(start)  # here, so that forked workers inherit what it loaded and cached
        start += 1
    if start >= stop or wanted() < 1:
        return
    team: list[Worker] = []
    try:
        with _uninterrupted():
            _start(team, job, min(workers, stop - start), method, threads, together)
        size = 1 if threads > 1 else max(1, min(LARGEST_CHUNK, wanted() // (2 * len(team))))
        ahead = AHEAD if threads == 1 else AHEAD_IN_THREADS * threads
        yield from _taken(team, start, stop, wanted, size, ahead)
    finally:
        for process, connection in team:
            connection.close()
            process.terminate()
        for process, _ in team:
            process.join()


def _here(job: Callable[[int], R], start: int, stop: int, wanted: Callable[[], int], threads: int, together: bool) -> Iterator[R]:
    """In this process, by so many threads."""
    if threads == 1:
        yield from map(job, range(start, stop))
        return
    following = start
    under_way: deque[Future[R]] = deque()
    with Slots(job, threads, together) as slots:
        while True:
            while following < stop and len(under_way) < min(AHEAD_IN_THREADS * threads, wanted()):
                under_way.append(slots.give(following))
                following += 1
            if not under_way:
                return
            yield under_way.popleft().result()


Worker = tuple[Any, "Connection[Any, Any]"]


def _start(team: list[Worker], job: Callable[[int], Any], workers: int, method: str | None, threads: int, together: bool) -> None:
    method = method or ("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")
    context: BaseContext = multiprocessing.get_context(method)
    if method != "fork":
        _check_pickles(job)
    for _ in range(workers):
        ours, theirs = context.Pipe()
        inherited = [ours, *(connection for _, connection in team)] if method == "fork" else []
        process = context.Process(target=_work, args=(job, theirs, inherited, threads, together), daemon=True)  # type: ignore[attr-defined]
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


def _work(
    job: Callable[[int], Any],
    connection: "Connection[Any, Any]",
    inherited: list["Connection[Any, Any]"],
    threads: int,
    together: bool,
) -> None:
    for end in inherited:  # else the worker would not notice that the parent is gone
        end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process; the parent ends the workers
    enlarge_pages(MOST)
    try:
        if threads > 1:
            _work_in_threads(job, connection, threads, together)
        while True:
            first, last = connection.recv()
            connection.send(_answer(partial(job, index) for index in range(first, last)))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _work_in_threads(job: Callable[[int], Any], connection: "Connection[Any, Any]", threads: int, together: bool) -> None:
    """Takes chunks as they come and sends their results in the same order; ends when the parent does."""
    under_way: SimpleQueue[list[Future[Any]]] = SimpleQueue()

    def send() -> None:
        with suppress(OSError):
            while True:
                connection.send(_answer(future.result for future in under_way.get()))

    with Slots(job, threads, together) as slots:
        Thread(target=send, daemon=True).start()
        while True:
            under_way.put([slots.give(index) for index in range(*connection.recv())])


def _answer(jobs: Iterable[Callable[[], Any]]) -> tuple[list[Any], Exception | None]:
    """The results up to the first error, and that error, as it can be sent."""
    results: list[Any] = []
    try:
        for job in jobs:
            results.append(job())
    except Exception as error:
        try:
            pickle.loads(pickle.dumps(error))
        except Exception:
            return results, SimulationError(f"{type(error).__name__}: {error}")
        return results, error
    return results, None


def _taken(team: list[Worker], start: int, stop: int, wanted: Callable[[], int], size: int, ahead: int) -> Iterator[Any]:
    under_way: deque[tuple[int, int, Worker]] = deque()
    given = 0
    following = start
    while True:
        while following < stop and len(under_way) < ahead * len(team) and _promised(under_way) < wanted():
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


def _received(first: int, last: int, worker: Worker) -> Iterator[Any]:
    process, connection = worker
    try:
        results, failed = connection.recv()
    except (EOFError, OSError) as error:
        process.join(1)
        raise SimulationError(
            f"a worker process died (exit code {process.exitcode}) on attempts {first} to {last - 1}: "
            "out of memory, or a role that ends the process; try workers=1 to see which"
        ) from error
    yield from results
    if failed is not None:
        raise failed

"""Threads that work side by side in one process, for jobs that mostly wait: results in the order in which jobs were given.

They are daemons, so that Ctrl-C does not wait for the answers that are under way.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import ExitStack
from queue import SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

from simulator.models import waits, waits_elsewhere
from simulator.turns import long_turns, stay_on_one_core

R = TypeVar("R")

AHEAD = 4
"""How many jobs a thread may be ahead of what was taken: where one conversation takes long, the others go on."""
FOR_CHAT = 32
"""Conversations at once where a chat model has a seat and nobody says otherwise."""
Job = tuple[int, "Future[R]"]


class Slots(Generic[R]):
    """So many threads that do one job for many indexes; `with Slots(job, threads) as slots`.

    `together` keeps them on one core: for jobs that wait for what is worked out elsewhere.
    """

    def __init__(self, job: Callable[[int], R], threads: int, together: bool = False) -> None:
        self.job = job
        self.threads = threads
        self.together = together
        self._waiting: SimpleQueue[Job[R] | None] = SimpleQueue()
        self._turns = ExitStack()

    def give(self, index: int) -> "Future[R]":
        """Has `job(index)` done by the next thread that is free."""
        future: Future[R] = Future()
        self._waiting.put((index, future))
        return future

    def _work(self) -> None:
        if self.together:
            stay_on_one_core()
        while (next_one := self._waiting.get()) is not None:
            index, future = next_one
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(self.job(index))
            except BaseException as error:  # it is raised where the result is taken
                future.set_exception(error)

    def __enter__(self) -> "Slots[R]":
        self._turns.enter_context(long_turns())
        for number in range(self.threads):
            Thread(target=self._work, name=f"conversation-{number}", daemon=True).start()
        return self

    def __exit__(self, *raised: object) -> None:
        while not self._waiting.empty():  # what nobody has begun is not begun any more
            self._waiting.get()
        for _ in range(self.threads):
            self._waiting.put(None)
        self._turns.close()


def threads_for(cast: Mapping[str, object]) -> int:
    """How many conversations at once suit a cast: offline roles only compute; chat roles and agents wait for a model."""
    return FOR_CHAT if any(waits(role) for role in cast.values()) else 1


def together(cast: Mapping[str, object]) -> bool:
    """Whether all that a cast waits for is worked out elsewhere, so that one core of this machine does for a process."""
    waiting = [role for role in cast.values() if waits(role)]
    return bool(waiting) and all(map(waits_elsewhere, waiting))

"""How threads that mostly wait take turns: on one core, and each until it waits again.

Only one thread of a Python process computes at a time. Where it is interrupted, its conversation is done later and none sooner;
where the next one computes on another core, all that they share has to be fetched there: up to half of the time of a request.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

TURN = 0.1
"""Seconds that a thread may compute while others could; what it does between two answers takes a tenth of that."""
_USUAL = 0.005


@contextmanager
def long_turns() -> Iterator[None]:
    """Lets threads compute for longer, unless somebody has said already for how long."""
    if sys.getswitchinterval() != _USUAL:
        yield
        return
    sys.setswitchinterval(TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(_USUAL)


def stay_on_one_core() -> None:
    """Keeps the calling thread, and those that it starts, on the process's one core, where the system allows it."""
    if not hasattr(os, "sched_setaffinity"):
        return
    cores = sorted(os.sched_getaffinity(0))
    try:
        os.sched_setaffinity(0, {cores[os.getpid() % len(cores)]})
    except OSError:  # a container that forbids it
        return

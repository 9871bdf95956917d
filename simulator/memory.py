"""What a long run does with its process's memory: the garbage collector looks less often, large pages hold what stays."""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_COLLAPSE = 25
"""Linux 6.1: puts what is there on large pages at once; other kernels refuse."""
_LARGE = 1 << 21
MOST = 1 << 28
"""Bytes of the memory of a forked worker from which on it is left as it is, for each worker would own a copy of all of it."""


def enlarge_pages(most: int = sys.maxsize) -> None:
    """Has Linux put this process's own memory, at most so many bytes, on large pages; elsewhere it does nothing.

    A conversation touches some thousand places, most of which the processor would have to look up. It changes no result,
    takes some 30 milliseconds for 100 MB and makes conversations up to a fifth faster.
    """
    if not sys.platform.startswith("linux"):
        return
    try:
        regions = [(start, end) for start, end in _own() if end - start >= _LARGE]
        if sum(end - start for start, end in regions) <= most:
            advise = ctypes.CDLL(None).madvise
            advise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
            for start, end in regions:
                advise(start, end - start, _COLLAPSE)
    except (OSError, AttributeError, ValueError):  # no /proc, another C library: then it stays as it is
        return


def _own() -> Iterator[tuple[int, int]]:
    """Where the memory is that no file stands behind and that nobody shares: Python's own objects, but no thread's stack."""
    guard = 0
    with Path("/proc/self/maps").open(encoding="ascii", errors="replace") as maps:
        for line in maps:
            where, rights, _, _, _, *name = line.split(maxsplit=5)
            start, end = (int(place, 16) for place in where.split("-"))
            if rights == "rw-p" and start != guard and (not name or name[0].strip() == "[heap]"):
                yield start, end
            guard = end if rights == "---p" else 0


_THRESHOLDS = (50_000, 20, 50)
"""A conversation leaves some thousand objects that are garbage at once; a collection for each few hundred finds little."""


@contextmanager
def lasting() -> Iterator[None]:
    """What is there before a run outlives it: the garbage collector need not look through a large catalog again and again.

    Within, it also looks less often; workers that are forked within inherit both. What is there goes on large pages.
    """
    usual = gc.get_threshold()
    enlarge_pages()
    gc.freeze()
    if usual[0]:
        gc.set_threshold(*_THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()

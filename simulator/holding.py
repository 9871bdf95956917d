"""One writer for a run's folder: a second one is turned away, and one that was killed leaves nothing behind."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tool_graphs.errors import RunError

PATIENCE = 3.0
"""Seconds to wait for the folder: the workers of a killed run need a moment to notice."""


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Makes the folder, and keeps it to this process; raises RunError where another one writes to it or it cannot be made.

    On systems without `fcntl` nothing keeps a second process out.
    """
    if folder.exists() and not folder.is_dir():
        raise RunError(f"{folder} is a file; expected a folder that is empty or not there yet: choose another one")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        place = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise RunError(f"{folder}: cannot be made: {error.strerror}; choose another folder") from error
    try:
        _lock(place, folder)
        yield
    finally:
        os.close(place)


def _lock(place: int, folder: Path) -> None:
    try:
        import fcntl
    except ImportError:
        return None
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > until:
                raise RunError(
                    f"{folder} is being written to by another process; wait until it ends, or choose another folder"
                ) from error
            time.sleep(0.1)
        except OSError:  # a file system that knows no locks
            return None

"""`toolweft view`, and the page of `toolweft generate --watch`."""

import contextlib
import signal
import sys
import threading
import time
import webbrowser
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from loguru import logger

from simulator.viewer.exporting import write
from simulator.viewer.library import Library, Volume
from simulator.viewer.serving import serving

AT_ONCE = 200
"""Lines that are read ahead before somebody else gets a turn."""
LAST_LOOK = 1.5
"""Seconds that an open page has to fetch the last conversations where nobody is there to end it."""


def viewing(paths: list[Path], port: int, open_browser: bool, out: Path | None) -> None:
    """Serves the page of these runs until Ctrl-C, or writes it to a file."""
    library = Library(paths)
    if out is not None:
        count = write(library, out)
        print(f"{count:,} conversation{'s' * (count != 1)}, {out.stat().st_size / 1e6:,.1f} MB -> {out}")
        return
    with serving(library, port, fork_for_the_page) as url:
        _tell(url, open_browser, sys.stdout)
        print("Ctrl-C ends it.", file=sys.stderr)
        _until_stopped(library.volumes[0])


def fork_for_the_page(
    path: Path, id: str, at: int, roles: dict[str, str], settings: list[str], seed: str | None, out: Path
) -> None:
    """Forks as `toolweft fork` does, and says nothing."""
    from simulator.cli.traveling import forked  # who only looks does not need what plays

    forked(path, id, at, roles, settings, seed, out)


def _tell(url: str, open_browser: bool, stream: TextIO) -> None:
    print(url, file=stream, flush=True)
    if open_browser and not webbrowser.open(url):
        logger.warning("no browser could be opened: open {} yourself", url)


def _until_stopped(first: Volume | None = None) -> None:
    """Reads ahead while a browser starts, then waits for Ctrl-C or a request to end; either is how this is meant to end."""
    ended = threading.Event()
    before = signal.signal(signal.SIGTERM, lambda *_: ended.set())
    try:
        while first is not None and not ended.is_set() and not first.grow(AT_ONCE):
            pass
        while not ended.wait(0.5):
            pass
    except KeyboardInterrupt:
        print(file=sys.stderr)
    finally:
        signal.signal(signal.SIGTERM, before)


@dataclass(frozen=True, slots=True)
class Watch:
    """How a run's page is served while the run grows."""

    port: int = 0
    open_browser: bool = True


@contextlib.contextmanager
def watching(path: Path, watch: Watch | None) -> Iterator[None]:
    """Serves the page of a run while it grows and, on a terminal, until Ctrl-C after that."""
    if watch is None:
        yield
        return
    library = Library()
    library.expect(path)
    with serving(library, watch.port) as url:
        _tell(url, watch.open_browser, sys.stderr)
        yield
        if sys.stdin.isatty():
            print("The run has ended; its page stays until Ctrl-C.", file=sys.stderr)
            _until_stopped()
        else:
            time.sleep(LAST_LOOK)

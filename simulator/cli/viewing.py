"""`toolweft view`, and the page of `toolweft generate --watch`."""

import contextlib
import signal
import sys
import threading
import webbrowser
from collections.abc import Iterator
from pathlib import Path

from loguru import logger

from simulator.viewer.exporting import write
from simulator.viewer.library import Library
from simulator.viewer.serving import serving


def viewing(paths: list[Path], port: int, open_browser: bool, out: Path | None) -> None:
    """Serves the page of these runs until Ctrl-C, or writes it to a file."""
    library = Library(paths)
    if out is not None:
        count = write(library, out)
        print(f"{count:,} conversation{'s' * (count != 1)}, {out.stat().st_size / 1e6:,.1f} MB -> {out}")
        return
    with serving(library, port) as url:
        _tell(url, open_browser)
        _until_stopped()


def _tell(url: str, open_browser: bool) -> None:
    print(url, flush=True)
    print("Ctrl-C ends it.", file=sys.stderr)
    if open_browser and not webbrowser.open(url):
        logger.warning("no browser could be opened: open {} yourself", url)


def _until_stopped() -> None:
    """Waits for Ctrl-C or a request to end; either is how this is meant to end."""
    ended = threading.Event()
    before = signal.signal(signal.SIGTERM, lambda *_: ended.set())
    try:
        while not ended.wait(0.5):
            pass
    except KeyboardInterrupt:
        print(file=sys.stderr)
    finally:
        signal.signal(signal.SIGTERM, before)


@contextlib.contextmanager
def watching(path: Path, port: int, open_browser: bool) -> Iterator[None]:
    """The page of a run while it grows; on a terminal it stays until Ctrl-C after that."""
    yield

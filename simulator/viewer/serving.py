"""The server in a thread of its own: on 127.0.0.1 only, from when the address is known until it is stopped."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from simulator.viewer.forking import Forker
from simulator.viewer.library import Library
from tool_graphs.errors import RunError

if TYPE_CHECKING:
    import uvicorn

ADDRESS = "127.0.0.1"
PATIENCE = 10
"""Seconds to wait for the thread to begin or to end."""


@contextmanager
def serving(library: Library, port: int = 0, forker: Forker | None = None) -> Iterator[str]:
    """Serves the runs' page as long as the context lasts, and gives its URL; raises RunError where it cannot be served."""
    server, listening = _server(library, port, forker)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="toolweft-page", daemon=True)
    thread.start()
    try:
        yield f"http://{ADDRESS}:{listening.getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        listening.close()


def _server(library: Library, port: int, forker: Forker | None) -> tuple["uvicorn.Server", socket.socket]:
    try:
        import uvicorn

        from simulator.viewer.server import application
    except ImportError as error:
        raise RunError(f"serving the page needs {error.name}: pip install 'toolweft[serve]', or write it with --out") from error
    listening = _listening(port)
    config = uvicorn.Config(
        application(library, listening.getsockname()[1], forker),
        log_config=None,
        log_level="critical",
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(config), listening


def _listening(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((ADDRESS, port))
        listening.listen(128)
    except (OSError, OverflowError) as error:
        listening.close()
        raise RunError(f"port {port} cannot be taken: {error}; choose another one with --port, or 0 for any free one") from error
    return listening

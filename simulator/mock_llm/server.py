"""The server, in a thread of this process or in a process of its own."""

import os
import socket
import struct
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import orjson

from simulator.mock_llm.faults import Faults
from tool_graphs.errors import SimulationError

if TYPE_CHECKING:
    import uvicorn

HOST = "127.0.0.1"
STARTING = 60.0
"""Seconds in which a server has to be there."""


class MockLLM:
    """An OpenAI-compatible server on this machine: `with MockLLM() as server: ChatOpenAI(base_url=server.url, ...)`.

    `catalogs` are those of the tools that will be asked about, by default the bundled ones; `latency` is in seconds; `faults`
    are such as "malformed=0.1,429=0.05". With `process` it runs in a process of its own. Raises SimulationError where it
    cannot run.
    """

    def __init__(
        self,
        *catalogs: str,
        port: int = 0,
        latency: float = 0.0,
        faults: str = "",
        seed: int | str = 7,
        process: bool = False,
    ) -> None:
        Faults.parse(faults)
        self.catalogs = catalogs
        self.port = port
        self.latency = latency
        self.faults = faults
        self.seed = str(seed)
        self.process = process
        self._stop: Any = None

    @property
    def url(self) -> str:
        """The base URL that clients need."""
        return f"http://{HOST}:{self.port}/v1"

    def __enter__(self) -> "MockLLM":
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Starts it; once it has a port, it keeps that."""
        self._stop = self._in_a_process() if self.process else self._in_a_thread()

    def stop(self) -> None:
        """Ends it; connections break off."""
        if self._stop is not None:
            self._stop()
            self._stop = None

    def counts(self) -> dict[str, int]:
        """Requests, completions, characters and faults so far."""
        with urllib.request.urlopen(f"http://{HOST}:{self.port}/counts", timeout=10) as answer:
            found: dict[str, int] = orjson.loads(answer.read())
        return found

    def _in_a_thread(self) -> Any:
        listening = listener(self.port)
        self.port = listening.getsockname()[1]
        server = serving(self.catalogs, self.latency, self.faults, self.seed)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True, name="mock-llm")
        thread.start()
        _wait_for(lambda: server.started, thread.is_alive)

        def stop() -> None:
            server.should_exit = server.force_exit = True
            thread.join(10)
            listening.close()

        return stop

    def _in_a_process(self) -> Any:
        command = [sys.executable, "-P", "-c", "from simulator.cli import main; main()", "mock-llm", "--port", str(self.port)]
        command += ["--latency", f"{self.latency}s", "--faults", self.faults, "--seed", self.seed, *self.catalogs]
        path = os.pathsep.join(filter(None, (str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH"))))
        child = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": path})
        output = child.stdout
        assert output is not None
        line = output.readline().decode().strip()
        if not line.startswith("http"):
            raise SimulationError(f"mock-llm did not start, and ended with exit code {child.wait(10)}: see what it said above")
        self.port = int(line.rsplit(":", 1)[1].partition("/")[0])

        def stop() -> None:
            child.kill()
            child.wait(10)
            output.close()

        return stop


def listener(port: int) -> socket.socket:
    """A socket that listens on this machine only; raises SimulationError where the port is taken."""
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else each answer's second packet waits 40 ms for the first's
    try:
        found.bind((HOST, port))
    except (OSError, OverflowError) as error:
        found.close()
        raise SimulationError(f"port {port} cannot be had: {error}; choose another, or 0 for any that is free") from error
    found.listen(2048)
    return found


def serving(catalogs: Sequence[str], latency: float, faults: str, seed: str) -> "uvicorn.Server":
    """The server, not running yet; raises SimulationError where uvicorn or starlette is missing."""
    try:
        import starlette  # noqa: F401
        import uvicorn
        from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
    except ImportError as error:
        raise SimulationError(
            f"mock-llm needs starlette, uvicorn and httptools; {error.name} is not installed: pip install 'toolweft[serve]'"
        ) from error
    from simulator.mock_llm.answering import Answering
    from simulator.mock_llm.app import Pages, app
    from tool_graphs.cache import cache_folder
    from tool_graphs.catalog import bundled, graph_of, read_catalog

    connections: dict[Any, Any] = {}

    class Connection(HttpToolsProtocol):
        """A connection that can be broken off."""

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            connections[transport.get_extra_info("peername")] = transport

        def connection_lost(self, exc: Exception | None) -> None:
            connections.pop(self.transport.get_extra_info("peername"), None)
            super().connection_lost(exc)

    def broken(scope: Any) -> None:
        transport = connections.get(tuple(scope["client"]))
        if transport is not None:
            with suppress(OSError):  # so that the client is told at once, by a reset
                transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            transport.abort()

    graphs = [graph_of(read_catalog(catalog), cache_folder()) for catalog in catalogs or bundled()]
    pages = Pages(Answering(graphs, seed, Faults.parse(faults)), latency, broken)
    config = uvicorn.Config(
        app(pages), http=Connection, log_level="critical", lifespan="off", timeout_graceful_shutdown=1, access_log=False,
        backlog=2048, ws="none", loop="asyncio",
    )  # fmt: skip
    return uvicorn.Server(config)


def _wait_for(there: Any, alive: Any) -> None:
    end = time.monotonic() + STARTING
    while not there():
        if not alive() or time.monotonic() > end:
            raise SimulationError("mock-llm did not start")
        time.sleep(0.005)

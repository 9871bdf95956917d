"""`toolweft mock-llm`."""

import re
import sys

from simulator.mock_llm.faults import Faults
from simulator.mock_llm.server import HOST, listener, serving
from tool_graphs.errors import SimulationError

_SWITCHING = 0.0005
"""Seconds after which threads take turns: an answer under way does not hold up those that are due."""


def mocking(catalogs: list[str], port: int, latency: str, faults: str, seed: str) -> None:
    """Serves until it is interrupted; prints the base URL first."""
    seconds = read_latency(latency)
    Faults.parse(faults)
    server = serving(catalogs, seconds, faults, seed)
    listening = listener(port)
    sys.setswitchinterval(_SWITCHING)
    print(f"http://{HOST}:{listening.getsockname()[1]}/v1", flush=True)
    server.run(sockets=[listening])


def read_latency(text: str) -> float:
    """`200ms` or `0.2s` in seconds."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?|\.\d+)\s*(ms|s)", text.strip())
    if match is None:
        if text.strip() == "0":
            return 0.0
        raise SimulationError(f"--latency {text!r}: expected a time such as 200ms or 1.5s")
    return float(match[1]) / (1000 if match[2] == "ms" else 1)

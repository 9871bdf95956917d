"""The guard in `tests/conftest.py` guards."""

import socket

import pytest


@pytest.mark.parametrize("host", ["192.0.2.1", "example.invalid", "2001:db8::1"])
def test_no_test_reaches_the_network(host: str) -> None:
    """Connecting to another machine is refused before anything is sent."""
    with pytest.raises(pytest.fail.Exception, match="reaches for the network"):
        socket.create_connection((host, 9), timeout=1)


def test_this_machine_may_be_talked_to() -> None:
    """A stand-in for a server, on the loopback address, can be reached."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()

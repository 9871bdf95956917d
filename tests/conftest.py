"""No test reaches a network: whatever tries fails loudly; a server of our own on this machine may be spoken to."""

import ipaddress
import signal
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browsing import browser

__all__ = ["browser"]


def _is_here(host: Any) -> bool:
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


def _check(host: Any) -> None:
    """Fails the test with what is no Exception, so that no boundary for errors of roles swallows it."""
    if not _is_here(host):
        pytest.fail(f"this test reaches for the network, at {host!r}: tests talk to this machine only", pytrace=True)


@pytest.fixture(autouse=True, scope="session")
def heeded() -> Iterator[None]:
    """A shell has what it starts in the background ignore Ctrl-C, which commands under test would inherit."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Every socket of the test process, and every name that it looks up."""
    patch = pytest.MonkeyPatch()
    looked_up = socket.getaddrinfo

    def getaddrinfo(host: Any, *rest: Any, **options: Any) -> Any:
        _check(host)
        return looked_up(host, *rest, **options)

    class Guarded(socket.socket):
        def connect(self, address: Any) -> None:
            if self.family in (socket.AF_INET, socket.AF_INET6):
                _check(address[0])
            super().connect(address)

        def connect_ex(self, address: Any) -> int:
            if self.family in (socket.AF_INET, socket.AF_INET6):
                _check(address[0])
            return super().connect_ex(address)

        def sendto(self, data: Any, *rest: Any) -> int:
            if self.family in (socket.AF_INET, socket.AF_INET6):
                _check(rest[-1][0])
            return super().sendto(data, *rest)

    patch.setattr(socket, "getaddrinfo", getaddrinfo)
    patch.setattr(socket, "socket", Guarded)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing is kept in, or read from, the cache of whoever runs the tests."""
    patch = pytest.MonkeyPatch()
    patch.setenv("TOOLWEFT_CACHE", str(tmp_path_factory.mktemp("cache")))
    yield
    patch.undo()

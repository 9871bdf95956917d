"""One guard for all tests: whoever reaches for the network fails loudly. This machine itself may be talked to."""

import ipaddress
import sys
from typing import Any


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else "localhost"
    elif event == "socket.getaddrinfo":
        host = arguments[0] or "localhost"
    else:
        return
    if not _here(host.decode() if isinstance(host, bytes) else str(host)):
        raise RuntimeError(
            f"a test reached for {host!r} over the network; tests are offline: use an offline role or a local stand-in"
        )


def _here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


sys.addaudithook(_refuse)

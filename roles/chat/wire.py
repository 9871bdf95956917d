"""A connection on which one request is sent again and again, each time with another body."""

import os
import select
import socket
import ssl
import struct
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPSConnection
from typing import Any

import httptools

_MADE_ANEW = frozenset((b"content-length", b"accept-encoding", b"transfer-encoding"))
_AT_ONCE = 1 << 16
"""Bytes that are read at a time."""
_FRESH = 1.0
"""Seconds for which a connection is taken to be as it was: no server ends one sooner, and to look would let other threads in."""


@dataclass(slots=True)
class Came:
    """An answer, as it came so far."""

    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    content: bytes = b""
    whole: bool = False
    last: bool = True
    """Whether the connection carries no other answer after it."""

    def header(self, name: str) -> str:
        """The header of that name in lower case; empty where there is none."""
        return next((value for known, value in self.headers if known == name), "")


class Wire:
    """A connection to the server that `sent` went to; `sent` is what httpx made of a request."""

    def __init__(self, sent: Any, certificates: ssl.SSLContext) -> None:
        self.sent = sent
        kept = [name + b": " + value for name, value in sent.headers.raw if name.lower() not in _MADE_ANEW]
        first = b"POST " + sent.url.raw_path + b" HTTP/1.1"
        self._head = b"\r\n".join((first, *kept, b"accept-encoding: identity", b"content-length: "))
        timeouts = sent.extensions["timeout"]
        self._waiting = timeouts["read"]
        place: Any = {"host": sent.url.host, "port": sent.url.port, "timeout": timeouts["connect"]}
        secure = sent.url.scheme == "https"
        self._connection = HTTPSConnection(**place, context=certificates) if secure else HTTPConnection(**place)
        self._reading = _Reading()
        self._used = 0.0

    def answer(self, body: bytes) -> Came:
        """What comes back; raises OSError where nothing does, or what is no HTTP."""
        line = self._open()
        try:
            came = self._exchanged(line, body)
        except BaseException:  # also an interruption: what comes late must not be taken for the next answer
            self.close()
            raise
        self._used = time.monotonic()
        if came.last:
            self.close()
        return came

    def _exchanged(self, line: socket.socket, body: bytes) -> Came:
        came = self._reading.begin()
        try:
            line.sendall(b"%b%d\r\n\r\n%b" % (self._head, len(body), body))
            while not came.whole:
                came = self._reading.read(line.recv(_AT_ONCE))
        except BlockingIOError as error:
            raise TimeoutError("timed out") from error
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            raise ConnectionError(f"what came is no HTTP: {error}") from error
        return came

    def close(self) -> None:
        """The next request gets a connection of its own."""
        self._connection.close()

    def _open(self) -> socket.socket:
        line: socket.socket | None = self._connection.sock
        if line is not None and (time.monotonic() < self._used + _FRESH or not _ended(line)):
            return line
        self.close()
        self._connection.connect()
        self._reading = _Reading()
        opened: socket.socket = self._connection.sock
        _wait_at_most(self._waiting, opened)
        return opened


def _wait_at_most(seconds: float | None, line: socket.socket) -> None:
    """Has the system limit each wait where it can: Python's own way takes two calls, and lets other threads in at both."""
    if os.name != "posix" or isinstance(line, ssl.SSLSocket) or not seconds:
        line.settimeout(seconds)
        return
    line.settimeout(None)
    for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
        line.setsockopt(socket.SOL_SOCKET, option, struct.pack("ll", int(seconds), int(seconds % 1 * 1e6) or 1))


class _Reading:
    """Hears what the parser finds in the bytes that come over one connection."""

    def __init__(self) -> None:
        self.came = Came()
        self.parser = httptools.HttpResponseParser(self)

    def begin(self) -> Came:
        """Nothing of the next answer has come."""
        self.came = Came()
        return self.came

    def read(self, data: bytes) -> Came:
        """What came, with the next bytes; the end of the connection ends an answer that has no length of its own."""
        if data:
            self.parser.feed_data(data)
        elif not self.came.status or self.came.header("content-length") or self.came.header("transfer-encoding"):
            raise ConnectionResetError("the connection ended before the answer did")
        else:
            self.came.whole = True
        return self.came

    def on_message_begin(self) -> None:
        if self.came.whole:
            raise ConnectionError("more came than was asked for")

    def on_header(self, name: bytes, value: bytes) -> None:
        self.came.headers.append((name.decode("latin-1").lower(), value.decode("latin-1")))

    def on_headers_complete(self) -> None:
        self.came.status = self.parser.get_status_code()

    def on_body(self, body: bytes) -> None:
        self.came.content += body

    def on_message_complete(self) -> None:
        if self.came.status >= 200:
            self.came.whole, self.came.last = True, not self.parser.should_keep_alive()
        else:  # a word in between, such as 100 Continue: the answer is yet to come
            self.begin()


def _ended(quiet: socket.socket) -> bool:
    """Whether the server closed a connection on which it owes nothing."""
    if not hasattr(select, "poll"):
        return bool(select.select([quiet], [], [], 0)[0])
    poll = select.poll()
    poll.register(quiet, select.POLLIN)
    return bool(poll.poll(0))

"""A thread's own way to one server: the openai client for the first request, then a connection that repeats it.

The client makes a request's headers, address and timeouts anew each time, and reads an answer through several layers: with many
conversations at once, that is most of a process's time. So a request after the first differs from it in nothing but its body, and
is sent with the standard library's client. What is no plain answer goes to the openai client, which makes of it what it always
does.
"""

import select
import socket
import ssl
import sys
import urllib.request
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any

import openai
import orjson

_MADE_ANEW = frozenset(("host", "content-length", "accept-encoding", "connection", "transfer-encoding"))
PATH = "/chat/completions"
LIBRARY: Any = sys.modules[openai.DefaultHttpxClient.__mro__[1].__module__.partition(".")[0]]
"""The HTTP library that the openai client of this version is made of: httpx, or httpx2."""


class Line:
    """Requests to one server, one after the other; where the client is to try again by itself, it sends them all."""

    def __init__(self, root: openai.OpenAI, certificates: ssl.SSLContext) -> None:
        self._root = root
        self._certificates = certificates
        self._client: openai.OpenAI | None = None
        self._sent: Any = None
        self._again: _Again | None = None

    def answer(self, body: dict[str, Any]) -> Any:
        """The JSON that comes back; raises what the openai client raises."""
        written = _written(body) if self._again else None
        if self._again is None or written is None:
            return self._by_client(body)
        try:
            response = self._again.response(written)
            content = response.read()
        except (OSError, HTTPException) as error:
            self._again.close()
            kind = openai.APITimeoutError if isinstance(error, TimeoutError) else openai.APIConnectionError
            raise kind(request=self._sent) from error
        if 300 <= response.status < 400:  # the client knows how to follow, and where to from then on
            self._again.close()
            self._again = None
            return self._by_client(body)
        return self._understood(response, content)

    def _by_client(self, body: dict[str, Any]) -> Any:
        if self._client is None:
            noting: Any = {"request": [self._note]}
            http = openai.DefaultHttpxClient(verify=self._certificates, event_hooks=noting)
            self._client = self._root.copy(http_client=http)
        answer: Any = self._client.post(PATH, cast_to=object, body=body)
        if self._again is None and self._root.max_retries == 0 and not _goes_by_proxy(self._sent.url):
            self._again = _Again(self._sent, self._certificates)
            self._client.close()
            self._client = None
        return answer

    def _note(self, sent: Any) -> None:
        self._sent = sent

    def _understood(self, response: HTTPResponse, content: bytes) -> Any:
        if response.status == 200 and response.headers.get_content_type() == "application/json":
            try:
                return orjson.loads(content)
            except orjson.JSONDecodeError:
                pass
        came = LIBRARY.Response(response.status, headers=response.headers.items(), content=content)
        http = LIBRARY.Client(transport=LIBRARY.MockTransport(lambda _: came), trust_env=False)
        answer: Any = self._root.copy(http_client=http).post(PATH, cast_to=object, body={})
        return answer


class _Again:
    """A connection on which a request is sent with other bodies."""

    def __init__(self, sent: Any, certificates: ssl.SSLContext) -> None:
        self._headers = {name: value for name, value in sent.headers.items() if name.lower() not in _MADE_ANEW}
        self._path = sent.url.raw_path.decode("ascii")
        timeouts = sent.extensions["timeout"]
        self._waiting = timeouts["read"]
        place: Any = {"host": sent.url.host, "port": sent.url.port, "timeout": timeouts["connect"]}
        secure = sent.url.scheme == "https"
        self._connection = HTTPSConnection(**place, context=certificates) if secure else HTTPConnection(**place)

    def response(self, body: bytes) -> HTTPResponse:
        """What comes back, yet to be read."""
        connection = self._connection
        if connection.sock is not None and _ended(connection.sock):
            connection.close()
        if connection.sock is None:
            connection.connect()
            opened: Any = connection.sock
            opened.settimeout(self._waiting)
        connection.request("POST", self._path, body, self._headers)
        return connection.getresponse()

    def close(self) -> None:
        """The next request gets a connection of its own."""
        self._connection.close()


def _ended(quiet: socket.socket) -> bool:
    """Whether the server closed a connection on which it owes nothing."""
    if not hasattr(select, "poll"):
        return bool(select.select([quiet], [], [], 0)[0])
    poll = select.poll()
    poll.register(quiet, select.POLLIN)
    return bool(poll.poll(0))


def _written(body: dict[str, Any]) -> bytes | None:
    """The body as JSON; None where only the client can write it."""
    try:
        return orjson.dumps(body)
    except TypeError:
        return None


def _goes_by_proxy(url: Any) -> bool:
    return url.scheme in urllib.request.getproxies() and not urllib.request.proxy_bypass(url.host)

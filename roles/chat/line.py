"""A thread's own way to one server: the openai client for a process's first request, then a connection that repeats it.

The client makes a request's headers, address and timeouts anew each time, and reads an answer through several layers: with many
conversations at once, that is most of a process's time. So a request after the first differs from it in nothing but its body, and
is sent on a plain connection. What is no plain answer goes to the openai client, which makes of it what it always does.
"""

import os
import ssl
import sys
import urllib.request
from functools import lru_cache
from typing import Any

import openai
import orjson

from roles.chat.wire import Came, Wire

PATH = "/chat/completions"
LIBRARY: Any = sys.modules[openai.DefaultHttpxClient.__mro__[1].__module__.partition(".")[0]]
"""The HTTP library that the openai client of this version is made of: httpx, or httpx2."""


class Way:
    """What the lines of all threads to one server share: the client, and the request that it sent last."""

    def __init__(self, root: openai.OpenAI) -> None:
        self.root = root
        self.certificates = _certificates(os.getpid())
        self.sent: Any = None
        """None where the client is to send them all: until there was one, through a proxy, or where it tries again by itself."""

    def note(self, sent: Any) -> None:
        """The client sends this request."""
        self.sent = sent if self.root.max_retries == 0 and not _goes_by_proxy(sent.url) else None


@lru_cache(maxsize=1)
def _certificates(process: int) -> ssl.SSLContext:
    """What a client that is made by default trusts; slow to make, so one serves all threads of a process."""
    made: ssl.SSLContext = LIBRARY.create_ssl_context()
    return made


class Line:
    """Requests to one server, one after the other."""

    def __init__(self, way: Way) -> None:
        self._way = way
        self._client: openai.OpenAI | None = None
        self._wire: Wire | None = None

    def answer(self, body: dict[str, Any]) -> Any:
        """The JSON that comes back; raises what the openai client raises."""
        if self._wire is None and self._way.sent is not None:
            self._wire = Wire(self._way.sent, self._way.certificates)
        written = _written(body) if self._wire else None
        if self._wire is None or written is None:
            return self._by_client(body)
        try:
            came = self._wire.answer(written)
        except OSError as error:
            kind = openai.APITimeoutError if isinstance(error, TimeoutError) else openai.APIConnectionError
            raise kind(request=self._wire.sent) from error
        if 300 <= came.status < 400:  # the client knows how to follow, and where to from then on
            self._wire.close()
            self._wire = None
            return self._by_client(body)
        return self._understood(came)

    def _by_client(self, body: dict[str, Any]) -> Any:
        if self._client is None:
            noting: Any = {"request": [self._way.note]}
            http = openai.DefaultHttpxClient(verify=self._way.certificates, event_hooks=noting)
            self._client = self._way.root.copy(http_client=http)
        answer: Any = self._client.post(PATH, cast_to=object, body=body)
        if self._way.sent is not None:
            self._client.close()
            self._client = None
        return answer

    def _understood(self, came: Came) -> Any:
        if came.status == 200 and came.header("content-type").partition(";")[0].strip().lower() == "application/json":
            try:
                return orjson.loads(came.content)
            except orjson.JSONDecodeError:
                pass
        response = LIBRARY.Response(came.status, headers=came.headers, content=came.content)
        http = LIBRARY.Client(transport=LIBRARY.MockTransport(lambda _: response), trust_env=False)
        answer: Any = self._way.root.copy(http_client=http).post(PATH, cast_to=object, body={})
        return answer


def _written(body: dict[str, Any]) -> bytes | None:
    """The body as JSON; None where only the client can write it."""
    try:
        return orjson.dumps(body)
    except TypeError:
        return None


def _goes_by_proxy(url: Any) -> bool:
    return url.scheme in urllib.request.getproxies() and not urllib.request.proxy_bypass(url.host)

"""One session with an MCP server, in which it lists its tools; bounded in time and size."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TextIO

import anyio
import httpx2
import orjson
from mcp import Client, MCPError, StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CONNECTION_CLOSED, ListToolsRequest, PaginatedRequestParams
from pydantic import TypeAdapter, ValidationError

from tool_graphs.errors import CatalogError
from tool_graphs.schema import shown
from tool_graphs.sources.document import LARGEST

MOST_PAGES = 1_000

_ANSWER: Any = TypeAdapter(dict[str, Any])
_SIZES = f"larger than {LARGEST:,} bytes; expected less"

for _name in ("mcp", "client"):  # the SDK's loggers; what they tell is in the errors that are raised
    logging.getLogger(_name).addHandler(logging.NullHandler())


class Listing:
    """The listing of one server: `target` is a command's words, a URL or what `mcp.Client` takes."""

    def __init__(self, target: Any, timeout: float, errors: TextIO) -> None:
        self.target = target
        self.timeout = timeout
        self.errors = errors
        self.scope: anyio.CancelScope | None = None
        self.garbage = ""
        self.broken = ""
        self.http = _Bounded()

    async def pages(self) -> list[dict[str, Any]]:
        """All answers; raises CatalogError with what went wrong, without the server's name."""
        first: BaseException = CatalogError("")
        try:
            with anyio.fail_after(self.timeout) as self.scope:
                async with Client(self._transport(), message_handler=self._hear) as client:
                    return [page async for page in _pages(client)]
        except* Exception as group:
            first = _leaf(group)
        raise CatalogError(self._told(first)) from first

    def _transport(self) -> Any:
        if isinstance(self.target, str):
            client = httpx2.AsyncClient(transport=self.http, timeout=self.timeout, headers={"accept-encoding": "identity"})
            return streamable_http_client(self.target, http_client=client, max_sse_event_size=LARGEST)
        if isinstance(self.target, list):
            command, *args = self.target
            return stdio_client(
                StdioServerParameters(command=command, args=args, encoding_error_handler="replace"), errlog=self.errors
            )
        return self.target

    async def _hear(self, message: Any) -> None:
        """Keeps the first line that was no message, for many a server greets on standard output; ends at a broken message."""
        if not isinstance(message, ValidationError):
            return
        error = message.errors()[0]
        line = str(error["input"])
        if error["type"] == "json_invalid" and '"jsonrpc"' in line:  # an answer, and no other will come
            self.broken = error["msg"]
            if self.scope is not None:
                self.scope.cancel()
        self.garbage = self.garbage or line[:60]

    def _told(self, error: BaseException) -> str:
        """The error as its reader can act on it."""
        garbage = f" (its standard output is no JSON-RPC: {self.garbage!r})" if self.garbage else ""
        if self.broken:
            return f"an answer that cannot be read: {self.broken}; expected JSON-RPC"
        if isinstance(error, CatalogError):
            return str(error)
        if isinstance(error, TimeoutError):
            return f"no list of tools within {self.timeout:g} s{garbage}; expected an MCP server: mcp:90s:... waits 90 s"
        if isinstance(error, MCPError) and error.code == CONNECTION_CLOSED:
            return f"the connection ended before the tools were listed{garbage}; expected an MCP server"
        if isinstance(error, MCPError):
            code = f"HTTP status {self.http.failed}" if self.http.failed else f"code {error.code}"
            return f"the server answered: {shown_text(error.message)} ({code}){garbage}; expected a list of tools"
        if isinstance(error, OSError) and isinstance(self.target, list):
            reason = error.strerror or str(error)
            return f"{self.target[0]!r} cannot be started ({reason}); expected a command that starts an MCP server"
        if isinstance(error, ValidationError):
            return f"an answer that is none to tools/list: {_problem(error)}"
        kind = type(error).__name__
        return f"cannot be asked for its tools ({kind}: {shown_text(str(error))}){garbage}; expected an MCP server"


def finished(listing: Listing) -> list[dict[str, Any]]:
    """Runs to the end, also within a program that has an event loop, such as a notebook."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(listing.pages())
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, listing.pages()).result()


async def _pages(client: Client) -> AsyncIterator[dict[str, Any]]:
    """Page after page, as they came: one odd tool must not cost the others."""
    cursor, known, size = None, set(), 0
    for _ in range(MOST_PAGES):
        request = ListToolsRequest(params=PaginatedRequestParams(cursor=cursor))
        page = await client.session.send_request(request, _ANSWER)
        size += len(orjson.dumps(page))
        if size > LARGEST:
            raise CatalogError(f"a list of tools {_SIZES}")
        yield page
        cursor = page.get("nextCursor")
        if not cursor:
            return
        if cursor in known:
            raise CatalogError(f"nextCursor {shown(cursor)} came twice; expected each page to lead further")
        known.add(cursor)
    raise CatalogError(f"more than {MOST_PAGES:,} pages of tools; expected fewer")


class _Bounded(httpx2.AsyncHTTPTransport):
    """HTTP whose answers are plain and end: neither a packed bomb nor an endless body fills the memory."""

    left = LARGEST
    failed = 0
    """The status of the last answer that was none."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await super().handle_async_request(request)
        if response.headers.get("content-encoding", "identity") != "identity":
            await response.aclose()
            raise CatalogError("a packed HTTP answer, though a plain one was asked for")
        self.failed = response.status_code if response.status_code >= 400 else 0
        response.stream = _BoundedStream(response.stream, self)
        return response


class _BoundedStream(httpx2.AsyncByteStream):
    def __init__(self, inner: Any, transport: _Bounded) -> None:
        self.inner = inner
        self.transport = transport

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self.inner:
            self.transport.left -= len(chunk)
            if self.transport.left < 0:
                raise CatalogError(f"HTTP answers {_SIZES}")
            yield chunk

    async def aclose(self) -> None:
        await self.inner.aclose()


def shown_text(text: str) -> str:
    """Another program's text, short and in one line, without what pydantic adds for programmers."""
    lines = re.sub(r"\[type=.*", "", text[:1_000]).split("For further information")[0]
    return " ".join("".join(char if char.isprintable() else " " for char in lines).split())[:300]


def _leaf(error: BaseException) -> BaseException:
    """The first error within groups of them."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _problem(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}, got {shown(first['input'])}"

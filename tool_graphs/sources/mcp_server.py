"""A live MCP server, started by a command or reached over streamable HTTP: asked for its tools, then let go.

`mcp:COMMAND ARGS...` starts a command, split as a shell would; `mcp:http://...` reaches a URL; `mcp:90s:...` waits that long.
"""

import os
import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any, TextIO

from tool_graphs.errors import CatalogError
from tool_graphs.sources.document import SUFFIXES, Document, read_document

TIMEOUT = 30.0
"""Seconds in which a server must have listed all its tools, its start included."""

LONGEST_PLACE = 300
_WAITS = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)s:")
_KEPT = 2_000
"""How many of the last bytes of a server's standard error are kept for an error message."""


def open_server(address: str) -> Document:
    """The tools of the server that a command or URL leads to, or of a file with its answer; raises as `list_tools` does."""
    if address.endswith(SUFFIXES) and " " not in address:
        return read_document(Path(address))
    waits = _WAITS.match(address)
    return list_tools(address[waits.end() :] if waits else address, float(waits[1]) if waits else TIMEOUT)


def list_tools(server: Any, timeout: float = TIMEOUT) -> Document:
    """What the server answers to `tools/list`, all pages, to be given to `read_catalog`.

    `server` is a command line, a URL, or what `mcp.Client` takes: `StdioServerParameters`, a transport or a server object.
    Raises CatalogError where it cannot be reached, ends, answers an error or nothing within `timeout` seconds; a process that
    was started has ended then, at most seven seconds later.
    """
    place = f"mcp:{server[:LONGEST_PLACE] if isinstance(server, str) else type(server).__name__}"
    try:
        import mcp  # noqa: F401 - slow, and an extra
    except ImportError as error:
        raise CatalogError(f"{place}: needs the MCP SDK ({error}): pip install 'toolweft[mcp]'") from error
    from tool_graphs.sources.mcp_session import Listing, finished

    with _last_words() as (errors, words):
        listing = Listing(_command(server, place), timeout, errors)
        try:
            return Document(place, finished(listing))
        except CatalogError as error:
            heard = "".join(f"\n  {line}" for line in words())
            raise CatalogError(f"{place}: {error}{heard and '; its standard error ends:' + heard}") from error


def _command(server: Any, place: str) -> Any:
    """The command's words; a URL or an object as it is."""
    if not isinstance(server, str) or re.match(r"https?://", server):
        return server
    try:
        words = shlex.split(server)
    except ValueError as error:
        raise CatalogError(f"{place}: {error}; expected a command as a shell would take it") from error
    if not words or "\0" in server:
        raise CatalogError(f"{place}: expected a command that starts a server, or a URL, such as mcp:npx -y some-server")
    return words


@contextmanager
def _last_words() -> Iterator[tuple[TextIO, Any]]:
    """A pipe for a server's standard error, and what reads its last lines; however much is written, little is kept."""
    reader, writer = os.pipe()
    kept = bytearray()

    def drain() -> None:
        with os.fdopen(reader, "rb", buffering=0) as pipe:
            while chunk := pipe.read(65536):
                kept.extend(chunk)
                del kept[:-_KEPT]

    thread = Thread(target=drain, daemon=True)
    thread.start()

    def words() -> list[str]:
        errors.close()
        thread.join(timeout=1)  # a grandchild may hold the pipe open
        text = bytes(kept).decode("utf-8", "replace")
        lines = ["".join(char if char.isprintable() else " " for char in line).strip()[:300] for line in text.splitlines()]
        return [line for line in lines if line][-5:]

    errors = os.fdopen(writer, "w")
    try:
        yield errors, words
    finally:
        errors.close()

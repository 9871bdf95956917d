"""Live MCP servers: odd ones of our own, and real ones from npm."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.packages import npm_commands
from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.errors import CatalogError
from tool_graphs.sources.mcp_server import list_tools

SERVERS = Path(__file__).parent / "mcp_servers"


def odd(manner, waits="", mark=""):
    """The source of a server that misbehaves so."""
    return f"mcp:{waits}{sys.executable} {SERVERS / 'odd_server.py'} {manner} {mark}"


def running(mark):
    """The processes whose command holds the mark."""
    commands = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if _readable(path)]
    return [command for command in commands if mark.encode() in command]


def _readable(path):
    try:
        return bool(path.read_bytes())
    except OSError:
        return False


@pytest.mark.parametrize("manner", ["fine", "greets", "binary", "loud"])
def test_a_server_that_answers(manner):
    """Also one that greets on standard output, or floods standard error."""
    assert [tool.name for tool in read_catalog(odd(manner)).tools] == ["get_weather"]


def test_all_pages_are_asked_for():
    """The cursor is followed to its end."""
    assert [tool.name for tool in read_catalog(odd("pages")).tools] == [f"get_weather_{n}" for n in range(3)]


def test_one_odd_tool_does_not_cost_the_others():
    """It is skipped with its reason."""
    found = read_catalog(odd("odd-tools"))
    assert [tool.name for tool in found.tools] == ["get_weather"]
    assert [skipped.tool for skipped in found.skipped] == ["<script>", "deep"]


@pytest.mark.parametrize(
    ("manner", "said"),
    [
        ("dies", "the connection ended before the tools were listed; .* its standard error ends:\n  no licence found\n  bye"),
        ("is-none", r"the connection ended .* \(its standard output is no JSON-RPC: 'Usage: weather \[CITY\]'\)"),
        ("dies-late", "the connection ended .*\n  out of memory"),
        ("error", r"the server answered: the database is asleep \(code -32603\); expected a list of tools"),
        ("too-deep", "an answer that cannot be read: Invalid JSON: recursion limit exceeded"),
        ("same-page", "nextCursor 'again' .* came twice"),
        ("endless-pages", "more than 1,000 pages of tools"),
        ("no-list", r"an answer that is none to tools/list: tools: .*got 'get_weather' \(str\)"),
    ],
)
def test_servers_that_fail(manner, said):
    """One message with the server, what it did and what was expected."""
    with pytest.raises(CatalogError, match=f"^mcp:.*odd_server.py {manner} : {said}"):
        read_catalog(odd(manner))


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks for left processes in /proc")
def test_servers_that_never_answer():
    """They are given up in time, from any thread, and no process of theirs is left."""
    mark = f"never-answers-{os.getpid()}"

    def said(manner):
        with pytest.raises(CatalogError) as caught:
            read_catalog(odd(manner, "0.5s:", mark))
        return str(caught.value)

    start = time.monotonic()
    with ThreadPoolExecutor(5) as threads:
        told = list(threads.map(said, ["hangs", "stubborn", "fertile", "garbage", "endless-line"]))
    assert time.monotonic() - start < 20
    assert all("no list of tools within 0.5 s" in each for each in told)
    assert not running(mark)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("mcp:", "expected a command that starts a server, or a URL"),
        ("mcp:no-such-command-here x", r"'no-such-command-here' cannot be started \(No such file"),
        ("mcp:'unclosed", "No closing quotation"),
        ("mcp:no-such-command-here " + "x" * 5_000, "'no-such-command-here' cannot be started"),
        ("mcp:no/such/answer.json", "cannot be read"),
        ("mcp:true", "the connection ended before the tools were listed"),
        ("mcp:http://", "cannot be asked for its tools"),
    ],
)
def test_addresses_that_lead_nowhere(source, said):
    """The reason, not a traceback."""
    with pytest.raises(CatalogError, match=said):
        read_catalog(source)


def test_without_the_sdk(monkeypatch):
    """The message says what to install."""
    monkeypatch.setitem(sys.modules, "mcp", None)
    with pytest.raises(CatalogError, match=r"pip install 'toolweft\[mcp\]'"):
        read_catalog("mcp:true")


def test_a_server_object_within_an_event_loop():
    """A notebook has a loop already; and a server may be handed over as it is."""
    from mcp.server import MCPServer

    server = MCPServer("weather")

    @server.tool()
    def get_weather(city: str) -> dict[str, float]:
        """Get the weather."""
        return {"degrees": float(len(city))}

    async def notebook():
        return read_catalog(list_tools(server, timeout=10))

    (tool,) = asyncio.run(notebook()).tools
    assert (tool.name, tool.needed) == ("get_weather", {"city"})


class OddHandler(BaseHTTPRequestHandler):
    """Answers as the path says."""

    def log_message(self, *_):
        pass

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        manner = self.path.strip("/")
        if manner == "hang":
            return time.sleep(3)
        self.send_response(int(manner) if manner.isdigit() else 200)
        self.send_header("content-type", "text/html" if manner == "html" else "application/json")
        if manner == "packed":
            self.send_header("content-encoding", "gzip")
        self.end_headers()
        try:
            self.wfile.write(b"{oops")
            while manner == "endless":
                self.wfile.write(b"x" * 1_000_000)
        except OSError:
            return None


@pytest.fixture(scope="module")
def odd_url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), OddHandler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.parametrize(
    ("manner", "said"),
    [
        ("401", r"\(HTTP status 401\)"),
        ("404", r"Not Found \(HTTP status 404\)"),
        ("500", r"\(HTTP status 500\)"),
        ("html", "Unexpected content type: text/html"),
        ("junk", "Failed to parse JSON response.*line 1 column 2"),
        ("packed", "a packed HTTP answer, though a plain one was asked for"),
        ("endless", "HTTP answers larger than 64,000,000 bytes"),
        ("hang", "no list of tools within 0.5 s"),
    ],
)
def test_http_servers_that_fail(odd_url, manner, said):
    """One message, in time, with bounded memory."""
    with pytest.raises(CatalogError, match=f"^mcp:{odd_url}/{manner}: .*{said}"):
        read_catalog(f"mcp:{'0.5s:' if manner == 'hang' else ''}{odd_url}/{manner}")


def test_a_port_where_nobody_listens():
    """A refused connection is a clear error."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(CatalogError, match=r"cannot be asked for its tools \(ConnectError"):
        read_catalog(f"mcp:http://127.0.0.1:{port}/mcp")


@pytest.fixture(scope="module")
def npm_servers() -> Path:
    """The folder of the real servers' commands; installed once, started without a network."""
    return npm_commands(SERVERS)


@pytest.mark.parametrize(
    ("server", "count", "some"),
    [
        ("mcp-server-filesystem {folder}", 14, {"read_text_file", "search_files", "move_file"}),
        ("mcp-server-memory", 9, {"create_entities", "open_nodes", "search_nodes"}),
        ("mcp-server-everything", 13, {"echo", "get-sum"}),
    ],
)
def test_real_servers(npm_servers, tmp_path, server, count, some):
    """Their tools are there, with results and hints where declared, and a graph can be made of them."""
    found = read_catalog(f"mcp:{npm_servers}/{server.format(folder=tmp_path)}", strict=True)
    names = {tool.name for tool in found.tools}
    assert len(names) == count and some <= names
    assert all(tool.reads is not None for tool in found.tools)
    assert graph_of(found).links


def test_a_real_server_over_http(npm_servers):
    """The same tools as over standard input and output."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [npm_servers / "mcp-server-everything", "streamableHttp"]
    environment = {**os.environ, "PORT": str(port)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        over_http = read_catalog(f"mcp:http://127.0.0.1:{port}/mcp")
    finally:
        process.terminate()
        process.wait(10)
    assert over_http.tools == read_catalog(f"mcp:{npm_servers}/mcp-server-everything").tools


def _wait_for(port):
    for _ in range(200):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(port)


def test_a_real_answer_saved_is_the_same_catalog(npm_servers, tmp_path):
    """What a server said can be kept in a file, so that a run does not depend on it."""
    source = f"mcp:{npm_servers}/mcp-server-memory"
    document = list_tools(source.removeprefix("mcp:"))
    (tmp_path / "memory.json").write_text(json.dumps(document.content))
    assert read_catalog(tmp_path / "memory.json") == read_catalog(document) == read_catalog(source)

"""An MCP server over standard input and output that misbehaves as its argument says; no SDK, so that nothing is too tidy."""

import json
import signal
import subprocess
import sys
import time

TOOL = {"name": "get_weather", "description": "Get the weather.", "inputSchema": {"type": "object", "properties": {}}}


def say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def answer(request, **content):
    say(json.dumps({"jsonrpc": "2.0", "id": request["id"], **content}))


def tools(manner, cursor):
    """The result of `tools/list`."""
    if manner == "pages":
        page = int(cursor or 0)
        found = {"tools": [{**TOOL, "name": f"get_weather_{page}"}]}
        return found if page == 2 else {**found, "nextCursor": str(page + 1)}
    if manner == "same-page":
        return {"tools": [TOOL], "nextCursor": "again"}
    if manner == "endless-pages":
        return {"tools": [TOOL], "nextCursor": str(int(cursor or 0) + 1)}
    if manner == "no-list":
        return {"tools": "get_weather"}
    if manner == "odd-tools":
        return {"tools": [TOOL, {**TOOL, "name": "<script>"}, {**TOOL, "name": "deep", "inputSchema": nested(60)}]}
    if manner == "too-deep":
        return {"tools": [{**TOOL, "inputSchema": nested(120)}]}
    if manner == "large":
        return {"tools": [{**TOOL, "name": f"tool_{n}", "description": "x" * 15_000} for n in range(3_400)]}
    if manner == "too-large":
        return {"tools": [{**TOOL, "description": "x" * 70_000_000}]}
    return {"tools": [TOOL]}


def nested(depth):
    return {"type": "object", "properties": {"a": nested(depth - 1)}} if depth else {"type": "string"}


def at_start(manner):
    """What it does before it hears anything."""
    if manner == "dies":
        sys.exit("no licence found\nbye")
    if manner == "is-none":
        say("Usage: weather [CITY]")
        sys.exit(1)
    if manner == "greets":
        say("Welcome to the weather!\n")
    if manner == "garbage":
        while True:
            say("x" * 100_000)
    if manner == "endless-line":
        while True:
            sys.stdout.write("x" * 100_000)
    if manner == "binary":
        sys.stdout.buffer.write(b"\xff\xfe\x00" * 1_000 + b"\n")
    if manner == "loud":
        sys.stderr.write("warning: loud\n" * 1_000_000)
    if manner == "stubborn":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if manner == "fertile":
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", "a child of", *sys.argv])
    if manner in ("hangs", "fertile", "stubborn"):
        time.sleep(600)


def main(manner):
    at_start(manner)
    for line in sys.stdin:
        request = json.loads(line)
        if request.get("method") == "initialize":
            told = {"protocolVersion": "2025-06-18", "capabilities": {"tools": {}}, "serverInfo": {"name": "odd", "version": "1"}}
            answer(request, result=told)
        elif request.get("method") == "tools/list":
            if manner == "dies-late":
                sys.exit("out of memory")
            if manner == "error":
                answer(request, error={"code": -32603, "message": "the database is\nasleep"})
            else:
                answer(request, result=tools(manner, (request.get("params") or {}).get("cursor")))
        elif "id" in request:
            answer(request, error={"code": -32601, "message": "Method not found"})


main(sys.argv[1])

"""A server that answers OpenAI's chat completions as a test tells it to, over real HTTP on this machine."""

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Answer:
    """What one request gets: a status with headers, a text, or nothing but a reset connection."""

    text: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None
    calls: list[dict[str, Any]] = field(default_factory=list)
    reset: bool = False
    seconds: float = 0
    finish: str = "stop"


class Server:
    """Takes the answers of its script in turn, the last one for good; `asked` and `headers` hold what came in."""

    def __init__(self, script: Callable[[int, dict[str, Any]], Answer]) -> None:
        self.script = script
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.connections: set[Any] = set()
        self.lock = threading.Lock()
        self.url = ""

    def answer(self, body: dict[str, Any]) -> Answer:
        with self.lock:
            self.asked.append(body)
            return self.script(len(self.asked) - 1, body)


def completion(answer: Answer, body: dict[str, Any]) -> dict[str, Any]:
    """The JSON of a chat completion, with as many choices as were asked for."""
    message: dict[str, Any] = {"role": "assistant", "content": answer.text or None}
    if answer.calls:
        message["tool_calls"] = [
            {"id": f"x{at}", "type": "function", "function": {"name": call["name"], "arguments": json.dumps(call["args"])}}
            for at, call in enumerate(answer.calls)
        ]
    choices = [{"index": at, "finish_reason": answer.finish, "message": message} for at in range(body.get("n") or 1)]
    usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    return {"id": "x", "object": "chat.completion", "created": 0, "model": body["model"], "choices": choices, "usage": usage}


@contextmanager
def serving(script: Callable[[int, dict[str, Any]], Answer], port: int = 0, keeps: float = 0) -> Iterator[Server]:
    """A server for as long as it is needed, which keeps quiet connections for so many seconds; `url` ends with /v1."""
    server = Server(script)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1" if keeps else "HTTP/1.0"
        timeout = keeps or None

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.headers.append({"path": self.path, **{name.lower(): value for name, value in self.headers.items()}})
            server.connections.add(self.client_address)
            answer = server.answer(body)
            if answer.reset:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                self.close_connection = True
                return
            content = answer.body if answer.body is not None else completion(answer, body) if answer.status == 200 else {}
            written = content if isinstance(content, bytes) else json.dumps(content).encode()
            time.sleep(answer.seconds)  # nobody may wait any more
            self.send_response(answer.status)
            for name, value in {
                "Content-Type": "application/json",
                "Content-Length": str(len(written)),
                **answer.headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(BrokenPipeError):
                self.wfile.write(written)

        def log_message(self, *_: Any) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    server.url = f"http://127.0.0.1:{http.server_address[1]}/v1"
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()

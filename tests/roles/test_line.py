"""A thread's own connection: it says what the openai client says, and fails as the client fails."""

import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import chain, repeat
from typing import Any

import pytest

from roles.chat import chat_model
from tests.roles.chat_server import Answer, Server, serving

openai = pytest.importorskip("openai")
langchain_openai = pytest.importorskip("langchain_openai")
ASKED = [("system", "Be brief, Zoë."), ("user", "What is 2 + 2? <&>")]
TOOLS = [
    {"type": "function", "function": {"name": "add", "parameters": {"type": "object", "properties": {"a": {"minimum": 0.5}}}}}
]
OF_THE_CONNECTION = {"host", "accept-encoding", "connection", "content-length", "x-stainless-raw-response"}


def model(server: Server, **settings: Any) -> Any:
    return chat_model("openai:test", base_url=server.url, **{"api_key": "sk-test-0123456789", **settings})


def good(at: int, body: dict[str, Any]) -> Answer:
    return Answer(f"answer {at}")


def test_each_request_says_what_the_client_says() -> None:
    """Headers, address and body are the same, whoever sends them; the body may be written otherwise."""
    settings: dict[str, Any] = {
        "organization": "org",
        "default_headers": {"X-Team": "ours"},
        "default_query": {"v": "1"},
        "seed": 3,
    }
    with serving(good, keeps=5) as server:
        ours, theirs = model(server, **settings), langchain_openai.ChatOpenAI(
            model="test", base_url=server.url, api_key="sk-test-0123456789", max_retries=0, timeout=120.0, **settings
        )  # fmt: skip
        answers = [each.bind_tools(TOOLS).invoke(ASKED, n=2) for each in (theirs, ours, ours, ours)]
    assert [answer.content for answer in answers] == ["answer 0", "answer 1", "answer 2", "answer 3"]
    assert [answer.usage_metadata for answer in answers] == [answers[0].usage_metadata] * 4
    assert server.asked[0].pop("stream") is False
    assert server.asked == [server.asked[0]] * 4
    said = [{name: value for name, value in each.items() if name not in OF_THE_CONNECTION} for each in server.headers]
    assert said == [said[0]] * 4
    assert server.headers[3]["authorization"] == "Bearer sk-test-0123456789"
    assert len(server.connections) == 3


def test_one_connection_serves_many_requests() -> None:
    """The first is the client's own; the others share one, until the server ends it."""
    with serving(good, keeps=0.1) as server:
        asking = model(server)
        for _ in range(4):
            asking.invoke(ASKED)
        assert len(server.connections) == 2
        time.sleep(1.2)
        assert asking.invoke(ASKED).content == "answer 4"
        assert (len(server.asked), len(server.connections)) == (5, 3)


HURDLES = [
    Answer(status=429, headers={"Retry-After": "7"}, body={"error": {"message": "too fast", "code": "rate_limit_exceeded"}}),
    Answer(status=400, body={"error": {"message": "no such form", "param": "response_format"}}),
    Answer(status=500, body=b"it broke"),
    Answer(body=b"{cut off"),
    Answer(body={"error": {"message": "an error that says it went well"}}),
    Answer(body=b"<html>a proxy's page</html>", headers={"Content-Type": "text/html"}),
    Answer(reset=True),
    Answer(seconds=0.5),
]


@pytest.mark.parametrize("hurdle", HURDLES)
def test_what_fails_fails_as_the_client_does(hurdle: Answer) -> None:
    """The same error, with status, headers and body; and the next request goes well."""

    def script(at: int, body: dict[str, Any]) -> Answer:
        return hurdle if at in (0, 2) else good(at, body)

    with serving(script, keeps=5) as server:
        asking = model(server, timeout=0.2)
        first = failed(lambda: asking.invoke(ASKED))
        assert asking.invoke(ASKED).content == "answer 1"
        second = failed(lambda: asking.invoke(ASKED))
        assert asking.invoke(ASKED).content == "answer 3"
    assert (type(second), str(second)) == (type(first), str(first))
    for name in ("status_code", "code", "param", "body"):
        assert getattr(second, name, None) == getattr(first, name, None)
    response = getattr(second, "response", None)
    assert hurdle.status != 429 or (response is not None and response.headers["retry-after"] == "7")


def failed(asking: Callable[[], Any]) -> BaseException:
    with pytest.raises(Exception) as caught:
        asking()
    return caught.value


def test_a_server_that_moves_is_followed() -> None:
    """From then on the requests go where it is."""
    with serving(good, keeps=5) as new:

        def script(at: int, body: dict[str, Any]) -> Answer:
            moved = Answer(status=307, headers={"Location": f"{new.url}/chat/completions"})
            return moved if at else good(at, body)

        with serving(script, keeps=5) as old:
            asking = model(old)
            answers = [asking.invoke(ASKED).content for _ in range(4)]
    assert answers == ["answer 0", "answer 0", "answer 1", "answer 2"]
    assert (len(old.asked), len(new.asked)) == (3, 3)


def test_a_key_that_changes_is_asked_for_each_time() -> None:
    """A token that somebody renews is no header to be repeated."""
    keys = iter(["first", "second", "third"])
    with serving(good, keeps=5) as server:
        asking = model(server, api_key=lambda: next(keys))
        for _ in range(3):
            asking.invoke(ASKED)
    assert [each["authorization"] for each in server.headers] == ["Bearer first", "Bearer second", "Bearer third"]


def test_a_proxy_is_gone_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the environment names one, each request goes there."""
    with serving(good) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url.removesuffix("/v1"))
        monkeypatch.setenv("no_proxy", "")
        asking = chat_model("openai:test", base_url="http://nowhere.invalid/v1", api_key="none")
        assert [asking.invoke(ASKED).content for _ in range(2)] == ["answer 0", "answer 1"]
    assert {each["path"] for each in proxy.headers} == {"http://nowhere.invalid/v1/chat/completions"}


def test_what_only_the_client_can_write_is_left_to_it() -> None:
    """A number that is too long for others."""
    with serving(good) as server:
        asking = model(server)
        for _ in range(2):
            asking.invoke(ASKED, extra_body={"long": 1 << 70})
    assert [each["long"] for each in server.asked] == [1 << 70] * 2


COMPLETION = b'{"choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "here"}}]}'
WHOLE = b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
SPOKEN = [
    pytest.param((WHOLE + b"Content-Length: %d\r\n\r\n" % len(COMPLETION) + COMPLETION,), id="with its length"),
    pytest.param((WHOLE + b"Content-Length: %d\r\n\r\n" % len(COMPLETION), COMPLETION[:40], COMPLETION[40:]), id="in pieces"),
    pytest.param(
        (WHOLE + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % 40 + COMPLETION[:40], b"\r\n%x\r\n" % (len(COMPLETION) - 40)
         + COMPLETION[40:] + b"\r\n0\r\n\r\n"), id="in chunks",
    ),
    pytest.param((WHOLE + b"Connection: close\r\n\r\n" + COMPLETION, b""), id="until the connection ends"),
    pytest.param((b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n" + COMPLETION, b""), id="as in the last century"),
    pytest.param((b"HTTP/1.1 100 Continue\r\n\r\n", WHOLE + b"Content-Length: %d\r\n\r\n" % len(COMPLETION) + COMPLETION),
                 id="after a word in between"),
]  # fmt: skip
BROKEN = [
    pytest.param((WHOLE + b"Content-Length: 9000\r\n\r\n" + COMPLETION, b""), id="cut off"),
    pytest.param((WHOLE + b"Transfer-Encoding: chunked\r\n\r\n9\r\n{", b""), id="cut off in a chunk"),
    pytest.param((b"SSH-2.0-OpenSSH_9.6\r\n",), id="no HTTP"),
    pytest.param((b"HTTP/1.1 100 Continue\r\n\r\n", b""), id="no more than a word in between"),
    pytest.param((b"",), id="nothing"),
]


@contextmanager
def speaking(pieces: tuple[bytes, ...]) -> Iterator[str]:
    """A server that answers its first request as one should, and all others in these pieces; an empty one ends the connection."""
    usual = (WHOLE + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(COMPLETION) + COMPLETION, b"")
    answers = chain((usual,), repeat(pieces))
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with suppress(OSError):  # the test is over
                while True:
                    answer(listening.accept()[0])

        def answer(line: socket.socket) -> None:
            with line, suppress(OSError):
                while line.recv(1 << 16):
                    for piece in next(answers):
                        if not piece:
                            return
                        line.sendall(piece)
                        time.sleep(0.02)

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("pieces", SPOKEN)
def test_an_answer_is_read_however_it_is_sent(pieces: tuple[bytes, ...]) -> None:
    """With a length, in chunks, in pieces, or up to the end of the connection."""
    with speaking(pieces) as url:
        asking = chat_model("openai:test", base_url=url, api_key="none")
        assert [asking.invoke(ASKED).content for _ in range(3)] == ["here"] * 3


@pytest.mark.parametrize("pieces", BROKEN)
def test_an_answer_that_breaks_off_is_an_error_of_the_connection(pieces: tuple[bytes, ...]) -> None:
    """It is never taken for a whole one."""
    with speaking(pieces) as url:
        asking = chat_model("openai:test", base_url=url, api_key="none")
        assert asking.invoke(ASKED).content == "here"
        with pytest.raises(openai.APIConnectionError):
            asking.invoke(ASKED)


def test_threads_that_begin_together_need_the_client_once() -> None:
    """The others repeat what it sent first, each on a connection of its own."""
    with serving(lambda at, body: Answer("here", seconds=0.3), keeps=5) as server:
        asking = model(server)
        with ThreadPoolExecutor(6) as threads:
            said = [each.content for each in threads.map(lambda _: asking.invoke(ASKED), range(6))]
        assert said == ["here"] * 6
        agents = [each["user-agent"] for each in server.headers]
        assert agents == [agents[0]] * 6
        assert sum("gzip" in each["accept-encoding"] for each in server.headers) < 6


def test_an_answer_that_comes_too_late_is_nobody_elses() -> None:
    """Whoever is interrupted while waiting, and asks anew, gets the answer to that."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with serving(lambda at, body: Answer(f"answer {at}", seconds=0.3 if at == 2 else 0), keeps=5) as server:
        asking, usual = model(server), signal.signal(signal.SIGALRM, interrupt)
        try:
            assert [asking.invoke(ASKED).content for _ in range(2)] == ["answer 0", "answer 1"]
            signal.setitimer(signal.ITIMER_REAL, 0.1)
            with pytest.raises(KeyboardInterrupt):
                asking.invoke(ASKED)
            time.sleep(0.4)
            assert asking.invoke(ASKED).content == "answer 3"
        finally:
            signal.signal(signal.SIGALRM, usual)

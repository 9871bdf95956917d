"""The page's server, asked over plain HTTP: what it answers, and whom it refuses."""

import http.client
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.cli.viewing import fork_for_the_page
from simulator.run import Run
from simulator.viewer.library import Library
from simulator.viewer.serving import serving
from tests.simulator.viewer.shelf import EVIL, hostile_run, shop_run
from tool_graphs.errors import RunError

pytest.importorskip("uvicorn", reason="uvicorn is not installed: it comes with toolweft[serve]")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A few conversations."""
    return shop_run(tmp_path_factory.mktemp("runs") / "shop", 3)


@pytest.fixture(scope="module")
def port(run: Run) -> Iterator[int]:
    """Where their page is served."""
    with serving(Library([run.path]), 0, fork_for_the_page) as url:
        yield int(url.rstrip("/").rpartition(":")[2])


def ask(port: int, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> tuple[int, bytes, dict[str, str]]:
    """(status, content, headers) of one request; `Host` and others are as given, underscores for hyphens."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.putrequest(method, path, skip_host="Host" in given, skip_accept_encoding=True)
        for name, value in given.items():
            connection.putheader(name, value)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        response = connection.getresponse()
        return response.status, response.read(), {name.lower(): value for name, value in response.getheaders()}
    finally:
        connection.close()


def token_of(port: int) -> str:
    """The token that the page was sent with."""
    page = ask(port, "/")[1].decode()
    return json.loads(re.findall(r'<script type="application/json" id="data">(.*?)</script>', page)[0])["token"]


PATHS = ("/", "/api/runs", "/api/index?run=0", "/api/conversation?run=0&at=0")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "attacker.example"},
        {"Host": "attacker.example:{port}"},
        {"Host": "127.0.0.1"},
        {"Host": "127.0.0.1:1"},
        {"Host": "127.0.0.1:{port}@attacker.example"},
        {"Host": "0.0.0.0:{port}"},
        {"Origin": "http://attacker.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "https://127.0.0.1:{port}"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "cors"},
        {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "no-cors"},
    ],
    ids=str,
)
def test_foreign_hosts_and_origins_are_refused(port, path, headers):
    """A rebound name, another site and a page from a file get nothing, whatever they ask for."""
    status, content, _ = ask(port, path, **{name: value.format(port=port) for name, value in headers.items()})
    assert status == 403
    assert b"c000000" not in content
    assert b"token" not in content


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_its_own_page_is_answered(port, run, host):
    """With its own host and origin, under either name of this machine."""
    own = {"Host": f"{host}:{port}", "Origin": f"http://{host}:{port}", "Sec_Fetch_Site": "same-origin"}
    status, content, headers = ask(port, "/api/index?run=0&from=0", **own)
    assert status == 200
    told = json.loads(content)
    assert [row[0] for row in told["rows"]] == [trace.id for trace in run.traces()]
    assert told["done"]
    assert "access-control-allow-origin" not in headers


def test_two_host_headers_are_refused(port):
    """Of which one is right: nobody knows which one counts."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.putrequest("GET", "/api/runs")
    connection.putheader("Host", "attacker.example")
    connection.endheaders()
    assert connection.getresponse().status in (400, 403)
    connection.close()


def test_a_fork_needs_origin_and_token(port, run):
    """Without either nothing is played and nothing written; the page's own form is."""
    body = json.dumps({"run": 0, "conversation": 0, "at": 3, "seed": "9"}).encode()
    own, token = {"Origin": f"http://127.0.0.1:{port}"}, {"X_Toolweft_Token": token_of(port)}
    before = sorted(run.path.parent.iterdir())
    for headers in ({}, own, token, own | {"X_Toolweft_Token": "x"}, {"Origin": "http://attacker.example"} | token):
        assert ask(port, "/api/fork", "POST", body, **headers)[0] == 403
    assert sorted(run.path.parent.iterdir()) == before
    status, content, _ = ask(port, "/api/fork", "POST", body, **own, **token)
    assert (status, json.loads(content)["name"]) == (200, "shop-fork-c000000-3")
    assert Run.open(run.path.with_name("shop-fork-c000000-3")).trace("c000000").seed == "9"
    assert json.loads(ask(port, "/api/fork", "POST", body, **own, **token)[1])["name"] == "shop-fork-c000000-3-2"
    assert ask(port, "/api/fork", "GET", **own)[0] == 405


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (b"{", "unexpected"),
        (b"[]", "list"),
        (b'{"run": 7, "conversation": 0, "at": 0}', "range"),
        (b'{"run": 0, "conversation": 0, "at": -1}', "at: -1"),
        (b'{"run": 0, "conversation": 0, "at": 999}', "step 999"),
        (b'{"run": 0, "conversation": 0, "at": 3, "roles": {"user": "nowhere:Nobody"}}', "nowhere"),
        (b'{"run": 0, "conversation": 0, "at": 3, "settings": ["turns=many"]}', "turns"),
    ],
)
def test_a_fork_that_cannot_be_is_told_and_not_written(port, run, body, complaint):
    """What is wrong, in words."""
    before = sorted(run.path.parent.iterdir())
    own = {"Origin": f"http://127.0.0.1:{port}", "X_Toolweft_Token": token_of(port)}
    status, content, _ = ask(port, "/api/fork", "POST", body, **own)
    assert status == 400
    assert complaint in json.loads(content)["error"]
    assert sorted(run.path.parent.iterdir()) == before


def test_a_form_that_is_too_large_is_refused(port):
    """Before it is read whole."""
    own = {"Origin": f"http://127.0.0.1:{port}", "X_Toolweft_Token": token_of(port)}
    assert ask(port, "/api/fork", "POST", b" " * 200_000, **own)[0] == 413


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_a_strict_policy(port, path):
    """No script but the page's own, no frame around it, no cookie, nothing kept."""
    _, _, headers = ask(port, path)
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "set-cookie" not in headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "/api/index?run=9",
        "/api/index?run=x",
        "/api/conversation?run=0&at=99",
        "/api/conversation?run=0&at=-1",
        "/api/where?run=0&where=a%3Db",
        "/api/diff?run=0&at=0",
    ],
)
def test_what_is_not_there_is_told(port, path):
    """As an error in words, never as a traceback."""
    status, content, _ = ask(port, path)
    assert status == 400
    assert json.loads(content)["error"]


def test_files_cannot_be_asked_for(port):
    """There are no paths into the disk."""
    for path in ("/../../etc/hostname", "/page/view.js", "/api/", "/manifest.json", "//etc/hostname"):
        assert ask(port, path)[0] == 404


def test_a_conversation_comes_with_its_grounds(port):
    """Each source leads to a step and characters, or to a call and a path."""
    told = json.loads(ask(port, "/api/conversation?run=0&at=0")[1])
    steps = told["trace"]["conversation"]["steps"]
    calls = {call["id"]: call for step in steps if step["kind"] == "called" for call in step["calls"]}
    said = 0
    for id, ground in told["grounds"]["calls"].items():
        assert ground["proved"]
        for source in ground["sources"].values():
            if source["kind"] == "said":
                start, end = source["span"]
                assert steps[source["step"]]["text"][start:end]
                said += 1
            elif source["kind"] == "result":
                assert source["call"] in calls
        assert id in calls
    assert said
    assert [entry["step"] for entry in told["telemetry"]["steps"]] == list(range(len(steps)))


def test_numbers_keep_their_digits(tmp_path):
    """Large integers and 2.0 reach the page as they were written."""
    run = shop_run(tmp_path / "large", 1)
    line = (run.path / "traces-00000.jsonl").read_bytes()
    noted = b'{"kind":"noted","by":"me","text":"","data":{"n":123456789012345678901234567890,"x":2.0}},'
    (run.path / "traces-00000.jsonl").write_bytes(line.replace(b'"steps":[', b'"steps":[' + noted, 1))
    with serving(Library([run.path])) as url:
        port = int(url.rstrip("/").rpartition(":")[2])
        ask(port, "/api/index?run=0")
        assert b'{"n":123456789012345678901234567890,"x":2.0}' in ask(port, "/api/conversation?run=0&at=0")[1]


def test_hostile_texts_cannot_leave_the_data(tmp_path):
    """The page has the same scripts, whatever the run is called."""
    run = hostile_run(tmp_path / "run <script>alert(1)</script>".replace("/", "-"))
    with serving(Library([run.path])) as url:
        port = int(url.rstrip("/").rpartition(":")[2])
        page = ask(port, "/")[1].decode()
        assert EVIL not in page
        assert page.count("<script") == 3 + page.count('"<script')


def test_a_port_that_is_taken_is_told(port, run):
    """With what to do about it."""
    with pytest.raises(RunError, match="--port"), serving(Library([run.path]), port):
        pass


def test_what_is_no_run_is_told(tmp_path: Path):
    """An empty folder, and none at all; a folder of runs stands for them."""
    with pytest.raises(RunError, match="no run here"):
        Library([tmp_path])
    with pytest.raises(RunError, match="no run here"):
        Library([tmp_path / "nowhere"])
    for name in ("b", "a"):
        shop_run(tmp_path / name, 1)
    assert [volume.name for volume in Library([tmp_path]).volumes] == ["a", "b"]

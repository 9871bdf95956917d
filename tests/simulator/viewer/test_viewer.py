"""The page's data, without a browser: index, large and damaged traces, the self-contained file, the commands."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
import zlib
from base64 import b64decode
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.run import Run
from simulator.viewer.exporting import exported
from simulator.viewer.index import Index
from simulator.viewer.library import Library, Volume
from simulator.viewer.page import page
from simulator.viewer.row import read_row, told
from simulator.viewer.shown import LARGEST, shown
from tests.simulator.viewer.shelf import SHOP, hostile_run, shop_run

HOUSE = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A few conversations."""
    return shop_run(tmp_path_factory.mktemp("runs") / "shop", 5)


def data_of(document: str) -> dict:
    """What a page was given to show."""
    return json.loads(re.findall(r'<script type="application/json" id="data">(.*?)</script>', document, re.DOTALL)[0])


def unpacked(packed: str) -> bytes:
    """As the page unpacks it."""
    return zlib.decompress(b64decode(packed))


def test_the_file_holds_everything(run):
    """All conversations as they stand, their grounds, tools and the funnel; nothing else is fetched."""
    document = exported(Library([run.path]))
    (held,) = data_of(document)["runs"]
    lines = [line for part in held["parts"] for line in unpacked(part).split(b"\n")[1:]]
    assert [json.loads(line)["trace"]["id"] for line in lines] == [trace.id for trace in run.traces()]
    assert all(json.loads(line)["grounds"]["calls"] for line in lines)
    assert json.loads(unpacked(held["funnel"]))["accepted"] == 5
    assert json.loads(unpacked(held["tools"]))["tools"].keys() <= SHOP.tools.keys()
    assert "connect-src" not in document.partition("</head>")[0]
    assert not re.search(r"""(src|href|action|srcset|poster)=["']?(?!#main)[\w/]""", document.partition("<script>")[0])
    assert "Permission is hereby granted, free of charge" in document


def test_a_thousand_conversations_are_a_small_file(run, tmp_path):
    """Less than 5 MB, though each comes with its proof."""
    lines = list(run.lines())
    many = b"".join(lines[number % len(lines)].replace(b"c00000", b"c%05d" % number, 1) for number in range(1000))
    for path in run.path.glob("*.json"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "traces-00000.jsonl").write_bytes(many)
    assert len(exported(Library([tmp_path]))) < 5_000_000


def test_no_text_becomes_part_of_the_file(run, tmp_path):
    """A hostile run's page has the elements of a harmless one."""
    count = re.compile(r"<[a-z!/]", re.IGNORECASE)
    hostile = exported(Library([hostile_run(tmp_path / "hostile").path]))
    assert len(count.findall(hostile)) == len(count.findall(exported(Library([run.path]))))


@settings(max_examples=60, deadline=None)
@given(st.text() | st.sampled_from(["</script>", "<!--", "\u2028", "{{script}}", "&amp;", "\ud800"]))
def test_no_name_of_a_run_leaves_the_data(name):
    """Whatever it is called, it is read as it was given, and the page can be written."""
    document = page({"runs": [{"name": name}]}, served=False)
    assert document.encode("utf-8")
    assert data_of(document)["runs"][0]["name"] == name


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
STEP = st.fixed_dictionaries(
    {"kind": st.sampled_from(["opened", "planned", "briefed", "asked", "called", "returned", "judged", "replied", "x"])},
    optional=dict.fromkeys(("by", "text", "plan", "brief", "calls", "results", "ok", "reasons", "tools", "mentions"), JSON),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(STEP | JSON, max_size=4), JSON, st.integers(0, 200))
def test_whatever_a_line_holds_it_is_shown(steps, other, cut):
    """Edited and cut lines make a row and something to show, in JSON that a browser reads."""
    line = json.dumps(
        {"format": 1, "id": other, "status": "accepted", "conversation": {"steps": steps}, "reasons": other}
    ).encode()
    for each in (line, line[:-cut] or b"x"):
        assert json.dumps(told(read_row(each, 1)), allow_nan=False)
        content = json.loads(shown(each, SHOP), parse_constant=pytest.fail)
        assert content.keys() == {"trace", "grounds", "telemetry", "notes"}


def test_a_huge_trace_is_cut_and_says_so(run):
    """Long texts and lists are shortened; the page gets little enough to show."""
    content = json.loads(next(run.lines()))
    content["conversation"]["steps"].append(
        {"kind": "noted", "by": "me", "text": "x" * 3_000_000, "data": {"l": list(range(99_999))}}
    )
    made = shown(json.dumps(content).encode(), SHOP)
    assert len(made) < LARGEST / 10
    told = json.loads(made)
    assert "bytes: long texts and lists are cut" in told["notes"][0]
    assert told["trace"]["conversation"]["steps"][-1]["text"].endswith("(cut, 3,000,000 characters)")


def test_the_index_goes_on_where_it_was(run, tmp_path):
    """Grown files are read on, a line under way is waited for, a replaced run is read anew; a cut one is told where it ended."""
    first, second, *_ = run.lines()
    shard, index = tmp_path / "traces-00000.jsonl", Index()
    shard.write_bytes(first + second[:50])
    assert index.grow([shard], 10, finished=False)
    assert [row.id for row in index.rows] == ["c000000"]
    shard.write_bytes(first + second)
    index.grow([shard], 10, finished=False)
    assert [index.line(0), index.line(1)] == [first, second]
    shard.write_bytes(second[:-20])
    index.grow([shard], 10, finished=True)
    assert index.version == 1
    assert "cut off" in index.rows[0].reason


def test_an_object_over_several_lines_is_one_conversation(run, tmp_path):
    """As an editor leaves it; its tools are not known, and it says so."""
    file = tmp_path / "one.json"
    file.write_text(json.dumps(json.loads(next(run.lines())), indent=2))
    volume = Volume(file)
    volume.grow()
    assert [row.id for row in volume.index.rows] == ["c000000"]
    assert "its tools are not known" in volume.note
    assert any(ground["sources"] for ground in json.loads(volume.shown(0))["grounds"]["calls"].values())


def command(*arguments: str, **options: object) -> subprocess.Popen:
    """The command in a process of its own."""
    start = "import sys; from simulator.cli import main; sys.argv[0] = 'toolweft'; main()"
    environment = {**os.environ, "PYTHONPATH": str(HOUSE)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL, "text": True}
    return subprocess.Popen([sys.executable, "-c", start, *arguments], env=environment, **pipes, **options)


def answered(url: str) -> dict:
    """What the server says."""
    with urllib.request.urlopen(url, timeout=30) as response:
        return json.loads(response.read())


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_view_prints_its_address_and_ends_when_told(run, ending):
    """The address is the first line; Ctrl-C is how it ends, with code 0 and no traceback."""
    pytest.importorskip("uvicorn")
    viewing = command("view", str(run.path), "--no-open")
    url = viewing.stdout.readline().strip()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", url)
    assert answered(f"{url}api/runs")[0]["name"] == "shop"
    viewing.send_signal(ending)
    _, errors = viewing.communicate(timeout=30)
    assert viewing.returncode == 0
    assert "Traceback" not in errors


def test_view_writes_one_file(run, tmp_path):
    """With how many it holds, and its size."""
    done = command("view", str(run.path), "--out", str(tmp_path / "page.html"))
    said, errors = done.communicate(timeout=60)
    assert (done.returncode, errors) == (0, "")
    assert re.match(r"\d+ conversations, 0\.\d MB -> ", said)
    assert data_of((tmp_path / "page.html").read_text())["runs"][0]["name"] == "shop"


@pytest.mark.parametrize("workers", ["1", "2"])
def test_watch_serves_a_run_while_it_grows(tmp_path, workers):
    """The page is there before the first conversation and sees more and more; then it ends with the run, and its code."""
    pytest.importorskip("uvicorn")
    arguments = ("-n", "40", "--workers", workers, "--watch", "--no-open", "--out", str(tmp_path / "run"))
    generating = command("generate", "shop", *arguments)
    url = generating.stderr.readline().strip()
    seen = []
    while generating.poll() is None and (not seen or seen[-1]["status"] == "running"):
        seen.append(answered(f"{url}api/index?run=0&from=0"))
        time.sleep(0.05)
    assert generating.wait(timeout=60) == 0
    counts = [len(told["rows"]) for told in seen]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]
    assert sum(row[1] == "accepted" for row in seen[-1]["rows"]) == 40
    with pytest.raises(OSError, match="refused"):
        answered(f"{url}api/runs")


def test_an_interrupted_watch_ends_cleanly(tmp_path):
    """Ctrl-C ends run and page at once; the run can go on."""
    pytest.importorskip("uvicorn")
    generating = command("generate", "shop", "-n", "5000", "--watch", "--no-open", "--out", str(tmp_path / "run"))
    url = generating.stderr.readline().strip()
    while not answered(f"{url}api/index?run=0&from=0")["rows"]:
        time.sleep(0.05)
    generating.send_signal(signal.SIGINT)
    _, errors = generating.communicate(timeout=30)
    assert generating.returncode == 130
    assert "Traceback" not in errors
    assert Run.open(tmp_path / "run").status == "interrupted"

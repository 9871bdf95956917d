"""Runs with chat models: kept answers, budgets, resuming, secrets; the model is toolweft's own stand-in, over real HTTP."""

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from roles.cast import chat_cast
from roles.chat import Answers, Budget, Chat, Terms, chat_model
from simulator.cli import main
from simulator.mock_llm import MockLLM
from simulator.recording import record
from simulator.run import Run
from simulator.simulation import Simulation
from tests.roles.chat_server import Answer, serving
from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.errors import BudgetError

pytest.importorskip("langchain_openai")
HOUSE = Path(__file__).parents[2]
KEY = "sk-marked-0123456789abcdefgh"
OTHER = "hidden-word-of-a-header"
MODEL = "openai:gpt-4.1-mini"
COUNT = ["-n", "3", "--turns", "1", "--threads", "4"]
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def server() -> Iterator[MockLLM]:
    with MockLLM("travel") as running:
        yield running


@pytest.fixture(autouse=True)
def environment(server: MockLLM, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def generate(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """`toolweft generate travel ...` as (exit code, what it printed, what it complained of)."""

    def command(*words: str, name: str = "generate") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["toolweft", name, *(["travel"] if name == "generate" else []), *words])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capfd.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return command


def traces(folder: str) -> bytes:
    return (Path(folder) / "traces-00000.jsonl").read_bytes()


def test_a_repeated_run_asks_nothing_twice(generate: Command, server: MockLLM) -> None:
    """Overwritten, from another run's answers, with other threads and workers, or replayed only: the same bytes, no request."""
    assert generate("--model", MODEL, "--out", "run", *COUNT)[0] == 0
    first, asked = traces("run"), server.counts()["requests"]
    assert generate("--model", MODEL, "--out", "run", "--overwrite", *COUNT)[0] == 0
    assert traces("run") == first
    assert generate("--model", MODEL, "--out", "more", "--answers", "run", *COUNT, "--workers", "2")[0] == 0
    assert traces("more") == first
    replayed = ("--model", MODEL, "--out", "again", "--answers", "run", "--replay-only", *COUNT, "--threads", "1")
    assert generate(*replayed)[0] == 0
    assert traces("again") == first
    assert server.counts()["requests"] == asked


def test_a_budget_ends_a_run_that_goes_on_later(generate: Command, server: MockLLM) -> None:
    """Exit code 1 and one sentence; with a larger budget the same conversations come out, and no answer is paid for twice."""
    whole = ("--model", MODEL, *COUNT, "--seed", "8")
    assert generate(*whole, "--out", "whole")[0] == 0
    paid = len(answers("whole"))
    code, _, complaint = generate(*whole, "--out", "part", "--max-tokens", "9000")
    assert code == 1
    assert "the budget of 9,000 tokens is used up" in complaint
    assert Run.open("part").status == "interrupted"
    assert 0 < len(answers("part")) < paid
    assert generate(*whole, "--out", "part", "--resume", "--max-tokens", "9000")[0] == 1
    assert generate(*whole, "--out", "part", "--resume")[0] == 0
    assert traces("part") == traces("whole")
    assert len(answers("part")) == paid


def answers(folder: str) -> list[dict[str, Any]]:
    return [json.loads(line) for path in sorted(Path(folder).glob("answers-*")) for line in path.read_bytes().splitlines()]


def test_a_run_that_is_killed_goes_on(generate: Command) -> None:
    """SIGKILL in the middle: what was answered is there, and the resumed run is the one that was never killed."""
    program = f"import sys; sys.path.insert(0, {str(HOUSE)!r}); from simulator.cli import main; main()"
    words = ["generate", "travel", "--model", MODEL, "--seed", "9", *COUNT, "--out", "killed"]
    killed = subprocess.Popen([sys.executable, "-c", program, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not (Path("killed").exists() and list(Path("killed").glob("answers-*"))) and time.monotonic() < deadline:
        time.sleep(0.02)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert answers_whole("killed")
    assert generate("--model", MODEL, "--seed", "9", *COUNT, "--out", "killed", "--resume")[0] == 0
    assert generate("--model", MODEL, "--seed", "9", *COUNT, "--out", "whole", "--answers", "killed")[0] == 0
    assert traces("killed") == traces("whole")
    assert not answers_whole("whole")


def answers_whole(folder: str) -> list[bytes]:
    return [
        line
        for path in Path(folder).glob("answers-*")
        for line in path.read_bytes().splitlines(keepends=True)
        if line[-1:] == b"\n"
    ]


def test_a_server_that_is_killed_and_restarted_costs_nothing() -> None:
    """The requests that it broke off are made again when it is back."""
    graph = graph_of(read_catalog("travel"))
    with MockLLM("travel", latency=0.05) as server:
        chat = Chat(chat_model(MODEL, base_url=server.url), Terms(wait=0.05))

        def restart() -> None:
            time.sleep(0.6)
            server.stop()
            time.sleep(0.5)
            server.start()

        thread = threading.Thread(target=restart)
        thread.start()
        found = list(Simulation(graph, chat_cast(graph, chat), turns=1, seed=11).run(4, threads=4, max_attempts=8))
        thread.join()
    assert not [trace.error for trace in found if trace.status == "failed"]
    assert sum(trace.accepted for trace in found) == 4


def test_stats_tell_what_was_spent(generate: Command) -> None:
    """Requests, tokens and money, by seat and for each accepted conversation."""
    Path("run.yaml").write_text(
        f"catalog: travel\ncount: 3\nturns: 1\nmodel: {MODEL}\nout: run\nroles:\n  judge: {{temperature: 0.1, votes: 3}}\n"
        f"prices: {{{MODEL}: {{input: 0.4, output: 1.6}}}}\nmax_cost: 5\n"
    )
    assert generate("--config", "run.yaml", name="generate")[0] == 0
    code, out, _ = generate("run", "--json", name="stats")
    asked = json.loads(out)["asked"]
    assert code == 0
    assert set(asked["seats"]) == {"planner", "user", "verifier", "assistant", "executor", "judge"}
    total = asked["total"]
    assert total["input_tokens"] == sum(seat["input_tokens"] for seat in asked["seats"].values()) > 0
    assert total["cost"] == pytest.approx((0.4 * total["input_tokens"] + 1.6 * total["output_tokens"]) / 1e6, abs=1e-6)
    assert asked["per_accepted"]["requests"] == pytest.approx(total["requests"] / 3, abs=1e-4)
    assert "per accepted" in generate("run", name="stats")[1]
    assert [len(kept["answers"]) for kept in answers("run") if kept["seat"] == "judge"] == [3] * 3


def test_another_model_is_another_run(generate: Command) -> None:
    """What decides the answers is in the manifest, and a run is resumed with what it began with."""
    generate("--model", MODEL, "--out", "run", *COUNT)
    assert "gpt-4.1-mini" in Run.open("run").manifest["configuration"]["models"]["user"]
    code, _, complaint = generate("--model", "openai:another", "--out", "run", "--resume", *COUNT)
    assert code == 2
    assert "holds another run" in complaint


def test_a_conversation_is_replayed_without_a_key(generate: Command, server: MockLLM, monkeypatch: pytest.MonkeyPatch) -> None:
    """A recorded run needs neither key nor server to be looked at again."""
    generate("--model", MODEL, "--out", "run", *COUNT)
    monkeypatch.delenv("OPENAI_API_KEY")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    code, out, _ = generate("run", "c000000", name="replay")
    assert (code, "the same to the byte" in out) == (0, True)


def test_a_run_that_accepts_nothing_says_which_seat_and_why(generate: Command) -> None:
    """With a model that never answers in the form, and when replaying what was never recorded."""
    with serving(lambda at, body: Answer("I would rather not.")) as stubborn:
        settings = ["--max-attempts", "3", "--out", "run", "-n", "2"]
        Path("run.yaml").write_text(f"roles: {{user: {{model: {MODEL}, base_url: {stubborn.url!r}}}}}\n")
        code, _, complaint = generate("--config", "run.yaml", *settings)
    assert code == 1
    assert "most often it was the user" in complaint
    assert "gave no usable answer" in complaint
    code, _, complaint = generate("--model", MODEL, "--replay-only", "--out", "nothing", "-n", "1", "--max-attempts", "2")
    assert code == 1
    assert "most often it was the planner (2 times): ChatError: no answer" in complaint


def test_no_secret_is_written_anywhere(generate: Command) -> None:
    """A key and a header that a server echoes in its errors, and that a role of one's own raises: in no file, in no word."""
    Path("careless.py").write_text(
        "import os\n\n\ndef judge(conversation, rng):\n"
        "    raise RuntimeError('cannot log in with ' + os.environ['OPENAI_API_KEY'])\n"
    )
    error = {"error": {"message": f"Bearer {KEY} and {OTHER} are tired at http://me:{OTHER}@127.0.0.1/v1?api_key={KEY}"}}

    def tired(at: int, body: dict[str, Any]) -> Answer:
        return Answer(status=400 if at % 4 else 500, body=error)

    said = ""
    with serving(tired) as server, serving(lambda at, body: Answer(status=401, body=error)) as closed:
        headers = f"base_url: {server.url}, default_headers: {{x-api-key: {OTHER}}}, api_key: {KEY}"
        Path("run.yaml").write_text(f"catalog: travel\nmodel: {{model: {MODEL}, {headers}}}\nmax_attempts: 3\n")
        for number, more in enumerate((["--out", "a"], ["--out", "b", "--verbose"])):
            code, out, complaint = generate("--config", "run.yaml", "-n", "1", "--no-cache", *more)
            assert code == 1, number
            said += out + complaint
        Path("run.yaml").write_text(f"catalog: travel\nmodel: {{model: {MODEL}, {headers.replace(server.url, closed.url)}}}\n")
        code, out, complaint = generate("--config", "run.yaml", "-n", "1", "--out", "c", "--verbose")
        assert code == 1
        assert "no request will be answered" in complaint
        said += out + complaint
    careless = ("--role", "judge=careless:judge", "--out", "d", "--verbose")
    code, out, complaint = generate("-n", "1", "--max-attempts", "2", *careless)
    assert code == 1
    assert "cannot log in with ***" in complaint
    said += out + complaint
    written = b"".join(path.read_bytes() for folder in "abcd" for path in Path(folder).rglob("*") if path.is_file())
    assert b"tired" in written
    assert not [secret for secret in (KEY, OTHER, KEY[3:15]) if secret.encode() in written or secret in said]


def test_python_users_record_answers_and_budgets(tmp_path: Path) -> None:
    """The same by objects: terms are handed to the chats, and a used-up budget raises where the run is made."""
    graph = graph_of(read_catalog("travel"))
    answers = Answers("run")
    cast = chat_cast(graph, Chat(MODEL, Terms(answers, Budget(max_tokens=3000))))
    with pytest.raises(BudgetError, match="3,000 tokens"):
        record(Simulation(graph, cast, turns=1), 2, "run")
    assert Run.open("run").status == "interrupted"
    cast = chat_cast(graph, Chat(MODEL, Terms(answers)))
    assert record(Simulation(graph, cast, turns=1), 2, "run", resume=True).status == "complete"


def test_processes_that_are_forked_have_connections_of_their_own(server: MockLLM) -> None:
    """A chat that was asked before, in this process, is asked on in others, each over its own connection."""
    graph = graph_of(read_catalog("travel"))
    chat = Chat(MODEL, Terms(wait=0.05))
    alone = Simulation(graph, chat_cast(graph, Chat(MODEL)), turns=1, seed=13)
    expected = [trace.line() for trace in alone.run(4, threads=4)]
    list(Simulation(graph, chat_cast(graph, chat), turns=1, seed=14).run(1, threads=1))
    shared = Simulation(graph, chat_cast(graph, chat), turns=1, seed=13)
    assert [trace.line() for trace in shared.run(4, workers=2, threads=1)] == expected


def test_an_offline_run_that_accepts_nothing_says_why(generate: Command) -> None:
    """It ends with exit code 1, and names the seat and its reason."""
    Path("always_moody.py").write_text(
        "from roles.base import Judged\n\n\ndef judge(conversation, rng):\n    return Judged(ok=False, reasons=('bad day',))\n"
    )
    code, _, complaint = generate("--role", "judge=always_moody:judge", "-n", "1", "--max-attempts", "3", "--out", "run")
    assert code == 1
    assert "most often it was the judge (3 times): bad day" in complaint

"""The command line, as a person and as a script would use it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from simulator.cli import main
from tests.simulator import stage

HOUSE = Path(__file__).parent.parent.parent
ROLES = [f"--role={seat}=tests.simulator.stage:{seat}" for seat in stage.CAST]

MOODY = """
from roles.base import Judged

def judge(conversation, rng):
    ok = rng.random() < 0.5
    return Judged(ok=ok, reasons=() if ok else ("bad day",))

def never(conversation, rng):
    return Judged(ok=False, reasons=("bad life",))

def broken(conversation, rng):
    raise RuntimeError("out of words")

def censor(conversation, rng):
    return Judged(ok=True)
"""


@dataclass
class Said:
    """What a command said."""

    code: int
    out: str
    err: str


Toolweft = Callable[..., Said]


@pytest.fixture
def toolweft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Toolweft:
    """The command, in a folder with a catalog and a module of roles."""
    tools = [tool.model_dump(exclude={"inferred", "namespace"}) for tool in (stage.FIND, stage.CANCEL)]
    (tmp_path / "tools.json").write_text(json.dumps(tools))
    (tmp_path / "moody.py").write_text(MOODY)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path, str(HOUSE)])
    monkeypatch.delitem(sys.modules, "moody", raising=False)

    def run(*arguments: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["toolweft", *arguments])
        with pytest.raises(SystemExit) as end:
            main()
        out, err = capfd.readouterr()
        return Said(end.value.code if isinstance(end.value.code, int) else 0, out, err)

    return run


def generated(toolweft: Toolweft, *arguments: str) -> Said:
    return toolweft("generate", "tools.json", "-n", "5", "--out", "run", *ROLES, *arguments)


def test_generate_show_stats_export(toolweft: Toolweft) -> None:
    """From tools to a dataset."""
    said = generated(toolweft)
    assert (said.code, said.out) == (0, "5 accepted, 0 rejected, 0 failed of 5 -> run\n")
    assert "implicit: needed by call_2" in toolweft("show", "run").out
    assert "c000003: accepted" in toolweft("show", "run", "c000003").out
    assert len(toolweft("show", "run", "--list").out.splitlines()) == 5
    stats = json.loads(toolweft("stats", "run", "--json").out)
    assert (stats["accepted"], stats["implicit_share"], stats["depth"]["counts"].keys()) == (5, 0.5, {"2"})
    assert "implicit calls" in toolweft("stats", "run").out
    assert toolweft("export", "run", "--format", "trl", "--out", "data/set.jsonl").code == 0
    rows = [json.loads(line) for line in Path("data/set.jsonl").read_text().splitlines()]
    assert [row["metadata"]["id"] for row in rows] == [f"c{number:06d}" for number in range(5)]
    assert len(toolweft("export", "run", "--out", "-").out.splitlines()) == 5


def test_a_file_says_it_all(toolweft: Toolweft) -> None:
    """And another seat with its route."""
    seats = "\n".join(f"  {seat}: tests.simulator.stage:{seat}" for seat in stage.CAST if seat != "judge")
    Path("simulation.yaml").write_text(
        f"catalog: tools.json\ncount: 3\nout: run\nseed: 1\nroles:\n  censor: moody:censor\n{seats}\n"
        "routes: {user: censor, censor: verifier, assistant: 'tests.simulator.stage:assistant', judge: null}\n"
    )
    said = toolweft("generate", "--config", "simulation.yaml")
    assert (said.code, "route of seat 'assistant', assistant, does not say where it can lead" in said.err) == (2, True)
    Path("simulation.yaml").write_text(f"catalog: tools.json\ncount: 3\nout: run\nroles:\n  judge: moody:judge\n{seats}\n")
    assert toolweft("generate", "--config", "simulation.yaml", "-n", "4", "--json").code == 0
    manifest = json.loads(Path("run/manifest.json").read_bytes())
    assert manifest["counts"]["accepted"] == 4
    assert manifest["configuration"]["cast"]["judge"] == "moody:judge"


def test_workers_do_not_matter(toolweft: Toolweft) -> None:
    """The same folder, to the byte."""
    generated(toolweft, "--role=judge=moody:judge")
    one = {path.name: path.read_bytes() for path in Path("run").iterdir() if not path.name.startswith("telemetry")}
    said = generated(toolweft, "--role=judge=moody:judge", "--workers", "2", "--overwrite")
    assert said.code == 0
    assert {path.name: path.read_bytes() for path in Path("run").iterdir() if not path.name.startswith("telemetry")} == one


def test_a_run_that_falls_short_ends_with_1(toolweft: Toolweft) -> None:
    """And says who rejected how many, and why."""
    said = generated(toolweft, "--role=judge=moody:never", "--max-attempts", "6")
    assert said.code == 1
    assert "only 0 of 5 conversations were accepted in 6 attempts" in said.err
    assert "rejected by judge, 6: bad life" in said.out


def test_a_failing_role_costs_its_conversations(toolweft: Toolweft) -> None:
    """They are named in the summary; --verbose tells where it happened."""
    said = generated(toolweft, "--role=judge=moody:broken", "--max-attempts", "2", "--verbose")
    assert "failed at judge, 2: RuntimeError: out of words (c000000, c000001)" in said.out
    assert "moody.py" in said.err
    assert "moody.py" not in generated(toolweft, "--role=judge=moody:broken", "--max-attempts", "2", "--overwrite").err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["generate"], "no catalog given"),
        (["generate", "tols.json"], "'tols.json'"),
        (["generate", "tools.json", "--strategy", "upsteam"], "did you mean 'upstream'"),
        (["generate", "tools.json", "--turns", "4-1"], "turns: expected at least 1 turn"),
        (["generate", "tools.json", "-n", "0"], "count: Input should be greater than or equal to 1"),
        (["generate", "tools.json", "--role", "user"], "--role 'user': expected SEAT=NAME"),
        (["generate", "tools.json", "--role", "user=moody:usr"], "nothing is called 'usr' there"),
        (["generate", "tools.json", "--role", "usr=moody:judge", *ROLES], "seat 'usr' has a role but no entry in the routes"),
        (["generate", "tools.json", "--route", "user=verifer", *ROLES], "did you mean 'verifier'"),
        (["generate", "--config", "none.yaml"], "none.yaml: cannot be read"),
        (["generate", "moody.py", *ROLES], "moody.py"),
        (["show", "nowhere"], "nowhere: no run here"),
        (["stats", "nowhere"], "nowhere: no run here"),
        (["export", "nowhere", "--out", "x"], "nowhere: no run here"),
        (["export", "nowhere", "--out", "x", "--format", "opnai"], "did you mean 'openai'"),
        (["graph", "tols.json"], "'tols.json'"),
        (["generate", "tools.json", "--cuont", "3"], "No such option"),
    ],
)
def test_a_user_s_mistake_is_one_message_and_2(toolweft: Toolweft, arguments: list[str], message: str) -> None:
    """No traceback, and nothing written."""
    said = toolweft(*arguments)
    assert said.code == 2
    assert message in said.err and "Traceback" not in said.err
    assert not said.out
    assert sorted(path.name for path in Path().iterdir() if path.name != "__pycache__") == ["moody.py", "tools.json"]


def test_skipped_tools_are_warned_of_and_counted(toolweft: Toolweft) -> None:
    """--strict refuses them."""
    tools = json.loads(Path("tools.json").read_text())
    Path("tools.json").write_text(json.dumps([*tools, {"name": "odd", "parameters": {"type": "strange"}}]))
    said = generated(toolweft)
    assert said.code == 0
    assert "tool odd skipped" in said.err and "1 tool skipped, 2 can be used" in said.err
    assert json.loads(Path("run/manifest.json").read_bytes())["catalog"]["skipped"] == 1
    assert generated(toolweft, "--strict", "--overwrite").code == 2


@pytest.mark.parametrize(("format", "start"), [("json", "{"), ("mermaid", "flowchart"), ("graphml", "<graphml")])
def test_graph(toolweft: Toolweft, format: str, start: str) -> None:
    """In three forms, to a file or to standard output."""
    said = toolweft("graph", "tools.json", "--format", format)
    assert said.out.startswith(start)
    toolweft("graph", "tools.json", "--format", format, "--out", "graph.txt")
    assert Path("graph.txt").read_text() == said.out


def test_plugins_and_doctor(toolweft: Toolweft) -> None:
    """What can be asked for by name, and whether all is well."""
    assert {"explicit", "goal-only", "upstream"} <= {plugin["name"] for plugin in json.loads(toolweft("plugins", "--json").out)}
    found = {each["subject"]: each for each in json.loads(toolweft("doctor", "--json").out)}
    assert found["simulator"]["ok"] and str(HOUSE) in found["simulator"]["said"]


def command(*arguments: str, **options: object) -> "subprocess.Popen[str]":
    code = "from simulator.cli import main; main()"
    environment = {**os.environ, "PYTHONPATH": str(HOUSE)}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env=environment,
        stdout=-1,
        stderr=-1,
        text=True,
        **options,  # type: ignore[call-overload]
    )


def test_doctor_tells_of_a_package_that_hides_ours(tmp_path: Path) -> None:
    """Here a folder that stands first on the path."""
    (tmp_path / "roles").mkdir()
    (tmp_path / "roles" / "__init__.py").write_text("")
    script = "import sys; sys.path.insert(0, '.'); from simulator.doctor import findings\n"
    script += "print(*(each.said for each in findings() if each.subject == 'roles' and not each.ok))"
    environment = {**os.environ, "PYTHONPATH": str(HOUSE)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "another distribution or a folder on sys.path hides it" in done.stdout
    assert str(tmp_path) in done.stdout


def test_ctrl_c_ends_with_130(toolweft: Toolweft) -> None:
    """And a run that loads and can be gone on with."""
    process = command("generate", "tools.json", "-n", "5000", "--out", "run", "--workers", "2", *ROLES, start_new_session=True)
    try:
        deadline = time.monotonic() + 30
        while not list(Path().glob("run/traces-*")) and time.monotonic() < deadline:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=30)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 130
    assert "go on with --resume" in err and "Traceback" not in err
    assert json.loads(toolweft("stats", "run", "--json").out)["accepted"] > 0
    assert json.loads(Path("run/manifest.json").read_bytes())["status"] == "interrupted"


def test_a_closed_pipe_is_no_error(toolweft: Toolweft) -> None:
    """As in `toolweft show RUN --list | head`."""
    generated(toolweft)
    process = command("show", "run", "--list", "--json")
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    assert "Traceback" not in process.stderr.read()
    process.wait(20)
    process.stderr.close()


def test_help_is_quick() -> None:
    """Nothing heavy is imported for it."""
    script = "import sys; from simulator.cli import app; print(*{'langgraph', 'pydantic', 'yaml'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], cwd=HOUSE, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""

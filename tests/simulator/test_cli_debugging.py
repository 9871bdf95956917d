"""Debugging from the command line: list, funnel, show --step, replay, fork, diff, bisect, breakpoints."""

import io
import json
import sys
from pathlib import Path

import pytest

from tests.simulator.test_cli import ROLES, Said, Toolweft, generated, toolweft

__all__ = ["toolweft"]

CHECKS = """
from roles.base import Asked, Judged, Returned
from langchain_core.language_models import GenericFakeChatModel

def returned(conversation):
    return any(isinstance(step, Returned) for step in conversation.steps)

def never(conversation):
    return False

def terse(conversation, rng):
    return Asked(text="Cancel it.")

def asking(conversation, rng):
    GenericFakeChatModel(messages=iter(["yes \\x1b[31m"])).invoke("Is this well?")
    return Judged(ok=True)

def before(seat, conversation):
    return seat == "executor"
"""


@pytest.fixture
def debugged(toolweft: Toolweft) -> Toolweft:
    """The command, with a run of five conversations and a module of checks."""
    Path("checks.py").write_text(CHECKS)
    sys.modules.pop("checks", None)
    assert generated(toolweft, "--role=judge=checks:asking").code == 0
    return toolweft


def test_list_and_funnel(debugged: Toolweft) -> None:
    """A line each, for people and for scripts."""
    assert [line.split()[:2] for line in debugged("list", "run", "--where", "id<c000002").out.splitlines()] == [
        ["c000000", "accepted"],
        ["c000001", "accepted"],
    ]
    rows = [json.loads(line) for line in debugged("list", "run", "--json").out.splitlines()]
    assert (rows[0]["id"], rows[0]["status"], rows[0]["reason"], rows[0]["tool"]) == (
        "c000000",
        "accepted",
        None,
        ["find_order", "cancel_order"],
    )
    assert debugged("list", "run", "--where", "status=failed").out == ""
    assert debugged("show", "run", "--list").out == debugged("list", "run").out
    told = json.loads(debugged("funnel", "run", "--json").out)
    assert told["accepted"] == 5 and told["seats"][0]["seat"] == "scenario"
    assert "let through" in debugged("funnel", "run").out
    wrong = debugged("list", "run", "--where", "stats=failed")
    assert (wrong.code, "did you mean 'status'" in wrong.err) == (2, True)


def test_a_step_with_all_that_its_seat_saw_and_gave(debugged: Toolweft) -> None:
    """The conversation up to there, the dice, prompts and answers; nothing steers the terminal."""
    rows = [json.loads(line) for line in debugged("list", "run", "--json").out.splitlines()]
    last = rows[2]["steps"] - 1
    said = debugged("show", "run", "c000002", "--step", str(last))
    assert f"c000002, step {last}: judge, judged" in said.out
    for part in ("7/c000002/judge/0", "Is this well?", "yes \\x1b[31m", "planner, planned: call_1 find_order"):
        assert part in said.out
    told = json.loads(debugged("show", "run", "c000002", "--step", str(last), "--json").out)
    assert len(told["saw"]["steps"]) == last and told["gave"]["ok"] is True
    assert [message["role"] for message in told["saw"]["heard"][:2]] == ["system", "user"]
    assert told["telemetry"]["asked"][0]["messages"][0]["content"] == "Is this well?"
    wrong = debugged("show", "run", "c000002", "--step", "99")
    assert (wrong.code, "expected one of them" in wrong.err) == (2, True)


def test_replay(debugged: Toolweft) -> None:
    """0 where it is the same, 1 where it is not, 2 where it cannot be played or would say nothing."""
    assert debugged("replay", "run", "c000003").out.startswith("c000003: the same to the byte")
    shard = Path("run/traces-00000.jsonl")
    shard.write_text(shard.read_text().replace("It is cancelled.", "It is not cancelled."))
    said = debugged("replay", "run", "c000003", "--json")
    assert (said.code, json.loads(said.out)["before"]) == (1, "It is not cancelled.")
    manifest = Path("run/manifest.json")
    manifest.write_text(manifest.read_text().replace('"toolweft": "', '"toolweft": "9.'))
    said = debugged("replay", "run", "c000003")
    assert (said.code, "made with toolweft 9." in said.err) == (2, True)
    assert "the run was made with toolweft 9." in debugged("replay", "run", "c000003", "--other-versions").out
    Path("checks.py").unlink()
    sys.modules.pop("checks", None)
    said = debugged("replay", "run", "c000003", "--other-versions")
    assert (said.code, "seat 'judge' was played by checks:asking, which cannot be had here" in said.err) == (2, True)


def test_fork_and_diff(debugged: Toolweft) -> None:
    """Into a folder of its own, which is compared with where it came from."""
    said = debugged("fork", "run", "c000001", "--at", "3", "--role", "user=checks:terse", "--seed", "8", "--out", "curt")
    assert said.out.startswith("c000001 from step 3: accepted") and said.out.endswith("apart from step 3 on -> curt\n")
    assert debugged("replay", "curt", "c000001").code == 0
    manifest = json.loads(Path("curt/manifest.json").read_bytes())
    assert manifest["configuration"]["fork"] == {"id": "c000001", "at": 3, "seed": "7", "strategy": "upstream"}
    for forms in (["run:c000001", "curt"], ["run", "c000001", "curt", "c000001"], ["run", "c000001", "curt"]):
        assert "step 3 is the first that differs" in debugged("diff", *forms).out
    assert json.loads(debugged("diff", "run", "c000001", "c000001", "--json").out)["same"] is True
    again = debugged("fork", "run", "c000001", "--at", "3", "--out", "curt")
    assert (again.code, "--overwrite" in again.err) == (2, True)
    same = debugged("fork", "run", "c000001", "--at", "3", "--out", "curt", "--overwrite", "--json")
    assert json.loads(same.out)["first_difference"] is None
    assert Path("run-fork-c000001-4").exists() is False
    debugged("fork", "run", "c000001", "--at", "4")
    assert Path("run-fork-c000001-4").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["fork", "run", "c000001", "--at", "99"], "step 99: c000001 has steps 0 to"),
        (["fork", "run", "c000001", "--at", "2", "--set", "strateg=explicit"], "did you mean 'strategy'"),
        (["fork", "run", "c000001", "--at", "2", "--set", "turns=4-1"], "--set turns: expected at least 1 turn"),
        (["fork", "run", "c000001", "--at", "2", "--set", "strategy=explict"], "did you mean 'explicit'"),
        (["fork", "run", "c000009", "--at", "2"], "no trace 'c000009'; did you mean"),
        (["diff", "run"], "names 1 traces; expected two"),
        (["diff", "nowhere", "run"], "'nowhere': no such run or file"),
        (["bisect", "run", "c000001", "--check", "checks"], "expected module:attribute"),
        (["replay", "tools.json", "c1"], "tools.json: no trace 'c1'"),
        (["list", "nowhere"], "nowhere: no run here"),
        (["generate", "tools.json", "--break-before", "verifer", "--out", "other", *ROLES], "did you mean 'verifier'"),
        (["generate", "tools.json", "--break-before", "user", "--workers", "2", "--out", "other", *ROLES], "leave out --workers"),
    ],
)
def test_a_mistake_is_one_message(debugged: Toolweft, arguments: list[str], message: str) -> None:
    """And exit code 2."""
    said = debugged(*arguments)
    assert said.code == 2 and "Traceback" not in said.err
    assert message in said.err
    assert not Path("other").exists()


def test_bisect(debugged: Toolweft) -> None:
    """The first step after which a check is true."""
    assert debugged("bisect", "run", "c000001", "--check", "checks:returned").out == (
        "c000001: wrong after step 6, executor returned\n"
    )
    told = json.loads(debugged("bisect", "run", "c000001", "--check", "checks:returned", "--binary", "--json").out)
    assert (told["step"], told["at"]["by"]) == (6, "executor")
    assert debugged("bisect", "run", "c000001", "--check", "checks:never").code == 1


def test_a_trace_in_a_file_of_its_own(debugged: Toolweft) -> None:
    """It is shown, listed and compared without its run, and says what it cannot tell."""
    Path("one.json").write_text(debugged("show", "run", "c000002", "--json").out)
    said = debugged("show", "one.json")
    assert "c000002: accepted" in said.out and "implicit: needed by" in said.out
    assert "sources of values are shown unproved" in said.err
    assert "step 3: user, asked" in debugged("show", "one.json", "--step", "3").out
    assert debugged("diff", "one.json", "run:c000002").out.splitlines()[3] == "the same steps"
    Path("cut.json").write_text(Path("one.json").read_text()[:900])
    said = debugged("show", "cut.json")
    assert said.code == 0 and "cut.json, line 1: cut off or no JSON" in said.err


CHATTY = """
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage
from langchain_core.outputs import ChatGeneration, ChatResult

class Chatty(BaseChatModel):
    @property
    def _llm_type(self):
        return "chatty"

    def _generate(self, messages, stop=None, run_manager=None, **_):
        return ChatResult(generations=[ChatGeneration(message=AIMessage('{"text": "Hello there."}'))])

model = Chatty()
"""


def test_a_chat_run_is_replayed_from_its_answers(toolweft: Toolweft) -> None:
    """Without asking the model; where an answer is not there, it says so."""
    Path("chatty.py").write_text(CHATTY)
    sys.modules.pop("chatty", None)
    run = ["shop", "-n", "1", "--turns", "1", "--max-attempts", "1", "--role", "user=chatty:model", "--out", "talk"]
    assert toolweft("generate", *run).code == 1
    manifest = json.loads(Path("talk/manifest.json").read_bytes())
    assert manifest["asked"] == {"roles": {"user": "chatty:model"}}
    assert toolweft("replay", "talk", "c000000").out.startswith("c000000: the same to the byte")
    said = toolweft("fork", "talk", "c000000", "--at", "3", "--seed", "8", "--out", "talked")
    assert said.code == 0 and Path("talked/answers-00000.jsonl").exists()
    assert toolweft("replay", "talked", "c000000").code == 0
    for kept in Path("talk").glob("answers-*"):
        kept.unlink()
    said = toolweft("replay", "talk", "c000000")
    assert (said.code, "failed now: ChatError" in said.out) == (1, True)


def typed(toolweft: Toolweft, monkeypatch: pytest.MonkeyPatch, text: str, *arguments: str) -> Said:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    return toolweft("generate", "tools.json", "-n", "2", "--out", "stepped", *ROLES, *arguments)


def test_a_breakpoint_hands_over_in_a_prompt(debugged: Toolweft, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look, change the pending step, go on."""
    text = """show
look 1
set text "Cancel my order, please."
set txt 3
give {"kind": "asked"}
fly
help
step
back
off
"""
    said = typed(debugged, monkeypatch, text, "--break-before", "verifier")
    assert (said.code, said.out) == (0, "2 accepted, 0 rejected, 0 failed of 2 -> stepped\n")
    for part in (
        "c000000: verifier would be next, step 4",
        "planner, planned: call_1 find_order",
        '"tool": "find_order"',
        "user, asked: Cancel my order, please.",
        "nothing was changed",
        "no such step: text: Field required",
        "'fly' is no command",
        "take back the last step",
        "verifier, judged: yes",
    ):
        assert part in said.err
    assert "Cancel my order, please." in debugged("show", "stepped", "c000000").out
    assert "by hand at step 3" in debugged("replay", "stepped", "c000000").out
    assert debugged("replay", "stepped", "c000001").code == 0


def test_a_breakpoint_may_be_a_predicate_or_a_step(debugged: Toolweft, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the end of the input it goes on without stops; quit leaves a run that can be gone on with."""
    said = typed(debugged, monkeypatch, "go\n", "--break-before", "checks:before", "--break-before", "2")
    assert said.code == 0 and "embedder would be next, step 2" in said.err and "executor would be next" in said.err
    said = typed(debugged, monkeypatch, "go\ngo\nquit\n", "--break-before", "planner", "--overwrite")
    assert said.code == 130 and "--resume" in said.err
    assert typed(debugged, monkeypatch, "", "--resume").code == 0
    assert debugged("replay", "stepped", "c000001").code == 0

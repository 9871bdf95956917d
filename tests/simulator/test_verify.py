"""`toolweft verify`: a dataset proved again from its rows, and every kind of tampering told by its rule."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roles.cast import offline_cast
from roles.proof.failure import RULES
from roles.proof.row import failures_of
from simulator.cli import main
from simulator.dataset import rows
from simulator.exports import FORMATS
from simulator.recording import record
from simulator.simulation import Simulation
from simulator.verifying import verified
from tests.independent.checker import problems
from tests.roles.proof_stage import graph, story, told
from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.errors import RunError

Row = dict[str, Any]
ROW = told(story(), graph())


def found(row: Row) -> set[str]:
    return {failure.rule for failure in failures_of(row)}


def calls_of(row: Row) -> list[Row]:
    return [call for turn in row["metadata"]["turns"] for call in turn["calls"]]


def issued(row: Row, at: int) -> Row:
    calls: list[Row] = [call for message in row["messages"] for call in message.get("tool_calls", [])]
    return calls[at]


def argue(row: Row, at: int, **changes: Any) -> None:
    """Changes a call's arguments in the message and in what metadata tells."""
    function = issued(row, at)["function"]
    function["arguments"] = json.dumps(json.loads(function["arguments"]) | changes)
    calls_of(row)[at]["arguments"].update(changes)


def drop(row: Row, at: int) -> None:
    """Drops a call with its result, everywhere."""
    id = issued(row, at)["id"]
    row["messages"] = [
        message
        for message in row["messages"]
        if message.get("tool_call_id") != id and all(call["id"] != id for call in message.get("tool_calls", []))
    ]
    for turn in row["metadata"]["turns"]:
        turn["calls"] = [call for call in turn["calls"] if call["id"] != id]


def add(row: Row, id: str, name: str, arguments: Row, result: Row, implicit: bool, sources: Row) -> None:
    """Adds a call with its result before the reply of the first turn."""
    call = {"id": id, "type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}
    answer = {"role": "tool", "tool_call_id": id, "name": name, "content": json.dumps(result)}
    row["messages"][8:8] = [{"role": "assistant", "content": "", "tool_calls": [call]}, answer]
    more = {"id": id, "name": name, "arguments": arguments, "implicit": implicit, "needed_by": [], "sources": sources}
    row["metadata"]["turns"][0]["calls"].append(more)
    said = calls_of(row)[-1]
    for place in [said["asked"], *said["sources"].values()]:
        place["message"] += 2


def weather(row: Row, implicit: bool) -> None:
    add(
        row,
        "c8",
        "get_weather",
        {"city": "Lyon"},
        {"forecast": "Sun."},
        implicit,
        {"city": {"kind": "result", "call": "c1", "path": "user.city"}},
    )


TAMPERING: dict[str, tuple[Callable[[Row], object], str]] = {
    "a value in an argument": (lambda row: argue(row, 2, reason="boredom"), "wrong-span"),
    "a value that comes from a result": (lambda row: argue(row, 2, order_id="#W902"), "stale-reference"),
    "a value in the message alone": (
        lambda row: issued(row, 2)["function"].update(arguments='{"order_id": "#W771", "reason": "x"}'),
        "metadata",
    ),
    "a value of the wrong type": (lambda row: argue(row, 2, reason=7), "schema"),
    "an argument that is not the tool's": (lambda row: argue(row, 2, speed="high"), "schema"),
    "a span": (lambda row: calls_of(row)[0]["sources"]["email"].update(span=[0, 8]), "wrong-span"),
    "a span beyond the text": (lambda row: calls_of(row)[0]["sources"]["email"].update(span=[0, 8000]), "wrong-span"),
    "a span in another message": (lambda row: calls_of(row)[0]["sources"]["email"].update(message=0), "wrong-span"),
    "the words that ask": (lambda row: calls_of(row)[2]["asked"].update(span=[0, 4]), "wrong-asked"),
    "a call's id": (lambda row: issued(row, 1).update(id="c9"), "metadata"),
    "a call's id, taken twice": (lambda row: issued(row, 1).update(id="c1"), "duplicate-id"),
    "a result's id": (lambda row: row["messages"][5].update(tool_call_id="c9"), "stray-result"),
    "a result left out": (lambda row: row["messages"].pop(5), "unanswered"),
    "a result of the wrong type": (lambda row: row["messages"][5].update(content='{"orders": "none"}'), "result-schema"),
    "a result about another thing": (
        lambda row: row["messages"][7].update(content='{"order_id": "#W1", "status": "cancelled"}'),
        "contradiction",
    ),
    "an implicit call left out": (lambda row: drop(row, 1), "stale-reference"),
    "an explicit call left out": (lambda row: drop(row, 2), "uncalled"),
    "an implicit call added": (lambda row: weather(row, True), "not-minimal"),
    "an explicit call added": (lambda row: weather(row, False), "not-asked"),
    "a source's path": (lambda row: calls_of(row)[1]["sources"]["user_id"].update(path="user.city"), "stale-reference"),
    "a source from the future": (lambda row: calls_of(row)[1]["sources"]["user_id"].update(call="c3"), "future-reference"),
    "a source left out": (lambda row: calls_of(row)[2]["sources"].pop("order_id"), "unexplained"),
    "a source of no argument": (lambda row: calls_of(row)[2]["sources"].update(speed={"kind": "default"}), "metadata"),
    "a default that is none": (lambda row: calls_of(row)[2]["sources"].update(reason={"kind": "default"}), "wrong-default"),
    "a date that is not today's": (lambda row: calls_of(row)[2]["sources"].update(reason={"kind": "date"}), "wrong-date"),
    "a profile that says no such thing": (
        lambda row: calls_of(row)[2]["sources"].update(reason={"kind": "profile", "key": "reason"}),
        "wrong-profile",
    ),
    "who needs a call": (lambda row: calls_of(row)[0].update(needed_by=["c3"]), "needed-by"),
    "why a call is made": (lambda row: calls_of(row)[0]["reasons"][0].update(argument="order_id"), "wrong-reason"),
    "an alternative": (lambda row: calls_of(row)[0]["reasons"][0].update(alternatives=["get_weather"]), "alternatives"),
    "an implicit call called explicit": (lambda row: calls_of(row)[0].update(implicit=False), "not-asked"),
    "an explicit call called implicit": (lambda row: calls_of(row)[2].update(implicit=True), "asked"),
    "a tool's name in the request": (lambda row: tell(row, 1, " Use cancel_order."), "named-tool"),
    "a hidden value in the request": (lambda row: tell(row, 1, " I'm mei_kovacs_12."), "leak"),
    "a hidden value in the profile": (
        lambda row: tell(row, 0, '\nWhat is known about the user: {"id":"mei_kovacs_12"}'),
        "profile-leak",
    ),
    "a tool that is not on offer": (lambda row: row["tools"].pop(0), "not-offered"),
    "a tool that gives the value more directly": (lambda row: offer(row), "detour"),
    "the reply left out": (lambda row: row["messages"].pop(), "no-reply"),
}


def tell(row: Row, message: int, more: str) -> None:
    row["messages"][message]["content"] += more


def offer(row: Row) -> None:
    parameters = {"type": "object", "properties": {"email": {"type": "string"}}, "required": ["email"]}
    function = {"name": "search_orders", "description": "Search orders.", "parameters": parameters}
    row["tools"].append({"type": "function", "function": function})
    row["metadata"]["tools"]["search_orders"] = {"returns": row["metadata"]["tools"]["list_orders"]["returns"]}


@pytest.mark.parametrize("format", FORMATS)
def test_a_true_row_is_proved_in_every_format(format: str) -> None:
    """Arguments as text or as objects; the independent checker agrees."""
    row = told(story(), graph(), format)
    assert failures_of(orjson.loads(orjson.dumps(row))) == []
    assert problems(ROW) == []


@pytest.mark.parametrize("change", TAMPERING)
def test_tampering_is_told_by_its_rule(change: str) -> None:
    """Whatever else it breaks, the rule that it breaks is among the failures, each of which says where."""
    tamper, rule = TAMPERING[change]
    row = copy.deepcopy(ROW)
    tamper(row)
    failures = failures_of(row)
    assert rule in {failure.rule for failure in failures}
    assert all(failure.rule in RULES and failure.text and (failure.turn or failure.rule == "metadata") for failure in failures)


PLACES = ("swapped", "other-kind")


def test_every_rule_is_broken_somewhere() -> None:
    """Rules that no story here breaks have one in tests/roles/test_proof.py or test_proof_of_places.py."""
    assert set(RULES) - {rule for _, rule in TAMPERING.values()} == {"shape", "shortcut", "doubled", "incomplete", *PLACES}


@pytest.mark.parametrize("row", [[], {}, {"messages": 1}, {"messages": [], "tools": [], "metadata": {}}, ROW | {"tools": [1]}])
def test_what_is_no_row(row: Any) -> None:
    """One failure that says what was expected."""
    assert found(row) == {"shape"}


SCALAR = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
JSON = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2), max_leaves=4
)


@given(seed=st.integers(0, 10_000), junk=JSON)
def test_no_row_is_too_strange(seed: int, junk: Any) -> None:
    """Anything may stand anywhere in a row: it is told, and never raises."""
    row, rng = copy.deepcopy(ROW), Random(seed)
    place: Any = row
    for _ in range(rng.randint(1, 9)):
        key = rng.choice(sorted(place)) if isinstance(place, dict) else rng.randrange(len(place))
        if not isinstance(place[key], dict | list) or not place[key] or rng.random() < 0.2:
            break
        place = place[key]
        key = rng.choice(sorted(place)) if isinstance(place, dict) else rng.randrange(len(place))
    place[key] = junk
    assert all(failure.rule in RULES for failure in failures_of(row))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve conversations of the bundled travel tools."""
    tools = graph_of(read_catalog("travel"))
    out = tmp_path_factory.mktemp("verify") / "run"
    record(Simulation(tools, offline_cast(tools)), 12, out)
    return out


@pytest.fixture(scope="module")
def dataset(run: Path) -> Path:
    from simulator.run import Run

    made = Run.open(run)
    file = run.parent / "travel.jsonl"
    file.write_bytes(b"".join(orjson.dumps(FORMATS["openai"](row)) + b"\n" for row in rows(made.traces(), made.graph, print)))
    return file


def verify(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr("sys.argv", ["toolweft", "verify", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_what_was_generated_is_proved(run: Path, dataset: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    """From the run's folder and from the file alone; exit code 0."""
    for place in (run, dataset):
        assert verify(monkeypatch, place) == 0
        assert capfd.readouterr().out == "12 of 12 conversations proved\n"


def test_a_changed_file_fails(dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    """Exit code 1; which conversation, turn and call breaks which rule; the same with any number of workers."""
    lines = dataset.read_bytes().splitlines()
    row = orjson.loads(lines[3])
    call = row["metadata"]["turns"][0]["calls"][0]
    call["needed_by"] = ["call_99"]
    file = tmp_path / "changed.jsonl"
    file.write_bytes(b"\n".join([*lines[:3], orjson.dumps(row), *lines[4:]] * 20))
    assert verify(monkeypatch, file, "--json") == 1
    told_by_one = capfd.readouterr().out
    assert verify(monkeypatch, file, "--json", "--workers", 2) == 1
    assert capfd.readouterr().out == told_by_one
    content = json.loads(told_by_one)
    assert (content["proved"], content["failed"], content["rules"]) == (220, 20, {"needed-by": 20})
    first = content["failures"][0]
    assert (first["line"], first["id"], first["turn"], first["call"]) == (4, row["metadata"]["id"], 1, call["id"])


def test_what_cannot_be_read(dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    """Exit code 2, naming the line; the others are proved all the same."""
    cut = tmp_path / "cut.jsonl"
    cut.write_bytes(dataset.read_bytes()[:-200])
    assert verify(monkeypatch, cut) == 2
    said = capfd.readouterr()
    assert "11 of 11 conversations proved, 1 lines could not be read" in said.out and "line 12" in said.err
    (tmp_path / "empty.jsonl").touch()
    for place in ("empty.jsonl", "missing.jsonl", "."):
        assert verify(monkeypatch, tmp_path / place) == 2
        assert capfd.readouterr().err.startswith("Error: ")
    with pytest.raises(RunError):
        list(verified(tmp_path / "missing.jsonl"))

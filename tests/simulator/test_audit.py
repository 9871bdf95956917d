"""`toolweft audit`: datasets that others made, in the shapes that are about."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.audit.auditing import Call, audit
from simulator.audit.lines import rows
from simulator.audit.running import audited
from simulator.audit.shapes import transcript
from simulator.audit.totals import Totals
from simulator.audit.transcript import UnreadableError
from simulator.cli import main
from simulator.measures import measured

SEARCH = {
    "name": "find_rooms",
    "description": "Finds free rooms.",
    "parameters": {
        "type": "object",
        "properties": {
            "city": {"type": "string"},
            "nights": {"type": "integer"},
            "currency": {"type": "string", "description": "Currency of prices (default: EUR)."},
        },
        "required": ["city"],
    },
}
BOOK = {
    "name": "book_room",
    "description": "Books a room.",
    "parameters": {"type": "object", "properties": {"room_id": {"type": "string"}, "pets": {"type": "boolean"}}},
}
ASK = "Is there a room in Porto for three nights? If so, take it."
FIND = {"city": "Porto", "nights": 3}
FOUND = {"rooms": [{"id": "R-881", "price": 240}]}
TAKE = {"room_id": "R-881"}
CLOSED = "Room R-881 is yours for 240."


def _openai(as_text: bool) -> dict[str, Any]:
    def call(id: str, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
        given = json.dumps(arguments) if as_text else arguments
        return {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": id, "type": "function", "function": {"name": name, "arguments": given}}],
        }

    messages = [
        {"role": "user", "content": ASK},
        call("a", "find_rooms", FIND),
        {"role": "tool", "tool_call_id": "a", "content": json.dumps(FOUND)},
        call("b", "book_room", TAKE),
        {"role": "tool", "tool_call_id": "b", "content": '{"ok": true}'},
        {"role": "assistant", "content": CLOSED},
    ]
    return {"messages": messages, "tools": [{"type": "function", "function": each} for each in (SEARCH, BOOK)]}


def _legacy() -> dict[str, Any]:
    messages = [
        {"role": "user", "content": ASK},
        {"role": "assistant", "content": None, "function_call": {"name": "find_rooms", "arguments": json.dumps(FIND)}},
        {"role": "function", "name": "find_rooms", "content": json.dumps(FOUND)},
        {"role": "assistant", "content": None, "function_call": {"name": "book_room", "arguments": json.dumps(TAKE)}},
        {"role": "function", "name": "book_room", "content": "booked"},
        {"role": "assistant", "content": CLOSED},
    ]
    return {"messages": messages, "functions": [SEARCH, BOOK]}


def _sharegpt() -> dict[str, Any]:
    turns = [
        ("human", ASK),
        ("function_call", json.dumps({"name": "find_rooms", "arguments": FIND})),
        ("observation", json.dumps(FOUND)),
        ("function_call", json.dumps({"name": "book_room", "arguments": TAKE})),
        ("observation", "booked"),
        ("gpt", CLOSED),
    ]
    return {"conversations": _turns(turns), "tools": json.dumps([SEARCH, BOOK])}


def _tagged() -> dict[str, Any]:
    system = f"You call functions. Here are the available tools: <tools>{[SEARCH, BOOK]!r}</tools> Say so if none fits."
    turns = [
        ("system", system),
        ("human", ASK),
        ("gpt", f"<think>A search first.</think>\n<tool_call>\n{ {'arguments': FIND, 'name': 'find_rooms'}!r}\n</tool_call>"),
        ("tool", f'<tool_response>\n{{"name": "find_rooms", "content": {json.dumps(FOUND)}}}\n</tool_response>'),
        ("gpt", f"Taking it.\n<tool_call>\n{json.dumps({'name': 'book_room', 'arguments': TAKE})}\n</tool_call>"),
        ("tool", "<tool_response>\nbooked\n</tool_response>"),
        ("gpt", CLOSED),
    ]
    return {"conversations": _turns(turns)}


def _pythonic() -> dict[str, Any]:
    turns = [
        ("user", ASK),
        ("assistant", '[find_rooms(city="Porto", nights=3)]'),
        ("tool", json.dumps([{"name": "find_rooms", "results": FOUND}])),
        ("assistant", '[book_room(room_id="R-881")]'),
        ("tool", json.dumps([{"name": "book_room", "results": {"ok": True}}])),
        ("assistant", CLOSED),
    ]
    system = f"Here is a list of functions in JSON format that you can invoke:\n{json.dumps([SEARCH, BOOK])}. Go."
    return {"system": system, "conversations": _turns(turns)}


def _glaive() -> dict[str, Any]:
    listed = "\n\n".join(json.dumps(each, indent=4) for each in (SEARCH, BOOK))
    chat = (
        f"USER: {ASK}\n\n\n"
        f'ASSISTANT: <functioncall> {{"name": "find_rooms", "arguments": \'{json.dumps(FIND)}\'}} <|endoftext|>\n\n\n'
        f"FUNCTION RESPONSE: {json.dumps(FOUND)}\n\n\n"
        f'ASSISTANT: <functioncall> {{"name": "book_room", "arguments": \'{json.dumps(TAKE)}\'}} <|endoftext|>\n\n\n'
        f"FUNCTION RESPONSE: booked\n\n\nASSISTANT: {CLOSED} <|endoftext|>\n\n\n"
    )
    system = f"SYSTEM: You are a helpful assistant with access to the following functions. Use them if required -\n{listed}"
    return {"system": system, "chat": chat}


def _pieces() -> dict[str, Any]:
    def used(id: str, name: str, given: dict[str, Any]) -> dict[str, Any]:
        return {"role": "assistant", "content": [{"type": "tool_use", "id": id, "name": name, "input": given}]}

    def returned(id: str, content: Any) -> dict[str, Any]:
        return {"role": "user", "content": [{"type": "tool_result", "tool_use_id": id, "content": content}]}

    messages = [
        {"role": "user", "content": [{"type": "text", "text": ASK}]},
        used("a", "find_rooms", FIND),
        returned("a", json.dumps(FOUND)),
        used("b", "book_room", TAKE),
        returned("b", [{"type": "text", "text": "booked"}]),
        {"role": "assistant", "content": CLOSED},
    ]
    tools = [{"name": each["name"], "description": "", "input_schema": each["parameters"]} for each in (SEARCH, BOOK)]
    return {"messages": messages, "tools": tools}


def _marked(form: Callable[[str, dict[str, Any]], str]) -> dict[str, Any]:
    turns = [
        ("human", ASK),
        ("gpt", form("find_rooms", FIND)),
        ("tool", json.dumps(FOUND)),
        ("gpt", form("book_room", TAKE)),
        ("tool", "booked"),
        ("gpt", CLOSED),
    ]
    return {"conversations": _turns(turns), "tools": [SEARCH, BOOK]}


def _parameters(name: str, given: dict[str, Any]) -> str:
    return f"<function={name}>" + "".join(f"<parameter={key}>\n{value}\n</parameter>" for key, value in given.items())


MARKED: dict[str, Callable[[str, dict[str, Any]], str]] = {
    "mark-before-list": lambda name, given: "[TOOL_CALLS] " + json.dumps([{"name": name, "arguments": given}]),
    "python-tag": lambda name, given: "<|python_tag|>" + json.dumps({"name": name, "parameters": given}),
    "name-in-tag": lambda name, given: f"<function={name}>{json.dumps(given)}</function>",
    "parameters-in-tags": _parameters,
    "action": lambda name, given: f"Thought: so be it\nAction: {name}\nAction Input: {json.dumps(given)}",
    "bare": lambda name, given: json.dumps({"name": name, "arguments": given}),
}


def _turns(turns: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"from": role, "value": value} for role, value in turns]


SHAPES = {
    "openai-text": _openai(True), "openai-object": _openai(False), "openai-legacy": _legacy(), "sharegpt": _sharegpt(),
    "tagged": _tagged(), "pythonic": _pythonic(), "glaive": _glaive(), "messages-alone": _openai(True)["messages"],
    "pieces": _pieces(), **{name: _marked(form) for name, form in MARKED.items()},
}  # fmt: skip


def _audited(row: Any) -> list[Call]:
    return audit(transcript(row, "line 1"))


def _kinds(call: Call) -> dict[str, str]:
    return {one.path: one.kind for one in call.arguments}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_read_alike(shape: str) -> None:
    """The same conversation in each shape: two values said, one from a result; one call used, both told."""
    first, second = _audited(SHAPES[shape])
    assert (first.tool, second.tool) == ("find_rooms", "book_room")
    assert _kinds(first) == {"city": "said", "nights": "said"} and _kinds(second) == {"room_id": "result"}
    place = second.arguments[0].place
    assert place is not None and place.call == first.id and place.path.endswith("rooms[0].id")
    assert first.used_by == [second.id] and first.told and first.needed
    assert first.offered == second.offered == (shape != "messages-alone")


def _with(system: str = "", reply: str = "", **arguments: Any) -> list[Call]:
    messages: list[dict[str, Any]] = [{"role": "system", "content": system}, {"role": "user", "content": ASK}]
    messages += [{"role": "assistant", "content": reply}, {"role": "user", "content": "Yes, tomorrow."}] if reply else []
    messages.append(
        {"role": "assistant", "tool_calls": [{"id": "a", "function": {"name": "find_rooms", "arguments": arguments}}]}
    )
    return _audited({"messages": messages, "tools": [SEARCH]})


@pytest.mark.parametrize(
    ("system", "reply", "arguments", "kind"),
    [
        ("", "", {"city": "Lisbon"}, "unexplained"),
        ("", "", {"currency": "EUR"}, "default"),
        ("", "", {"currency": None}, "default"),
        ("The user lives in Lisbon.", "", {"city": "Lisbon"}, "system"),
        ("Today is Friday, 20 November 2026.", "", {"day": "2026-11-20"}, "date"),
        ("Today is Friday, 20 November 2026.", "Shall I?", {"day": "2026-11-21"}, "said"),
        ("", "Shall it be Lisbon?", {"city": "Lisbon"}, "assistant"),
        ("", "", {"nights": 3}, "said"),
        ("", "", {"nights": 2}, "unexplained"),
    ],
)
def test_kinds(system: str, reply: str, arguments: dict[str, Any], kind: str) -> None:
    """Where a value can come from when no result holds it."""
    (call,) = _with(system, reply, **arguments)
    assert list(_kinds(call).values()) == [kind]


def test_an_echo_explains_nothing() -> None:
    """A value that a result holds only because its call was given it is no result's."""
    row = {
        "query": "Any room?",
        "messages": [
            {"role": "user", "content": "Any room?"},
            {"role": "assistant", "tool_calls": [{"id": "a", "function": {"name": "find_rooms", "arguments": {"city": "Faro"}}}]},
            {"role": "tool", "tool_call_id": "a", "content": '{"city": "Faro", "rooms": []}'},
            {
                "role": "assistant",
                "tool_calls": [{"id": "b", "function": {"name": "book_room", "arguments": {"room_id": "Faro"}}}],
            },
        ],
        "tools": [SEARCH, BOOK],
    }
    first, second = _audited(row)
    assert _kinds(first) == {"city": "unexplained"} and _kinds(second) == {"room_id": "echo"} and not first.used_by


def test_a_call_that_nobody_needs() -> None:
    """Neither named, nor used, nor told."""
    row = _openai(True)
    extra = {"id": "x", "function": {"name": "ping_server", "arguments": "{}"}}
    row["messages"][1]["tool_calls"].append(extra)
    row["messages"].insert(3, {"role": "tool", "tool_call_id": "x", "content": '{"latency": 7123}'})
    assert [call.tool for call in _audited(row) if not call.needed] == ["ping_server"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"text": "hi"}, "no messages"),
        ([1], "message 0: expected an object"),
        ({"messages": [{"role": "wizard", "content": "x"}]}, "nobody knows the role 'wizard'"),
        (
            {"conversations": _turns([("human", "x"), ("gpt", "<tool_call>{'name': </tool_call>")])},
            "message 1: a call has no name",
        ),
        ({"conversations": _turns([("observation", "{}")])}, "message 0: a result that belongs to no call"),
        (
            {"messages": [{"role": "assistant", "tool_calls": [{"function": {"name": "f", "arguments": "{x"}}]}]},
            "'f' are no object",
        ),
    ],
)
def test_what_cannot_be_read(row: Any, reason: str) -> None:
    """The reason names the message and the rule."""
    with pytest.raises(UnreadableError, match=reason):
        transcript(row, "line 1")


_KEYS = st.sampled_from(
    ["messages", "role", "content", "tool_calls", "function", "name", "tools", "from", "value", "arguments", "type"]
)
_MARKS = [
    "[TOOL_CALLS] [",
    "<function=f>",
    "<function=f>{}<parameter=a>1</parameter>",
    "Action: f\nAction Input: {",
    '{"name": 1}',
]
_KINDS = ["user", "gpt", "tool", "tool_use", "tool_result"]
_WORDS = st.sampled_from([*_KINDS, *_MARKS, "<tool_call>{", "[f(a=1)]", "{'name': 'f'}"])
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | _WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=20,
)


_ROLES = st.sampled_from(["system", "user", "assistant", "tool", "function_call"])
_PARTS = dict.fromkeys(("content", "value", "tool_calls", "function_call", "tool_call_id", "name"), _JSON)
_MESSAGES = st.lists(st.fixed_dictionaries({"role": _ROLES}, optional=_PARTS), max_size=4)
_SCHEMA = _JSON | st.dictionaries(_KEYS, _JSON)
_TOOLS = _JSON | st.lists(st.fixed_dictionaries({"name": _JSON}, optional={"description": _JSON, "parameters": _SCHEMA}))
_ROW = st.fixed_dictionaries({"messages": _MESSAGES}, optional={"tools": _TOOLS, "id": _JSON})


@given(_JSON | _ROW)
def test_no_row_breaks_it(row: Any) -> None:
    """Any JSON is audited or refused with a reason."""
    try:
        _audited(row)
    except UnreadableError as error:
        assert str(error)


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_lists_and_lines(tmp_path: Path) -> None:
    """A list, also pretty-printed, an object that holds one, and lines give the same rows; what is broken is named."""
    items = [SHAPES["sharegpt"], SHAPES["tagged"]]
    lines = _write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, items)))
    for number, text in enumerate([json.dumps(items), json.dumps(items, indent=2), json.dumps({"data": items}, indent=1)]):
        listed = _write(tmp_path / f"{number}.json", text)
        assert [row.parsed() for row in rows(listed)] == [row.parsed() for row in rows(lines)] == items
    cut = list(rows(_write(tmp_path / "cut.json", json.dumps(items)[:-40])))
    assert [row.place for row in cut] == ["item 1", "item 2 and whatever follows it"] and cut[0].parsed() == items[0]


@dataclass
class Ran:
    """What the command did."""

    code: int
    out: str
    err: str


Toolweft = Callable[..., Ran]


@pytest.fixture
def toolweft(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Toolweft:
    """Runs `toolweft audit` with options."""

    def run(*options: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["toolweft", "audit", *map(str, options)])
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else 0, *capfd.readouterr())

    return run


def test_the_command(toolweft: Toolweft, tmp_path: Path) -> None:
    """A table with shares beside a target's; a broken line costs itself; a line for each row; two workers give the same."""
    file = _write(tmp_path / "a.jsonl", "\n".join([*map(json.dumps, SHAPES.values()), "{broken", json.dumps({"text": "x"})]))
    target = _write(tmp_path / "t.json", json.dumps({"bench": {"rate": {"argument_values_unexplained": [0.25, 0.2, 0.3]}}}))
    ran = toolweft(file, "--against", f"{target}:bench", "--out", tmp_path / "rows.jsonl")
    assert ran.code == 0, ran.err
    assert f"{len(SHAPES)} conversations" in ran.out and "66.7%  said" in ran.out and "20.0% to 30.0%" in ran.out
    assert f"line {len(SHAPES) + 1}: no JSON" in ran.out and f"line {len(SHAPES) + 2}: no messages" in ran.out
    lines = [json.loads(line) for line in (tmp_path / "rows.jsonl").read_text().splitlines()]
    assert len(lines) == len(SHAPES) + 2 and "unreadable" in lines[-2]
    assert lines[0]["calls"][1]["arguments"] == {
        "room_id": {"kind": "result", "value": "R-881", "call": "a", "path": "rooms[0].id"}
    }
    one, two = (toolweft(file, "--json", "--workers", workers) for workers in (1, 2))
    assert json.loads(one.out)["argument_kinds"]["said"] == {"count": 2 * len(SHAPES), "share": 0.6667} and one.out == two.out


def test_tools_of_a_file_of_their_own(toolweft: Toolweft, tmp_path: Path) -> None:
    """Where the rows hold none."""
    file = _write(tmp_path / "a.jsonl", json.dumps({"messages": _openai(True)["messages"]}))
    tools = _write(tmp_path / "tools.json", json.dumps([SEARCH, BOOK]))
    found = json.loads(toolweft(file, "--json", "--tools", tools).out)
    assert found["call_kinds"]["not_offered"]["count"] == 0


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        (None, (), "cannot be read"),
        ("", (), "holds no rows"),
        ("nothing\nhere", (), "none of its 2 rows can be read"),
        (json.dumps(SHAPES["sharegpt"]), ("--against", "x"), "expected FILE:NAME"),
        (json.dumps(SHAPES["sharegpt"]), ("--against", "no-such.json:a"), "cannot be read"),
        (json.dumps(SHAPES["sharegpt"]), ("--tools", "no-such.json"), "cannot be read"),
    ],
)
def test_mistakes(toolweft: Toolweft, tmp_path: Path, content: str | None, options: tuple[str, ...], said: str) -> None:
    """Exit code 2 and one message."""
    file = tmp_path / "a.jsonl"
    if content is not None:
        _write(file, content)
    ran = toolweft(file, *options)
    assert ran.code == 2 and said in ran.err and "Traceback" not in ran.err


def test_rates_are_those_of_the_measures(tmp_path: Path) -> None:
    """Letter by letter, for the same rows, whatever shape an audit reads them in."""
    rows_of = [_openai(True), {**_openai(False), "messages": _openai(False)["messages"][:3]}]
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows_of))
    totals = Totals()
    for counts, _ in audited(file, {}):
        totals.add(counts)
    assert totals.rates.shares() == measured(rows_of).rate
    assert totals.rates.shares()["argument_values_from_earlier_result"] > 0

"""What MCP servers answer to `tools/list`, saved to a file."""

import json
import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as any_

from tool_graphs.catalog import Catalog, graph_of, read_catalog
from tool_graphs.errors import CatalogError, ToolweftError
from tool_graphs.links import USABLE
from tool_graphs.sampling.sense import looks_up
from tool_graphs.sources.document import Document

CITY = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
DEGREES = {"type": "object", "properties": {"degrees": {"type": "number"}}}
WEATHER = {"name": "get_weather", "description": "Get the weather.", "inputSchema": CITY, "outputSchema": DEGREES}
ENVELOPE = {"jsonrpc": "2.0", "id": 2}


def catalog(content, **how):
    return read_catalog(Document("saved.json", content), **how)


@pytest.mark.parametrize(
    "content",
    [
        {"tools": [WEATHER]},
        {"tools": [WEATHER], "nextCursor": None, "_meta": {"ttlMs": 0}},
        {"result": {"tools": [WEATHER]}},
        {**ENVELOPE, "result": {"tools": [WEATHER]}},
        [{"tools": [WEATHER]}],
        [
            {"jsonrpc": "2.0", "id": 1, "result": {"protocolVersion": "2025-06-18", "capabilities": {}}},
            {"jsonrpc": "2.0", "method": "notifications/message", "params": {}},
            {**ENVELOPE, "result": {"tools": [WEATHER]}},
        ],
    ],
)
def test_one_answer_in_every_envelope(content):
    """Bare, in a JSON-RPC envelope, among the other messages of a session."""
    (tool,) = catalog(content).tools
    assert (tool.name, tool.description, tool.parameters, tool.returns) == ("get_weather", "Get the weather.", CITY, DEGREES)


def test_an_answer_in_a_file(tmp_path):
    """A path is enough; `mcp:` before it does no harm; a session's messages may stand a line each."""
    path = tmp_path / "answer.json"
    path.write_text(json.dumps({**ENVELOPE, "result": {"tools": [{**WEATHER, "annotations": {"readOnlyHint": True}}]}}))
    lines = tmp_path / "session.jsonl"
    lines.write_text("\n".join(json.dumps({"tools": [{**WEATHER, "name": name}]}) for name in ("a", "b")))
    assert read_catalog(path) == read_catalog(f"mcp:{path}")
    assert [tool.name for tool in read_catalog(lines).tools] == ["a", "b"]


def test_pages_make_one_catalog():
    """Every page counts; a last page that leads further is a loss that is told."""
    pages = [{"tools": [{**WEATHER, "name": f"weather_{n}"}], "nextCursor": str(n)} for n in range(3)]
    found = catalog(pages)
    assert [tool.name for tool in found.tools] == ["weather_0", "weather_1", "weather_2"]
    assert "nextCursor '2' (str) says that more tools follow" in found.skipped[0].reason
    assert not catalog([*pages[:2], {"tools": [WEATHER]}]).skipped
    with pytest.raises(CatalogError, match="more tools follow"):
        catalog(pages, strict=True)


@pytest.mark.parametrize(
    ("annotations", "reads"),
    [
        ({"readOnlyHint": True}, True),
        ({"readOnlyHint": False, "destructiveHint": False}, False),
        ({"destructiveHint": True}, False),
        ({"destructiveHint": False}, None),
        ({"title": "Weather", "readOnlyHint": "yes"}, None),
        (None, None),
        ("read only", None),
    ],
)
def test_hints_say_whether_a_call_changes_the_world(annotations, reads):
    """What the server says counts more than the tool's name."""
    (tool,) = catalog({"tools": [{**WEATHER, "annotations": annotations}]}).tools
    assert tool.reads is reads
    assert looks_up(tool) is (reads is not False)


def test_a_title_stands_in_for_a_description():
    """Better than nothing."""
    (tool,) = catalog({"tools": [{"name": "w", "title": "Get the weather", "inputSchema": CITY}]}).tools
    assert tool.description == "Get the weather"


def test_our_own_form_keeps_what_the_server_said():
    """A catalog that was written from an answer reads as the answer did."""
    found = catalog({"tools": [{**WEATHER, "annotations": {"readOnlyHint": True}}]})
    again = catalog({"tools": [tool.model_dump(mode="json") for tool in found.tools]})
    assert again.tools == found.tools


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            {**ENVELOPE, "error": {"code": -32601, "message": "Method not found"}},
            "the server answered an error: 'Method not found'",
        ),
        ({**ENVELOPE, "error": "no"}, "the server answered an error: 'no'"),
        ({**ENVELOPE, "result": {}}, "no answer to tools/list among these messages"),
        ({**ENVELOPE, "result": {"tools": {}}}, "no answer to tools/list"),
        ({**ENVELOPE, "result": {"tools": []}}, "holds no tool"),
        ({**ENVELOPE, "result": {"tools": [7]}}, r"tools\[0\]: expected a tool .* got '7' \(int\)"),
        ({"tools": [{"inputSchema": CITY}]}, r"tools\[0\]: a tool without a name"),
    ],
)
def test_answers_that_are_refused(content, said):
    """One message with file, place and what was expected."""
    with pytest.raises(CatalogError, match=f"saved.json: {said}"):
        catalog(content)


HOSTILE_NAMES = [
    "__proto__",
    "../../etc/passwd",
    "a\nb",
    'say "hi"',
    "<img src=x>",
    "a" * 4_000,
    "раypal",
    "",
    " ",
    "\u202eevil",
]
NAMES = any_.one_of(any_.sampled_from(HOSTILE_NAMES), any_.text(string.ascii_letters + "_-./ \n'\"", max_size=30))
JSON = any_.recursive(
    any_.none() | any_.booleans() | any_.integers() | any_.floats() | any_.text(max_size=20),
    lambda inner: any_.lists(inner, max_size=4) | any_.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
SCHEMAS = any_.one_of(
    JSON,
    any_.fixed_dictionaries(
        {"type": any_.sampled_from(["object", "objekt", ["object", "null"], 7])},
        optional={
            "properties": any_.dictionaries(NAMES, JSON, max_size=4),
            "required": JSON,
            "$ref": any_.just("#"),
            "anyOf": JSON,
        },
    ),
)
TOOLS = any_.one_of(
    JSON,
    any_.fixed_dictionaries(
        {"name": any_.one_of(NAMES, JSON)},
        optional={"description": JSON, "title": JSON, "inputSchema": SCHEMAS, "outputSchema": SCHEMAS, "annotations": JSON},
    ),
)
PAGES = any_.fixed_dictionaries({"tools": any_.lists(TOOLS, max_size=4) | JSON}, optional={"nextCursor": JSON, "_meta": JSON})
MESSAGES = any_.one_of(
    PAGES, any_.fixed_dictionaries({"jsonrpc": any_.just("2.0")}, optional={"result": PAGES | JSON, "error": JSON})
)


@settings(max_examples=300, deadline=None)
@given(any_.one_of(MESSAGES, any_.lists(MESSAGES, max_size=4)))
def test_whatever_a_server_says_ends_well(content):
    """Tools that can be used, skipped ones with reasons, or one error; nothing is lost without a word."""
    try:
        found = catalog(content)
    except ToolweftError as error:
        assert len(str(error)) < 3_000
        return
    assert isinstance(found, Catalog)
    assert all(skipped.reason for skipped in found.skipped)
    for tool in found.tools:
        assert tool.argument_errors({}) is not None
        assert tool.name.isprintable()
    kept = {tool.name for tool in found.tools} | {skipped.tool for skipped in found.skipped}
    pages = [page.get("result", page) for page in (content if isinstance(content, list) else [content])]
    listed = [tool for page in pages if isinstance(page, dict) and isinstance(page.get("tools"), list) for tool in page["tools"]]
    assert all({tool["name"].strip(), tool["name"][:200]} & kept for tool in listed)


def test_a_graph_of_an_answer():
    """Links follow from what the answer declares."""
    owner = {"type": "object", "properties": {"owner_id": {"type": "string"}}, "required": ["owner_id"]}
    find = {"name": "find_owner", "inputSchema": CITY, "outputSchema": owner, "annotations": {"readOnlyHint": True}}
    pets = {"name": "list_pets", "inputSchema": owner, "annotations": {"readOnlyHint": True}}
    graph = graph_of(catalog({"tools": [find, pets]}))
    assert [(link.source, link.param) for link in graph.producers("list_pets", "owner_id")] == [("find_owner", "owner_id")]


def test_a_listing_that_only_says_text(tmp_path: Path) -> None:
    """A remark tells of it; where it is wished, what it lists is inferred, and links go on from there."""
    text = {"type": "object", "properties": {"content": {"type": "string"}}, "required": ["content"]}
    path = {"type": "object", "properties": {"path": {"type": "string"}}, "required": ["path"]}
    tools = [
        {"name": "search_files", "description": "Search for files.", "inputSchema": {"type": "object"}, "outputSchema": text},
        {"name": "read_text_file", "description": "Read a file.", "inputSchema": path, "outputSchema": text},
    ]
    (tmp_path / "answer.json").write_text(json.dumps({"tools": tools}))
    plain = read_catalog(tmp_path / "answer.json")
    assert [tool.returns for tool in plain.tools] == [text, text]
    assert "--structure-texts" in plain.remarks[0].reason
    catalog = read_catalog(tmp_path / "answer.json", structured=True)
    assert [tool.returns for tool in catalog.tools] == [None, text]
    assert [remark.tool for remark in catalog.remarks] == ["search_files"]
    (link,) = graph_of(catalog).producers("read_text_file", "path")
    assert (link.source, link.field) == ("search_files", "files[].path") and link.score >= USABLE

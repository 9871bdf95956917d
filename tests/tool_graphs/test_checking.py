"""What is missing or weak in a catalog, and whose tools it has."""

import json
import time

import pytest

from tool_graphs.catalog import bundled, catalog_of, read_catalog
from tool_graphs.checking import REMEDIES, check
from tool_graphs.overlap import overlaps, twins
from tool_graphs.tool import Tool
from tool_graphs.writing import as_document

TEXT = {"type": "string", "description": "Such as 'C-17'."}


def tool(name, description="", takes=(), gives=(), **more):
    """A small tool whose parameters and results are texts."""
    parameters = {"type": "object", "properties": dict.fromkeys(takes, TEXT), "required": list(takes)}
    returns = {"type": "object", "properties": dict.fromkeys(gives, TEXT)} if gives else None
    return Tool(**{"name": name, "description": description, "parameters": parameters, "returns": returns, **more})


FIND = tool("find_customer", "Find a customer by email address.", ["email"], ["customer_id"])
ORDERS = tool("list_orders", "List the orders of a customer.", ["customer_id"], ["order_id"])


def read(folder, *tools, **how):
    """The catalog of a file with these tools."""
    written = [tool.model_dump(exclude_none=True, exclude={"inferred"}) if isinstance(tool, Tool) else tool for tool in tools]
    (folder / "tools.json").write_text(json.dumps(written))
    return read_catalog(folder / "tools.json", **how)


def findings(catalog, *against):
    """Kind, tool and what is said of it."""
    return [(each.kind, each.tool, each.said) for each in check(catalog, *against)]


@pytest.mark.parametrize("name", sorted(bundled()))
def test_a_bundled_catalog_has_no_fault(name):
    """And shares no tool with the others."""
    catalog = read_catalog(name)
    assert findings(catalog) == []
    others = read_catalog(*(other for other in bundled() if other != name))
    assert overlaps(catalog.tools, others.tools) == []


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        (tool("get_weather", "", ["customer_id"], ["degrees"]), ("undescribed", "get_weather", "")),
        (tool("get_sky", "Get it. DEPRECATED: use the other.", ["customer_id"], ["degrees"]), ("deprecated", "get_sky", "")),
        (tool("get_orders", "Get them all.", ["customer_id"]), ("result", "get_orders", "")),
        (tool("say", "Say something.", ["greeting"], ["volume"]), ("isolated", "say", "")),
    ],
)
def test_what_a_tool_does_not_say(tmp_path, changed, found):
    """One finding each."""
    assert findings(read(tmp_path, FIND, ORDERS, changed)) == [found]


@pytest.mark.parametrize(
    ("schema", "found"),
    [
        ({"type": "string"}, ("parameter", "note: no description")),
        ({"description": "What to note."}, ("parameter", "note: no type")),
        ({}, ("parameter", "note: no type and no description")),
        ({"enum": ["a", "b"], "description": "Which."}, None),
        ({"type": "array", "items": {"type": "string"}, "description": "Which."}, None),
        ({"type": "array", "items": {"type": "string"}}, ("parameter", "note[]: no description")),
        ({"type": "object", "properties": {"a": {"type": "string"}}}, ("parameter", "note.a: no description")),
        ({"type": "object", "description": "Whatever."}, ("unsayable", "note: an object of which no part is described")),
        ({"type": "string", "format": "binary", "description": "A file."}, ("unsayable", "note: the bytes of a file")),
    ],
)
def test_parameters(tmp_path, schema, found):
    """Without type or description, and such as nobody could say."""
    parameters = {"type": "object", "properties": {"customer_id": TEXT, "note": schema}, "required": ["customer_id", "note"]}
    catalog = read(tmp_path, FIND, ORDERS, tool("annotate", "Annotate a customer.", gives=["note_id"], parameters=parameters))
    assert findings(catalog) == ([(found[0], "annotate", found[1])] if found else [])


def test_what_was_skipped_comes_first(tmp_path):
    """With file, place and reason; of two different tools of one name the second is such a one."""
    other = FIND.model_copy(update={"description": "Find someone else."})
    catalog = read(tmp_path, FIND, other, ORDERS, {"name": "odd", "parameters": {"type": "strange"}}, lenient=True)
    found = check(catalog)
    assert [(each.kind, each.tool) for each in found] == [("skipped", "odd"), ("skipped", "find_customer")]
    assert "tools.json: [3].parameters.type: unknown type 'strange'" in found[0].said
    assert "a different tool named 'find_customer' stands at" in found[1].said


def test_every_kind_has_a_remedy_and_a_place(tmp_path):
    """Findings come in the order of the remedies."""
    catalog = read(tmp_path, tool("b"), tool("a", takes=["x"]), {"name": "odd", "parameters": {"type": "strange"}})
    kinds = [each.kind for each in check(catalog)]
    assert kinds == sorted(kinds, key=list(REMEDIES).index)
    assert set(kinds) == {"skipped", "undescribed", "result", "isolated"}


RENAMED = {"name": "customer_lookup"}
REWORDED = {"description": "Find a customer by e-mail address!"}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, 1.0),
        ({"name": "findCustomer"}, 1.0),
        (RENAMED, 0.8),
        (REWORDED, 0.9),
        ({**RENAMED, **REWORDED}, 0.75),
        ({"description": ""}, 0.6),
        ({"description": "Search the address book."}, 0.75),
        ({"parameters": tool("", takes=["email", "limit"]).parameters}, 0.8),
        ({"name": "delete_file", "description": "Delete a file for good."}, None),
        (
            {"name": "find_shop", "description": "Find a shop near a place.", "parameters": tool("", takes=["place"]).parameters},
            None,
        ),
    ],
)
def test_equal_and_nearly_equal_tools_of_another_catalog(change, found):
    """By name, parameters and description together, however they are spelt; others are not."""
    others = [ORDERS, tool("ping"), FIND.model_copy(update=change)]
    overlap = overlaps([FIND], others)
    assert bool(overlap) == (found is not None)
    if found is not None:
        assert overlap[0].other == others[-1].name
        assert found <= overlap[0].score <= (1.0 if found == 1.0 else 0.999), overlap


def test_an_overlap_is_a_finding(tmp_path):
    """That says how alike they are, and to which tool."""
    catalog = read(tmp_path, FIND, ORDERS)
    other = catalog.model_copy(update={"tools": (FIND.model_copy(update={"name": "FindCustomer"}),)})
    said = "FindCustomer (1.00): same name, same parameters, same description"
    assert findings(catalog, other) == [("overlap", "find_customer", said)]


def test_twins_are_told_once():
    """The same name in another spelling, or the same parameters and description."""
    copy = FIND.model_copy(update={"name": "get_person"})
    many = tool("find_customers", "Find all customers.", ["city"], ["customer_id"])
    found = twins([FIND, tool("findCustomer", "Something else."), copy, many, ORDERS])
    assert [(each.tool, each.other) for each in found] == [("find_customer", "findCustomer"), ("find_customer", "get_person")]


def test_thousands_of_tools_are_compared_in_seconds():
    """Copies with another name and a changed word are found among thousands that look alike."""
    nouns = [f"{first}{second}" for first in "bcdfghklmnprstvz" for second in ("ano", "elo", "iru", "opa", "umi")]
    verbs = ("get", "list", "create", "update", "delete")
    tools = [
        tool(f"{verb}_{one}_{two}", f"{verb} the {one} of a {two} by its number.", [f"{two}_number", "limit"])
        for verb in verbs
        for one in nouns
        for two in nouns[:20]
    ]
    copies = [
        each.model_copy(update={"name": f"x{each.name}", "description": f"{each.description} Now."}) for each in tools[::40]
    ]
    started = time.process_time()
    found = overlaps(copies, tools)
    assert time.process_time() - started < 5
    assert len(tools) == 8_000
    assert {(each.tool, each.other) for each in found} == {(each.name, each.name[1:]) for each in copies}


@pytest.mark.parametrize("name", sorted(bundled()))
def test_a_catalog_is_written_as_it_was_read(tmp_path, name):
    """Tools, links and denied links."""
    catalog = read_catalog(name)
    (tmp_path / "tools.json").write_text(json.dumps(as_document(catalog)))
    assert read_catalog(tmp_path / "tools.json") == catalog


def test_names_that_look_alike_are_told() -> None:
    """A Cyrillic letter makes another tool of it, and nobody sees which is called."""
    tools = [
        {"name": name, "description": "Get the order.", "parameters": {}} for name in ("get_order", "get_оrder", "get_offer")
    ]
    found = [each for each in check(catalog_of([Tool(**each) for each in tools])) if each.kind == "lookalike"]
    assert [(each.tool, each.said) for each in found] == [("get_\\u043erder", "get_order")]

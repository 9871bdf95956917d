"""Catalogs: several files, bundled ones, what is skipped, the graph of it all."""

import json
import os
from pathlib import Path

import pytest

from tool_graphs.catalog import Catalog, bundled, graph_of, read_catalog
from tool_graphs.errors import CatalogError, GraphError


def tool(name, takes=(), gives=(), **more):
    """A small tool with text parameters and results."""
    text = {"type": "string"}
    returns = {"returns": {"type": "object", "properties": dict.fromkeys(gives, text)}} if gives else {}
    return {"name": name, "parameters": {"type": "object", "properties": dict.fromkeys(takes, text)}, **returns, **more}


FIND = tool("find_customer", ["email"], ["customer_id"])
ORDERS = tool("list_orders", ["customer_id"], ["order_id"])
BROKEN = {"name": "broken", "parameters": {"$ref": "#/nowhere"}}


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Writes JSON files into a folder of their own, which is the current one."""
    monkeypatch.chdir(tmp_path)

    def written(name, content):
        Path(name).write_text(json.dumps(content))
        return name

    return written


@pytest.mark.parametrize("name", sorted(bundled()))
def test_a_bundled_catalog_is_flawless(name):
    """Strictly read: 12 to 18 described tools, every one with a result schema, every parameter described."""
    catalog = read_catalog(name, strict=True)
    assert 12 <= len(catalog.tools) <= 18
    for each in catalog.tools:
        assert each.description.endswith(".")
        assert each.outputs
        assert all(field.description for field in each.inputs), each.name
        assert all("required" in schema for schema in (each.parameters, each.returns))


def test_the_bundled_catalogs_are_named():
    """An unknown name gives the closest."""
    assert list(bundled()) == ["shop", "travel", "workspace"]
    with pytest.raises(CatalogError, match="no file and no bundled catalog 'travle'; did you mean 'travel'"):
        read_catalog("travle")
    with pytest.raises(CatalogError, match=r"no catalog given; .* shop, travel, workspace"):
        read_catalog()


def test_files_are_merged_and_equal_tools_taken_once(write):
    """The order of files is kept; what both hold stands once."""
    catalog = read_catalog(write("a.json", [FIND, ORDERS]), write("b.json", [ORDERS, tool("ping")]))
    assert [each.name for each in catalog.tools] == ["find_customer", "list_orders", "ping"]


@pytest.mark.parametrize("other", [{**ORDERS, "description": "Other."}, {**ORDERS, "namespace": "shop"}])
def test_two_different_tools_of_one_name_are_refused(write, other):
    """The message names both places, also where namespaces differ."""
    said = r"b.json: \[0\]: a different tool named 'list_orders' stands at a.json: \[1\]; .*rename one"
    with pytest.raises(CatalogError, match=said):
        read_catalog(write("a.json", [FIND, ORDERS]), write("b.json", [other]))


def test_names_that_exports_cannot_tell_apart_cost_the_second(write):
    """`GET /a` and `GET a` would both become the function `GET_a`."""
    catalog = read_catalog(write("a.json", [tool("GET /a"), tool("GET a"), tool("GET /a")]))
    assert [each.name for each in catalog.tools] == ["GET /a"]
    assert "as a function it would be 'GET_a'" in catalog.skipped[0].reason


def test_a_broken_tool_is_skipped_with_its_reason(write):
    """File, tool and place are told; strict reading refuses instead; alone it is an error."""
    path = write("a.json", {"tools": [FIND, BROKEN]})
    (skipped,) = read_catalog(path).skipped
    assert (skipped.tool, skipped.place) == ("broken", "a.json")
    assert skipped.reason == "tools[1].parameters: broken $ref '#/nowhere': nothing stands there"
    with pytest.raises(CatalogError, match=r"a.json: tool 'broken': tools\[1\].parameters: broken"):
        read_catalog(path, strict=True)
    with pytest.raises(CatalogError, match=r"b.json: none of the 1 tools can be used:\n  b.json: tool 'broken'"):
        read_catalog(write("b.json", [BROKEN]))


def test_files_that_cannot_be_read(write, tmp_path):
    """Missing ones and folders give one message."""
    with pytest.raises(CatalogError, match=r"none.json: cannot be read \(No such file"):
        read_catalog(tmp_path / "none.json")
    with pytest.raises(CatalogError, match="cannot be read"):
        read_catalog(str(tmp_path))


def test_what_would_never_end_is_refused(write):
    """Too many tools cost the file, one endless description costs its tool."""
    with pytest.raises(CatalogError, match="more than 20,000 tools"):
        read_catalog(write("a.json", [{"name": "ping"}] * 20_001))
    endless = [tool("a", description="x" * 30_000), tool("b", parameters={"q": {"description": "x" * 10_000_000}})]
    assert [item.tool for item in read_catalog(write("b.json", [FIND, *endless])).skipped] == ["a", "b"]


def test_the_digest_is_of_tools_and_links(write):
    """The same in any file and order; another description changes it."""
    digest = read_catalog(write("a.json", [FIND, ORDERS])).digest
    assert read_catalog(write("b.json", {"tools": [ORDERS, FIND, BROKEN]})).digest == digest
    assert read_catalog(write("c.json", [FIND, {**ORDERS, "description": "Other."}])).digest != digest


@pytest.mark.parametrize(
    ("links", "said"),
    [
        (
            {"links": [{"source": "find_custmer", "target": "list_orders"}]},
            r"links\[0\].source: no tool 'find_custmer'.*did you mean",
        ),
        ({"denied": [{"source": "find_customer", "target": "x"}]}, r"denied\[0\].target: no tool 'x'"),
        (
            {"links": [{"source": "find_customer", "target": "list_orders"}]},
            r"links\[0\].param: 'list_orders' has no parameter ''",
        ),
        (
            {"links": [{"source": "find_customer", "target": "list_orders", "param": "customer_id", "field": "id"}]},
            r"links\[0\].field: the result of 'find_customer' has no 'id'; .*customer_id",
        ),
        ({"links": [{"source": "find_customer"}]}, r"a.json: links\[0\].target: Field required"),
        ({"links": ["x"]}, r"a.json: links\[0\]: Input should be"),
        ({"links": [{"source": "find_customer", "target": "list_orders", "kind": "magic"}]}, r"links\[0\].kind: Input should be"),
        ({"links": 5}, r"a.json: links: expected a list"),
    ],
)
def test_links_that_lead_nowhere_are_refused(write, links, said):
    """A declared link names tools, a field and a parameter that exist."""
    with pytest.raises(CatalogError, match=said):
        read_catalog(write("a.json", {"tools": [FIND, ORDERS], **links}))


def test_declared_links_win_and_denied_ones_are_gone(write):
    """What the catalog says about a parameter replaces what was inferred."""
    says = {"source": "find_customer", "target": "list_orders", "field": "customer_id", "param": "customer_id", "score": 0.5}
    tools = [FIND, ORDERS, tool("cancel_order", ["order_id"], ["status"])]
    graph = graph_of(read_catalog(write("a.json", {"tools": tools, "links": [says]})))
    assert [link.score for link in graph.producers("list_orders", "customer_id") if link.source == "find_customer"] == [0.5]
    assert graph.producers("cancel_order", "order_id")
    denied = [{"source": "list_orders", "target": "cancel_order"}]
    graph = graph_of(read_catalog(write("b.json", {"tools": tools, "denied": denied})))
    assert not [link for link in graph.producers("cancel_order") if link.source == "list_orders"]


def test_a_catalog_without_links_says_what_to_do(write):
    """How many tools, how many skipped and why, and what to declare."""
    catalog = read_catalog(write("a.json", [tool("say_hello", ["greeting"], ["volume"]), BROKEN]))
    with pytest.raises(
        GraphError, match=r"1 tools, .* 1 tools skipped; declare result schemas under 'returns'(.|\n)*broken \$ref"
    ):
        graph_of(catalog)


@pytest.mark.parametrize("name", sorted(bundled()))
def test_a_bundled_catalog_has_long_chains(name):
    """Its graph has strong links, a path of at least three calls, and the order that its author declared."""
    catalog = read_catalog(name)
    graph = graph_of(catalog)
    strong = [link for link in graph.links if link.kind == "data" and link.score >= 0.6]
    assert len(strong) >= 12
    assert any(graph.producers(link.source) for link in strong)
    assert set(catalog.links) <= set(graph.links)


@pytest.mark.skipif("TOOLWEFT_DATA" not in os.environ, reason="TOOLWEFT_DATA says where the data for trying is")
def test_real_catalogs_are_read_whole():
    """Thousands of public functions, none lost."""
    data = Path(os.environ["TOOLWEFT_DATA"])
    files = [*sorted((data / "catalogs").glob("*.yaml")), *sorted((data / "links").glob("*/catalog.json"))]
    catalogs = [read_catalog(file) for file in files]
    assert all(isinstance(catalog, Catalog) and not catalog.skipped for catalog in catalogs)
    assert sum(len(catalog.tools) for catalog in catalogs) > 4700

"""The tool graph as one HTML page, read as text."""

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.graph import Link, ToolGraph
from tool_graphs.pages import as_html
from tool_graphs.pages.graph_page import MOST_LINKS
from tool_graphs.tool import Tool

SHOP = graph_of(read_catalog("shop"))
FETCHING = ("src", "href", "action", "data", "poster", "srcset", "xlink:href")


class Elements(HTMLParser):
    """What a browser finds in a page: elements with their attributes, and the text within scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.lasttag == "script" and self.scripts:
            self.scripts[-1] += data


def data_of(page: str) -> dict:
    """What a page was given to draw."""
    return json.loads(Elements(page).scripts[0])


def test_fetches_nothing():
    """No element names another file, no style has a url, and the policy forbids both; the library is in it with its licence."""
    page = as_html(SHOP)
    elements = Elements(page).found
    assert not [(tag, name) for tag, attributes in elements for name in attributes if name in FETCHING]
    assert {tag for tag, _ in elements}.isdisjoint({"link", "img", "iframe", "object", "embed", "base"})
    (style,) = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    assert "url(" not in style
    assert "@import" not in style
    assert "default-src 'none'; script-src 'sha256-" in page
    assert "Permission is hereby granted, free of charge" in page


def test_holds_tools_links_and_their_reasons():
    """Every tool with what it takes and gives; every link with field, parameter, score and what made it."""
    data = data_of(as_html(SHOP))
    assert [tool["name"] for tool in data["tools"]] == list(SHOP.tools)
    assert (len(data["links"]), data["left"]) == (len(SHOP.links), 0)
    scores = [link["score"] for link in data["links"]]
    assert scores == sorted(scores, reverse=True)
    told = [link for link in data["links"] if link["kind"] == "data" and not link.get("declared")]
    assert told
    assert all(link["means"] and link["signals"] for link in told)


def test_says_how_many_links_are_left_out():
    """A page holds so many links; the best of every parameter are never left out for the second best of another."""
    tools = [Tool(name=f"t{position}") for position in range(300)]
    many = [
        Link(source=f"t{source}", target=f"t{target}", field="id", param="id", score=0.5 + source / 1000)
        for target in range(100)
        for source in range(300)
        if source != target
    ]
    faint = Link(source="t1", target="t200", field="id", param="id", score=0.01)
    data = data_of(as_html(ToolGraph(tools, [*many, faint])))
    assert len(data["links"]) == MOST_LINKS
    assert data["left"] == len(many) + 1 - MOST_LINKS
    assert data["links"][-1]["score"] == 0.01


HOSTILE = st.text(min_size=1, max_size=30) | st.sampled_from(
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "{{data}}",
        "__proto__",
        "\u2028",
        "\ud800",
        "a\nb",
        "'\"`${x}",
        "x" * 10_000,
    ]
)


@settings(max_examples=40, deadline=None)
@given(st.lists(HOSTILE, min_size=2, max_size=4, unique=True))
def test_no_text_becomes_part_of_the_page(texts):
    """Whatever a catalog says, the page has the same elements as that of a harmless one, and can be written to a file."""
    tools = [Tool(name=text, description=text, namespace=text, origin=text) for text in texts]
    graph = ToolGraph(tools, [Link(source=texts[0], target=texts[1], field=texts[0], param=texts[1])])
    page = as_html(graph)
    assert [tag for tag, _ in Elements(page).found] == [tag for tag, _ in Elements(as_html(SHOP)).found]
    assert page.encode("utf-8")
    assert [tool["name"] for tool in data_of(page)["tools"]] == [text[:1000] for text in texts]


@pytest.mark.parametrize("tools", [[], [Tool(name="alone")]])
def test_draws_the_smallest_graphs(tools):
    """No tools, or one without links, make a page, too."""
    assert len(data_of(as_html(ToolGraph(tools)))["tools"]) == len(tools)

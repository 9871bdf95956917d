"""The page of the tool graph, in a real browser without a window."""

import time
from pathlib import Path

import pytest

from tests.browsing import PATIENCE, until
from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.graph import Link, ToolGraph
from tool_graphs.pages import as_html
from tool_graphs.tool import Tool

SHOP = graph_of(read_catalog("shop"))


@pytest.fixture
def shown(browser, tmp_path: Path):
    """Opens a graph's page; afterwards nothing was fetched, nothing went wrong in it and no dialog came up."""
    asked, wrong, views = [], [], []

    def open_page(graph: ToolGraph, **view):
        file = tmp_path / "graph.html"
        file.write_text(as_html(graph), encoding="utf-8")
        page = browser.new_context(**view).new_page()
        views.append(page)
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-ready]")
        return page

    yield open_page
    for page in views:
        page.context.close()
    assert [url for url in asked if not url.startswith("file:")] == []
    assert len(asked) == len(views)
    assert wrong == []


def slide(page, score: float) -> None:
    """Moves the slider of scores."""
    page.locator("#score").evaluate(f"(slider) => {{ slider.value = {score}; slider.dispatchEvent(new Event('input')); }}")


def names(page) -> list[str]:
    """The tools that are listed."""
    return page.locator("#tools .named").all_text_contents()


def drawn(page, what: str = "nodes") -> int:
    """How many nodes or edges the picture has."""
    return page.evaluate(f"cy.{what}().length")


def test_search_finds_by_name_and_description(shown):
    """`/` leads to the search, Enter to the first tool found, Escape back again."""
    page = shown(SHOP)
    assert names(page) == list(SHOP.tools)
    assert drawn(page) == len(SHOP.tools)
    page.keyboard.press("/")
    page.keyboard.type("coupon")
    until(page, "document.querySelectorAll('#tools button').length < 5")
    assert names(page)[0] == "apply_coupon"
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "apply_coupon"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    until(page, f"document.querySelectorAll('#tools button').length === {len(SHOP.tools)}")


def test_the_slider_shows_weaker_links_and_hides_the_others(shown):
    """At first what plans may use; at 0 every link."""
    page = shown(SHOP)
    usable = drawn(page, "edges")
    slide(page, 0)
    until(page, f"cy.edges().length > {usable}")
    assert drawn(page, "edges") == SHOP.digraph.number_of_edges()
    slide(page, 1)
    until(page, f"cy.edges().length < {usable}")


def test_namespaces_can_be_left_out(shown):
    """Without one, its tools are neither listed nor drawn."""
    page = shown(SHOP)
    page.click("#namespaces summary")
    page.get_by_label("orders", exact=False).first.uncheck()
    left = [name for name, tool in SHOP.tools.items() if tool.namespace != "orders"]
    until(page, f"cy.nodes().length === {len(left)}")
    assert names(page) == left


def test_a_tool_and_a_link_tell_about_themselves(shown):
    """A click on a tool in the picture, then on one of its links in the panel: field, parameter, score and reasons."""
    page = shown(SHOP)
    place = page.evaluate("cy.getElementById('n' + TOOLS.findIndex((tool) => tool.name === 'get_product')).renderedPosition()")
    box = page.locator("#canvas").bounding_box()
    page.mouse.click(box["x"] + place["x"], box["y"] + place["y"])
    assert page.locator("#panel h2").inner_text() == "get_product"
    assert "product_id" in page.locator("#panel").inner_text()
    page.locator("#panel .row", has_text="search_products").click()
    told = page.locator("#panel .flow.chosen").inner_text()
    assert "products[].product_id → product_id" in told
    assert "the same kind of value of the same thing" in told
    assert page.evaluate("cy.edges('.chosen').length") == 1


def test_an_arrow_can_be_clicked(shown):
    """An arrow in the picture tells of the best link that it stands for."""
    page = shown(ToolGraph([Tool(name="a"), Tool(name="b")], [Link(source="a", target="b", field="x", param="y")]))
    place = page.evaluate("cy.edges()[0].renderedMidpoint()")
    box = page.locator("#canvas").bounding_box()
    page.mouse.click(box["x"] + place["x"], box["y"] + place["y"])
    assert "declares this link" in page.locator("#panel").inner_text()


def test_hostile_text_stays_text(shown):
    """Scripts, prototypes, quotes, line ends and very long words are shown as they stand; none of them runs."""
    evil = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"
    texts = [evil, "__proto__", "constructor", "a'b\"c`d", "line\nend", "x" * 10_000, "\u202egnp.exe", "{{data}}"]
    schema = {"type": "object", "properties": {evil: {"type": "string", "description": evil}}}
    tools = [Tool(name=text, description=evil, namespace=text, origin=evil, parameters=schema, returns=schema) for text in texts]
    links = [Link(source=texts[0], target=other, field=evil, param=evil, score=0.9) for other in texts[1:]]
    page = shown(ToolGraph(tools, links))
    assert drawn(page) == len(texts)
    for row in page.locator("#tools button").all():
        row.click()
        assert evil in page.locator("#panel").inner_text()
    page.locator("#panel ul .row").last.click()
    page.fill("#search", "<script>")
    page.click("#namespaces summary")
    assert page.locator("img, iframe").count() == 0
    assert page.locator("script").count() == 3
    assert page.evaluate("({}).polluted") is None


def test_two_thousand_tools_open_and_can_be_used(shown):
    """Listed and drawn in bounded time; a chosen tool is drawn with its neighbours only, a search with what it finds."""
    schema = {"type": "object", "properties": {"order_id": {"type": "string"}}}
    tools = [
        Tool(name=f"tool_{number}", description="Does it.", namespace=f"space {number % 12}", parameters=schema, returns=schema)
        for number in range(2000)
    ]
    links = [
        Link(source=f"tool_{(number * 7 + step) % 2000}", target=f"tool_{number}", field="order_id", param="order_id", score=0.9)
        for number in range(2000)
        for step in range(1, 7)
    ]
    graph = ToolGraph(tools, links)
    started = time.monotonic()
    page = shown(graph)
    assert time.monotonic() - started < 30
    assert (len(names(page)), drawn(page)) == (2000, 2000)
    started = time.monotonic()
    page.locator("#tools button").nth(1234).click()
    until(page, "cy.nodes().length < 90")
    assert page.locator("#panel h2").inner_text() == "tool_1234"
    page.fill("#search", "tool_77")
    until(page, "cy.nodes().length === 11")
    assert time.monotonic() - started < 15


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_fits_a_phone_in_light_and_dark(shown, scheme):
    """No sideways scrolling at 360 pixels; the colours are those of the reader's choice."""
    page = shown(SHOP, viewport={"width": 360, "height": 740}, color_scheme=scheme)
    page.locator("#tools button").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (paper == "rgb(255, 255, 255)") == (scheme == "light")

"""Tools that live in Python: plain functions, LangChain's, and mixtures of all."""

import textwrap
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Annotated, Any

import pytest
from langchain_core.tools import BaseTool, InjectedToolArg, StructuredTool, tool
from pydantic import BaseModel, Field

from tests.tool_graphs import python_tools
from tests.tool_graphs.python_tools import City, find_cities, get_forecast, rename_city
from tool_graphs.catalog import catalog_of, graph_of, read_catalog
from tool_graphs.errors import CatalogError, PluginError


def only(held):
    (found,) = catalog_of(held, strict=True).tools
    return found


def test_a_function_with_hints_defaults_and_a_docstring():
    """Descriptions come from annotations first, else from the docstring, of which the sections are left out."""
    found = only(get_forecast)
    assert found.name == "get_forecast"
    assert found.description == "Get the forecast of a city.\n\nIt is made anew every hour."
    assert found.properties == {
        "city_id": {"type": "integer", "minimum": 1, "description": "Which city."},
        "day": {"type": "string", "description": "A date."},
        "unit": {"type": "string", "enum": ["celsius", "fahrenheit"], "default": "celsius", "title": "Unit"},
        "detail": {"type": "string", "enum": ["low", "high"], "default": "low", "description": "How much to tell."},
        "hours": {"type": "integer", "description": "How many hours."},
    }
    assert found.needed == {"city_id", "day"}
    assert [(field.path, field.schema["type"]) for field in found.outputs] == [
        ("city_id", "integer"),
        ("hours[].time", "string"),
        ("hours[].degrees", "number"),
    ]


def test_docstrings_of_numpy_and_sphinx():
    """Their parameters' descriptions are found, too; dataclasses, models and dictionaries are objects."""
    cities = only(find_cities)
    assert cities.description == "Find cities."
    assert cities.properties["name"]["description"] == "A part of the name."
    assert cities.properties["near"]["description"] == "Where to look."
    assert [field.path for field in cities.inputs] == ["name", "near.latitude", "near.longitude", "tags"]
    assert [field.path for field in cities.outputs] == ["[].city_id", "[].name"]
    renamed = only(rename_city)
    assert renamed.properties["names"]["description"] == "The new names."
    assert renamed.properties["city"]["properties"]["name"]["description"] == "Its English name."
    assert renamed.needed == {"city", "names"}
    assert renamed.returns is None


def test_nothing_needed_is_nothing_needed():
    """Where every parameter has a default, `required` says so."""

    def ping(count: int = 1, note: str | None = None, other: Annotated[int, Field(default=3)] = 3): ...

    assert only(ping).needed == frozenset()


@pytest.mark.parametrize("result", [dict, dict[str, Any], list[dict], Any, None, Callable, SimpleNamespace])
def test_results_that_say_nothing_are_left_to_be_inferred(result):
    """An annotation without a field is as good as none."""

    def find_orders(): ...

    find_orders.__annotations__["return"] = result
    assert only(find_orders).returns is None


def test_methods_partials_and_callable_objects():
    """What is bound already is no parameter, or has a default."""

    class Shop:
        def find_order(self, order_id: str) -> City:
            """Find an order."""
            raise NotImplementedError

        def __call__(self, city: str):
            """Open the shop."""

    assert only(Shop().find_order).needed == {"order_id"}
    assert only(partial(find_cities, name="Rome")).properties["name"]["default"] == "Rome"
    opened = only(Shop())
    assert (opened.name, opened.description, opened.needed) == ("Shop", "Open the shop.", {"city"})


class Opaque:
    pass


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (lambda *args: args, r"<lambda>: takes \*args; a tool's parameters have names: write them out"),
        (lambda **options: options, r"takes \*\*options"),
        (lambda x: x, r"\[0\].name: holds '<'"),
        (Opaque, r"\[0\]: expected a function, a LangChain tool, a Tool, or a dict .*, got .*Opaque"),
        ("get_forecast", r"\[0\]: expected a function.* got 'get_forecast' \(str\)"),
        (7, r"\[0\]: expected a function.* got '7' \(int\)"),
        (type, r"\[0\]: expected a function"),
        ([get_forecast, 7], r"\[1\]: expected a function"),
    ],
)
def test_what_is_refused(function, said):
    """With the place and the reason."""
    with pytest.raises(CatalogError, match=said):
        catalog_of(function, strict=True)


def test_hints_without_a_schema_cost_the_tool():
    """The others stay; the reason names the parameter."""

    def handle(request: Opaque): ...

    def later(when: "Nowhere"): ...  # noqa: F821

    def call(back: Callable[[int], int]): ...

    found = catalog_of([get_forecast, handle, later, call])
    assert [each.name for each in found.tools] == ["get_forecast"]
    reasons = {skipped.tool: skipped.reason for skipped in found.skipped}
    assert reasons["handle"].startswith("[1]: handle.request: its type has no JSON Schema: ")
    assert "a type hint that cannot be resolved: name 'Nowhere'" in reasons["later"]
    assert "call: no JSON Schema" in reasons["call"]


@tool
def look_up_city(name: str, user_id: Annotated[str, InjectedToolArg]) -> City:
    """Look up a city.

    Args:
        name: A part of its name.
        user_id: Who asks.
    """
    raise NotImplementedError


class Arguments(BaseModel):
    city_id: int = Field(description="Which city.")
    deep: bool = False


class Clean(BaseTool):
    name: str = "clean_city"
    description: str = "Clean a city."
    args_schema: type[BaseModel] = Arguments

    def _run(self, city_id: int, deep: bool = False) -> City:
        raise NotImplementedError


def test_langchain_tools():
    """Injected arguments are left out; the function's annotation is the result."""
    found = only(look_up_city)
    assert (found.name, found.description) == ("look_up_city", "Look up a city.")
    assert found.properties == {"name": {"type": "string", "description": "A part of its name."}}
    assert [field.path for field in found.outputs] == ["city_id", "name"]
    cleaned = only(Clean())
    assert (cleaned.needed, cleaned.properties["city_id"]["description"]) == ({"city_id"}, "Which city.")
    assert [field.path for field in cleaned.outputs] == ["city_id", "name"]


def test_langchain_tools_with_a_json_schema():
    """As langchain-mcp-adapters makes them; a coroutine counts, and of a pair with an artifact the content."""

    async def run(**arguments: Any) -> tuple[City, bytes]:
        raise NotImplementedError

    schema = {"type": "object", "properties": {"city_id": {"type": "integer"}}, "required": ["city_id"]}
    made = StructuredTool(
        name="close_city", description="Close it.", args_schema=schema, coroutine=run, response_format="content_and_artifact"
    )
    found = only(made)
    assert found.needed == {"city_id"}
    assert [field.path for field in found.outputs] == ["city_id", "name"]


def test_everything_mixed():
    """Functions, LangChain tools, specifications, tools, modules and toolkits make one catalog."""
    specification = {"type": "function", "function": {"name": "open_city", "parameters": {"properties": {"city_id": {}}}}}
    kit = SimpleNamespace(get_tools=lambda: [look_up_city, get_forecast])
    found = catalog_of([rename_city, specification, only(find_cities), python_tools])
    assert [each.name for each in found.tools] == ["rename_city", "open_city", "find_cities", "get_forecast"]
    assert [each.name for each in catalog_of(kit).tools] == ["look_up_city", "get_forecast"]
    assert [each.name for each in catalog_of({"a": get_forecast, "b": look_up_city}).tools] == ["get_forecast", "look_up_city"]
    producers = graph_of(catalog_of([find_cities, get_forecast])).producers("get_forecast", "city_id")
    assert [link.source for link in producers] == ["find_cities"]


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("tests.tool_graphs.python_tools:TOOLS", ["get_forecast", "find_cities"]),
        ("tests.tool_graphs.python_tools:rename_city", ["rename_city"]),
        ("python:tests.tool_graphs.python_tools:TOOLS", ["get_forecast", "find_cities"]),
        ("python:tests.tool_graphs.python_tools", ["get_forecast", "find_cities", "rename_city"]),
    ],
)
def test_names_of_objects(source, names):
    """What a command line or a configuration says; a module stands for its public functions."""
    assert [each.name for each in read_catalog(source).tools] == names


def test_only_the_named_module_is_imported(tmp_path, monkeypatch):
    """From the current directory, too; `__all__` says what is public."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other_tools.py").write_text("raise SystemExit('imported')")
    code = "__all__ = ['b']\ndef a(x: int): ...\ndef b(x: int): ..."
    (tmp_path / "our_tools_here.py").write_text(textwrap.dedent(code))
    assert [each.name for each in read_catalog("python:our_tools_here").tools] == ["b"]
    with pytest.raises(PluginError, match="importing other_tools failed: SystemExit: imported"):
        read_catalog("other_tools:TOOLS")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("python:no_such_module", "there is no module 'no_such_module'"),
        ("no.such:thing", "there is no module 'no'"),
        ("tests.tool_graphs.python_tools:TOLS", "nothing is called 'TOLS' there; did you mean 'TOOLS'"),
        ("python:", "is no module"),
        ("python:json:", "is no module:attribute"),
    ],
)
def test_names_that_lead_nowhere(source, said):
    """The closest name, not a traceback."""
    with pytest.raises(PluginError, match=said):
        read_catalog(source)

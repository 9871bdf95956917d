"""Values that a user would say: from examples, formats and bounds, fitting each other within one call."""

import datetime
import os
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from roles.values import Values
from roles.values.hints import hints
from roles.values.patterns import matching, validator_of
from roles.values.places import PLACES
from roles.values.shapes import shape
from tool_graphs.graph import ToolGraph
from tool_graphs.tool import Tool

DAY = datetime.date(2024, 6, 3)


def tool(description: str = "", /, **parameters: dict[str, Any]) -> Tool:
    schema = {"type": "object", "properties": parameters, "required": list(parameters)}
    return Tool(name="do_something", description=description, parameters=schema)


def call(made: Tool, seed: int) -> dict[str, Any]:
    """All inputs of one call, each chosen knowing the ones before."""
    values, rng, known = Values(ToolGraph([made])), Random(seed), dict[str, Any]()
    for field in made.inputs:
        known[field.path] = values.literal(made, field, rng, DAY, known)
    return known


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ({"type": "string", "description": "The order id, such as '#W0000000'."}, r"#W\d{7}"),
        ({"type": "string", "description": "The user id, such as 'sara_doe_496'."}, r"[a-z]+_[a-z]+_\d{3}"),
        ({"type": "string", "description": "The reservation id, such as '8JX2WO'."}, r"[A-Z0-9]{6}"),
        ({"type": "string", "pattern": r"^[A-Z]{3}-\d{4}$"}, r"[A-Z]{3}-\d{4}"),
        (
            {"type": "string", "description": "Either 'no longer needed' or 'ordered by mistake'"},
            "no longer needed|ordered by mistake",
        ),
        ({"type": "string", "description": "Supported values are `open`, `high`"}, "open|high"),
        ({"type": "string", "description": "The date in the format MM/DD/YYYY"}, r"\d\d/\d\d/2\d{3}"),
        ({"type": "string", "description": "Format: %Y-%m-%d %H:%M:%S"}, r"\d{4}-\d\d-\d\d \d\d:\d\d:00"),
        ({"type": "string", "format": "uuid"}, r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        ({"type": "string", "enum": ["a", "b"]}, "a|b"),
        ({"type": "integer", "description": "The hour (1-12)"}, r"[1-9]|1[0-2]"),
        ({"type": "integer", "minimum": 40, "maximum": 45, "multipleOf": 5}, "40|45"),
        ({"type": ["string", "null"], "maxLength": 4}, r".{1,4}"),
    ],
)
def test_schemas_and_descriptions_decide(schema: dict[str, Any], pattern: str) -> None:
    """Formats, examples, options and bounds are obeyed, and an example is a shape and not a constant."""
    made = tool(value_of_it=schema)
    for seed in range(20):
        value = call(made, seed)["value_of_it"]
        assert re.fullmatch(pattern, str(value)), value
        assert made.argument_errors({"value_of_it": value}) == []


@pytest.mark.parametrize(
    ("name", "description", "pattern"),
    [
        ("email", "", r"[a-z0-9.]+@example\.(com|org|net)"),
        ("origin", "The airport in three letters, such as 'JFK'.", "[A-Z]{3}"),
        ("symbol", "The stock symbol, e.g. AAPL", "[A-Z]{1,5}"),
        ("checkInDate", "", r"2\d{3}-\d\d-\d\d"),
        ("zip", "The zip code, such as '12345'.", r"\d{5}"),
        ("url", "", r"https://\S+"),
        ("currency", "ISO currency code", "[A-Z]{3}"),
        ("phone_number", "The phone number, such as '555-123-2002'", r"[1-9]\d\d-[1-9]\d\d-[1-9]\d{3}"),
        ("term", "Term such as 'Fall 2025'", "(Spring|Summer|Fall|Winter) 202[456]"),
        ("quarter", "For example Q3 2025", "Q[1-4] 202[456]"),
        ("query", "Name of the harbor or city", "(?!ancient)[A-Z].+"),
    ],
)
def test_names_decide_where_schemas_are_silent(name: str, description: str, pattern: str) -> None:
    """A name and a description are enough for everyday inputs."""
    for seed in range(20):
        assert re.fullmatch(pattern, call(tool(**{name: {"type": "string", "description": description}}), seed)[name])


@pytest.mark.parametrize("seed", range(25))
def test_values_of_one_call_fit_each_other(seed: int) -> None:
    """Ends follow starts, destinations differ from origins, the country is the city's, the email the person's."""
    names = [
        "check_in_date",
        "check_out_date",
        "origin",
        "destination",
        "from_currency",
        "to_currency",
        "first_name",
        "last_name",
        "email",
    ]
    text = {name: {"type": "string"} for name in names}
    numbers = {name: {"type": "number"} for name in ("min_price", "max_price")}
    place = {"city": {"type": "string"}, "country": {"type": "string"}}
    found = call(tool(**text, **numbers, home={"type": "object", "properties": place}), seed)
    assert found["check_in_date"] < found["check_out_date"]
    assert found["origin"] != found["destination"]
    assert found["from_currency"] != found["to_currency"]
    assert found["min_price"] < found["max_price"]
    assert (found["home.city"], found["home.country"]) in {(place.city, place.country) for place in PLACES}
    assert found["email"].startswith(found["first_name"].lower()[:3])


def test_days_are_ahead_for_bookings_and_behind_for_births() -> None:
    """Departures lie within the coming year, births years back, releases in the past."""
    made = tool(departure_date={"type": "string"}, date_of_birth={"type": "string"}, release_date={"type": "string"})
    for seed in range(20):
        found = call(made, seed)
        assert "2024-06-03" < found["departure_date"] < "2025-06-04"
        assert found["date_of_birth"] < "2006-06-03"
        assert found["release_date"] < "2024-06-03"


def test_unsayable_inputs_are_told_apart() -> None:
    """No user says a cursor, a thought or an API key."""
    unsayable = {name: {"type": "string"} for name in ("cursor", "thought", "api_key", "callback", "access_token")}
    made = tool(
        city={"type": "string"}, options={"type": "object"}, grid={"type": "array", "items": {"type": "array"}}, **unsayable
    )
    values = Values(ToolGraph([made]))
    assert [field.path for field in made.inputs if values.sayable(made, field)] == ["city"]


def test_whole_arguments_hold_their_required_parts() -> None:
    """A list of objects has one or two items with all that is required, none of what is to be skipped."""
    person = {"first_name": {"type": "string"}, "dob": {"type": "string", "format": "date"}, "note": {"type": "string"}}
    items = {"type": "object", "properties": person, "required": ["first_name", "dob"]}
    made = tool(passengers={"type": "array", "items": items}, tags={"type": "array", "items": {"type": "string"}, "minItems": 2})
    values = Values(ToolGraph([made]))
    for seed in range(20):
        arguments = {name: values.argument(made, name, Random(seed), DAY) for name in made.properties}
        assert made.argument_errors(arguments) == []
        assert 1 <= len(arguments["passengers"]) <= 2
    kept = values.argument(made, "passengers", Random(1), DAY, skip={"passengers[].dob"})
    assert all("dob" not in passenger for passenger in kept)


def test_the_same_seed_says_the_same() -> None:
    """Values depend on tool and dice alone."""
    made = tool(city={"type": "string"}, query={"type": "string"}, amount={"type": "number"})
    assert call(made, 5) == call(made, 5) != call(made, 6)


def test_hints_are_read_from_sentences() -> None:
    """Examples, options, defaults and bounds are told apart."""
    found = hints({"description": "Sort order. Possible values are 'asc' and 'desc'. Default is 'desc'."})
    assert (found.options, found.default) == (("asc", "desc"), "desc")
    assert hints({"description": "Language (e.g., 'en', 'es')"}).examples == ("en", "es")
    assert hints({"description": "The user's own colour, not the brand's"}) == hints({})


@given(
    st.from_regex(r"\^?([a-z]|\[[a-z0-9-]{1,4}\]|\\d|\\w|\(a\|b\)|\.)([*+?]|\{1,3\}|\{2\})?(x|[A-Z])\$?", fullmatch=True),
    st.integers(),
)
def test_strings_match_their_pattern(pattern: str, seed: int) -> None:
    """What is generated validates, or the generator says that it cannot."""
    generate = matching(pattern)
    if generate is not None:
        assert validator_of(pattern).is_valid(generate(Random(seed)))


@given(st.text(max_size=80))
@settings(max_examples=200)
def test_no_text_breaks_the_readers(text: str) -> None:
    """Hostile descriptions, names and examples lead to values, never to errors."""
    shape(text)
    matching(text)
    made = tool(
        text, field={"description": text, "example": text, "default": text}, other={"type": "string", "description": text}
    )
    for value in call(made, 1).values():
        assert value is not None


@given(
    st.fixed_dictionaries(
        {"type": st.sampled_from(["integer", "number"])},
        optional={"minimum": st.integers(-500, 500), "maximum": st.integers(501, 2000), "multipleOf": st.sampled_from([1, 2, 5])},
    ),
    st.sampled_from(["age", "price", "limit", "rating", "x", "user_id", "latitude", "year"]),
)
def test_numbers_obey_their_bounds(schema: dict[str, Any], name: str) -> None:
    """Bounds win over what a name suggests."""
    made = tool(**{name: schema})
    assert made.argument_errors(call(made, 3)) == []


@pytest.mark.skipif("TOOLWEFT_DATA" not in os.environ, reason="TOOLWEFT_DATA names no folder of catalogs")
@pytest.mark.parametrize("name", ["retail_airline", "glaive"])
def test_arguments_of_real_tools_validate(name: str) -> None:
    """Every parameter of the catalogs gets a valid, sayable value."""
    entries = yaml.load((Path(os.environ["TOOLWEFT_DATA"]) / "catalogs" / f"{name}.yaml").read_text(), Loader=yaml.CSafeLoader)
    tools = [
        Tool(name=entry["name"], description=entry.get("description") or "", parameters=entry["parameters"])
        for entry in entries.values()
    ]
    values = Values(ToolGraph(tools))
    for each in tools:
        arguments = {parameter: values.argument(each, parameter, Random(1), DAY) for parameter in each.properties}
        if set(each.parameters.get("required", ())) <= set(each.properties):
            assert each.argument_errors(arguments) == []
        assert not any(isinstance(value, str) and (value != value.strip() or "\n" in value) for value in arguments.values())


def test_only_programs_care_about_the_form_of_the_answer() -> None:
    """Fields, paging and output formats are no optional extras that a person would ask for."""
    unwanted = ("fields", "sort_by", "page", "cursor", "offset", "output_format", "lang", "zoom", "max_id")
    made = tool(city={"type": "string"}, max_price={"type": "number"}, **{name: {"type": "string"} for name in unwanted})
    values = Values(ToolGraph([made]))
    assert [field.path for field in made.inputs if values.wanted(made, field)] == ["city", "max_price"]


def test_a_model_is_of_its_make() -> None:
    """No BMW Model 3."""
    made = tool(make={"type": "string", "description": "Car make"}, model={"type": "string", "description": "Car model"})
    values = Values(ToolGraph([made]))
    for seed in range(20):
        field = made.input("model")
        assert field is not None
        assert values.literal(made, field, Random(seed), datetime.date(2026, 5, 1), {"make": "Audi"}) in ("A4", "Q5")


def test_an_identifier_has_one_form_in_all_tools() -> None:
    """What one tool tells of it holds where another one only has its name; an "id" is each tool's own."""
    told = {
        "container_number": {"type": "string", "pattern": "^[A-Z]{4}[0-9]{7}$"},
        "id": {"type": "string", "pattern": "^x[0-9]$"},
    }
    telling = Tool(name="track", parameters={"type": "object", "properties": told, "required": list(told)})
    silent = tool(container_number={"type": "string"}, id={"type": "string"})
    values = Values(ToolGraph([silent, telling]))
    number, other = (values.literal(silent, field, Random(1), DAY) for field in silent.inputs)
    assert re.fullmatch("[A-Z]{4}[0-9]{7}", number)
    assert not re.fullmatch("x[0-9]", other)

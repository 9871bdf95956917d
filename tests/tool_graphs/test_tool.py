"""Tools: their inputs and outputs, and what fits them."""

import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tool_graphs.tool import Tool, function_name

BOOK = Tool(
    name="book_flight",
    parameters={
        "type": "object",
        "properties": {
            "flight_id": {"type": "string"},
            "passengers": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"name": {"type": "string"}, "bags": {"type": "integer"}},
                    "required": ["name"],
                },
            },
            "seat": {"type": "string", "enum": ["aisle", "window"]},
        },
        "required": ["flight_id", "passengers"],
    },
    returns={"type": "object", "properties": {"booking": {"type": "object", "properties": {"id": {"type": "string"}}}}},
)


def test_inputs_are_the_leaves_of_the_parameters():
    """Nested objects and list items are read, each with its path and whether it is required all the way."""
    assert [(field.path, field.required, field.many) for field in BOOK.inputs] == [
        ("flight_id", True, False),
        ("passengers[].name", True, True),
        ("passengers[].bags", False, True),
        ("seat", False, False),
    ]
    assert BOOK.input("passengers[3].name").schema == {"type": "string"}
    assert BOOK.input("passengers[3].age") is None


def test_outputs_are_the_leaves_of_the_result():
    """A result's field has the path that references use; without a result schema there are none."""
    assert [field.path for field in BOOK.outputs] == ["booking.id"]
    assert Tool(name="ping").outputs == ()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"flight_id": "F1"}, "passengers"),
        ({"flight_id": 1, "passengers": []}, "flight_id"),
        ({"flight_id": "F1", "passengers": [{"bags": 1}]}, "passengers.0"),
        ({"flight_id": "F1", "passengers": [], "seat": "roof"}, "seat"),
        ({"flight_id": "F1", "passengers": [], "meal": "fish"}, "'meal' is no parameter"),
    ],
)
def test_wrong_arguments_are_named(arguments, said):
    """Missing, mistyped, unlisted and unknown arguments each give one reason that names the place."""
    errors = BOOK.argument_errors(arguments)
    assert len(errors) == 1
    assert said in errors[0]


def test_right_arguments_and_results_have_no_errors():
    """What conforms passes, also for a tool that came back from another process."""
    for tool in (BOOK, pickle.loads(pickle.dumps(BOOK))):
        assert tool.argument_errors({"flight_id": "F1", "passengers": [{"name": "Ida"}]}) == []
        assert tool.result_errors({"booking": {"id": "B1"}}) == []
        assert tool.result_errors({"booking": {"id": 1}}) != []


def test_without_a_required_list_parameters_with_a_default_are_optional():
    """So it is in catalogs that never say `required`."""
    parameters = {"properties": {"city": {}, "units": {"default": "C"}, "days": {"description": "Optional. How many."}}}
    assert Tool(name="weather", parameters=parameters).needed == {"city"}


@given(st.text(min_size=1))
def test_any_name_has_a_function_name(name):
    """Chat APIs take letters, digits, `_` and `-`, at most 64 of them."""
    assert re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", function_name(name))


def test_function_names_stay_readable():
    """A good name stays; an operation's path reads well; long names that differ at the end stay different."""
    assert function_name("_book-flight_") == "_book-flight_"
    assert function_name("GET /movie/{movie_id}/credits") == "GET_movie_movie_id_credits"
    assert function_name("a" * 70 + "b") != function_name("a" * 70 + "c")
    assert function_name("天気") != function_name("時間")


def test_a_changed_copy_is_read_anew():
    """What was worked out for the first tool says nothing of its copy."""
    tool = Tool(name="a")
    assert (tool.properties, tool.inputs, tool.outputs) == ({}, (), ())
    schema = {"type": "object", "properties": {"id": {"type": "string"}}}
    copy = tool.model_copy(update={"parameters": schema, "returns": schema})
    assert list(copy.properties) == [field.path for field in copy.inputs] == [field.path for field in copy.outputs] == ["id"]

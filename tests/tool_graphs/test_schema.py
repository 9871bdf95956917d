"""Schemas made safe to use."""

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tool_graphs.errors import CatalogError
from tool_graphs.schema import usable, usable_parameters


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ({"type": "str"}, {"type": "string"}),
        ({"type": "dict"}, {"type": "object"}),
        ({"type": "List[int]"}, {"type": "array", "items": {"type": "integer"}}),
        ({"type": "Optional[Dict[str, int]]"}, {"type": "object"}),
        ({"type": "STRING"}, {"type": "string"}),
        ({"type": "datetime"}, {"type": "string", "format": "date-time"}),
        ({"type": ["null", "integer"]}, {"type": "integer"}),
        ({"type": "string", "nullable": True}, {"type": "string"}),
        ({"anyOf": [{"type": "null"}, {"type": "string", "title": "A"}], "title": "B"}, {"type": "string", "title": "B"}),
        ({"oneOf": [{"type": "integer"}, {"type": "string"}]}, {"type": "integer"}),
        ({"type": "string", "enum": ["a", None]}, {"type": "string", "enum": ["a"]}),
        ({"type": "string", "enum": []}, {"type": "string"}),
        ({"type": "string", "enum": [1, 2]}, {"enum": [1, 2]}),
        ({"type": "integer", "default": ""}, {"type": "integer"}),
        ({"type": "string", "example": "AAPL"}, {"type": "string", "examples": ["AAPL"]}),
        ({"type": "string", "description": None, "format": None}, {"type": "string"}),
        ({"type": "number", "minimum": 0, "exclusiveMinimum": True}, {"type": "number", "exclusiveMinimum": 0}),
        ({"type": "number", "minimum": 0, "exclusiveMinimum": False}, {"type": "number", "minimum": 0}),
        ({"type": "array", "items": [{"type": "str"}]}, {"type": "array", "items": {"type": "string"}}),
        ({"$schema": "http://json-schema.org/draft-04/schema#", "id": "x", "type": "string"}, {"type": "string"}),
    ],
)
def test_what_people_write_becomes_json_schema(written, meant):
    """Other languages' types, nullable, older drafts and alternatives are read as they were meant."""
    assert usable(written, "here") == meant


@pytest.mark.parametrize(
    ("properties", "required", "names"),
    [
        ({"a": {"required": True}, "b": {"required": False}, "c": {}}, None, ["a"]),
        ({"a": {"type": "str"}, "b": {"type": "str, optional"}}, None, ["a"]),
        ({"a": {}, "b": {"type": "string", "default": None}}, None, ["a"]),
        ({"a": {}, "b": {"description": "Optional."}, "c": {"optional": True}}, None, ["a"]),
        ({"a": {}, "b": {"required": True}}, ["a"], ["a", "b"]),
        ({"a": {}}, ["a", "b", 3], ["a"]),
        ({"a": {}}, "a", ["a"]),
        ({"a": {}}, [], []),
    ],
)
def test_required_is_a_list_of_properties(properties, required, names):
    """What properties say of themselves is lifted to their object; names of nothing are dropped."""
    assert usable({"type": "object", "properties": properties, "required": required}, "here")["required"] == names


def test_where_nothing_is_said_nothing_is_required():
    """A missing `required` stays missing: the tool decides what a call needs."""
    assert "required" not in usable({"type": "object", "properties": {"a": {}}}, "here")


def test_local_references_are_written_out():
    """Into the schema's own `$defs` or the file that holds it, through references and beside other keywords."""
    schema = {
        "type": "object",
        "properties": {"home": {"$ref": "#/$defs/Address", "description": "Where to."}, "price": {"$ref": "#/components/a~1b"}},
        "$defs": {"Address": {"type": "object", "properties": {"city": {"$ref": "#/$defs/City"}}}, "City": {"type": "str"}},
    }
    found = usable(schema, "here", {"components": {"a/b": {"type": "number"}}})
    city = {"type": "object", "properties": {"city": {"type": "string"}}}
    assert found["properties"] == {"home": {**city, "description": "Where to."}, "price": {"type": "number"}}


def test_all_of_is_merged_and_disagreement_is_kept():
    """Properties and required names join; bounds that differ hold both."""
    schema = {"allOf": [{"properties": {"a": {"minimum": 1}}}, {"properties": {"a": {"minimum": 2}, "b": {}}, "required": ["b"]}]}
    found = usable(schema, "here")
    assert found["required"] == ["b"]
    assert not jsonschema_rs.is_valid(found, {"a": 1, "b": 0})
    assert jsonschema_rs.is_valid(found, {"a": 2, "b": 0})


def test_properties_may_be_named_like_keywords():
    """A parameter called `$ref`, `type`, `required` or `items` is a parameter."""
    names = ["$ref", "type", "required", "items", "anyOf", "$defs", "properties", "nullable"]
    properties = {name: {"type": "string"} for name in names}
    assert usable({"type": "object", "properties": properties}, "here")["properties"] == properties


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ({"properties": {"a": {"type": "banana"}}}, r"here.properties.a.type: unknown type 'banana'"),
        ({"properties": {"a": {"minimum": "x"}}}, r"here.properties.a.minimum: not a valid JSON Schema"),
        ({"properties": {"a": {"pattern": "("}}}, r"here.properties.a.pattern: not a valid JSON Schema"),
        ({"properties": {"a": {"$ref": "#/$defs/A"}}}, r"here.properties.a: broken \$ref '#/\$defs/A'"),
        ({"properties": {"a": {"$ref": "https://example.com/a.json"}}}, r"here.properties.a: \$ref .* leads out of the file"),
        ({"properties": {"a": {"$ref": 7}}}, r"here.properties.a: \$ref '7' \(int\) leads out"),
        ({"properties": {"a": {"$ref": "#"}}}, r"recursive \$ref '#'"),
        ({"properties": {"a": {"$ref": "#/$defs/A"}}, "$defs": {"A": {"items": {"$ref": "#/$defs/A"}}}}, "recursive"),
        ({"properties": {"a": {"$dynamicRef": "#node"}}}, "recursive"),
        ({"properties": {"a": 5}}, r"here.properties.a: expected a JSON Schema \(an object\), got '5' \(int\)"),
        ([], r"here: expected a JSON Schema \(an object\), got a list"),
    ],
)
def test_what_cannot_be_used_names_the_place(schema, said):
    """One message with place, value and rule."""
    with pytest.raises(CatalogError, match=said):
        usable(schema, "here")


def test_parameters_must_be_an_object():
    """A tool without parameters has none; a tool cannot take a bare text."""
    assert usable_parameters({}, "here") == {"type": "object", "properties": {}}
    with pytest.raises(CatalogError, match="parameters must be an object"):
        usable_parameters({"type": "string"}, "here")


def test_what_is_too_deep_or_grows_too_large_is_refused():
    """Ten thousand levels, or thirty doublings by reference, end in one message."""
    deep = {}
    for _ in range(10_000):
        deep = {"type": "object", "properties": {"a": deep}}
    with pytest.raises(CatalogError, match="nested too deeply"):
        usable(deep, "here")
    doubling = {f"d{level}": {"allOf": [{"$ref": f"#/$defs/d{level + 1}"}] * 2} for level in range(30)}
    with pytest.raises(CatalogError, match="too large"):
        usable({"$ref": "#/$defs/d0", "$defs": {**doubling, "d30": {}}}, "here")
    with pytest.raises(CatalogError, match="nested too deeply"):
        usable({"properties": {"a" * 10_000_000: {"type": "string"}}}, "here")
    cyclic = {"type": "object"}
    cyclic["properties"] = {"self": cyclic}
    with pytest.raises(CatalogError, match="nested too deeply"):
        usable(cyclic, "here")


WORDS = st.sampled_from(
    [
        *("type", "properties", "items", "required", "enum", "default", "anyOf", "allOf", "oneOf", "$ref", "$defs", "const", "a"),
        *("description", "examples", "example", "minimum", "exclusiveMinimum", "additionalProperties", "nullable", "format"),
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)
VALUES = JSON | st.sampled_from(["string", "str", "object", "array", "null", "#", "#/properties/a", "List[str]"])


@given(st.dictionaries(WORDS, VALUES, max_size=6))
def test_any_json_is_either_mended_or_refused(schema):
    """Whatever stands there, the outcome is a schema that compiles or a CatalogError."""
    try:
        found = usable(schema, "here")
    except CatalogError:
        return
    jsonschema_rs.validator_for(found)
    assert usable(found, "again") == found

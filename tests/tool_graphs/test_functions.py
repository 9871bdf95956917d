"""The shapes in which people keep their tools."""

import json
import re

import pytest

from tool_graphs.catalog import read_catalog
from tool_graphs.errors import CatalogError

PARAMETERS = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
RESULT = {"type": "object", "properties": {"degrees": {"type": "number"}}}
WEATHER = {"name": "get_weather", "description": "Get the weather.", "parameters": PARAMETERS, "returns": RESULT}
NAMELESS = {key: value for key, value in WEATHER.items() if key != "name"}


def read(folder, content, name="tools.json", **how):
    """The catalog of a file with this content."""
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return read_catalog(path, **how)


@pytest.mark.parametrize(
    ("content", "namespace"),
    [
        ([WEATHER], ""),
        (WEATHER, ""),
        ({"get_weather": WEATHER}, ""),
        ({"get_weather": NAMELESS}, ""),
        ({"tools": [WEATHER]}, ""),
        ({"tools": {"get_weather": NAMELESS}}, ""),
        ({"functions": [WEATHER], "version": 2}, ""),
        ({"functionDeclarations": [WEATHER]}, ""),
        ({"weather": [WEATHER]}, "weather"),
        ({"returns": [WEATHER]}, "returns"),
        ({"weather": {"get_weather": NAMELESS}}, "weather"),
        ([{**WEATHER, "namespace": "weather"}], "weather"),
        ([{"type": "function", "function": WEATHER}], ""),
        ([{"type": "function", "function": {**WEATHER, "strict": True}}], ""),
        ([{"type": "function", **WEATHER}], ""),
        ([{"function": WEATHER}], ""),
        ({"function": WEATHER}, ""),
        ([{**WEATHER, "parameters": json.dumps(PARAMETERS), "returns": json.dumps(RESULT)}], ""),
        ([{"name": "get_weather", "description": "Get the weather.", "inputSchema": PARAMETERS, "outputSchema": RESULT}], ""),
        ([{"name": "get_weather", "description": "Get the weather.", "input_schema": PARAMETERS, "output_schema": RESULT}], ""),
        ([{**NAMELESS, "name": "get_weather", "returns": None, "output_parameters": RESULT}], ""),
        ([{**NAMELESS, "name": "get_weather", "returns": "the weather", "response": RESULT}], ""),
    ],
)
def test_one_tool_in_every_shape(tmp_path, content, namespace):
    """Lists, mappings, namespaces, wrappers, OpenAI's, MCP's, Anthropic's and Gemini's forms hold the same tool."""
    (tool,) = read(tmp_path, content).tools
    assert (tool.name, tool.description, tool.namespace) == ("get_weather", "Get the weather.", namespace)
    assert (tool.parameters, tool.returns) == (PARAMETERS, RESULT)


@pytest.mark.parametrize("name", ["tools.jsonl", "tools.ndjson", "tools", "tools.json"])
def test_json_lines(tmp_path, name):
    """One tool a line, blank lines between; also under a name that does not tell."""
    lines = "\n\n".join(json.dumps({"type": "function", "function": {**WEATHER, "name": f"weather_{n}"}}) for n in range(3))
    assert [tool.name for tool in read(tmp_path, lines, name).tools] == ["weather_0", "weather_1", "weather_2"]


def test_yaml_is_read_as_its_authors_mean_it(tmp_path):
    """Dates, times, `no` and postal codes are text, and so is every key."""
    catalog = """
    book:
      description: Book a table.
      parameters:
        properties:
          on: {type: string, enum: [2024-05-20, 2024-05-21]}
          at: {type: string, examples: [10:30]}
          country: {type: string, enum: [no, se]}
          postal_code: {type: string, default: 01067}
          1: {type: integer, default: 3}
    """
    (tool,) = read(tmp_path, catalog, "tools.yaml").tools
    assert list(tool.properties) == ["on", "at", "country", "postal_code", "1"]
    assert tool.properties["on"]["enum"] == ["2024-05-20", "2024-05-21"]
    assert tool.properties["at"]["examples"] == ["10:30"]
    assert tool.properties["country"]["enum"] == ["no", "se"]
    assert tool.properties["postal_code"]["default"] == "01067"
    assert tool.properties["1"]["default"] == 3


@pytest.mark.parametrize(
    ("parameters", "properties", "needed"),
    [
        (None, {}, set()),
        ({}, {}, set()),
        ({"type": "object"}, {}, set()),
        ({"q": {"type": "str", "description": "Words."}}, {"q": {"type": "string", "description": "Words."}}, {"q"}),
        ({"q": {"type": "str"}, "n": {"type": "int, optional"}}, {"q": {"type": "string"}, "n": {"type": "integer"}}, {"q"}),
        ({"q": "str", "n": "int", "required": ["q"]}, {"q": {"type": "string"}, "n": {"type": "integer"}}, {"q"}),
        ({"q": {"required": True}, "n": {"type": "int", "required": False}}, {"q": {}, "n": {"type": "integer"}}, {"q"}),
        ({"type": {"type": "str"}, "items": {"type": "list", "description": "Which."}}, None, {"type", "items"}),
        ([{"name": "q", "type": "str", "required": True}, {"name": "n", "type": "int"}], None, {"q"}),
        ({"type": "dict", "properties": {"q": {"type": "str"}}}, {"q": {"type": "string"}}, {"q"}),
        ({"$ref": "#/definitions/Query"}, {"q": {"type": "string"}}, {"q"}),
    ],
)
def test_parameters_in_shorthand(tmp_path, parameters, properties, needed):
    """Missing, a schema, parameter -> description, a list of named ones."""
    query = {"type": "object", "properties": {"q": {"type": "str"}}, "required": ["q"]}
    (tool,) = read(tmp_path, {"definitions": {"Query": query}, "tools": [{"name": "search", "parameters": parameters}]}).tools
    assert tool.needed == needed
    assert properties is None or tool.properties == properties


@pytest.mark.parametrize(
    ("returns", "outputs"),
    [
        ({"degrees": {"type": "float"}, "sky": "str"}, ["degrees", "sky"]),
        ({"type": "array", "items": {"type": "object", "properties": {"id": {}}}}, ["[].id"]),
        ({"type": "string"}, [""]),
        ([{"name": "degrees", "type": "float"}], ["degrees"]),
        ("The degrees in Celsius.", []),
        ({"description": "The degrees in Celsius."}, []),
        ({"type": "object"}, []),
        ({}, []),
        ({"degrees": 21.5}, []),
    ],
)
def test_results_in_shorthand(tmp_path, returns, outputs):
    """A schema or a shorthand for one; what says nothing about fields is no schema."""
    (tool,) = read(tmp_path, [{**WEATHER, "returns": returns}]).tools
    assert [field.path for field in tool.outputs] == outputs
    assert (tool.returns is None) == (not outputs)


@pytest.mark.parametrize(
    "name", ["GET /movie/{movie_id}", "Today's news", "weather.current", "天気", "get weather (v2)", " padded "]
)
def test_unusual_names_are_names(tmp_path, name):
    """What real catalogs hold is kept as it is."""
    (tool,) = read(tmp_path, [{**WEATHER, "name": name}]).tools
    assert tool.name == name.strip()


@pytest.mark.parametrize(
    "name", ["a\nb", 'say "hi"', "<b>bold</b>", "a" * 10_000, "bell\a", "a\u202eb", "'; drop", "a\\b", "`id`", "zero\u200bwidth"]
)
def test_hostile_names_cost_the_tool_and_say_why(tmp_path, name):
    """The tool is skipped while others can be used."""
    catalog = read(tmp_path, [WEATHER, {**WEATHER, "name": name}])
    assert [tool.name for tool in catalog.tools] == ["get_weather"]
    (skipped,) = catalog.skipped
    assert skipped.reason.startswith("[1].name: ")
    assert len(skipped.tool) <= 200


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ([WEATHER, {"description": "x"}], r"tools.json: \[1\]: a tool without a name"),
        ([{**WEATHER, "name": " "}], r"tools.json: \[0\]: a tool without a name"),
        ([{**WEATHER, "name": 7}], r"\[0\]: a tool without a name; expected text under 'name', got '7' \(int\)"),
        ({"tools": [NAMELESS]}, r"tools.json: tools\[0\]: a tool without a name"),
        ({"weather": [NAMELESS]}, r"tools.json: weather\[0\]: a tool without a name"),
        (["get_weather"], r"tools.json: \[0\]: expected a tool .* got 'get_weather' \(str\)"),
        ({"get_weather": "Get the weather."}, r"tools.json: get_weather: expected a tool"),
        ([], "tools.json: holds no tool"),
        ({}, "tools.json: holds no tool"),
        ({"tools": []}, "tools.json: holds no tool"),
        ("3", r"tools.json: expected a list of tools .* got '3' \(int\)"),
        ("", "tools.json: the file is empty"),
        ("{'a': 1}", "tools.json: not JSON: .* line 1 column 2"),
        ('{"a": {}, "a": {}}', "tools.json: the key 'a' stands twice"),
        ("[" * 100_000 + "]" * 100_000, "tools.json: not JSON: depth limit"),
        ('["\\ud800"]', "tools.json: not JSON"),
        ('{"a": ' + "9" * 5000 + "}", "tools.json: Exceeds the limit|tools.json: a: expected|not JSON"),
    ],
)
def test_files_that_are_refused(tmp_path, content, said):
    """One message with file, place, value and what was expected."""
    with pytest.raises(CatalogError, match=said):
        read(tmp_path, content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a:\n- {x", "tools.yaml: line 3: not YAML: did not find"),
        ("a:\n  b: {}\na: {}", "tools.yaml: line 1: not YAML: the key 'a' stands twice"),
        ("a: !!python/object/apply:os.system [ls]", "line 1: not YAML: could not determine a constructor"),
        ("[" * 100_000 + "]" * 100_000, "line 1: lists and objects nest too deeply"),
        ("- " * 100_000 + "x", "line 1: lists and objects nest too deeply"),
        ("a: [" + "x," * 1_600_000 + "x]", "more than 1,500,000 values; split it, or use JSON"),
        ("a: " + "9" * 5000, "tools.yaml: Exceeds the limit"),
        ("just some text", "expected tools as JSON, JSON Lines or YAML, got 'just some text'"),
        ("? [a]\n: b", "a key must be text"),
        ("a: &a [*a]", "line 1: not YAML: found unconstructable recursive node"),
        ("a: {parameters: {p: {default: !!set {x}}}}", "expected JSON"),
    ],
)
def test_yaml_that_is_refused(tmp_path, content, said):
    """Broken, ambiguous, executable or bottomless YAML ends in one message with the line."""
    with pytest.raises(CatalogError, match=said):
        read(tmp_path, content, "tools.yaml")


def test_yaml_bombs_do_not_go_off(tmp_path):
    """Aliases that unfold to billions of values cost their tool; merged keys that multiply cost the file."""
    aliases = "\n".join(f"  - &a{n} {{type: object, properties: {{x: *a{n - 1}, y: *a{n - 1}}}}}" for n in range(1, 40))
    bomb = f"defs:\n  - &a0 {{type: string}}\n{aliases}\n"
    with pytest.raises(CatalogError, match=r"defs\[0\]: a tool without a name"):
        read(tmp_path, bomb, "tools.yaml")
    tools = f"{bomb.replace('defs:', '$defs:')}tools:\n- {{name: a}}\n- {{name: b, parameters: *a39}}\n"
    (skipped,) = read(tmp_path, tools, "tools.yaml").skipped
    assert "too large" in skipped.reason
    merges = "a0: &a0 {k0: 1}\n" + "".join(f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
    with pytest.raises(CatalogError, match="too many keys merged"):
        read(tmp_path, merges, "tools.yaml")


@pytest.mark.parametrize(
    ("tool", "said"),
    [
        ("{parameters: {properties: {q: {enum: *a39}}}}", "b.parameters.properties.q.enum: too large"),
        ("{parameters: {properties: {q: {required: *a39}}}}", "too large"),
        ("{parameters: {type: *a39}}", "too large"),
        ("{parameters: *a39}", "b.parameters: expected a JSON Schema (an object), or a list of objects with names"),
        ("{name: *a39}", "b: a tool without a name; expected text under 'name', got a list"),
        ("*a39", "b[0]: expected a tool (an object with name, description and parameters), got a list"),
    ],
)
def test_a_bomb_is_not_set_off_by_its_error(tmp_path, tool, said):
    """No message, no comparison and no copy unfolds what aliases fold."""
    lists = "$defs:\n  - &a0 [x]\n" + "\n".join(f"  - &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40))
    with pytest.raises(CatalogError, match=re.escape(said)):
        read(tmp_path, f"{lists}\nb: {tool}\n", "tools.yaml")


def test_text_in_a_broken_line_names_the_line(tmp_path):
    """JSON Lines errors count lines as editors do."""
    with pytest.raises(CatalogError, match=r"tools.jsonl: line 3: not JSON"):
        read(tmp_path, json.dumps(WEATHER) + "\n\n{broken", "tools.jsonl")
    with pytest.raises(CatalogError, match=r"tools.jsonl: line 3: a tool without a name"):
        read(tmp_path, json.dumps(WEATHER) + "\n\n{}", "tools.jsonl")

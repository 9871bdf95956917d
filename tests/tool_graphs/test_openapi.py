"""OpenAPI descriptions as tools."""

import json
import re
import threading
import time
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer

import jsonschema_rs
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.packages import npm_file
from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.errors import CatalogError
from tool_graphs.schema import usable_parameters
from tool_graphs.writing import as_document

NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}, "description": "Which one."}
PET = {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}


def answer(schema, **media):
    """Responses with one success."""
    return {"200": {"description": "Fine.", "content": {"application/json": {"schema": schema, **media}}}}


def operation(id="getPet", returns=None, **more):
    """A small operation."""
    return {"operationId": id, "summary": "Get a pet", "responses": answer(PET if returns is None else returns), **more}


def description(paths=None, version="3.1.0", **components):
    """A small description."""
    paths = {"/pets/{id}": {"get": operation(parameters=[ID])}} if paths is None else paths
    return {"openapi": version, "info": {"title": "Pets", "version": "1"}, "paths": paths, "components": components}


def read(folder, content, name="pets.json", **how):
    """The catalog of a file with this content."""
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return read_catalog(path, **how)


def only(folder, content, **how):
    """The only tool."""
    (tool,) = read(folder, content, **how).tools
    return tool


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_an_operation_is_a_tool(tmp_path, version):
    """Name, description, parameters, result, namespace and origin."""
    tool = only(tmp_path, description({"/pets/{id}": {"get": operation(parameters=[ID], tags=["pets"])}}, version))
    assert (tool.name, tool.description, tool.namespace, tool.origin) == ("getPet", "Get a pet", "pets", "GET /pets/{id}")
    assert tool.parameters == {
        "type": "object",
        "properties": {"id": {"type": "string", "description": "Which one."}},
        "required": ["id"],
    }
    assert tool.returns == PET


def test_yaml_is_read_alike(tmp_path):
    """Also where the version reads as a number and the codes of responses do."""
    text = "openapi: 3.0\npaths:\n  /pets:\n    get:\n      responses:\n        200:\n          content:\n"
    text += "            application/json:\n              schema: {type: array, items: {type: string}}\n"
    tool = only(tmp_path, text, name="pets.yaml")
    assert (tool.name, tool.returns) == ("get_pets", {"type": "array", "items": {"type": "string"}})


def test_parameters_of_all_places_become_one_object(tmp_path):
    """Path, query, header, body in this order; a name that is taken is led by its place."""
    body = {"type": "object", "properties": {"id": {"type": "string"}, "age": {"type": "integer"}}, "required": ["id"]}
    content = {"required": True, "content": {"application/json": {"schema": body}}}
    query = {"name": "id", "in": "query", "schema": {"type": "string"}}
    listed = [{**query, "name": "body_id"}, {**query, "in": "header"}, query, ID]
    tool = only(tmp_path, description({"/pets/{id}": {"put": operation(parameters=listed, requestBody=content)}}))
    assert list(tool.properties) == ["id", "body_id", "query_id", "header_id", "body_id_2", "age"]
    assert tool.parameters["required"] == ["id", "body_id_2"]


def test_parameters_of_a_path_hold_for_its_operations(tmp_path):
    """Unless the operation says otherwise."""
    item = {
        "parameters": [ID, {"name": "page", "in": "query", "schema": {"type": "string"}}],
        "get": operation(parameters=[{"name": "page", "in": "query", "schema": {"type": "integer"}}]),
    }
    tool = only(tmp_path, description({"/pets/{id}": item}))
    assert {name: schema["type"] for name, schema in tool.properties.items()} == {"id": "string", "page": "integer"}


@pytest.mark.parametrize(
    "parameter",
    [
        {"name": "session", "in": "cookie"},
        {"name": "Authorization", "in": "header"},
        {"name": "Accept", "in": "header"},
        {"name": "api_key", "in": "query"},
    ],
)
def test_who_calls_is_no_parameter(tmp_path, parameter):
    """Cookies, headers of the protocol and keys that the description calls so."""
    key = {"type": "apiKey", "in": "query", "name": "api_key"}
    listed = [ID, {**parameter, "required": True, "schema": {"type": "string"}}]
    content = description({"/pets/{id}": {"get": operation(parameters=listed)}}, securitySchemes={"key": key})
    assert list(only(tmp_path, content).properties) == ["id"]


@pytest.mark.parametrize(
    ("content", "required", "expected"),
    [
        ({"application/json": {"schema": PET}}, True, {"id": "integer", "name": "string"}),
        ({"application/x-www-form-urlencoded": {"schema": PET}}, True, {"id": "integer", "name": "string"}),
        ({"text/plain": {}, "application/merge-patch+json": {"schema": PET}}, True, {"id": "integer", "name": "string"}),
        ({"application/json": {"schema": {"type": "array", "items": {"type": "string"}}}}, False, {"body": "array"}),
        ({"application/json": {"schema": {"type": "object"}}}, True, {"body": "object"}),
        ({"application/json": {"schema": {"type": "object"}}}, False, {}),
        ({"text/plain": {}}, True, {"body": "string"}),
        ({}, True, {}),
    ],
)
def test_bodies(tmp_path, content, required, expected):
    """The properties of an object, or the whole as `body`; JSON before forms before anything else."""
    body = {"required": required, "content": content}
    tool = only(tmp_path, description({"/pets": {"post": operation(requestBody=body)}}))
    assert {name: schema["type"] for name, schema in tool.properties.items()} == expected


def test_what_is_read_only_is_not_sent(tmp_path):
    """And what is write-only does not come back."""
    marks = {"id": {"type": "string", "readOnly": True}, "password": {"type": "string", "writeOnly": True}}
    user = {"type": "object", "properties": {**marks, "name": {"type": "string"}}, "required": ["id", "password", "name"]}
    body = {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/User"}}}}
    answered = {"$ref": "#/components/schemas/User"}
    tool = only(
        tmp_path, description({"/users": {"post": operation(returns=answered, requestBody=body)}}, schemas={"User": user})
    )
    assert (list(tool.properties), tool.parameters["required"]) == (["password", "name"], ["password", "name"])
    assert (list(tool.returns["properties"]), tool.returns["required"]) == (["id", "name"], ["id", "name"])


TEXT, JSON = {"text/html": {"schema": {"type": "string"}}}, {"application/json": {"schema": PET}}
PROBLEM = {"application/json": {"schema": {"type": "object", "properties": {"problem": {}}}}}


@pytest.mark.parametrize(
    ("responses", "returns"),
    [
        ({"404": {"content": PROBLEM}, "201": {"content": JSON}, "202": {"content": PROBLEM}}, PET),
        ({"200": {"content": TEXT}, "201": {"content": JSON}}, PET),
        ({"2XX": {"content": {"application/hal+json": {"schema": PET}}}, "default": {"content": PROBLEM}}, PET),
        ({"default": {"content": JSON}}, PET),
        ({"204": {"description": "Gone."}, "default": {"content": PROBLEM}}, None),
        ({"200": {"content": TEXT}}, None),
        ({"200": {"content": {"application/json": {"schema": {"type": "object"}}}}}, None),
        ({"200": {"$ref": "#/components/responses/Pet"}}, PET),
        ({}, None),
    ],
)
def test_the_lowest_success_that_holds_json_is_the_result(tmp_path, responses, returns):
    """`default` only where no success is listed."""
    content = description({"/pets": {"get": {"responses": responses}}}, responses={"Pet": {"content": JSON}})
    assert only(tmp_path, content).returns == returns


def test_recursion_ends_in_a_plain_object(tmp_path):
    """In results and in parameters; nothing else of the schema is lost."""
    node = {"type": "object", "properties": {"name": {"type": "string"}, "parent": {"$ref": "#/components/schemas/Node"}}}
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Node"}}}}
    answered = {"$ref": "#/components/schemas/Node"}
    catalog = read(tmp_path, description({"/n": {"post": operation(returns=answered, requestBody=body)}}, schemas={"Node": node}))
    expected = {"name": {"type": "string"}, "parent": {"type": "object"}}
    assert catalog.tools[0].returns["properties"] == catalog.tools[0].properties == expected
    sent, received = (remark.reason for remark in catalog.remarks)
    assert "what is sent is cut to a plain object where it refers to itself" in sent and sent.endswith(".properties.parent")
    assert "result schema cut to a plain object where it refers to itself" in received and received.endswith(".properties.parent")


def test_what_would_unfold_without_end_is_read_less_deep(tmp_path):
    """A schema whose parts refer to each other in every way is cut where it grows too large; the catalog comes in time."""
    names = [f"S{number}" for number in range(60)]
    reference = {name: {"$ref": f"#/components/schemas/{name}"} for name in names}
    schemas = {name: {"type": "object", "properties": {**reference, "id": {"type": "string"}}} for name in names}
    paths = {f"/{name}": {"get": operation(f"get{name}", returns=reference[name])} for name in names}
    started = time.process_time()
    catalog = read(tmp_path, description(paths, schemas=schemas))
    assert time.process_time() - started < 20
    assert len(catalog.tools) == 60
    assert all("id" in tool.returns["properties"] for tool in catalog.tools)


def test_examples_go_to_the_leaves(tmp_path):
    """Those of a response as a whole; a leaf's own are kept."""
    schema = {
        "type": "object",
        "properties": {"pets": {"type": "array", "items": PET}, "next": {"type": "string", "example": "p2"}},
    }
    media = {"examples": {"two": {"value": {"pets": [{"id": 7, "name": "Rex"}], "next": "p9"}}}}
    query = {"name": "page", "in": "query", "schema": {"type": "string"}, "example": "p1"}
    tool = only(tmp_path, description({"/pets": {"get": {"parameters": [query], "responses": answer(schema, **media)}}}))
    assert {field.path: field.schema.get("examples") for field in tool.outputs} == {
        "pets[].id": [7],
        "pets[].name": ["Rex"],
        "next": ["p2"],
    }
    assert tool.properties["page"]["examples"] == ["p1"]


@pytest.mark.parametrize(
    ("method", "path", "id", "name"),
    [
        ("get", "/pets/{id}", "getPet", "getPet"),
        ("get", "/pets/{id}", "pets/get", "pets_get"),
        ("get", "/pets/{id}", "", "get_pets_by_id"),
        ("get", "/pets/{id}", "取得", "get_pets_by_id"),
        ("get", "/pets/{id}", 5, "get_pets_by_id"),
        ("post", "/shops/{shop}/pets", None, "post_shops_pets"),
        ("get", "/", None, "get"),
        ("get", "/pets", "__proto__", "__proto__"),
        ("get", "/pets", 'a"b\n<c>', "a_b_c"),
    ],
)
def test_names(tmp_path, method, path, id, name):
    """From the operation's id, else from method and path; always such as chat APIs take."""
    assert only(tmp_path, description({path: {method: {"operationId": id, "responses": {}}}})).name == name


def test_names_are_unique_and_changes_are_told(tmp_path):
    """In the order of the description."""
    paths = {"/a": {"get": operation("a/b")}, "/b": {"get": operation("a_b")}, "/c": {"get": operation("a b")}}
    catalog = read(tmp_path, description({**paths, "/d": {"get": operation("x" * 10_000)}}))
    assert [tool.name for tool in catalog.tools][:3] == ["a_b", "a_b_2", "a_b_3"]
    assert NAME.fullmatch(catalog.tools[3].name)
    assert catalog.remarks[0].tool == "a_b_2"
    assert catalog.remarks[0].reason == "GET /b: another operation is called 'a_b'; this one is called 'a_b_2'"


@pytest.mark.parametrize(
    ("summary", "text", "said"),
    [
        ("Get a pet", "", "Get a pet"),
        ("", "Gets a pet.", "Gets a pet."),
        ("Get a pet", "By its id.", "Get a pet.\nBy its id."),
        ("Get a pet", "Get a pet by its id.", "Get a pet by its id."),
        ("", "See [the docs](https://example.com/x) **now**.", "See the docs now."),
        ("", "<p>Fine</p>\n\n> [!NOTE]\n> Mind   <owner>.\n## Head", "Fine\nMind <owner>.\nHead"),
    ],
)
def test_descriptions(tmp_path, summary, text, said):
    """Summary and description together, without markup."""
    written = {"summary": summary, "description": text, "responses": {}}
    assert only(tmp_path, description({"/pets": {"get": written}})).description == said
    deprecated = only(tmp_path, description({"/pets": {"get": {**written, "deprecated": True}}})).description
    assert deprecated == f"{said}\nDeprecated."


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            {"parameters": [{"$ref": "#/components/parameters/Gone"}]},
            "broken $ref '#/components/parameters/Gone': nothing stands",
        ),
        ({"parameters": [{**ID, "schema": {"type": "strange"}}]}, "unknown type 'strange'"),
        ({"parameters": [{"in": "query"}]}, "expected a parameter with name, and in:"),
        ({"requestBody": {"required": True, "content": {"a/json": {"schema": 5}}}}, "expected a JSON Schema"),
        ({"parameters": [{"$ref": "other.json#/Id"}]}, "leads out of the file, which --allow-remote-refs"),
        ({"parameters": [{"$ref": "https://example.invalid/x.json"}]}, "leads out of the file"),
        ({"parameters": [{"$ref": "/etc/passwd"}]}, "leads out of the file"),
        ({"parameters": [{"$ref": 5}]}, "expected text under $ref"),
    ],
)
def test_an_operation_without_a_needed_part_is_skipped(tmp_path, change, reason):
    """File, operation and place are told; others can be used."""
    paths = {"/pets/{id}": {"get": operation(), "delete": {**operation("deletePet"), **change}}}
    catalog = read(tmp_path, description(paths))
    assert [tool.name for tool in catalog.tools] == ["getPet"]
    (skipped,) = catalog.skipped
    assert skipped.tool == "deletePet" and reason in skipped.reason and "DELETE /pets/{id}" in skipped.reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"parameters": [{"name": "q", "in": "query", "schema": {"$ref": "#/x"}}]}, "optional parameter 'q' left out"),
        ({"requestBody": {"content": {"a/json": {"schema": 5}}}}, "optional body left out"),
        ({"responses": answer({"$ref": "#/x"})}, "result schema left out"),
        ({"responses": {"200": {"$ref": "#/x"}}}, "result schema left out"),
        ({"description": "x " * 20_000}, "description cut off"),
    ],
)
def test_what_can_be_spared_is_left_out_and_told(tmp_path, change, reason):
    """The tool can be used."""
    catalog = read(tmp_path, description({"/pets": {"get": {**operation(), **change}}}))
    assert not catalog.skipped
    assert reason in catalog.remarks[0].reason


def test_a_placeholder_that_nobody_declared_is_text(tmp_path):
    """And told."""
    catalog = read(tmp_path, description({"/pets/{id}": {"get": operation()}}))
    assert catalog.tools[0].parameters["required"] == ["id"]
    assert "path parameter 'id' is not declared" in catalog.remarks[0].reason


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"swagger": "2.0", "paths": {}}, "Swagger 2.0; expected an OpenAPI 3 description.*convert it"),
        ({"openapi": "2.0", "paths": {}}, "openapi: '2.0'; expected an OpenAPI 3"),
        ({"openapi": "3.1.0"}, "paths: expected an OpenAPI 3"),
        ({"openapi": "3.1.0", "paths": {}}, "holds no tool"),
        ({"openapi": "3.1.0", "paths": []}, "paths: expected"),
    ],
)
def test_what_is_no_openapi_3_is_one_error(tmp_path, content, said):
    """Value, rule and remedy."""
    with pytest.raises(CatalogError, match=said):
        read(tmp_path, content)


def test_a_source_can_be_named(tmp_path):
    """`openapi:FILE`, also where the content would not tell; an unknown name gives the closest."""
    read(tmp_path, description())
    assert read_catalog(f"openapi:{tmp_path / 'pets.json'}").tools[0].name == "getPet"
    (tmp_path / "list.json").write_text("[]")
    with pytest.raises(CatalogError, match="expected an OpenAPI 3 description"):
        read_catalog(f"openapi:{tmp_path / 'list.json'}")
    with pytest.raises(CatalogError, match="did you mean 'openapi:'"):
        read_catalog("openap:pets.json")


def test_other_files_are_read_where_that_is_allowed(tmp_path):
    """Relative to the file that names them, references of references too; never by a file's URL."""
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "pet.json").write_text(json.dumps({"Pet": {"$ref": "../name.json#/Named"}}))
    (tmp_path / "name.json").write_text(json.dumps({"Named": PET}))
    content = description({"/pets": {"get": operation(returns={"$ref": "more/pet.json#/Pet"})}})
    assert only(tmp_path, content, remote=True).returns == PET
    assert only(tmp_path, content).returns is None
    url = (tmp_path / "name.json").as_uri()
    catalog = read(tmp_path, description({"/pets": {"get": operation(returns={"$ref": f"{url}#/Named"})}}), remote=True)
    assert "expected a relative path to a file, not its URL" in catalog.remarks[0].reason
    catalog = read(tmp_path, description({"/pets": {"get": operation(returns={"$ref": "gone.json"})}}), remote=True)
    assert "gone.json: cannot be read" in catalog.remarks[0].reason


class Served(BaseHTTPRequestHandler):
    """Serves a pet's schema."""

    def do_GET(self):
        body = json.dumps({"Pet": PET}).encode() if self.path == "/pet.json" else b"none"
        self.send_response(200 if self.path == "/pet.json" else 404)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Says nothing."""


def test_other_hosts_are_asked_where_that_is_allowed(tmp_path):
    """Here this machine; what they do not have is told."""
    with HTTPServer(("127.0.0.1", 0), Served) as server:
        threading.Thread(target=partial(server.serve_forever, poll_interval=0.01), daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        paths = {
            f"/{name}": {"get": operation(name, returns={"$ref": f"{address}/{name}.json#/Pet"})} for name in ("pet", "none")
        }
        catalog = read(tmp_path, description(paths), remote=True)
        server.shutdown()
    assert [tool.returns for tool in catalog.tools] == [PET, None]
    assert "cannot be fetched: HTTP Error 404" in catalog.remarks[0].reason


REFERENCES = st.sampled_from(
    "# #/ #/paths #/paths/~1a #/components/schemas/A #/components/schemas/B #a x.json http://[ "
    "#/components/schemas/A/properties/0 #/info/title/x % // urn:x #/%ff".split()
)
ATOMS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.text(max_size=8)
    | st.floats(allow_nan=False, allow_infinity=False)
)
KEYWORDS = st.sampled_from(
    "type properties items required allOf anyOf oneOf enum format pattern default example examples schema content parameters "
    "requestBody responses 200 default in name operationId tags summary description get post application/json readOnly "
    "additionalProperties $ref not __proto__ deprecated".split()
)
VALUES = ATOMS | st.sampled_from(["object", "array", "string", "path", "query", ["a"], {"a": {}}]) | REFERENCES
JSON_VALUES = st.recursive(
    VALUES | st.builds(lambda reference: {"$ref": reference}, REFERENCES),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYWORDS | st.text(max_size=5), inner, max_size=4),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    item=st.dictionaries(st.sampled_from(["get", "post", "parameters", "$ref"]), JSON_VALUES, min_size=1),
    parameters=st.lists(st.fixed_dictionaries({"name": VALUES, "in": VALUES, "schema": JSON_VALUES}), max_size=3),
    body=JSON_VALUES,
    result=JSON_VALUES,
    schemas=st.fixed_dictionaries({"A": JSON_VALUES, "B": JSON_VALUES}),
    path=st.text(max_size=20).map(lambda text: f"/{text}"),
)
def test_whatever_is_written_there_is_a_tool_or_has_a_reason(tmp_path, item, parameters, body, result, schemas, path):
    """Every operation is found again, as a tool whose schemas are valid, or among the skipped; anything else is one error."""
    made = {"operationId": path, "parameters": parameters, "requestBody": {"content": {"application/json": {"schema": body}}}}
    paths = {path: item, "/made": {"put": {**made, "responses": answer(result)}}, "/fine": {"get": operation()}}
    content = orjson.dumps(description(paths, schemas=schemas), option=orjson.OPT_NON_STR_KEYS).decode()
    catalog = read(tmp_path, content)
    found = [*(tool.name for tool in catalog.tools), *(skipped.tool for skipped in catalog.skipped)]
    operations = sum(item.get(method) is not None for method in ("get", "post")) if "$ref" not in item else 0
    assert len(found) == len(set(found)) >= 2 + (operations if path not in ("/made", "/fine") else 0)
    for tool in catalog.tools:
        assert NAME.fullmatch(tool.name) and tool.origin.isprintable() and tool.namespace.isprintable()
        assert usable_parameters(tool.parameters, "again") == tool.parameters
        jsonschema_rs.validator_for(tool.parameters), jsonschema_rs.validator_for(tool.returns or {})
        assert tool.inputs is not None and tool.outputs is not None


@pytest.mark.parametrize("depth", [50, 190])
def test_deep_descriptions_do_not_end_the_process(tmp_path, depth):
    """Too deep a schema costs its part, too deep a file costs the file."""
    schema = {"type": "string"}
    for _ in range(depth // 2 - 10):
        schema = {"properties": {"a": schema}}
    catalog = read(tmp_path, description({"/a": {"get": operation(returns=schema)}}))
    assert (catalog.tools[0].returns is None) == bool(catalog.remarks) == (depth > 150)
    assert "nested too deeply" in "".join(remark.reason for remark in catalog.remarks) or not catalog.remarks


def test_a_chain_of_references_that_leads_round_ends(tmp_path):
    """Between parts that are no schemas too."""
    round_about = {"A": {"$ref": "#/components/parameters/B"}, "B": {"$ref": "#/components/parameters/A"}}
    paths = {"/a": {"get": operation(parameters=[{"$ref": "#/components/parameters/A"}]), "put": operation("putPet")}}
    (skipped,) = read(tmp_path, description(paths, parameters=round_about)).skipped
    assert "a chain of more than 20 references" in skipped.reason


@pytest.fixture(scope="module")
def github():
    """The complete description of GitHub's API, and the seconds of work that reading it took."""
    file = npm_file("@octokit/openapi@23.0.2", "generated/api.github.com.json")
    started = time.process_time()
    return read_catalog(file, strict=True), time.process_time() - started


def test_the_whole_of_github_is_read_in_seconds(github):
    """Over a thousand operations, none lost, every schema valid, results there; and links to work with."""
    catalog, seconds = github
    assert seconds < 5
    assert (len(catalog.tools), catalog.remarks) == (1223, ())
    for tool in catalog.tools:
        assert NAME.fullmatch(tool.name) and tool.description and tool.namespace
        jsonschema_rs.Draft202012Validator(tool.parameters), jsonschema_rs.Draft202012Validator(tool.returns or {})
        written = orjson.dumps([tool.parameters, tool.returns]).decode()
        assert written.count('"$ref"') == written.count('"examples":[{"$ref"'), "only what an author took for an example"
    assert sum(tool.returns is not None for tool in catalog.tools) > 850
    assert sum(len(tool.outputs) for tool in catalog.tools) > 45_000
    issues = [tool for tool in catalog.tools if tool.namespace == "issues"]
    assert graph_of(catalog.model_copy(update={"tools": tuple(issues)})).producers("issues_get", "issue_number")


def test_github_survives_being_written_as_a_catalog(github, tmp_path):
    """Every tool, to the last schema."""
    (tmp_path / "github.json").write_bytes(orjson.dumps(as_document(github[0])))
    assert read_catalog(tmp_path / "github.json", strict=True).tools == github[0].tools

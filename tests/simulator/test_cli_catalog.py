"""`toolweft catalog`: any source as a catalog of our own, and what is weak in it."""

import json
from pathlib import Path

import pytest

from tests.simulator.test_cli import Toolweft, toolweft
from tool_graphs.catalog import read_catalog

__all__ = ["toolweft"]

TEXT = {"type": "string"}
PET = {"type": "object", "properties": {"pet_id": TEXT, "name": TEXT}}
ID = {"name": "pet_id", "in": "path", "required": True, "schema": {**TEXT, "description": "Which pet."}}
PETS = {
    "openapi": "3.1.0",
    "info": {"title": "Pets", "version": "1"},
    "paths": {
        "/pets": {"get": {"operationId": "list_pets", "responses": {"200": {"content": {"application/json": {"schema": PET}}}}}},
        "/pets/{pet_id}": {
            "delete": {"operationId": "delete_pet", "summary": "Delete a pet", "parameters": [ID], "responses": {"204": {}}},
            "get": {"operationId": "get_pet", "parameters": [{"$ref": "other.json#/Id"}], "responses": {}},
        },
    },
}


def test_convert_and_read_again(toolweft: Toolweft) -> None:
    """The same tools; what was skipped is warned of."""
    Path("pets.json").write_text(json.dumps(PETS))
    said = toolweft("catalog", "convert", "pets.json", "--out", "new/catalog.json")
    assert (said.code, said.out) == (0, "2 tools, 1 skipped, 0 remarks -> new/catalog.json\n")
    assert "get_pet" in said.err and "leads out of the file" in said.err
    assert read_catalog("new/catalog.json").tools == read_catalog("openapi:pets.json").tools
    to_pipe = toolweft("catalog", "convert", "openapi:pets.json")
    assert json.loads(to_pipe.out) == json.loads(Path("new/catalog.json").read_text())
    assert "2 tools" in to_pipe.err
    assert toolweft("catalog", "convert", "pets.json", "--strict").code == 2


def test_convert_follows_references_on_request(toolweft: Toolweft) -> None:
    """To other files; the catalog then stands alone."""
    Path("pets.json").write_text(json.dumps(PETS))
    Path("other.json").write_text(json.dumps({"Id": ID}))
    said = toolweft("catalog", "convert", "pets.json", "--out", "catalog.json", "--allow-remote-refs")
    assert said.out == "3 tools, 0 skipped, 0 remarks -> catalog.json\n"
    assert len(read_catalog("catalog.json", strict=True).tools) == 3


def test_check_lists_what_to_mend(toolweft: Toolweft) -> None:
    """Counts and a list, by kind with its remedy; --strict ends with 1 where anything is found."""
    Path("pets.json").write_text(json.dumps(PETS))
    said = toolweft("catalog", "check", "pets.json")
    assert said.code == 0
    assert said.out.startswith("2 tools, 3 findings\n")
    assert "1 cannot be used and are skipped: mend what the reason names\n  get_pet: pets.json: GET /pets/{pet_id}" in said.out
    assert "1 have no description" in said.out and "\n  list_pets\n" in said.out
    assert toolweft("catalog", "check", "pets.json", "--strict").code == 1
    assert toolweft("catalog", "check", "travel", "--strict").code == 0
    found = json.loads(toolweft("catalog", "check", "pets.json", "--json").out)
    assert (found["tools"], found["counts"]["skipped"]) == (2, 1)
    assert [each["kind"] for each in found["findings"]] == ["skipped", "undescribed", "result"]


def test_check_against_a_benchmark(toolweft: Toolweft) -> None:
    """Tools that it has, too, are told."""
    Path("mine.json").write_text(json.dumps([*json.loads(Path("tools.json").read_text()), {"name": "ping"}]))
    found = json.loads(toolweft("catalog", "check", "mine.json", "--against", "tools.json", "--json").out)
    tools = [each["name"] for each in json.loads(Path("tools.json").read_text())]
    assert sorted(each["tool"] for each in found["findings"] if each["kind"] == "overlap") == sorted(tools)
    assert "equal or nearly equal a tool" in toolweft("catalog", "check", "mine.json", "--against", "tools.json").out
    assert not json.loads(toolweft("catalog", "check", "travel", "--against", "tools.json", "--json").out)["counts"]["overlap"]


def test_long_lists_are_cut_unless_all_is_asked_for(toolweft: Toolweft) -> None:
    """Ten of a kind."""
    Path("many.json").write_text(json.dumps([{"name": f"tool_{number}"} for number in range(12)]))
    assert "  and 2 more (--all)\n" in toolweft("catalog", "check", "many.json").out
    said = toolweft("catalog", "check", "many.json", "--all").out
    assert "more (--all)" not in said and said.count("  tool_11\n") == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["catalog", "convert"], "no catalog given"),
        (["catalog", "check"], "no catalog given"),
        (["catalog", "check", "tols.json"], "no file and no bundled catalog 'tols.json'"),
        (["catalog", "check", "openapi:tols.json"], "tols.json: cannot be read"),
        (["catalog", "check", "openapi:tools.json"], "expected an OpenAPI 3 description"),
        (["catalog", "check", "tools.json", "--against", "tols.json"], "no file and no bundled catalog 'tols.json'"),
        (["catalog", "convert", "tols.json", "--out", "x.json"], "'tols.json'"),
    ],
)
def test_a_user_s_mistake_is_one_message_and_2(toolweft: Toolweft, arguments: list[str], message: str) -> None:
    """No traceback, and nothing written."""
    said = toolweft(*arguments)
    assert (said.code, said.out) == (2, "")
    assert message in said.err and "Traceback" not in said.err
    assert not Path("x.json").exists()

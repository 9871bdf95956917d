"""Links that nobody declared."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tool_graphs.links import USABLE, infer_links
from tool_graphs.tool import Tool

DATA = os.environ.get("TOOLWEFT_DATA", "")


def tool(name: str, takes: dict[str, Any] | None = None, gives: dict[str, Any] | None = None, description: str = "") -> Tool:
    """A tool; a bare type name stands for a schema, and every parameter is required."""
    inputs, outputs = _schemas(takes or {}), _schemas(gives or {})
    return Tool(
        name=name,
        description=description,
        parameters={"type": "object", "properties": inputs, "required": list(inputs)},
        returns={"type": "object", "properties": outputs},
    )


def _schemas(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: {"type": schema} if isinstance(schema, str) else schema for name, schema in fields.items()}


def many(**fields: Any) -> dict[str, Any]:
    """Schema of a list of objects."""
    return {"type": "array", "items": {"type": "object", "properties": _schemas(fields)}}


def score(*tools: Tool, field: str, param: str) -> float:
    """The score of the link from the first tool's field to the last tool's parameter; 0 if there is none."""
    return max(
        (
            link.score
            for link in infer_links(tools)
            if (link.source, link.target, link.field, link.param) == (tools[0].name, tools[-1].name, field, param)
        ),
        default=0.0,
    )


@pytest.mark.parametrize(
    ("gives", "field", "takes"),
    [
        ({"orders": many(id="string")}, "orders[].id", {"order_id": "string"}),
        ({"orders": many(order_id="string")}, "orders[].order_id", {"orderId": "string"}),
        ({"orders": {"type": "array", "items": {"type": "string"}}}, "orders[]", {"order_id": "string"}),
        ({"latitude": "number"}, "latitude", {"lat": "number"}),
        ({"count": "integer", "order_number": "integer"}, "order_number", {"order_number": "number"}),
    ],
)
def test_the_same_thing_under_other_names_is_usable(gives, field, takes):
    """Containers, spelling and abbreviations do not hide what a value is."""
    (param,) = takes
    assert score(tool("get_user", gives=gives), tool("get_order", takes=takes), field=field, param=param) >= USABLE


@pytest.mark.parametrize(
    ("gives", "field", "takes"),
    [
        ({"city": "string"}, "city", {"city_id": "string"}),
        ({"movies": many(name="string")}, "movies[].name", {"user_name": "string"}),
        ({"page": "integer"}, "page", {"page": "integer"}),
        ({"active": "boolean"}, "active", {"active": "boolean"}),
        ({"api_key": "string"}, "api_key", {"api_key": "string"}),
        ({"order_id": "integer"}, "order_id", {"order_id": "string"}),
        ({"order_status": "string"}, "order_status", {"order_status": {"type": "string", "enum": ["open", "closed"]}}),
        ({"origin_airport": "string"}, "origin_airport", {"destination_airport": "string"}),
    ],
)
def test_what_only_looks_alike_is_not_usable(gives, field, takes):
    """A city is no city id, a film's name no user's; switches, pages and keys are never fed; types and choices must fit."""
    (param,) = takes
    assert score(tool("get_thing", gives=gives), tool("find_it", takes=takes), field=field, param=param) < USABLE


def test_an_echo_is_worth_little():
    """A tool that must be told the order id is not asked for it."""
    echo = tool("get_order", {"order_id": "string"}, {"order_id": "string"})
    search = tool("search_orders", {"email": "string"}, {"order_id": "string"})
    cancel = tool("cancel_order", {"order_id": "string"})
    assert score(echo, cancel, field="order_id", param="order_id") < USABLE
    assert score(search, cancel, field="order_id", param="order_id") >= USABLE


def test_what_is_new_comes_from_the_user():
    """The title of a new playlist is not that of an old one."""
    listing = tool("list_playlists", gives={"playlists": many(title="string")})
    making = tool("create_playlist", {"title": "string"})
    assert score(listing, making, field="playlists[].title", param="title") < USABLE


def test_descriptions_say_whose_it_is():
    """A bare id is the player's if the description says so."""
    listing = tool("list_teams", gives={"players": many(id="integer"), "teams": many(id="integer")})
    getting = tool("statistics", {"id": {"type": "integer", "description": "The ID of the player"}})
    assert score(listing, getting, field="players[].id", param="id") >= USABLE
    assert score(listing, getting, field="teams[].id", param="id") < USABLE


def test_paths_of_rest_operations_tell_the_thing():
    """`results[].id` of a search for movies is a movie's id."""
    search = tool("GET /search/movie", {"query": "string"}, {"results": many(id="integer", title="string")})
    credits = tool("GET /movie/{movie_id}/credits", {"movie_id": "integer"})
    person = tool("GET /person/{person_id}", {"person_id": "integer"})
    assert score(search, person, credits, field="results[].id", param="movie_id") >= USABLE
    assert score(search, credits, person, field="results[].id", param="person_id") < USABLE


names = st.text(st.sampled_from("abcdefgh_IDé[]."), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(names, st.lists(names, max_size=4), st.lists(names, max_size=4)), max_size=5, unique_by=lambda spec: spec[0]
    )
)
def test_links_name_real_fields_of_different_tools(specs):
    """Every link runs from a result's leaf to another tool's parameter, with a score in (0, 1], each pair once."""
    tools = {name: tool(name, dict.fromkeys(takes, "string"), dict.fromkeys(gives, "string")) for name, takes, gives in specs}
    links = infer_links(list(tools.values()))
    assert len({(link.source, link.target, link.param) for link in links}) == len(links)
    for link in links:
        assert link.source != link.target and 0 < link.score <= 1
        assert link.field in {field.path for field in tools[link.source].outputs}
        assert tools[link.target].input(link.param) is not None


def test_time_grows_with_the_number_of_tools():
    """Two thousand tools of two hundred kinds take a few seconds at most."""
    tools = [
        tool(
            f"get_thing{kind}_{number}",
            {f"thing{kind}_id": "string"},
            {f"item{(kind + 1) % 200}": many(id="string", name="string")},
        )
        for kind in range(200)
        for number in range(10)
    ]
    start = time.perf_counter()
    infer_links(tools)
    assert time.perf_counter() - start < 8


@pytest.mark.skipif(not DATA, reason="TOOLWEFT_DATA is not set")
def test_gold_links_rank_high(tmp_path):
    """Against links seen in real call sequences: mean average precision at least 0.40, ten best producers at least 0.85."""
    precisions, recalls = [], []
    for name in ("nestful_executable", "tau2_airline", "restbench_tmdb", "apibank"):
        folder = Path(DATA) / "links" / name
        tools = [
            Tool(name=one["name"], description=one["description"], parameters=one["parameters"], returns=one["output_parameters"])
            for one in json.loads((folder / "catalog.json").read_text())
        ]
        links = [link.model_dump(include={"source", "target", "score"}) for link in infer_links(tools)]
        predicted = tmp_path / f"{name}.json"
        predicted.write_text(json.dumps({"tools": [one.name for one in tools], "links": links}))
        scorer = [sys.executable, str(Path(DATA) / "links" / "score_links.py"), str(folder / "gold.json"), str(predicted)]
        scores = json.loads(subprocess.run(scorer, capture_output=True, text=True, check=True).stdout)
        precisions.append(scores["average_precision"])
        recalls.append(scores["recall_at_10_producers"])
    assert sum(precisions) / 4 >= 0.40 and sum(recalls) / 4 >= 0.85

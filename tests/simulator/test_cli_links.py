"""`toolweft graph explain`, `--no-cache` and `toolweft catalog enrich`."""

import json
import sys
from pathlib import Path

import pytest

from tests.simulator.test_cli import Toolweft, toolweft
from tool_graphs.catalog import read_catalog

__all__ = ["toolweft"]

MODEL = """
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

good = GenericFakeChatModel(messages=iter([AIMessage(
    content='{"type": "object", "properties": {"rate": {"type": "number"}}}')] * 9))
bad = GenericFakeChatModel(messages=iter([AIMessage(content="I cannot.")] * 9))
none = 7
"""
BARE = [{"name": "get_rate", "description": "Get a rate.", "parameters": {"type": "object", "properties": {"pair": "string"}}}]


def test_explain(toolweft: Toolweft) -> None:
    """For and against, for pairs with a link and for pairs without one; A and B may stand before or behind the catalog."""
    said = toolweft("graph", "travel", "explain", "find_traveller", "list_bookings")
    assert said.code == 0 and "traveller_id -> traveller_id" in said.out and "(usable)" in said.out
    assert "common ground of the two tools" in said.out and "no link: no field of the result" in said.out
    assert toolweft("graph", "explain", "find_traveller", "list_bookings", "travel").out == said.out
    told = json.loads(toolweft("graph", "travel", "explain", "find_traveller", "list_bookings", "--json").out)
    assert told["reasons"][0]["param"] == "traveller_id" and told["declared"] == []
    wrong = toolweft("graph", "travel", "explain", "find_traveler", "list_bookings")
    assert (wrong.code, "did you mean 'find_traveller'" in wrong.err) == (2, True)
    assert "expected the names of two tools" in toolweft("graph", "travel", "explain", "find_traveller").err


def test_declared_and_denied_win(toolweft: Toolweft) -> None:
    """And an explanation says so."""
    tools = [{**tool, "returns": {"type": "object", "properties": {"id": "string"}}} for tool in BARE]
    tools.append(
        {"name": "use_rate", "description": "Use it.", "parameters": {"type": "object", "properties": {"rate": "string"}}}
    )
    link = {"source": "get_rate", "target": "use_rate", "field": "id", "param": "rate"}
    Path("own.json").write_text(json.dumps({"tools": tools, "links": [link]}))
    assert "declared: id -> rate, score 1" in toolweft("graph", "own.json", "explain", "get_rate", "use_rate").out
    Path("own.json").write_text(json.dumps({"tools": tools, "denied": [{"source": "get_rate", "target": "use_rate"}]}))
    assert "denied: every link" in toolweft("graph", "own.json", "explain", "get_rate", "use_rate").out


def test_cache(toolweft: Toolweft, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Kept where it is said, unless it is not wanted; the same graph either way."""
    monkeypatch.setenv("TOOLWEFT_CACHE", str(tmp_path / "kept"))
    first = toolweft("graph", "travel", "--no-cache")
    assert not (tmp_path / "kept").exists()
    assert toolweft("graph", "travel").out == first.out and len(list((tmp_path / "kept").iterdir())) == 1
    assert toolweft("graph", "travel").out == first.out


def test_enrich(toolweft: Toolweft, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a model wrote is in the catalog, declared; what it did not write is told."""
    Path("bare.json").write_text(json.dumps(BARE))
    Path("chat_models.py").write_text(MODEL)
    monkeypatch.delitem(sys.modules, "chat_models", raising=False)
    said = toolweft("catalog", "enrich", "bare.json", "--model", "chat_models:good", "--out", "rich.json")
    assert (said.code, said.out) == (0, "1 tools, 1 result schemas written, 0 not -> rich.json\n")
    (tool,) = read_catalog("rich.json").tools
    assert tool.returns == {"type": "object", "properties": {"rate": {"type": "number"}}} and not tool.inferred
    said = toolweft("catalog", "enrich", "bare.json", "--model", "chat_models:bad", "--out", "poor.json")
    assert "0 result schemas written, 1 not" in said.out and "got no JSON object" in said.err
    assert "expected a langchain-core chat model" in toolweft("catalog", "enrich", "bare.json", "--model", "chat_models:none").err
    assert toolweft("catalog", "enrich", "bare.json").code == 2

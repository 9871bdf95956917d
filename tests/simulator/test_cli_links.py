"""`toolweft graph explain`, `--no-cache` and `toolweft catalog enrich`."""

import json
import sys
from pathlib import Path

import pytest

from tests.simulator.test_cli import Toolweft, toolweft
from tool_graphs.catalog import graph_of, read_catalog

__all__ = ["toolweft"]

MODEL = """
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

good = GenericFakeChatModel(messages=iter([AIMessage(
    content='{"type": "object", "properties": {"rate": {"type": "number"}}}')] * 9))
bad = GenericFakeChatModel(messages=iter([AIMessage(content="I cannot.")] * 9))
none = 7
"""
JUDGE = """
import re
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage
from langchain_core.outputs import ChatGeneration, ChatResult

asked = []


class Judge(BaseChatModel):
    _llm_type = "judge"

    def _generate(self, messages, stop=None, run_manager=None, **more):
        asked.append(str(messages[0].content))
        pairs = re.findall(r"^(\\d+)\\. (.*)", asked[-1], re.MULTILINE)
        said = "\\n".join(f"{number}. {'yes' if 'traveller' in pair else 'no'}" for number, pair in pairs)
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=said))])
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


def test_enrich_with_links(toolweft: Toolweft, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Unsure links become declared or denied, within the budget; answers are kept, and the graph follows them."""
    monkeypatch.setenv("TOOLWEFT_CACHE", str(tmp_path / "kept"))
    Path("judging.py").write_text(JUDGE)
    monkeypatch.delitem(sys.modules, "judging", raising=False)
    order = ("catalog", "enrich", "travel", "--model", "judging:Judge", "--budget", "0", "--links", "2", "--out", "judged.json")
    said = toolweft(*order)
    assert said.code == 0 and "links confirmed" in said.out
    judge = sys.modules["judging"]
    assert len(judge.asked) == 2 and all(question.count("field '") == 10 for question in judge.asked)
    before, after = read_catalog("travel"), read_catalog("judged.json")
    confirmed, denied = set(after.links) - set(before.links), set(after.denied) - set(before.denied)
    assert len(confirmed) + len(denied) == 20 and confirmed and denied
    assert {link.score for link in confirmed} == {0.95}
    links = {(link.source, link.target, link.param): link.score for link in graph_of(after).links}
    assert all(links[link.source, link.target, link.param] == 0.95 for link in confirmed)
    assert not any((each.source, each.target, each.param) in links for each in denied)
    again = toolweft(*order).out  # what was answered costs nothing, so there are questions left for the rest
    assert len(judge.asked) == 3 and again != said.out
    assert toolweft(*order).out == again and len(judge.asked) == 3
    assert toolweft(*order, "--no-cache").out == said.out and len(judge.asked) == 5

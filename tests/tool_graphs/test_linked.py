"""Links kept between starts, explained, and moved by models."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loguru import logger

from bench.gold import hand_made
from tool_graphs.cache import MOST_FILES, cache_folder, keep, kept
from tool_graphs.catalog import bundled, graph_of, read_catalog
from tool_graphs.errors import CatalogError, GraphError
from tool_graphs.graph import Link
from tool_graphs.linked import linked
from tool_graphs.links import explain, infer_links, order_links
from tool_graphs.links.confirming import CONFIRMED, REJECTED, confirmed
from tool_graphs.results.enriching import enriched
from tool_graphs.tool import Tool

GOLD = {gold.name: gold for gold in hand_made()}
SERVICES = GOLD["services"].tools


@pytest.fixture
def warnings() -> Any:
    """What is warned of."""
    told: list[str] = []
    number = logger.add(lambda message: told.append(str(message)), level="WARNING")
    yield told
    logger.remove(number)


def test_a_second_start_gives_the_same(tmp_path: Path) -> None:
    """Results and links are read back as they were made."""
    catalog = read_catalog("travel", "shop")
    stripped = catalog.model_copy(update={"tools": tuple(tool.model_copy(update={"returns": None}) for tool in catalog.tools)})
    first = linked(stripped.tools, tmp_path)
    (file,) = tmp_path.glob("*.json")
    changed = file.stat().st_mtime_ns
    assert linked(stripped.tools, tmp_path) == first == linked(stripped.tools)
    assert file.stat().st_mtime_ns == changed
    assert graph_of(stripped, tmp_path).digest == graph_of(stripped).digest


def test_another_tool_is_another_catalog(tmp_path: Path) -> None:
    """Any change is noticed."""
    linked(SERVICES, tmp_path)
    linked(SERVICES[:-1], tmp_path)
    linked([SERVICES[0].model_copy(update={"description": "Else."}), *SERVICES[1:]], tmp_path)
    assert len(list(tmp_path.glob("*.json"))) == 3


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"returns": [], "texts": [], "links": {}}', b"\xff", b"null", b"7"])
def test_a_corrupt_file_is_passed_over(tmp_path: Path, warnings: list[str], content: bytes) -> None:
    """It is made anew, and a warning says so."""
    right = linked(SERVICES, tmp_path)
    (file,) = tmp_path.glob("*.json")
    file.write_bytes(content)
    assert linked(SERVICES, tmp_path) == right
    assert content == b"null" or str(file) in warnings[0]
    assert linked(SERVICES, tmp_path) == right and json.loads(file.read_bytes())["texts"]


def test_a_folder_that_cannot_be_written(tmp_path: Path, warnings: list[str]) -> None:
    """Nothing is kept, nothing fails."""
    (tmp_path / "file").write_text("")
    assert linked(SERVICES, tmp_path / "file" / "folder") == linked(SERVICES)
    assert "nothing is kept there" in warnings[-1]


def test_the_oldest_files_go(tmp_path: Path) -> None:
    """A folder does not grow for ever, and holds no leftovers."""
    for number in range(MOST_FILES + 5):
        keep(tmp_path, f"n{number:03}", number)
        os.utime(tmp_path / f"n{number:03}.json", (number, number))
    keep(tmp_path, "last", [1])
    assert kept(tmp_path, "last") == [1] and kept(tmp_path, "n000") is None
    assert len(list(tmp_path.iterdir())) == MOST_FILES


def test_where_things_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where $TOOLWEFT_CACHE says, else where the platform has such things."""
    monkeypatch.setenv("TOOLWEFT_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("TOOLWEFT_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/xdg")
    monkeypatch.setattr(sys, "platform", "linux")
    assert cache_folder() == Path("/xdg/toolweft")


@pytest.mark.parametrize("name", GOLD)
def test_explanations_say_what_links_say(name: str) -> None:
    """For links found the same score and field; the signals' product is what the score is made from."""
    gold = GOLD[name]
    links = {(link.source, link.target, link.param): link for link in infer_links(gold.tools)}
    for source, target in [*gold.must[:4], *gold.never[:4]]:
        found = explain(gold.tools, source, target)
        assert {reason.param for reason in found.reasons} == {field.path for field in gold.tools[0].inputs} or found.reasons
        for reason in found.reasons:
            link = links.get((source, target, reason.param))
            if link is not None:
                assert (link.field, link.score) == (reason.field, pytest.approx(reason.score))
            else:
                assert not reason.usable and (reason.note or reason.score < 0.2)


def test_reasons_for_and_against() -> None:
    """A link found, one that is not, a parameter that nothing fills, an order."""
    found = explain(SERVICES, "get_bills_for_customer", "send_payment_request")
    assert found.reasons[0].field == "[].bill_id" and found.reasons[0].usable
    assert any("caller said it" in signal.name for signal in found.reasons[1].signals)
    assert explain(SERVICES, "list_rooms", "set_thermostat").reasons[0].score < 0.1
    assert explain(SERVICES, "createTransfer", "confirmTransfer").order > 0.9
    with pytest.raises(GraphError, match="did you mean 'list_rooms'"):
        explain(SERVICES, "list_room", "set_thermostat")


def test_a_tool_is_not_explained_by_itself() -> None:
    """No result feeds its own tool."""
    assert all(reason.score == 0 for reason in explain(SERVICES, "list_rooms", "list_rooms").reasons)


class Letters:
    """An embeddings object that knows letters."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.asked += texts
        return [[float(text.count(letter)) for letter in "abcdefghijklmnopqrstuvwxyz"] for text in texts]


def test_embeddings_move_scores(tmp_path: Path) -> None:
    """The same links, other scores, in (0, 1); every text is embedded once; nothing of it is kept."""
    plain, letters = linked(SERVICES, tmp_path), Letters()
    moved = linked(SERVICES, tmp_path, letters)
    assert [(link.source, link.target, link.param) for link in moved.links] == [
        (link.source, link.target, link.param) for link in plain.links
    ]
    assert any(one.score != other.score for one, other in zip(moved.links, plain.links, strict=True))
    assert all(0 < link.score < 1 for link in moved.links)
    assert len(letters.asked) == len(set(letters.asked))
    assert linked(SERVICES, tmp_path) == plain


def unsure(score: float) -> Link:
    """A link with that score."""
    return Link(source="list_rooms", target="list_devices", field="rooms[].room_id", param="room_id", score=score)


def test_a_model_confirms_and_rejects(tmp_path: Path) -> None:
    """Only unsure links are asked about, answers are kept, nonsense changes nothing."""
    questions: list[str] = []

    def ask(question: str) -> str:
        questions.append(question)
        return "1. yes\n2) No, because\n9: yes\nwhat?"

    links = [unsure(0.95), unsure(0.7), unsure(0.6), unsure(0.5), unsure(0.05)]
    found = confirmed(SERVICES, links, ask, cache=tmp_path)
    assert [link.score for link in found] == [0.95, CONFIRMED, REJECTED, 0.5, 0.05]
    assert confirmed(SERVICES, links, ask, budget=0, cache=tmp_path) == found and len(questions) == 1
    assert confirmed(SERVICES, links, ask, budget=0) == tuple(links)


def test_a_model_that_fails_confirms_nothing(warnings: list[str]) -> None:
    """Links stay as they are, and a warning says so."""

    def ask(question: str) -> str:
        raise TimeoutError("no answer")

    assert confirmed(SERVICES, [unsure(0.5)], ask) == (unsure(0.5),)
    assert "1 links stay unconfirmed: no answer" in warnings[0]


PLAIN = Tool(
    name="get_rate", description="Get a rate.", parameters={"type": "object", "properties": {"pair": {"type": "string"}}}
)
SCHEMA = '{"type": "object", "properties": {"rate": {"type": "number"}}, "required": ["rate"]}'


@pytest.mark.parametrize(
    "answers", [[SCHEMA], [f"Sure!\n```json\n{SCHEMA}\n```"], ["{broken", SCHEMA], ['{"type": "array"}', SCHEMA]]
)
def test_a_model_writes_results(answers: list[str]) -> None:
    """Whatever stands around the schema; an answer that cannot be used gets a second try, with the reason."""
    left = list(answers)
    (tool,), failed = enriched([PLAIN], lambda question: left.pop(0))
    assert tool.returns == json.loads(SCHEMA) and not tool.inferred and not failed


@pytest.mark.parametrize("answer", ["", "no", "{}", "[1]", '{"properties": {"a": {"$ref": "http://x"}}}', '{"a":' * 5000])
def test_answers_of_no_use_are_told(answer: str) -> None:
    """The tool stays as it was, with a reason."""
    (tool,), (failed,) = enriched([PLAIN], lambda question: answer)
    assert tool == PLAIN and failed.tool == "get_rate" and failed.reason


def test_a_budget_of_questions() -> None:
    """Declared results cost nothing; what is not asked about is told."""
    declared = PLAIN.model_copy(update={"name": "declared", "returns": {"type": "object"}})
    tools = [declared, *(PLAIN.model_copy(update={"name": f"tool_{number}"}) for number in range(3))]
    found, failed = enriched(tools, lambda question: SCHEMA, budget=2)
    assert [tool.returns is not None for tool in found] == [True, True, True, False]
    assert [one.reason for one in failed] == ["the budget of questions is spent"]


def test_a_model_that_raises_costs_one_tool() -> None:
    """The others go on."""

    def ask(question: str) -> str:
        if "tool_0" in question:
            raise CatalogError("down")
        return SCHEMA

    tools = [PLAIN.model_copy(update={"name": f"tool_{number}"}) for number in range(2)]
    found, failed = enriched(tools, ask)
    assert [tool.returns is not None for tool in found] == [False, True] and "the model failed: down" in failed[0].reason


HOSTILE = st.one_of(
    st.sampled_from(
        ["__proto__", "constructor", "<script>alert(1)</script>", "a\nb", '"', "'", "../../etc", "{id}", "ｉｄ", "іd", "\x00"]
    ),
    st.sampled_from(["order_id " * 1100, "id" * 5000, "GET /" + "{a}/" * 300, "must be called first " * 500]),
    st.text(max_size=12),
)
TYPES = st.sampled_from([{}, {"type": "string"}, {"type": "array"}, {"enum": []}, {"enum": "x"}, {"type": 7}, {"description": 5}])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            HOSTILE, HOSTILE, HOSTILE, st.dictionaries(HOSTILE, TYPES, max_size=3), st.dictionaries(HOSTILE, TYPES, max_size=3)
        ),
        max_size=4,
        unique_by=lambda spec: spec[0],
    )
)
def test_hostile_tools_are_linked_or_not_but_nothing_breaks(specs: Any) -> None:
    """Whatever names, descriptions, paths and schemas hold."""
    tools = [
        Tool(
            name=name,
            description=description,
            origin=origin,
            parameters={"type": "object", "properties": takes},
            returns={"type": "object", "properties": gives},
        )
        for name, description, origin, takes, gives in specs
    ]
    known = {tool.name for tool in tools}
    for link in (*infer_links(tools), *order_links(tools)):
        assert {link.source, link.target} <= known and link.source != link.target and 0 < link.score < 1
    if len(tools) > 1:
        explain(tools, tools[0].name, tools[1].name)


def test_links_do_not_depend_on_the_process() -> None:
    """Hash seeds vary between processes; links do not."""
    code = (
        "import sys; from tool_graphs.catalog import graph_of, read_catalog\n"
        "catalog = read_catalog(*sys.argv[1:]); bare = [t.model_copy(update={'returns': None}) for t in catalog.tools]\n"
        "print(graph_of(catalog.model_copy(update={'tools': tuple(bare)})).digest)"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code, *bundled()],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(told) == 1

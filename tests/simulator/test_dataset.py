"""From traces to rows that others build on."""

import json
from typing import Any

import pytest

from roles.base import Judged, Noted
from simulator.dataset import rows
from simulator.exports import FORMATS
from simulator.simulation import Simulation
from simulator.trace import Trace
from tests.simulator import stage
from tool_graphs.graph import Link, ToolGraph


def dataset(simulation: Simulation, count: int = 3) -> tuple[list[dict[str, Any]], list[str]]:
    dropped: list[str] = []
    found = list(rows(simulation.run(count), simulation.graph, lambda trace, reason: dropped.append(reason)))
    return found, dropped


def test_a_row() -> None:
    """Messages, offered tools in their order, and per call where its values come from."""
    found, dropped = dataset(Simulation(stage.graph(), stage.CAST))
    assert len(found) == 3 and not dropped
    row = found[0]
    assert set(row) == {"messages", "tools", "metadata"}
    assert [tool["function"]["name"] for tool in row["tools"]] == ["cancel_order", "find_order"]
    assert {"id": "c000000", "seed": "7", "strategy": "upstream"}.items() <= row["metadata"].items()
    find, cancel = row["metadata"]["turns"][0]["calls"]
    assert (find["name"], find["implicit"], find["needed_by"]) == ("find_order", True, [cancel["id"]])
    said = find["sources"]["email"]
    start, end = said["span"]
    assert row["messages"][said["message"]]["content"][start:end] == find["arguments"]["email"]
    assert cancel["sources"]["order_id"] == {"kind": "result", "call": find["id"], "path": "order_id"}


def test_messages_keep_to_openai_s_form() -> None:
    """Calls have ids, results answer them, content is never null."""
    for row in dataset(Simulation(stage.graph(), stage.CAST))[0]:
        called: list[str] = []
        for message in row["messages"]:
            assert isinstance(message["content"], str)
            called += [call["id"] for call in message.get("tool_calls", [])]
            if message["role"] == "tool":
                assert message["tool_call_id"] == called.pop(0)


def test_formats_differ_in_the_arguments_of_messages_only() -> None:
    """A JSON string for OpenAI, an object for TRL."""
    (row,), _ = dataset(Simulation(stage.graph(), stage.CAST), 1)
    openai, trl = FORMATS["openai"](row), FORMATS["trl"](row)
    assert {name: openai[name] for name in ("tools", "metadata")} == {name: trl[name] for name in ("tools", "metadata")}
    for one, other in zip(openai["messages"], trl["messages"], strict=True):
        for call, same in zip(one.get("tool_calls", []), other.get("tool_calls", []), strict=True):
            assert isinstance(call["function"]["arguments"], str)
            assert json.loads(call["function"]["arguments"]) == same["function"]["arguments"]


def test_names_that_chat_apis_refuse_are_mapped_everywhere() -> None:
    """In messages, tools and metadata alike."""
    graph = ToolGraph(
        [tool.model_copy(update={"name": f"orders/{tool.name} v2"}) for tool in (stage.FIND, stage.CANCEL)],
        [Link(source="orders/find_order v2", target="orders/cancel_order v2", field="order_id", param="order_id")],
    )
    traces = list(Simulation(stage.graph(), stage.CAST).run(1))
    text = traces[0].line().decode().replace('"find_order"', '"orders/find_order v2"')
    trace = Trace.model_validate_json(text.replace('"cancel_order"', '"orders/cancel_order v2"'))
    (row,) = rows([trace], graph, lambda trace, reason: None)
    names = {tool["function"]["name"] for tool in row["tools"]}
    assert names == {"orders_find_order_v2", "orders_cancel_order_v2"}
    assert {call["function"]["name"] for message in row["messages"] for call in message.get("tool_calls", [])} == names
    assert {message["name"] for message in row["messages"] if message["role"] == "tool"} == names
    assert {call["name"] for turn in row["metadata"]["turns"] for call in turn["calls"]} == names


@pytest.mark.parametrize(
    ("judge", "reason"), [(lambda c, rng: Judged(ok=False), "rejected by judge"), (lambda c, rng: 1 / 0, "failed at judge")]
)
def test_what_is_left_out_says_why(judge: Any, reason: str) -> None:
    """Who rejected it, or where it failed."""
    simulation = Simulation(stage.graph(), {**stage.CAST, "judge": judge})
    dropped: list[str] = []
    assert not list(rows(simulation.run(1, max_attempts=2), simulation.graph, lambda trace, reason: dropped.append(reason)))
    assert dropped == [reason, reason]


def test_a_conversation_without_a_scene_is_left_out() -> None:
    """Nobody knows which tools were on offer."""
    alone = Simulation(stage.graph(), {"a": lambda c, rng: Noted()}, {"a": "__end__"})
    assert dataset(alone, 1) == ([], ["nothing says which tools were on offer"])

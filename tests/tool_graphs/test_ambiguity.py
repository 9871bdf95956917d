"""Skeletons that a request could mean in more ways than one."""

from typing import Final

from tool_graphs.graph import Link, ToolGraph
from tool_graphs.sampling.ambiguity import ambiguous
from tool_graphs.sampling.skeleton import Edge, Skeleton
from tool_graphs.tool import Tool


def _tool(name: str, *needed: str) -> Tool:
    properties = {each: {"type": "string"} for each in needed}
    return Tool(name=name, parameters={"type": "object", "properties": properties, "required": list(needed)}, reads=True)


REFUND: Final = Link(source="get_refund", target="convert_money", field="amount", param="amount", score=1.0)
QUOTE: Final = Link(source="get_quote", target="convert_money", field="amount", param="amount", score=1.0)
GRAPH: Final = ToolGraph(
    [_tool("get_refund", "refund_id"), _tool("get_quote", "booking_id"), _tool("convert_money", "amount")], [REFUND, QUOTE]
)
EVERY: Final = frozenset(GRAPH.tools)
NOTHING: Final = frozenset[str]()


def test_money_of_two_calls_is_ambiguous() -> None:
    """Whoever has a refund and a quote looked up may mean either one's amount."""
    alone = Skeleton(("get_refund", "convert_money"), (Edge(0, 1, REFUND),))
    both = Skeleton(("get_quote", "get_refund", "convert_money"), (Edge(1, 2, REFUND),))
    assert not ambiguous(GRAPH, alone, EVERY, NOTHING)
    assert ambiguous(GRAPH, both, EVERY, NOTHING) and ambiguous(GRAPH, both, EVERY, NOTHING, strict=False)


def test_a_surer_tool_that_asks_for_nothing_more_is_meant() -> None:
    """A call is not hidden where an offered tool gives the same sooner; one that was called before is none of these."""
    unsure = REFUND.model_copy(update={"score": 0.7})
    graph = ToolGraph([_tool("get_refund", "refund_id"), _tool("get_quote"), _tool("convert_money", "amount")], [unsure, QUOTE])
    skeleton = Skeleton(("get_refund", "convert_money"), (Edge(0, 1, unsure),))
    assert ambiguous(graph, skeleton, EVERY, NOTHING)
    assert not ambiguous(graph, skeleton, EVERY - {"get_quote"}, NOTHING)
    assert not ambiguous(graph, skeleton, EVERY, frozenset({"get_quote"}))


def test_a_chain_gives_what_it_was_given() -> None:
    """What the second call has from the first may be taken from either, where deep plans are wanted."""
    chained = Link(source="get_refund", target="get_quote", field="booking_id", param="booking_id", score=1.0)
    graph = ToolGraph(list(GRAPH.tools.values()), [REFUND, QUOTE, chained])
    skeleton = Skeleton(("get_refund", "get_quote", "convert_money"), (Edge(0, 1, chained), Edge(0, 2, REFUND)))
    assert ambiguous(graph, skeleton, EVERY, NOTHING)
    assert not ambiguous(graph, skeleton, EVERY, NOTHING, strict=False)

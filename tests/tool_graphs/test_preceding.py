"""Skeletons with what must come first."""

from random import Random

from tool_graphs.graph import Link, ToolGraph
from tool_graphs.sampling import Edge, Skeleton, chain, preceded
from tool_graphs.tool import Tool

DATA = Link(source="find", target="start", field="id", param="id", score=0.9)
BRAKE = Link(source="brake", target="start", kind="order", score=0.8)
LOCK = Link(source="lock", target="start", kind="order", score=0.7)
FAINT = Link(source="honk", target="start", kind="order", score=0.3)
TEXT = {"type": "string"}
STARTING = {"type": "object", "properties": {"id": TEXT}, "required": ["id"]}
GRAPH = ToolGraph(
    [Tool(name="start", parameters=STARTING), *(Tool(name=name) for name in ("find", "brake", "lock", "honk"))],
    [DATA, BRAKE, LOCK, FAINT],
)
PLAIN = Skeleton(("find", "start"), (Edge(0, 1, DATA),))


def test_what_must_come_first_is_put_first() -> None:
    """The surest first, no more than asked for, and old edges lead where they led."""
    assert preceded(GRAPH, PLAIN) == Skeleton(("find", "brake", "start"), (Edge(0, 2, DATA), Edge(1, 2, BRAKE)))
    assert preceded(GRAPH, PLAIN, most=5).tools == ("find", "brake", "lock", "start")
    assert preceded(GRAPH, PLAIN, within=("lock", "find")).tools == ("find", "lock", "start")
    assert preceded(GRAPH, PLAIN, avoid=("brake", "lock")) == PLAIN


def test_samplers_leave_it_to_others() -> None:
    """Without being asked for, no skeleton has an edge of order."""
    for seed in range(20):
        sampled = chain(GRAPH, 2, Random(seed))
        assert sampled is None or all(edge.link.kind == "data" for edge in sampled.edges)

"""Skeletons of plans, and tools around them."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tool_graphs.graph import Link, ToolGraph
from tool_graphs.links import USABLE
from tool_graphs.sampling import Skeleton, chain, dag, distractors, fan_in, fan_out, neighbourhood, random_tools
from tool_graphs.tool import Tool

SHAPES = (chain, fan_in, fan_out, dag)
NAMES = [f"tool_{letter}" for letter in "abcdefgh"]
PARAMS = ("one", "two", "three")


def graph_of(links: list[tuple[int, int, int, int, float]]) -> ToolGraph:
    """Eight tools with three needed inputs and one optional; links as (source, target, field, parameter, score)."""
    properties = {name: {"type": "string"} for name in (*PARAMS, "extra")}
    tools = [Tool(name=name, parameters={"type": "object", "properties": properties, "required": list(PARAMS)}) for name in NAMES]
    inputs = (*PARAMS, "extra")
    return ToolGraph(
        tools,
        [
            Link(source=NAMES[source], target=NAMES[target], field=f"field{field}", param=inputs[param], score=score)
            for source, target, field, param, score in links
            if source != target
        ],
    )


tool_number = st.integers(0, 7)
links = st.lists(st.tuples(tool_number, tool_number, st.integers(0, 3), st.integers(0, 3), st.floats(0.3, 1.0)), max_size=60)
pools = st.none() | st.sets(st.sampled_from(NAMES))


def check(skeleton: Skeleton, graph: ToolGraph, within: set[str] | None, avoid: frozenset[str]) -> None:
    """What holds for every skeleton."""
    assert len(set(skeleton.tools)) == len(skeleton.tools)
    assert not set(skeleton.tools) & avoid and (within is None or set(skeleton.tools) <= within)
    filled = [(edge.consumer, edge.link.param) for edge in skeleton.edges]
    assert len(set(filled)) == len(filled)
    for edge in skeleton.edges:
        assert edge.producer < edge.consumer and edge.link in graph.links and edge.link.score >= USABLE
        assert (edge.link.source, edge.link.target) == (skeleton.tools[edge.producer], skeleton.tools[edge.consumer])
        assert edge.link.param in PARAMS
    if len(skeleton.tools) > 1:
        joined = {position for edge in skeleton.edges for position in (edge.producer, edge.consumer)}
        assert joined == set(range(len(skeleton.tools)))


@settings(max_examples=150, deadline=None)
@given(
    links,
    st.sampled_from(SHAPES),
    st.integers(2, 5),
    st.integers(0, 99),
    pools,
    st.frozensets(st.sampled_from(NAMES), max_size=2),
)
def test_skeletons_can_be_carried_out(specs, shape, size, seed, within, avoid):
    """Producers come first, inputs are filled once by links that are sure enough, nobody stands apart."""
    graph = graph_of(specs)
    skeleton = shape(graph, size, Random(seed), within=within, avoid=avoid)
    assert skeleton == shape(graph, size, Random(seed), within=within, avoid=avoid)
    if skeleton is not None:
        check(skeleton, graph, within, avoid)
        assert len(skeleton.tools) >= (size if shape in (chain, dag) else max(3, size))


FAN = [(0, 3, 0, 0, 0.9), (1, 3, 0, 1, 0.9), (2, 3, 0, 2, 0.9), (3, 4, 0, 0, 0.9), (3, 5, 1, 0, 0.9), (3, 6, 2, 0, 0.9)]


@pytest.mark.parametrize("seed", range(5))
def test_shapes_are_what_they_say(seed):
    """In a chain each needs the one before; fan-in joins many in one, fan-out one in many."""
    graph = graph_of(FAN)
    line = chain(graph, 3, Random(seed))
    assert line is not None and [(edge.producer, edge.consumer) for edge in line.edges] == [(0, 1), (1, 2)]
    join = fan_in(graph, 4, Random(seed))
    assert join is not None and join.tools[3] == "tool_d" and {edge.consumer for edge in join.edges} == {3}
    spread = fan_out(graph, 4, Random(seed))
    assert spread is not None and spread.tools[0] == "tool_d" and {edge.producer for edge in spread.edges} == {0}
    assert len({edge.link.param for edge in join.edges}) == 3


def test_one_tool_alone_is_a_chain_of_one():
    """Length 1 needs no link."""
    alone = chain(graph_of([]), 1, Random(1))
    assert alone is not None and len(alone.tools) == 1 and alone.edges == ()


def test_everything_that_one_tool_knows_is_taken_from_it():
    """Two results of one producer fill two inputs of its consumer, never one result both."""
    pair = chain(graph_of([(0, 1, 0, 0, 0.9), (0, 1, 0, 1, 0.8), (0, 1, 1, 1, 0.7)]), 2, Random(1))
    assert pair is not None
    assert [(edge.link.field, edge.link.param) for edge in pair.edges] == [("field0", "one"), ("field1", "two")]


def test_unsure_links_and_optional_inputs_make_no_plan():
    """A link below the threshold, or into an input that a call does not need, is no reason for a call."""
    assert chain(graph_of([(0, 1, 0, 0, USABLE - 0.01), (1, 2, 0, 3, 1.0)]), 2, Random(1)) is None


def test_better_links_are_drawn_more_often():
    """Of two consumers the surer one comes first in most draws."""
    graph = graph_of([(0, 1, 0, 0, 0.99), (0, 2, 0, 0, 0.61)])
    drawn = [skeleton.tools[1] for seed in range(200) if (skeleton := chain(graph, 2, Random(seed)))]
    assert drawn.count("tool_b") > 1.5 * drawn.count("tool_c") > 0


@settings(max_examples=60, deadline=None)
@given(links, st.integers(0, 10), st.integers(0, 99), pools)
def test_sets_of_tools_have_the_size_asked_for(specs, count, seed, within):
    """Neighbourhoods, random sets and distractors: different tools, as many as there are, none that are used."""
    graph = graph_of(specs)
    offered = NAMES if within is None else sorted(within)
    for draw in (neighbourhood, random_tools):
        names = draw(graph, count, Random(seed), within=within)
        assert len(names) == len(set(names)) == min(count, len(offered)) and set(names) <= set(offered)
    others = distractors(graph, offered[:3], count, Random(seed))
    assert len(others) == len(set(others)) == min(count, 8 - len(offered[:3])) and not set(others) & set(offered[:3])


def test_a_neighbourhood_follows_links():
    """Around a linked tool stand the tools that it feeds or that feed it."""
    names = neighbourhood(graph_of(FAN), 4, Random(3))
    assert set(names) <= set(NAMES[:7])


def test_distractors_are_near():
    """Tools that share telling words with the used ones are preferred to strangers."""
    tools = [
        Tool(name=f"{verb}_{noun}")
        for noun in ("order", "invoice", "planet", "poem", "river")
        for verb in ("get", "list", "make")
    ]
    tools += [Tool(name=f"stranger{number}") for number in range(60)]
    graph = ToolGraph(tools)
    near = sum("order" in name for seed in range(20) for name in distractors(graph, ["get_order"], 3, Random(seed)))
    assert near >= 15

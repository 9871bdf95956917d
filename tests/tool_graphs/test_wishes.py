"""Plans as somebody wished them."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.tool_graphs.test_sampling import NAMES, check, graph_of, links
from tool_graphs.catalog import graph_of as catalog_graph
from tool_graphs.catalog import read_catalog
from tool_graphs.errors import GraphError
from tool_graphs.sampling.coverage import coverage_of
from tool_graphs.sampling.fitting import checked, connected, ends, fits, fitting, has_shape
from tool_graphs.sampling.shapes import dag, fan_out
from tool_graphs.sampling.skeleton import feeds_of
from tool_graphs.sampling.surroundings import distractors, neighbourhood
from tool_graphs.sampling.wishes import SHAPES, Wishes, wanted_of

LINE = [(number, number + 1, 0, number % 3, 1.0) for number in range(6)]
shapes = st.lists(st.sampled_from(SHAPES), max_size=2, unique=True)


@st.composite
def wished(draw: st.DrawFn) -> Wishes:
    """Wishes that do not contradict themselves."""
    least = draw(st.integers(3, 5))
    return Wishes(
        calls=draw(st.none() | st.just((least, least + 1))),
        shapes=tuple(shape for shape in draw(shapes) if shape != "single"),
        goals=tuple(draw(st.lists(st.sampled_from(NAMES), max_size=2))),
    )


@settings(max_examples=150, deadline=None)
@given(links, wished(), st.integers(0, 99), st.sets(st.sampled_from(NAMES), min_size=4), st.sets(st.sampled_from(NAMES)))
def test_skeletons_are_as_wished(links, wishes, seed, within, sought):
    """Whatever is found has the wished size, shape and goal, is one thread, and is what the same seed finds again."""
    graph = graph_of(links)
    wanted = wanted_of(graph, wishes)
    length = Random(seed).choice(wishes.lengths)
    found = fitting(graph, wanted, length, Random(seed), within, sought=sorted(sought))
    assert found == fitting(graph, wanted, length, Random(seed), within, sought=sorted(sought))
    if found is not None:
        check(found, graph, within, frozenset())
        assert connected(found) and fits(found, wishes, wanted.goals)
        assert wishes.calls is None or wishes.calls[0] <= len(found.tools) <= wishes.calls[1]
        assert not wishes.shapes or any(has_shape(found, shape) for shape in wishes.shapes)
        assert not wishes.goals or set(ends(found)) & set(wishes.goals)


@settings(max_examples=60, deadline=None)
@given(links, st.integers(0, 20), st.text(max_size=5), st.sampled_from(["even", "natural"]))
def test_tools_take_turns(links, rounds, seed, coverage):
    """In each round every tool that a link leads to is a goal, or feeds one, once; a target is a link that plans may use."""
    graph = graph_of(links)
    feeds = feeds_of(graph)
    turns = coverage_of(graph, Wishes(calls=(2, 5), coverage=coverage))
    linked = [name for name in feeds.names if feeds.into[name] or feeds.out[name]]
    targets = [turns.target(seed, rounds * len(linked) + place) for place in range(len(linked))]
    met = {name for target in targets if target is not None for name in target.tools}
    assert met >= set(linked) if linked else not met - set(feeds.names)
    assert all(target.producer in feeds.into[target.goal] for target in targets if target is not None and linked)


def test_links_take_turns():
    """As many rounds as a goal has producers bring each of them once."""
    graph = graph_of([(number, 7, 0, number % 3, 1.0) for number in range(5)])
    coverage = coverage_of(graph, Wishes(goals=NAMES[7], calls=2))
    targets = [coverage.target("7", index) for index in range(5)]
    assert sorted(target.producer or "" for target in targets if target) == NAMES[:5]


@pytest.mark.parametrize("size", [2, 3, 4])
def test_a_chain_ends_in_its_goal(size):
    """It is grown from there backwards."""
    graph = graph_of(LINE)
    wishes = Wishes(calls=size, shapes="chain", goals=NAMES[6])
    found = fitting(graph, checked(graph, wishes), size, Random(1))
    assert found is not None and found.tools == tuple(NAMES[7 - size : 7])


@pytest.mark.parametrize(
    ("wishes", "told"),
    [
        ({"goals": "tool_z"}, "did you mean"),
        ({"must_use": "tol_a"}, "did you mean 'tool_a'"),
        ({"namespaces": "sales"}, "no namespace 'sales'"),
        ({"goals": "tool_a", "calls": 2}, "no thread of linked tools"),
        ({"goals": "tool_h", "calls": 2}, "no thread of linked tools"),
        ({"shapes": ["fan-in"]}, "fan-in"),
        ({"must_use": ["tool_a", "tool_h"], "calls": "2-5"}, "tool_h"),
    ],
)
def test_what_a_graph_cannot_meet_is_refused(wishes, told):
    """With the closest name, or what was wished."""
    with pytest.raises(GraphError, match=told):
        checked(graph_of(LINE), Wishes.model_validate(wishes))


@pytest.mark.parametrize(
    ("wishes", "told"),
    [
        ({"calls": "4-2"}, "lower number first"),
        ({"calls": 0}, "expected 1 to 12 calls"),
        ({"calls": "many"}, "no number of calls"),
        ({"calls": True}, "tuple"),
        ({"calls": [1, 2, 3]}, "at most 2"),
        ({"calls": 2, "shapes": ["fan-in"]}, "fan-in 3 or more"),
        ({"goal": "a"}, "did you mean 'goals'"),
        ({"must_use": ["a", "b", "c"], "calls": "1-2"}, "do not fit into 2 calls"),
        ({"distractors": "far"}, "near"),
    ],
)
def test_wishes_that_make_no_sense_are_refused(wishes, told):
    """Whatever the graph."""
    with pytest.raises(ValidationError, match=told):
        Wishes.model_validate(wishes)


def test_goals_of_one_turn_have_to_do_with_each_other():
    """What takes another value of the shared producer, for another thing, is not joined to the thread."""
    graph = catalog_graph(read_catalog("travel"))
    feeds = feeds_of(graph)
    for seed in range(40):
        for found in (dag(graph, 4, Random(seed)), fan_out(graph, 3, Random(seed))):
            if found is None:
                continue
            goals = ends(found)
            fields = {goal: {(e.link.source, e.link.field) for e in found.edges if e.link.target == goal} for goal in goals}
            for goal in goals if len(goals) > 1 else ():
                others = [other for other in goals if other != goal]
                assert any(fields[goal] & fields[other] or feeds.things(goal) & feeds.things(other) for other in others)


@settings(max_examples=60, deadline=None)
@given(links, st.integers(0, 10), st.sampled_from(["near", "random", "mixed", "none"]), st.integers(0, 99))
def test_distractors_of_each_kind(links, count, kind, seed):
    """As many as wanted and there are, none of them used."""
    names = distractors(graph_of(links), NAMES[:3], count, Random(seed), kind=kind)
    assert len(set(names)) == len(names) == (0 if kind == "none" else min(count, 5)) and not set(names) & set(NAMES[:3])


@settings(max_examples=60, deadline=None)
@given(links, st.integers(2, 8), st.sets(st.sampled_from(NAMES), min_size=1, max_size=2), st.booleans(), st.integers(0, 99))
def test_a_neighbourhood_holds_what_it_is_around(links, count, around, fill, seed):
    """Filled up or not."""
    names = neighbourhood(graph_of(links), count, Random(seed), around=sorted(around), fill=fill)
    assert set(around) <= set(names) and len(set(names)) == len(names) <= count
    assert not fill or len(names) == count

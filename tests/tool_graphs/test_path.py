"""Paths into JSON values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tool_graphs import path as paths

keys = st.lists(st.one_of(st.text(max_size=8), st.integers(0, 99), st.none()), max_size=6).map(tuple)


@given(keys)
def test_any_keys_survive_being_written_and_read(keys):
    """Property names with dots, brackets, quotes or nothing at all are no trouble."""
    assert paths.parse(paths.text(keys)) == keys


@pytest.mark.parametrize(
    ("path", "value"),
    [("order.items[1].id", 8), ('rates["USD.EUR"]', 0.9), ("order", {"items": [{"id": 7}, {"id": 8}]})],
)
def test_a_path_leads_to_its_value(path, value):
    """Objects, list positions and quoted keys are followed."""
    assert paths.get({"order": {"items": [{"id": 7}, {"id": 8}]}, "rates": {"USD.EUR": 0.9}}, path) == value


@pytest.mark.parametrize("path", ["order.total", "order.items[2]", "order.items.id", "order[0]", "order.items[]"])
def test_a_path_to_nothing_says_so(path):
    """A missing key, a position past the end and "any item" are all LookupErrors that name the path."""
    with pytest.raises(LookupError, match="nothing at"):
        paths.get({"order": {"items": [{"id": 7}, {"id": 8}]}}, path)


@pytest.mark.parametrize("path", ["a..b", "a[", "a[x]", '["a'])
def test_text_that_is_no_path_is_refused(path):
    """The error shows the text and where reading stopped."""
    with pytest.raises(ValueError, match="is no path"):
        paths.parse(path)


def test_leaves_put_together_again_are_the_value():
    """`leaves` and `put` are inverses, in order of list positions."""
    value = {"passengers": [{"name": "Ida"}, {"name": "Bo", "bags": []}], "insured": False, "extras": {}}
    rebuilt = {}
    for path, leaf in paths.leaves(value):
        paths.put(rebuilt, path, leaf)
    assert rebuilt == value


def test_the_pattern_of_a_path_is_the_path_in_the_schema():
    """Positions become "any item"."""
    assert paths.pattern("orders[0].items[12].id") == "orders[].items[].id"

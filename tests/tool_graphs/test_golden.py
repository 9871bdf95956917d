"""Catalogs labelled by hand: which links a person would want, and which nobody would."""

import statistics

import pytest

from bench.gold import Gold, hand_made, measured, observed
from tool_graphs.links import USABLE, infer_links, order_links

GOLD = hand_made()
each = pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold.name)


@each
def test_labels_name_what_is_there(gold: Gold) -> None:
    """Every label is about tools, fields and parameters of the catalog."""
    outputs = {tool.name: {field.path for field in tool.outputs} for tool in gold.tools}
    for (source, _), params in gold.right.items():
        assert all(fields <= outputs[source] for fields in params.values())
    assert {name for pair in (*gold.must, *gold.never, *gold.order, *gold.never_order) for name in pair} <= outputs.keys()
    assert set(gold.must) <= gold.right.keys() and not set(gold.never) & gold.right.keys()


@each
def test_sane_links_are_usable_and_absurd_ones_are_not(gold: Gold) -> None:
    """What plans may use holds what must be there, and nothing that must not."""
    usable = {(link.source, link.target) for link in infer_links(gold.tools) if link.score >= USABLE}
    assert not set(gold.must) - usable
    assert not set(gold.never) & usable


@each
def test_what_must_come_first(gold: Gold) -> None:
    """Sessions before their use, brakes before engines, never the other way round."""
    found = {(link.source, link.target) for link in order_links(gold.tools)}
    assert not set(gold.order) - found
    assert not set(gold.never_order) & found


def test_hand_made_catalogs_are_linked_well() -> None:
    """Over all of them: ranked well, the right field, and more right than wrong at the threshold."""
    found = [measured(gold, infer_links(gold.tools)) for gold in GOLD]
    assert statistics.mean(one.average_precision for one in found) >= 0.75
    assert statistics.mean(one.recall_at_10 for one in found) >= 0.85
    assert statistics.mean(one.right_field or 0 for one in found) >= 0.95
    assert min(one.f1 for one in found) >= 0.7


@pytest.mark.skipif(not observed(), reason="TOOLWEFT_DATA is not set")
def test_links_that_were_seen_rank_high() -> None:
    """Against links seen in real call sequences, where precision is a lower bound."""
    found = [measured(gold, infer_links(gold.tools)) for gold in observed()]
    assert statistics.mean(one.average_precision for one in found) >= 0.45
    assert statistics.mean(one.recall_at_10 for one in found) >= 0.85
    assert statistics.mean(one.right_field for one in found if one.right_field is not None) >= 0.85
    assert statistics.mean(one.f1 for one in found) >= 0.40

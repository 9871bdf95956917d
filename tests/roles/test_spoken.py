"""Values are said as people say them, and heard again."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roles.language import rarely
from roles.language.spoken import find, listen, reads_as, speak
from tool_graphs.tool import Field


def _field(name: str = "value", **schema: Any) -> Field:
    return Field(name, schema, True)


ORDER = _field("order_id", type="string", description="The order id, such as '#W0000000'.")


@pytest.mark.parametrize(
    ("value", "field", "forms"),
    [
        ("2026-05-20", _field("date", type="string"), {"20 May 2026", "May 20, 2026", "2026-05-20"}),
        ("round_trip", _field("kind", enum=["round_trip", "one_way"]), {"round trip"}),
        (2, _field("num_guests", type="integer"), {"two", "2"}),
        (1500, _field("amount", type="number"), {"1,500", "1500"}),
        (2024, _field("year", type="integer"), {"2024"}),
        ("#W4817263", ORDER, {"#W4817263"}),
        ("noise-cancelling headphones", _field("query", type="string"), {"'noise-cancelling headphones'"}),
        ("don't stop", _field("title", type="string"), {'"don\'t stop"'}),
        ("New York", _field("city", type="string"), {"New York"}),
        (["SFO", "JFK", "LAX"], _field("airports", type="array"), {"SFO, JFK and LAX"}),
    ],
)
def test_speak(value: Any, field: Field, forms: set[str]) -> None:
    """Each value has its usual spellings and no others."""
    assert {speak(value, field, Random(seed)) for seed in range(60)} == forms


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("for two people", 2, "two"),
        ("for 2.0 people", 2, "2.0"),
        ("twenty-five of them", 25, "twenty-five"),
        ("up to $1,500.50 in all", 1500.5, "1,500.50"),
        ("at 4.5% a year", 4.5, "4.5%"),
        ("on the 20th of May, 2026", "2026-05-20", "20th of May, 2026"),
        ("on May 20, 2026, please", "2026-05-20", "May 20, 2026"),
        ("at 2:30 pm", "14:30", "2:30 pm"),
        ("a Round Trip to", "round_trip", "Round Trip"),
        ("some running shoes", "running shoe", "running shoes"),
        ("in New York-based firms", "New York", "New York"),
        ('the song "Blue Notes"', "Blue Notes", "Blue Notes"),
    ],
)
def test_find(text: str, value: Any, words: str) -> None:
    """A value is found in the spellings that people use."""
    start, end = find(text, value)[0]
    assert text[start:end].lstrip("$") == words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on 2026-05-20", 2),
        ("on 20 May 2026", 20),
        ("on 20 May 2026", "20"),
        ("1,002 of them", 2),
        ("at 12:20", 20),
        ("a USB stick", "US"),
        ("tell us", "US"),
        ("mei@example.com", "example"),
        ("order #W48172631", "#W4817263"),
        ("the 3.5 version", 5),
    ],
)
def test_parts_of_something_else_are_not_found(text: str, value: Any) -> None:
    """A value is not found within a number, a date, a code or another word."""
    assert find(text, value) == []


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("a car with insurance", "insurance", True),
        ("a car without insurance", "insurance", False),
        ("no insurance, please", "insurance", False),
        ("please include numbers", "include_numbers", True),
        ("no special characters", "include_special_characters", False),
        ("and don't notify anyone", "notify", False),
        ("the breakfast should be off", "breakfast", False),
    ],
)
def test_yes_and_no_by_phrasing(text: str, name: str, value: bool) -> None:
    """Booleans are found through the words of their name."""
    field = _field(name, type="boolean")
    assert find(text, value, field) and not find(text, not value, field)


def test_reads_as_wants_the_whole_span() -> None:
    """A span that says more or less than the value does not read as it."""
    assert reads_as("'Blue Notes'", "Blue Notes")
    assert reads_as("two", 2) and reads_as("$1,500", 1500)
    assert not reads_as("two or three", 2)
    assert not reads_as("21 May 2026", "2026-05-20")


def test_listen_goes_by_type_and_shape() -> None:
    """Without knowing the value: what looks like the example, what is of the type."""
    text = "For order #W4817263, send 3 emails to mei@example.com on 20 May 2026."
    assert [heard.value for heard in listen(text, ORDER)] == ["#W4817263"]
    assert [heard.value for heard in listen(text, _field("email", type="string"))] == ["mei@example.com"]
    assert [heard.value for heard in listen(text, _field("date", type="string"))] == ["2026-05-20"]
    assert [heard.value for heard in listen(text, _field("count", type="integer"))] == [3]


_VALUES = st.one_of(
    st.text(min_size=1, max_size=40).map(str.strip).filter(bool),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.dates().map(lambda day: day.isoformat()),
)


@given(_VALUES, st.sampled_from(["value", "date", "num_items", "city", "query", "order_id", "amount"]), st.integers(0, 9))
def test_what_is_said_is_found(value: Any, name: str, seed: int) -> None:
    """Whatever the value, its spoken form is found in a sentence around it."""
    field = _field(name)
    said = speak(value, field, Random(seed))
    assert find(f"I would like {said}, please.", value, field)


@given(st.text(max_size=80))
def test_any_text_can_be_listened_to(text: str) -> None:
    """No text breaks it, and every span lies within the text."""
    for field in (
        ORDER,
        _field("city"),
        _field("n", type="integer"),
        _field("active", type="boolean"),
        _field("x", enum=["a_b", 3]),
    ):
        assert all(0 <= heard.span[0] < heard.span[1] <= len(text) for heard in listen(text, field))


_LITERAL = st.from_regex(r"[#A-Za-z]{1,4}[-_ ]?[0-9]{1,5}", fullmatch=True)


@given(_LITERAL, st.sampled_from(["{}", "order {} of May", "12 {}", "on 20 May for $5, {}."]), st.booleans())
def test_a_literal_value_is_found_in_its_own_letters_alone(value: str, around: str, said: bool) -> None:
    """What is not looked for in other letters would not be found in them either: a sum, a date, two words."""
    text = around.format(value.lower() if said else "it")
    if rarely.literal(value) and not said:
        assert not rarely.words(text, value, None, "2026-05-20")
    elif said:
        assert find(text, value)

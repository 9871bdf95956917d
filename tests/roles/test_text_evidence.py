"""A value is found in every usual spelling, with its span, and not where it only seems to stand."""

import datetime
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from roles.base import Asked, Called, Conversation, Opened, Persona, Replied, Returned
from roles.base import Result as Returned_value
from roles.certificate import CertifiedCall, Paraphrased, Said, certify
from roles.language.dates import MONTHS
from roles.language.spoken import find, reads_as
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call
from tool_graphs.tool import Field, Tool

TODAY = "2026-11-21"  # a Saturday


def _field(name: str = "value", **schema: Any) -> Field:
    return Field(name, schema, True)


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("about 1.5k rows", 1500, "1.5k"),
        ("$2M at most", 2_000_000, "$2M"),
        ("some 2 million people", 2_000_000, "2 million"),
        ("two hundred and five of them", 205, "two hundred and five"),
        ("a hundred of them", 100, "a hundred"),
        ("two and a half hours", 2.5, "two and a half"),
        ("three point five percent", 3.5, "three point five"),
        ("half a dozen eggs", 6, "half a dozen"),
        ("minus five degrees", -5, "minus five"),
        ("the third page", 3, "third"),
        ("the 3rd page", 3, "3rd"),
        ("15% off", 0.15, "15%"),
        ("15 percent off", 15, "15 percent"),
        ("€1.299,50 in all", 1299.5, "1.299,50"),
        ("$1,299.00 in all", 1299, "$1,299.00"),
        ("USD 20 in all", "$20.00", "USD 20"),
        ("fifty euros in all", "€50", "fifty euros"),
        ("20 Canadian dollars", "20 CAD", "20 Canadian dollars"),
    ],
)
def test_numbers_and_amounts(text: str, value: Any, words: str) -> None:
    """In digits, words, ordinals, thousands and sums of money."""
    start, end = find(text, value)[0]
    assert text[start:end] == words


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("on 20 May", "2027-05-20", "20 May"),
        ("on May 20th, please", "2026-05-20", "May 20th"),
        ("the twentieth of May", "2026-05-20", "twentieth of May"),
        ("on 20/05/2026", "2026-05-20", "20/05/2026"),
        ("on 5/20/26", "2026-05-20", "5/20/26"),
        ("on 05.06.2026", "2026-06-05", "05.06.2026"),
        ("today", "2026-11-21", "today"),
        ("the day after tomorrow", "2026-11-23", "the day after tomorrow"),
        ("next Friday", "2026-11-27", "next Friday"),
        ("next Friday", "2026-12-04", "next Friday"),
        ("last Friday", "2026-11-20", "last Friday"),
        ("in two weeks", "2026-12-05", "in two weeks"),
        ("three days ago", "2026-11-18", "three days ago"),
        ("by the 25th.", "2026-11-25", "the 25th"),
        ("on May 20, 2026", "05/20/2026", "May 20, 2026"),
        ("in May 2026", "2026-05", "May 2026"),
        ("at half past three", "15:30", "half past three"),
        ("at quarter to four in the morning", "03:45", "quarter to four in the morning"),
        ("at 3pm", "15:00", "3pm"),
        ("at 15:00", "3:00 PM", "15:00"),
        ("at three thirty pm", "15:30", "three thirty pm"),
        ("at 7 in the evening", "19:00", "7 in the evening"),
        ("at noon", "12:00:00", "noon"),
        ("tomorrow at 3 pm", "2026-11-22T15:00:00", "tomorrow at 3 pm"),
        ("at 3 pm on May 20th", "2026-05-20T15:00:00Z", "3 pm on May 20th"),
        ("on 20 May 2026", "2026-05-20T00:00:00", "20 May 2026"),
    ],
)
def test_dates_and_times(text: str, value: str, words: str) -> None:
    """With and without a year, in numbers where they leave no doubt, and relative to today."""
    assert words in [text[start:end] for start, end in find(text, value, None, TODAY)]


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("a round trip to", "roundTrip", "round trip"),
        ("a one-way ticket", "ONE_WAY", "one-way"),
        ("several cities", "city", "cities"),
        ("in São Paulo", "Sao Paulo", "São Paulo"),
        ("it’s ‘Don’t Stop’ again", "don't stop", "Don’t Stop"),
        ("10 GB of disk", "10GB", "10 GB"),
        ("call (555) 123-4567", "555-123-4567", "(555) 123-4567"),
        ("Item A, B7 and C9, please", ["B7", "A", "C9"], "A, B7 and C9"),
        ("B7 first; later B7, C9 and D1", ["B7", "C9", "D1"], "B7, C9 and D1"),
        ("in May, say", "May", "May"),
        ("turn on the lamp", "on", "on"),
    ],
)
def test_words_and_lists(text: str, value: Any, words: str) -> None:
    """Whatever case, quotes, number, accents and spaces; a list by its narrowest piece of prose."""
    start, end = find(text, value)[0]
    assert text[start:end] == words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("in 2026", 2), ("room 12B", 2), ("room 12B", 12), ("2 million", 2), ("1.5k", 1.5), ("two hundred and five", 5),
        ("two hundred and five", 200), ("twenty-five", 5), ("one second, please", 2), ("first, tell me", 1), ("100%", 1),
        ("on 20 May", 20), ("at 3 pm", 3), ("half past three", 3), ("three days ago today", 21),
        ("$20", "€20"), ("5 and 10 dollars", "$5"),
        ("on 05/06/2026", "2026-05-06"), ("on 05/06/2026", "2026-06-05"), ("20 May 2025", "2026-05-20"), ("20 May", "2019-05-20"),
        ("May 20 people come?", "2026-05-20"), ("20 may come", "2026-05-20"), ("Friday, 22 May 2026", "2026-11-27"),
        ("the 20th floor", "2026-11-20"), ("between 10 and 15", "14:50"), ("ten to fifteen", "14:50"), ("3 pm", "03:00"),
        ("3:30 pm", "03:30"), ("10:00 pm", "10:00"), ("at 3:30", "15:30"),
        ("the day after tomorrow", "2026-11-22"), ("2025-02-30", "2025-02-28"),
        ("May I come?", "May"), ("you may come", "May"), ("on Monday", "on"), ("come in here", "in"),
        ("25 % off the price", "off"),
        ("AB12", "AB1"), ("AB12-3", "AB12"), ("on and on", True), ("a 4 a day habit", "4a"), ("tell us", "US"),
    ],
)  # fmt: skip
def test_no_false_evidence(text: str, value: Any) -> None:
    """A part of something else, another reading, a word that looks alike: none of it is the value."""
    assert find(text, value, _field("on" if value is True else "value"), TODAY) == []


def test_every_span_is_reported() -> None:
    """A value that is said in several ways."""
    text = "2026-05-20, that is 20 May 2026 or May 20th"
    assert [text[start:end] for start, end in find(text, "2026-05-20")] == ["2026-05-20", "20 May 2026", "May 20th"]
    text = "two, that is 2, or twice"
    assert sorted(text[start:end] for start, end in find(text, 2)) == ["2", "twice", "two"]


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("make it refundable", "is_refundable", True),
        ("a non-refundable one", "refundable", False),
        ("send me a notification", "send_notification", True),
        ("don’t send him a receipt", "send_receipt", False),
        ("search recursively", "recursive", True),
        ("notifications off, please", "notifications", False),
    ],
)
def test_yes_and_no(text: str, name: str, value: bool) -> None:
    """Also with small words between, and other endings."""
    field = _field(name, type="boolean")
    assert find(text, value, field) and not find(text, not value, field)


def test_declared_synonyms() -> None:
    """`x-synonyms` of a schema gives other words for values, of whatever type."""
    cabin = _field("cabin", enum=["economy", "business"], **{"x-synonyms": {"economy": ["coach", "cheapest seats"]}})
    assert find("in coach", "economy", cabin) == [(3, 8)]
    assert find("the cheapest seat", "economy", cabin) == [(4, 17)]
    assert not find("in coach", "business", cabin)
    level = _field("level", type="integer", **{"x-synonyms": {"3": "urgent"}})
    assert find("it is urgent", 3, level)
    bags = _field("bags", type="boolean", **{"x-synonyms": {"false": ["hand luggage only"]}})
    assert find("with hand luggage only", False, bags) and not find("with hand luggage only", True, bags)


def test_parts_of_dates_where_the_field_asks_for_them() -> None:
    """20 is the day of "20 May" to a `day`, and no count."""
    assert find("on 20 May", 20, _field("day", type="integer")) and find("in May, please", 5, _field("month", type="integer"))
    assert find("no children", 0, _field("children", type="integer", description="Number of children."))
    assert find("from dollars to euros", "EUR", _field("target_currency", type="string")) == [(16, 21)]


def test_reads_as_takes_the_day() -> None:
    """A span reads as a date by what today is."""
    assert reads_as("tomorrow", "2026-11-22", None, TODAY) and not reads_as("tomorrow", "2026-11-23", None, TODAY)


def test_certificates_know_the_day() -> None:
    """ "Tomorrow" is said, with its span."""
    graph = ToolGraph([Tool(name="book", parameters={"type": "object", "properties": {"date": {"type": "string"}}})])
    steps = (
        Opened(persona=Persona(name="Mei"), date=TODAY, tools=("book",), turns=1),
        Asked(text="Book it for tomorrow."),
        Called(calls=(Call(id="c1", tool="book", arguments={"date": "2026-11-22"}),)),
        Returned(results=(Returned_value(call="c1", value={}),)),
        Replied(text="Done."),
    )
    (certificate,) = certify(Conversation(steps=steps), graph)
    assert certificate.calls[0].sources == {"date": Said(message=1, span=(12, 20))}


def test_what_only_a_model_can_judge_is_never_said() -> None:
    """The kind `judged` is kept for a chat judge; it survives writing and reading."""
    source = Paraphrased(message=1, span=(0, 4), judge="some-model")
    call = CertifiedCall(id="c1", name="a", arguments={}, implicit=False, needed_by=(), sources={"x": source})
    assert CertifiedCall.model_validate_json(call.model_dump_json()).sources["x"].kind == "judged"


_FRAME = "Could you do it, {}, please?"


@given(st.dates(datetime.date(2020, 1, 1), datetime.date(2035, 12, 31)), st.integers(0, 5), st.integers(1, 400))
def test_any_day(day: datetime.date, form: int, off: int) -> None:
    """Each usual spelling of a day is found with its span, and another day is not."""
    month = MONTHS[day.month - 1]
    spelling = [
        f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}", f"{day.day} {month[:3]} {day.year}",
        day.isoformat(), f"{day.year}/{day.month}/{day.day}", f"{day.day}.{day.month}.{day.year}",
    ][form]  # fmt: skip
    text = _FRAME.format(f"on {spelling}")
    assert spelling in [text[start:end] for start, end in find(text, day.isoformat(), None, TODAY)]
    assert not find(text, (day + datetime.timedelta(days=off)).isoformat(), None, TODAY)


@given(st.times(), st.integers(0, 2), st.times())
def test_any_time(time: datetime.time, form: int, other: datetime.time) -> None:
    """Each usual spelling of a time of day is found with its span, and another time is not."""
    time, other = time.replace(second=0, microsecond=0), other.replace(second=0, microsecond=0)
    half = "am" if time.hour < 12 else "pm"
    hour = time.hour % 12 or 12
    spelling = [f"{time:%H:%M}", f"{hour}:{time:%M} {half}", f"{hour}:{time:%M}{half[0]}.m."][form]
    text = _FRAME.format(f"at {spelling}")
    assert spelling in [text[start:end] for start, end in find(text, f"{time:%H:%M}")]
    assume(time != other)
    assert not find(text, f"{other:%H:%M}")


@given(st.integers(0, 999_999), st.integers(0, 3), st.integers(1, 10**6))
def test_any_number(number: int, form: int, off: int) -> None:
    """Each usual spelling of a number is found with its span, and another number is not."""
    spelling = [str(number), f"{number:,}", _in_words(number), f"{number}.0"][form]
    text = _FRAME.format(f"for {spelling} of them")
    assert spelling in [text[start:end] for start, end in find(text, number)]
    assert not find(text, number + off)


_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def _in_words(number: int) -> str:
    if number < 20:
        return _SMALL[number]
    if number < 100:
        return _TENS[number // 10 - 2] + (f"-{_SMALL[number % 10]}" if number % 10 else "")
    unit, name = (100, "hundred") if number < 1000 else (1000, "thousand")
    rest = number % unit
    joined = " and " if rest and (unit == 100 or rest < 100) else " "
    return f"{_in_words(number // unit)} {name}{joined if rest else ''}{_in_words(rest) if rest else ''}"


@given(st.decimals(1, 99_999, places=2), st.sampled_from(["$", "€", "£"]), st.integers(0, 1))
def test_any_amount(amount: Any, sign: str, form: int) -> None:
    """A sum is found by sign or by name, as a number and as a text, and not in another currency."""
    code = {"$": "USD", "€": "EUR", "£": "GBP"}[sign]
    spelling = [f"{sign}{amount:,}", f"{amount:,} {code}"][form]
    text = _FRAME.format(f"for {spelling}")
    start, end = find(text, f"{sign}{amount}")[0]
    assert text[start:end] == spelling
    assert find(text, float(amount)) and not find(text, float(amount) + 1)
    assert not find(text, f"{'€' if sign != '€' else '£'}{amount}")


@given(st.lists(st.from_regex(r"[A-Z]{2}[0-9]{4}", fullmatch=True), min_size=2, max_size=5, unique=True))
def test_any_list(items: list[str]) -> None:
    """A list spoken as prose is found as one piece, and not where an item is missing."""
    prose = f"{', '.join(items[:-1])} and {items[-1]}"
    text = _FRAME.format(f"for {prose}")
    assert [text[start:end] for start, end in find(text, items)] == [prose]
    assert not find(text, [*items, "ZZ99999"])


@given(
    st.text(max_size=60),
    st.one_of(st.text(max_size=20), st.integers(), st.floats(), st.booleans(), st.none()),
    st.text(max_size=11),
)
def test_nothing_breaks_it(text: str, value: Any, today: str) -> None:
    """Whatever text, value and date: spans lie within the text."""
    for start, end in find(text, value, _field("send_notification", type="boolean"), today):
        assert 0 <= start < end <= len(text)

"""Identifiers and texts as words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tool_graphs.words import content_words, is_plural, participle, plural, singular, split, words


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("userID", "user id"),
        ("orderIDs", "order id"),
        ("originSkyId", "origin sky id"),
        ("lat_lng", "latitude longitude"),
        ("tournamentid", "tournament id"),
        ("num_of_tickets", "number of ticket"),
        ("getHTTPResponse", "get http response"),
        ("item_ids[]", "item id"),
        ("GET /movie/{movie_id}/keywords", "get movie movie id keyword"),
        ("Größe_straße", "größe straße"),
        ("paid", "paid"),
        ("username", "username"),
    ],
)
def test_spellings_of_one_thing_meet(identifier, expected):
    """Case, underscores, plurals and common abbreviations make no difference."""
    assert " ".join(words(identifier)) == expected


@pytest.mark.parametrize("noun", ["order", "city", "box", "bus", "person", "address", "match", "child", "day", "invoice", "hero"])
def test_plural_and_singular_are_inverse(noun):
    """What is made plural becomes the same singular again."""
    assert singular(plural(noun)) == noun
    assert is_plural(plural(noun)) and not is_plural(noun)


def test_identifiers_become_plural_at_their_last_word():
    """`product_category` stands for one, `product_categories` for many."""
    assert plural("product_category") == "product_categories"
    assert plural("news") == "news"


def test_content_words_leave_the_rest_out():
    """Function words do not count."""
    assert content_words("The ID of the user to book the reservation") == ("id", "user", "book", "reservation")


@pytest.mark.parametrize(
    ("verb", "done"),
    [("cancel", "cancelled"), ("modify", "modified"), ("send", "sent"), ("place", "placed"), ("play", "playing")],
)
def test_deeds_end_in_participles(verb, done):
    """Statuses read as people say them."""
    assert participle(verb) == done


@given(st.text(max_size=80))
def test_any_text_has_words(text):
    """No text is refused; words are lower case and free of separators."""
    for word in (*words(text), *split(text)):
        assert word and word == word.lower() and not set(word) & set("_- .,/{}[]")

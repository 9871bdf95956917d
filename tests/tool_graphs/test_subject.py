"""What a tool does to what."""

import pytest

from tool_graphs.subject import subject
from tool_graphs.tool import Tool


@pytest.mark.parametrize(
    ("name", "action", "thing", "many"),
    [
        ("list_all_product_types", "find", "product", True),
        ("get_order_details", "get", "order", False),
        ("getUserTransactions", "get", "user transaction", True),
        ("find_user_id_by_email", "find", "user", False),
        ("cancelReservation", "delete", "reservation", False),
        ("gettransactions", "get", "transaction", True),
        ("GET /movie/{movie_id}/keywords", "find", "keyword", True),
        ("GET /movie/{movie_id}", "get", "movie", False),
        ("POST /orders", "create", "order", False),
        ("Spotify_Scraper_Get_Artist_Overview", "get", "artist", False),
    ],
)
def test_names_say_what_is_done_to_what(name, action, thing, many):
    """Verbs, nouns and numbers of names, whatever their spelling."""
    about = subject(Tool(name=name))
    assert (about.action, " ".join(about.thing), about.many) == (action, thing, many)


def test_descriptions_help_where_names_do_not():
    """A bare name leaves the word to the description."""
    about = subject(Tool(name="lookup2", description="Searches for restaurants near a place."))
    assert (about.thing, about.many) == (("restaurant",), True)

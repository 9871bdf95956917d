"""Nouns: singular and plural, articles, what people own and what one cannot count."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import inflect

MASS: Final = frozenset(
    "data information info news weather traffic content metadata music advice feedback history status analysis "
    "access money cash gas fuel "
    "water food software hardware text pricing availability inventory demographics nutrition temperature performance progress "
    "time sentiment luggage baggage insurance help support transportation".split()
)
PERSONAL: Final = frozenset(
    "order reservation booking account profile appointment subscription cart address payment card bill invoice "
    "ticket trip itinerary "
    "balance portfolio watchlist wallet line plan policy claim loan device phone car vehicle home thermostat "
    "playlist calendar agenda "
    "alarm reminder meeting email inbox note task password registration prescription membership refund purchase "
    "parcel package shipment "
    "delivery transaction contract schedule workspace dashboard repository project".split()
)
PEOPLE: Final = frozenset(
    "user customer client member subscriber guest traveler traveller passenger person employee patient student".split()
)
SELF: Final = frozenset("user customer client member subscriber traveler traveller caller".split())
_SAME: Final = frozenset(
    "news series species status bus gas lens address class process access analysis basis canvas atlas campus "
    "virus bonus focus radius "
    "census business progress success glass grass mass boss loss cross press stress express wireless always this "
    "its his iris us as is was has "
    "plus minus thus mathematics physics tennis chess sms gps dns aws ios vs less yes series fitness wellness "
    "illness address witness".split()
)
_ODD: Final = {
    **{"people": "person", "children": "child", "men": "man", "women": "woman", "indices": "index", "criteria": "criterion"},
    **{many: many[:-1] for many in ("movies", "calories", "cookies", "zombies", "ties", "pies", "lies")},
}


@lru_cache(maxsize=1)
def _engine() -> "inflect.engine":
    import inflect  # slow to import, and only tools that are really described need it

    return inflect.engine()


@lru_cache(maxsize=16384)
def singular(word: str) -> str:
    """The singular of a noun in lower case; other words and singulars as they are."""
    low = word.lower()
    if low in _ODD:
        return _ODD[low]
    if not low.endswith("s") or low in _SAME or low.endswith(("ss", "us", "is")) or len(low) < 4:
        return low
    if low.endswith("ies"):
        return low[:-3] + "y"
    if low.endswith(("ches", "shes", "xes", "sses", "zzes", "uses")) and not low.endswith(("aches", "causes", "houses", "uses")):
        return low[:-2]
    return low[:-1]


def is_plural(word: str) -> bool:
    """Whether a noun is plural."""
    return singular(word) != word.lower()


@lru_cache(maxsize=4096)
def plural(word: str) -> str:
    """The plural of a singular noun."""
    return word if is_plural(word) or word.lower() in MASS else str(_engine().plural_noun(word))


@lru_cache(maxsize=16384)
def with_article(phrase: str) -> str:
    """The phrase after its indefinite article: `an hour`, `a user`."""
    if re.match(r"(?i)ur[il]\b|uu?id\b|us[aebn]?\b|use|uni", phrase):
        return "a " + phrase
    return str(_engine().a(phrase))

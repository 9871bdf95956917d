"""Words in identifiers: `checkInDate`, `check_in_date` and `checkindate` all read `check in date`."""

import re
from functools import lru_cache

from tool_graphs.words import listed

_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_KNOWN = sorted(
    listed("""account address airport album amount app area artist author base birth board book brand campaign card
        category chain
    channel chapter city class code color comment company content contract count country coupon course currency
        customer data date day
    description device discount domain driver email employee end event exchange file filter first flight from full game
        gender
    genre group guest height hotel house image index interest invoice item job keyword lang language last latitude
        league level
    license limit line link list loan location longitude market match max media message method min minimum maximum mode model
    month movie name new news number object offset order origin owner page parent passenger password patient payment
        period person
    phone place plan plate player playlist point policy port post postal price product profile project property
        province query
    question range rate rating reference region request reservation restaurant result review role room route sale
        schedule score
    search season section series service session show size skip song sort source sport start state station status stock store
    street student style subject symbol tag target task tax team term text theme ticket time title to token topic
        tournament track
    tracking transaction trip type unit url user username value vehicle venue version video week weight width word year
        zip zone
    id by per up out in of"""),
    key=lambda word: (-len(word), word),
)


@lru_cache(maxsize=65536)
def words(name: str) -> tuple[str, ...]:
    """The words of an identifier, in lower case."""
    found: list[str] = []
    for part in _PARTS.findall(name):
        found.extend(_segments(part.lower()))
    return tuple(found)


def _segments(text: str) -> list[str]:
    if len(text) < 6 or text in _KNOWN:
        return [text]
    return _segmented(text) or [text]


def _segmented(text: str) -> list[str] | None:
    """The text as known words, the longest first; None where it is not made of them."""
    if not text:
        return []
    for word in _KNOWN:
        if text.startswith(word):
            rest = _segmented(text[len(word) :])
            if rest is not None:
                return [word, *rest]
    return None


def singular(word: str) -> str:
    """The word without a plural ending."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word

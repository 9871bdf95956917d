"""What a parameter's tool is about, as people call it: the artist that a name is the name of."""

import re
from functools import lru_cache

from roles.language import names
from roles.values.meanings import theme
from tool_graphs.subject import subject
from tool_graphs.tool import Field, Tool

SEARCHED = re.compile(
    r"(?:q|query|search|search term|search query|keywords?|term|search text|search string|searchterm|phrase|s)\Z"
)
"""Names of what one searches with."""
_NAMED = frozenset(
    "movie show song artist book dish restaurant product game player team repository known_company crypto_name full_name "
    "medicine event title".split()
)
"""Themes whose things have names; others have topics."""
_OF = re.compile(
    r"\b(?:names?|titles?|status|state|year|category|genre|model|make|type) (?:of|for) (?:the |an? |your |this )?"
    r"([a-z]+(?: [a-z]+)?)",
    re.IGNORECASE,
)
_STOP = frozenset(
    "to for in from where when who whose that which being with of and or is on at by as the a an used you your "
    "specific new searched requested".split()
)
_CONTAINERS = frozenset(
    "catalog catalogue database directory store library index archive collection listing inventory stock formulary".split()
)
_FOR = re.compile(r"\bfor ((?:[a-z]+ )?[a-z]+s)\b")
_VAGUE = frozenset("name query id search type symbol code zipcode data result value user customer string text api term".split())
_SPOKEN = {"tv": "TV show", "repo": "repository", "org": "organization", "uri": "link", "url": "link"}


def is_named(tool: Tool) -> bool:
    """Whether one searches for named things with this tool: songs, but not news."""
    return theme(tool.name, tool.description) in _NAMED


def thing(tool: Tool, field: Field, noun: str) -> str:
    """The noun of what the parameter tells something about: "song" for `song_name`, "artist" for `name` in `search_artists`."""
    head = re.sub(r" ?\b(?:name|title|query|keyword)$", "", noun)
    if head and head != noun and not SEARCHED.match(noun):
        return _spoken(head)
    described = _OF.search(field.description)
    if described:
        words = described.group(1).lower().split()
        words = words[: next((at for at, word in enumerate(words) if word in _STOP), len(words))]
        if words and words[-1] not in _VAGUE:
            return _spoken(" ".join(words))
    about = _about(tool)
    held = _FOR.search(tool.description) if about.split()[-1:] and about.split()[-1] in _CONTAINERS else None
    if about in ("", "stock") and not held and "item" in map(names.singular, names.words(tool.name)):
        return "item"
    return _spoken(held.group(1)) if held else about


def things(tool: Tool) -> str:
    """What the tool finds several of: "transactions" for `get_transactions`; empty where it finds no such things."""
    about = subject(tool)
    name = _about(tool) if about.many and about.action in ("find", "get") else ""
    return names.plural(name) if name else ""


def _about(tool: Tool) -> str:
    about = [word for word in subject(tool).thing if word.isalpha()]
    if not about or about[-1] in _VAGUE or len(" ".join(about)) > 24:
        return ""
    return _spoken(" ".join(about[-2:]))


@lru_cache(maxsize=4096)
def _spoken(phrase: str) -> str:
    """The phrase in the singular, with its abbreviations as people write them."""
    words = names.singular(phrase).split()
    if words == ["tv"]:
        return "TV show"
    return " ".join("TV" if word == "tv" else _SPOKEN.get(word, word) for word in words)

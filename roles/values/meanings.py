"""What a field means, told by the words of its name, then by its description, then by its tool."""

import re
from functools import lru_cache
from pathlib import Path

from roles.values.words import words
from tool_graphs.words import listed

_TABLE = Path(__file__).with_name("meanings.txt").read_text(encoding="utf-8")

_ROWS = tuple((line.split(None, 1)[0], re.compile(line.split(None, 1)[1])) for line in _TABLE.strip().splitlines())
_IDENTIFIER = re.compile(
    r"\b(id|ids|identifier|key|number|no|num|code|ref|reference|slug|sku|asin|cnpj|nconst|tconst|upc|ean|barcode|cik)( \d)?$"
)
_DESCRIBED = re.compile(
    r"^(?:(?:the|a|an|optional|required|your|unique|specific|desired|target|input|full|valid|new|current|initial|"
    r"(?:three|two|four|[234])[- ]letter|ISO(?: ?\d+)?)\s+)*",
    re.I,
)
_OF = re.compile(
    r"^(?:(?:unique|exact|full)\s+)?(name|title|list|symbol|code|type|value|identifier|id) (?:of|for) (?:(?:the|a|an|"
    r"each|your|this|target|desired|specific)\s+)*([\w' -]{2,40})",
    re.I,
)
_BARE = re.compile(
    r"(?:(?:original|display|localized|short|long|official|native|english|common) )*(?:names?|titles?|value|label)"
)
_IDS = re.compile(r"^(?:the |a |an )?(?:unique )?(?:[a-z]+ )?(?:uuid|id|identifier)s? (?:of|for) ", re.I)
_UNNAMED = listed(
    "image_url url blob email identifier sort_key sort_order country_code language_code status interval period format phone "
    "postal airport password expression latitude longitude coordinates hash directory hex_color locale timezone message note "
    "sentence topic"
)
"""Meanings of things that have no name of that kind: the name of an email is no address."""
_CODES = listed(
    "uuid isbn isin vin ticker airport currency country_code language_code locale username postal flight_number hash email "
    "tracking license_plate wallet account_number card_number iban crypto blob identifier phone ip domain state_code"
)
_NAMED_ALONE = listed(
    "name names value text title type input data to from code key term val s q query search string word state status "
    "model position "
    "sign part number place class base quote head ref"
)


_VERSIONED = re.compile(r"\b(?:git|repo|repository|commit|merge)\b", re.IGNORECASE)


@lru_cache(maxsize=65536)
def meaning(name: str, description: str, subject: str = "") -> str:
    """The meaning of a text field, a key of the makers in `texts`; "identifier" for opaque ids, empty where nothing tells."""
    spoken = re.sub(r"(?<=[a-z]{4}) to [a-z]+$", "", " ".join(words(name)))
    found = _meaning(spoken, name, description, subject)
    house = found == "branch" and spoken in ("name", "branch name") and not _VERSIONED.search(f"{description} {subject}")
    return "site" if house else found


def _meaning(spoken: str, name: str, description: str, subject: str) -> str:
    if _IDS.match(description) and not spoken.endswith(("name", "url", "email")):
        return "uuid" if "uuid" in description.lower() else "identifier"
    found = _named(spoken)
    if found and spoken not in _NAMED_ALONE and not (subject and _BARE.fullmatch(spoken)):
        return found
    told = _described(description)
    if told and not found and told not in _CODES and _IDENTIFIER.search(spoken):
        return "identifier"
    if told:
        return told
    if _BARE.fullmatch(spoken) and subject:
        for about in (_named(f"{subject} {spoken}"), _named(subject)):
            if about not in ("", "title", "full_name") and about not in _UNNAMED:
                return about
        if _named(subject) == "full_name":
            return "full_name"
    if spoken in ("name", "names"):
        return (
            "full_name"
            if re.search(r"\b(person|customer|user|patient|employee|individual|people)\b", description, re.I)
            else "title"
        )
    return found or ("identifier" if _IDENTIFIER.search(spoken) else "")


@lru_cache(maxsize=65536)
def _named(spoken: str) -> str:
    for name, pattern in _ROWS:
        if pattern.search(spoken):
            return name
    return ""


def _described(description: str) -> str:
    """Reads "The name of the city", "Airport code for departure", "City to search in"."""
    if re.match(r"(?:what|how|who|whom|when|where|which|whether|why)\b", description.strip(), re.I):
        return ""
    text = _DESCRIBED.sub("", description.strip().replace("'s ", " "))
    of = _OF.match(text)
    if of is not None:
        kind = of[1].lower()
        if kind in ("identifier", "id"):
            return "identifier"
        found = [_kind_of(noun, kind) for noun in re.split(r"\bor\b", of[2])]
        return next(filter(None, found), "")
    head = re.split(r"\b(?:to|for|in|from|whose|that|which|where|of|used|you|on|at|with|by)\b|[.,(;:]", text)[0].strip()
    phrase = " ".join(words(head))
    if not phrase or len(phrase.split()) > 4:
        return ""
    return "identifier" if _IDENTIFIER.search(phrase) and not _named(phrase) else _named(phrase)


def _kind_of(noun: str, kind: str) -> str:
    """The meaning of the name, or another `kind`, of what the noun tells."""
    phrase = " ".join(words(re.split(r"\b(?:to|for|in|from|whose|that|which|where|being|with|you|of|and|is)\b", noun)[0].strip()))
    found = _named(f"{phrase} {kind}")
    return (found if found != "title" else _named(phrase) or found) or _named(phrase)


def identifying(name: str) -> bool:
    """Whether a field's name says that it identifies something."""
    return bool(_IDENTIFIER.search(" ".join(words(name)))) or meaning(name, "") in ("uuid", "username", "email")


_THEMES = Path(__file__).with_name("themes.txt").read_text(encoding="utf-8")
_THEMED = tuple((line.split(None, 1)[0], re.compile(rf"\b({line.split(None, 1)[1].strip()})\b")) for line in _THEMES.splitlines())


_VAGUE = ("topic", "sentence")
"""Themes of tools that search just anything."""


@lru_cache(maxsize=8192)
def theme(tool_name: str, description: str) -> str:
    """The meaning of what one searches for with this tool; empty where its name and description do not tell."""
    found = [
        (name in _VAGUE, place, match.start(), name)
        for place, text in enumerate((" ".join(words(tool_name)), description.lower()))
        for name, pattern in _THEMED
        if (match := pattern.search(text)) is not None
    ]
    return min(found)[3] if found else ""

"""The words in a parameter's identifier and description: what a person would call it."""

import re
from collections.abc import Sequence
from functools import lru_cache

_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_FULL = {
    "max": "maximum", "min": "minimum", "num": "number of", "lang": "language", "lat": "latitude", "lon": "longitude",
    "lng": "longitude", "long": "longitude", "qty": "quantity", "dob": "date of birth", "addr": "address", "loc": "location",
    "src": "source", "dest": "destination", "dst": "destination", "id": "ID", "ids": "IDs", "url": "URL", "urls": "URLs",
    "ip": "IP address", "dir": "directory", "repo": "repository", "org": "organization", "msg": "message", "pwd": "password",
    "temp": "temperature", "tz": "time zone", "timezone": "time zone", "zip": "zip code", "zipcode": "zip code", "ssn": "SSN",
    "api": "API", "vin": "VIN", "uuid": "UUID", "desc": "description", "cat": "category", "curr": "currency", "ccy": "currency",
    "info": "information", "img": "image", "vol": "volume", "acct": "account", "amt": "amount", "pct": "percentage",
    "freq": "frequency", "doc": "document", "pkg": "package", "cc": "CC", "bcc": "BCC", "username": "username", "isbn": "ISBN",
    "email": "email", "postcode": "postal code", "iso": "ISO", "utc": "UTC", "html": "HTML", "json": "JSON", "pdf": "PDF",
    "sms": "SMS", "sku": "SKU", "asin": "ASIN", "iata": "IATA", "nft": "NFT", "btc": "BTC", "gst": "GST", "vat": "VAT",
}  # fmt: skip
_COMMON = frozenset(
    [
        "page",
        "size",
        "limit",
        "offset",
        "sort",
        "by",
        "order",
        "type",
        "code",
        "name",
        "number",
        "count",
        "start",
        "end",
        "date",
        "time",
        "language",
        "country",
        "city",
        "state",
        "region",
        "currency",
        "user",
        "team",
        "match",
        "game",
        "player",
        "season",
        "series",
        "event",
        "product",
        "item",
        "video",
        "image",
        "music",
        "channel",
        "user",
        "group",
        "account",
        "token",
        "key",
        "field",
        "filter",
        "search",
        "query",
        "max",
        "min",
        "from",
        "to",
        "id",
        "ids",
        "in",
        "of",
        "is",
        "per",
        "total",
        "target",
        "source",
        "base",
        "content",
        "format",
        "name",
        "title",
        "category",
        "tag",
        "list",
        "level",
        "rate",
        "price",
        "value",
        "year",
        "month",
        "day",
        "hour",
        "minute",
        "market",
        "coin",
        "ticker",
        "symbol",
        "sport",
        "league",
        "tournament",
        "address",
        "post",
        "zip",
        "profile",
        "status",
        "output",
        "input",
        "file",
        "folder",
        "path",
        "url",
        "link",
        "text",
        "word",
        "color",
        "height",
        "width",
        "radius",
        "keyword",
        "keywords",
    ]
)
MEASURES = frozenset("mg kg km cm mm ml ms gb mb kb kwh kw lbs usd eur gbp".split())
"""Units that identifiers end with: the dosage of `dosage_mg` is in mg."""
_SCALES = ("percent", "percentage", "pct", "celsius", "fahrenheit")
_NTH = {"a": "first", "b": "second", "1": "first", "2": "second", "3": "third"}
_DOUBLED = re.compile(r"\b(\w+) \1\b")
_LEADING = re.compile(r"^(?:\(?(?:optional|required)\)?[:.,]?\s+)?(?:the|an?|your|this is the|specifies the)\s+", re.IGNORECASE)
_CUT = re.compile(
    r"[,.;:(\[\"'`]|\s(?:to|for|that|which|where|such|e\.g|used|from|by|with|whose|as|when|being|based|you|we|is|are|in|on|at"
    r"|including|after|before|since|until|must|should|can|will|if|within|between|against|per|under|via|into|it|and|or|among"
    r"|associated|corresponding|containing|representing|specified|specifying|provided|desired|returned|retrieved|expressed)\b",
    re.IGNORECASE,
)
_VERBISH = re.compile(
    r"^(?:degrees?|percent|percentage|hh|yyyy|whether|if|when|specif|filter|set|use[ds]?|return|include|must|can|only|get|retrieve|flag|true|false|one|any|this|these|"
    r"determin|indicat|comma|list of|possible|optional|allows?|enable|defin|controls?|limit the|provide|enter|how|what|where)",
    re.IGNORECASE,
)


_LONGEST = 60
"""Letters of a word that may be several run together; a longer one is none that a person reads."""


@lru_cache(maxsize=16384)
def split(identifier: str) -> tuple[str, ...]:
    """The words of an identifier, in lower case: `fromCurrency` is ("from", "currency")."""
    return tuple(part.lower() for part in _PARTS.findall(identifier))


@lru_cache(maxsize=8192)
def words(identifier: str, description: str = "") -> tuple[str, ...]:
    """The words of an identifier; words that were run together are parted with the description's help."""
    found: list[str] = []
    vocabulary: frozenset[str] | None = None
    for part in split(identifier):
        if not 6 <= len(part) <= _LONGEST or part in _COMMON or part in _FULL:
            found.append(part)
            continue
        if vocabulary is None:
            vocabulary = frozenset(word for word in split(description) if len(word) > 2)
        found.extend([part] if part in vocabulary else _parted(part, vocabulary | _COMMON | frozenset(_FULL)) or [part])
    if len(found) > 1 and found[0] == "is" and found[1] in ("id", "from"):
        found = found[1:]
    return tuple(found)


def _parted(word: str, vocabulary: frozenset[str]) -> list[str]:
    best: list[list[str] | None] = [[]] + [None] * len(word)
    for end in range(2, len(word) + 1):
        for start in range(end - 1):
            before = best[start]
            if before is not None and word[start:end] in vocabulary:
                shortest = best[end]
                if shortest is None or len(before) + 1 < len(shortest):
                    best[end] = [*before, word[start:end]]
    return best[-1] or []


@lru_cache(maxsize=8192)
def noun(identifier: str, description: str = "") -> str:
    """What a person calls the thing that an identifier names: `max_results` is "maximum results", `q` goes by its description."""
    parts = words(identifier, description)
    described = _described(description)
    if described and (_cryptic(parts, description) or parts[-1].isdigit()):
        return described
    if len(parts) > 1 and (parts[-1] in MEASURES or parts[-1] in _SCALES):
        parts = parts[:-1]
    if len(parts) > 1 and parts[0] in MEASURES and parts[-1] in ("amount", "quantity", "limit"):
        parts = parts[1:]
    parts = nth(parts)
    spoken = _DOUBLED.sub(r"\1", " ".join(_FULL.get(part, part) for part in parts))
    spoken = re.sub(r"^number of(?= \d|$)", "number", spoken)
    spoken = re.sub(r"^((?:is|has|by|the)\s)+(?=\w)", "", spoken)
    return spoken.removesuffix(" of") or described or "value"


def nth(parts: tuple[str, ...]) -> tuple[str, ...]:
    """`second city` for `city_b`."""
    return (_NTH[parts[-1]], *parts[:-1]) if len(parts) > 1 and parts[-1] in _NTH else parts


def _cryptic(parts: Sequence[str], description: str) -> bool:
    if not parts:
        return True
    lowered = description.lower()
    known = [part in _FULL or part in _COMMON or part in lowered for part in parts]
    if len(parts) == 1:
        return (len(parts[0]) < 3 and parts[0] not in ("id", "ip")) or (not known[0] and bool(description))
    return (any(len(part) == 1 and part.isalpha() for part in parts) and not all(known)) or (
        not any(known) and len(description) > 20
    )


def _described(description: str) -> str:
    """The noun phrase that a description opens with; empty if it opens with none."""
    text = _LEADING.sub("", description.strip())
    if not text or _VERBISH.match(text):
        return ""
    phrase = _CUT.split(text, maxsplit=1)[0].strip()
    phrase = phrase.partition(" of ")[0] if phrase.count(" ") > 3 else phrase
    pieces = phrase.split()
    if not 1 <= len(pieces) <= 5 or not re.fullmatch(r"[\w\s-]+", phrase) or "_" in phrase:
        return ""
    if pieces[-1].lower() in ("of", "the", "a", "an", "and", "or", "not"):
        return ""
    if len(pieces) > 1:
        phrase = re.sub(r"^(?:unique|specific|exact|desired|given) ", "", phrase, flags=re.IGNORECASE)
    return phrase if pieces[0].isupper() else phrase[0].lower() + phrase[1:]


def plural(word: str) -> str:
    """The plural of an English noun or noun phrase (its last word)."""
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word
    if re.search(r"(?:s|x|z|ch|sh)$", word):
        return word + "es"
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    irregular = {"person": "people", "child": "children", "man": "men", "woman": "women", "datum": "data"}
    head, _, last = word.rpartition(" ")
    return f"{head} {irregular[last]}".strip() if last in irregular else word + "s"


def singular(word: str) -> str:
    """The singular of an English noun or noun phrase (its last word)."""
    irregular = {"people": "person", "children": "child", "men": "man", "women": "woman", "series": "series", "news": "news"}
    head, _, last = word.rpartition(" ")
    if last in irregular:
        return f"{head} {irregular[last]}".strip()
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if re.search(r"(?:x|z|ch|sh|ss)es$", word):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word

"""Identifiers and texts as normalised words: `originSkyIDs` -> origin sky id, `num_of_tickets` -> number of ticket."""

import re
from functools import lru_cache

_PLURAL_ACRONYM = re.compile(r"([A-Z]{2,})s(?![a-z])")
_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[^\W\d_A-Z]+|[A-Z]+|\d+")


def listed(text: str) -> frozenset[str]:
    """The words of a text as a set: a readable way to write word lists."""
    return frozenset(text.split())


STOP_WORDS = listed(
    "a an the of for to from in on at by with and or as is are be was were been it its this that these those which who whom "
    "whose their his her your our my me you we they i he she if when where what how all any each every some such e g eg ie etc "
    "can could may might must shall should will would do does did has have had not no nor than then so into onto via per using "
    "used use uses based given specified provided specific particular certain following available valid optional optionally "
    "required include includes including included example default defaults format only also other one more about between"
)
"""Words that say nothing about the matter."""

_FULL = {
    "identifier": "id", "ident": "id", "lat": "latitude", "lng": "longitude", "lon": "longitude", "lang": "language",
    "qty": "quantity", "num": "number", "nr": "number", "addr": "address", "desc": "description", "img": "image",
    "pic": "image", "picture": "image", "photo": "image", "tel": "phone", "telephone": "phone", "mobile": "phone",
    "cellphone": "phone", "mail": "email", "zipcode": "zip", "postcode": "zip", "postal": "zip", "dept": "department",
    "org": "organization", "organisation": "organization", "repo": "repository", "dir": "directory", "folder": "directory",
    "msg": "message", "src": "source", "dst": "destination", "dest": "destination", "acct": "account", "amt": "amount",
    "avg": "average", "pwd": "password", "passwd": "password", "tz": "timezone", "info": "information", "max": "maximum",
    "ref": "reference", "doc": "document", "usr": "user", "txn": "transaction", "pct": "percent", "percentage": "percent",
    "film": "movie", "uri": "url", "website": "url", "dob": "birthdate", "birthday": "birthdate", "surname": "lastname",
    "isbn": "isbn", "ccy": "currency", "cnt": "count", "app": "application", "ticker": "symbol", "colour": "color",
    "favourite": "favorite", "metre": "meter", "licence": "license", "centre": "center", "specs": "specification",
    "stats": "statistic", "coords": "coordinate", "temp": "temperature", "calc": "calculate", "conv": "convert",
}  # fmt: skip
"""Abbreviations and everyday synonyms, each with the word that stands for all of them."""

_IRREGULAR = {
    "people": "person", "children": "child", "men": "man", "women": "woman", "mice": "mouse", "feet": "foot",
    "teeth": "tooth", "indices": "index", "matrices": "matrix", "vertices": "vertex", "media": "media", "data": "data",
    "movies": "movie", "series": "series", "species": "species", "news": "news", "analyses": "analysis", "cookies": "cookie",
    "bases": "base", "databases": "database", "lens": "lens", "gas": "gas", "bus": "bus", "status": "status", "atlas": "atlas",
    "canvas": "canvas", "alias": "alias", "bias": "bias", "ids": "id", "uuids": "uuid", "diagnoses": "diagnosis",
    "leaves": "leaf", "lives": "life", "has": "has", "does": "does", "was": "was", "zombies": "zombie", "pies": "pie",
    "ties": "tie", "cities": "city", "purchases": "purchase", "caches": "cache", "axes": "axis", "address": "address",
    "always": "always", "various": "various", "previous": "previous", "plus": "plus", "minus": "minus", "versus": "versus",
    "details": "detail", "stats": "statistic", "shoes": "shoe", "heroes": "hero", "potatoes": "potato", "expenses": "expense",
    "licenses": "license", "responses": "response", "houses": "house", "courses": "course", "horses": "horse",
    "nurses": "nurse", "phrases": "phrase", "releases": "release", "diseases": "disease", "cases": "case", "uses": "use",
    "leases": "lease", "exercises": "exercise", "franchises": "franchise", "prizes": "prize",
    "sizes": "size", "quizzes": "quiz", "invoices": "invoice", "warehouses": "warehouse", "expertises": "expertise",
}  # fmt: skip

_WHOLE = listed(
    "valid paid unpaid prepaid grid android covid void avoid rapid solid fluid hybrid acid liquid humid asteroid steroid "
    "pyramid madrid druid squid invalid raid braid plaid orchid arachnid candid lucid vivid placid morbid torrid splendid "
    "stupid timid rigid frigid turbid forbid outbid overbid rebid amid aid bid did hid kid lid mid rid said laid maid uuid guid "
    "uid cuid alkaloid thyroid ovoid polaroid factoid humanoid cuboid centroid sigmoid typhoid username"
)
"""Words that end in `id` by nature."""

_ID_ENDING = re.compile(r"([a-z]{3,})(ids?)")
_GLUED = re.compile(
    r"(country|language|currency|city|state|user|player|team|league|season|match|event|game|product|order|item|category|page|start|"
    r"end|first|last|full|birth|departure|arrival|return|airport|stock|company|channel|video|area|region|phone|hotel|room|check|"
    r"customer|account|group|brand|model|file|host|sort|filter|content|image|station|street|house|flight|train|invoice|post|"
    r"artist|album|track|song|movie|book|coin|token|base|target|quote|min|max|batch|per|sub|news|court|sub)"
    r"(id|ids|code|codes|name|names|size|number|by|date|time|type|url|key|symbol|list|count|page|in|out|category|paper|"
    r"language|currency)"
)


@lru_cache(maxsize=65536)
def split(text: str) -> tuple[str, ...]:
    """The words of a text or identifier as they stand, in lower case."""
    return tuple(word.lower() for word in _WORD.findall(_PLURAL_ACRONYM.sub(_acronym, text)))


def _acronym(match: re.Match[str]) -> str:
    return match[1] + "_"


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """The singular of an English noun in lower case; other words come back as they are."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zzes")) or (word.endswith("uses") and word[-5] not in "oa"):
        return word[:-2]
    return word[:-1]


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The words of a text or identifier, in order: lower case, singular, abbreviations spelt out, glued ones parted."""
    return tuple(normal for word in split(text) for part in _parted(word) for normal in _normal(part))


def _parted(word: str) -> tuple[str, ...]:
    if word in _WHOLE or word in _FULL:
        return (word,)
    if (glued := _GLUED.fullmatch(word)) or (glued := _ID_ENDING.fullmatch(word)):
        return (glued[1], glued[2])
    return (word,)


@lru_cache(maxsize=65536)
def _normal(word: str) -> tuple[str, ...]:
    one = _FULL.get(word) or singular(word)
    return tuple(_FULL.get(one, one).split())


@lru_cache(maxsize=65536)
def content_words(text: str) -> tuple[str, ...]:
    """The words of a text that say something about the matter, in order."""
    return tuple(word for word in words(text) if word not in STOP_WORDS)


@lru_cache(maxsize=65536)
def is_plural(word: str) -> bool:
    """Whether a lower-case noun stands for several things: `orders`, `cities`, `people`."""
    return singular(word) != word


_PLURALS = {
    "person": "people",
    "child": "children",
    "man": "men",
    "woman": "women",
    "mouse": "mice",
    "foot": "feet",
    "tooth": "teeth",
}
_UNCOUNTED = listed(
    "news data media series species information weather equipment inventory advice history music traffic software"
)


@lru_cache(maxsize=65536)
def plural(noun: str) -> str:
    """The plural of a noun or of an identifier that ends in one: `product_category` -> product_categories."""
    before, _, last = noun.rpartition("_")
    many = _PLURALS.get(last) or (last if last in _UNCOUNTED or is_plural(last) else _with_s(last))
    return f"{before}_{many}" if before else many


def _with_s(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "z", "ch", "sh")) else "s")


_PARTICIPLES = {
    "send": "sent", "pay": "paid", "buy": "purchased", "make": "created", "set": "updated", "reset": "reset", "turn": "updated",
    "toggle": "updated", "withdraw": "withdrawn", "add": "added", "post": "posted", "open": "opened", "new": "created",
    "build": "built", "rent": "rented", "begin": "begun", "start": "started", "put": "updated", "write": "written",
    "tell": "sent", "rm": "removed", "mkdir": "created", "touch": "created", "run": "completed", "text": "sent", "email": "sent",
    "message": "sent", "mark": "updated", "play": "playing", "flip": "completed", "roll": "completed", "do": "done",
}  # fmt: skip
_DOUBLED = listed("cancel submit stop drop ship tag plan log swap refer transfer control commit permit unsub enrol")


@lru_cache(maxsize=4096)
def participle(verb: str) -> str:
    """What a thing is after the deed: cancel -> cancelled, modify -> modified, send -> sent; `completed` for no verb."""
    if not verb or verb in _PARTICIPLES:
        return _PARTICIPLES.get(verb, "completed")
    if verb in _DOUBLED:
        return verb + verb[-1] + "ed"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + ("d" if verb.endswith("e") else "ed")

"""What a field or parameter means: the kind of value, and whose it is.

`id` inside `orders[]`, `orderId` and `order_identifier` all mean the id of an order.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tool_graphs.subject import GENERIC, Subject
from tool_graphs.tool import Field
from tool_graphs.words import STOP_WORDS, listed, words

HEADS_OF_TWO = {
    ("user", "name"): "username", ("email", "address"): "email", ("phone", "number"): "phone",
    ("zip", "code"): "zip", ("first", "name"): "firstname", ("last", "name"): "lastname", ("given", "name"): "firstname",
    ("family", "name"): "lastname", ("full", "name"): "name", ("display", "name"): "name", ("ip", "address"): "ip",
    ("time", "zone"): "timezone", ("birth", "date"): "birthdate", ("domain", "name"): "domain", ("city", "name"): "city",
    ("country", "name"): "country", ("state", "name"): "state", ("file", "name"): "filename", ("file", "path"): "path",
    ("stock", "symbol"): "symbol", ("symbol", "symbol"): "symbol", ("currency", "name"): "currency", ("image", "url"): "image",
    ("web", "url"): "url", ("web", "site"): "url", ("iso", "code"): "code", ("screen", "name"): "username",
    ("iata", "code"): "iata", ("language", "name"): "language", ("license", "plate"): "plate",
}  # fmt: skip
"""Two words that name one kind of value."""

IDENTIFIERS = listed(
    "id uuid guid uid key slug code number handle hash sha sku reference token isbn vin asin ean cik iata icao plate"
)
"""Kinds of value that name one thing exactly."""

OWNED = listed(
    "name title type status description time price amount total count size value text content label rating firstname lastname "
    "birthdate url image path filename date year score rank version balance state level duration cost genre model make subject "
    "category quantity message result link summary position note comment phase period tag source target"
) | (IDENTIFIERS - listed("isbn vin asin ean cik iata icao plate sku"))
"""Kinds of value that mean nothing without the thing they belong to."""

PLACES = listed("city country state region continent county location place")
ROLES = listed(
    "origin destination source target from to new old start end departure arrival return base first second third primary "
    "secondary default current parent child sender receiver recipient updated existing selected desired preferred original my "
    "your given begin final initial pickup dropoff min maximum minimum since until before after main comma separated"
)
"""Words that say which part a value plays, not what it is."""

_ESCAPED = listed("id from class type import in global list hash next max min filter format")
_OF = re.compile(
    r"\b(?:of|for)\s+(?:(?:the|a|an|this|that|each|every|your|their|specific|given)\s+)*([A-Za-z][\w-]*(?:\s+[A-Za-z][\w-]*)?)"
)
_SHAPE = re.compile(r"(?:such as|e\.?g\.?,?|like|example:?|for instance,?)\s+['\"`]([^'\"`]{1,40})['\"`]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meaning:
    """The kind of a value (`head`), the words that qualify it, the thing it belongs to, and the part it plays."""

    head: str
    core: tuple[str, ...]
    owner: tuple[str, ...]
    roles: frozenset[str]
    types: frozenset[str]
    choices: frozenset[str] = frozenset()
    example: str = ""
    """The shape of the example that the description gives: `#A9` for `#W0000000`."""
    many: bool = False
    """Whether the value is one of a list's."""
    item: bool = False
    """Whether the value itself is a list's item, not a property of one."""
    told: bool = False
    """Whether the description names the owner."""
    coded: bool = False
    """Whether name or description call it a code: a country code is no country name."""
    also: tuple[str, ...] = ()
    """What the containing property calls it where that says little: an entity, a node, an entry."""
    stated: bool = False
    """Whether the description says what the name does not: `cityA`, "the zipcode of the first city"."""
    crypto: bool = False
    """Whether it is about crypto currencies: their addresses are no postal ones."""
    doubted: bool = False
    """Whether the description says that it is something else than the name does."""

    @property
    def whose(self) -> tuple[str, ...]:
        """The words that say whose or which: the qualifying ones, else the owner's where the kind needs one."""
        return self.core or (self.owner if self.head in OWNED else ())


def meanings(field: Field, about: Subject) -> tuple[Meaning, ...]:
    """What a leaf of a tool about this subject means; several for names like `username_or_id`."""
    keys = field.keys
    name = keys[-1] if keys else about.aspect
    container = next((whose for key in reversed(keys[:-1]) if (whose := _thing(key))), ())
    also = _vague_thing(keys[-2]) if len(keys) > 1 else ()
    part = ROLES.intersection(words(keys[-2])) if len(keys) > 1 else frozenset()
    schema = field.schema
    types = kinds(schema)
    choices = frozenset(str(choice) for choice in _listed(schema.get("enum")))
    description = field.description[:300]
    item = field.path.endswith("[]")
    coded = " code" in description.lower() or " iso" in f" {description.lower()}"
    stated = _stated(description) if description else ()
    crypto = bool(_CRYPTO & {*about.thing, *words(name), *words(description)})
    found = []
    if about.kinds and keys and words(name) == ("id",) and not container:
        roles = frozenset[str]()
        found = [Meaning("id", (), (kind,), roles, types, choices, shape(description), told=True) for kind in about.kinds]
        return tuple(found)
    for alternative in _alternatives(name):
        head, core, roles = parted(alternative)
        roles |= part
        if item and head in _LISTS:
            head, core = (core[-1], core[:-1]) if core else ((about.thing or (head,))[-1], ())
        owner, told = container or about.thing, False
        if not core and head in OWNED and (held := next((thing for held, thing in about.holders if held == name), ())):
            owner, told = held, True
        elif not core and head in OWNED and (named := _owner_told(head, description)):
            owner, told = named, True
        elif not core and (thing := next((thing for kind, thing in stated if kind == head), ())):
            owner, told = thing, True
        if head == "name" and (core or owner)[-1:] and (core or owner)[-1] in PLACES and (core or not told or container):
            head, core = (core or owner)[-1], ()
        code = coded or head in ("code", "iata")
        doubted = any(kind != head and kind != "name" for kind, _ in stated) and head not in IDENTIFIERS
        found.append(
            Meaning(
                head,
                core,
                owner,
                roles,
                types,
                choices,
                shape(description),
                field.many,
                item,
                told,
                code,
                also,
                False,
                crypto,
                doubted,
            )
        )
    for kind, thing in stated:
        if all(kind != meaning.head for meaning in found) and found[0].head not in IDENTIFIERS:
            roles, shaped = found[0].roles, shape(description)
            kind, thing = (thing[-1], ()) if kind == "name" and thing[-1:] and thing[-1] in PLACES else (kind, thing)
            found.append(Meaning(kind, (), thing, roles, types, choices, shaped, field.many, item, True, coded, (), True, crypto))
    return tuple(found)


_CRYPTO = listed("crypto cryptocurrency bitcoin btc ethereum eth blockchain wallet contract coin nft token chain erc20 solana")
_LISTS = listed("list array history collection set")
_STATED = (IDENTIFIERS - listed("number key handle reference token")) | listed(
    "name symbol zip path username email timestamp url filename iata airport latitude longitude"
)
"""Kinds of value that descriptions name reliably."""

_CHOICE = re.compile(r"(?:can be|could be|may be|either|\()\s*(?:an? |the )?([^.)]{3,80})", re.IGNORECASE)
_SOME = listed("array list unique comma separated exact full valid target numeric string integer 3 letter three two 2 digit")


@lru_cache(maxsize=65536)
def _stated(description: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(kind, whose) that a description states: `the zipcode of the first city`, `a commit hash or branch name`."""
    found: dict[tuple[str, tuple[str, ...]], None] = {}
    sentence = description.split(". ")[0][:120]
    said = [word for word in words(sentence) if word not in _SOME]
    while said and (said[0] in STOP_WORDS or said[0] == "specific"):
        said.pop(0)
    before: list[str] = []
    for position, word in enumerate(said[:4]):
        if word in _STATED:
            follows = said[position + 1] if position + 1 < len(said) else ""
            thing = tuple(before[-1:]) if before else _phrase_end(said[position + 2 :]) if follows in ("of", "for") else ()
            if thing:
                found[word, thing] = None
            break
        if word in STOP_WORDS or word in GENERIC:
            break
        before.append(word)
    for match in _CHOICE.finditer(description[:160]):
        for piece in re.split(r",| or ", match[1]):
            parts = [word for word in words(piece) if word not in STOP_WORDS]
            if len(parts) == 2 and parts[1] in _STATED:
                found[parts[1], (parts[0],)] = None
    return tuple(found)


def _phrase_end(said: list[str]) -> tuple[str, ...]:
    """The noun of a phrase: the `airport` of "the departing airport in Spain"."""
    noun: tuple[str, ...] = ()
    for word in said:
        if word not in STOP_WORDS:
            noun = (word,)
        elif noun:
            break
    return noun


@lru_cache(maxsize=65536)
def _vague_thing(key: str) -> tuple[str, ...]:
    """What a containing property calls a thing if only vaguely: an `entity`, a `node`."""
    parts = words(key)
    return parts[-1:] if parts and parts[-1] in GENERIC else ()


@lru_cache(maxsize=65536)
def _alternatives(name: str) -> tuple[tuple[str, ...], ...]:
    parts = words(name)
    if len(parts) == 2 and parts[0] == "is" and parts[1] in _ESCAPED:
        parts = parts[1:]
    if "or" not in parts:
        return (parts,)
    pieces: list[list[str]] = [[]]
    for word in parts:
        if word == "or":
            pieces.append([])
        else:
            pieces[-1].append(word)
    return tuple(tuple(piece) for piece in pieces if piece) or (parts,)


_AS_TYPE = listed("str string int integer float dict json arr obj")
"""Words that end a name to say its type: `current_time_str`."""
_CHOSEN = listed("filtered matched matching found sorted ranked retrieved fetched")
"""How things came to be in a list, not what they are."""


@lru_cache(maxsize=65536)
def parted(name: tuple[str, ...]) -> tuple[str, tuple[str, ...], frozenset[str]]:
    """Head, qualifying words and roles of a name's words."""
    kept = [word for word in name if not (word in STOP_WORDS and word not in ROLES)]
    while len(kept) > 1 and (kept[-1].isdigit() or len(kept[-1]) == 1):
        kept.pop()
    if len(kept) > 1 and kept[-1] in _AS_TYPE:
        kept.pop()
    if not kept:
        return "", (), frozenset()
    head = kept.pop()
    if kept and (joined := HEADS_OF_TWO.get((kept[-1], head))):
        head = joined
        kept.pop()
    roles = frozenset(word for word in kept if word in ROLES)
    core = tuple(word for word in kept if word not in ROLES and word not in _CHOSEN)
    return head, core, roles


def kinds(schema: Mapping[str, Any]) -> frozenset[str]:
    """The JSON types that a schema allows; empty where it does not say."""
    said = schema.get("type")
    if isinstance(said, str):
        return frozenset((said,))
    if isinstance(said, list):
        return frozenset(kind for kind in said if isinstance(kind, str) and kind != "null")
    options = schema.get("anyOf") or schema.get("oneOf")
    if isinstance(options, list):
        return frozenset(kind for option in options if isinstance(option, Mapping) for kind in kinds(option)) - {"null"}
    return frozenset(_type_of(choice) for choice in _listed(schema.get("enum")))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _type_of(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    return {int: "integer", float: "number", str: "string", list: "array", dict: "object"}.get(type(value), "null")


@lru_cache(maxsize=65536)
def _thing(key: str) -> tuple[str, ...]:
    """The thing that a containing property names; none for `results` and the like."""
    return tuple(word for word in words(key) if word not in GENERIC and word not in STOP_WORDS and word not in ROLES)


@lru_cache(maxsize=65536)
def _owner_told(head: str, description: str) -> tuple[str, ...]:
    """Whose the value is by its description: `The ID of the player` is a player's."""
    description = description.replace("'s ", " ").split(". ")[0][:160]
    said = words(description)
    if head not in said:
        return ()
    if match := _OF.search(description):
        thing = tuple(word for word in words(match[1]) if word not in _NO_OWNER and word != head)
        stop = next((at for at, word in enumerate(words(match[1])) if word in STOP_WORDS), None)
        if thing:
            return thing[:1] if stop is not None else thing
    at = said.index(head)
    before = said[at - 1] if at else ""
    return (
        () if not before or before in STOP_WORDS or before in GENERIC or before in _DESCRIBING or before in ROLES else (before,)
    )


_NO_OWNER = STOP_WORDS | GENERIC | ROLES
_DESCRIBING = listed("unique numeric internal external valid full short long custom public private comma separated target exact")


@lru_cache(maxsize=65536)
def shape(description: str) -> str:
    """The shape of the first example in a description: letters as a, capitals as A, digits as 9, runs collapsed."""
    match = _SHAPE.search(description)
    if not match:
        return ""
    kinds_of = ("9" if c.isdigit() else "A" if c.isupper() else "a" if c.isalpha() else c for c in match[1])
    collapsed: list[str] = []
    for kind in kinds_of:
        if not collapsed or collapsed[-1] != kind:
            collapsed.append(kind)
    return "".join(collapsed)

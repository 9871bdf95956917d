"""One result schema per tool, by what the tool does to what."""

import re
from collections.abc import Sequence
from typing import Any

from tool_graphs.links.meaning import IDENTIFIERS, meanings
from tool_graphs.links.scoring import NEVER_FED
from tool_graphs.results.answering import answer
from tool_graphs.results.attributes import attributes, known, schema_of
from tool_graphs.results.telling import Told, told, told_subject
from tool_graphs.results.vocabulary import SECRETS, Vocabulary
from tool_graphs.subject import Subject
from tool_graphs.tool import Tool
from tool_graphs.words import content_words, listed, participle, plural, words

Properties = dict[str, Any]

MOST_FIELDS = 7
LONGEST_WORD = 18
"""Longer words are several that were run together; nobody would name a field so."""
_ASKED_BY = IDENTIFIERS | listed("symbol city country email username phone zip domain ip vin isbn airport iata location date")
_NUMERIC = listed(
    "calculate compute convert estimate count measure multiply divide subtract sum average predict solve evaluate add"
)
_BOOLEAN = listed("validate verify is are has can test")
_YES_OR_NO = listed(
    "availability available valid prime palindrome eligibility leap anagram existence validity spam compatibility"
)
_VIEWS = listed("forecast statistic schedule ranking")
"""Aspects that are things of their own."""
_VALUES = listed("zip symbol timezone email phone ip currency")
_NAMELESS = listed(
    "order reservation booking payment transaction shipment ticket subscription flight invoice appointment rate price"
)


_STATED = re.compile(
    r"\bstatus (?:\w+ ){0,3}?(?:changed|set|updated|become|becomes|moved|be|is) (?:to )?['\"`“]([^'\"`”]{3,40})['\"`”]", re.I
)
"""`The order status will be changed to 'return requested'.`"""


def infer_results(tools: Sequence[Tool]) -> tuple[Tool, ...]:
    """The same tools; each that declares no result schema gets an inferred one (`inferred=True`) in the catalog's own words."""
    vocabulary = Vocabulary(tools)
    return tuple(
        tool if tool.returns is not None else tool.model_copy(update={"returns": _returns(tool, vocabulary), "inferred": True})
        for tool in tools
    )


def _returns(tool: Tool, vocabulary: Vocabulary) -> dict[str, Any]:
    about = vocabulary.about[tool.name]
    verb = about.verb
    said = _told(tool, about, vocabulary)
    if said is not None:
        about = told_subject(about, said, tool.description)
    if said is not None and said.kind != "thing":
        properties = _echoes(tool, about, 1 if said.kind == "truth" else 2)
        _add(properties, answer(said, vocabulary))
    elif about.action == "compute" or verb == "generate" or _adds_numbers(tool, verb):
        properties = _computed(tool, about, vocabulary)
    elif _answers_yes_or_no(tool, about):
        properties = {**_echoes(tool, about, 1), _verdict(tool, about): {"type": "boolean"}}
    elif (about.verb in ("authenticate", "login") or about.thing[-1:] == ("token",)) and (token := vocabulary.token()):
        properties = {token[0]: token[1], "status": {"type": "string"}}
    elif about.action in ("create", "update", "delete", "send"):
        properties = _changed(tool, about, vocabulary)
    elif about.aspect == "id":
        name, schema = vocabulary.id_of(about.thing)
        properties = {name: schema}
    elif about.many:
        entity = _entity(tool, about, vocabulary, related=False)
        properties = {plural(_noun(about)): {"type": "array", "items": _object(entity), "minItems": 1}}
    else:
        properties = _echoes(tool, about, 2)
        _add(properties, _entity(tool, about, vocabulary, related=True))
    return _object(properties)


def _told(tool: Tool, about: Subject, vocabulary: Vocabulary) -> Told | None:
    """What the description says comes back, for lookups whose name tells no everyday thing, and for all yes or no."""
    if about.action not in ("find", "get", "check", "other"):
        return None
    said = told(tool.description)
    if said is None or said.kind == "truth":
        return said
    plain = about.thing[-1:] and about.thing[-1] in _VALUES and not about.aspect
    identified = bool(about.thing) and bool(vocabulary.takes(about.thing[-1]))  # other tools take its id
    usual = (
        attributes(about.thing)
        or about.aspect
        or plain
        or identified
        or (said.kind == "thing" and "_".join(about.thing) in vocabulary.made)
    )
    asked = _answers_yes_or_no(tool, about) or about.verb in ("authenticate", "login") or about.thing[-1:] == ("token",)
    return None if usual or asked else said


def _object(properties: Properties) -> dict[str, Any]:
    kept = dict(list(properties.items())[:MOST_FIELDS])
    return {"type": "object", "properties": kept, "required": list(kept)}


def _noun(about: Subject) -> str:
    return "_".join(word for word in about.thing[-2:] if len(word) <= LONGEST_WORD) or "result"


def _adds_numbers(tool: Tool, verb: str) -> bool:
    """`add(a, b)` computes, `add_note(title)` creates."""
    return verb == "add" and bool(tool.inputs) and all(field.schema.get("type") in ("number", "integer") for field in tool.inputs)


def _answers_yes_or_no(tool: Tool, about: Subject) -> bool:
    return about.action == "check" and (
        about.verb in _BOOLEAN or bool(_YES_OR_NO & {about.aspect, *about.thing, *words(tool.name)})
    )


def _entity(tool: Tool, about: Subject, vocabulary: Vocabulary, related: bool) -> Properties:
    """The thing itself: its id, what such things usually have, and ids of what belongs to it."""
    thing = about.thing or ("result",)
    found: Properties = {}
    if thing[-1] in _VALUES and not about.aspect:
        found[vocabulary.spelt(thing[-1])] = _schema(thing[-1], vocabulary)
    if _has_id(thing, vocabulary):
        name, schema = vocabulary.id_of(thing)
        found[name] = schema
    if about.aspect in _VIEWS:
        found |= {name: _schema(name, vocabulary) for name in attributes((about.aspect,))}
    elif about.aspect and about.aspect != "id":
        found[vocabulary.styled(about.aspect)] = _schema(about.aspect, vocabulary)
    found = {**_mentioned(tool, thing, vocabulary), **found} if not found else {**found, **_mentioned(tool, thing, vocabulary)}
    if related:
        _add(found, _related("_".join(thing), vocabulary))
    made = vocabulary.made.get("_".join(thing), {})
    nested = {name: schema for name, schema in made.items() if schema.get("type") in ("array", "object")}
    _add(found, nested if related else {})
    _add(found, {name: schema for name, schema in made.items() if name not in nested})
    usual = attributes(thing) or ("title", "status", "updated_at")
    if about.aspect and not attributes(thing):
        usual = ()
    _add(found, {name: _schema(name, vocabulary) for name in usual if name != "name" or thing[-1] not in _NAMELESS})
    return dict(list(found.items())[: MOST_FIELDS - 1]) or {"result": {"type": "string"}}


def _add(found: Properties, more: Properties) -> None:
    """Adds fields that are not there under another spelling."""
    there = {words(name) for name in found}
    for name, schema in more.items():
        if words(name) not in there:
            found[name] = schema


def _has_id(thing: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    timeless = thing[-1] in (
        "weather",
        "forecast",
        "temperature",
        "time",
        "rate",
        "price",
        "news",
        "zip",
        "ip",
        "timezone",
        "stock",
    )
    taken = vocabulary.takes(thing[-1]) or vocabulary.takes("_".join(thing)) or vocabulary.takes(thing[0])
    return taken or (known(thing[-1]) and not timeless)


def _schema(name: str, vocabulary: Vocabulary) -> dict[str, Any]:
    return vocabulary.schema(name, schema_of(name))


def _mentioned(tool: Tool, thing: tuple[str, ...], vocabulary: Vocabulary) -> Properties:
    """Ids that the description says come back: `List the name and product id of all product types`."""
    said = content_words(tool.description.split(". ")[0])
    inputs = {words(field.name) for field in tool.inputs}
    found: Properties = {}
    for position, word in enumerate(said[1:], 1):
        noun = said[position - 1]
        if word == "id" and noun != thing[-1] and vocabulary.takes(noun) and (noun, "id") not in inputs:
            name, schema = vocabulary.id_of((noun,))
            found[name] = schema
    return found


def _related(noun: str, vocabulary: Vocabulary) -> Properties:
    """Ids of things that other tools take together with this one's: an order's items and payment method."""
    found: Properties = {}
    others = [(other, many) for other, many in vocabulary.together.get(noun, {}).items() if _is_thing(other, vocabulary)]
    for other, many in others[:4]:
        name, schema = vocabulary.id_of(tuple(other.split("_")))
        if many:
            item = {name: schema, **{key: _schema(key, vocabulary) for key in attributes((other,))[:2]}}
            found[vocabulary.styled(plural(other))] = {"type": "array", "items": _object(item), "minItems": 1}
        else:
            found[name] = schema
    return found


def _echoes(tool: Tool, about: Subject, most: int, heads: frozenset[str] = _ASKED_BY) -> Properties:
    """What the caller asked by, said again."""
    found: Properties = {}
    for field in tool.inputs:
        meaning = meanings(field, about)[0]
        plain = "[" not in field.path and "." not in field.path
        if len(found) < most and plain and field.required and meaning.head in heads and not _unsayable(field.name):
            name = "_".join((*meaning.whose, "id")) if meaning.head == "id" and not meaning.core else field.name
            schema = {key: value for key, value in field.schema.items() if key != "default"}
            if "type" not in schema and "enum" not in schema:
                schema = {**schema_of(name), **schema}
            found[name] = schema
    return found


def _is_thing(noun: str, vocabulary: Vocabulary) -> bool:
    return known(noun) or known(noun.split("_")[-1]) or noun in vocabulary.things


def _unsayable(name: str) -> bool:
    parts = words(name)
    return not parts or bool(SECRETS & set(parts)) or parts[-1] in NEVER_FED or "key" in parts


def _changed(tool: Tool, about: Subject, vocabulary: Vocabulary) -> Properties:
    """An id and a status; a new id if something was made."""
    found: Properties = {}
    if about.action in ("create", "send"):
        thing = about.thing or (("message",) if about.action == "send" else ("request",))
        name, schema = vocabulary.id_of(thing)
        found[name] = schema
    _add(found, _echoes(tool, about, 2, IDENTIFIERS))
    if about.action in ("update", "delete") and not found:
        found |= _named(tool)
    stated = _STATED.search(tool.description)
    found["status"] = {"type": "string", "enum": [stated[1] if stated else participle(about.verb)]}
    return found


def _named(tool: Tool) -> Properties:
    """The first plain string that the caller gave, for tools that know things by name."""
    for field in tool.inputs:
        if field.required and field.path == field.name and field.schema.get("type") == "string" and not _unsayable(field.name):
            return {field.name: {key: value for key, value in field.schema.items() if key != "default"}}
    return {}


def _computed(tool: Tool, about: Subject, vocabulary: Vocabulary) -> Properties:
    verb, named = about.verb, words(tool.name)
    thing = tuple(word for word in (*about.thing, about.aspect) if word in named)
    name = "_".join(thing) or "result"
    if verb in ("convert", "translate", "summarize", "encode", "decode", "encrypt", "decrypt"):
        done = {"convert": "converted", "translate": "translated", "summarize": "summarized"}.get(verb, verb + "d")
        kept = "amount" if thing[-1:] == ("currency",) else "text" if verb not in ("convert",) else (thing or ("value",))[-1]
        return {f"{done}_{kept}": {"type": "number" if verb == "convert" else "string"}}
    numeric = verb in _NUMERIC or (about.action == "compute" and verb not in _TEXTUAL)
    if thing[-1:] and thing[-1] in ("sentiment", "emotion"):
        return {thing[-1]: {"type": "string", "enum": ["positive", "neutral", "negative"]}, "confidence": _FRACTION}
    if verb in ("analyze", "compare"):
        return {f"{name}_analysis" if verb == "analyze" else "comparison": {"type": "string"}}
    if not numeric and verb != "generate":
        return {name: {"type": "string"}, "confidence": _FRACTION}
    return {vocabulary.styled(name): {"type": "number"} if numeric else schema_of(name)}


_FRACTION = {"type": "number", "minimum": 0, "maximum": 1}
_TEXTUAL = listed("analyze detect classify recognize identify compare parse hash determine simulate forecast")


def _verdict(tool: Tool, about: Subject) -> str:
    """The name of a yes or no: `available`, `valid`, `is_prime`."""
    if {"availability", "available"} & set(words(tool.name)):
        return "available"
    if about.thing and about.thing[-1] in ("palindrome", "prime", "anagram", "leap"):
        return f"is_{about.thing[-1]}"
    return "valid"

"""Results of tools that answer one question: a truth, a count, a measure, a text or a few, prices over time."""

from typing import Any

from tool_graphs.results.attributes import schema_of
from tool_graphs.results.telling import Told
from tool_graphs.results.vocabulary import Vocabulary
from tool_graphs.words import listed, plural, singular

Properties = dict[str, Any]
_OVER_TIME = ("date", "open", "high", "low", "close", "volume")
_TREND = {"type": "string", "enum": ["rising", "stable", "falling"]}
_NEVER_NEGATIVE = listed("price score volume distance length weight height width depth area size cost fee population rank age")


def answer(found: Told, vocabulary: Vocabulary) -> Properties:
    """The properties that say what was told to come back."""
    head = singular(found.words[-1])
    name = vocabulary.styled("_".join((*found.words[:-1], head)))
    if found.kind == "truth":
        return {found.words[-1]: {"type": "boolean"}}
    if found.kind == "count":
        return {vocabulary.styled("_".join(found.words)): {"type": "integer", "minimum": 0}}
    if found.kind == "prices":
        return {"prices": _several({part: schema_of(part) for part in _OVER_TIME})}
    if found.kind == "measure":
        return _measured(found, head, name)
    schema = _TREND if head == "trend" else vocabulary.schema(head, schema_of(head))
    if found.kind == "texts":
        return {plural(name): {"type": "array", "items": schema, "minItems": 1}}
    return {vocabulary.spelt(head) if len(found.words) == 1 else name: schema}


def _measured(found: Told, head: str, name: str) -> Properties:
    number: dict[str, Any] = {"type": "integer", "minimum": 1} if found.whole else {"type": "number"}
    if not found.whole and (head in _NEVER_NEGATIVE or head in ("rate", "ratio")):
        number["minimum"] = 0
    if not found.many:
        return {name: number}
    kind = "currency" if head == "rate" else "name"
    return {plural(name): _several({kind: schema_of(kind), head: number})}


def _several(properties: Properties) -> dict[str, Any]:
    item = {"type": "object", "properties": properties, "required": list(properties)}
    return {"type": "array", "items": item, "minItems": 1}

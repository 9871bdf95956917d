"""What people write for a type: JSON Schema's words, Python's, Java's and JavaScript's."""

import re
from typing import Any

_SCHEMAS: dict[str, dict[str, Any]] = {
    **{name: {"type": name} for name in ("string", "integer", "number", "boolean", "array", "object", "null")},
    **{name: {"type": "string", "format": name} for name in ("date", "date-time", "time", "email", "uri", "uuid")},
    "any": {},
}
_SYNONYMS = {
    "string": "str text char character enum file bytes binary password byte select varchar literal",
    "integer": "int int32 int64 long short bigint biginteger uint timestamp",
    "number": "float double decimal numeric float32 float64 real complex",
    "boolean": "bool",
    "array": "list tuple set sequence iterable arraylist vector frozenset",
    "object": "dict map mapping hashmap hashtable json struct record",
    "null": "none void nonetype nil",
    "date-time": "datetime date_time",
    "uri": "url",
    "any": "unknown mixed callable function",
}
_MEANING = {word: name for name, words in _SYNONYMS.items() for word in words.split()}
_REMARK = re.compile(r"[\s,(]+(?:optional|required|default\b.*)\)?$")
_GENERIC = re.compile(r"([a-z_-]+)\s*[\[<({](.*)[\])>}]", re.DOTALL)
_LONGEST = 200


def type_schema(word: str, depth: int = 4) -> dict[str, Any] | None:
    """The schema that a type's word stands for (`List[int]`: an array of integers); None for a word that names no type."""
    if depth == 0 or len(word) > _LONGEST:
        return None
    plain = _REMARK.sub("", word.lower()).strip().removeprefix("typing.")
    name = _MEANING.get(plain, plain)
    if name in _SCHEMAS:
        return dict(_SCHEMAS[name])
    choices = _split(re.sub(r"\sor\s", "|", plain), "|")
    if len(choices) > 1:
        return _first(choices, depth)
    if plain.endswith("[]"):
        return _array(plain[:-2], depth)
    if plain.startswith("array of "):
        return _array(plain.removeprefix("array of ").removesuffix("s"), depth)
    generic = _GENERIC.fullmatch(plain)
    if generic is None:
        return None
    outer, inner = _MEANING.get(generic[1], generic[1]), _split(generic[2], ",")
    if outer in ("optional", "union", "annotated"):
        return _first(inner, depth)
    return _array(inner[0], depth) if outer == "array" else type_schema(outer, depth - 1)


def says_optional_type(word: str) -> bool:
    """Whether a type's word adds that the parameter may be left out, as in `str, optional`."""
    remark = _REMARK.search(word.lower())
    return remark is not None and "required" not in remark[0]


def _array(items: str, depth: int) -> dict[str, Any]:
    found = type_schema(items, depth - 1)
    return {"type": "array", "items": found} if found else {"type": "array"}


def _first(choices: list[str], depth: int) -> dict[str, Any] | None:
    return next((found for choice in choices if (found := type_schema(choice, depth - 1)) not in (None, {"type": "null"})), None)


def _split(words: str, separator: str) -> list[str]:
    """The parts between separators that stand outside of brackets."""
    parts, level = [""], 0
    for character in words:
        level += (character in "[(<{") - (character in "])>}")
        if character == separator and level == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts

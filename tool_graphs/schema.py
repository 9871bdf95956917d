"""Making a schema safe to use: references resolved, oddities mended, alternatives settled, validity proven."""

from collections.abc import Iterable, Mapping
from typing import Any

import jsonschema_rs

from tool_graphs.errors import CatalogError
from tool_graphs.tool import says_optional
from tool_graphs.typewords import says_optional_type, type_schema

DEEPEST = 100
"""How many levels of lists and objects a schema may nest once its references are resolved."""
LARGEST = 50_000
"""How many lists, objects and values a schema may hold once its references are resolved."""

_NAMED = ("properties", "patternProperties", "dependentSchemas")
_LISTED = ("prefixItems",)
_SINGLE = ("items", "additionalProperties", "contains", "not", "propertyNames", "unevaluatedItems", "unevaluatedProperties")
_DROPPED = ("$schema", "$id", "id", "$anchor", "$comment", "$defs", "definitions", "nullable", "optional", "discriminator", "xml")
_NOTES = ("title", "description", "examples", "default", "deprecated", "readOnly", "writeOnly")


def usable(schema: Any, place: str, document: Any = None) -> dict[str, Any]:
    """The schema as JSON Schema 2020-12 that anyone may walk: no `$ref`, one alternative of each `anyOf`, one type, no null.

    `document` is what `#/...` references point into, where the schema itself does not hold them. Raises CatalogError.
    """
    if not isinstance(schema, Mapping):
        raise CatalogError(f"{place}: expected a JSON Schema (an object), got {_shown(schema)}")
    mended = _Mending(schema, document).schema(schema, place, (), 0)
    try:
        # Checks against the meta-schema, and also that patterns compile.
        jsonschema_rs.Draft202012Validator(mended)
    except jsonschema_rs.ValidationError as error:
        inner = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in error.instance_path)
        raise CatalogError(f"{place}{inner}: not a valid JSON Schema: {error.message[:200]}") from None
    return mended


def usable_parameters(schema: Any, place: str, document: Any = None) -> dict[str, Any]:
    """As `usable`, for the schema of a tool's parameters: an object with `properties`."""
    found = usable(schema, place, document)
    if found.setdefault("type", "object") != "object":
        raise CatalogError(f"{place}: parameters must be an object with properties, got type {found['type']!r}")
    found.setdefault("properties", {})
    return found


class _Mending:
    """One schema being mended; counts what it reads, so that no small file grows large."""

    def __init__(self, schema: Any, document: Any) -> None:
        self.roots = [schema] if document is None else [schema, document]
        self.read = 0

    def schema(self, raw: Any, place: str, within: tuple[str, ...], depth: int) -> dict[str, Any]:
        """A schema at any level; `within` are the references that led here."""
        self.count(place, depth)
        if raw is None or isinstance(raw, bool):
            return {}
        if isinstance(raw, str):
            return type_schema(raw) or {"description": raw}
        if not isinstance(raw, Mapping):
            raise CatalogError(f"{place}: expected a JSON Schema (an object), got {_shown(raw)}")
        found = {
            key: self.part(key, value, f"{place}.{key}", within, depth + 1)
            for key, value in raw.items()
            if key not in _DROPPED and key not in ("$ref", "allOf", "anyOf", "oneOf")
        }
        _mend(found, place)
        for branch in self.branches(raw, place, within, depth + 1):
            _merge(found, branch)
        _settle_required(found, raw)
        return found

    def part(self, key: str, value: Any, place: str, within: tuple[str, ...], depth: int) -> Any:
        """What stands under one keyword: schemas below `properties`, `items` and the like, plain JSON elsewhere."""
        if key in _NAMED:
            named = value.items() if isinstance(value, Mapping) else ()
            return {name: self.schema(child, f"{place}.{name}", within, depth + 1) for name, child in named}
        if key in _LISTED or (key == "items" and isinstance(value, list)):
            children = value if isinstance(value, list) else []
            return [self.schema(child, f"{place}[{index}]", within, depth + 1) for index, child in enumerate(children)]
        if key in _SINGLE and not isinstance(value, bool):
            return self.schema(value, place, within, depth + 1)
        return self.plain(value, place, depth)

    def plain(self, value: Any, place: str, depth: int) -> Any:
        """A copy of plain JSON, counted."""
        self.count(place, depth)
        if isinstance(value, Mapping):
            return {str(key): self.plain(child, place, depth + 1) for key, child in value.items()}
        if isinstance(value, list):
            return [self.plain(child, place, depth + 1) for child in value]
        if value is None or isinstance(value, str | bool | int | float):
            return value
        raise CatalogError(f"{place}: expected JSON, got {_shown(value)}")

    def branches(self, raw: Mapping[str, Any], place: str, within: tuple[str, ...], depth: int) -> Iterable[dict[str, Any]]:
        """What must hold besides: the target of `$ref`, all of `allOf`, the first of `anyOf` and `oneOf` that is not null."""
        if "$dynamicRef" in raw or "$recursiveRef" in raw:
            raise CatalogError(f"{place}: recursive reference; expected a schema of finite depth")
        if "$ref" in raw:
            target = raw["$ref"]
            if target in within:
                raise CatalogError(f"{place}: recursive $ref {target!r}; expected finite depth: write out the levels needed")
            yield self.schema(self.target(target, place), place, (*within, target), depth)
        for key in ("allOf", "anyOf", "oneOf"):
            choices = raw.get(key)
            if not isinstance(choices, list):
                continue
            chosen = choices if key == "allOf" else [choice for choice in choices if not _is_null(choice)][:1]
            for index, choice in enumerate(chosen):
                yield self.schema(choice, f"{place}.{key}[{index}]", within, depth)

    def target(self, reference: Any, place: str) -> Any:
        """What a local reference points to."""
        if not isinstance(reference, str) or not reference.startswith("#"):
            raise CatalogError(f"{place}: $ref {_shown(reference)} leads out of the file; expected one such as '#/$defs/Address'")
        keys = [key.replace("~1", "/").replace("~0", "~") for key in reference.removeprefix("#").split("/")[1:]]
        for root in self.roots:
            found = root
            for key in keys:
                found = found.get(key) if isinstance(found, Mapping) else None
            if isinstance(found, Mapping | bool) and (keys or reference == "#"):
                return found
        raise CatalogError(f"{place}: broken $ref {reference!r}: nothing stands there")

    def count(self, place: str, depth: int) -> None:
        """Refuses what is too deep or too large to be a tool's schema."""
        self.read += 1
        if depth > DEEPEST:
            raise CatalogError(f"{place[:200]}: nested too deeply; expected at most {DEEPEST} levels")
        if self.read > LARGEST:
            raise CatalogError(f"{place[:200]}: too large; expected at most {LARGEST:,} values once references are resolved")


def _mend(found: dict[str, Any], place: str) -> None:
    """Mends in place what people write that is no JSON Schema 2020-12."""
    if "type" in found:
        _mend_type(found, place)
    for key in ("title", "description"):
        if key in found and not isinstance(found[key], str):
            _replace(found, key, None if found[key] is None else str(found[key]))
    if "example" in found:
        found.setdefault("examples", [found.pop("example")])
    if "examples" in found and not isinstance(found["examples"], list):
        examples = found["examples"]
        found["examples"] = list(examples.values()) if isinstance(examples, dict) else [examples]
    for key, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(found.get(key), bool):
            exclusive = found.pop(key)
            if exclusive and limit in found:
                found[key] = found.pop(limit)
    if isinstance(found.get("items"), list):
        tuple_items = found.pop("items")
        found.update({"items": tuple_items[0]} if len(tuple_items) == 1 else {"prefixItems": tuple_items})
    _mend_enum(found)
    if found.get("default", 0) is None:
        del found["default"]


def _mend_type(found: dict[str, Any], place: str) -> None:
    declared = found.pop("type")
    if isinstance(declared, list):
        declared = next((name for name in declared if name not in ("null", None)), None)
    if declared is None:
        return
    known = type_schema(declared) if isinstance(declared, str) else None
    if known is None:
        raise CatalogError(f"{place}.type: unknown type {_shown(declared)}; expected one such as string, integer or object")
    for key, value in known.items():
        found.setdefault(key, value)


def _mend_enum(found: dict[str, Any]) -> None:
    """Drops null and empty enums; where no value has the declared type, the values win."""
    if "enum" not in found:
        return
    values = [value for value in found["enum"] if value is not None] if isinstance(found["enum"], list) else []
    if not values:
        del found["enum"]
        return
    found["enum"] = values
    if "type" in found:
        fitting = [value for value in values if jsonschema_rs.is_valid({"type": found["type"]}, value)]
        if fitting:
            found["enum"] = fitting
        else:
            del found["type"]


def _settle_required(found: dict[str, Any], raw: Mapping[str, Any]) -> None:
    """Lifts `required: true` from properties to their object and drops required names that are no properties."""
    if "required" not in found and "properties" not in found:
        return
    properties = found.get("properties", {})
    declared = found.pop("required", None)
    if isinstance(declared, str):
        declared = [declared]
    written = raw.get("properties")
    marks = {name: _mark(child) for name, child in written.items()} if isinstance(written, Mapping) else {}
    if isinstance(declared, list):
        names = [name for name in declared if isinstance(name, str)] + [name for name, mark in marks.items() if mark is True]
        found["required"] = [name for name in dict.fromkeys(names) if name in properties]
    elif any(mark is not None for mark in marks.values()):
        told = any(mark is True for mark in marks.values())
        unsaid = {name for name, child in properties.items() if marks.get(name) is None and not says_optional(child)}
        found["required"] = [name for name in properties if marks.get(name) or (not told and name in unsaid)]


def _mark(raw: Any) -> bool | None:
    """Whether a property says of itself that it is required; None where it does not say."""
    if isinstance(raw, str):
        return False if type_schema(raw) and says_optional_type(raw) else None
    if not isinstance(raw, Mapping):
        return None
    if isinstance(raw.get("required"), bool):
        return bool(raw["required"])
    kind = raw.get("type")
    optional = raw.get("optional") is True or ("default" in raw and raw["default"] is None)
    return False if optional or (isinstance(kind, str) and says_optional_type(kind)) else None


def _merge(found: dict[str, Any], branch: dict[str, Any]) -> None:
    """Makes both hold: what agrees is merged, what does not is kept beside it under `allOf`."""
    rest: dict[str, Any] = {}
    for key, value in branch.items():
        if key == "properties":
            own = found.setdefault("properties", {})
            for name, child in value.items():
                own.setdefault(name, child)
        elif key == "required":
            found["required"] = list(dict.fromkeys([*found.get("required", []), *value]))
        elif key == "allOf":
            found["allOf"] = [*found.get("allOf", []), *value]
        elif found.setdefault(key, value) != value and key not in _NOTES:
            rest[key] = value
    if rest:
        found["allOf"] = [*found.get("allOf", []), rest]


def _is_null(choice: Any) -> bool:
    return isinstance(choice, Mapping) and (choice.get("type") in ("null", ["null"]) or choice.get("enum") == [None])


def _replace(found: dict[str, Any], key: str, value: Any) -> None:
    if value is None:
        del found[key]
    else:
        found[key] = value


def _shown(value: Any) -> str:
    return f"{str(value)[:60]!r} ({type(value).__name__})"

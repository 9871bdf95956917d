"""Making a schema safe to use: references resolved, oddities mended, alternatives settled, validity proven."""

from collections.abc import Iterable, Mapping
from typing import Any

import jsonschema_rs

from tool_graphs.errors import CatalogError
from tool_graphs.references import Holders, References, Way
from tool_graphs.tool import OF_THE_ANSWER, says_optional
from tool_graphs.typewords import says_optional_type, type_schema

DEEPEST = 100
"""How many levels of lists and objects a schema may nest once its references are resolved."""
LARGEST = 50_000
"""How many lists, objects and values a schema may hold once its references are resolved; long text counts more than once."""
LARGEST_NUMBER = 2**63

LONGEST_PLACE = 10_000
"""How many characters the names on the way to any value may have together."""

_NAMED = ("properties", "patternProperties", "dependentSchemas")
_LISTED = ("prefixItems",)
_SINGLE = ("items", "additionalProperties", "contains", "not", "propertyNames", "unevaluatedItems", "unevaluatedProperties")
_DROPPED = (
    "$schema",
    "$id",
    "id",
    "$anchor",
    "$comment",
    "$defs",
    "definitions",
    "nullable",
    "optional",
    "discriminator",
    "xml",
    "externalDocs",
)
_NOTES = ("title", "description", "examples", "default", "deprecated", "readOnly", "writeOnly")
_BRANCHING = ("$ref", "allOf", "anyOf", "oneOf")
_FITTING: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
}


class TooLargeError(CatalogError):
    """A schema that holds too much once its references are resolved."""


def usable(schema: Any, place: str, *holders: Any) -> dict[str, Any]:
    """The schema as JSON Schema 2020-12 that anyone may walk: no `$ref`, one alternative of each `anyOf`, one type, no null.

    `holders` are what `#/...` references may point into besides the schema itself. Raises CatalogError with the place inside.
    """
    if not isinstance(schema, Mapping):
        raise CatalogError(f"{place}: expected a JSON Schema (an object), got {shown(schema)}")
    return _valid(_Mending().schema(schema, place, Way(Holders((schema, *holders))), 0), place)


def unfolded(schema: Any, place: str, references: References, most: int, largest: int) -> tuple[dict[str, Any], int, str]:
    """As `usable`, where references may recurse; also how many values were read, and where it was cut first, if at all.

    A reference that recurses, or that is nested in more than `most` others, becomes a plain object. Raises TooLargeError above
    `largest` values.
    """
    mending = _Mending(most, largest)
    return _valid(mending.schema(schema, place, Way(references), 0), place), mending.read, mending.cut


def _valid(mended: dict[str, Any], place: str) -> dict[str, Any]:
    try:
        # Checks against the meta-schema, and also that patterns compile.
        jsonschema_rs.Draft202012Validator(mended)
    except jsonschema_rs.ValidationError as error:
        inner = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in error.instance_path)
        raise CatalogError(f"{place}{inner}: not a valid JSON Schema: {error.message[:200]}") from None
    return mended


def usable_parameters(schema: Any, place: str, *holders: Any) -> dict[str, Any]:
    """As `usable`, for the schema of a tool's parameters: an object with `properties`."""
    found = usable(schema, place, *holders)
    if found.setdefault("type", "object") != "object":
        raise CatalogError(f"{place}: parameters must be an object with properties, got type {found['type']!r}")
    found.setdefault("properties", {})
    return found


def shown(value: Any) -> str:
    """A value as an error message shows it: not too long, with its type; of lists and objects only what they are."""
    if isinstance(value, Mapping):
        return "an object"
    return "a list" if isinstance(value, list) else f"{str(value)[:60]!r} ({type(value).__name__})"


class _Mending:
    """One schema being mended; counts what it reads, so that no small file grows large.

    `jsonschema_rs.dereference` knows no such bound and leaves recursion in place, hence our own.
    """

    def __init__(self, most: int | None = None, largest: int = LARGEST) -> None:
        self.most = most
        self.largest = largest
        self.read = 0
        self.cut = ""

    def schema(self, raw: Any, place: str, way: Way, depth: int) -> dict[str, Any]:
        """A schema at any level; `within` are the references that led here."""
        found = self.branch(raw, place, way, depth)
        if "required" in found:
            found["required"] = [name for name in found["required"] if name in found.get("properties", ())]
        return found

    def branch(self, raw: Any, place: str, way: Way, depth: int) -> dict[str, Any]:
        """A schema that may name required properties of the one it is part of."""
        self.count(place, depth)
        if raw is None or isinstance(raw, bool):
            return {}
        if isinstance(raw, str):
            return type_schema(raw) or {"description": raw}
        if not isinstance(raw, Mapping):
            raise CatalogError(f"{place}: expected a JSON Schema (an object), got {shown(raw)}")
        found = {
            str(key): self.part(key, value, f"{place}.{key}", way, depth + 1)
            for key, value in raw.items()
            if value is not None and key not in _DROPPED and key not in _BRANCHING and not str(key).startswith("x-")
        }
        _mend(found, place)
        _lift_required(found, raw)
        for branch in self.branches(raw, place, way, depth + 1):
            _merge(found, branch)
            _mend_values(found)
        return found

    def part(self, key: str, value: Any, place: str, way: Way, depth: int) -> Any:
        """What stands under one keyword: schemas below `properties`, `items` and the like, plain JSON elsewhere."""
        if key in _NAMED:
            named = value.items() if isinstance(value, Mapping) else ()
            return {name: self.schema(child, f"{place}.{name}", way, depth + 1) for name, child in named}
        if key in _LISTED or (key == "items" and isinstance(value, list)):
            children = value if isinstance(value, list) else []
            return [self.schema(child, f"{place}[{index}]", way, depth + 1) for index, child in enumerate(children)]
        if key in _SINGLE and not isinstance(value, bool):
            return self.schema(value, place, way, depth + 1)
        return self.plain(value, place, depth)

    def plain(self, value: Any, place: str, depth: int) -> Any:
        """A copy of plain JSON, counted."""
        self.count(place, depth, 1 + len(value) // 100 if isinstance(value, str) else 1)
        if isinstance(value, Mapping):
            return {str(key): self.plain(child, place, depth + 1) for key, child in value.items()}
        if isinstance(value, list):
            return [self.plain(child, place, depth + 1) for child in value]
        if value is None or isinstance(value, bool | str) or (isinstance(value, int | float) and abs(value) < LARGEST_NUMBER):
            return value
        raise CatalogError(f"{place}: expected JSON with numbers of at most 64 bits, got {shown(value)}")

    def branches(self, raw: Mapping[str, Any], place: str, way: Way, depth: int) -> Iterable[dict[str, Any]]:
        """What must hold besides: the target of `$ref`, all of `allOf`, the first of `anyOf` and `oneOf` that is not null."""
        if "$dynamicRef" in raw or "$recursiveRef" in raw:
            raise CatalogError(f"{place}: recursive reference; expected a schema of finite depth")
        if "$ref" in raw:
            target, references = way.references.follow(raw["$ref"], place)
            if id(target) not in way.seen and (self.most is None or len(way.seen) < self.most):
                yield self.branch(target, place, way.into(target, references), depth)
            elif self.most is not None:
                self.cut = self.cut or place
                yield _outline(target)
            else:
                raise CatalogError(f"{place}: recursive $ref {raw['$ref']!r}; expected finite depth: write out the levels needed")
        for key in ("allOf", "anyOf", "oneOf"):
            choices = raw.get(key)
            if not isinstance(choices, list):
                continue
            chosen = choices if key == "allOf" else [choice for choice in choices if not _is_null(choice)][:1]
            for index, choice in enumerate(chosen):
                yield self.branch(choice, f"{place}.{key}[{index}]", way, depth)

    def count(self, place: str, depth: int, size: int = 1) -> None:
        """Refuses what is too deep or too large to be a tool's schema."""
        self.read += size
        if depth > DEEPEST or len(place) > LONGEST_PLACE:
            raise CatalogError(f"{place[:200]}: nested too deeply; expected at most {DEEPEST} levels")
        if self.read > self.largest:
            raise TooLargeError(
                f"{place[:200]}: too large; expected at most {self.largest:,} values once references are resolved"
            )


def _outline(target: Any) -> dict[str, Any]:
    """What is left of a schema that is not written out once more."""
    declared = target.get("type") if isinstance(target, Mapping) else None
    return {"type": declared if isinstance(declared, str) and declared in _FITTING else "object"}


def _mend(found: dict[str, Any], place: str) -> None:
    """Mends in place what people write that is no JSON Schema 2020-12."""
    if "type" in found:
        _mend_type(found, place)
    for key in ("title", "description"):
        if key in found:
            found[key] = str(found[key])
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
    _mend_values(found)


def _mend_type(found: dict[str, Any], place: str) -> None:
    declared = found.pop("type")
    if isinstance(declared, list):
        declared = next((name for name in declared if name not in ("null", None)), None)
    if declared is None:
        return
    known = type_schema(declared) if isinstance(declared, str) else None
    if known is None:
        raise CatalogError(f"{place}.type: unknown type {shown(declared)}; expected one such as string, integer or object")
    for key, value in known.items():
        found.setdefault(key, value)


def _mend_values(found: dict[str, Any]) -> None:
    """Drops a default of the wrong type, null in enums and empty enums; where no value has the declared type, the values win."""
    if "enum" in found:
        listed = found.pop("enum")
        values = [value for value in listed if value is not None] if isinstance(listed, list) else []
        fitting = [value for value in values if _fits(value, found.get("type"))]
        if values and not fitting:
            del found["type"]
        if values:
            found["enum"] = fitting or values
    if "default" in found and not _fits(found["default"], found.get("type")):
        del found["default"]


def _fits(value: Any, kind: Any) -> bool:
    if isinstance(value, bool) and kind in ("integer", "number"):
        return False
    return kind not in _FITTING or isinstance(value, _FITTING[kind])


def _lift_required(found: dict[str, Any], raw: Mapping[str, Any]) -> None:
    """Makes `required` a list of names on the object, also where properties say it of themselves."""
    declared = found.pop("required", None)
    written = raw.get("properties")
    marks = {str(name): _mark(child) for name, child in written.items()} if isinstance(written, Mapping) else {}
    told = [name for name, mark in marks.items() if mark is True]
    if isinstance(declared, str) and declared in marks:
        declared = [declared]
    if isinstance(declared, list):
        found["required"] = list(dict.fromkeys([*(name for name in declared if isinstance(name, str)), *told]))
    elif told:
        found["required"] = told
    elif any(mark is False for mark in marks.values()):
        unsaid = [name for name, mark in marks.items() if mark is None]
        found["required"] = [
            name for name in unsaid if name.lower() not in OF_THE_ANSWER and not says_optional(found["properties"][name])
        ]


def _mark(raw: Any) -> bool | None:
    """Whether a property says of itself that it is required; None where it does not say."""
    kind = raw.get("type") if isinstance(raw, Mapping) else raw
    if isinstance(kind, str) and says_optional_type(kind) and type_schema(kind) is not None:
        return False
    if not isinstance(raw, Mapping):
        return None
    said = raw.get("required")
    if isinstance(said, bool) or said in ("true", "false"):
        return said is True or said == "true"
    return False if raw.get("optional") is True or "default" in raw else None


def _merge(found: dict[str, Any], branch: dict[str, Any]) -> None:
    """Makes both hold: what agrees is merged, what does not is kept beside it under `allOf`."""
    rest: dict[str, Any] = {}
    for key, value in branch.items():
        if key == "properties":
            own = found.setdefault("properties", {})
            for name, child in value.items():
                if name in own:
                    _merge(own[name], child)
                else:
                    own[name] = child
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

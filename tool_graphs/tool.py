"""A tool: a name, a description, a schema of what it takes and a schema of what it gives back."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import jsonschema_rs
from pydantic import BaseModel
from pydantic import Field as Attribute

from tool_graphs import path as paths

Schema = Mapping[str, Any]

DEEPEST = 8
"""How many levels of nested objects and lists a tool's fields are read."""

LONGEST_FUNCTION_NAME = 64


OF_THE_ANSWER = frozenset("fields include includes expand select sort sort_by order_by orderby callback cursor".split())
"""Parameters that say how the answer is to look; no call fails without them."""


@dataclass(frozen=True, slots=True)
class Field:
    """One leaf of a schema: a parameter, or a part of a result."""

    path: str
    """Where it stands, as `tool_graphs.path` writes it; `[]` is any item of a list."""
    schema: Schema
    required: bool
    """Whether every object on the way, and the leaf itself, is required."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The property names on the way, outermost first."""
        return paths.names(self.path)

    @property
    def name(self) -> str:
        """The innermost property name; empty for a bare scalar result."""
        return self.keys[-1] if self.keys else ""

    @property
    def many(self) -> bool:
        """Whether it stands within a list."""
        return "[]" in self.path

    @property
    def description(self) -> str:
        """What the schema says about it."""
        return str(self.schema.get("description", ""))


class Tool(BaseModel, frozen=True):
    """One callable thing; its schemas are JSON Schema (draft 2020-12), with every `$ref` already resolved."""

    name: str
    description: str = ""
    parameters: dict[str, Any] = Attribute(default_factory=lambda: {"type": "object", "properties": {}})
    returns: dict[str, Any] | None = None
    """Schema of the result; None until one is declared or inferred."""
    inferred: bool = False
    """Whether `returns` was inferred and not declared."""
    namespace: str = ""
    reads: bool | None = None
    """Whether a call changes nothing in the world; None where nobody says."""
    origin: str = ""
    """HTTP method and path, where it is an operation of an API: `GET /repos/{owner}/{repo}`."""

    @cached_property
    def properties(self) -> dict[str, Any]:
        """Parameter name -> schema."""
        found: dict[str, Any] = self.parameters.get("properties", {})
        return found

    @cached_property
    def needed(self) -> frozenset[str]:
        """The parameters without which a call makes no sense.

        Those that the schema requires; where it has no `required` at all, those with no default and not called optional.
        """
        required = self.parameters.get("required")
        if required is not None:
            return frozenset(name for name in required if name in self.properties)
        return frozenset(
            name for name, schema in self.properties.items() if not says_optional(schema) and name.lower() not in OF_THE_ANSWER
        )

    @cached_property
    def inputs(self) -> tuple[Field, ...]:
        """The leaves of the parameters, in the schema's order."""
        return tuple(
            field for name, schema in self.properties.items() for field in _fields(schema, (name,), name in self.needed, DEEPEST)
        )

    @cached_property
    def leaves_of(self) -> dict[str, tuple[Field, ...]]:
        """Parameter name -> its leaves among the inputs."""
        return {name: tuple(field for field in self.inputs if field.keys[:1] == (name,)) for name in self.properties}

    @cached_property
    def outputs(self) -> tuple[Field, ...]:
        """The leaves of the result, in the schema's order; none while `returns` is None."""
        return tuple(_fields(self.returns, (), True, DEEPEST)) if self.returns else ()

    def input(self, path: str) -> Field | None:
        """The input that a schema path or a value's path names."""
        return self._inputs_by_path.get(paths.pattern(path))

    def parameter(self, name: str) -> Field | None:
        """The input that is this parameter as a whole, whatever characters its name has: `filter[status]`."""
        return self._inputs_by_path.get(paths.text((name,)))

    @cached_property
    def _inputs_by_path(self) -> dict[str, Field]:
        return {field.path: field for field in self.inputs}

    @cached_property
    def _arguments_validator(self) -> Any:
        return jsonschema_rs.validator_for(self.parameters)

    @cached_property
    def _result_validator(self) -> Any:
        return jsonschema_rs.validator_for(self.returns if self.returns is not None else True)

    def prepare(self) -> None:
        """Compiles its schemas; raises what is wrong with them."""
        _ = self._arguments_validator, self._result_validator, self.inputs, self.outputs

    def argument_errors(self, arguments: Mapping[str, Any]) -> list[str]:
        """What is wrong with a call's arguments, also names that the schema does not know; empty if nothing is."""
        unknown = [f"{name!r} is no parameter of {self.name}" for name in arguments if name not in self.properties]
        if self.parameters.get("additionalProperties") or "patternProperties" in self.parameters:
            unknown = []
        return unknown + _errors(self._arguments_validator, dict(arguments))

    def takes(self, arguments: Mapping[str, Any]) -> bool:
        """Whether nothing is wrong with a call's arguments; sooner than what is."""
        known = self.properties
        open_ended = self.parameters.get("additionalProperties") or "patternProperties" in self.parameters
        return bool(open_ended or all(name in known for name in arguments)) and bool(
            self._arguments_validator.is_valid(dict(arguments))
        )

    def result_errors(self, result: Any) -> list[str]:
        """What is wrong with a result; empty if nothing is."""
        return _errors(self._result_validator, result)

    def __copy__(self) -> "Tool":
        """A copy, as `model_copy` makes it, that works out anew what depends on the schemas."""
        kept = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self).model_construct(_fields_set=set(self.model_fields_set), **kept)

    def __getstate__(self) -> dict[Any, Any]:
        state = super().__getstate__()
        kept = {key: value for key, value in state["__dict__"].items() if key in type(self).model_fields}
        return {**state, "__dict__": kept}


@lru_cache(maxsize=65536)
def function_name(name: str) -> str:
    """The tool's name as chat APIs want it, `^[a-zA-Z0-9_-]{1,64}$`; the name itself where it is one already.

    `read_catalog` refuses tools that would share one; a name that loses letters carries a digest.
    """
    plain = re.sub(r"[^a-zA-Z0-9_-]+", "_", name).strip("_")
    if name.isascii() and 1 <= len(plain) <= LONGEST_FUNCTION_NAME:
        return plain if plain != name.strip("_") else name
    digest = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{plain[: LONGEST_FUNCTION_NAME - 9]}_{digest}".lstrip("_")


def _errors(validator: Any, value: Any) -> list[str]:
    if validator.is_valid(value):
        return []
    return [f"{'.'.join(map(str, error.instance_path)) or '(top)'}: {error.message}" for error in validator.iter_errors(value)]


def says_optional(schema: Any) -> bool:
    """Whether a parameter has a default or calls itself optional."""
    if not isinstance(schema, Mapping):
        return False
    description = str(schema.get("description", "")).lower()
    return "default" in schema or "default" in description or "optional" in description


def _fields(schema: Any, keys: tuple[paths.Key, ...], required: bool, depth: int) -> Iterator[Field]:
    if not isinstance(schema, Mapping):
        schema = {}
    properties, items = schema.get("properties"), schema.get("items")
    if depth and isinstance(properties, Mapping) and properties:
        needed = schema.get("required", ())
        for name, child in properties.items():
            yield from _fields(child, (*keys, name), required and name in needed, depth - 1)
    elif depth and isinstance(items, Mapping):
        yield from _fields(items, (*keys, None), required, depth - 1)
    else:
        yield Field(paths.text(keys), schema, required)

"""Plain Python functions: names, type hints, defaults and docstrings as a specification."""

import inspect
from collections.abc import Callable, Mapping
from functools import partial
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter
from pydantic.errors import PydanticUserError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticSerializationError, PydanticUndefined, to_jsonable_python

from tool_graphs.errors import CatalogError
from tool_graphs.sources.type_hints import modern

_SEVERAL = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}


def function_specification(function: Callable[..., Any], place: str) -> dict[str, Any]:
    """Name, description, parameters and result; raises CatalogError for what has no JSON Schema, with the reason."""
    name = _name(function)
    place = f"{place}: {name}"
    signature, hints = _signature(function, place)
    parameters = _parameters(signature, hints, place)
    return {
        "name": name,
        "description": documented(_docstring(function), parameters["properties"]),
        "parameters": parameters,
        "returns": result_schema(function),
    }


def documented(docstring: str | None, properties: Mapping[str, Any]) -> str:
    """The docstring without its sections; what it says of a parameter goes to the one that has no description yet.

    Docstrings of Google's, NumPy's and Sphinx's style are understood.
    """
    from docstring_parser import parse  # a tenth of a second

    text = inspect.cleandoc(docstring or "")
    try:
        parsed = parse(text)
    except Exception:  # a docstring is prose and need not have any style
        return text
    for told in parsed.params:
        schema = properties.get(told.arg_name.lstrip("*"))
        if isinstance(schema, dict) and told.description:
            schema.setdefault("description", " ".join(told.description.split()))
    if not parsed.meta:
        return text
    return "\n\n".join(part for part in (parsed.short_description, parsed.long_description) if part)


def result_schema(function: Callable[..., Any], first: bool = False) -> dict[str, Any] | None:
    """The schema of the annotated result; None where there is none, or one that says nothing about what is in it.

    `first` takes the first of an annotated pair.
    """
    try:
        hint = _hints(function).get("return")
        if first:
            hint = next(iter(get_args(hint)), None)
        if hint in (None, type(None), Any):
            return None
        schema = TypeAdapter(modern(hint)).json_schema(mode="serialization")
    except Exception:  # a result that no schema describes is one that nobody declared
        return None
    return schema if _says_something(schema) else None


def _says_something(schema: Mapping[str, Any]) -> bool:
    """Whether it tells more than "some object"."""
    if schema.get("type") == "object" and not schema.get("properties"):
        return isinstance(schema.get("additionalProperties"), Mapping)
    if schema.get("type") == "array":
        return _says_something(schema.get("items") or {})
    return bool(schema.keys() - {"title", "description"})


def _name(function: Any) -> str:
    while isinstance(function, partial):
        function = function.func
    return str(getattr(function, "__name__", type(function).__name__))


def _docstring(function: Any) -> str | None:
    while isinstance(function, partial):
        function = function.func
    if hasattr(function, "__name__"):
        return inspect.getdoc(function)
    return inspect.getdoc(type(function)) or inspect.getdoc(type(function).__call__)


def _signature(function: Callable[..., Any], place: str) -> tuple[inspect.Signature, dict[str, Any]]:
    try:
        return inspect.signature(function), _hints(function)
    except NameError as error:
        raise CatalogError(
            f"{place}: a type hint that cannot be resolved: {error}; expected one that its module knows"
        ) from error
    except (ValueError, TypeError) as error:
        raise CatalogError(f"{place}: no signature ({error}); expected a function written in Python") from error


def _hints(function: Any) -> dict[str, Any]:
    while isinstance(function, partial):
        function = function.func
    function = inspect.unwrap(function)
    if not inspect.isroutine(function):
        function = type(function).__call__
    return get_type_hints(function, include_extras=True)


def _parameters(signature: inspect.Signature, hints: Mapping[str, Any], place: str) -> dict[str, Any]:
    adapters = {}
    for name, parameter in signature.parameters.items():
        if parameter.kind in _SEVERAL:
            reason = "a tool's parameters have names: write them out"
            raise CatalogError(f"{place}: takes {_SEVERAL[parameter.kind]}{name}; {reason}")
        adapters[name] = _adapter(hints.get(name, Any), f"{place}.{name}")
    try:
        found, shared = TypeAdapter.json_schemas([(name, "validation", adapter) for name, adapter in adapters.items()])
    except PydanticUserError as error:
        raise CatalogError(f"{place}: no JSON Schema: {_first_line(error)}") from error
    properties = {
        name: _property(found[(name, "validation")], hints.get(name), parameter.default)
        for name, parameter in signature.parameters.items()
    }
    required = [name for name, parameter in signature.parameters.items() if _is_required(hints.get(name), parameter.default)]
    return {"type": "object", "properties": properties, "required": required, **shared}


def _adapter(hint: Any, place: str) -> TypeAdapter[Any]:
    try:
        return TypeAdapter(modern(hint))
    except Exception as error:  # PydanticUserError, and what other people's types raise
        raise CatalogError(f"{place}: its type has no JSON Schema: {_first_line(error)}") from error


def _property(schema: Mapping[str, Any], hint: Any, default: Any) -> dict[str, Any]:
    """The parameter's schema with its default, and with a text of `Annotated` as its description."""
    found = dict(schema)
    noted = [note for note in _notes(hint) if note]
    if noted:
        found.setdefault("description", noted[0])
    if default is not inspect.Parameter.empty and not isinstance(default, FieldInfo):
        try:
            found["default"] = to_jsonable_python(default)
        except PydanticSerializationError:
            found["description"] = f"{found.get('description', '')} (optional)".strip()
    return found


def _notes(hint: Any) -> list[str]:
    """The texts among the notes of `Annotated`; `Doc` holds one, too."""
    if get_origin(hint) is not Annotated:
        return []
    return [note if isinstance(note, str) else str(getattr(note, "documentation", "")) for note in get_args(hint)[1:]]


def _is_required(hint: Any, default: Any) -> bool:
    if isinstance(default, FieldInfo):
        return default.is_required()
    if default is not inspect.Parameter.empty:
        return False
    fields = [note for note in get_args(hint)[1:] if isinstance(note, FieldInfo)] if get_origin(hint) is Annotated else []
    return all(field.default is PydanticUndefined and field.default_factory is None for field in fields)


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)[:200]

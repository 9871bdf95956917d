"""How a strategy is written with its parameters: `ratio:0.33`, `mixture:upstream=2,explicit=1`, in YAML `{ratio: 0.33}`."""

import inspect
import json
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

from tool_graphs.errors import PluginError, ToolweftError
from tool_graphs.graph import ToolGraph


@dataclass(frozen=True, slots=True)
class Parameters:
    """What follows the colon."""

    values: tuple[Any, ...]
    named: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Notation:
    """A name, or module:attribute, with parameters; None where none are written."""

    text: str
    name: str
    parameters: Parameters | None


def read_notation(text: str, known: Container[str]) -> Notation:
    """Takes `name:argument,key=value` apart; what stands before the first colon is a known name, or a module."""
    name, colon, rest = text.partition(":")
    if not colon:
        return Notation(text, text, None)
    if name not in known:
        attribute, colon, rest = rest.partition(":")
        name = f"{name}:{attribute}"
        if not colon:
            return Notation(text, name, None)
    pieces = [piece.strip() for piece in rest.split(",")]
    if not all(pieces):
        raise PluginError(f"{text!r}: nothing between two commas, or after a colon; expected {name}:argument,key=value")
    values = tuple(_scalar(piece) for piece in pieces if "=" not in piece)
    named: dict[str, Any] = {}
    for piece in pieces:
        key, equals, value = piece.rpartition("=")
        if equals:
            if not key or key in named:
                raise PluginError(
                    f"{text!r}: {key!r} is {'given twice' if key else 'no name'}; expected {name}:argument,key=value"
                )
            named[key] = _scalar(value)
    return Notation(text, name, Parameters(values, named))


def _scalar(text: str) -> Any:
    """A number, true or false where it reads as one, else the text."""
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return found if isinstance(found, int | float | bool) else text


def made(found: Any, notation: Notation, graph: ToolGraph | None) -> Any:
    """What the found class or factory makes of the parameters; raises PluginError where they do not fit it."""
    given = notation.parameters or Parameters((), {})
    if not inspect.isclass(found) and list(_parameters(found))[:2] == ["plan", "rng"]:
        raise PluginError(f"{notation.text!r}: {notation.name} takes no parameters; write just {notation.name}")
    taken = _parameters(found)
    needs_graph = {"graph": graph} if "graph" in taken and graph is not None else {}
    try:
        inspect.signature(found).bind(*given.values, **given.named, **needs_graph)
    except (TypeError, ValueError) as error:
        wanted = ", ".join(each for each in taken if each != "graph") or "none"
        raise PluginError(f"{notation.text!r}: {error}; {notation.name} takes these parameters: {wanted}") from None
    try:
        return found(*given.values, **given.named, **needs_graph)
    except ToolweftError:
        raise
    except Exception as error:
        raise PluginError(f"{notation.text!r}: making it failed: {type(error).__name__}: {error}") from error


def _parameters(found: Any) -> Mapping[str, inspect.Parameter]:
    try:
        return inspect.signature(found).parameters
    except (TypeError, ValueError):
        return {}


def written(value: Any) -> Any:
    """YAML's mapping form as text: `{ratio: 0.33}` is `ratio:0.33`; other values as they are."""
    if not isinstance(value, Mapping):
        return value
    if len(value) != 1:
        raise ValueError(f"expected one strategy with its parameters, such as `ratio: 0.33`, got {sorted(map(str, value))}")
    ((name, parameters),) = value.items()
    if isinstance(parameters, Mapping):
        return f"{name}:" + ",".join(f"{key}={_text(item)}" for key, item in parameters.items())
    if isinstance(parameters, list):
        return f"{name}:" + ",".join(map(_text, parameters))
    return str(name) if parameters is None else f"{name}:{_text(parameters)}"


def _text(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)

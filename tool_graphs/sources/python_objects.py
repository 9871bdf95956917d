"""Tools that live in Python: functions, LangChain tools, modules, specifications and tools, named or handed over."""

import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from pydantic import BaseModel

from tool_graphs.attribute import attribute, imported
from tool_graphs.errors import CatalogError
from tool_graphs.schema import shown
from tool_graphs.sources.document import SUFFIXES, Document
from tool_graphs.sources.found import Found, Skipped
from tool_graphs.sources.functions import read_functions
from tool_graphs.sources.langchain_tools import is_langchain_tool, langchain_specification
from tool_graphs.sources.python_functions import function_specification
from tool_graphs.tool import Tool

_ATTRIBUTE = re.compile(r"[^\W\d][\w.]{0,200}:[^\W\d][\w.]{0,200}")


@dataclass(frozen=True, slots=True)
class Objects:
    """One object or many that are tools, or that hold tools."""

    held: Any


def names_attribute(source: str) -> bool:
    """Whether this is `module:attribute`, and neither a file nor the name of one after a misspelt source."""
    return bool(_ATTRIBUTE.fullmatch(source)) and not source.endswith(SUFFIXES) and not Path(source).exists()


def open_objects(address: str) -> Document:
    """Imports the `module` or `module:attribute`, and nothing else; raises PluginError where it leads nowhere."""
    held = imported(address, address) if address and ":" not in address else attribute(address)
    return Document(f"python:{address}", Objects(held))


def is_objects(document: Document) -> bool:
    """Whether the document holds objects of Python."""
    return isinstance(document.content, Objects)


def read_objects(document: Document) -> Iterator[Found]:
    """Every tool with its place; raises CatalogError for an object that is none and holds none."""
    for index, held in enumerate(_unfolded(document.content.held)):
        place = f"[{index}]"
        if isinstance(held, Tool):
            yield place, held
            continue
        try:
            raw = _specification(held, place)
        except CatalogError as error:
            yield place, Skipped(tool=_name(held), place=document.path, reason=str(error))
            continue
        single = replace(document, content=[raw])
        yield from ((place, _placed(item, place)) for _, item in read_functions(single))


def _placed(item: Any, place: str) -> Any:
    """A skipped tool's reason with the place among all objects."""
    if isinstance(item, Skipped) and item.reason.startswith("[0]"):
        return item.model_copy(update={"reason": f"{place}{item.reason.removeprefix('[0]')}"})
    return item


def _unfolded(held: Any) -> Iterable[Any]:
    """One by one what a list, a module or a toolkit holds."""
    if isinstance(held, ModuleType):
        return _public(held)
    if callable(getattr(held, "get_tools", None)):
        return _unfolded(held.get_tools())
    if isinstance(held, Mapping) and all(map(_is_tool, held.values())):
        held = held.values()
    elif isinstance(held, str | Mapping) or not isinstance(held, Iterable) or _is_tool(held):
        return (held,)
    return [each for item in held for each in (_unfolded(item) if isinstance(item, ModuleType) else (item,))]


def _public(module: ModuleType) -> list[Any]:
    """What a module's `__all__` lists, else the functions that it defines and the LangChain tools that it holds."""
    listed = getattr(module, "__all__", None)
    if listed is not None:
        return [held for name in listed if _is_tool(held := getattr(module, name, None))]
    named = [(name, held) for name, held in vars(module).items() if not name.startswith("_")]
    return [held for _, held in named if is_langchain_tool(held) or _defined(held, module)]


def _defined(held: Any, module: ModuleType) -> bool:
    return inspect.isfunction(held) and held.__module__ == module.__name__


def _is_tool(held: Any) -> bool:
    return is_langchain_tool(held) or isinstance(held, Tool) or (callable(held) and not inspect.isclass(held))


def _specification(held: Any, place: str) -> Any:
    if is_langchain_tool(held):
        return langchain_specification(held, place)
    if isinstance(held, BaseModel) and hasattr(held, "name"):  # a tool of the MCP SDK
        return held.model_dump(mode="json", by_alias=True, exclude_none=True)
    if isinstance(held, Mapping):
        return held
    if inspect.isclass(held) or not callable(held):
        expected = "a function, a LangChain tool, a Tool, or a dict with name, description and parameters"
        raise CatalogError(f"{place}: expected {expected}, got {shown(held)}")
    return function_specification(held, place)


def _name(held: Any) -> str:
    return str(getattr(held, "__name__", None) or getattr(held, "name", None) or type(held).__name__)[:200]

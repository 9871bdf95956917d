"""The tools of a prompt as a tool graph with offline roles on it; made once for the same tools."""

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from threading import Lock
from typing import Any

import orjson

from roles.chatting.showing import LONGEST_DESCRIPTION, LONGEST_FAR, brief, told_tool
from roles.executor import Executor
from roles.language.clauses import Clauses
from roles.language.cues import Phrasebook
from roles.language.recognition import Recognizer
from roles.language.report import Reporter
from roles.user import User
from roles.values import Values
from roles.verifier import Verifier
from tool_graphs import path as paths
from tool_graphs.errors import CatalogError
from tool_graphs.graph import ToolGraph
from tool_graphs.linked import linked
from tool_graphs.schema import usable, usable_parameters
from tool_graphs.tool import Tool, function_name

MOST_STAGES = 256
"""Sets of tools that are kept."""
Told = Mapping[str, Any]
"""A tool as a prompt tells of it."""


class Stage:
    """Offline roles on one tool graph."""

    def __init__(self, graph: ToolGraph) -> None:
        self.graph = graph
        self.names = {function_name(name): name for name in graph.tools}
        """The name that chat APIs use -> the tool's own."""

    def name(self, told: str) -> str:
        """The tool's own name."""
        return self.names.get(told, told)

    @cached_property
    def values(self) -> Values:
        """Literals for arguments."""
        return Values(self.graph)

    @cached_property
    def clauses(self) -> Clauses:
        """What the tools are asked for with."""
        return Clauses(self.graph)

    @cached_property
    def phrasebook(self) -> Phrasebook:
        """What values are said with."""
        return Phrasebook(self.graph, self.clauses)

    @cached_property
    def user(self) -> User:
        """Who asks."""
        return User(self.graph, self.phrasebook, self.clauses)

    @cached_property
    def verifier(self) -> Verifier:
        """Who understands requests."""
        return Verifier(self.graph, Recognizer(self.graph, self.clauses), self.phrasebook, frozenset(("profile", "order links")))

    @cached_property
    def executor(self) -> Executor:
        """Who answers calls."""
        return Executor(self.graph, self.values)

    @cached_property
    def reporter(self) -> Reporter:
        """Who tells what came out."""
        return Reporter(self.graph)


class Stages:
    """The stages of the tools that prompts tell of; whole catalogs that are known beforehand spare the work."""

    def __init__(self, known: Iterable[ToolGraph] = ()) -> None:
        self.known = tuple(Stage(graph) for graph in known)
        self._kept: OrderedDict[str, Stage] = OrderedDict()
        self._lock = Lock()

    def of(self, told: Sequence[Told]) -> Stage:
        """The stage for these tools."""
        for stage in self.known:
            if all(_is_known(stage, tool) for tool in told):
                return stage
        digest = hashlib.sha256(orjson.dumps(list(told), option=orjson.OPT_SORT_KEYS)).hexdigest()
        with self._lock:
            found = self._kept.get(digest)
            if found is None:
                found = self._kept[digest] = Stage(_graph(told))
                if len(self._kept) > MOST_STAGES:
                    self._kept.popitem(last=False)
            else:
                self._kept.move_to_end(digest)
        return found


def _is_known(stage: Stage, told: Told) -> bool:
    name = stage.names.get(str(told.get("name")))
    if name is None:
        return False
    description = stage.graph.tool(name).description
    lengths = LONGEST_DESCRIPTION, LONGEST_FAR
    return told.get("description", "") in (description, *(brief(description, most) for most in lengths))


def _graph(told: Sequence[Told]) -> ToolGraph:
    tools = {tool.name: tool for tool in map(tool_of, told)}
    found = linked(tuple(tools.values()))
    return ToolGraph(found.tools, found.links)


def tool_of(told: Told) -> Tool:
    """The tool that a prompt tells of, in OpenAI's form or in that of our prompts."""
    parameters = told.get("parameters") or {}
    if not isinstance(parameters, dict) or not _is_schema(parameters):  # ours: names, or name -> schema
        parameters = told_tool(told).parameters
    returns = told.get("returns") or _returns(told.get("gives") or ())
    name = str(told.get("name"))
    try:
        parameters = usable_parameters(parameters, name)
        returns = usable(returns, name) if returns else None
    except CatalogError:  # what a model's service would take, too, without looking at it
        parameters, returns = {"type": "object", "properties": {}}, None
    return Tool(name=name, description=str(told.get("description") or ""), parameters=parameters, returns=returns)


def _is_schema(parameters: Mapping[str, Any]) -> bool:
    return (
        isinstance(parameters.get("properties", {}), dict)
        and parameters.get("type", "object") == "object"
        and (not parameters or "type" in parameters or "properties" in parameters or "$ref" in parameters)
    )


def _returns(gives: Sequence[str]) -> dict[str, Any] | None:
    """A schema of a result that has these fields."""
    schema: dict[str, Any] = {}
    for path in gives:
        place = schema
        for key in paths.parse(path):
            if key is None or isinstance(key, int):
                place = place.setdefault("items", {})
            else:
                place = place.setdefault("properties", {}).setdefault(key, {})
    return _typed(schema) if gives else None


def _typed(schema: dict[str, Any]) -> dict[str, Any]:
    if "properties" in schema:
        return {"type": "object", "properties": {name: _typed(child) for name, child in schema["properties"].items()}}
    if "items" in schema:
        return {"type": "array", "items": _typed(schema["items"])}
    return {}

"""The offline executor: a mock world that depends on nothing but the steps and the dice."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

import orjson

from roles.base import Called, Conversation, Opened, Result, Returned
from roles.executor.ahead import Ahead, ahead
from roles.executor.bearing import TAKEN_UP
from roles.executor.blueprint import blueprint
from roles.executor.building import ECHOED, Building
from roles.executor.calculation import calculated
from roles.executor.effects import status_after
from roles.executor.minimal import minimal
from roles.executor.names import PAGING, entity
from roles.executor.node import Node
from roles.executor.wishes import SURE, Wishes
from roles.executor.world import World, exchanges, learn, said, set_by, target
from roles.values import Values
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call
from tool_graphs.subject import Subject, subject
from tool_graphs.tool import Tool
from tool_graphs.words import words

_HEEDED = TAKEN_UP | ECHOED | {"product"}
_ANSWERS = frozenset(("result", "value", "answer", "output", "total", "sum", "converted amount", "amount", "solution"))


@dataclass(frozen=True, slots=True)
class _Known:
    """What all calls of one tool have in common."""

    tool: Tool
    about: Subject
    node: Node
    meanings: Mapping[str, str]
    """Of the inputs whose values the result takes up, by path."""


class Executor:
    """Answers the calls issued last, in their order."""

    def __init__(self, graph: ToolGraph, values: Values | None = None) -> None:
        self._graph = graph
        self._values = values or Values(graph)
        self._known: dict[str, _Known] = {}
        self._wishes = Wishes(graph, self._values)

    def __call__(self, conversation: Conversation, rng: Random) -> Returned:
        """The results; raises LookupError where no call was issued."""
        opened = conversation.last(Opened)
        today = datetime.date.fromisoformat(opened.date)
        world = self._world(conversation)
        world.said, world.numbers = said(conversation)
        results: list[Result] = []
        calls = conversation.last(Called).calls
        for call in calls:
            value = self._answer(call, world, f"{opened.seed}/{opened.id}", today, rng, ahead(conversation, call, self._graph))
            results.append(Result(call=call.id, value=value))
            if len(results) < len(calls):
                self._absorb(world, call, value)
        return Returned(results=tuple(results))

    def _world(self, conversation: Conversation) -> World:
        world = World()
        for returned, calls in exchanges(conversation):
            for result in returned.results:
                if result.call in calls and calls[result.call].tool in self._graph.tools:
                    self._absorb(world, calls[result.call], result.value)
        return world

    def _answer(self, call: Call, world: World, seed: str, today: datetime.date, rng: Random, coming: Ahead) -> Any:
        known = self._of(call.tool)
        tool, node, about = known.tool, known.node, known.about
        aim = target(about, call.arguments)
        building = Building(tool.name, about, call.arguments, known.meanings, world, aim, seed, today, rng, coming)
        value = building.result(node, world.lists.get(_same(call)))
        number = calculated(tool.name, call.arguments)
        if number is not None:
            value = _with_number(node, value, number, call)
        if tool.returns is None or not tool.result_errors(value):
            return value
        plain = Building(tool.name, about, {}, {}, World(said=world.said, numbers=world.numbers), None, seed, today, rng, coming)
        value = plain.result(node, None)
        return value if not tool.result_errors(value) else minimal(tool, value)

    def _absorb(self, world: World, call: Call, value: Any) -> None:
        """What later results have to agree with."""
        known = self._of(call.tool)
        node, about = known.node, known.about
        aim = target(about, call.arguments)
        learn(world, node, value, aim[1] if aim else "")
        if about.action in ("find", "get"):
            world.lists[_same(call)] = value
            if aim is None:
                self._learn_search(world, node, value, about, call)
            return
        if about.action == "create":
            aim = _created(node, value) or aim
            if aim is not None:
                world.made.append((*aim, set_by(call.arguments, aim[0], aim[2])))
        if aim is None:
            return
        changed = world.changed.setdefault(aim[1], {})
        changed.update(set_by(call.arguments, aim[0], aim[2]))
        status = status_after(call.tool)
        if (status and "status" not in changed and about.action in ("update", "delete")) or (about.action == "delete" and status):
            changed["status"] = status
        if words(call.tool)[0] in ("delete", "remove", "drop", "clear", "rm", "discard"):
            world.gone[aim[1]] = None

    def _learn_search(self, world: World, node: Node, value: Any, about: Subject, call: Call) -> None:
        """What one thing was found by is an attribute of it: the email that led to the user."""
        if node.kind == "object" and node.own and isinstance(value, dict) and isinstance(value.get(node.own), (str, int)):
            known = world.shown.setdefault(entity(node.noun, value[node.own]), {})
            for name, argument in set_by(call.arguments, about.thing[-1] if about.thing else "", None).items():
                if name not in PAGING:
                    known.setdefault(name, argument)

    def _of(self, name: str) -> _Known:
        found = self._known.get(name)
        if found is None:
            tool = self._graph.tool(name)
            links = [link for link in self._graph.consumers(name) if link.kind == "data"]
            wanted = frozenset(link.field for link in links if link.score >= SURE)
            node = blueprint(tool, lambda where, schema, own: self._wishes.of(tool, where, schema, own), wanted)
            meanings = {field.path: self._values.making(tool, field).meaning for field in tool.inputs}
            heeded = {path: meaning for path, meaning in meanings.items() if meaning in _HEEDED}
            found = self._known[name] = _Known(tool, subject(tool), node, heeded)
        return found


def _same(call: Call) -> str:
    return f"{call.tool} {orjson.dumps(call.arguments, option=orjson.OPT_SORT_KEYS, default=str).decode()}"


def _created(node: Node, value: Any) -> tuple[str, str, Any] | None:
    """The new thing in a result: (thing, entity, id)."""
    for place, found in ((node, value), *((child, value.get(child.name)) for child in node.children if isinstance(value, dict))):
        if place.kind == "object" and place.own and isinstance(found, dict) and isinstance(found.get(place.own), (str, int)):
            return place.noun, entity(place.noun, found[place.own]), found[place.own]
    return None


def _with_number(node: Node, value: Any, number: float, call: Call) -> Any:
    """The result with the number in the first place that can hold it and is no echo."""
    if node.kind == "leaf":
        return _as(node, number, value)
    if node.kind == "object" and isinstance(value, dict):
        places = [
            child for child in node.children if child.kind == "leaf" and child.name not in call.arguments and child.name in value
        ]
        numeric = [child for child in places if child.type in ("number", "integer")]
        texts = [child for child in places if child.type in ("string", "") and child.attribute in _ANSWERS]
        for child in [*(place for place in numeric if place.attribute in _ANSWERS), *texts, *numeric][:1]:
            value[child.name] = _as(child, number, value[child.name])
        amounts = [given for given in call.arguments.values() if type(given) in (int, float) and given]
        for child in numeric:
            if child.attribute in ("exchange rate", "conversion rate", "rate") and len(amounts) == 1 and len(numeric) > 1:
                value[child.name] = round(number / amounts[0], 4)
    return value


def _as(node: Node, number: float, instead: Any) -> Any:
    if node.type == "integer":
        return number if isinstance(number, int) else instead
    return str(number) if node.type == "string" else number

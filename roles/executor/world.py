"""What the steps so far say about each thing: its attributes, what was changed, what is gone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from roles.base import Asked, Called, Conversation, Returned
from roles.executor.names import attribute, entity, identified
from roles.executor.node import Node
from tool_graphs.plan import Call
from tool_graphs.subject import Subject

Attributes = dict[str, Any]
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


@dataclass(slots=True)
class World:
    """Things by their keys."""

    shown: dict[str, Attributes] = field(default_factory=dict)
    """Entity -> attributes that results showed."""
    changed: dict[str, Attributes] = field(default_factory=dict)
    """Entity -> attributes that calls set; they win over shown ones."""
    gone: dict[str, None] = field(default_factory=dict)
    made: list[tuple[str, str, Any, Attributes]] = field(default_factory=list)
    """Things that calls created: (thing, entity, id, attributes)."""
    lists: dict[str, Any] = field(default_factory=dict)
    """Tool and arguments -> what it returned last."""
    said: str = ""
    """All requests so far, in lower case."""
    numbers: frozenset[str] = frozenset()

    def told(self, key: str, name: str) -> tuple[bool, Any]:
        """Whether an attribute is known, and its value."""
        for known in (self.changed, self.shown):
            attributes = known.get(key)
            if attributes is not None and name in attributes:
                return True, attributes[name]
        return False, None


def said(conversation: Conversation) -> tuple[str, frozenset[str]]:
    """The requests in lower case, and the numbers in them."""
    return _read("\n".join([step.text for step in conversation.all(Asked)]))


@lru_cache(maxsize=64)
def _read(text: str) -> tuple[str, frozenset[str]]:
    lowered = text.lower()
    return lowered, frozenset(_DIGITS.findall(lowered))


def exchanges(conversation: Conversation) -> list[tuple[Returned, Mapping[str, Call]]]:
    """Each result step with the calls that it answers, by id."""
    found: list[tuple[Returned, Mapping[str, Call]]] = []
    calls: dict[str, Call] = {}
    for step in conversation.heard().steps:
        if isinstance(step, Called):
            calls = {call.id: call for call in step.calls}
        elif isinstance(step, Returned):
            found.append((step, calls))
    return found


def target(about: Subject, arguments: Mapping[str, Any]) -> tuple[str, str, Any] | None:
    """The thing that a call is about, by its arguments: (thing, entity, id); None where none is identified."""
    thing = about.thing[-1] if about.thing else ""
    found: list[tuple[str, str, Any]] = []
    for name, value in arguments.items():
        noun = identified(name)
        if noun is None or not isinstance(value, (str, int)) or isinstance(value, bool):
            continue
        noun = noun or thing
        if noun == thing:
            return noun, entity(noun, value), value
        found.append((noun, entity(noun, value), value))
    changing = about.action in ("update", "delete", "get") and not about.many
    return found[0] if found and (changing or (len(found) == 1 and not about.many)) and about.action != "create" else None


def learn(world: World, node: Node, value: Any, holder: str) -> None:
    """Keeps what a result shows, for each identified object in it; `holder` is the entity of a whole result without an id."""
    if node.kind == "list" and node.item is not None and isinstance(value, list):
        for child in value:
            learn(world, node.item, child, "")
    elif node.kind == "object" and isinstance(value, dict):
        identity = value.get(node.own) if node.own else None
        key = entity(node.noun, identity) if isinstance(identity, (str, int)) else holder
        if key:
            known = world.shown.setdefault(key, {})
            for child in node.children:
                if child.name in value:
                    known[child.attribute] = value[child.name]
        for child in node.nested:
            if child.name in value:
                learn(world, child, value[child.name], "")


def set_by(arguments: Mapping[str, Any], thing: str, identity: Any) -> Attributes:
    """The attributes that a call's arguments set, without the id."""
    return {attribute(name, thing): value for name, value in arguments.items() if value != identity or identified(name) is None}

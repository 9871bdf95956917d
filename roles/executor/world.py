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

    def told(self, key: str, name: str) -> bool:
        """Whether an attribute is known."""
        return name in self.changed.get(key, ()) or name in self.shown.get(key, ())

    def telling(self, key: str) -> tuple[Attributes, ...]:
        """What is known of a thing or of a part of it, the surest first; what was changed of a thing holds for its parts."""
        holder = key.partition("/")[0]
        of_whole = self.changed.get(holder) if holder != key else None
        return tuple([known for known in (self.changed.get(key), self.shown.get(key), of_whole) if known])


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
    if not conversation.all(Returned):
        return found
    called: Called | None = None
    for step in conversation.heard().steps:
        if isinstance(step, Called):
            called = step
        elif isinstance(step, Returned):
            found.append((step, {call.id: call for call in called.calls} if called is not None else {}))
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
    if node.kind == "object" and isinstance(value, dict):
        identity = value.get(node.own) if node.own else None
        key = entity(node.noun, identity) if isinstance(identity, (str, int)) else holder
        if key:
            known = world.shown.setdefault(key, {})
            for name, kept_as in node.shows:
                if name in value:
                    known[kept_as] = value[name]
        for child in node.nested:
            if child.name in value:
                learn(world, child, value[child.name], "")
    elif node.kind == "list" and node.nested and isinstance(value, list):
        for child in node.nested:
            for item in value:
                learn(world, child, item, "")


def set_by(arguments: Mapping[str, Any], thing: str, identity: Any) -> Attributes:
    """The attributes that a call's arguments set, without the id."""
    return {attribute(name, thing): value for name, value in arguments.items() if value != identity or identified(name) is None}

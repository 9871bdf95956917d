"""A tool's result schema, read once: which leaves are made, how, and what each object is about."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from roles.executor.bearing import left_of
from roles.executor.effects import outcome, paged, status_left
from roles.executor.names import attribute, identified, named_thing, restating, same_thing
from roles.executor.node import Node
from roles.executor.settling import settlements
from roles.values.deciding import making
from roles.values.fitting import Partner, partner
from roles.values.making import Making, always, plain
from roles.values.texts import OF_PLACE
from roles.values.words import singular
from tool_graphs import path as paths
from tool_graphs.subject import subject
from tool_graphs.tool import DEEPEST, Tool

_LEAVES = 25
_JOINED = frozenset(("email", "full_name", "username", "first_name", "last_name", "ticker", "company", "known_company", "crypto",
                     "crypto_name", "address", "airport_name"))  # fmt: skip
_ITEMIZED = frozenset(("order", "cart", "invoice", "purchase", "receipt", "basket", "return", "checkout", "quote"))
Linked = Callable[[str, Mapping[str, Any], Making], Making]
"""How consumers of the field at this path want its values, given its schema and how it would be made for itself."""


def blueprint(tool: Tool, linked: Linked, wanted: frozenset[str]) -> Node:
    """The result of a tool; the schema paths in `wanted` are part of it however many others there are."""
    reading = _Reading(tool, linked, wanted)
    return reading.node(tool.returns if tool.returns is not None else {}, (), reading.thing, _LEAVES)


class _Reading:
    """Reads one tool's schema."""

    def __init__(self, tool: Tool, linked: Linked, wanted: frozenset[str]) -> None:
        self.tool = tool
        self.about = subject(tool)
        self.thing = self.about.thing[-1] if self.about.thing else ""
        self.status = status_left(self.about.action, tool.name)
        self.linked = linked
        self.wanted = wanted
        self.ways = frozenset(paths.parse(where)[:size] for where in wanted for size in range(1, len(paths.parse(where)) + 1))

    def node(self, schema: Any, keys: tuple[paths.Key, ...], thing: str, budget: int) -> Node:
        schema = plain(schema if isinstance(schema, Mapping) else {})
        name = next((key for key in reversed(keys) if isinstance(key, str)), "")
        if "const" in schema or "enum" in schema or len(keys) > DEEPEST * 2:
            return self.leaf(schema, keys, name, thing)
        kind = schema.get("type")
        if kind == "object" or "properties" in schema:
            return self.an_object(schema, keys, name, thing, budget)
        if kind == "array" or "items" in schema:
            return self.a_list(schema, keys, name, thing, budget)
        return self.leaf(schema, keys, name, thing)

    def an_object(self, schema: Mapping[str, Any], keys: tuple[paths.Key, ...], name: str, thing: str, budget: int) -> Node:
        about = (named_thing(name) if name else "") or thing
        properties = dict(schema.get("properties") or {})
        if keys and keys[-1] is None and name.lower().endswith("items") and (about in _ITEMIZED or "item_id" in properties):
            about = "item"
        required = [key for key in schema.get("required") or () if isinstance(key, str)]
        properties.update((key, {}) for key in required if key not in properties)
        if not properties:
            extra = schema.get("additionalProperties")
            fewest = int(schema.get("minProperties") or 0)
            if isinstance(extra, Mapping) or fewest:
                keyed = schema.get("propertyNames")
                pool = tuple(keyed.get("enum") or ()) if isinstance(keyed, Mapping) else ()
                return Node(
                    "map",
                    name,
                    choices=pool,
                    item=self.node(
                        extra if isinstance(extra, Mapping) else {"type": "string"}, (*keys, singular(name) or "entry"), about, 6
                    ),
                    fewest=max(fewest, 1),
                )
            return Node("object", name, attribute(name), about)
        children = tuple(
            self.node(properties[key], (*keys, key), about, share)
            for key, share in self.chosen(properties, required, keys, budget)
        )
        own = _own(children, about)
        for child in children:
            self.placed(child, about, child.name not in required, None in keys)
        identity = next((child for child in children if own and child.name == own), None)
        noun = (identity.identifies if identity is not None else None) or about
        nested = tuple(child for child in children if _identified(child))
        group = next((child.partner.group for child in children if child.partner and child.partner.group.endswith("/")), "/")
        named = Partner(Making(always(""), "named"), group, "", -1)
        shows = tuple((child.name, child.attribute) for child in children)
        return Node(
            "object", name, attribute(name), about, noun, own, identity, children, shows, nested, named=named,
            settlements=settlements(children),
        )  # fmt: skip

    def placed(self, child: Node, about: str, optional: bool, listed: bool) -> None:
        """Writes into a property what its object decides; what stands in a list says nothing about the call."""
        child.attribute, child.optional = attribute(child.name, about), optional
        if child.kind == "leaf":
            child.money = _of_money(child)
            child.success = None if listed else outcome(child, self.about.action, self.thing, self.status)
            child.paged = paged(child)
            child.used = left_of(attribute(child.name))
            child.restated = restating(child.attribute)

    def chosen(
        self, properties: Mapping[str, Any], required: list[str], keys: tuple[paths.Key, ...], budget: int
    ) -> Iterator[tuple[str, int]]:
        """The properties to fill, each with a budget of leaves: required and linked ones, then others while they last."""
        room = budget
        for key, schema in properties.items():
            must = key in required or (*keys, key) in self.ways
            nested = isinstance(schema, Mapping) and any(part in schema for part in ("properties", "items", "anyOf", "allOf"))
            if must or (room > 0 and not (nested and len(keys) >= 4)):
                share = max(2, min(8, room // 2)) if keys else max(3, room - 4)
                yield key, share if nested else 1
                room -= min(share, 4) if nested else 1

    def a_list(self, schema: Mapping[str, Any], keys: tuple[paths.Key, ...], name: str, thing: str, budget: int) -> Node:
        items = schema.get("items")
        first = schema.get("prefixItems")
        if not isinstance(items, Mapping):
            items = (
                first[0]
                if isinstance(first, list) and first
                else {"type": "string", "description": schema.get("description", "")}
            )
        inner = self.node(items, (*keys, None), thing, budget)
        most = schema.get("maxItems")
        fewest = int(schema.get("minItems") or 0)
        return Node(
            "list", name, attribute(name), thing, nested=(inner,) if _identified(inner) else (), item=inner, fewest=fewest,
            most=int(most) if most is not None else 99,
        )  # fmt: skip

    def leaf(self, schema: Mapping[str, Any], keys: tuple[paths.Key, ...], name: str, thing: str) -> Node:
        where = paths.text(keys)
        own = making(schema, name or self.tool.name, self.tool.name, self.tool.description, holder=thing)
        made = self.linked(where, schema, own)
        choices = (schema["const"],) if "const" in schema else tuple(schema.get("enum") or ())
        around = partner(where, made)
        found = Node(
            "leaf", name, attribute(name), thing, partner=around, identifies=identified(name), choices=choices,
            type=str(schema.get("type", "")), description=str(schema.get("description", "")), joins=_joins(around),
            free=not choices and made.meaning not in ("flag", "choice"),
        )  # fmt: skip
        found.money = _of_money(found)
        return found


def _of_money(leaf: Node) -> bool:
    return len(leaf.choices) > 1 and leaf.attribute.endswith("currency")


def _own(children: tuple[Node, ...], thing: str) -> str:
    """The property that identifies an object: its `id`, or the `order_id` of an order."""
    for child in children:
        if (
            child.kind == "leaf"
            and child.identifies is not None
            and (child.identifies == "" or same_thing(child.identifies, thing))
        ):
            return child.name
    return ""


def _identified(node: Node) -> bool:
    """Whether there are objects with ids in it."""
    return bool(node.own or node.nested or (node.item is not None and _identified(node.item)))


def _joins(around: Partner) -> bool:
    meant = around.making.meaning
    return meant in OF_PLACE or meant in _JOINED or (around.rank >= 0 and meant in ("date", "timestamp", "number"))

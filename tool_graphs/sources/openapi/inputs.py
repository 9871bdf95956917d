"""What an operation takes, as the one object that a tool takes: its path, query and header parameters and its body."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tool_graphs.errors import CatalogError
from tool_graphs.sources.openapi.media import body_media, example, json_media
from tool_graphs.sources.openapi.parts import Part
from tool_graphs.sources.openapi.schemas import Schemas, illustrated, tells
from tool_graphs.sources.openapi.texts import plain

PLACES = ("path", "query", "header")
_OF_THE_PROTOCOL = ("accept", "content-type", "authorization")
"""Headers that OpenAPI says are no parameters."""
_PLACEHOLDER = re.compile(r"\{([^{}/]{1,200})\}")


@dataclass(frozen=True, slots=True)
class Input:
    """One parameter: where it is sent, and its schema."""

    name: str
    place: str
    schema: dict[str, Any]
    required: bool


@dataclass(slots=True)
class Inputs:
    """Reads the inputs of operations; `lost` tells what of the latest one was left out or guessed."""

    schemas: Schemas
    keys: frozenset[tuple[str, str]]
    """Place and name of what merely proves who calls."""

    def parameters(self, item: Part, operation: Part, path: str, lost: list[str]) -> dict[str, Any]:
        """One object schema of all; raises CatalogError where a required part cannot be had."""
        found = sorted(self._declared(item, operation, lost), key=lambda each: PLACES.index(each.place))
        named = {each.name for each in found if each.place == "path"}
        for name in dict.fromkeys(_PLACEHOLDER.findall(path)):
            if name not in named:
                lost.append(f"path parameter {name!r} is not declared; taken as text")
                found.insert(0, Input(name, "path", {"type": "string"}, True))
        body, closed = self._body(operation, lost)
        return _merged([*found, *body], closed)

    def _declared(self, item: Part, operation: Part, lost: list[str]) -> Iterator[Input]:
        """Those of the operation and, where it does not say otherwise, of its path."""
        listed: dict[tuple[str, str], Part] = {}
        for holder in (item, operation):
            for written in holder.child("parameters").listed():
                part = written.resolved()
                name, place = part.text("name"), part.text("in")
                if not name or place not in (*PLACES, "cookie"):
                    raise CatalogError(f"{part.place}: expected a parameter with name, and in: path, query, header or cookie")
                listed[place, name] = part
        for (place, name), part in listed.items():
            ignored = place == "header" and name.lower() in _OF_THE_PROTOCOL
            if place == "cookie" or ignored or (place, name) in self.keys:
                continue
            required = place == "path" or part.says("required")
            try:
                yield Input(name, place, self._schema(part, lost), required)
            except CatalogError as error:
                if required:
                    raise
                lost.append(f"optional parameter {name[:60]!r} left out: {error}")

    def _schema(self, part: Part, lost: list[str]) -> dict[str, Any]:
        media = json_media(part) if part.child("schema").raw is None else None
        holder = media or part
        schema = illustrated(self._read(holder.child("schema"), lost), example(holder))
        told = plain(part.text("description"))
        notes: dict[str, Any] = {"description": told} if told else {}
        if part.says("deprecated"):
            notes["deprecated"] = True
        return {**schema, **notes}

    def _read(self, written: Part, lost: list[str]) -> dict[str, Any]:
        if written.raw is None:
            return {"type": "string"}
        found = self.schemas.read(written, "sent")
        if cut := self.schemas.cut(written, "sent"):
            lost.append(f"what is sent is cut to a plain object where it refers to itself, or is too deep: {cut[:200]}")
        return found

    def _body(self, operation: Part, lost: list[str]) -> tuple[list[Input], Any]:
        """The properties of the body, or the whole as `body` where it is no object; also whether it allows others."""
        required = False
        try:
            body = operation.at("requestBody")
            required = body.says("required")
            return self._content(body, required, lost)
        except CatalogError as error:
            if required:
                raise
            lost.append(f"optional body left out: {error}")
            return [], None

    def _content(self, body: Part, required: bool, lost: list[str]) -> tuple[list[Input], Any]:
        media = body_media(body)
        if media is None:
            return [], None
        schema = illustrated(self._read(media.child("schema"), lost), example(media))
        if schema.get("properties"):
            needed = schema.get("required", ()) if required else ()
            listed = schema["properties"].items()
            return [Input(name, "body", child, name in needed) for name, child in listed], schema.get("additionalProperties")
        told = plain(body.text("description"))
        whole = {**schema, **({"description": told} if told and "description" not in schema else {})}
        return ([Input("body", "body", whole, required)] if required or tells(schema) else []), None


def _merged(inputs: list[Input], others: Any) -> dict[str, Any]:
    """Path, query, header, body: the first keeps a name that several have, the next are called as `body_id`."""
    first = {each.name: each for each in reversed(inputs)}
    taken = set(first)
    properties: dict[str, Any] = {}
    required = []
    for each in inputs:
        name, number = each.name, 1
        while name in properties or (name in taken and first.get(name) is not each):
            name = f"{each.place}_{each.name}" + (f"_{number}" if number > 1 else "")
            number += 1
        properties[name] = each.schema
        if each.required:
            required.append(name)
    found: dict[str, Any] = {"type": "object", "properties": properties, "required": required}
    return found if others is None else {**found, "additionalProperties": others}

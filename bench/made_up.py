"""Large catalogs, made up: as varied as public ones are, with result schemas as nested as those of large services."""

from collections.abc import Iterator
from random import Random
from typing import Any

from tool_graphs.tool import Tool

_VERBS = ("list", "get", "search", "create", "update", "delete", "archive", "share", "export", "tag", "check", "compute")
_KINDS = (
    "customer sales stock project travel school clinic music energy legal market weather sport flight hotel movie recipe crypto "
    "news game fitness loan policy vehicle garden museum theater library patent grant harbor orbit retail payroll survey forum"
).split()
_THINGS = (
    "order invoice report contract ticket message account payment booking file event track team player station product review "
    "offer route member device comment release branch record session asset claim plan lesson"
).split()
_ASKED = ("query", "city", "country", "date", "limit", "language", "currency", "name", "email", "symbol", "latitude", "page")
_TOLD = (
    "name title status created_at url price currency city country rating description count email phone latitude longitude "
    "updated_at score type category version size color owner_name start_date end_date amount total language symbol"
).split()


def made_up(count: int, seed: int = 7) -> list[Tool]:
    """So many tools with flat results of some ten fields: twelve verbs, things of many services, everyday parameters."""
    return [_tool(number, Random(f"{seed}/{number}"), count) for number in range(count)]


def _tool(number: int, rng: Random, count: int) -> Tool:
    service = rng.randrange(max(1, count // 12))
    verb, kind = rng.choice(_VERBS), _KINDS[service % len(_KINDS)]
    thing = f"{kind}_{rng.choice(_THINGS)}"
    asked = rng.sample(_ASKED, rng.randint(0, 3)) + [f"{thing}_id"] * (verb not in ("list", "search", "create"))
    fields = {f"{thing}_id": _text("string"), **{name: _text(_type(name)) for name in rng.sample(_TOLD, 7)}}
    other = f"{kind}_{rng.choice(_THINGS)}"
    fields[other] = {"type": "object", "properties": {"id": _text("string"), "name": _text("string")}}
    result: dict[str, Any] = {"type": "object", "properties": fields}
    if verb in ("list", "search"):
        result = {"type": "object", "properties": {f"{thing}s": {"type": "array", "items": result}}}
    return Tool(
        name=f"{verb}_{thing}_{number}",
        description=f"{verb.capitalize()} {thing.replace('_', ' ')} of service {service} with "
        f"{' and '.join(asked) or 'nothing'}.",
        parameters={"type": "object", "properties": {name: _text(_type(name)) for name in asked}, "required": asked},
        returns=result,
    )


def nested(count: int, fields: int, seed: int = 7) -> list[Tool]:
    """So many REST operations of one service, with so many leaves of results in all: owners within things within lists."""
    each = fields // count
    return [_operation(number, Random(f"{seed}/{number}"), each) for number in range(count)]


def _operation(number: int, rng: Random, leaves: int) -> Tool:
    kind, thing = rng.choice(_KINDS[:12]), rng.choice(_THINGS)
    method = rng.choice(("GET", "GET", "POST", "PATCH", "DELETE"))
    one = f"{thing}_id"
    path = f"/{kind}/{{owner}}/{{repo}}/{thing}s" + (f"/{{{one}}}" if method != "POST" else "") + f"/v{number}"
    asked = ["owner", "repo", *([one] if method != "POST" else ["title"])]
    return Tool(
        name=f"{thing}s/{rng.choice(_VERBS)}-{kind}-{thing}-{number}",
        description=f"{method} {path}: {rng.choice(_VERBS)} a {thing} of a {kind}.",
        parameters={"type": "object", "properties": {name: _text("string") for name in asked}, "required": asked},
        returns={"type": "array", "items": _nested(thing, leaves, rng, 5)},
    )


def _nested(thing: str, leaves: int, rng: Random, depth: int) -> dict[str, Any]:
    own = max(2, leaves // 2 if depth and leaves > 8 else leaves)
    properties = {"id": _text("integer"), "node_id": _text("string"), "login": _text("string"), f"{thing}_url": _text("string")}
    properties |= {name: _text(_type(name)) for name in rng.sample(_TOLD, min(len(_TOLD), max(0, own - 4)))}
    left = leaves - len(properties)
    inner = list(_inner(left, rng)) if depth else []
    properties |= {other: _nested(other, share, rng, depth - 1) for other, share in inner}
    return {"type": "object", "properties": properties}


def _inner(left: int, rng: Random) -> Iterator[tuple[str, int]]:
    names = rng.sample(_THINGS, len(_THINGS))
    while left > 4 and names:
        share = min(left, rng.randint(5, max(6, left)))
        yield names.pop(), share
        left -= share


def _text(kind: str) -> dict[str, Any]:
    return {"type": kind}


def _type(name: str) -> str:
    numbers = ("price", "rating", "latitude", "longitude", "score", "amount", "total")
    return "number" if name in numbers else "integer" if name in ("count", "limit", "page", "size", "version") else "string"

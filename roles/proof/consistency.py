"""Whether each result agrees with what was known before it: the same answer, the same things, what was asked about."""

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import orjson

from roles.evidence import same
from roles.executor.names import entity, identified
from roles.proof.failure import Failure
from roles.proof.offered import Known, Offered
from roles.proof.story import Issued, Story
from tool_graphs.path import Key
from tool_graphs.words import words

_CHANCE = frozenset("random generate roll draw pick shuffle suggest guess joke quote fact current now live".split())
"""Words of tools that may answer differently each time."""
_PASSING = frozenset(
    "status state amount count quantity balance total stock available price time date at on updated last next level value".split()
)
"""Words of attributes that other calls change in passing."""
_STATUS = frozenset("status state".split())
"""Words of attributes by which a call that changes something tells how that went, and not how the thing stands."""


_Seen = tuple[Any, Issued]
"""A value, and the call that gave it."""
_NESTED = (dict, list)


def contradictions(story: Story, offered: Offered) -> Iterator[Failure]:
    """Where a result says otherwise than one before it with nothing changed in between, or than its own call."""
    answers: dict[tuple[str, bytes], _Seen] = {}
    things: dict[str, dict[str, _Seen]] = {}
    for call in story.calls.values():
        known = offered.tools.get(call.tool)
        if known is None or call.id not in story.results:
            continue
        result = story.results[call.id]
        yield from _unechoed(call, result)
        if known.reads:
            key = (call.tool, _written(call.arguments))
            answered, before = answers.setdefault(key, (result, call))
            if answered != result and _CHANCE.isdisjoint(words(call.tool)):
                yield _failure(call, f"answers otherwise than {before}, which asked the same")
                continue
        else:
            answers.clear()
            _forget(things, call, result)
        yield from _changed(things, call, known, result)


def _written(arguments: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(arguments, option=orjson.OPT_SORT_KEYS, default=str)
    except orjson.JSONEncodeError:  # large integers
        return json.dumps(arguments, sort_keys=True, default=str).encode()


def _unechoed(call: Issued, result: Any) -> Iterator[Failure]:
    """Where a result is about another thing than the call."""
    if not isinstance(result, dict):
        return
    for name, value in call.arguments.items():
        held = result.get(name)
        if held is None or same(held, value):
            continue
        scalar = isinstance(value, str | int) and isinstance(held, str | int)
        if scalar and identified(name) is not None and str(held) != str(value):
            yield _failure(call, f"was asked about {name} {value!r}, but its result is about {held!r}")


def _changed(things: dict[str, dict[str, _Seen]], call: Issued, known: Known, result: Any) -> Iterator[Failure]:
    """Where a thing has other attributes than it had; takes in those that it has now."""
    outcome = not known.reads and known.about.action != "create"
    for keys, own, noun in known.things:
        for thing in _objects(result, keys):
            identity = thing.get(own)
            if isinstance(identity, bool) or not isinstance(identity, str | int):
                continue
            attributes = things.setdefault(entity(noun, identity), {})
            for name, value in thing.items():
                if value is None or isinstance(value, _NESTED) or (outcome and not _STATUS.isdisjoint(words(name))):
                    continue
                before = attributes.get(name)
                if before is None:
                    attributes[name] = (value, call)
                elif not same(before[0], value):
                    why = f"says that {name} of {noun} {identity!r} is {value!r}, but {before[1]} said {before[0]!r}"
                    yield _failure(call, why)


def _forget(things: dict[str, dict[str, _Seen]], call: Issued, result: Any) -> None:
    """Leaves out what the call may have changed: what it names, and what changes in passing."""
    if not things:
        return
    touched = {str(value) for part in (call.arguments, result) for value in _scalars(part)}
    for key, attributes in things.items():
        if key.partition(":")[2] in touched:
            attributes.clear()
        else:
            for name in [name for name, (value, _) in attributes.items() if not isinstance(value, str) or _passes(name)]:
                del attributes[name]


@lru_cache(maxsize=16384)
def _passes(name: str) -> bool:
    return not _PASSING.isdisjoint(words(name))


def _scalars(value: Any) -> Iterator[Any]:
    if not isinstance(value, _NESTED):
        yield value
        return
    for child in value.values() if isinstance(value, dict) else value:
        if isinstance(child, _NESTED):
            yield from _scalars(child)
        else:
            yield child


def _objects(value: Any, keys: tuple[Key, ...]) -> Iterator[dict[str, Any]]:
    """The objects that a schema path leads to."""
    if not keys:
        if isinstance(value, dict):
            yield value
    elif keys[0] is None:
        for child in value if isinstance(value, list) else ():
            yield from _objects(child, keys[1:])
    elif isinstance(value, dict) and keys[0] in value:
        yield from _objects(value[str(keys[0])], keys[1:])


def _failure(call: Issued, why: str) -> Failure:
    return Failure(rule="contradiction", text=f"result of {call} {why}", turn=call.turn, call=call.id)

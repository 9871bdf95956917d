"""Checks a dataset from its rows alone, written from the issue's text and sharing no code with the product.

`problems(row)` takes one line of `toolweft export --format openai` and lists what is wrong with it.
"""

import datetime
import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs

WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


def problems(row: dict[str, Any]) -> list[str]:
    """Everything that is wrong with a conversation; empty if nothing is."""
    return [*_shape(row), *_calls(row), *_sources(row), *_names(row)]


def _shape(row: dict[str, Any]) -> Iterator[str]:
    open_calls: list[str] = []
    for number, message in enumerate(row["messages"]):
        if not isinstance(message.get("content"), str):
            yield f"message {number}: content is {message.get('content')!r}"
        if message["role"] == "tool":
            if not open_calls or message["tool_call_id"] != open_calls.pop(0):
                yield f"message {number}: answers no open call"
        elif open_calls:
            yield f"message {number}: calls {open_calls} were not answered"
        open_calls += [call["id"] for call in message.get("tool_calls", [])]
    if row["messages"][-1]["role"] != "assistant" or row["messages"][-1].get("tool_calls"):
        yield "the conversation does not end with a reply"


def _issued(row: dict[str, Any]) -> dict[str, tuple[int, str, dict[str, Any]]]:
    return {
        call["id"]: (number, call["function"]["name"], json.loads(call["function"]["arguments"]))
        for number, message in enumerate(row["messages"])
        for call in message.get("tool_calls", [])
    }


def _results(row: dict[str, Any]) -> dict[str, tuple[int, Any]]:
    found = {}
    for number, message in enumerate(row["messages"]):
        if message["role"] == "tool":
            try:
                found[message["tool_call_id"]] = (number, json.loads(message["content"]))
            except ValueError:
                found[message["tool_call_id"]] = (number, message["content"])
    return found


def _calls(row: dict[str, Any]) -> Iterator[str]:
    offered = {tool["function"]["name"]: tool["function"]["parameters"] for tool in row["tools"]}
    told = {call["id"]: call for turn in row["metadata"]["turns"] for call in turn["calls"]}
    issued = _issued(row)
    if set(told) != set(issued):
        yield f"metadata tells of {sorted(told)}, messages of {sorted(issued)}"
    for id, (_, name, arguments) in issued.items():
        if name not in offered:
            yield f"{id}: {name} was not offered"
        elif errors := list(jsonschema_rs.validator_for(offered[name]).iter_errors(arguments)):
            yield f"{id}: {errors[0].message}"
        if name in offered and (strange := set(arguments) - set(offered[name].get("properties", {}))):
            yield f"{id}: unknown arguments {sorted(strange)}"
        if id in told and told[id]["arguments"] != arguments:
            yield f"{id}: metadata and message differ in the arguments"
        if id in told and told[id]["implicit"] and not told[id]["needed_by"]:
            yield f"{id}: implicit, but nothing needs it"


def _sources(row: dict[str, Any]) -> Iterator[str]:
    issued, results = _issued(row), _results(row)
    for turn in row["metadata"]["turns"]:
        for call in turn["calls"]:
            wanted = {path for path, _ in _leaves(call["arguments"], "")}
            if wanted != set(call["sources"]):
                yield f"{call['id']}: sources for {sorted(call['sources'])}, arguments {sorted(wanted)}"
            for path, value in _leaves(call["arguments"], ""):
                source = call["sources"].get(path, {"kind": "none"})
                if problem := _untrue(source, value, path, call, row, issued, results):
                    yield f"{call['id']}.{path} = {value!r}: {problem}"
            for consumer in call["needed_by"]:
                feeds = [source for other in _told(row) if other["id"] == consumer for source in other["sources"].values()]
                if not any(source.get("call") == call["id"] for source in feeds) and not _comes_first(call, consumer, row):
                    yield f"{call['id']}: is said to be needed by {consumer}, which does not use it"


def _comes_first(call: dict[str, Any], consumer: str, row: dict[str, Any]) -> bool:
    """Whether the later call's own description says that what this one does must be done first: "open the till first"."""
    issued, about = _issued(row), {tool["function"]["name"]: tool["function"].get("description", "") for tool in row["tools"]}
    text = about.get(issued[consumer][1], "").lower()
    verb = call["name"].split("_")[0]
    return issued[call["id"]][0] <= issued[consumer][0] and "first" in text and bool(re.search(rf"\b{verb}", text))


def _told(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for turn in row["metadata"]["turns"]:
        yield from turn["calls"]


def _untrue(source: Any, value: Any, path: str, call: Any, row: Any, issued: Any, results: Any) -> str | None:
    if source["kind"] == "said":
        message = row["messages"][source["message"]]
        start, end = source["span"]
        if message["role"] != "user" or source["message"] >= issued[call["id"]][0]:
            return "is said to be said in no earlier user message"
        span = message["content"][start:end]
        return None if reads_as(span, value, path) else f"the span reads {span!r}"
    if source["kind"] == "result":
        number, result = results[source["call"]]
        if number >= issued[call["id"]][0]:
            return "comes from a later result"
        return None if _at(result, source["path"]) == value else f"the result holds {_at(result, source['path'])!r}"
    if source["kind"] == "default":
        schemas = {tool["function"]["name"]: tool["function"]["parameters"] for tool in row["tools"]}
        default = schemas[call["name"]]["properties"][path].get("default")
        return None if default == value else f"the default is {default!r}"
    return None if source["kind"] in ("profile", "date") else f"has no source ({source['kind']})"


def reads_as(span: str, value: Any, path: str = "") -> bool:
    """Whether a span of text says the value, by simple normalisation only."""
    if isinstance(value, bool):
        return True  # phrasing decides; looked at by a person
    said = _plain(span)
    return any(_plain(form) == said for form in _forms(value)) or any(
        re.search(rf"(?<!\w){re.escape(_plain(form))}(?!\w)", said) for form in _forms(value) if len(str(form)) > 1
    )


def _forms(value: Any) -> Iterator[str]:
    yield str(value)
    if isinstance(value, int | float):
        yield f"{value:g}"
        yield f"{value:,}"
        yield f"{value:,.2f}"
        yield f"{value:.2f}"
        if value == int(value):
            yield str(int(value))
            yield f"{int(value):,}"
            if 0 <= value <= 20:
                yield WORDS[int(value)]
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d", value):
        day = datetime.date.fromisoformat(value[:10])
        month = MONTHS[day.month - 1]
        for form in (f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}", f"{month} {day.day} {day.year}"):
            yield form
            yield f"{form} {value[11:16]}"
            yield f"{form} at {value[11:16]}"
    if isinstance(value, str) and re.fullmatch(r"\d\d:\d\d:00Z?", value):
        yield value[:5]
    if isinstance(value, str) and re.fullmatch(r"\d+", value):
        yield f"{int(value):,}"
        if int(value) <= 20:
            yield WORDS[int(value)]


def _plain(text: str) -> str:
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text.lower())
    text = re.sub(r"[_\-\s]+", " ", text)
    return text.strip(" .,;:!?'\"“”‘’$€£%()")


def _names(row: dict[str, Any]) -> Iterator[str]:
    identifiers = {tool["function"]["name"] for tool in row["tools"]}
    for tool in row["tools"]:
        identifiers |= set(tool["function"]["parameters"].get("properties", {}))
    compound = {name for name in identifiers if re.search(r"_|[a-z][A-Z]|/", name)}
    for number, message in enumerate(row["messages"]):
        if message["role"] == "user" or (message["role"] == "assistant" and not message.get("tool_calls")):
            for name in sorted(compound):
                if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", message["content"], re.IGNORECASE):
                    yield f"message {number} names {name}"
            if re.search(r"call_\d+|\$\d+\.[A-Za-z_]", message["content"]):
                yield f"message {number} holds a reference"


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict) and value:
        for key, child in value.items():
            yield from _leaves(child, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value:
        for position, child in enumerate(value):
            yield from _leaves(child, f"{path}[{position}]")
    elif path:
        yield path, value


def _at(value: Any, path: str) -> Any:
    for name, position in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path):
        value = value[int(position)] if position else value[name]
    return value


def single_word_tools_named(row: dict[str, Any]) -> int:
    """How many used tools with a plain one-word name are named in a request; a count to watch, not a fault."""
    used = {name for _, name, _ in _issued(row).values() if name.isalpha() and name.islower()}
    text = " ".join(message["content"].lower() for message in row["messages"] if message["role"] == "user")
    return sum(bool(re.search(rf"\b{name}\b", text)) for name in used)

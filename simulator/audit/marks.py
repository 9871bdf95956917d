"""Calls as some models write them: behind `[TOOL_CALLS]`, in `<function=name>`, as `Action:` with its input, or as bare JSON."""

import re
from typing import Any

from simulator.audit.literals import literal
from simulator.audit.notation import Written, arguments_of, calls_of

_LISTED = re.compile(r"\[TOOL_CALLS\]\s*(?=[\[{])")
_NAMED = re.compile(r"<function=([^>\s]+)>(.*?)(?:</function>|\Z)", re.DOTALL)
_PARAMETER = re.compile(r"<parameter=([^>\s]+)>\n?(.*?)\n?</parameter>", re.DOTALL)
_ACTION = re.compile(r"^Action:[ \t]*(\S+)[ \t]*\nAction Input:[ \t]*(\{.*\})\s*\Z", re.MULTILINE | re.DOTALL)
_BARE = ({"name", "arguments"}, {"name", "parameters"}, {"id", "name", "arguments"}, {"type", "name", "parameters"})


def marked(text: str) -> tuple[list[Written], str]:
    """The calls in an assistant's text without tags of their own, and what it says beside them.

    Raises UnreadableError for a call that cannot be read.
    """
    if "[TOOL_CALLS]" in text and (listed := _LISTED.search(text)):
        return calls_of(literal(text[listed.end() :]), text), text[: listed.start()].strip()
    if "<function=" in text:
        return [(match[1], _arguments(match[2], match[1])) for match in _NAMED.finditer(text)], _NAMED.sub("", text).strip()
    if "Action Input:" in text and (action := _ACTION.search(text)):
        return [(action[1], arguments_of(action[2], action[1]))], text[: action.start()].strip()
    if text[:1] in ("{", "[") and (calls := _bare(literal(text))):
        return calls, ""
    return [], text


def _arguments(text: str, name: str) -> dict[str, Any]:
    """As JSON, or each in a tag of its own."""
    tagged = _PARAMETER.findall(text)
    return {key: _value(value) for key, value in tagged} if tagged else arguments_of(text, name)


def _value(text: str) -> Any:
    value = literal(text)
    return text if value is None else value


def _bare(value: Any) -> list[Written]:
    """The calls that a text means which is nothing but their JSON."""
    items = value if isinstance(value, list) else [value]
    calls = [each for each in items if isinstance(each, dict) and set(each) in _BARE and isinstance(each["name"], str)]
    return calls_of(calls) if calls and len(calls) == len(items) else []

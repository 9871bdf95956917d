"""Calls and results that are written in text: tags, JSON, Python."""

import ast
import re
from typing import Any

from simulator.audit.literals import BROKEN, closing, literal, python
from simulator.audit.transcript import UnreadableError

Written = tuple[str, dict[str, Any]]
"""A tool's name and arguments."""

_TAGGED = re.compile(
    r"<(tool_call|functioncall|function_call)>\s*(.*?)\s*(?:</\1>|(?=<tool_call>|<functioncall>|<function_call>|<\|)|\Z)",
    re.DOTALL,
)
_RETURNED = re.compile(r"<(tool_response|function_response|tool_result)>\s*(.*?)\s*(?:</\1>|\Z)", re.DOTALL)
_THOUGHT = re.compile(r"<(think|scratch_pad|reasoning)>.*?</\1>|<\|[\w ]*\|>", re.DOTALL)
_GLAIVE = re.compile(
    r"""['"]name['"]\s*:\s*['"]([^'"]+)['"]\s*,\s*['"](?:arguments|parameters)['"]\s*:\s*'(.*)'\s*\}\s*\Z""", re.DOTALL
)
_INVOKED = re.compile(r"\[\s*[A-Za-z_][\w .\-/:]*\(.*\)\s*\]\s*\Z", re.DOTALL)
_NAME = re.compile(r"\s*,?\s*([A-Za-z_][\w .\-/:]*?)\s*(?=\()")


def calls_in(text: str) -> tuple[list[Written], str]:
    """The calls in an assistant's text, and what it says beside them; raises UnreadableError for a call that cannot be read."""
    text = _THOUGHT.sub("", text)
    if "<" in text and _TAGGED.search(text):
        calls = [call for match in _TAGGED.finditer(text) for call in call_of(match.group(2))]
        return calls, _TAGGED.sub("", text).strip()
    if text.lstrip().startswith("[") and _INVOKED.match(text.strip()):
        return _invoked(text.strip()), ""
    return [], text.strip()


def call_of(text: str) -> list[Written]:
    """The call, or list of calls, that a text is."""
    value = literal(text)
    if value is None and (match := _GLAIVE.search(text)):
        value = {"name": match.group(1), "arguments": match.group(2).replace("\\'", "'")}
    return calls_of(value, text)


def calls_of(value: Any, text: str = "") -> list[Written]:
    """The calls that a JSON value means."""
    if isinstance(value, list):
        return [call for each in value for call in calls_of(each, text)]
    if isinstance(value, dict) and isinstance(value.get("function"), dict):
        value = value["function"]
    if not isinstance(value, dict) or not isinstance(value.get("name"), str):
        raise UnreadableError(f"a call has no name: {(text or repr(value))[:80]!r}")
    given: Any = next((value[key] for key in ("arguments", "parameters", "args", "input") if key in value), {})
    return [(value["name"], arguments_of(given, value["name"]))]


def arguments_of(given: Any, name: str) -> dict[str, Any]:
    """A call's arguments, as an object or as text."""
    if isinstance(given, str):
        given = literal(given) if given.strip() not in ("", "null", "None") else {}
    elif given is None:
        given = {}
    if not isinstance(given, dict):
        raise UnreadableError(f"the arguments of {name!r} are no object")
    return given


def result_of(text: Any) -> Any:
    """A result: parsed where it is JSON or a Python literal, without tags around it."""
    if not isinstance(text, str):
        return text
    if "<" in text and (match := _RETURNED.search(text)):
        text = match.group(2)
    value = literal(text)
    return text if value is None else value


def results_in(text: str) -> list[Any]:
    """The results that one message holds, one for each tag."""
    tagged = [match.group(2) for match in _RETURNED.finditer(text)] if "<" in text else []
    return [result_of(each) for each in tagged or [text]]


def _invoked(text: str) -> list[Written]:
    """Calls written as in Python: `[find_flights(origin="SFO", limit=3)]`; a name may hold spaces."""
    inner, at, found = text[1:-1], 0, []
    while match := _NAME.match(inner, at):
        end = closing(inner, match.end())
        found.append((match.group(1).strip(), _keywords(inner[match.end() : end])))
        at = end
    if inner[at:].strip(" ,\n"):
        raise UnreadableError(f"a call cannot be read: {inner[at:][:80]!r}")
    return found


def _keywords(text: str) -> dict[str, Any]:
    try:
        call = ast.parse(f"call{text}", mode="eval").body
        if isinstance(call, ast.Call) and not call.args:
            return {each.arg: python(_Constants().visit(each.value)) for each in call.keywords if each.arg}
    except BROKEN:
        pass
    raise UnreadableError(f"arguments cannot be read: {text[:80]!r}")


class _Constants(ast.NodeTransformer):
    """`true`, `false` and `null` as Python has them; other names as text."""

    def visit_Name(self, node: ast.Name) -> ast.Constant:
        """One name."""
        return ast.Constant({"true": True, "false": False, "null": None}.get(node.id, node.id))

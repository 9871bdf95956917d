"""Whether two calls say the same: a value may be spelt otherwise, and a default may be given or not."""

from collections.abc import Iterator, Mapping
from typing import Any

from roles.evidence import is_default, same
from roles.language.spoken import reads_as
from tool_graphs import path as paths
from tool_graphs.tool import Field, Tool


def alike(given: Any, wanted: Any, input: Field | None = None, today: str = "") -> bool:
    """Whether a model's value is the wanted one: 2 and 2.0, "oslo" and "Oslo", "3 June 2026" and "2026-06-03"."""
    if same(given, wanted):
        return True
    if isinstance(given, bool) or isinstance(wanted, bool) or given is None or wanted is None:
        return str(given).lower() == str(wanted).lower()
    if isinstance(given, list | dict) or isinstance(wanted, list | dict):
        return False
    one, other = str(given).strip(), str(wanted).strip()
    return one.casefold() == other.casefold() or (bool(one) and reads_as(one, wanted, input, today))


def differing(tool: Tool, given: Mapping[str, Any], wanted: Mapping[str, Any], today: str = "") -> Iterator[str]:
    """The paths of the leaves in which the arguments differ; a leaf that one of them lacks may be a default."""
    ours, theirs = _leaves(wanted), _leaves(given)
    for path in dict.fromkeys((*ours, *theirs)):
        if path in ours and path in theirs:
            if not alike(theirs[path], ours[path], tool.input(path), today):
                yield path
        elif not says_nothing(tool, path, ours[path] if path in ours else theirs[path]):
            yield path


def _leaves(arguments: Mapping[str, Any]) -> dict[str, Any]:
    return {path: value for path, value in paths.leaves(dict(arguments)) if path}


def says_nothing(tool: Tool, path: str, value: Any) -> bool:
    """Whether a leaf might as well be left out: a default, or nothing at all where nothing is needed."""
    input = tool.input(path)
    if is_default(input or Field(paths.pattern(path), {}, False), tool, value):
        return True
    return value in (None, "", [], {}) and not (input is not None and input.required)

"""What the offline search leaves open and a reader would not: a value said once for two calls, items of two lists in one."""

from collections.abc import Mapping

from roles.language.cues import Phrasebook
from roles.verifier import Recovered
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.tool import Field, Tool
from tool_graphs.words import words

OF_MANY = frozenset("id name names title query text content description type status kind date time limit count number".split())
"""Words that, alone, name something else in every call."""


def mended(known: Mapping[str, Recovered], graph: ToolGraph, phrasebook: Phrasebook, text: str) -> None:
    """Fills in what can be filled in."""
    for name, found in known.items():
        tool = graph.tool(name)
        for input in tool.inputs:
            if input.many and input.required:
                _part_lists(found, tool, input, phrasebook, text)
    for name, found in known.items():
        for path in list(found.missing):
            _share(found, path, graph.tool(name), known, graph)


def _part_lists(found: Recovered, tool: Tool, input: Field, phrasebook: Phrasebook, text: str) -> None:
    """`exchange item A for the new item B`: B is no second item of the first list."""
    path = paths.first_item(input.path)
    if path in found.literals:
        return
    spans = {heard.span for heard in phrasebook.hear(text, tool, input)}
    later = {heard.span: other for other, heard in found.literals.items() if "[" in other and not other.endswith("[0]")}
    for span, other in later.items():
        if span in spans and paths.pattern(other) != input.path:
            found.literals[path] = found.literals.pop(other)
            _filled(found, input.path)
            return


def _share(found: Recovered, path: str, tool: Tool, known: Mapping[str, Recovered], graph: ToolGraph) -> None:
    """The same value is said for another call's argument of that name."""
    input = tool.input(path)
    if input is None or not set(words(input.name)) - OF_MANY:
        return
    for name, other in known.items():
        for argument, heard in other.literals.items():
            theirs = graph.tool(name).input(argument)
            if theirs is not None and theirs.name == input.name and theirs.schema.get("type") == input.schema.get("type"):
                found.literals[paths.first_item(path)] = heard
                _filled(found, path)
                return


def _filled(found: Recovered, path: str) -> None:
    found.producers.pop(path, None)
    if path in found.missing:
        found.missing.remove(path)

"""A language model writes, once, the result schemas that a catalog lacks; they become part of the catalog."""

import json
from collections.abc import Callable, Iterator, Sequence

from tool_graphs.errors import CatalogError
from tool_graphs.schema import usable
from tool_graphs.sources.found import Skipped
from tool_graphs.tool import Tool

Ask = Callable[[str], str]
"""A question in, an answer out; it may raise what it likes."""

TRIES = 2
LONGEST_ANSWER = 100_000

_QUESTION = """Here is a tool:

{tool}

Write the JSON Schema of what it returns when it succeeds: an object with snake_case properties like those of its
parameters, with a type and a short description each, "required" for what is always there, lists where there are several, and
the identifiers that later calls need. Answer with the JSON Schema alone.
"""


def enriched(tools: Sequence[Tool], ask: Ask, budget: int | None = None) -> tuple[tuple[Tool, ...], tuple[Skipped, ...]]:
    """The tools with result schemas written for those that declare none, and those for which none could be had, with reasons.

    Asks at most `budget` questions, one or two a tool; a tool that is not asked about, or to no avail, stays as it is.
    """
    asked = _Budget(ask, budget)
    done, failed = [], []
    for tool in tools:
        if tool.returns is not None and not tool.inferred:
            done.append(tool)
            continue
        try:
            done.append(tool.model_copy(update={"returns": _written(tool, asked), "inferred": False}))
        except CatalogError as error:
            done.append(tool)
            failed.append(Skipped(tool=tool.name, place="enrich", reason=str(error)))
    return tuple(done), tuple(failed)


class _Budget:
    """Asks as often as it may."""

    def __init__(self, ask: Ask, left: int | None) -> None:
        self.ask = ask
        self.left = left

    def __call__(self, question: str) -> str:
        if self.left is not None:
            if self.left <= 0:
                raise CatalogError("the budget of questions is spent")
            self.left -= 1
        try:
            return self.ask(question)
        except Exception as error:  # whatever a model raises: one tool less, not the end of all
            raise CatalogError(f"the model failed: {error}") from error


def _written(tool: Tool, ask: _Budget) -> dict[str, object]:
    shown = {"name": tool.name, "description": tool.description, "parameters": tool.parameters}
    question = _QUESTION.format(tool=json.dumps(shown, indent=1, ensure_ascii=False))
    reason = ""
    for _ in range(TRIES):
        answer = ask(f"{question}\nYour last answer could not be used: {reason}\n" if reason else question)
        try:
            schema = usable(_parsed(answer), "returns")
            if schema.get("type", "object") != "object" or not schema.get("properties"):
                raise CatalogError("returns: expected an object with properties")
            return {"type": "object", **schema}
        except CatalogError as error:
            reason = str(error)
    raise CatalogError(reason)


def _parsed(answer: str) -> object:
    """The first JSON object in an answer, whatever stands around it."""
    for start in _braces(answer[:LONGEST_ANSWER]):
        try:
            found, _ = json.JSONDecoder().raw_decode(answer, start)
        except (ValueError, RecursionError):
            continue
        return found
    raise CatalogError("returns: expected a JSON Schema, got no JSON object")


def _braces(text: str) -> Iterator[int]:
    at = text.find("{")
    for _ in range(20):
        if at < 0:
            return
        yield at
        at = text.find("{", at + 1)

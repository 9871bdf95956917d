"""What was known when a call was made, and where in it a value can be found."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from roles.base import Asked, Mention, Opened
from roles.language.spoken import find, reads_as
from roles.sources import FromDate, FromDefault, FromProfile, FromResult, Said, Source
from tool_graphs import path as paths
from tool_graphs.plan import Call, Reference
from tool_graphs.tool import Field, Tool

_NESTED = (dict, list)


@dataclass(frozen=True)
class Request:
    """What the user said: the text, its place among the messages, and the claims about it."""

    message: int
    text: str
    mentions: dict[tuple[str, str], tuple[int, int]]


@dataclass
class Evidence:
    """Everything said and returned so far; grows as the conversation is read."""

    date: str = ""
    profile: dict[str, Any] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    """Oldest first."""
    results: dict[str, Any] = field(default_factory=dict)
    """Call id -> result."""
    unsaid: frozenset[tuple[str, str]] = frozenset()
    """(call, argument path) of what was left unsaid on purpose, so that words which happen to read as it do not say it."""

    def opened(self, step: Opened) -> None:
        """Takes in the scene."""
        self.date, self.profile = step.date, step.profile

    def asked(self, step: Asked, message: int) -> None:
        """Takes in a request."""
        self.requests.append(Request(message, step.text, {_key(mention): mention.span for mention in step.mentions}))

    def source(self, call: Call, planned: Call | None, tool: Tool, path: str, value: Any) -> Source | None:
        """Where an argument's value comes from: what the plan says, if that is true; else what a search finds."""
        if planned is not None:
            reference = _reference(planned, path)
            if reference is not None:
                return self._returned(reference, value)
        input = tool.input(path) or Field(paths.pattern(path), {}, False)
        claimed = self._claimed(call.id, path, value, input)
        if claimed is not None:
            return claimed
        if (call.id, path) in self.unsaid:
            return self._beside(value, input, tool) or self._said(value, input)
        if planned is not None:
            return self._said(value, input) or self._beside(value, input, tool)
        return self._named(value, input) or self._said(value, input) or self._anywhere(value) or self._beside(value, input, tool)

    def says(self, value: Any, input: Field) -> bool:
        """Whether any request so far says the value."""
        return any(find(request.text, value, input, self.date) for request in self.requests)

    def _returned(self, reference: Reference, value: Any) -> Source | None:
        try:
            held = paths.get(self.results.get(reference.call), reference.path)
        except LookupError:
            return None
        return FromResult(call=reference.call, path=reference.path) if same(held, value) else None

    def _claimed(self, call: str, path: str, value: Any, input: Field) -> Source | None:
        for request in reversed(self.requests):
            span = request.mentions.get((call, path))
            if span is not None and reads_as(request.text[span[0] : span[1]], value, input, self.date):
                return Said(message=request.message, span=span)
        return None

    def _said(self, value: Any, input: Field) -> Source | None:
        for request in reversed(self.requests):
            spans = find(request.text, value, input, self.date)
            if spans:
                return Said(message=request.message, span=spans[0])
        return None

    def _held(self, value: Any) -> Iterator[tuple[str, str]]:
        """(call, path) of each leaf of an earlier result that holds the value, newest result first."""
        for call, result in reversed(self.results.items()):
            for path in places(result, value):
                yield call, path

    def _named(self, value: Any, input: Field) -> Source | None:
        name = _plain(input.name)
        for call, path in self._held(value):
            keys = [key for key in paths.parse(path) if isinstance(key, str)]
            last = _plain(keys[-1]) if keys else ""
            if last == name or (last == "id" and name.endswith("id")):
                return FromResult(call=call, path=path)
        return None

    def _anywhere(self, value: Any) -> Source | None:
        if isinstance(value, bool) or value in (None, "", [], {}) or (isinstance(value, int | float) and abs(value) < 20):
            return None
        return next((FromResult(call=call, path=path) for call, path in self._held(value)), None)

    def _beside(self, value: Any, input: Field, tool: Tool) -> Source | None:
        """Neither said nor returned: the profile, a default, today's date."""
        for key, leaf in paths.leaves(self.profile):
            if same(leaf, value) and not isinstance(value, bool):
                return FromProfile(key=key)
        if is_default(input, tool, value):
            return FromDefault()
        return FromDate() if self.date and isinstance(value, str) and value == self.date else None


def same(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal; true is not 1."""
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def places(result: Any, value: Any) -> list[str]:
    """The paths of the leaves of a result that are this value."""
    return [path for path, leaf in paths.leaves(result) if same(leaf, value)] if _holds(result, value) else []


def _holds(result: Any, value: Any) -> bool:
    """Whether a leaf is this value; most results have none, and this is told without a path."""
    if not isinstance(result, _NESTED) or not result:
        return same(result, value)
    for child in result.values() if isinstance(result, dict) else result:
        if _holds(child, value) if isinstance(child, _NESTED) else child == value and same(child, value):
            return True
    return False


def _key(mention: Mention) -> tuple[str, str]:
    return mention.call, mention.argument


def _reference(planned: Call, path: str) -> Reference | None:
    """The reference that fills this leaf, or an object or list that holds it."""
    exact = planned.references.get(path)
    if exact is not None:
        return exact
    for argument, reference in planned.references.items():
        rest = path[len(argument) :]
        if path.startswith(argument) and rest[:1] in (".", "["):
            joined = reference.path + rest if reference.path else rest.lstrip(".")
            return Reference(call=reference.call, path=joined)
    return None


def _plain(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def is_default(input: Field, tool: Tool, value: Any) -> bool:
    """Whether the schema settles the value of an input."""
    if "default" in input.schema and same(input.schema["default"], value):
        return True
    top = tool.properties.get(input.keys[0], {}) if input.keys else {}
    default = top.get("default") if isinstance(top, dict) else None
    return isinstance(default, dict | list) and any(same(leaf, value) for _, leaf in paths.leaves(default))

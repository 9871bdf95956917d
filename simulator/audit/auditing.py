"""Where each argument of a transcript comes from, and whether each call is needed: from messages and tools alone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from roles.language.moments import Day, moments
from roles.language.spoken import find
from simulator.audit.exchanges import exchanged
from simulator.audit.held import Held, Place, plain, weak
from simulator.audit.transcript import Event, Transcript
from simulator.measures.flows import Told
from tool_graphs import path as paths
from tool_graphs.tool import Field, Tool, says_optional

Kind = Literal["said", "result", "default", "date", "system", "assistant", "echo", "unexplained"]
KINDS: tuple[Kind, ...] = ("said", "result", "default", "date", "system", "assistant", "echo", "unexplained")


class Argument(NamedTuple):
    """A leaf of a call's arguments and where its value comes from."""

    path: str
    value: Any
    kind: Kind
    message: int | None = None
    """Of the text that says it."""
    span: tuple[int, int] | None = None
    place: Place | None = None
    """Of the earlier result that holds it."""


@dataclass
class Call:
    """A call, its arguments, and what it is needed for."""

    id: str
    tool: str
    message: int
    offered: bool
    asked: bool
    """Whether a request so far names it."""
    arguments: list[Argument]
    used_by: list[str] = field(default_factory=list)
    """Later calls with an argument from its result."""
    told: bool = False
    """Whether a reply tells something from its result."""

    @property
    def needed(self) -> bool:
        """Whether it is asked for, used or told."""
        return self.asked or bool(self.used_by) or self.told


def audit(transcript: Transcript, measured: Mapping[str, Told] | None = None) -> list[Call]:
    """The calls of a transcript, in order; `measured` is what `exchanged` tells of them, where that is known already."""
    reading = _Reading(transcript, exchanged(transcript)[1] if measured is None else measured)
    for event in transcript.events:
        reading.take(event)
    return list(reading.calls.values())


_DATE_TOLD = re.compile(
    r"\b(?:today|date|time|now)\b[^\n]{0,40}",
    re.IGNORECASE,
)


def _today(system: str) -> str:
    """Today's date, where the system tells it; empty where it does not."""
    for told in _DATE_TOLD.finditer(system):
        for each in moments(told.group()):
            if isinstance(each, Day) and each.year:
                return each.iso()
    return ""


class _Reading:
    """What was heard so far."""

    def __init__(self, transcript: Transcript, measured: Mapping[str, Told]) -> None:
        self.tools = transcript.tools
        self.measured = measured
        self.calls: dict[str, Call] = {}
        self.texts: dict[str, list[tuple[int, str]]] = {"system": [], "user": [], "assistant": []}
        self.held = Held()
        self.given: dict[str, set[str]] = {}
        self.results: dict[str, Any] = {}
        self.untold: list[str] = []
        self.today = ""

    def take(self, event: Event) -> None:
        """Takes in one more event."""
        if event.part == "call":
            self.calls[event.id] = self._call(event)
        elif event.part == "result":
            self.held.take(event.id, event.value)
            self.results[event.id] = event.value
            self.untold.append(event.id)
        else:
            self.texts[event.part].append((event.message, event.text))
            if event.part == "system":
                self.today = _today(event.text) or self.today
            elif event.part == "assistant":
                self._tell(event.text)

    def _tell(self, reply: str) -> None:
        for id in self.untold:
            self.calls[id].told = _tells(reply, self.results[id], self.given.get(id, set()))
        self.untold = [id for id in self.untold if not self.calls[id].told]

    def _call(self, event: Event) -> Call:
        tool = self.tools.get(event.tool)
        self.given[event.id] = {plain(leaf) for path, leaf in paths.leaves(event.value) if path}
        arguments = [self._argument(tool, path, value) for path, value in paths.leaves(event.value) if path]
        for one in arguments:
            if one.place and event.id not in self.calls[one.place.call].used_by and one.kind == "result":
                self.calls[one.place.call].used_by.append(event.id)
        asked = event.id in self.measured and self.measured[event.id].named
        return Call(event.id, event.tool, event.message, tool is not None, asked, arguments)

    def _argument(self, tool: Tool | None, path: str, value: Any) -> Argument:
        input = (tool.input(path) if tool else None) or Field(paths.pattern(path), {}, False)
        said = self._written("user", value, input)
        if said:
            return Argument(path, value, "said", *said)
        places = list(self.held.find(value, input))
        own = next((place for place in places if plain(value) not in self.given[place.call]), None)
        if own is not None:
            return Argument(path, value, "result", place=own)
        if tool is not None and _default(tool, input, path, value):
            return Argument(path, value, "default")
        return self._elsewhere(path, value, input, places)

    def _elsewhere(self, path: str, value: Any, input: Field, echoes: list[Place]) -> Argument:
        if not weak(value):
            if self.today and value == self.today:
                return Argument(path, value, "date")
            for part in ("system", "assistant"):
                written = self._written(part, value, input)
                if written:
                    return Argument(path, value, part, *written)
        if echoes:
            return Argument(path, value, "echo", place=echoes[0])
        return Argument(path, value, "unexplained")

    def _written(self, part: str, value: Any, input: Field) -> tuple[int, tuple[int, int]] | None:
        for message, text in reversed(self.texts[part]):
            spans = find(text, value, input, self.today)
            if spans:
                return message, spans[0]
        return None


_DEFAULT_TOLD = re.compile(
    r"\bdefaults?\b(?: value)?(?: is| are| to|:|=)*\s*[\"'`]?([\w.+/#@-]+(?: [\w.+/#@-]+){0,3}?)[\"'`]?(?=[\s).,;]|\Z)",
    re.IGNORECASE,
)


def _default(tool: Tool, input: Field, path: str, value: Any) -> bool:
    """Whether leaving the argument out would have meant the same: by schema, by its description, or null where none is needed."""
    schema = input.schema
    if "default" in schema and plain(schema["default"]) == plain(value):
        return True
    top = tool.properties.get(input.keys[0], {}) if input.keys else {}
    if isinstance(top.get("default"), dict | list) and any(
        plain(leaf) == plain(value) for _, leaf in paths.leaves(top["default"])
    ):
        return True
    if value in (None, "", [], {}) and not isinstance(value, bool):
        return input.keys[:1] == () or input.keys[0] not in tool.needed or says_optional(schema)
    if len(schema.get("enum") or ()) == 1 or "const" in schema:
        return True
    return any(plain(_bare(match.group(1))) == plain(_text(value)) for match in _DEFAULT_TOLD.finditer(input.description))


def _bare(text: str) -> str:
    return text.rstrip(".")


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else plain(value)


MOST_TOLD = 300
"""How many leaves of a result are looked for in a reply."""


def _tells(reply: str, result: Any, given: set[str]) -> bool:
    """Whether a reply says something that the result holds and the call was not given."""
    folded = reply.lower()
    for number, (_, leaf) in enumerate(paths.leaves(result)):
        if number >= MOST_TOLD:
            return False
        if isinstance(leaf, bool) or leaf in (None, "", [], {}) or plain(leaf) in given:
            continue
        if isinstance(leaf, str):
            if len(leaf) >= 3 and leaf.strip().lower().rstrip(".!") in folded:
                return True
        elif find(reply, leaf) or find(reply, round(leaf, 2)) or (round(leaf) == leaf and find(reply, round(leaf))):
            return True
    return False

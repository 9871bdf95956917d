"""A trace as a person reads it: the chat, implicit calls marked, where each value came from, and the verdicts."""

import datetime
import json
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from roles.base import (
    Asked,
    Briefed,
    Called,
    Conversation,
    Judged,
    Opened,
    Planned,
    Replied,
    Returned,
    Sibling,
    Step,
    Varied,
)
from roles.certificate import FromDate, FromDefault, FromProfile, FromResult, Said, Source
from roles.messages import Message, messages
from simulator.grounds import Ground, grounds_of
from simulator.trace import Trace
from tool_graphs.graph import ToolGraph

WIDTH = 110
LABEL = 11
LONGEST = 400
"""How much of a result is shown, in characters."""
LONGEST_TEXT = 100_000
"""How much of anything is."""


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph: who, what, and how it is to look (a rich style)."""

    label: str
    text: str
    style: str = ""


def as_text(trace: Trace, graph: ToolGraph | None = None, drafts: bool = False, width: int = WIDTH) -> str:
    """The conversation as plain text."""
    written = []
    for line in lines(trace, graph, drafts):
        label = f"  {line.label:<{LABEL}}" if line.label else ""
        indent = " " * len(label)
        for number, paragraph in enumerate(line.text.split("\n")):
            space = indent + " " * (len(paragraph) - len(paragraph.lstrip()))
            wrapped = textwrap.wrap(
                paragraph, width, initial_indent=indent, subsequent_indent=space + "  ", break_on_hyphens=False
            )
            first, *rest = wrapped or [""]
            written += [label + first[len(label) :] if number == 0 else first, *rest]
    return "\n".join(line.rstrip() for line in written) + "\n"


def lines(trace: Trace, graph: ToolGraph | None = None, drafts: bool = False) -> Iterator[Line]:
    """The conversation in paragraphs; with the tool graph, each value's source is proved and not only what plan and user say.

    Requests that were sent back are counted only, unless `drafts` wants them or the trace was not accepted.
    """
    conversation = trace.conversation
    yield Line("", f"{trace.id}: {trace.status}, strategy {trace.strategy}, seed {trace.seed}", "bold")
    grounds = grounds_of(conversation, graph).calls
    heard = _heard(conversation)
    turn = 0
    closed = True
    sent_back = _sent_back(conversation)
    reasons: list[str] = []
    for position, step in enumerate(conversation.steps):
        if isinstance(step, Planned) and closed:
            turn, closed = turn + 1, False
            yield Line("", "")
            yield Line("", f"Turn {turn}", "bold")
        closed = closed or isinstance(step, Replied)
        if trace.accepted and not drafts:
            if position in sent_back:
                continue
            if isinstance(step, Judged) and not step.ok:
                reasons.append("; ".join(step.reasons))
                continue
            if isinstance(step, Asked) and reasons:
                yield Line("", printable(_counted(reasons)), "dim")
                reasons = []
        for line in _step(step, heard, grounds, position in sent_back):
            yield Line(printable(line.label), printable(line.text), line.style)
    yield from _outcome(trace)


def _counted(reasons: list[str]) -> str:
    kinds = dict.fromkeys(reasons)
    return f"  ({len(reasons)} request{'s' * (len(reasons) != 1)} sent back: {'; '.join(kinds)[:LONGEST]})"


def _heard(conversation: Conversation) -> list[Message]:
    try:
        return messages(conversation)
    except (LookupError, ValueError):  # a trace that was cut or edited
        return []


def _sent_back(conversation: Conversation) -> frozenset[int]:
    heard = {id(step) for step in conversation.heard().steps}
    return frozenset(n for n, step in enumerate(conversation.steps) if isinstance(step, Asked) and id(step) not in heard)


def _step(step: Step, heard: list[Message], grounds: Mapping[str, Ground], sent_back: bool) -> Iterator[Line]:
    if isinstance(step, Opened):
        yield Line("", _scene(step), "dim")
    elif isinstance(step, Asked):
        yield Line("user", f"{step.text}{'  (sent back)' if sent_back else ''}", "dim" if sent_back else "green")
    elif isinstance(step, Called):
        for call in step.calls:
            ground = grounds.get(call.id, Ground())
            mark = f"   (implicit: needed by {', '.join(ground.needed_by) or 'nothing'})" if ground.implicit else ""
            yield Line("assistant", f"{call.id}  {call.tool}{mark}", "magenta" if ground.implicit else "cyan")
            for argument, value in call.literals():
                yield Line(" ", f"  {argument} = {_json(value)}{_origin(ground.sources.get(argument), heard)}", "dim")
    elif isinstance(step, Returned):
        for result in step.results:
            yield Line("tool", f"{result.call}  {_cut(_json(result.value))}", "yellow")
    elif isinstance(step, Replied):
        yield Line("assistant", step.text, "green")
    elif isinstance(step, Judged):
        if not step.ok:
            yield Line(step.by or "verdict", "no: " + "; ".join(step.reasons), "red")
    elif isinstance(step, Briefed):
        if step.brief.fallback:
            yield Line("embedder", f"{step.brief.strategy} falls back: {step.brief.fallback}", "dim")
    elif isinstance(step, Sibling | Varied):
        yield from _apart(step)
    elif not isinstance(step, Planned):
        content = step.model_dump(mode="json", exclude={"kind", "by"})
        yield Line(step.by or step.kind, f"{step.kind} {_cut(_json(content))}", "dim")


def _apart(step: Sibling | Varied) -> Iterator[Line]:
    """Which sibling it is, and what sets it apart."""
    if isinstance(step, Sibling):
        yield Line("", f"Family {step.family}, {step.member}", "dim")
        return
    varied = step.model_dump(mode="json", exclude={"kind", "by"}, exclude_none=True)
    for name, value in varied.items():
        yield Line("", f"{name}: {_cut(_json(value))}", "dim")


def _scene(opened: Opened) -> str:
    try:
        date = datetime.date.fromisoformat(opened.date)
        day = f"{date:%A} {date.day} {date:%B %Y}"
    except ValueError:
        day = opened.date
    turns = f"{opened.turns} turn{'s' * (opened.turns != 1)}"
    profile = f", profile {_cut(_json(opened.profile))}" if opened.profile else ""
    return f"{day}, {turns}, {len(opened.tools)} tools on offer; {opened.persona.name}, {opened.persona.style}{profile}"


def _outcome(trace: Trace) -> Iterator[Line]:
    if trace.status == "rejected":
        yield Line("", "")
        yield Line("", printable(f"Rejected by {trace.seat}: " + "; ".join(trace.reasons)), "red")
    elif trace.error is not None:
        yield Line("", "")
        yield Line("", printable(f"Failed at {trace.seat}: {trace.error.type}: {trace.error.message}"), "red")


def _origin(source: Source | None, heard: list[Message]) -> str:
    if isinstance(source, Said):
        start, end = source.span
        text = str(heard[source.message]["content"]) if 0 <= source.message < len(heard) else ""
        return f"   said: {text[start:end]!r}"
    if isinstance(source, FromResult):
        return f"   from {source.call}: {source.path or 'its result'}"
    if isinstance(source, FromProfile):
        return f"   from the profile: {source.key}"
    if isinstance(source, FromDefault):
        return "   the default"
    return "   today" if isinstance(source, FromDate) else ""


def _json(value: object) -> str:
    """With spaces, at which lines can break."""
    return json.dumps(value, default=repr, ensure_ascii=False)


def shortened(value: object, most: int = LONGEST) -> str:
    """A value as JSON, text as it is, cut where it is long."""
    text = value if isinstance(value, str) else _json(value)
    return text if len(text) <= most else f"{text[:most]} … ({len(text):,} characters)"


def _cut(text: str, most: int = LONGEST) -> str:
    return text if len(text) <= most else f"{text[:most]} … ({len(text):,} characters)"


def printable(text: str) -> str:
    """Text that can neither steer a terminal nor flood it."""
    return "".join(mark if mark.isprintable() or mark == "\n" else ascii(mark)[1:-1] for mark in _cut(text, LONGEST_TEXT))

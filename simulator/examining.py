"""One step of a trace, with all that its seat saw and gave: the conversation up to there, its dice, prompts and answers."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from roles.base import Asked, Briefed, Called, Conversation, Judged, Opened, Planned, Replied, Returned, Sibling, Step
from roles.messages import Message, messages
from simulator.reading import Line, shortened
from simulator.trace import Failure, Trace
from simulator.travel.changes import plain
from tool_graphs.errors import RunError


@dataclass(frozen=True, slots=True)
class Examined:
    """A step, or the one that a failed seat did not get to make."""

    trace: str
    number: int
    seat: str
    random: str
    """The name of its dice."""
    saw: Conversation
    """What the role received."""
    heard: tuple[Message, ...]
    """What someone in the room knows of it, as messages: all that the prompt of a role that must not know is made of."""
    gave: Step | None
    error: Failure | None
    telemetry: Mapping[str, Any] | None

    def described(self) -> dict[str, Any]:
        """In plain data."""
        return {
            "id": self.trace,
            "step": self.number,
            "seat": self.seat,
            "random": self.random,
            "saw": {"steps": [plain(step) for step in self.saw.steps], "heard": list(self.heard)},
            "gave": None if self.gave is None else plain(self.gave),
            "error": None if self.error is None else self.error.model_dump(),
            "telemetry": None if self.telemetry is None else dict(self.telemetry),
        }

    def lines(self) -> Iterator[Line]:
        """In paragraphs, for people."""
        kind = self.gave.kind if self.gave is not None else "failed"
        yield Line("", f"{self.trace}, step {self.number}: {self.seat}, {kind}", "bold")
        yield Line("dice", self.random, "dim")
        if self.telemetry is not None:
            yield Line("took", _took(self.telemetry), "dim")
        yield Line("", "")
        yield Line("", f"saw {len(self.saw.steps)} step{'s' * (len(self.saw.steps) != 1)} (* is heard by everyone)", "bold")
        heard = {id(step) for step in self.saw.heard().steps}
        for number, step in enumerate(self.saw.steps):
            yield Line(f"{number:>4} {'*' if id(step) in heard else ''}", f"{step.by}, {step.kind}: {summary(step)}")
        yield Line("", "")
        yield Line("", "gave", "bold")
        if self.gave is not None:
            yield Line(" ", json.dumps(plain(self.gave), indent=1, ensure_ascii=False, default=repr), "green")
        if self.error is not None:
            yield Line("error", f"{self.error.type}: {self.error.message}", "red")
        for number, asked in enumerate((self.telemetry or {}).get("asked") or (), 1):
            yield from _asked(number, asked)


def examined(trace: Trace, number: int, telemetry: Mapping[str, Any] | None = None) -> Examined:
    """Step `number` of a trace, from 0, with the run's telemetry of that trace; raises RunError where there is no such step."""
    steps = trace.conversation.steps
    failed = trace.status == "failed" and trace.seat is not None
    if not 0 <= number < len(steps) + failed:
        last = len(steps) - 1 + failed
        raise RunError(
            f"step {number}: {trace.id} has steps 0 to {last}; expected one of them" if steps else f"{trace.id}: no steps"
        )
    gave = steps[number] if number < len(steps) else None
    seat = gave.by if gave is not None else trace.seat or "?"
    saw = Conversation.model_construct(steps=steps[:number])
    beside = [step for step in (telemetry or {}).get("steps", ()) if isinstance(step, dict) and step.get("step") == number]
    spoken = [step.by for step in saw.steps].count(seat)
    siblings = trace.conversation.all(Sibling)
    named = f"{trace.seed}/{siblings[-1].family if siblings else trace.id}/{seat}/{spoken}"
    return Examined(
        trace=trace.id,
        number=number,
        seat=seat,
        random=str(beside[-1].get("random", named)) if beside else named,
        saw=saw,
        heard=_heard(saw),
        gave=gave,
        error=trace.error if gave is None else None,
        telemetry=beside[-1] if beside else None,
    )


def _heard(conversation: Conversation) -> tuple[Message, ...]:
    try:
        return tuple(messages(conversation))
    except (LookupError, ValueError):  # a trace that was cut or edited
        return ()


def summary(step: Step) -> str:
    """What a step says, in a line or two."""
    if isinstance(step, Opened):
        return f"{step.date}, {step.persona.name} ({step.persona.style}), {step.turns} turns, tools {', '.join(step.tools)}"
    if isinstance(step, Planned):
        return "; ".join(_planned(call) for call in step.plan.calls)
    if isinstance(step, Briefed):
        said = ", ".join(f"{slot.argument} = {shortened(slot.value, 60)}" for slot in step.brief.slots)
        hidden = ", ".join(step.brief.implicit) or "none"
        return f"{step.brief.strategy}; ask for {', '.join(step.brief.explicit)}; implicit: {hidden}; say {said or 'nothing'}"
    if isinstance(step, Asked | Replied):
        return step.text
    if isinstance(step, Judged):
        return "yes" if step.ok else "no: " + "; ".join(step.reasons)
    if isinstance(step, Called):
        return "; ".join(f"{call.id} {call.tool} {shortened(call.arguments)}" for call in step.calls)
    if isinstance(step, Returned):
        return "; ".join(f"{result.call} {shortened(result.value)}" for result in step.results)
    return shortened(step.model_dump(mode="json", exclude={"kind", "by"}, fallback=repr))


def _planned(call: Any) -> str:
    fed = [f"{argument} from {reference.call}: {reference.path}" for argument, reference in call.references.items()]
    told = [f"{argument} = {shortened(value, 60)}" for argument, value in call.literals()]
    return f"{call.id} {call.tool} ({', '.join([*told, *fed])})"


def _took(entry: Mapping[str, Any]) -> str:
    return f"{entry.get('seconds')} seconds; the conversation after it: {entry.get('bytes')} bytes"


def _asked(number: int, asked: Any) -> Iterator[Line]:
    if not isinstance(asked, dict):
        return
    tokens = asked.get("tokens") or {}
    spent = f"{tokens.get('input', 0)} + {tokens.get('output', 0)} tokens, {asked.get('seconds')} seconds"
    more = [f"{name} {asked[name]}" for name in ("cost", "retries") if name in asked]
    yield Line("", "")
    yield Line("", f"asked {asked.get('model')} ({number}): {', '.join([spent, *more])}", "bold")
    for message in asked.get("messages") or ():
        yield Line(str(_of(message, "role")), _said(message))
    if asked.get("tools"):
        yield Line("tools", ", ".join(map(str, asked["tools"])), "dim")
    for message in asked.get("answers") or ():
        yield Line("answer", _said(message), "green")
    if asked.get("error"):
        yield Line("error", f"{_of(asked['error'], 'type')}: {_of(asked['error'], 'message')}", "red")


def _of(holder: Any, name: str) -> Any:
    return holder.get(name, "?") if isinstance(holder, dict) else "?"


def _said(message: Any) -> str:
    content = _of(message, "content")
    text = content if isinstance(content, str) else json.dumps(content, indent=1, ensure_ascii=False, default=repr)
    calls = message.get("tool_calls") if isinstance(message, dict) else None
    return text + (f"\n{json.dumps(calls, indent=1, ensure_ascii=False, default=repr)}" if calls else "")

"""Traces that are cut off, edited by hand or of another version: as much of them as makes sense, and what is wrong where."""

from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import from_json

from roles.base import Conversation, Step
from simulator.trace import FORMAT, Failure, Trace, parse
from tool_graphs.errors import RunError

STATUSES = get_args(Trace.model_fields["status"].annotation)


class Damaged(Step, frozen=True, extra="allow"):
    """A step that does not hold what its kind holds, kept as it was read."""


def salvaged(line: bytes) -> tuple[Trace, tuple[str, ...]]:
    """The trace of a line, and what is wrong with it: the step and the rule it breaks; raises RunError where there is no trace.

    A step that cannot be read is kept as it is, as a step that nobody hears; what stands behind a cut is lost.
    """
    try:
        trace = parse(line)
    except RunError:
        return _mended(*_read(line))
    return trace, _of_version(trace.format)


def _read(line: bytes) -> tuple[dict[str, Any], list[str]]:
    """The object in the line, and that it is cut, if it is."""
    try:
        content, problems = from_json(line), []
    except ValueError as error:
        content, problems = _beginning(line, error), [f"cut off or no JSON ({error})"]
    if not isinstance(content, dict):
        raise RunError(f"expected a trace, an object with a conversation, got {type(content).__name__}")
    if not isinstance(content.get("conversation"), dict) and not isinstance(content.get("id"), str):
        raise RunError(
            f"no trace: it has neither an id nor a conversation, but {', '.join(map(repr, list(content)[:8])) or 'nothing'}"
        )
    return content, problems


def _beginning(line: bytes, error: ValueError) -> Any:
    try:
        return from_json(line, allow_partial=True)
    except ValueError:
        raise RunError(f"no JSON ({error})") from error


def _mended(content: dict[str, Any], problems: list[str]) -> tuple[Trace, tuple[str, ...]]:
    problems += _of_version(content.get("format", FORMAT))
    conversation = content.get("conversation")
    given = conversation.get("steps") if isinstance(conversation, dict) else None
    if not isinstance(given, list):
        problems.append("conversation.steps: expected a list of steps; opened without any")
        given = []
    steps = [_step(number, step, problems) for number, step in enumerate(given)]
    known = {name: _text(name, content, problems) for name in ("id", "seed", "strategy")}
    status, error = content.get("status"), _failure(content.get("error"))
    if status not in STATUSES:
        problems.append(f"status: {status!r} is none; expected one of {', '.join(STATUSES)}: shown as failed")
        said = f"the trace cannot be read whole: {problems[0]}"[:500]
        status, error = "failed", error or Failure(type="RunError", message=said)
    seat, reasons = content.get("seat"), content.get("reasons")
    trace = Trace.model_construct(
        **known,  # type: ignore[arg-type]
        status=status,
        seat=seat if isinstance(seat, str) else None,
        reasons=tuple(str(reason) for reason in reasons) if isinstance(reasons, list) else (),
        error=error,
        conversation=Conversation.model_construct(steps=tuple(steps)),
    )
    return trace, tuple(problems)


def _of_version(format: Any) -> tuple[str, ...]:
    if isinstance(format, int) and format > FORMAT:
        newer = f"format: {format}, and this toolweft knows {FORMAT}: it was written by a newer one"
        return (f"{newer}; upgrade, unknown parts are left out here",)
    if not isinstance(format, int) or format < 1:
        return (f"format: {format!r} is no version of a trace; read as {FORMAT}",)
    return ()


def _step(number: int, given: Any, problems: list[str]) -> Step:
    try:
        return Conversation.model_validate({"steps": [given]}).steps[0]
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(key) for key in first["loc"][2:])
        wrong = f"{place + ': ' if place else ''}{first['msg']}"
        problems.append(f"step {number}{_kind(given)}: {wrong}; kept as it is, heard by nobody")
    held = given if isinstance(given, dict) else {"value": given}
    kind, by = held.get("kind"), held.get("by")
    rest = {str(key): value for key, value in held.items() if key not in ("kind", "by")}
    return Damaged(kind=kind if isinstance(kind, str) else "damaged", by=by if isinstance(by, str) else "", **rest)


def _kind(given: Any) -> str:
    kind = given.get("kind") if isinstance(given, dict) else None
    return f" ({kind})" if isinstance(kind, str) else ""


def _text(name: str, content: dict[str, Any], problems: list[str]) -> str:
    value = content.get(name)
    if isinstance(value, str):
        return value
    problems.append(f"{name}: {value!r} is no text" if name in content else f"{name}: is missing")
    return "?" if value is None else str(value)[:100]


def _failure(given: Any) -> Failure | None:
    try:
        return None if given is None else Failure.model_validate(given)
    except ValidationError:
        return Failure(type="unknown", message=str(given)[:500])

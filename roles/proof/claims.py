"""Whether the sources that are claimed for arguments are true."""

from collections.abc import Iterator
from typing import Any

from roles.evidence import is_default, same
from roles.language.spoken import find, reads_as
from roles.proof.failure import Failure
from roles.proof.offered import Known
from roles.proof.story import Issued, Story
from tool_graphs import path as paths


class _Nothing:
    def __repr__(self) -> str:
        return "nothing"


NOTHING = _Nothing()
"""What a path leads to where it leads nowhere."""
Claims = dict[str, dict[str, Any]]
"""Argument path -> source, as metadata writes it."""


def sources_checked(story: Story, call: Issued, tool: Known, claims: Claims) -> Iterator[Failure]:
    """What is wrong with the sources claimed for a call; every leaf of its arguments needs one."""
    leaves = {_written(path): (path, value) for path, value in paths.leaves(call.arguments) if path}
    for written, (path, value) in leaves.items():
        claim = claims.get(written)
        fault = untrue(story, call, tool, path, value, claim) if claim is not None else _searched(story, call, tool, path, value)
        if fault is not None:
            rule, text = fault
            yield Failure(rule=rule, text=f"{call}: {path} is {value!r}, {text}", turn=call.turn, call=call.id, argument=path)
    for written in claims:
        if written not in leaves:
            text = f"{call}: metadata tells the source of {written}, which is no argument"
            yield Failure(rule="metadata", text=text, turn=call.turn, call=call.id, argument=str(written))


def untrue(story: Story, call: Issued, tool: Known, path: str, value: Any, claim: Any) -> tuple[str, str] | None:
    """(rule, why) where a source is not true."""
    kind = claim.get("kind") if isinstance(claim, dict) else None
    if kind == "said":
        return _said(story, call, tool, path, value, claim)
    if kind == "result":
        return _returned(story, call, value, claim)
    if kind == "profile":
        held = at(story.profile, str(claim.get("key")))
        return None if same(held, value) else ("wrong-profile", f"but the profile holds {held!r} under {claim.get('key')!r}")
    if kind == "default":
        return (
            None if is_default(tool.field_of(path), tool.tool, value) else ("wrong-default", "which is not the schema's default")
        )
    if kind == "date":
        return None if value == story.date != "" else ("wrong-date", f"but today is {story.date or 'not told'}")
    return "metadata", f"but its source is {claim!r}, which is of no known kind"


def _said(story: Story, call: Issued, tool: Known, path: str, value: Any, claim: Any) -> tuple[str, str] | None:
    message, span = claim.get("message"), claim.get("span")
    request = next((turn for turn in story.requests(call.message) if turn.message == message), None)
    if request is None:
        return "wrong-span", f"but message {message!r} is no request from before the call"
    if not (isinstance(span, list) and len(span) == 2 and all(type(end) is int for end in span)):
        return "wrong-span", f"but {span!r} is no span"
    start, end = span
    if not 0 <= start < end <= len(request.text):
        return "wrong-span", f"but message {message} has no characters {start} to {end}"
    words = request.text[start:end]
    if reads_as(words, value, tool.field_of(path)):
        return None
    return "wrong-span", f"but characters {start} to {end} of message {message} read {words!r}"


def _returned(story: Story, call: Issued, value: Any, claim: Any) -> tuple[str, str] | None:
    producer, path = claim.get("call"), claim.get("path")
    if not isinstance(producer, str) or not isinstance(path, str) or producer not in story.calls:
        return "stale-reference", f"but there is no call {producer!r} that it could come from"
    if story.returned.get(producer, call.message) >= call.message:
        return "future-reference", f"but the result of {story.calls[producer]} was not there yet"
    held = at(story.results[producer], path)
    return None if same(held, value) else ("stale-reference", f"but {story.calls[producer]} gave {held!r} at {path}")


def _searched(story: Story, call: Issued, tool: Known, path: str, value: Any) -> tuple[str, str]:
    """What is wrong where no source is claimed at all."""
    field = tool.field_of(path)
    if any(find(turn.text, value, field) for turn in story.requests(call.message)):
        return "metadata", "which is said, but metadata does not tell so"
    return "unexplained", "for which metadata tells no source, and no request says it"


def at(value: Any, path: str) -> Any:
    """What stands at a path; `NOTHING` where it leads nowhere."""
    try:
        return paths.get(value, path)
    except (LookupError, ValueError):
        return NOTHING


def quoted(written: str, arguments: dict[str, Any]) -> str:
    """The path of an argument that metadata names: a parameter's own name may need quoting."""
    return paths.text((written,)) if written in arguments else written


def _written(path: str) -> str:
    """A parameter's own name, also where a path would have to quote it; a path below it as it is."""
    keys = paths.parse(path)
    return str(keys[0]) if len(keys) == 1 else path

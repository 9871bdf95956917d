"""The proof of one row of a dataset, from the row alone."""

from collections.abc import Iterator
from typing import Any

from roles.proof.claims import sources_checked
from roles.proof.exchange import exchanged
from roles.proof.failure import Failure
from roles.proof.offered import Offered, offered
from roles.proof.story import Issued, ShapeError, Story, story_of

Told = dict[str, dict[str, Any]]
"""Call id -> what metadata tells of the call."""


def failures_of(row: Any) -> list[Failure]:
    """Everything that is wrong with a row in `openai` or `trl` form; empty if nothing is."""
    try:
        if not isinstance(row, dict) or not isinstance(row.get("messages"), list):
            raise ShapeError("expected an object with messages, tools and metadata")
        metadata = row.get("metadata")
        if not isinstance(metadata, dict) or not isinstance(metadata.get("turns"), list):
            raise ShapeError("metadata: expected an object with turns")
        story = story_of(row["messages"])
        tools = offered(row.get("tools"), metadata.get("tools"))
        told = _told(metadata["turns"])
    except ShapeError as error:
        return [Failure(rule="shape", text=str(error))]
    return [*story.failures, *exchanged(story, tools), *_told_truly(story, metadata["turns"]), *_proved(story, tools, told)]


def _told(turns: list[Any]) -> Told:
    told: Told = {}
    for number, turn in enumerate(turns):
        calls = turn.get("calls") if isinstance(turn, dict) else None
        if not isinstance(calls, list):
            raise ShapeError(f"metadata.turns[{number}]: expected an object with calls")
        for call in calls:
            sound = isinstance(call, dict) and isinstance(call.get("id"), str) and isinstance(call.get("sources"), dict)
            if not sound or not isinstance(call.get("implicit"), bool) or not isinstance(call.get("needed_by"), list):
                raise ShapeError(f"metadata.turns[{number}]: expected calls with id, implicit, needed_by and sources")
            told[call["id"]] = call
    return told


def _told_truly(story: Story, turns: list[Any]) -> Iterator[Failure]:
    """Where metadata and messages tell of different calls."""
    if len(turns) != len(story.turns):
        yield Failure(rule="metadata", text=f"metadata tells of {len(turns)} turns, the messages of {len(story.turns)}")
    for number, turn in enumerate(story.turns, start=1):
        calls = turns[number - 1]["calls"] if number <= len(turns) else []
        told = {call["id"]: call for call in calls}
        if len(told) < len(calls):
            yield Failure(rule="metadata", text=f"metadata tells of a call of turn {number} twice", turn=number)
        for issued in turn.calls:
            call = told.pop(issued.id, None)
            if call is None:
                yield _untold(issued, "metadata does not tell of it")
            elif call.get("name") != issued.tool:
                yield _untold(issued, f"metadata says that it calls {call.get('name')!r}")
            elif call.get("arguments") != issued.arguments:
                yield _untold(issued, f"metadata says that its arguments are {call.get('arguments')!r}")
        for id in told:
            text = f"metadata tells of call {id} in turn {number}, the messages do not"
            yield Failure(rule="metadata", text=text, turn=number, call=id)


def _untold(issued: Issued, why: str) -> Failure:
    return Failure(rule="metadata", text=f"{issued}: {why}", turn=issued.turn, call=issued.id)


def _proved(story: Story, tools: Offered, told: Told) -> Iterator[Failure]:
    for call in story.calls.values():
        tool = tools.tools.get(call.tool)
        if tool is not None and call.id in told:
            yield from sources_checked(story, call, tool, told[call.id]["sources"])
    yield from _needed(story, told)


def _needed(story: Story, told: Told) -> Iterator[Failure]:
    """Where `needed_by` is not what the sources of the later calls make it."""
    users: dict[str, list[str]] = {}
    for id, claims in told.items():
        for source in claims["sources"].values():
            if isinstance(source, dict) and source.get("kind") == "result" and id in story.calls:
                users.setdefault(str(source.get("call")), []).append(id)
    for call in story.calls.values():
        if call.id in told and set(map(str, told[call.id]["needed_by"])) != set(users.get(call.id, ())):
            claimed, true = told[call.id]["needed_by"], list(dict.fromkeys(users.get(call.id, ())))
            text = f"{call}: is said to be needed by {claimed}, but {true or 'none'} use its result"
            yield Failure(rule="needed-by", text=text, turn=call.turn, call=call.id)

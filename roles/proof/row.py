"""The proof of one row of a dataset, from the row alone."""

from collections.abc import Iterator
from typing import Any

from roles.proof.asking import asked_in
from roles.proof.beside import Spans, halves
from roles.proof.claims import NOTHING, at, quoted, sources_checked
from roles.proof.exchange import exchanged
from roles.proof.failure import Failure
from roles.proof.kinds import misfed
from roles.proof.necessity import Flow, Necessity, necessity
from roles.proof.offered import Offered, offered_by
from roles.proof.story import Issued, ShapeError, Story, story_of
from roles.proof.swaps import Place, swapped

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
        tools = offered_by(row.get("tools"), metadata.get("tools"))
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
    """Where sources, reasons and wording are not what metadata tells."""
    flows: list[Flow] = []
    for call in story.calls.values():
        known = tools.tools.get(call.tool)
        if known is not None and call.id in told:
            yield from sources_checked(story, call, known, told[call.id]["sources"])
            yield from swapped(story, call, known, _places(call, told[call.id]["sources"]))
            flows += _flows(story, call, told[call.id]["sources"])
    implicit = frozenset(id for id, call in told.items() if call["implicit"] and id in story.calls)
    found = necessity(story, tools, implicit, flows)
    hidden = {id: id in implicit for id in told if id in story.calls}
    vouched = {id: told[id]["asked"] for id, call in story.calls.items() if id in told and _vouches(story, call, told[id])}
    places = asked_in(story, tools, hidden, found.failures, vouched)
    asked = vouched | {id: {"kind": "said", "message": message, "span": list(span)} for id, (message, span) in places.items()}
    yield from found.failures
    yield from misfed(story, tools, flows)
    yield from halves(story, _spans(story, told))
    for call in story.calls.values():
        if call.id in told:
            yield from _reasons(call, told[call.id], flows, found, asked.get(call.id))


def _vouches(story: Story, call: Issued, told: dict[str, Any]) -> bool:
    """Whether metadata gives a chat verifier's word that characters of the turn's request ask for an explicit call."""
    claim = told.get("asked")
    if told["implicit"] or not isinstance(claim, dict) or claim.get("kind") != "judged":
        return False
    turn, span = story.turns[call.turn - 1], claim.get("span")
    if not (isinstance(span, list) and len(span) == 2 and all(type(end) is int for end in span)):
        return False
    return claim.get("message") == turn.message and 0 <= span[0] < span[1] <= len(turn.text) and bool(claim.get("judge"))


def _spans(story: Story, told: Told) -> Spans:
    """Where the values of each call are claimed to be said."""
    said = {id: call["sources"].values() for id, call in told.items() if id in story.calls}
    return {
        id: [(each["message"], (each["span"][0], each["span"][1])) for each in sources if _is_said(each)]
        for id, sources in said.items()
    }


def _is_said(source: Any) -> bool:
    span = source.get("span") if isinstance(source, dict) and source.get("kind") == "said" else None
    return isinstance(span, list) and len(span) == 2 and all(type(each) is int for each in (*span, source.get("message")))


def _places(call: Issued, sources: dict[str, Any]) -> list[Place]:
    """The values of a call that are claimed to be said, each with its place."""
    said = [(quoted(path, call.arguments), each) for path, each in sources.items() if _is_said(each)]
    held = [(path, at(call.arguments, path), each) for path, each in said]
    return [
        Place(path, value, each["message"], (each["span"][0], each["span"][1]))
        for path, value, each in held
        if value is not NOTHING
    ]


def _flows(story: Story, call: Issued, sources: dict[str, Any]) -> Iterator[Flow]:
    """The values that the call takes from results of calls before it."""
    for argument, source in sources.items():
        if isinstance(source, dict) and source.get("kind") == "result":
            producer = source.get("call")
            if isinstance(producer, str) and story.returned.get(producer, call.message) < call.message:
                yield Flow(producer, str(source.get("path")), call.id, quoted(argument, call.arguments))


def _reasons(
    call: Issued, told: dict[str, Any], flows: list[Flow], found: Necessity, asked: dict[str, Any] | None
) -> Iterator[Failure]:
    """Where `needed_by`, `reasons` and `asked` are not as they come out."""
    reasons = found.reasons.get(call.id, [])
    users = [flow.consumer for flow in flows if flow.producer == call.id]
    users += [reason.call for reason in reasons if reason.kind == "order"]
    if sorted(map(str, told["needed_by"])) != sorted(set(users)):
        text = f"is said to be needed by {told['needed_by']}, but is needed by {list(dict.fromkeys(users))}"
        yield _fault("needed-by", call, text)
    if call.id in found.reasons and "reasons" in told:
        claimed, true = told["reasons"], [reason.model_dump(mode="json") for reason in reasons]
        if claimed != true:
            rule = "alternatives" if _without_alternatives(claimed) == _without_alternatives(true) else "wrong-reason"
            yield _fault(rule, call, f"metadata gives {claimed!r} as its reasons, true is {true!r}")
    if told.get("asked") is not None and told["asked"] != asked:
        yield _fault("wrong-asked", call, f"metadata says that it is asked for at {told['asked']!r}, found was {asked!r}")


def _without_alternatives(reasons: Any) -> Any:
    if not isinstance(reasons, list):
        return reasons
    return [{**reason, "alternatives": []} if isinstance(reason, dict) else reason for reason in reasons]


def _fault(rule: str, call: Issued, why: str) -> Failure:
    return Failure(rule=rule, text=f"{call}: {why}", turn=call.turn, call=call.id)

"""Preference pairs from families, in TRL's form: what is right in one sibling, and what its neighbour does, which is wrong there.

A row has `prompt`, `chosen` and `rejected` as lists of messages (arguments of calls are objects), and the `tools` on offer.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from tool_graphs.errors import RunError

Row = dict[str, Any]
Message = dict[str, Any]
PAIRED = "dpo"
_BEHAVIOURS = ("missing-parameter", "missing-tool", "wrong-premise", "parallel")
_KNOWN, _UNKNOWN = "profile", "missing-parameter"
_PREFERRED = ("upstream", "goal-only", "explicit")
"""Which sibling is the neighbour, where there are several in which all calls are made."""


def dpo(rows: Iterable[Row]) -> Iterator[Row]:
    """The pairs of each family, given the rows of its members one after another; raises RunError for rows of no family."""
    for family, members in groupby(rows, key=_family):
        siblings = {row["metadata"]["member"]: row for row in members}
        neighbour = _neighbour(siblings)
        for member in _BEHAVIOURS if neighbour else ():
            if neighbour and member in siblings:
                for prompted, chosen, rejected, wrong in _PAIRS[member](siblings[member], neighbour):
                    yield _pair(family, prompted, chosen, rejected, wrong)
        if _KNOWN in siblings and _UNKNOWN in siblings:
            for prompted, chosen, rejected, wrong in _needless(siblings[_KNOWN], siblings[_UNKNOWN]):
                yield _pair(family, prompted, chosen, rejected, wrong)


def _family(row: Row) -> str:
    if "family" not in row["metadata"]:
        raise RunError(
            f"conversation {row['metadata']['id']} belongs to no family; expected the folder of `toolweft family`, "
            "for pairs are made of siblings"
        )
    return str(row["metadata"]["family"])


def _neighbour(siblings: dict[str, Row]) -> Row | None:
    """The sibling in which the calls are made as ever."""
    plain = [row for member, row in siblings.items() if member not in _BEHAVIOURS]
    return min(plain, key=lambda row: _rank(row["metadata"]["member"]), default=None)


def _rank(member: str) -> int:
    return _PREFERRED.index(member) if member in _PREFERRED else len(_PREFERRED)


Pair = tuple[tuple[Row, int], Message, Message, Row]
"""(the row that is prompted with, up to which message), what is right there, what is wrong there, whose it is."""


def _pair(family: str, prompted: tuple[Row, int], chosen: Message, rejected: Message, wrong: Row) -> Row:
    row, end = prompted
    return {
        "prompt": row["messages"][:end],
        "chosen": [chosen],
        "rejected": [rejected],
        "tools": row["tools"],
        "metadata": {
            "family": family,
            "seed": row["metadata"]["seed"],
            "chosen": {"id": row["metadata"]["id"], "member": row["metadata"]["member"]},
            "rejected": {"id": wrong["metadata"]["id"], "member": wrong["metadata"]["member"]},
        },
    }


def _begins(row: Row) -> int:
    """The place right after the request in which siblings differ."""
    return int(row["metadata"]["shared_messages"]) + 1


def _issuing(row: Row, ids: Sequence[str]) -> tuple[int, Message] | None:
    """The place of the first message that issues any of these calls, and a message that issues those alone."""
    for place, message in enumerate(row["messages"]):
        calls = [call for call in message.get("tool_calls", ()) if call["id"] in ids]
        if calls:
            return place, {**message, "tool_calls": calls}
    return None


def _asked_back(row: Row, neighbour: Row) -> Iterator[Pair]:
    """A question where a value is missing, not a call with an invented one; calls where nothing is, not a question."""
    question = row["messages"][_begins(row)]
    invented = _issuing(neighbour, [row["metadata"]["varied"]["withheld"]["call"]])
    if invented:
        yield (row, _begins(row)), question, invented[1], neighbour
    yield (neighbour, _begins(neighbour)), neighbour["messages"][_begins(neighbour)], question, row


def _needless(row: Row, neighbour: Row) -> Iterator[Pair]:
    """Calls where the profile holds what nobody says, not the question for it."""
    withheld = neighbour["metadata"]["varied"]["withheld"]
    calls = {call["id"]: call for call in row["metadata"]["turns"][-1]["calls"]}
    sources = calls.get(withheld["call"], {}).get("sources", {})
    if sources.get(withheld["argument"], {}).get("kind") == "profile":
        begins = _begins(row)
        yield (row, begins), row["messages"][begins], neighbour["messages"][_begins(neighbour)], neighbour


def _declined(row: Row, neighbour: Row) -> Iterator[Pair]:
    """A refusal where the tool is gone, not a call of it; calls where it is on offer, not a refusal."""
    offered = {tool["function"]["name"] for tool in row["tools"]}
    gone = [
        call["id"]
        for message in neighbour["messages"][_begins(neighbour) :]
        for call in message.get("tool_calls", ())
        if call["function"]["name"] not in offered
    ]
    last = len(row["messages"]) - 1
    called = _issuing(neighbour, gone)
    if called:
        yield (row, last), row["messages"][last], called[1], neighbour
    if last == _begins(row):
        yield (neighbour, _begins(neighbour)), neighbour["messages"][_begins(neighbour)], row["messages"][last], row


def _corrected(row: Row, neighbour: Row) -> Iterator[Pair]:
    """A correction where the premise is wrong, not the call that depends on it; that call where it is right, no correction."""
    claimed = row["metadata"]["varied"]["claim"]["call"]
    calls = neighbour["metadata"]["turns"][-1]["calls"]
    dependent: Sequence[str] = next((call["needed_by"] for call in calls if call["id"] == claimed), [])
    last = len(row["messages"]) - 1
    carried_out = _issuing(neighbour, dependent)
    if carried_out:
        place, message = carried_out
        yield (row, last), row["messages"][last], message, neighbour
        yield (neighbour, place), neighbour["messages"][place], row["messages"][last], row


def _at_once(row: Row, neighbour: Row) -> Iterator[Pair]:
    """All independent calls at once, not one of them alone."""
    for place, message in enumerate(row["messages"]):
        calls = message.get("tool_calls", ())
        if place >= _begins(row) and len(calls) > 1:
            yield (row, place), message, {**message, "tool_calls": calls[:1]}, neighbour
            return


_PAIRS = {
    "missing-parameter": _asked_back,
    "missing-tool": _declined,
    "wrong-premise": _corrected,
    "parallel": _at_once,
}

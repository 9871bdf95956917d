"""The executor, played by a chat model: results that are held to schema and story, or the offline ones, with the reason."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

from roles.base import Briefed, Called, Conversation, Opened, Planned, Result, Returned
from roles.chat import BadAnswer
from roles.chatting.answers import ResultsAnswer
from roles.chatting.seat import Blocks, Seat
from roles.chatting.showing import dialogue, scene, shown_returning
from roles.evidence import same
from roles.executor import Executor
from roles.proof.consistency import contradictions
from roles.proof.necessity import telling
from roles.proof.offered import offered_in
from roles.proof.story import heard_story
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call
from tool_graphs.tool import function_name

MOST_TOLD = 3
"""How many errors of one result are told."""


class ChatExecutor:
    """Asks for the results of the calls issued last; where one does not hold, the offline ones stand instead, marked."""

    def __init__(self, graph: ToolGraph, seat: Seat, offline: Executor | None = None) -> None:
        self.graph = graph
        self.seat = seat
        self.offline = offline or Executor(graph)

    def __call__(self, conversation: Conversation, rng: Random) -> Returned:
        """The results, each the model's or, with `fallback`, the offline one."""
        calls, dice = conversation.last(Called).calls, rng.getrandbits(64)
        answer = self.seat.one({}, self._blocks(conversation, calls), ResultsAnswer, rng, self._check(calls))
        if isinstance(answer, BadAnswer):
            return self._instead(conversation, dice, dict.fromkeys((call.id for call in calls), answer.reason))
        given = {result.call: result.value for result in answer.results}
        returned = Returned(results=tuple(Result(call=call.id, value=given[call.id]) for call in calls))
        wrong = dict(self._faults(conversation, returned))
        if not wrong:
            return returned
        why = "another result of the same step does not hold"
        return self._instead(conversation, dice, {call.id: wrong.get(call.id, why) for call in calls})

    def _instead(self, conversation: Conversation, dice: int, why: dict[str, str]) -> Returned:
        """The offline results, which agree with each other, with the reason for each."""
        mocked = self.offline(conversation, Random(dice))
        return Returned(results=tuple(one.model_copy(update={"fallback": why[one.call]}) for one in mocked.results))

    def _blocks(self, conversation: Conversation, calls: Sequence[Call]) -> Blocks:
        heard = conversation.heard().steps
        called = max(place for place, step in enumerate(heard) if isinstance(step, Called))
        tools = dict.fromkeys(call.tool for call in calls)
        day = {key: value for key, value in scene(conversation.last(Opened)).items() if key != "profile"}
        return (
            ("scene", day),
            ("tools", [shown_returning(self.graph, name) for name in tools]),
            ("heard", dialogue(heard[:called], replies=False)),
            ("calls", [{"id": one.id, "tool": function_name(one.tool), "arguments": one.arguments} for one in calls]),
        )

    def _check(self, calls: Sequence[Call]) -> Any:
        """What is wrong with an answer by schema alone; the rest is no business of the model's, for it would tell of the plan."""

        def check(answer: ResultsAnswer) -> list[str]:
            given = {result.call: result.value for result in answer.results}
            missing = [f"there is no result for call {call.id}" for call in calls if call.id not in given]
            errors = [
                f"result of {call.id}: {error}"
                for call in calls
                if call.id in given
                for error in self.graph.tool(call.tool).result_errors(given[call.id])[:MOST_TOLD]
            ]
            return missing + errors

        return check

    def _faults(self, conversation: Conversation, returned: Returned) -> Iterator[tuple[str, str]]:
        """(call, why) of each result of the model's that contradicts the story, or lacks what the plan takes from it."""
        now = {result.call: result.value for result in returned.results}
        story = heard_story(conversation.then(returned))
        offered = offered_in(self.graph, conversation.last(Opened).tools)
        for failure in contradictions(story, offered):
            if failure.call in now:
                yield failure.call, failure.text
        for id, taken in _taken(conversation).items():
            if id in now:
                why = _unfit(id, [(now[id], path) for path in taken], conversation, now)
                if why:
                    yield id, f"result of {id}: {why}"


def _taken(conversation: Conversation) -> dict[str, list[str]]:
    """Call id -> the paths in its result that the plan takes values from."""
    found: dict[str, list[str]] = {}
    for planned in conversation.all(Planned)[-1:]:
        for call in planned.plan.calls:
            for reference in call.references.values():
                found.setdefault(reference.call, []).append(reference.path)
    return found


def _unfit(id: str, taken: Sequence[tuple[Any, str]], conversation: Conversation, now: Mapping[str, Any]) -> str:
    """Why the plan cannot go on from a result; empty if it can. An implicit call has to tell what nothing has told before."""
    if not all(paths.holds(value, path) for value, path in taken):
        return "a value that is needed later is not there"
    if not any(id in step.brief.implicit for step in conversation.all(Briefed)[-1:]):
        return ""
    others = [value for call, value in {**conversation.results(), **now}.items() if call != id]
    known = [leaf for other in others for _, leaf in paths.leaves(other) if telling(leaf)]
    values = [paths.get(value, path) for value, path in taken]
    if values and all(any(same(leaf, value) for leaf in known) for value in values):
        return "what it is there to tell was told before, so that nothing needs it"
    return ""

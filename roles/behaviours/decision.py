"""Decisions: what is right after a request, found in what was said and returned alone; nobody says which member it is."""

from collections.abc import Mapping
from dataclasses import dataclass

from roles.base import Asked, Called, Conversation, Opened, Returned, Step
from roles.behaviours.statement import Stated, stated, things
from roles.language.clauses import RIVAL, Clauses
from roles.language.recognition import ASKED
from roles.language.spoken import find
from roles.verifier import Verifier
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.tool import Field

Span = tuple[int, int]
NEARLY = 0.85
"""From this share of the best tool's score on, a tool on offer is as likely to be meant."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What stands in the way of just making the calls; nothing does where all three are empty."""

    unserved: tuple[str, ...] = ()
    """Tools of the graph that are asked for and not on offer: to be declined."""
    missing: tuple[tuple[str, str], ...] = ()
    """(tool, input) that nothing fills: to be asked for."""
    untrue: tuple[Stated, ...] = ()
    """What the request states and a result contradicts: to be corrected."""


class Decider:
    """Reads a conversation up to a reply, that left out."""

    def __init__(self, graph: ToolGraph, verifier: Verifier, clauses: Clauses) -> None:
        self.graph, self.verifier, self.clauses = graph, verifier, clauses

    def decide(self, heard: Conversation) -> Decision:
        """What is right after the newest request and what was returned since."""
        offered = heard.last(Opened).tools
        asked = self._asked(heard.last(Asked).text, offered)
        served = {tool: span for tool, span in asked.items() if tool in offered}
        unserved = tuple(tool for tool in asked if tool not in offered and not self._rivalled(tool, offered))
        _, recovered = self.verifier.recover(_up_to_the_request(heard), served)
        lacking = [(tool, path) for tool in sorted(served) for path in recovered[tool].missing]
        missing = tuple(each for each in lacking if not self._said(heard, *each))
        return Decision(unserved, missing, self._untrue(heard))

    def _asked(self, text: str, offered: tuple[str, ...]) -> Mapping[str, Span]:
        """What is asked for among all tools of the graph; of two that fit nearly as well, the one that is on offer."""
        recognize = self.verifier.recognizer.recognize
        near = [each for each in recognize(text, offered) if each.score >= ASKED]
        found: dict[str, Span] = {}
        for best in recognize(text, tuple(self.graph.tools)):
            if best.score >= ASKED:
                same = [each for each in near if each.span == best.span and each.score >= best.score * NEARLY]
                found[same[0].tool if same else best.tool] = best.span
        return found

    def _said(self, heard: Conversation, tool: str, path: str) -> bool:
        """Whether the request says what every call of the tool since has there: of two things, neither is the one heard."""
        field = self.graph.tool(tool).input(path) or Field(path, {}, True)
        calls = [
            call for step in _since_the_request(heard) if isinstance(step, Called) for call in step.calls if call.tool == tool
        ]
        values = [value for call in calls for at, value in paths.leaves(call.arguments) if paths.pattern(at) == path]
        return bool(values) and all(find(heard.last(Asked).text, value, field) for value in values)

    def _rivalled(self, tool: str, offered: tuple[str, ...]) -> bool:
        """Whether a tool on offer is asked for in nearly the same words."""
        return any(self.clauses.alike(tool, other, RIVAL) for other in offered)

    def _untrue(self, heard: Conversation) -> tuple[Stated, ...]:
        text, calls = heard.last(Asked).text, heard.calls()
        returned = [result for step in _since_the_request(heard) if isinstance(step, Returned) for result in step.results]
        found = [
            each
            for result in returned
            for each in things(self.graph.tool(calls[result.call].tool), calls[result.call].arguments, result.value)
        ]
        said = stated(text, found)
        return tuple(each for each in said if not each.true)


def _up_to_the_request(heard: Conversation) -> Conversation:
    return Conversation.model_construct(steps=heard.steps[: _request(heard) + 1])


def _since_the_request(heard: Conversation) -> tuple[Step, ...]:
    return heard.steps[_request(heard) :]


def _request(heard: Conversation) -> int:
    return max(place for place, step in enumerate(heard.steps) if isinstance(step, Asked))

"""The judge, played by a chat model: a rubric with reasons, by majority, beside the certificate."""

from random import Random
from typing import Any

from roles.base import Called, Conversation, Judged, Opened
from roles.chat import BadAnswer
from roles.chatting.answers import VerdictAnswer
from roles.chatting.seat import Blocks, Seat, unusable
from roles.chatting.showing import dialogue, scene
from roles.judge import Judge
from tool_graphs.graph import ToolGraph
from tool_graphs.tool import function_name


class ChatJudge:
    """Accepts what both the certificate and most of `votes` verdicts of the model accept; the certificate comes first."""

    def __init__(self, graph: ToolGraph, seat: Seat, votes: int = 1, offline: Judge | None = None) -> None:
        self.graph = graph
        self.seat = seat
        self.votes = votes
        self.offline = offline or Judge(graph)

    def __call__(self, conversation: Conversation, rng: Random) -> Judged:
        """The verdict; the model is not asked about what the certificate refuses."""
        proved = self.offline(conversation, rng)
        if not proved.ok:
            return proved
        answers = self.seat.ask({}, self._blocks(conversation), VerdictAnswer, rng, self.votes)
        votes = [answer for answer in answers if isinstance(answer, VerdictAnswer)]
        if not votes:
            bad = next(answer for answer in answers if isinstance(answer, BadAnswer))
            return Judged(ok=False, reasons=(unusable("judge", bad),), again=True)
        against = [vote for vote in votes if not vote.ok]
        if 2 * len(against) < len(votes):
            return Judged(ok=True)
        reasons = dict.fromkeys(reason for vote in against for reason in vote.reasons or ("the judge gave no reason",))
        return Judged(ok=False, reasons=tuple(reasons))

    def _blocks(self, conversation: Conversation) -> Blocks:
        heard = conversation.heard()
        called = dict.fromkeys(call.tool for step in heard.all(Called) for call in step.calls)
        return (
            ("scene", scene(heard.last(Opened))),
            ("tools", [self._told(name) for name in called]),
            ("heard", dialogue(heard.steps)),
        )

    def _told(self, name: str) -> dict[str, Any]:
        return {"name": function_name(name), "description": self.graph.tool(name).description}

"""What the results of a turn say, in a sentence or two: the assistant's reply."""

from collections.abc import Sequence
from random import Random
from typing import Any

from roles.language.reports.deeds import deed
from roles.language.reports.findings import finding
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call
from tool_graphs.subject import subject

_OPENERS = {
    "plain": ("", "", "Done. ", "Here is what I have. "),
    "polite": ("Of course. ", "Certainly. ", "Happy to help. ", ""),
    "terse": ("",),
    "chatty": ("Sure thing! ", "All right. ", "Got it! "),
}
_ACTING = ("create", "update", "delete", "send")


class Reporter:
    """States results in plain words; names no tool."""

    def __init__(self, graph: ToolGraph) -> None:
        self.graph = graph

    def reply(self, outcomes: Sequence[tuple[Call, Any]], style: str, rng: Random) -> str:
        """One sentence for each (call, result) that the user asked for; the more there are, the shorter."""
        most = 3 if len(outcomes) == 1 else 2 if len(outcomes) == 2 else 1
        sentences = [self._sentence(call, result, rng, most) for call, result in outcomes]
        opener = rng.choice(_OPENERS.get(style, ("",)))
        acted = any(subject(self.graph.tool(call.tool)).action in _ACTING for call, _ in outcomes)
        if opener == ("Here is what I have. " if acted else "Done. "):
            opener = ""
        return opener + (" ".join(dict.fromkeys(sentences)) or "That is done.")

    def _sentence(self, call: Call, result: Any, rng: Random, most: int) -> str:
        tool = self.graph.tool(call.tool)
        about = subject(tool)
        if about.action in _ACTING and about.verb != "generate":
            return deed(tool, about, call.arguments, result, rng, most - 1 if most > 1 else 1)
        return finding(about, call.arguments, result, rng, most)

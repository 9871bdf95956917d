"""Who looks whether a conversation is right: verifier, certificate, judge, and the proof of its row alone."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from roles.base import Conversation, EmbeddingStrategy, Role, Sibling
from roles.behaviours.cast import sibling_casts
from roles.certificate import certify
from roles.judge import Judge
from roles.language.clauses import Clauses
from roles.language.cues import Phrasebook
from roles.language.recognition import Recognizer
from roles.proof.row import failures_of
from roles.strategies.needs import needs_of
from roles.verifier import Verifier
from simulator.dataset import row
from simulator.defects.editing import until_request
from simulator.strategy import strategy_called
from simulator.trace import Trace
from tool_graphs.graph import ToolGraph

Checker = Callable[[Conversation], tuple[str, ...]]
"""What is wrong with a settled conversation; nothing where it is right."""


def checkers(graph: ToolGraph, strategy: str | EmbeddingStrategy = "upstream", members: Sequence[str] = ()) -> dict[str, Checker]:
    """Verifier, certificate and judge, as a run has them, and `toolweft verify`, which sees the dataset's row alone.

    `strategy` is the run's, for what it needs decides what the verifier looks up. Siblings of a family's `members` are
    looked at by the verifier and the referee of their member, and up to where they part by those of the run that they come from.
    """
    made_with = strategy_called(strategy, graph) if isinstance(strategy, str) else strategy
    clauses = Clauses(graph)
    verifier = Verifier(graph, Recognizer(graph, clauses), Phrasebook(graph, clauses), needs_of(made_with))
    judge = Judge(graph)
    casts = sibling_casts(members, graph, needs_of(made_with))

    def seated(seat: str, conversation: Conversation, otherwise: Role) -> Role:
        siblings = conversation.all(Sibling)
        return casts[siblings[-1].member][seat] if siblings and siblings[-1].member in casts else otherwise

    def verified(conversation: Conversation) -> tuple[str, ...]:
        found: list[str] = []
        for number in range(len(conversation.turns())):
            heard = until_request(conversation, number)
            found += _reasons(seated("verifier", heard, verifier)(heard, Random(0)))
        return tuple(found)

    def certified(conversation: Conversation) -> tuple[str, ...]:
        return tuple(reason for certificate in certify(conversation, graph) for reason in certificate.unexplained)

    def proved_again(conversation: Conversation) -> tuple[str, ...]:
        trace = Trace.model_construct(id="", seed="", strategy="", status="accepted", conversation=conversation)
        return tuple(failure.text for failure in failures_of(row(trace, graph, certify(conversation, graph))))

    return {
        "verifier": verified,
        "certificate": certified,
        "judge": lambda conversation: _reasons(seated("judge", conversation, judge)(conversation, Random(0))),
        "verify": proved_again,
    }


def _reasons(verdict: Any) -> tuple[str, ...]:
    reasons: tuple[str, ...] = verdict.reasons
    return reasons

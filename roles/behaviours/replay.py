"""Doing again what the source did: the same plan, and the same results for the same calls."""

from random import Random

from roles.base import Briefed, Called, Conversation, Judged, Planned, Returned, Role, Sibling, Varied
from roles.embedder import Embedder
from roles.evidence import same
from tool_graphs.plan import Call


def unvaried(conversation: Conversation, rng: Random) -> Varied:
    """Nothing sets this sibling apart but how it is asked."""
    return Varied()


def replanned(conversation: Conversation, rng: Random) -> Planned:
    """The plan that all siblings share."""
    return Planned(plan=conversation.last(Sibling).plan)


class Embedding:
    """An embedder that refuses a plan which gives its strategy nothing to do."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder

    def __call__(self, conversation: Conversation, rng: Random) -> Briefed | Judged:
        """The brief, or why there is none."""
        briefed = self.embedder(conversation, rng)
        fallback = briefed.brief.fallback
        return Judged(ok=False, reasons=(f"nothing for {briefed.brief.strategy} to do: {fallback}",)) if fallback else briefed


class Repeating:
    """An executor that repeats what the source's calls gave back, and leaves calls that the source did not make to another."""

    def __init__(self, executor: Role) -> None:
        self.executor = executor

    def __call__(self, conversation: Conversation, rng: Random) -> Returned:
        """The results; those of calls with other arguments than in the source come from the mock world."""
        shared = conversation.last(Sibling)
        known = {result.call: result for result in shared.results if result.call in shared.plan.by_id}
        results = {**conversation.results(), **{id: result.value for id, result in known.items()}}
        made = {id: shared.plan.by_id[id].resolved(results) for id in known}
        called = conversation.last(Called).calls
        repeated = {call.id: known[call.id] for call in called if call.id in made and _again(call, made[call.id])}
        if len(repeated) == len(called):
            return Returned(results=tuple(repeated[call.id] for call in called))
        new = self.executor(conversation, rng)
        if not isinstance(new, Returned):
            raise TypeError(f"the executor gave {new.kind!r}, expected results")
        return Returned(results=tuple(repeated.get(result.call, result) for result in new.results))


def _again(call: Call, made: Call) -> bool:
    return call.tool == made.tool and same(call.arguments, made.arguments)

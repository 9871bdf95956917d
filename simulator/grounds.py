"""On what grounds each call was made: proved where tools are there and the turn is over, else as plan and user say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from roles.base import Asked, Briefed, Conversation, Planned, Returned, Step
from roles.certificate import Failure, FromResult, Paraphrased, Reason, Said, Source, certify
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Plan


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of one call beyond the call itself."""

    implicit: bool = False
    needed_by: tuple[str, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    """Argument path -> where its value comes from."""
    asked: Said | Paraphrased | None = None
    """The characters of the request that ask for it."""
    reasons: tuple[Reason, ...] = ()
    """What needs it in its turn, where it is implicit."""
    proved: bool = False
    """Whether this is in a certificate, and not only what plan and user say."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Call id -> its ground; what could not be proved."""

    calls: Mapping[str, Ground]
    failures: tuple[Failure, ...] = ()
    problem: str = ""
    """Why nothing was proved; empty where it was tried."""


def grounds_of(conversation: Conversation, graph: ToolGraph | None) -> Grounds:
    """The grounds of all calls, of finished turns and of the one under way."""
    planned = _planned(conversation)
    if graph is None:
        return Grounds(planned, problem="the run's tools are not there: sources are as plan and user say, unproved")
    try:
        certificates = certify(conversation, graph)
    except Exception as error:  # a trace that was cut or edited
        return Grounds(planned, problem=f"sources are as plan and user say, unproved: {type(error).__name__}: {error}")
    proved = {
        call.id: Ground(call.implicit, call.needed_by, call.sources, call.asked, call.reasons, True)
        for certificate in certificates
        for call in certificate.calls
    }
    failures = tuple(failure for certificate in certificates for failure in certificate.failures)
    return Grounds({**planned, **proved}, failures)


def speakers(conversation: Conversation) -> Iterator[Step]:
    """The steps that are heard, each as often as it makes messages: their numbers are those of certificates."""
    for step in conversation.heard().steps:
        yield from [step] * (len(step.results) if isinstance(step, Returned) else 1)


def _planned(conversation: Conversation) -> dict[str, Ground]:
    """What plans, briefs and the user say of the calls, unproved."""
    asked = {id(step): number for number, step in enumerate(speakers(conversation))}
    found: dict[str, Ground] = {}
    for turn in conversation.turns():
        plan = turn.last(Planned).plan
        hidden = {id for step in turn.all(Briefed) for id in step.brief.implicit}
        said = _said(turn, plan, asked)
        for call in plan.calls:
            sources: dict[str, Source] = {
                argument: FromResult(call=reference.call, path=reference.path) for argument, reference in call.references.items()
            }
            for argument, value in call.literals():
                if (argument, repr(value)) in said:
                    sources[argument] = said[argument, repr(value)]
            found[call.id] = Ground(call.id in hidden, plan.consumers[call.id], sources)
    return found


def _said(turn: Conversation, plan: Plan, asked: Mapping[int, int]) -> dict[tuple[str, str], Said]:
    """(argument, value) -> where the turn's request says it; calls that share a value share its mention."""
    said: dict[tuple[str, str], Said] = {}
    for step in turn.all(Asked):
        for mention in step.mentions if id(step) in asked else ():
            literals = dict(plan.by_id[mention.call].literals()) if mention.call in plan.by_id else {}
            if mention.argument in literals:
                place = Said(message=asked[id(step)], span=mention.span)
                said.setdefault((mention.argument, repr(literals[mention.argument])), place)
    return said

"""Why two tools are linked, or are not: every signal, for and against."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tool_graphs.errors import GraphError, did_you_mean
from tool_graphs.graph import Link
from tool_graphs.links.calibration import calibrated
from tool_graphs.links.candidates import RELATIONS, Candidates, Given, Wanted
from tool_graphs.links.inferring import SCOPE_ALONE, best_fields, is_scope
from tool_graphs.links.likeness import PIECES, likeness, sameness
from tool_graphs.links.meaning import Meaning
from tool_graphs.links.ordering import order_links
from tool_graphs.links.scoring import USABLE
from tool_graphs.tool import Field, Tool

SAMENESS = "the same kind of value of the same thing"
"""The first of all signals, from which the others take away or add to."""

Weighed = tuple[Given, Meaning, bool]
"""A field of a result, one of its meanings, and whether it only echoes what the caller said."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One reason; the product of all factors is what the score is made from."""

    name: str
    factor: float
    """Below 1 it speaks against the link, above 1 for it; the first one, sameness, starts from 0."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What speaks for and against filling one parameter from the best field for it."""

    field: str
    param: str
    means: str
    """What field and parameter are taken to mean."""
    signals: tuple[Signal, ...]
    score: float
    """0 where nothing at all links the two."""
    note: str = ""

    @property
    def usable(self) -> bool:
        """Whether plans may use it."""
        return self.score >= USABLE


@dataclass(frozen=True, slots=True)
class Explanation:
    """An ordered pair of tools: a reason per parameter of the second, best first, and what is known of their order."""

    source: str
    target: str
    reasons: tuple[Reason, ...]
    order: float
    """Score of an `order` link; 0 without one."""


def explain(tools: Sequence[Tool], source: str, target: str) -> Explanation:
    """Why the result of one tool can, or cannot, feed each parameter of another.

    Tools without a result schema need one first (`infer_results`). Raises GraphError for an unknown name.
    """
    position = {tool.name: place for place, tool in enumerate(tools)}
    for name in (source, target):
        if name not in position:
            raise GraphError(f"no tool {name!r} in this catalog; {did_you_mean(name, position)}")
    candidates = Candidates(tools)
    giver, taker = position[source], position[target]
    given = tuple(_given(candidates, giver))
    reasons = [_reason(candidates, giver, taker, field, given) for field in tools[taker].inputs]
    order = [link.score for link in order_links(tools) if (link.source, link.target) == (source, target)]
    return Explanation(source, target, tuple(sorted(reasons, key=lambda reason: -reason.score)), max(order, default=0.0))


def reasons(tools: Sequence[Tool], links: Iterable[Link]) -> Iterator[Reason | None]:
    """What speaks for and against each link, in their order; None for `order` links and for unknown tools and parameters."""
    candidates = Candidates(tools)
    position = {tool.name: place for place, tool in enumerate(tools)}
    known: dict[int, dict[str, list[Weighed]]] = {}
    for link in links:
        giver, taker = position.get(link.source), position.get(link.target)
        inputs = tools[taker].inputs if taker is not None and link.kind == "data" else ()
        field = next((field for field in inputs if field.path == link.param), None)
        if giver is None or taker is None or field is None:
            yield None
            continue
        if giver not in known:
            by_path = known[giver] = {}
            for one in _given(candidates, giver):
                by_path.setdefault(one[0].path, []).append(one)
        yield _reason(candidates, giver, taker, field, known[giver].get(link.field, ()), link.score)


def _reason(
    candidates: Candidates, giver: int, taker: int, field: Field, fields: Sequence[Weighed], score: float | None = None
) -> Reason:
    """The best of the giver's fields for a parameter; `score` is that of the link, where it is known."""
    wanted = candidates.inputs(taker, field)
    if not wanted:
        return Reason("", field.path, "", (), 0.0, "a switch, a secret, a page or a way to answer: no result should fill it")
    weighed = [
        (given, param, meaning, echoes)
        for given, meaning, echoes in fields
        for param in wanted
        if giver != taker and likeness(meaning, param.meaning)
    ]
    if not weighed:
        return Reason("", field.path, _said(wanted[0].meaning), (), 0.0, "no field of the result is anything like it")
    ranked = [(_product(candidates, *one[:3]), one) for one in weighed]
    product, (given, param, meaning, echoes) = max(ranked, key=lambda one: one[0])
    signals = _signals(candidates, given, param, meaning, echoes)
    if is_scope(field) and (
        _nearer(product * SCOPE_ALONE, product, score) if score is not None else not _gives_more(candidates, giver, taker, field)
    ):
        signals = (*signals, Signal("says where to look, but not for what", SCOPE_ALONE))
        product *= SCOPE_ALONE
    note = "" if product >= candidates.faintest else "too faint to be kept"
    means = f"{_said(meaning)} for {_said(param.meaning)}"
    return Reason(
        given.path, field.path, means, tuple(signal for signal in signals if signal.factor != 1), calibrated(product), note
    )


def _nearer(product: float, other: float, score: float) -> bool:
    return abs(calibrated(product) - score) < abs(calibrated(other) - score)


def _given(candidates: Candidates, giver: int) -> Iterator[Weighed]:
    for field, meaning, echoes, prior in candidates.outputs(giver):
        yield Given(giver, field.path, prior), meaning, echoes


def _product(candidates: Candidates, given: Given, param: Wanted, meaning: Meaning) -> float:
    return candidates.score(likeness(meaning, param.meaning), param, given, meaning)


def _gives_more(candidates: Candidates, giver: int, taker: int, scope: Field) -> bool:
    others = [field for field in candidates.tools[taker].inputs if field.required and field is not scope]
    return not others or any(giver in best_fields(candidates, taker, field) for field in others)


def _signals(candidates: Candidates, given: Given, param: Wanted, meaning: Meaning, echoes: bool) -> tuple[Signal, ...]:
    between = candidates.between(param, given, meaning)
    return (
        Signal(SAMENESS, sameness(meaning, param.meaning)),
        *(Signal(name, piece(meaning, param.meaning)) for name, piece in PIECES),
        Signal("the caller said it, or has no way to narrow the search" if echoes else "apt to be asked for it", given.prior),
        Signal("apt to be filled from a result", param.prior),
        *(Signal(name, factor) for name, factor in zip(RELATIONS, between, strict=True)),
    )


def _said(meaning: Meaning) -> str:
    """`id of order`, `name`."""
    whose = " ".join(meaning.whose)
    return f"{meaning.head} of {whose}" if whose else meaning.head or "(nameless)"

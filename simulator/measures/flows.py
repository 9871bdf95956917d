"""Where arguments come from, by equality alone: the user's text, or results of calls that did not get the value themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from simulator.measures.naming import Naming
from simulator.measures.talk import Exchange
from simulator.measures.values import leaves, normal, normal_text, tells, written


@dataclass(slots=True)
class Value:
    """One leaf of an argument."""

    this_turn: bool
    """Whether it is written in what the user says in this turn."""
    said: bool
    """Whether it is written in anything that the user has said so far."""
    producer: int | None
    """The first call whose result holds it and that did not get it as an argument."""
    returned: bool
    """Whether any earlier result holds it."""
    crossing: bool = False
    """Whether its producer belongs to an earlier turn."""
    earlier: bool = False
    """Whether it is not said in this turn but belongs to an earlier one: said there, or found there."""

    @property
    def strong(self) -> bool:
        """Whether it flows from a result and is in no user text."""
        return self.producer is not None and not self.said


@dataclass(slots=True)
class Told:
    """One call with what is known of it."""

    name: str
    turn: int
    named_now: bool
    named: bool
    """Whether this turn, or an earlier one, names it."""
    values: list[Value] = field(default_factory=list)

    @property
    def producers(self) -> list[int]:
        """The calls that a strong flow leads from."""
        return [value.producer for value in self.values if value.strong and value.producer is not None]


def told(turns: Sequence[Exchange], naming: Naming) -> list[Told]:
    """Every call of the turns, in order."""
    issued = [(number, call) for number, turn in enumerate(turns) for call in turn.calls]
    texts = [normal_text(turn.text) for turn in turns]
    named = [naming.named(turn.text) for turn in turns]
    given = [frozenset(normal(leaf) for leaf in leaves(call.arguments) if tells(leaf)) for _, call in issued]
    held = [frozenset(normal(leaf) for leaf in leaves(call.result) if tells(leaf)) for _, call in issued]
    found: list[Told] = []
    for number, call in issued:
        each = Told(call.name, number, call.name in named[number], any(call.name in names for names in named[: number + 1]))
        before = [place for place, (_, other) in enumerate(issued) if 0 <= other.returned < call.heard]
        for leaf in leaves(call.arguments):
            each.values.append(_value(normal(leaf), tells(leaf), before, given, held, texts[: number + 1]))
        for value in each.values:
            value.crossing = value.producer is not None and issued[value.producer][0] < number
            value.earlier = not value.this_turn and (value.said or value.crossing)
        found.append(each)
    return found


def _value(
    leaf: str,
    tells: bool,
    before: Sequence[int],
    given: Sequence[frozenset[str]],
    held: Sequence[frozenset[str]],
    texts: Sequence[str],
) -> Value:
    holding = [place for place in before if leaf in held[place]] if tells else []
    producer = next((place for place in holding if leaf not in given[place]), None)
    return Value(written(leaf, texts[-1]), any(written(leaf, text) for text in texts), producer, bool(holding))


def depths(calls: Sequence[Told]) -> list[int]:
    """For each call, how many strong flows in a row lead to it."""
    found: list[int] = []
    for call in calls:
        found.append(max((found[producer] + 1 for producer in call.producers), default=0))
    return found


def from_implicit(calls: Sequence[Told]) -> list[bool]:
    """For each call, whether a path of strong flows leads to it from an implicit one."""
    found: list[bool] = []
    for call in calls:
        found.append(any(found[producer] or not calls[producer].named for producer in call.producers))
    return found

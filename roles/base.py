"""Who takes part: a role reads the conversation and adds one step. Someone who reads only this file can write a role.

A conversation is an append-only list of steps. A step is frozen data and holds nothing that differs from run to run.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from operator import not_
from random import Random
from typing import Annotated, Any, Literal, Protocol, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, SerializeAsAny

from tool_graphs.plan import Call, Plan


class Persona(BaseModel, frozen=True):
    """How the user talks."""

    name: str
    style: Literal["plain", "polite", "terse", "chatty"] = "plain"
    about: str = ""


class Slot(BaseModel, frozen=True):
    """One literal leaf of a call's arguments, which the request has to say."""

    call: str
    argument: str
    """Path of the leaf: `date`, `passengers[0].name`."""
    value: Any


Known = Literal["profile", "default"]
"""Where a value is known from that nobody has to say: the user's profile, the schema's default."""


class Unsaid(BaseModel, frozen=True):
    """One literal leaf of a call's arguments, which the request is to leave out."""

    call: str
    argument: str
    value: Any
    source: Known


class Brief(BaseModel, frozen=True):
    """What the user is told: what to ask for, what to leave unsaid, which values to slip in."""

    strategy: str
    explicit: tuple[str, ...]
    """Ids of the calls to ask for."""
    implicit: tuple[str, ...] = ()
    """Ids of the calls never to ask for."""
    slots: tuple[Slot, ...] = ()
    """Values to slip in, in an order that does not follow the calls."""
    unsaid: Annotated[tuple[Unsaid, ...], Field(exclude_if=not_)] = ()
    """Values not to say, for they are known without."""
    choosing: Annotated[bool, Field(exclude_if=not_)] = False
    """Whether one of several things found before is told from the others in words: "the cheapest one"."""
    fallback: Annotated[str, Field(exclude_if=not_)] = ""
    """Why this plan gave the strategy nothing to do; empty where it did what it is there for."""


class Mention(BaseModel, frozen=True):
    """A speaker's claim that these characters of its text say the value of a slot; the certificate checks it."""

    call: str
    argument: str
    span: tuple[int, int]


class Result(BaseModel, frozen=True):
    """What a call gave back."""

    call: str
    value: Any
    fallback: Annotated[str, Field(exclude_if=not_)] = ""
    """Why the offline result stands here instead of a model's; empty where it is what the executor meant to give."""


class Step(BaseModel, frozen=True):
    """One thing that one seat did; subclass it, with a `kind` of your own, for what the kinds below do not say."""

    kind: str
    by: str = ""
    """The seat; stamped by the simulator."""


class Opened(Step, frozen=True):
    """The scene: who talks, on which day, which tools are on offer, for how many turns."""

    kind: Literal["opened"] = "opened"
    id: str = ""
    """The conversation's id; stamped by the simulator, as is `seed`."""
    seed: str = ""
    persona: Persona
    date: str
    """Today, as YYYY-MM-DD."""
    profile: dict[str, Any] = {}
    """What the system knows about the user without being told."""
    tools: tuple[str, ...]
    """Names of the offered tools, in the order in which they are offered."""
    turns: int


class Planned(Step, frozen=True):
    """The calls of the coming turn."""

    kind: Literal["planned"] = "planned"
    plan: Plan
    scenario: Annotated[str, Field(exclude_if=not_)] = ""
    """The situation in which somebody needs these calls, in one line, where a model has thought of one."""


class Briefed(Step, frozen=True):
    """What the user is told about the plan."""

    kind: Literal["briefed"] = "briefed"
    brief: Brief


class Asked(Step, frozen=True):
    """The user's request."""

    kind: Literal["asked"] = "asked"
    text: str
    mentions: tuple[Mention, ...] = ()


class Wish(BaseModel, frozen=True):
    """A chat verifier's word that these characters of the request ask for a call."""

    call: str
    span: tuple[int, int]
    judge: str
    """Which verifier, such as the name of its model."""


class Judged(Step, frozen=True):
    """A verdict; `ok=False` sends the conversation back or out, with the reasons."""

    kind: Literal["judged"] = "judged"
    ok: bool
    reasons: tuple[str, ...] = ()
    again: Annotated[bool, Field(exclude_if=not_)] = False
    """Whether planner, user or judge, who had no usable answer of their model, may try again."""
    replan: Annotated[bool, Field(exclude_if=not_)] = False
    """Whether a chat verifier finds fault with the plan, so that no other request would do."""
    anew: Annotated[bool, Field(exclude_if=not_)] = False
    """Whether the turn begins anew, with another plan: nothing that was said or done in it counts as heard."""
    wishes: Annotated[tuple[Wish, ...], Field(exclude_if=not_)] = ()
    """Of a chat verifier's yes: the words of the request that ask for each explicit call."""


class Called(Step, frozen=True):
    """Calls issued at once; every reference is resolved."""

    kind: Literal["called"] = "called"
    calls: tuple[Call, ...]


class Returned(Step, frozen=True):
    """The results of the calls issued last, in their order."""

    kind: Literal["returned"] = "returned"
    results: tuple[Result, ...]


class Replied(Step, frozen=True):
    """What the assistant says to close the turn."""

    kind: Literal["replied"] = "replied"
    text: str


class Claim(BaseModel, frozen=True):
    """Something that the request states about a result, and that the result contradicts."""

    call: str
    path: str
    """Where in the call's result the truth stands: `orders[0].status`."""
    value: Any
    """What the request says instead."""


class Sibling(Step, frozen=True):
    """Which family a conversation belongs to, which member it is, and what all members share; nobody in the room hears it."""

    kind: Literal["sibling"] = "sibling"
    family: str
    member: str
    plan: Plan
    """The calls that reach the goal where nothing is in the way."""
    brief: Brief
    """What the user of the source was told."""
    results: tuple[Result, ...] = ()
    """What the calls gave back in the source, so that they do here."""


class Varied(Step, frozen=True):
    """What sets this sibling apart: a value left unsaid, a tool not on offer, an untrue claim, a second value for a call."""

    kind: Literal["varied"] = "varied"
    withheld: Slot | None = None
    removed: str | None = None
    claim: Claim | None = None
    doubled: Slot | None = None


class Noted(Step, frozen=True):
    """Anything that a role of your own wants to leave in the trace; nobody in the room hears it."""

    kind: str = "noted"
    text: str = ""
    data: dict[str, Any] = {}


_KINDS: dict[str, type[Step]] = {
    kind.model_fields["kind"].default: kind
    for kind in (Opened, Planned, Briefed, Asked, Judged, Called, Returned, Replied, Noted, Sibling, Varied)
}
_HEARD = (Opened, Asked, Called, Returned, Replied)
S = TypeVar("S", bound=Step)


class _Unknown(Step, frozen=True, extra="allow"):
    """A step of a kind that this version does not know, kept as it was read."""


def _step(value: Any) -> Any:
    if isinstance(value, dict):
        return _KINDS.get(str(value.get("kind")), _Unknown).model_validate(value)
    return value


class Conversation(BaseModel, frozen=True):
    """The steps so far."""

    steps: tuple[Annotated[SerializeAsAny[Step], BeforeValidator(_step)], ...] = ()

    def then(self, step: Step) -> "Conversation":
        """This conversation with one more step."""
        made = _of((*self.steps, step))
        if isinstance(step, Judged) and step.anew:
            return made
        known = self._by_kind()
        made.__dict__["_kinds"] = {**known, **{kind: (*known.get(kind, ()), step) for kind in _kinds(type(step))}}
        heard: Conversation | None = self.__dict__.get("_heard")
        if heard is not None:
            steps = _heard_with(heard.steps, step)
            made.__dict__["_heard"] = heard if steps is heard.steps else _of(steps)
        return made

    @property
    def standing(self) -> tuple[Step, ...]:
        """The steps, without those of turns that were begun anew."""
        return _standing(self.steps) if any(verdict.anew for verdict in self.all(Judged)) else self.steps

    def _by_kind(self) -> dict[type[Step], tuple[Any, ...]]:
        """Kind -> the standing steps of it, oldest first; worked out once, as is all that is kept beside the steps."""
        known: dict[type[Step], tuple[Any, ...]] | None = self.__dict__.get("_kinds")
        if known is None:
            known = _sorted(self.steps)
            if any(verdict.anew for verdict in known.get(Judged, ())):
                known = _sorted(_standing(self.steps))
            self.__dict__["_kinds"] = known
        return known

    def __copy__(self) -> "Conversation":
        """A copy, as `model_copy` makes it, that finds its steps anew."""
        return _of(self.steps)

    def __getstate__(self) -> dict[Any, Any]:
        return {**super().__getstate__(), "__dict__": {"steps": self.steps}}

    def last(self, kind: type[S]) -> S:
        """The newest step of a kind; raises LookupError where there is none."""
        found: tuple[S, ...] | None = (self.__dict__.get("_kinds") or self._by_kind()).get(kind)
        if found:
            return found[-1]
        raise LookupError(f"no {kind.__name__} step among {[step.kind for step in self.steps]}: it has to come first")

    def all(self, kind: type[S]) -> tuple[S, ...]:
        """All steps of a kind, oldest first; none of a turn that was begun anew."""
        found: tuple[S, ...] = (self.__dict__.get("_kinds") or self._by_kind()).get(kind, ())
        return found

    def turn(self) -> "Conversation":
        """The steps since the latest plan, that plan included."""
        for position in range(len(self.steps) - 1, -1, -1):
            if isinstance(self.steps[position], Planned):
                return _of(self.steps[position:])
        return Conversation()

    def turns(self) -> tuple["Conversation", ...]:
        """The finished turns and the one under way, each from its (last) plan to its reply; superseded plans left out."""
        known: tuple[Conversation, ...] | None = self.__dict__.get("_turns")
        if known is None:
            known = self.__dict__["_turns"] = self._in_turns()
        return known

    def _in_turns(self) -> tuple["Conversation", ...]:
        turns: list[list[Step]] = []
        closed = True
        for step in self.standing:
            if isinstance(step, Planned):
                if not closed:
                    turns.pop()
                turns.append([])
                closed = False
            if turns:
                turns[-1].append(step)
            closed = closed or isinstance(step, Replied)
        return tuple([_of(tuple(steps)) for steps in turns])

    def heard(self) -> "Conversation":
        """What someone in the room knows: no plans, briefs or verdicts, and no request that was sent back or rewritten.

        Of requests that follow each other with nothing heard between them, the last one stands: so a seat after the user's
        can rewrite what the user said by asking anew.
        """
        known: Conversation | None = self.__dict__.get("_heard")
        if known is None:
            known = self.__dict__["_heard"] = self._as_heard()
        return known

    def _as_heard(self) -> "Conversation":
        heard: tuple[Step, ...] = ()
        for step in self.standing:
            heard = _heard_with(heard, step)
        return _of(heard)

    def results(self) -> dict[str, Any]:
        """Call id -> result, of every call so far."""
        known: dict[str, Any] | None = self.__dict__.get("_results")
        if known is None:
            known = {result.call: result.value for step in self.all(Returned) for result in step.results}
            self.__dict__["_results"] = known
        return known.copy()

    def calls(self) -> dict[str, Call]:
        """Call id -> call as it was issued, of every call so far."""
        known: dict[str, Call] | None = self.__dict__.get("_calls")
        if known is None:
            known = self.__dict__["_calls"] = {call.id: call for step in self.all(Called) for call in step.calls}
        return known.copy()


@lru_cache(maxsize=256)
def _kinds(kind: type[Step]) -> tuple[type[Step], ...]:
    """A kind and those that it is made from."""
    return tuple(each for each in kind.__mro__ if issubclass(each, Step))


def _sorted(steps: tuple[Step, ...]) -> dict[type[Step], tuple[Any, ...]]:
    """Kind -> the steps of it, oldest first."""
    found: dict[type[Step], list[Step]] = {}
    for step in steps:
        for kind in _kinds(type(step)):
            found.setdefault(kind, []).append(step)
    return {kind: tuple(steps) for kind, steps in found.items()}


def _standing(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps, without those of turns that were begun anew."""
    kept: list[Step] = []
    for step in steps:
        if isinstance(step, Judged) and step.anew:
            while kept and not isinstance(kept[-1], Opened | Replied):
                kept.pop()
        kept.append(step)
    return tuple(kept)


def _heard_with(heard: tuple[Step, ...], step: Step) -> tuple[Step, ...]:
    """What is heard once a step has come to what was heard before."""
    asked = bool(heard) and isinstance(heard[-1], Asked)
    if isinstance(step, Judged) and not step.ok:
        return heard[:-1] if asked else heard
    if not isinstance(step, _HEARD):
        return heard
    return (*(heard[:-1] if asked and isinstance(step, Asked) else heard), step)


def _of(steps: tuple[Step, ...]) -> Conversation:
    """The conversation of steps that are steps already: what `Conversation.model_construct` gives, four times as fast."""
    made = Conversation.__new__(Conversation)
    object.__setattr__(made, "__dict__", {"steps": steps})
    object.__setattr__(made, "__pydantic_fields_set__", {"steps"})
    object.__setattr__(made, "__pydantic_extra__", None)
    object.__setattr__(made, "__pydantic_private__", None)
    return made


class Role(Protocol):
    """Reads the conversation, adds one step; a function will do. All chance comes from `rng`."""

    def __call__(self, conversation: Conversation, rng: Random, /) -> Step: ...  # noqa: D102


Need = Literal["profile", "earlier turns", "order links", "defaults", "producers", "one goal"]
"""What a strategy would have plans be like: a strategy's `needs`, a frozenset of these, tell scenario and planner."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a strategy may know beside the plan; handed to those that have a parameter called `scene`."""

    known: Mapping[tuple[str, str], Known] = field(default_factory=dict)
    """(call, argument path) of the plan's literals that are known without being said."""
    earlier: frozenset[str] = frozenset()
    """Ids of the calls of earlier turns."""
    calls: int = 0
    """How many calls the earlier turns had."""
    hidden: int = 0
    """How many of them were implicit."""
    left: int = 0
    """How many turns are to come after this one."""


NOWHERE = Scene()
"""A first turn in which nothing is known."""


class EmbeddingStrategy(Protocol):
    """Turns a plan into the user's brief; a function will do."""

    def __call__(self, plan: Plan, rng: Random, /) -> Brief: ...  # noqa: D102


Cast = dict[str, Callable[[Conversation, Random], Step]]
"""Seat -> role."""

"""What plugin authors run against their own roles and strategies: `check_role(my_role, conversation)`, `check_strategy(mine)`.

Both raise PluginError with everything that is wrong, and say nothing where nothing is.
"""

import asyncio
import inspect
import random
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from pydantic import BaseModel, ValidationError

from roles.base import Brief, Conversation, EmbeddingStrategy, Role, Step
from tool_graphs.errors import PluginError
from tool_graphs.plan import Call, Plan, Reference

SEEDS = range(8)


def _feeds(producer: str, argument: str = "value") -> dict[str, Reference]:
    return {argument: Reference(call=producer, path="value")}


def _call(number: int, references: dict[str, Reference] | None = None, after: tuple[str, ...] = (), **literals: Any) -> Call:
    return Call(id=f"call_{number}", tool=f"tool_{number}", arguments=literals, references=references or {}, after=after)


PLANS: dict[str, Plan] = {
    "one call": Plan(calls=(_call(1, word="a"),)),
    "no arguments": Plan(calls=(_call(1), _call(2, _feeds("call_1")))),
    "chain": Plan(calls=(_call(1, word="a"), _call(2, _feeds("call_1"), size=2), _call(3, _feeds("call_2"), flag=True))),
    "fan-in": Plan(calls=(_call(1, word="a"), _call(2, word="b"), _call(3, {**_feeds("call_1"), **_feeds("call_2", "other")}))),
    "fan-out": Plan(calls=(_call(1, word="a"), _call(2, _feeds("call_1")), _call(3, _feeds("call_1"), words=["b", "c"]))),
    "diamond": Plan(
        calls=(
            _call(1, word="a"),
            _call(2, _feeds("call_1"), size=1.5),
            _call(3, _feeds("call_1"), nested={"inner": [{"word": "b"}]}),
            _call(4, {**_feeds("call_2"), **_feeds("call_3", "other")}),
        )
    ),
    "order only": Plan(calls=(_call(1, word="a"), _call(2, after=("call_1",), word="b"))),
    "apart": Plan(calls=(_call(1, word="a"), _call(2, word="a"))),
    "earlier turn": Plan(
        calls=(_call(5, _feeds("call_2"), word="a"), _call(6, {**_feeds("call_5"), **_feeds("call_1", "other")}))
    ),
}
"""The shapes of plans that a strategy has to cope with."""


def check_strategy(strategy: EmbeddingStrategy, plans: dict[str, Plan] | None = None) -> None:
    """Checks a strategy on plans of all shapes, and on yours; raises PluginError with all that is wrong."""
    problems: dict[str, None] = {}
    for name, plan in {**PLANS, **(plans or {})}.items():
        for seed in SEEDS:
            given = plan.model_copy(deep=True)
            problems.update(dict.fromkeys(f"{name}: {problem}" for problem in _unsteady(strategy, given, seed)))
            if given != plan:
                problems[f"{name}: it changes the plan; plans are not its to change"] = None
            try:
                brief = strategy(plan.model_copy(deep=True), Random(seed))
            except Exception:  # told of already
                continue
            closed = getattr(strategy, "closed", True)
            problems.update(dict.fromkeys(f"{name}: {problem}" for problem in _brief_problems(plan, brief, closed)))
    _raise("strategy", strategy, problems)


def check_role(role: Role, *conversations: Conversation) -> None:
    """Checks a role on conversations that it may be given; raises PluginError with all that is wrong."""
    problems: dict[str, None] = {}
    for number, conversation in enumerate(conversations or (Conversation(),), start=1):
        before = conversation.model_dump_json()
        for seed in SEEDS:
            given = conversation.model_copy(deep=True)
            problems.update(dict.fromkeys(f"conversation {number}: {each}" for each in _unsteady(_run(role), given, seed)))
            if given.model_dump_json() != before:
                problems[f"conversation {number}: it changes the conversation; a role adds one step and changes none"] = None
            try:
                step = _run(role)(conversation.model_copy(deep=True), Random(seed))
            except Exception:  # told of already
                continue
            problems.update(dict.fromkeys(f"conversation {number}: {problem}" for problem in _step_problems(step)))
    _raise("role", role, problems)


def _run(role: Role) -> Callable[[Conversation, Random], Any]:
    """The role, run to its end where it is asynchronous."""

    def run(conversation: Conversation, rng: Random) -> Any:
        step: Any = role(conversation, rng)
        return asyncio.run(_awaited(step)) if inspect.isawaitable(step) else step

    return run


async def _awaited(step: Any) -> Any:
    return await step


def _unsteady(plugin: Callable[[Any, Random], Any], given: Any, seed: int) -> Iterator[str]:
    """Whether the same dice give the same answer, and whether other dice are used or moved."""
    kept = random.getstate()
    answers = []
    try:
        for other in (1, 1, 2):
            random.seed(other)
            before = random.getstate()
            answers.append(_plain(plugin(given, Random(seed))))
            if random.getstate() != before:
                yield "it uses the global random; take all chance from the rng that is handed in"
                break
    except Exception as error:
        yield f"it raises {type(error).__name__}: {error}"
        return
    finally:
        random.setstate(kept)
    if any(answer != answers[0] for answer in answers):
        yield "the same dice give different answers; take all chance from the rng, and no time, counter or order of a set"


def _plain(answer: Any) -> Any:
    return answer.model_dump() if isinstance(answer, BaseModel) else answer


def _step_problems(step: Any) -> Iterator[str]:
    if not isinstance(step, Step):
        yield f"it gives a {type(step).__name__}; expected a Step, such as Noted(text=...)"
        return
    try:
        written = step.model_dump_json()
    except ValueError as error:
        yield f"its step cannot be written as JSON: {error}"
        return
    try:
        read = type(step).model_validate_json(written)
    except ValidationError as error:
        yield f"its step cannot be read again: {error.errors()[0]['msg']}"
        return
    if read.model_dump_json() != written:
        yield "its step reads differently from how it was written"


def _brief_problems(plan: Plan, brief: Any, closed: bool) -> Iterator[str]:
    if not isinstance(brief, Brief):
        yield f"it gives a {type(brief).__name__}; expected a Brief"
        return
    if not brief.strategy:
        yield "the brief does not name the strategy"
    ids = Counter((*brief.explicit, *brief.implicit))
    if set(ids) != set(plan.by_id) or any(count > 1 for count in ids.values()):
        yield f"explicit {list(brief.explicit)} and implicit {list(brief.implicit)} are to be the plan's calls, each once"
        return
    hidden = frozenset(brief.implicit)
    for goal in plan.goals:
        if goal in hidden:
            yield f"it hides {goal}, a goal: nothing in the plan would need it"
    if closed and plan.upstream(hidden) != hidden:
        shown = sorted(plan.upstream(hidden) - hidden)
        yield f"it hides {sorted(hidden)} but asks for their producers {shown}; hide a call with all of its producers"
    yield from _slot_problems(plan, brief)


def _slot_problems(plan: Plan, brief: Brief) -> Iterator[str]:
    """A value that two calls share under one name need be said only once."""
    literals = {(call.id, argument): repr(value) for call in plan.calls for argument, value in call.literals()}
    said = {(slot.argument, repr(slot.value)) for slot in brief.slots}
    unsaid = {(each.call, each.argument): repr(each.value) for each in brief.unsaid}
    for place, value in unsaid.items():
        if literals.get(place) != value:
            yield f"it leaves {place[1]}={value} of {place[0]} unsaid, which is no literal of that call"
    for (call, argument), value in literals.items():
        if (argument, value) not in said and (call, argument) not in unsaid:
            yield f"no slot for {argument}={value} of {call}; the user has to say every literal, also those of hidden calls"
    for (call, argument), count in Counter((slot.call, slot.argument) for slot in brief.slots).items():
        if count > 1:
            yield f"{count} slots for {argument} of {call}; one will do"
    for slot in brief.slots:
        if literals.get((slot.call, slot.argument)) != repr(slot.value):
            yield f"a slot for {slot.argument}={slot.value!r} of {slot.call}, which is no literal of that call"


def _raise(noun: str, plugin: object, problems: dict[str, None]) -> None:
    if problems:
        name = getattr(plugin, "__name__", type(plugin).__name__)
        raise PluginError(f"{noun} {name} does not keep its contract:\n" + "\n".join(f"  {problem}" for problem in problems))

"""Changing steps of a conversation: the call, its result, its plan or the request, everything else kept as it is."""

from collections.abc import Callable
from typing import Any, TypeVar

from roles.base import Asked, Brief, Briefed, Called, Conversation, Mention, Planned, Result, Returned, Sibling, Step, Varied
from tool_graphs import path as paths
from tool_graphs.plan import Call, Plan, Reference

S = TypeVar("S", bound=Step)


def settled(conversation: Conversation) -> Conversation:
    """The conversation without superseded plans, refused requests and verdicts: a plan, a brief and a request a turn.

    A sibling keeps the steps that tell what it shares and what sets it apart.
    """
    heard = {id(step) for step in conversation.heard().steps}
    planned = {id(turn.steps[0]) for turn in conversation.turns()}
    briefed = {id(step) for turn in conversation.turns() for step in turn.all(Briefed)[-1:]}
    apart = {id(step) for kind in (Sibling, Varied) for step in conversation.all(kind)[-1:]}
    kept = heard | planned | briefed | apart
    return _of([step for step in conversation.steps if id(step) in kept])


def until_request(conversation: Conversation, number: int) -> Conversation:
    """A settled conversation up to the request of turn `number`, from 0."""
    return _of(list(conversation.steps[: _place(conversation, number) + 1]))


def request(conversation: Conversation, number: int) -> Asked:
    """The (last) request of turn `number`, from 0."""
    return conversation.turns()[number].last(Asked)


def _place(conversation: Conversation, number: int) -> int:
    asked = request(conversation, number)
    return next(position for position, step in enumerate(conversation.steps) if step is asked)


def mapped(conversation: Conversation, kind: type[S], change: Callable[[S], Step]) -> Conversation:
    """The conversation with every step of a kind changed."""
    return _of([change(step) if isinstance(step, kind) else step for step in conversation.steps])


def with_call(conversation: Conversation, changed: Call) -> Conversation:
    """The conversation in which the call of that id was issued like this."""
    return mapped(conversation, Called, lambda step: step.model_copy(update={"calls": _swapped(step.calls, changed)}))


def with_plans(conversation: Conversation, plan: Callable[[Plan], Plan], brief: Callable[[Brief], Brief]) -> Conversation:
    """The conversation with other plans and briefs, those that a sibling shares with its family among them."""

    def shared(step: Sibling) -> Step:
        return step.model_copy(update={"plan": plan(step.plan), "brief": brief(step.brief)})

    planned = mapped(conversation, Planned, lambda step: step.model_copy(update={"plan": plan(step.plan)}))
    briefed = mapped(planned, Briefed, lambda step: step.model_copy(update={"brief": brief(step.brief)}))
    return mapped(briefed, Sibling, shared)


def with_planned(conversation: Conversation, changed: Call) -> Conversation:
    """The conversation in which the call of that id was planned like this; its slots follow."""
    literals = dict(changed.literals())

    def brief(brief: Brief) -> Brief:
        slots = tuple(
            slot.model_copy(update={"value": literals[slot.argument]})
            if slot.call == changed.id and slot.argument in literals
            else slot
            for slot in brief.slots
        )
        return brief.model_copy(update={"slots": slots})

    def plan(plan: Plan) -> Plan:
        return Plan(calls=_swapped(plan.calls, changed)) if changed.id in plan.by_id else plan

    return with_plans(conversation, plan, brief)


def with_result(conversation: Conversation, call: str, value: Any) -> Conversation:
    """The conversation in which that call gave back this value."""

    def change(step: Returned) -> Step:
        results = tuple(Result(call=call, value=value) if result.call == call else result for result in step.results)
        return step.model_copy(update={"results": results})

    return mapped(conversation, Returned, change)


def with_words(conversation: Conversation, number: int, span: tuple[int, int], words: str) -> Conversation:
    """The conversation in whose request of turn `number` these words stand at the span; mentions move along."""
    place, asked = _place(conversation, number), request(conversation, number)
    text = asked.text[: span[0]] + words + asked.text[span[1] :]
    by = len(words) - (span[1] - span[0])
    mentions = tuple(_moved(mention, span, by) for mention in asked.mentions)
    steps = list(conversation.steps)
    steps[place] = asked.model_copy(update={"text": text, "mentions": mentions})
    return _of(steps)


def without_claims(conversation: Conversation, number: int, span: tuple[int, int]) -> Conversation:
    """The conversation in whose request of turn `number` nobody claims that this span says something."""
    place, asked = _place(conversation, number), request(conversation, number)
    steps = list(conversation.steps)
    steps[place] = asked.model_copy(update={"mentions": tuple(each for each in asked.mentions if each.span != span)})
    return _of(steps)


def with_argument(call: Call, argument: str, value: Any) -> Call:
    """The call with another literal in that place."""
    arguments = copied(call.arguments)
    paths.put(arguments, argument, value)
    return Call(id=call.id, tool=call.tool, arguments=arguments, references=call.references, after=call.after)


def with_reference(call: Call, argument: str, reference: Reference) -> Call:
    """The call with another reference in that place."""
    references = {**call.references, argument: reference}
    return Call(id=call.id, tool=call.tool, arguments=call.arguments, references=references, after=call.after)


def copied(value: Any) -> Any:
    """A JSON value that can be changed without changing this one."""
    if isinstance(value, dict):
        return {key: copied(child) for key, child in value.items()}
    return [copied(child) for child in value] if isinstance(value, list) else value


def next_call(conversation: Conversation) -> str:
    """An id that no call has yet, planned or issued."""
    plans = (step.plan for step in conversation.steps if isinstance(step, Planned | Sibling))
    used = {*conversation.calls(), *(id for plan in plans for id in plan.by_id)}
    return next(id for id in (f"call_{number}" for number in range(len(used) + 1, 2 * len(used) + 2)) if id not in used)


def _of(steps: list[Step]) -> Conversation:
    return Conversation.model_construct(steps=tuple(steps))


def _swapped(calls: tuple[Call, ...], changed: Call) -> tuple[Call, ...]:
    return tuple(changed if call.id == changed.id else call for call in calls)


def _moved(mention: Mention, span: tuple[int, int], by: int) -> Mention:
    """Where a mention stands after the span was replaced: behind it moved, at it the new words."""
    start, end = mention.span
    if start >= span[1] and start > span[0]:
        return mention.model_copy(update={"span": (start + by, end + by)})
    if end > span[0] and start < span[1]:
        return mention.model_copy(update={"span": (min(start, span[0]), max(end, span[1]) + by)})
    return mention

"""Defects of which calls there are, and in which order."""

from random import Random
from typing import Any

from roles.base import Brief, Briefed, Called, Conversation, Opened, Planned, Result, Returned, Step, Varied
from roles.executor import Executor
from simulator.defects.defect import Broken
from simulator.defects.editing import copied, next_call, with_argument, with_call, with_planned, with_plans, with_result
from simulator.defects.places import fed, in_texts, leaves_around, sayable
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call, Plan
from tool_graphs.tool import Tool


def call_dropped(conversation: Conversation, graph: ToolGraph, rng: Random, planned: bool = False) -> Broken | None:
    """A call and its result are not there; plan and brief may not have it either, and those that it feeds have its values."""
    plans = [step.plan.by_id for step in conversation.all(Planned)]
    apart = {each.call for step in conversation.all(Varied) for each in (step.withheld, step.claim, step.doubled) if each}
    calls = [
        call
        for call in conversation.calls().values()
        if any(call.id in each and len(each) > 1 for each in plans) and not (planned and call.id in apart)
    ]
    if not calls:
        return None
    call = rng.choice(calls)
    broken = _without(conversation, call.id)
    if planned:
        broken = _unplanned(broken, call.id)
    return Broken(f"{call.id} ({call.tool}) is dropped", broken)


def call_added(conversation: Conversation, graph: ToolGraph, rng: Random, planned: bool = False) -> Broken | None:
    """There is one more call, which is right in itself, but which nobody asked for and nothing needs; it may be planned."""
    turns = [number for number, turn in enumerate(conversation.turns()) if turn.all(Returned)]
    if not turns:
        return None
    number = rng.choice(turns)
    place = _last_result(conversation, number)
    before = Conversation.model_construct(steps=conversation.steps[: place + 1])
    used = {call.tool for call in conversation.calls().values()}
    offered = [name for name in conversation.last(Opened).tools if name not in used]
    for name in rng.sample(offered, len(offered)):
        arguments = _filled(before, graph, graph.tool(name))
        if arguments is None:
            continue
        call = Call(id=next_call(conversation), tool=name, arguments=arguments)
        broken = _inserted(conversation, place, call, _answered(before, graph, call, rng))
        if planned:
            broken = _planned(broken, number, call, rng.choice(("explicit", "implicit")))
        return Broken(f"{call.id} ({name}) is added to turn {number + 1}", broken)
    return None


def call_doubled(conversation: Conversation, graph: ToolGraph, rng: Random, planned: bool = False) -> Broken | None:
    """A call is made twice in a turn, with one result; it may be planned twice."""
    calls = [(n, call) for n, turn in enumerate(conversation.turns()) for call in turn.calls().values()]
    if not calls:
        return None
    number, call = rng.choice(calls)
    place = next(
        position
        for position, step in enumerate(conversation.steps)
        if isinstance(step, Returned) and any(result.call == call.id for result in step.results)
    )
    again = Call(id=next_call(conversation), tool=call.tool, arguments=call.arguments)
    broken = _inserted(conversation, place, again, conversation.results()[call.id])
    if planned:
        first = conversation.all(Planned)[number].plan.by_id.get(call.id, call)
        kind = "implicit" if call.id in conversation.all(Briefed)[number].brief.implicit else "explicit"
        copy = Call(id=again.id, tool=first.tool, arguments=first.arguments, references=first.references)
        broken = _planned(broken, number, copy, kind)
    return Broken(f"{call.id} ({call.tool}) is made again as {again.id}", broken)


def calls_reordered(conversation: Conversation, graph: ToolGraph, rng: Random, planned: bool = False) -> Broken | None:
    """A call is made before, or together with, the one whose result it has; the plan may give the value as if it were known."""
    turns = conversation.turns()
    for place in rng.sample(fed(conversation), len(fed(conversation))):
        before, _ = leaves_around(conversation, place.call.id)
        known = [leaf.value for leaf in before if leaf.call != place.reference.call]
        here = place.reference.call in turns[place.turn].calls()
        if not here or not sayable(place.value) or place.value in known or in_texts(conversation, place.value):
            continue
        broken = _earlier(conversation, place.call, place.reference.call, together=rng.random() < 0.5)
        if planned:
            literal = with_argument(place.planned, place.argument, place.value)
            references = {argument: each for argument, each in literal.references.items() if argument != place.argument}
            broken = with_planned(
                broken, Call(id=literal.id, tool=literal.tool, arguments=literal.arguments, references=references)
            )
        return Broken(f"{place.call.id} ({place.call.tool}) has a result of {place.reference.call}, but comes no later", broken)
    return None


def wrong_tool(conversation: Conversation, graph: ToolGraph, rng: Random, planned: bool = False) -> Broken | None:
    """Another offered tool that takes the same arguments is called, with a result of its own; the plan may have it, too."""
    fed_from = {place.reference.call for place in fed(conversation)}
    calls = [call for call in conversation.calls().values() if call.id not in fed_from]
    for call in rng.sample(calls, len(calls)):
        tool = graph.tool(call.tool)
        for name in rng.sample(conversation.last(Opened).tools, len(conversation.last(Opened).tools)):
            other = graph.tool(name)
            if name == call.tool or other.description == tool.description or other.argument_errors(call.arguments):
                continue
            if not call.arguments and not tool.needed:
                continue
            return Broken(f"{name} is called, not {call.tool}", _with_tool(conversation, graph, call, name, planned, rng))
    return None


def _with_tool(conversation: Conversation, graph: ToolGraph, call: Call, name: str, planned: bool, rng: Random) -> Conversation:
    issued = call.model_copy(update={"tool": name})
    place = next(n for n, step in enumerate(conversation.steps) if isinstance(step, Called) and call in step.calls)
    before = Conversation.model_construct(steps=conversation.steps[:place])
    broken = with_result(with_call(conversation, issued), call.id, _answered(before, graph, issued, rng))
    plans = [step.plan.by_id[call.id] for step in conversation.all(Planned) if call.id in step.plan.by_id]
    return with_planned(broken, plans[0].model_copy(update={"tool": name})) if planned and plans else broken


def _without(conversation: Conversation, call: str) -> Conversation:
    steps: list[Step] = []
    for step in conversation.steps:
        if isinstance(step, Called):
            calls = tuple(each for each in step.calls if each.id != call)
            steps += [step.model_copy(update={"calls": calls})] if calls else []
        elif isinstance(step, Returned):
            results = tuple(each for each in step.results if each.call != call)
            steps += [step.model_copy(update={"results": results})] if results else []
        else:
            steps.append(step)
    return Conversation.model_construct(steps=tuple(steps))


def _unplanned(conversation: Conversation, call: str) -> Conversation:
    """Plan and brief without the call; what its result fed is literal."""
    issued = conversation.calls()

    def literal(planned: Call) -> Call:
        taken = {argument for argument, reference in planned.references.items() if reference.call == call}
        arguments = copied(issued[planned.id].arguments) if taken and planned.id in issued else planned.arguments
        references = {argument: each for argument, each in planned.references.items() if argument not in taken}
        for argument in references if taken else ():
            arguments = _cut(arguments, argument)
        after = tuple(each for each in planned.after if each != call)
        return Call(id=planned.id, tool=planned.tool, arguments=arguments, references=references, after=after)

    def plan(plan: Plan) -> Plan:
        return Plan(calls=tuple(literal(each) for each in plan.calls if each.id != call)) if call in plan.by_id else plan

    def brief(brief: Brief) -> Brief:
        kept = {kind: tuple(id for id in getattr(brief, kind) if id != call) for kind in ("explicit", "implicit")}
        slots = tuple(slot for slot in brief.slots if slot.call != call)
        unsaid = tuple(each for each in brief.unsaid if each.call != call)
        return brief.model_copy(update={**kept, "slots": slots, "unsaid": unsaid})

    return with_plans(conversation, plan, brief)


def _cut(arguments: dict[str, Any], argument: str) -> dict[str, Any]:
    """The arguments without a top-level one that a reference fills."""
    return {key: value for key, value in arguments.items() if key != str(paths.parse(argument)[0])}


def _planned(conversation: Conversation, number: int, call: Call, kind: str) -> Conversation:
    """The conversation in whose turn the call is planned last, `explicit` or `implicit`."""
    ids = set(conversation.all(Planned)[number].plan.by_id)

    def plan(plan: Plan) -> Plan:
        return Plan(calls=(*plan.calls, call)) if ids & set(plan.by_id) else plan

    def brief(brief: Brief) -> Brief:
        here = ids.intersection((*brief.explicit, *brief.implicit))
        return brief.model_copy(update={kind: (*getattr(brief, kind), call.id)}) if here else brief

    return with_plans(conversation, plan, brief)


def _inserted(conversation: Conversation, place: int, call: Call, result: Any) -> Conversation:
    """The conversation with a call and its result after step `place`."""
    more = (Called(calls=(call,), by="assistant"), Returned(results=(Result(call=call.id, value=result),), by="executor"))
    return Conversation.model_construct(steps=(*conversation.steps[: place + 1], *more, *conversation.steps[place + 1 :]))


def _last_result(conversation: Conversation, number: int) -> int:
    last = conversation.turns()[number].all(Returned)[-1]
    return next(position for position, step in enumerate(conversation.steps) if step is last)


def _answered(before: Conversation, graph: ToolGraph, call: Call, rng: Random) -> Any:
    """What the mock world would give back."""
    return Executor(graph)(before.then(Called(calls=(call,))), rng).results[0].value


def _filled(before: Conversation, graph: ToolGraph, tool: Tool) -> dict[str, Any] | None:
    """Arguments from what was said and returned; None where they do not suffice."""
    latest = {call.tool: before.results()[id] for id, call in before.calls().items() if id in before.results()}
    given = {name: value for call in before.calls().values() for name, value in call.arguments.items()}
    arguments: dict[str, Any] = {}
    for name in tool.parameters.get("required", ()):
        links = [link for link in graph.producers(tool.name, name) if link.kind == "data" and link.source in latest]
        fields = [(latest[link.source], paths.first_item(link.field)) for link in links]
        held = [paths.get(result, field) for result, field in fields if paths.holds(result, field)]
        if name in given:
            arguments[name] = given[name]
        elif held:
            arguments[name] = held[0]
        else:
            return None
    return arguments if not tool.argument_errors(arguments) else None


def _earlier(conversation: Conversation, call: Call, producer: str, together: bool) -> Conversation:
    """The call and its result before those of its producer, or in the same steps."""
    result = Result(call=call.id, value=conversation.results()[call.id])
    steps: list[Step] = []
    for step in _without(conversation, call.id).steps:
        if isinstance(step, Called) and any(each.id == producer for each in step.calls):
            if together:
                steps.append(step.model_copy(update={"calls": (*step.calls, call)}))
            else:
                steps += [Called(calls=(call,), by=step.by), Returned(results=(result,), by="executor"), step]
        elif isinstance(step, Returned) and any(each.call == producer for each in step.results) and together:
            steps.append(step.model_copy(update={"results": (*step.results, result)}))
        else:
            steps.append(step)
    return Conversation.model_construct(steps=tuple(steps))

"""From a model's answer to a plan, and what is wrong with it: the rules that offline plans keep by the way they are made."""

import datetime
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from pydantic import ValidationError

from roles.base import Conversation, Opened
from roles.chatting.answers import ChosenAnswer, FilledAnswer
from roles.chatting.showing import named
from roles.language.spoken import find, speak
from roles.planner import MOST_SAID, Planner, needless
from roles.soundness import unsound
from tool_graphs import path as paths
from tool_graphs.graph import Link, ToolGraph
from tool_graphs.plan import Call, Plan, Reference, copied
from tool_graphs.sampling import Edge, Skeleton
from tool_graphs.sampling.fitting import fits
from tool_graphs.sampling.sense import plan_links
from tool_graphs.tool import Tool

NOTHING = Plan(calls=())
LONGEST_SAID = 300
"""Characters of a text that a person would still say in a request."""


def settled(call: Call, conversation: Conversation, planner: Planner) -> dict[str, Any]:
    """The literals of an offline plan's call that stay as they are: those of the profile, and defaults that a strategy wants."""
    held = planner.wants.held(conversation)(call.tool)
    tool = planner.graph.tool(call.tool)
    fixed = {}
    for path, value in call.literals():
        input = tool.input(path)
        default = input.schema.get("default") if input and "defaults" in planner.wants.needs else None
        if paths.pattern(path) in held or (default is not None and default == value):
            fixed[path] = value
    return fixed


def filled(draft: Plan, answer: FilledAnswer, fixed: Mapping[str, dict[str, Any]], planner: Planner) -> tuple[Plan, list[str]]:
    """The offline plan with the model's literals, and with those that are `fixed`; or an empty one, and why."""
    ids = [call.id for call in answer.calls]
    if sorted(ids) != sorted(draft.by_id):
        return NOTHING, [f"expected one entry for each of {', '.join(draft.by_id)}, got {', '.join(ids) or 'none'}"]
    given = {call.id: call.arguments for call in answer.calls}
    calls = []
    for call in draft.calls:
        arguments = copied(given[call.id])
        for path, value in fixed[call.id].items():
            try:
                paths.put(arguments, path, value)
            except (LookupError, TypeError, AttributeError):
                return NOTHING, [f"{call.id}: {path} is settled as {value!r}; leave room for it"]
        calls.append(call.model_copy(update={"arguments": arguments}))
    agreed = planner.wants.alike(calls)
    if agreed is None:
        return NOTHING, ["calls that come before others have to take the same values"]
    return Plan(calls=tuple(agreed)), []


def chosen(answer: ChosenAnswer, conversation: Conversation, graph: ToolGraph) -> tuple[Plan, list[str]]:
    """The model's own plan under ids of ours; or an empty one, and why."""
    issued, opened = conversation.calls(), conversation.last(Opened)
    names = named(opened.tools)
    ids = {call.id: f"call_{len(issued) + at}" for at, call in enumerate(answer.calls, start=1)}
    wrong = [f"{call.id}: there is no tool {call.tool!r} on offer" for call in answer.calls if call.tool not in names]
    wrong += [f"two calls have the same id, {answer.calls[0].id}"] if len(ids) < len(answer.calls) else []
    tools = [names.get(call.tool, "") for call in answer.calls]
    wrong += [f"{name} is called twice; call each tool once" for name in dict.fromkeys(tools) if name and tools.count(name) > 1]
    if wrong:
        return NOTHING, wrong
    calls = []
    for call in answer.calls:
        references = {}
        for argument, one in call.references.items():
            references[argument] = Reference(call=ids.get(one.call, one.call), path=paths.first_item(one.path))
        calls.append(Call(id=ids[call.id], tool=names[call.tool], arguments=call.arguments, references=references))
    try:
        return Plan(calls=tuple(calls)), []
    except ValidationError as error:
        return NOTHING, [str(one["msg"]) for one in error.errors()]


def misfits(plan: Plan, conversation: Conversation, planner: Planner) -> list[str]:
    """Where a plan of the model's own is not such as the planner would sample one."""
    graph, issued = planner.graph, conversation.calls()
    used = {call.tool for call in issued.values()}
    found = [f"{call.tool} was used in an earlier turn" for call in plan.calls if call.tool in used]
    for call in plan.calls:
        if call.id not in plan.goals and not _looks_up(call, plan, graph):
            found.append(f"{call.tool} changes something; nothing may be done only to feed another call")
        for argument, one in call.references.items():
            if one.call in issued and not paths.holds(conversation.results().get(one.call), one.path):
                found.append(f"{call.tool}: {argument}: the result of {one.call} holds nothing at {one.path}")
    if needless(plan.calls):
        found.append("a value is written for one call that another call is there to find out; take it from the result in both")
    if not fits(_skeleton(plan, graph), planner.wishes, planner.wanted.goals):
        found.append("the plan is not of the number of calls, shape or goal that is wished for")
    return found


def _looks_up(call: Call, plan: Plan, graph: ToolGraph) -> bool:
    return all(
        any(link.source == call.tool for link in plan_links(graph).within_a_turn(other.tool, paths.pattern(argument)))
        for other in plan.calls
        for argument, one in other.references.items()
        if one.call == call.id
    )


def _skeleton(plan: Plan, graph: ToolGraph) -> Skeleton:
    places = {call.id: place for place, call in enumerate(plan.calls)}
    edges = tuple(
        Edge(places[one.call], place, Link(source=plan.by_id[one.call].tool, target=call.tool, field=one.path, param=argument))
        for place, call in enumerate(plan.calls)
        for argument, one in call.references.items()
        if one.call in places
    )
    return Skeleton(tuple(call.tool for call in plan.calls), edges)


def said(plan: Plan) -> int:
    """How many values a request for it has to say."""
    return sum(len(call.literals()) for call in plan.calls)


def faults(plan: Plan, conversation: Conversation, planner: Planner, most: int = 0) -> list[str]:
    """Why nobody could ask for this plan; empty if somebody could. More values than usual may be said where `most` is more."""
    opened = conversation.last(Opened)
    found = [fault for call in plan.calls for fault in _of_call(call, opened, planner)]
    if found:
        return found
    most = max(MOST_SAID, most)
    if said(plan) > most:
        found.append(f"{said(plan)} values are too many for one request; leave out optional ones, {most} at most")
    return [*found, *unsound(plan, conversation.calls(), planner.graph)]


def _of_call(call: Call, opened: Opened, planner: Planner) -> Iterator[str]:
    tool = planner.graph.tool(call.tool)
    where = f"{call.id} ({tool.name})"
    literals = call.literals()
    for path, _ in literals:
        if any(path == argument or path.startswith((f"{argument}.", f"{argument}[")) for argument in call.references):
            yield f"{where}: {path} is taken from a result; do not write it"
            return
    for error in _schema_errors(call, tool, opened, planner):
        yield f"{where}: {error}"
    for path, value in literals:
        why = _unsayable(path, value, tool, opened, planner)
        if why:
            yield f"{where}: {path} {why}"


def _unsayable(path: str, value: Any, tool: Tool, opened: Opened, planner: Planner) -> str:
    """Why no request could say the value so that it is recognised; empty if one could."""
    input = tool.input(path)
    if value is None or value in ("", [], {}):
        return "is empty; give a value or leave it out"
    if input is None:
        return ""
    if isinstance(value, str) and (len(value) > LONGEST_SAID or "\n" in value):
        return "is too long for a request; write something shorter, in one line"
    if not planner.values.sayable(tool, input):
        return "is nothing that a person would say; leave it out"
    spoken = speak(value, input, Random(0))
    return (
        ""
        if find(spoken, value, input, opened.date)
        else f"could not be recognised in a request as {str(value)[:60]!r}; be plainer"
    )


def _schema_errors(call: Call, tool: Tool, opened: Opened, planner: Planner) -> list[str]:
    """What the schema says, with something in place of each reference."""
    today = datetime.date.fromisoformat(opened.date)
    whole = copied(call.arguments)
    for argument in sorted(call.references):
        input = tool.input(argument)
        if input is None:
            return [f"{argument} is no argument of it"]
        try:
            paths.put(whole, argument, planner.values.literal(tool, input, Random(0), today))
        except (LookupError, TypeError, AttributeError, ValueError):
            return [f"{argument} is taken from a result, and what you wrote leaves no room for it"]
    return tool.argument_errors(whole)[:4]

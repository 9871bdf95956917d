"""What is wrong with a plan that a model has written: the rules that offline plans keep by the way they are made."""

import datetime
from collections.abc import Iterator
from random import Random

from roles.base import Conversation, Opened
from roles.language.spoken import find, speak
from roles.planner import MOST_SAID, Planner
from roles.soundness import unsound
from tool_graphs import path as paths
from tool_graphs.plan import Call, Plan
from tool_graphs.tool import Tool


def faults(plan: Plan, conversation: Conversation, planner: Planner) -> list[str]:
    """Why nobody could ask for this plan; empty if somebody could."""
    opened = conversation.last(Opened)
    found = [fault for call in plan.calls for fault in _of_call(call, opened, planner)]
    if found:
        return found
    said = sum(len(call.literals()) for call in plan.calls)
    if said > MOST_SAID:
        found.append(f"{said} values are too many for one request; leave out optional ones, {MOST_SAID} at most")
    return [*found, *unsound(plan, conversation.calls(), planner.graph)]


def _of_call(call: Call, opened: Opened, planner: Planner) -> Iterator[str]:
    tool = planner.graph.tool(call.tool)
    where = f"{call.id} ({tool.name})"
    for path, _ in call.literals():
        if any(path == argument or path.startswith((f"{argument}.", f"{argument}[")) for argument in call.references):
            yield f"{where}: {path} is taken from a result; do not write it"
            return
    for error in _schema_errors(call, tool, opened, planner):
        yield f"{where}: {error}"
    for path, value in call.literals():
        input = tool.input(path)
        if input is None:
            continue
        if value is None or value in ("", [], {}):
            yield f"{where}: {path} is empty; give a value or leave it out"
        elif not planner.values.sayable(tool, input):
            yield f"{where}: {path} is nothing that a person would say; leave it out"
        elif not find(speak(value, input, Random(0)), value, input, opened.date):
            yield f"{where}: {path}: {str(value)[:60]!r} could not be recognised in a request; write something plainer"


def _schema_errors(call: Call, tool: Tool, opened: Opened, planner: Planner) -> list[str]:
    """What the schema says, with something in place of each reference."""
    today = datetime.date.fromisoformat(opened.date)
    filled = Call(id=call.id, tool=call.tool, arguments=call.arguments).model_copy(deep=True).arguments
    for argument in sorted(call.references):
        input = tool.input(argument)
        try:
            paths.put(filled, argument, planner.values.literal(tool, input, Random(0), today) if input else "")
        except (LookupError, TypeError, AttributeError) as error:
            return [f"{argument} cannot be put in its place: {error}"]
    return tool.argument_errors(filled)[:4]

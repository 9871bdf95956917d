"""Ways to break a conversation that was right, so that one can see who notices."""

from functools import partial

from simulator.defects import arguments, calls, offers, references, requests, results
from simulator.defects.defect import Broken, Defect

__all__ = ["DEFECTS", "Broken", "Defect"]

DEFECTS: dict[str, Defect] = {
    "tool name in request": requests.tool_named,
    "literal missing in request": requests.literal_missing,
    "value changed in request": requests.value_changed_in_request,
    "hidden value said": requests.hidden_value_said,
    "hidden value in profile": requests.hidden_value_in_profile,
    "tool that gives it directly": offers.direct_tool,
    "value changed": arguments.value_changed,
    "value changed, planned": partial(arguments.value_changed, planned=True),
    "arguments swapped": arguments.arguments_swapped,
    "arguments swapped, planned": partial(arguments.arguments_swapped, planned=True),
    "wrong type": arguments.wrong_type,
    "wrong type, planned": partial(arguments.wrong_type, planned=True),
    "argument left out": arguments.argument_left_out,
    "foreign id": references.foreign_id,
    "id of another kind": references.id_of_another_kind,
    "id of another kind, planned": partial(references.id_of_another_kind, planned=True),
    "stale reference": references.stale_reference,
    "stale reference, planned": partial(references.stale_reference, planned=True),
    "future reference": references.future_reference,
    "call dropped": calls.call_dropped,
    "call dropped, planned": partial(calls.call_dropped, planned=True),
    "call added": calls.call_added,
    "call added, planned": partial(calls.call_added, planned=True),
    "call doubled": calls.call_doubled,
    "call doubled, planned": partial(calls.call_doubled, planned=True),
    "calls reordered": calls.calls_reordered,
    "calls reordered, planned": partial(calls.calls_reordered, planned=True),
    "wrong tool": calls.wrong_tool,
    "wrong tool, planned": partial(calls.wrong_tool, planned=True),
    "value changed in result": references.fed_value_changed,
    "result against schema": results.result_against_schema,
    "result against its call": results.result_against_call,
    "result against earlier one": results.result_against_earlier,
}
"""What is broken -> how; `planned`: the plan, and what follows from it, has the same mistake, as a planner would make it."""

"""Ways to break a conversation that was right, so that one can see who notices."""

from simulator.defects.arguments import value_changed, value_changed_and_planned
from simulator.defects.defect import Broken, Defect
from simulator.defects.requests import literal_missing, tool_named

__all__ = ["DEFECTS", "Broken", "Defect"]

DEFECTS: dict[str, Defect] = {
    "tool name in the request": tool_named,
    "literal missing in the request": literal_missing,
    "value changed in a call": value_changed,
    "value changed in a call and its plan": value_changed_and_planned,
}
"""What is broken -> how."""

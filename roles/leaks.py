"""Whether a request says what its brief leaves unsaid."""

from collections.abc import Iterator

from roles.base import Brief
from roles.language.spoken import find
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Plan


def leaks(text: str, plan: Plan, brief: Brief, graph: ToolGraph) -> Iterator[str]:
    """A reason for each value of the profile that the text says, though it was to stay unsaid."""
    for each in brief.unsaid:
        if each.source == "profile" and not isinstance(each.value, bool) and each.value not in (None, ""):
            call = plan.by_id[each.call]
            said_anyhow = any(slot.value == each.value for slot in brief.slots)
            if not said_anyhow and find(text, each.value, graph.tool(call.tool).input(each.argument)):
                yield f"{call.tool}: the request says {each.argument}, {each.value!r}, which the profile holds"

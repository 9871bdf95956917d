"""Gaps: which values nobody but the user can give, so that without them the right answer is a question."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from roles.base import Opened, Sibling, Slot
from roles.language import names
from roles.language.senses import sense
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.tool import Field, Tool

_UNSURE = ("boolean", "yes_no", "coordinate")
"""Kinds of values that a request seems to say even where it does not."""
_SPARE = re.compile(
    r"(?i)(?:address|line|street)[_ ]?(?:line)?[_ ]?[2-9]$|(?:second|third) line|apartment|suite|middle[_ ]?name|nickname"
)
"""What one can live without, whatever the schema says."""
_KNOWN_BY_HEART = frozenset(
    "email phone name user customer member traveler traveller patient student employee zip account".split()
)


def gaps(shared: Sibling, opened: Opened, graph: ToolGraph) -> Iterator[Slot]:
    """The values of the brief that a call cannot do without, and that nothing but the user's words can give."""
    for slot in shared.brief.slots:
        call = shared.plan.by_id.get(slot.call)
        tool = graph.tools.get(call.tool) if call else None
        input = tool.input(slot.argument) if tool else None
        if tool is None or input is None or not input.required or sense(input).kind in _UNSURE:
            continue
        if _SPARE.search(f"{input.name} {sense(input).noun}"):
            continue
        if _settled(tool, input, slot.value) or slot.value in ("", None, opened.date) or not _alone(slot, shared):
            continue
        if not any(leaf == slot.value for _, leaf in paths.leaves(opened.profile)):
            yield slot


def likely(left: Sequence[Slot], shared: Sibling, graph: ToolGraph) -> list[Slot]:
    """Those that an assistant would ask for: what the wish itself is about, or what people know of themselves."""
    found = []
    for slot in left:
        input = graph.tool(shared.plan.by_id[slot.call].tool).input(slot.argument)
        said = names.words(input.name) if input else ()
        plain = input is not None and sense(input).kind != "id"
        if slot.call in shared.brief.explicit or plain or _KNOWN_BY_HEART.intersection(said):
            found.append(slot)
    return found


def _settled(tool: Tool, input: Field, value: Any) -> bool:
    """Whether the schema gives the value: a default, or a choice of one."""
    whole = tool.properties.get(input.keys[0], {}) if input.keys else {}
    return any(isinstance(each, Mapping) and ("default" in each or "const" in each or len(each.get("enum", "ab")) == 1)
               for each in (input.schema, whole))  # fmt: skip


def _alone(slot: Slot, shared: Sibling) -> bool:
    """Whether no other slot says the same value, or stands in the same list."""
    listed = slot.argument.partition("[")[0] if "[" in slot.argument else None
    for other in shared.brief.slots:
        if other is slot:
            continue
        if other.value == slot.value or (listed and other.call == slot.call and other.argument.startswith(f"{listed}[")):
            return False
    return True

"""What a defect is: one way to break a conversation that was right."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from roles.base import Conversation
from tool_graphs.graph import ToolGraph


@dataclass(frozen=True)
class Broken:
    """A conversation with one defect."""

    told: str
    """What was broken, in words."""
    conversation: Conversation
    graph: ToolGraph | None = None
    """The tool graph, where the defect lies in what is on offer; else that of the run."""


Defect = Callable[[Conversation, ToolGraph, Random], Broken | None]
"""Breaks a settled conversation in one way; None where it offers no place for that, or where no harm would come of it."""

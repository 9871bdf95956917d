"""What a source finds in a document: tools, tools that cannot be used, links, denied links."""

from pydantic import BaseModel

from tool_graphs.graph import Link
from tool_graphs.tool import Tool


class Skipped(BaseModel, frozen=True):
    """A tool that cannot be used, and why."""

    tool: str
    place: str
    reason: str


class Remark(BaseModel, frozen=True):
    """What of a tool was left out or guessed in reading; the tool can be used."""

    tool: str
    place: str
    reason: str


class Denied(BaseModel, frozen=True, extra="forbid"):
    """A link that must not be, though names or descriptions suggest it; without `param`, every link between the two."""

    source: str
    target: str
    param: str | None = None


Found = tuple[str, Tool | Skipped | Remark | Link | Denied]
"""What was found, after the place where it stands in its document."""

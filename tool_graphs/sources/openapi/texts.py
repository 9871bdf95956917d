"""Names and descriptions of operations, as tools have them."""

import re

from tool_graphs.tool import LONGEST_FUNCTION_NAME, function_name

LONGEST_DESCRIPTION = 20_000

_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,2000}\)")
_TAG = re.compile(
    r"</?(?:a|b|blockquote|br|code|dd|div|dl|dt|em|h[1-6]|hr|i|img|li|ol|p|pre|span|strong|sub|sup|t[dhr]|table|tbody|thead|ul)"
    r"(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_MARKS = re.compile(r"^(?:>[ \t]?)*(?:\[!\w{1,20}\])?(?:#{1,6}[ \t]+)?", re.MULTILINE)
_PLACEHOLDER = re.compile(r"^\{([^{}]+)\}$")


def described_as(summary: str, description: str, deprecated: bool) -> str:
    """Summary and description as one text without markup; the summary only where the description does not begin with it."""
    short, long = plain(summary), plain(description)
    if short and long.casefold().startswith(short.rstrip(".").casefold()):
        short = ""
    if short and long and short[-1] not in ".!?":
        short += "."
    told = "\n".join(text for text in (short, long) if text)
    if deprecated and "deprecated" not in told.lower():
        told = f"{told}\nDeprecated.".strip()
    return told


def plain(text: str) -> str:
    """Markdown and HTML as plain lines."""
    text = _MARKS.sub("", _TAG.sub("", _LINK.sub(r"\1", text[: LONGEST_DESCRIPTION + 1])))
    lines = (" ".join(line.split()) for line in text.replace("**", "").splitlines())
    return "\n".join(line for line in lines if line)


def operation_name(operation_id: str, method: str, path: str) -> str:
    """A name that chat APIs accept: from the operation's id, else from method and path, as `get_orders_by_id`."""
    if re.search(r"[a-zA-Z]", operation_id):
        return function_name(operation_id)
    segments = [segment for segment in path.split("/") if segment]
    kept = [segment for segment in segments if not _PLACEHOLDER.match(segment)]
    last = _PLACEHOLDER.match(segments[-1]) if segments else None
    return function_name("_".join([method, *kept, *(["by", last[1]] if last else [])]))


class Names:
    """Gives every operation a name of its own, in the order of the description."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def unique(self, name: str) -> str:
        """The name, or with the lowest number that makes it new."""
        found, number = name, self._taken.get(name, 1)
        while found in self._taken:
            number += 1
            found = f"{name[: LONGEST_FUNCTION_NAME - 1 - len(str(number))]}_{number}"
        self._taken[name] = number
        self._taken.setdefault(found, 1)
        return found

"""Where two values in plain JSON differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from roles.base import Step

MISSING = "(missing)"
"""Stands for a value that one side does not have."""


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs, and where: `plan.calls[0].arguments.email`."""

    path: str
    before: Any
    after: Any

    def described(self) -> dict[str, Any]:
        """In plain data."""
        return {"path": self.path, "before": self.before, "after": self.after}


def changes(before: Any, after: Any, path: str = "") -> Iterator[Change]:
    """The values that differ, in the order in which they stand."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            yield from changes(before.get(key, MISSING), after.get(key, MISSING), f"{path}.{key}" if path else str(key))
    elif isinstance(before, list) and isinstance(after, list):
        for number in range(max(len(before), len(after))):
            one = before[number] if number < len(before) else MISSING
            other = after[number] if number < len(after) else MISSING
            yield from changes(one, other, f"{path}[{number}]")
    elif type(before) is not type(after) or before != after:
        yield Change(path, before, after)


def plain(step: Step | None) -> Any:
    """A step as plain data; MISSING where there is none."""
    return MISSING if step is None else step.model_dump(mode="json", fallback=repr)

"""Values too large for a page, cut where it says so."""

from typing import Any

LONGEST_TEXT = 4_000
LONGEST_LIST = 300
DEEPEST = 40


def clipped(value: Any, depth: int = 0) -> Any:
    """The value with long texts, long lists and deep nesting cut; what is left out is told in its place."""
    if isinstance(value, str):
        return value if len(value) <= LONGEST_TEXT else f"{value[:LONGEST_TEXT]} … (cut, {len(value):,} characters)"
    if depth >= DEEPEST and isinstance(value, dict | list):
        return "… (cut: nested too deep)"
    if isinstance(value, list):
        kept = [clipped(item, depth + 1) for item in value[:LONGEST_LIST]]
        return kept if len(value) <= LONGEST_LIST or _is_steps(value) else [*kept, f"… (cut, {len(value):,} items)"]
    if isinstance(value, dict):
        kept_keys = list(value)[:LONGEST_LIST]
        cut = {"…": f"(cut, {len(value):,} entries)"} if len(value) > LONGEST_LIST else {}
        return {**{str(key)[:LONGEST_TEXT]: clipped(value[key], depth + 1) for key in kept_keys}, **cut}
    return value


def _is_steps(value: list[Any]) -> bool:
    """Whether these are a conversation's steps, among which a text would be no step."""
    return isinstance(value[0], dict) and "kind" in value[0]

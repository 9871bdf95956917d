"""Rows for TRL and for chat templates: the arguments of a call are an object."""

from typing import Any


def trl(row: dict[str, Any]) -> dict[str, Any]:
    """The row as it is."""
    return row

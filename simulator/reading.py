"""A trace as a person reads it."""

from simulator.trace import Trace


def as_text(trace: Trace) -> str:
    """The conversation as plain text."""
    return f"{trace.id} {trace.status}"

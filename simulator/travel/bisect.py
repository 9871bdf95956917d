"""The first step after which a conversation is wrong, by a check of one's own."""

from collections.abc import Callable
from dataclasses import dataclass

from roles.base import Conversation, Step
from simulator.trace import Trace
from tool_graphs.errors import PluginError

Check = Callable[[Conversation], object]
"""Told the first steps of a conversation; true, or an AssertionError, where they are wrong."""


@dataclass(frozen=True, slots=True)
class Found:
    """The step after which a check is true, from 0, or None; and how often it was asked."""

    id: str
    step: int | None
    by: Step | None
    asked: int
    said: str = ""
    """What an AssertionError said."""
    assumed: str = ""
    """What was taken for granted, where not every step was tried."""

    def __str__(self) -> str:
        if self.step is None or self.by is None:
            told = f"{self.id}: not wrong after any step"
        else:
            told = f"{self.id}: wrong after step {self.step}, {self.by.by or 'nobody'} {self.by.kind}"
        return told + (f": {self.said}" if self.said else "") + (f" ({self.assumed})" if self.assumed else "")


def bisect(trace: Trace, check: Check, binary: bool = False) -> Found:
    """Tries the conversation after each step, from the first on; with `binary`, after few of them.

    The binary search takes for granted that what is wrong stays wrong. Raises PluginError where the check fails with anything but
    an AssertionError.
    """
    asked = _Asked(trace, check)
    steps = len(trace.conversation.steps)
    if not binary:
        step = next((number for number in range(steps) if asked(number)), None)
    else:
        step = _searched(asked, steps) if steps and asked(steps - 1) else None
    said = asked.said.get(step, "") if step is not None else ""
    by = None if step is None else trace.conversation.steps[step]
    assumed = "taken for granted: once wrong, it stays wrong" if binary else ""
    return Found(trace.id, step, by, asked.count, said, assumed)


def _searched(asked: "_Asked", steps: int) -> int:
    right, wrong = -1, steps - 1
    while wrong - right > 1:
        middle = (right + wrong) // 2
        right, wrong = (right, middle) if asked(middle) else (middle, wrong)
    return wrong


class _Asked:
    """Whether the conversation is wrong after a step; counts."""

    def __init__(self, trace: Trace, check: Check) -> None:
        self.trace, self.check, self.count = trace, check, 0
        self.said: dict[int, str] = {}

    def __call__(self, step: int) -> bool:
        self.count += 1
        beginning = Conversation.model_construct(steps=self.trace.conversation.steps[: step + 1])
        try:
            return bool(self.check(beginning))
        except AssertionError as error:
            self.said[step] = str(error)
            return True
        except Exception as error:
            raise PluginError(
                f"the check failed on {self.trace.id} after step {step}: {type(error).__name__}: {error}; expected one that "
                "takes the conversation of any number of steps, and says whether it is wrong"
            ) from error

"""Values that a request names side by side, `bills BIL-1 and BIL-2`: what is done for the one is done for the other."""

import re
from collections.abc import Iterator, Mapping

from roles.proof.failure import Failure
from roles.proof.story import Issued, Story
from tool_graphs import path as paths

_BEFORE = re.compile(r"([#@+]?\w[\w@.-]*\w) and $")
_AFTER = re.compile(r" and ([#@+]?\w[\w@.-]*\w)")
_CASE = re.compile(r"[A-Z]|[a-z]+|\d+")


Spans = Mapping[str, list[tuple[int, tuple[int, int]]]]
"""Call -> (message, characters in it) of each of its values that is said."""


def halves(story: Story, spans: Spans) -> Iterator[Failure]:
    """Where a value of a call stands beside another of the same make, of which no call of its turn knows.

    Only values with a digit count, for what stands beside a word may be the next wish.
    """
    texts = {turn.message: turn.text for turn in story.turns}
    for id, said in spans.items():
        call = story.calls[id]
        for message, (start, end) in said:
            text = texts.get(message, "")
            for other in _beside(text, start, end):
                digits = any(map(str.isdigit, text[start:end]))
                if digits and not any(_has(each, other) for each in story.turns[call.turn - 1].calls):
                    why = f"{call}: the request names {other!r} beside {text[start:end]!r}, but no call is about it"
                    yield Failure(rule="incomplete", text=why, turn=call.turn, call=id)


def _beside(text: str, start: int, end: int) -> Iterator[str]:
    """The values before and after, of the same make: `DEV-1 and DEV-2`, not `DEV-1 and two`."""
    before = _BEFORE.search(text, 0, start) if text.endswith(" and ", 0, start) else None
    for match in (before, _AFTER.match(text, end)):
        if match and _make(match[1]) == _make(text[start:end]):
            yield match[1]


def _make(value: str) -> str:
    return _CASE.sub(lambda match: "0" if match[0].isdigit() else "a" if match[0].islower() else "A", value)


def _has(call: Issued, value: str) -> bool:
    return any(value.lower() in str(leaf).lower() for _, leaf in paths.leaves(call.arguments))

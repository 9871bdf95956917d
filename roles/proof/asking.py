"""What each request asks for, in which of its characters: read from the text and the offered tools alone."""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from roles.language.clause import Clause
from roles.language.recognition import ASKED, Recognizer
from roles.proof.failure import Failure
from roles.proof.offered import Offered
from roles.proof.premise import contradicting
from roles.proof.story import Issued, Story, Turn
from tool_graphs.graph import ToolGraph

Span = tuple[int, int]
Place = tuple[int, Span]
"""A message, and characters in it."""
_ASKS = re.compile(r"\?|\bneed\b")
_DECLINES = re.compile(r"\b(?:can't|cannot|not able|unable|no way)\b")
MOST = 16_384
"""Tools after which what was worked out is thrown away."""


@lru_cache(maxsize=512)
def asked_for(text: str, offered: Offered) -> Mapping[str, Span]:
    """Tool -> the characters that ask for it; user, verifier, assistant and judge want to know it of each request."""
    if len(_reader().clauses) > MOST:
        _reader.cache_clear()
    return _reader().read(text, offered)


def asked_in(
    story: Story,
    offered: Offered,
    hidden: Mapping[str, bool],
    failures: list[Failure],
    vouched: Collection[str] = frozenset(),
) -> dict[str, Place]:
    """Call id -> the message and the characters in it that ask for the call, of every explicit one that a search finds.

    `hidden` tells of each call whether it is implicit; of those `vouched` for, a chat verifier has named the words that ask.
    What is asked for in a turn without any call, such as one that ends with a question, is asked for still. Where a look-up
    contradicts the request, what the request asks for besides need not be called. Told to `failures`: an explicit call that is
    not asked for, an implicit one that is, and a tool that is asked for and not called.
    """
    places: dict[str, Place] = {}
    pending: dict[str, Place] = {}
    owed: dict[str, Place] = {}
    for turn in story.turns:
        calls = [call for call in turn.calls if call.id in hidden and call.tool in offered.tools]
        found = {tool: (turn.message, span) for tool, span in asked_for(turn.text, offered).items()}
        if not turn.calls:
            pending |= found
            owed |= found if _asks_back(turn) else {}
            continue
        known, due = pending | found, owed | found
        pending, owed = {}, {}
        places |= {call.id: known[call.tool] for call in calls if call.tool in known and not hidden[call.id]}
        wrong = [*_misasked(turn, calls, hidden, known, found, vouched), *_uncalled(story, turn, calls, due)]
        corrected = bool(wrong) and bool(contradicting(turn, story, offered))
        failures += [each for each in wrong if not corrected or each.rule != "uncalled"]
    return places


def _misasked(
    turn: Turn,
    calls: list[Issued],
    hidden: Mapping[str, bool],
    known: Mapping[str, Place],
    found: Mapping[str, Place],
    vouched: Collection[str],
) -> Iterator[Failure]:
    for call in calls:
        if not hidden[call.id] and call.tool not in known and call.id not in vouched:
            yield _failure("not-asked", turn, call, "is explicit, but the request does not ask for it")
        if hidden[call.id] and call.tool in found:
            words = turn.text[slice(*found[call.tool][1])]
            yield _failure("asked", turn, call, f"is implicit, but the request asks for it: {words!r}")


def _uncalled(story: Story, turn: Turn, calls: list[Issued], due: Mapping[str, Place]) -> Iterator[Failure]:
    """The tools that are asked for, in this turn or in one that ended with a question, and that are not called."""
    asking = {each.message: each for each in story.turns}
    for tool in sorted(due.keys() - {call.tool for call in calls}) if calls else ():
        message, span = due[tool]
        request = asking[message]
        text = f"the request of turn {request.number} asks for {tool}, which is not called: {request.text[slice(*span)]!r}"
        yield Failure(rule="uncalled", text=text, turn=turn.number)


def _asks_back(turn: Turn) -> bool:
    """Whether the turn ends with a question, so that what was asked for is owed still."""
    reply = turn.reply or ""
    return bool(_ASKS.search(reply)) and not _DECLINES.search(reply)


def _failure(rule: str, turn: Turn, call: Issued, why: str) -> Failure:
    return Failure(rule=rule, text=f"{call} {why}", turn=turn.number, call=call.id)


class _Reader:
    """A recogniser that knows tools by their content."""

    def __init__(self) -> None:
        self.clauses: dict[str, Clause] = {}
        self.recognizer = Recognizer(ToolGraph([]), self.clauses)

    def read(self, text: str, offered: Offered) -> dict[str, Span]:
        keys = offered.keys
        for key in keys.keys() - self.clauses.keys():
            known = offered.tools[keys[key]]
            self.clauses[key] = known.named if keys[key] in offered.alike else known.described
        found = [one for one in self.recognizer.recognize(text, tuple(keys)) if one.score >= ASKED]
        names = {known.tool.name: name for name, known in offered.tools.items()} if found else {}
        return {names[one.tool]: one.span for one in found}


@lru_cache(maxsize=1)
def _reader() -> _Reader:
    return _Reader()

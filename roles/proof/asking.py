"""What each request asks for, in which of its characters: read from the text and the offered tools alone."""

from collections.abc import Mapping
from functools import lru_cache

from roles.language.clauses import Clause
from roles.language.recognition import ASKED, Recognizer
from roles.proof.failure import Failure
from roles.proof.offered import Known, Offered
from roles.proof.story import Issued, Turn
from tool_graphs.graph import ToolGraph

Span = tuple[int, int]
MOST = 16_384
"""Tools after which what was worked out is thrown away."""


def asked_for(text: str, offered: Offered, expected: frozenset[str]) -> dict[str, Span]:
    """Tool -> the characters that ask for it.

    Tools of one description are asked for by their names; where a tool that is not on offer may share one, the reading that
    finds what is `expected` counts.
    """
    if len(_reader().clauses) > MOST:
        _reader.cache_clear()
    described = [known.tool.description for known in offered.tools.values()]
    shared = {name for name, known in offered.tools.items() if described.count(known.tool.description) > 1}
    found = _reader().read(text, offered, shared)
    wrong = found.keys() ^ expected
    if wrong - shared:
        other = _reader().read(text, offered, shared | wrong)
        found = other if other.keys() == expected else found
    return found


def asked_in(turn: Turn, offered: Offered, hidden: Mapping[str, bool], failures: list[Failure]) -> dict[str, Span]:
    """Call id -> the characters of the request that ask for it.

    `hidden` tells of each call whether it is implicit; a call that is not asked for though it should be, or is though it
    should not be, and a tool that is asked for and never called, are told to `failures`.
    """
    calls = [call for call in turn.calls if call.id in hidden and call.tool in offered.tools]
    explicit = frozenset(call.tool for call in calls if not hidden[call.id])
    found = asked_for(turn.text, offered, explicit)
    spans = {call.id: found[call.tool] for call in calls if call.tool in found and not hidden[call.id]}
    for call in calls:
        if not hidden[call.id] and call.tool not in found:
            failures.append(_failure("not-asked", turn, call, "is explicit, but the request does not ask for it"))
        if hidden[call.id] and call.tool in found and call.tool not in explicit:
            failures.append(
                _failure(
                    "asked", turn, call, f"is implicit, but the request asks for it: {turn.text[slice(*found[call.tool])]!r}"
                )
            )
    called = {call.tool for call in turn.calls}
    for tool in sorted(found.keys() - called) if calls else ():
        text = f"the request of turn {turn.number} asks for {tool}, which is not called: {turn.text[slice(*found[tool])]!r}"
        failures.append(Failure(rule="uncalled", text=text, turn=turn.number))
    return spans


def _failure(rule: str, turn: Turn, call: Issued, why: str) -> Failure:
    return Failure(rule=rule, text=f"{call} {why}", turn=turn.number, call=call.id)


class _Reader:
    """A recogniser that knows tools by their content."""

    def __init__(self) -> None:
        self.clauses: dict[str, Clause] = {}
        self.recognizer = Recognizer(ToolGraph([]), self.clauses)

    def read(self, text: str, offered: Offered, shared: set[str]) -> dict[str, Span]:
        keys = [self._key(known, name in shared) for name, known in offered.tools.items()]
        return {one.tool: one.span for one in self.recognizer.recognize(text, keys) if one.score >= ASKED}

    def _key(self, known: Known, shared: bool) -> str:
        key = f"{known.serial} {shared}"
        if key not in self.clauses:
            self.clauses[key] = known.named if shared else known.described
        return key


@lru_cache(maxsize=1)
def _reader() -> _Reader:
    return _Reader()

"""What the rest of a plan does with a result: from which lists it takes the one item, what becomes of the things in it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from roles.base import Asked, Conversation, Planned
from roles.executor.effects import fitting_status, status_after
from roles.executor.names import identified, same_thing
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Call
from tool_graphs.subject import subject
from tool_graphs.words import listed, words

_WHICH: Final = (*"first second third fourth fifth last only best either each every which".split(), "one of")
_ANY_OF = rf"\b(?:{'|'.join(_WHICH)}|any(?! chance)|\w{{3,}}est) (?:the )?"
"""How a request says which of several it means, or that there are several."""
_MARKS: Final = tuple(f"{word} " for word in (*_WHICH, "any", "est"))
"""What such a phrase holds in its first words, so that it is sought where one of these stands."""
_VAGUE: Final = listed("result item data list entry record match element content value object")
_OVER: Final = listed(
    "cancelled canceled completed complete done closed delivered returned refunded expired failed rejected archived deleted "
    "finished resolved ended void voided terminated revoked inactive withdrawn declined dismissed merged departed landed lost"
)
_BEFORE: Final = {
    "return": "delivered received completed fulfilled shipped", "exchange": "delivered received completed fulfilled",
    "refund": "paid delivered completed captured succeeded settled charged", "reopen": "closed resolved done completed archived",
    "resume": "paused suspended stopped", "activate": "inactive disabled suspended pending", "restore": "deleted archived",
    "reactivate": "inactive disabled suspended", "enable": "inactive disabled off", "unlock": "locked", "unfreeze": "frozen",
    "unblock": "blocked frozen", "unarchive": "archived", "pay": "unpaid due overdue pending open outstanding",
    "approve": "pending submitted requested open waiting", "reject": "pending submitted requested open waiting",
    "pause": "active running playing started", "stop": "active running playing started", "deliver": "shipped",
    "finish": "active running started", "start": "pending scheduled created ready stopped idle",
    "dispute": "posted completed paid",
    "archive": "closed completed done resolved",
}  # fmt: skip
"""What a thing is before something is done with it, the surest first."""
_CHANGING: Final = frozenset(("update", "delete", "create", "send", "other"))


@dataclass(frozen=True, slots=True)
class Ahead:
    """What becomes of one call's result."""

    least: int = 0
    """So many items a list needs for the plan's references to find theirs."""
    single: frozenset[str] = frozenset()
    """Names of the lists from which the plan takes the one item, while nobody says which of several it would be."""
    later: tuple[Call, ...] = ()
    """The calls after it."""
    graph: ToolGraph | None = None

    def fitting(self, thing: str, choices: tuple[Any, ...]) -> tuple[Any, ...]:
        """The statuses of which a thing may be for what is to be done with it; empty where the plan leaves it open."""
        tools = tuple([other.tool for other in self.later for about in self._changed(other) if same_thing(about, thing)])
        return _fitting(tools, choices) if tools and all(isinstance(choice, str) for choice in choices) else ()

    def _changed(self, call: Call) -> Iterable[str]:
        """The things that a call changes something about."""
        if self.graph is None or call.tool not in self.graph.tools:
            return ()
        about = subject(self.graph.tool(call.tool))
        if about.action not in _CHANGING:
            return ()
        named = [identified(name) for name in (*call.arguments, *(path.partition(".")[0] for path in call.references))]
        return dict.fromkeys(noun for noun in (*(about.thing[-1:]), *named) if noun)


def ahead(conversation: Conversation, call: Call, graph: ToolGraph) -> Ahead:
    """What the plan of this turn still does with the result of a call."""
    planned = conversation.all(Planned)
    if not planned:
        return Ahead()
    calls = planned[-1].plan.calls
    done = next((number for number, other in enumerate(calls, 1) if other.id == call.id), len(calls))
    taken: list[tuple[paths.Key, ...]] = []
    for other in calls:
        for reference in other.references.values():
            if reference.call == call.id:
                taken.append(paths.parse(reference.path))
    least, single = _from_lists(taken, conversation) if taken else (0, frozenset[str]())
    return Ahead(least, single, calls[done:], graph)


def _from_lists(taken: list[tuple[paths.Key, ...]], conversation: Conversation) -> tuple[int, frozenset[str]]:
    """How many items the lists need from which these are taken, and the names of those of which the one item is taken."""
    positions = [(_list(keys, depth), key) for keys in taken for depth, key in enumerate(keys) if isinstance(key, int)]
    if not positions:
        return 0, frozenset()
    several = {name for name, position in positions if position} | {str(keys[-1]) for keys in taken if keys}
    text = next((asked.text for asked in reversed(conversation.all(Asked))), "")
    single = frozenset([name for name, _ in positions if name not in several and not _chosen(name, text)])
    return max([position for _, position in positions]) + 1, single


def _list(keys: Sequence[str | int | None], at: int) -> str:
    """The name of the list in which a position stands; empty for a result that is a list itself."""
    return next((key for key in reversed(keys[:at]) if isinstance(key, str)), "")


@lru_cache(maxsize=4096)
def _one_of(name: str) -> re.Pattern[str]:
    noun = words(name)[-1] if words(name) else "result"
    nouns = r"\w+" if noun in _VAGUE else rf"(?:{re.escape(noun)}|ones?\b)"
    return re.compile(rf"{_ANY_OF}(?:[\w-]+ ){{0,2}}{nouns}", re.I)


def _chosen(name: str, text: str) -> bool:
    """Whether a request says which thing of a list it means."""
    start = _first_mark(text)
    return start is not None and _one_of(name).search(text, start) is not None


@lru_cache(maxsize=64)
def _first_mark(text: str) -> int | None:
    """Where the first word stands with which a text may say which of several it means; None where there is none."""
    if not text.isascii():
        return 0
    lowered = text.lower()
    found = [at for mark in _MARKS if (at := lowered.find(mark)) >= 0]
    return lowered.rfind(" ", 0, min(found)) + 1 if found else None


@lru_cache(maxsize=4096)
def _fitting(tools: tuple[str, ...], choices: tuple[str, ...]) -> tuple[str, ...]:
    left = choices
    for tool in tools:
        said = words(tool)
        named = tuple(choice for choice in left if choice.lower() in said[1:])
        before = [word for verb in said[:2] for word in _BEFORE.get(verb, "").split()]
        wanted = tuple(choice for word in before for choice in left if choice.lower().replace("_", " ") == word)
        after = fitting_status(status_after(tool), choices) if status_after(tool) else None
        over = _OVER | {"shipped"} if "cancel" in said else _OVER
        open_still = tuple(choice for choice in left if choice != after and not over & set(words(choice)))
        left = named or wanted[:1] or open_still or left
    return left if left != choices else ()

"""Whether a request asks for a call, by its words alone."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from tool_graphs.tool import Tool
from tool_graphs.words import content_words, listed, split

RARE = 0.15
"""A word is distinctive if no more than this share of the offered tools use it, or one of them."""

_ENDINGS = (
    "ations",
    "ation",
    "ating",
    "ated",
    "ates",
    "ate",
    "ings",
    "ing",
    "ions",
    "ion",
    "ers",
    "er",
    "ed",
    "ly",
    "es",
    "s",
    "e",
)
_GENERAL = listed(
    "get give please want need like let make take go come help thank hi hello ok yes know tell just now here there fetch "
    "retrieve perform execute provide list set new current back good data tool function api call return result value input "
    "output information"
)
"""Words that stand in any request or description, and name no tool."""
_ALIKE = (
    "find search lookup look locate",
    "show display view see",
    "create add compose draft",
    "change update modify edit adjust alter amend",
    "delete remove erase discard",
    "cancel abort revoke",
    "send deliver mail",
    "book reserve",
    "buy purchase",
    "calculate compute",
    "begin start launch",
    "end stop finish close",
    "weather forecast",
    "price cost fare fee",
    "flight fly",
    "job occupation position",
    "check verify confirm",
    "convert translate",
    "trip journey travel",
    "movie film",
    "client customer",
    "login signin authenticate",
)


def stem(word: str) -> str:
    """A word without its ending: `booking`, `booked` and `book` share one."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2:-1] and word[-1] not in "sl" else word


_SAME = {stem(word): stem(group.split()[0]) for group in _ALIKE for word in group.split()}


_GENERAL_STEMS = {stem(word) for word in _GENERAL}


@lru_cache(maxsize=65536)
def stems(text: str) -> frozenset[str]:
    """The stems of a text's content words, everyday synonyms as one."""
    return frozenset(_SAME.get(each, each) for each in map(stem, content_words(text)) if each not in _GENERAL_STEMS)


@lru_cache(maxsize=32768)
def _of(name: str, description: str) -> tuple[frozenset[str], frozenset[str]]:
    """The stems of a tool's name; those of name and first sentence of the description."""
    first = description.partition(". ")[0].partition("\n")[0]
    named = stems(" ".join(split(name)))
    return named, named | stems(first)


class Asking:
    """Tells for one set of offered tools which of them a request names."""

    def __init__(self, tools: Iterable[Tool]) -> None:
        self._words = {tool.name: _of(tool.name, tool.description) for tool in tools}
        used: dict[str, int] = {}
        for _, words in self._words.values():
            for word in words:
                used[word] = used.get(word, 0) + 1
        most = max(1, int(RARE * len(self._words)))
        self._rare = {word for word, count in used.items() if count <= most}

    def asks(self, requests: Sequence[str], tool: str) -> bool:
        """Whether a request holds a distinctive word of the tool, or at least half of the words of its name."""
        named, words = self._words.get(tool) or _of(tool, "")
        known = tool in self._words
        for text in requests:
            said = stems(text)
            if known and any(word in self._rare for word in words & said):
                return True
            if named and 2 * len(named & said) >= len(named):
                return True
        return False

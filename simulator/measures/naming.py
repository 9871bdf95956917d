"""Which tools a user's turn names: purely textual, from names and descriptions."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from simulator.measures.stems import stems

SHARED = 0.15
"""A word is distinctive if at most this share of the offered tools, or one of them, uses it."""
_FIRST_SENTENCE = re.compile(r"(.+?[.!?])(?:\s|$)", re.DOTALL)


class Naming:
    """The words of the offered tools."""

    def __init__(self, descriptions: Mapping[str, str]) -> None:
        """`descriptions` maps the name of each offered tool to its description."""
        self._names = {name: stems(name) for name in descriptions}
        words = {name: self._names[name] | stems(first_sentence(text)) for name, text in descriptions.items()}
        using = Counter(word for each in words.values() for word in each)
        most = max(1.0, SHARED * len(words))
        self._distinctive = {name: frozenset(word for word in each if using[word] <= most) for name, each in words.items()}

    def named(self, text: str) -> frozenset[str]:
        """The tools that a text names: by a distinctive word, or by half of the words of the tool's name."""
        said = stems(text)
        return frozenset(
            name
            for name, own in self._names.items()
            if not said.isdisjoint(self._distinctive[name]) or (own and 2 * len(said & own) >= len(own))
        )


@lru_cache(maxsize=65536)
def first_sentence(description: str) -> str:
    """Of a description; all of it where no sentence ends."""
    found = _FIRST_SENTENCE.match(description.strip())
    return found[1] if found else description

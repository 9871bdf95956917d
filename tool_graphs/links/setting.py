"""How much two tools belong together: namespace, and telling words that their names and descriptions share."""

from collections.abc import Sequence
from math import log, sqrt

from tool_graphs.subject import GENERIC
from tool_graphs.tool import Tool
from tool_graphs.words import content_words


class Settings:
    """Compares tools by their words, rare ones counting most."""

    def __init__(self, tools: Sequence[Tool]) -> None:
        self.namespaces = [tool.namespace for tool in tools]
        texts = [frozenset(content_words(tool.name)[:8] + content_words(tool.description[:300])[:30]) for tool in tools]
        counts: dict[str, int] = {}
        for text in texts:
            for word in text:
                counts[word] = counts.get(word, 0) + 1
        self.weights = {word: log((len(tools) + 1) / count) ** 2 for word, count in counts.items()}
        self.texts = [frozenset(word for word in text if counts[word] > 1) for text in texts]
        self.lengths = [sqrt(sum(self.weights[word] for word in sorted(text))) or 1.0 for text in texts]
        self.names = [frozenset(word for word in content_words(tool.name) if word not in GENERIC) for tool in tools]
        self._likeness: dict[tuple[int, int], float] = {}

    def likeness(self, one: int, other: int) -> float:
        """From 0 (nothing in common) to 1 (the same words)."""
        pair = (one, other) if one < other else (other, one)
        if pair not in self._likeness:
            shared = sum(sorted(self.weights[word] for word in self.texts[one] & self.texts[other]))
            self._likeness[pair] = shared / (self.lengths[one] * self.lengths[other])
        return self._likeness[pair]

    def factor(self, one: int, other: int, needs_it: bool) -> float:
        """What sharing a setting, or not, does to a link's score."""
        least = 0.8 if needs_it else 0.88
        return least + (1 - least) * min(1.0, 2 * self.likeness(one, other))

    def mentioned(self, producer: int, said: frozenset[str]) -> float:
        """More than 1 where a parameter's description names the tool that its value comes from."""
        name = self.names[producer]
        if len(name) < 2 or len(said) < 3:
            return 1.0
        return 1.15 if len(name & said) >= max(2, 0.6 * len(name)) else 1.0

"""How much two tools belong together: namespace, and telling words that their names and descriptions share."""

import re
from collections.abc import Sequence
from math import log, sqrt

from tool_graphs.subject import GENERIC
from tool_graphs.tool import Tool
from tool_graphs.words import content_words

FEW = 60
"""A catalog of at most so many tools is taken to be of one origin."""

AT_HOME = 0.25
"""Tools at least this alike belong together."""


_OPERATION = re.compile(r"([A-Z]+) (/\S*)$")


def _segments(tool: Tool) -> tuple[str, list[str]]:
    """HTTP method and path of an operation; nothing for other tools."""
    found = _OPERATION.match(tool.origin) or _OPERATION.match(tool.name)
    return (found[1], [part for part in found[2].split("/") if part]) if found else ("", [])


def _plain(segments: list[str]) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in segments)


def _collection(tool: Tool) -> str | None:
    """The path of an operation that reads."""
    method, segments = _segments(tool)
    return _plain(segments) if method == "GET" else None


def _parents(tool: Tool) -> dict[str, str]:
    """Placeholder -> the path before it."""
    _, segments = _segments(tool)
    return {part[1:-1]: _plain(segments[:place]) for place, part in enumerate(segments) if part.startswith("{") and place}


class Settings:
    """Compares tools by their words, rare ones counting most.

    In a catalog of many origins the id of a game is not the id of any other game: there, `strictness` is near 1. Where one
    kind of id is asked for everywhere it is near 0.
    """

    def __init__(self, tools: Sequence[Tool], most_asked: int) -> None:
        spaces = [tool.namespace for tool in tools]
        self.namespaces = spaces if len(set(spaces)) > 1 else [""] * len(tools)
        """None where all tools have the same: that tells nothing of any two."""
        self.strictness = 0.0 if len(tools) <= FEW else max(0.0, 1 - most_asked / len(tools) / 0.1)
        texts = [frozenset(content_words(tool.name)[:8] + content_words(tool.description[:300])[:30]) for tool in tools]
        counts: dict[str, int] = {}
        for text in texts:
            for word in text:
                counts[word] = counts.get(word, 0) + 1
        self.weights = {word: round(log((len(tools) + 1) / count) ** 2, 6) for word, count in counts.items()}
        self.texts = [frozenset(word for word in text if counts[word] > 1) for text in texts]
        self.lengths = [sqrt(sum(sorted(self.weights[word] for word in text))) or 1.0 for text in texts]
        self.names = [frozenset(word for word in content_words(tool.name) if word not in GENERIC) for tool in tools]

        self.collections = [_collection(tool) for tool in tools]
        self.reading: dict[str, list[int]] = {}
        """Path -> the operations that read it."""
        for position, path in enumerate(self.collections):
            if path is not None:
                self.reading.setdefault(path, []).append(position)
        self.parents = [_parents(tool) for tool in tools]

    def nested(self, producer: int, consumer: int, param: str) -> float:
        """More than 1 where the parameter stands in the path right behind the producer's: `/orders` and `/orders/{id}`."""
        parent = self.parents[consumer].get(param)
        return 1.1 if parent is not None and parent == self.collections[producer] else 1.0

    def likeness(self, one: int, other: int, apart_from: tuple[str, ...] = ()) -> float:
        """From 0 (nothing in common) to 1 (the same words)."""
        shared = [self.weights[word] for word in self.texts[one] & self.texts[other] if word not in apart_from]
        return sum(sorted(shared)) / (self.lengths[one] * self.lengths[other]) if shared else 0.0

    def factor(self, one: int, other: int, identifies: bool, whose: tuple[str, ...]) -> float:
        """What belonging together, or not, does to a link's score; most to ids, which mean nothing elsewhere."""
        space = self.namespaces[one]
        if space and space == self.namespaces[other]:
            return 1.0
        strict = identifies and self.strictness
        least = 0.8 - 0.35 * self.strictness if identifies else 0.88
        near = self.likeness(one, other, whose if strict else ()) / (AT_HOME if strict else 2 * AT_HOME)
        return least + (1 - least) * min(1.0, near)

    def mentioned(self, producer: int, said: frozenset[str]) -> float:
        """More than 1 where a parameter's description names the tool that its value comes from."""
        name = self.names[producer]
        if len(name) < 2 or len(said) < 3:
            return 1.0
        return 1.15 if len(name & said) >= max(2, 0.6 * len(name)) else 1.0

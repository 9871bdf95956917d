"""The words around the pieces of a text, as cues are compared."""

from functools import lru_cache
from typing import NamedTuple

from roles.language.tokens import tokens

_DROPPED = frozenset(["the", "a", "an", "my", "your", "our", "its", "this", "that", "please"])
_VALUE = "§"
_CUT = "\n"


class Surroundings(NamedTuple):
    """The cue words of a text in one line, and where in it each token stands."""

    line: str
    """The words, each between spaces; where a mark cuts what was said off, a line's end stands between them."""
    starts: dict[int, int]
    """Where a token starts -> where in the line the words before it end."""
    ends: dict[int, int]
    """Where a token ends -> where in the line the words after it begin."""
    behind: dict[str, list[int]]
    """Word -> where the tokens start that stand right behind it."""
    ahead: dict[str, list[int]]
    """Word -> where the tokens end that stand right ahead of it."""

    def led(self, start: int, cues: str | tuple[str, ...]) -> bool:
        """Whether one of the cues, each after a space, stands before the token that starts there."""
        at = self.starts.get(start)
        return at is not None and self.line.endswith(cues, 0, at)

    def followed(self, end: int, cues: str | tuple[str, ...]) -> bool:
        """Whether one of the cues, each before a space, stands after the token that ends there."""
        at = self.ends.get(end)
        return at is not None and self.line.startswith(cues, at)


@lru_cache(maxsize=32)
def surroundings(text: str) -> Surroundings:
    """The cue words around every token of the text."""
    line: list[str] = []
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    behind: dict[str, list[int]] = {}
    ahead: dict[str, list[int]] = {}
    since: list[int] = []  # where the tokens since the last word end
    length = 0
    nearest = ""
    for kind, piece, start, end in tokens(text):
        if kind == "quoted":
            start, end = start + 1, end - 1
        starts[start] = length
        if nearest:
            behind.setdefault(nearest, []).append(start)
        word = _compared(piece) if kind == "word" else _cue_word(kind, piece)
        if word:
            line.append(word)
            length += len(word) + 1
            if since:
                ahead.setdefault(word, []).extend(since)
                since = []
            nearest = word
        elif word is None:
            line.append(_CUT)
            length += len(_CUT) + 1
            since = []
            nearest = ""
        ends[end] = length + 1
        since.append(end)
    return Surroundings(f" {' '.join(line)} ", starts, ends, behind, ahead)


def _cue_word(kind: str, text: str) -> str | None:
    """A token as cues are compared; empty for a word that does not count, None for a mark that cuts what was said off."""
    if kind == "word" or kind == "code":
        return _compared(text)
    if kind == "mark":
        return None if text in ".;!?,()\n" else ""
    return _VALUE


@lru_cache(maxsize=4096)
def _compared(text: str) -> str:
    word = text.lower().replace("’", "'")
    return "" if word in _DROPPED else word


@lru_cache(maxsize=8192)
def cue(text: str) -> str:
    """The words of a template's side, as cues are compared."""
    text = text.rstrip(".,")
    if text.isascii() and text.replace(" ", "").isalpha():  # most are plain words
        return " ".join(filter(None, map(_compared, text.split())))
    words: list[str] = []
    for kind, piece, _, _ in tokens(text):
        word = _cue_word(kind, piece)
        if word is None:
            words.clear()
        elif word:
            words.append(word)
    return " ".join(words)

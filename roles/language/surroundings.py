"""The words around the pieces of a text, as cues are compared."""

from functools import lru_cache
from typing import NamedTuple

from roles.language.tokens import Token, tokens

_DROPPED = frozenset(["the", "a", "an", "my", "your", "our", "its", "this", "that", "please"])
_VALUE = "§"


class Surroundings(NamedTuple):
    """The cue words around every token of a text, as far as no mark cuts them off."""

    before: dict[int, str]
    """Where a token starts -> the words before it, each after a space."""
    after: dict[int, str]
    """Where a token ends -> the words after it, each before a space."""
    lasts: dict[str, list[int]]
    """Word -> where the tokens start that it stands right before."""
    firsts: dict[str, list[int]]
    """Word -> where the tokens end that it stands right after."""


@lru_cache(maxsize=32)
def around(text: str) -> Surroundings:
    """The cue words around every token of the text."""
    before, after, lasts, firsts = found = Surroundings({}, {}, {}, {})
    pieces = [(*token.span, _cue_word(token)) for token in tokens(text)]
    run = nearest = ""
    for start, _, word in pieces:
        before[start] = run
        if run:
            lasts.setdefault(nearest, []).append(start)
        if word:
            run, nearest = f"{run} {word}", word
        elif word is None:
            run = ""
    run = ""
    for _, end, word in reversed(pieces):
        after[end] = run
        if run:
            firsts.setdefault(nearest, []).append(end)
        if word:
            run, nearest = f"{word} {run}", word
        elif word is None:
            run = ""
    return found


def _cue_word(token: Token) -> str | None:
    """A token as cues are compared; empty for a word that does not count, None for a mark that cuts what was said off."""
    kind, text, _, _ = token
    if kind == "word" or kind == "code":
        word = text.lower()
        return "" if word in _DROPPED else word.replace("’", "'") if "’" in word else word
    if kind == "mark":
        return None if text in ".;!?,()\n" else ""
    return _VALUE


@lru_cache(maxsize=8192)
def cue(text: str) -> str:
    """The words of a template's side, as cues are compared."""
    words: list[str] = []
    for token in tokens(text.rstrip(".,")):
        word = _cue_word(token)
        if word is None:
            words.clear()
        elif word:
            words.append(word)
    return " ".join(words)

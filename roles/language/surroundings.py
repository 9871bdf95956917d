"""The words around the pieces of a text, as cues are compared."""

from functools import lru_cache
from typing import NamedTuple

from roles.language.tokens import Token, tokens

_DROPPED = frozenset(["the", "a", "an", "my", "your", "our", "its", "this", "that", "please"])
_VALUE = "§"


class Surroundings(NamedTuple):
    """The cue words on one side of every token of a text, as far as no mark cuts them off."""

    words: dict[int, str]
    """Where a token starts -> the words before it, each after a space; or where it ends -> those after it, each before one."""
    nearest: dict[str, list[int]]
    """Word -> those places that it stands right beside."""


@lru_cache(maxsize=32)
def words_before(text: str) -> Surroundings:
    """The cue words before every token of the text."""
    words, places = found = Surroundings({}, {})
    run = nearest = ""
    for token in tokens(text):
        start = token[2] if token[0] != "quoted" else token[2] + 1
        words[start] = run
        if run:
            places.setdefault(nearest, []).append(start)
        word = _cue_word(token)
        if word:
            run, nearest = f"{run} {word}", word
        elif word is None:
            run = ""
    return found


@lru_cache(maxsize=32)
def words_after(text: str) -> Surroundings:
    """The cue words after every token of the text."""
    words, places = found = Surroundings({}, {})
    run = nearest = ""
    for token in reversed(tokens(text)):
        end = token[3] if token[0] != "quoted" else token[3] - 1
        words[end] = run
        if run:
            places.setdefault(nearest, []).append(end)
        word = _cue_word(token)
        if word:
            run, nearest = f"{word} {run}", word
        elif word is None:
            run = ""
    return found


def _cue_word(token: Token) -> str | None:
    """A token as cues are compared; empty for a word that does not count, None for a mark that cuts what was said off."""
    kind, text, _, _ = token
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
    for token in tokens(text):
        word = _cue_word(token)
        if word is None:
            words.clear()
        elif word:
            words.append(word)
    return " ".join(words)

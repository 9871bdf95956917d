"""Strings that match a regular expression, for the subset of JSON Schema patterns that people write."""

import re
from collections.abc import Callable
from functools import lru_cache
from random import Random
from typing import Any

import jsonschema_rs

Generator = Callable[[Random], str]
_LETTERS, _DIGITS = "abcdefghijklmnopqrstuvwxyz", "0123456789"
_CLASSES = {"d": _DIGITS, "w": _LETTERS + _DIGITS, "s": " ", "D": _LETTERS, "W": "-", "S": _LETTERS + _DIGITS}
_ANY = _LETTERS + _DIGITS
_PRINTABLE = "".join(map(chr, range(32, 127)))


class _UnsupportedError(Exception):
    """The pattern needs what this generator does not know."""


class _Reader:
    """Recursive descent over a pattern; each rule gives a generator."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def more(self) -> bool:
        return self.at < len(self.pattern)

    def peek(self) -> str:
        return self.pattern[self.at] if self.more() else ""

    def take(self) -> str:
        if not self.more():
            raise _UnsupportedError
        self.at += 1
        return self.pattern[self.at - 1]

    def alternatives(self) -> Generator:
        branches = [self.sequence()]
        while self.peek() == "|":
            self.take()
            branches.append(self.sequence())
        return branches[0] if len(branches) == 1 else lambda rng: rng.choice(branches)(rng)

    def sequence(self) -> Generator:
        parts: list[Generator | str] = []
        while self.more() and self.peek() not in "|)":
            part, before = self.repeated(), parts[-1] if parts else None
            if isinstance(part, str) and isinstance(before, str):
                parts[-1] = before + part
            else:
                parts.append(part)
        if len(parts) == 1:
            return _always(parts[0]) if isinstance(parts[0], str) else parts[0]
        return lambda rng: "".join([part if isinstance(part, str) else part(rng) for part in parts])

    def repeated(self) -> Generator | str:
        """What the next atom gives, as often as the pattern says; a text where nothing varies."""
        atom = self.atom()
        low, high = self.times()
        if (low, high) == (1, 1):
            return atom
        counts = range(low, high + 1)
        if isinstance(atom, str):
            return lambda rng: atom * rng.choice(counts)
        return lambda rng: "".join([atom(rng) for _ in range(rng.choice(counts))])

    def times(self) -> tuple[int, int]:
        sign = self.peek()
        counts = re.match(r"\{(\d*)(,?)(\d*)\}", self.pattern[self.at :])
        if counts is not None:
            self.at += counts.end()
            low = int(counts[1] or 0)
            found = (low, int(counts[3]) if counts[3] else (low + 4 if counts[2] else low))
            found = (low, min(found[1], low + 12))
        elif sign and sign in "*+?":
            self.take()
            found = {"*": (1, 6), "+": (1, 6), "?": (0, 1)}[sign]
        else:
            return 1, 1
        if self.peek() and self.peek() in "?+":
            self.take()
        return found

    def atom(self) -> Generator | str:
        char = self.take()
        if char == "(":
            return self.group()
        if char == "[":
            return _pick(self.members())
        if char == ".":
            return _pick(_ANY)
        if char in "^$":
            return ""
        if char == "\\":
            return self.escaped()
        return char

    def group(self) -> Generator:
        if self.peek() == "?":
            opening = re.match(r"\?(?::|P?<\w+>)", self.pattern[self.at :])
            if opening is None:
                raise _UnsupportedError
            self.at += opening.end()
        inner = self.alternatives()
        if self.take() != ")":
            raise _UnsupportedError
        return inner

    def escaped(self) -> Generator | str:
        char = self.take()
        if char in _CLASSES:
            return _pick(_CLASSES[char])
        if char in "bB":
            return ""
        if char.isalnum():
            raise _UnsupportedError
        return char

    def members(self) -> str:
        negated = self.peek() == "^"
        if negated:
            self.take()
        found: list[str] = []
        while (char := self.take()) != "]" or not found:
            if char == "\\":
                char = self.take()
                if char in _CLASSES:
                    found.extend(_CLASSES[char])
                    continue
            if self.peek() == "-" and self.pattern[self.at + 1 : self.at + 2] not in ("]", ""):
                self.take()
                found.extend(map(chr, range(ord(char), ord(self.take()) + 1)))
            else:
                found.append(char)
        return "".join(sorted(set(_ANY) - set(found))) if negated else "".join(dict.fromkeys(found))


def _always(text: str) -> Generator:
    return lambda _: text


def _pick(members: str) -> Generator:
    spoken = "".join(char for char in members if char.isalnum()) or "".join(char for char in members if char in _PRINTABLE)
    if not spoken:
        raise _UnsupportedError
    size, bits = len(spoken), len(spoken).bit_length()

    def picked(rng: Random) -> str:  # as `rng.choice(spoken)` does, in half the time
        at = rng.getrandbits(bits)
        while at >= size:
            at = rng.getrandbits(bits)
        return spoken[at]

    return picked


@lru_cache(maxsize=4096)
def matching(pattern: str) -> Generator | None:
    """A generator of strings that match (by JSON Schema's rules), or None where the pattern is beyond us."""
    try:
        reader = _Reader(pattern)
        generate = reader.alternatives()
        if reader.more():
            return None
        validator = validator_of(pattern)
        trial = Random(7)
        return generate if all(validator.is_valid(generate(trial)) for _ in range(5)) else None
    except (_UnsupportedError, ValueError, IndexError):
        return None


def validator_of(pattern: str) -> Any:
    """A validator of strings by this pattern; raises ValueError for one that is no regular expression."""
    return jsonschema_rs.validator_for({"type": "string", "pattern": pattern})

"""An example as a shape: '#W0000000' becomes '#W4817263', 'sara_doe_496' becomes 'mei_kovacs_231'."""

import re
from collections.abc import Callable
from random import Random

from roles.values.pools import people
from tool_graphs.words import listed

_RUN = re.compile(r"[A-Za-z]+|\d+|[^A-Za-z\d]+")
_TOKEN = re.compile(r"[A-Za-z\d]+|[^A-Za-z\d]+")
_MIXED = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_NAMES = listed(
    """john jane sara sarah doe smith alice bob mary james johnson emma david anna maria mike michael lisa tom brown jones davis
    garcia lee chen kim lopez miller wilson mei kovacs noah olivia liam sofia raj ivan yusuf"""
)


def shape(example: str) -> Callable[[Random], str] | None:
    """A maker of strings shaped like the example; None where nothing in it can vary."""
    tokens = _TOKEN.findall(example)
    dated = any(map(is_year, tokens)) and any(token[0].isalpha() for token in tokens)
    makers = [(_of_a_year(token) if dated else None) or _token(token) for token in tokens]
    if all(maker is None for maker in makers) or not any(char.isalnum() for char in example):
        return None
    parts = list(zip(tokens, makers, strict=True))

    def make(rng: Random) -> str:
        return "".join([token if maker is None else maker(rng) for token, maker in parts])

    return make


_SEASONS = ("Spring", "Summer", "Fall", "Winter")


def is_year(token: str) -> bool:
    """Whether a number is a year of our times."""
    return re.fullmatch(r"(?:19|20)\d\d", token) is not None


def _of_a_year(token: str) -> Callable[[Random], str] | None:
    """Another year, season or quarter; None for what is none."""
    if is_year(token):
        return lambda rng: str(int(token) + rng.randint(-1, 1))
    if token.title() in (*_SEASONS, "Autumn"):
        return lambda rng: rng.choice(_SEASONS).upper() if token.isupper() else rng.choice(_SEASONS)
    if re.fullmatch("[qQ][1-4]", token):
        return lambda rng: token[0] + str(rng.randint(1, 4))
    return None


def _token(token: str) -> Callable[[Random], str] | None:
    lowered = token.lower()
    if token.isalpha():
        return _name_like(token) if lowered in _NAMES else None
    if not token.isalnum():
        return None
    runs = _RUN.findall(token)
    if len(token) >= 8 and re.fullmatch(r"[0-9a-f]+", token) and len(runs) > 2:
        return lambda rng: "".join([rng.choice("0123456789abcdef") for _ in token])
    if len(runs) > 2:
        return _mixed(token)
    return _digits(runs)


def _name_like(token: str) -> Callable[[Random], str]:
    def make(rng: Random) -> str:
        first, last, _ = people()
        name = rng.choice(last if token.lower() in ("doe", "smith", "brown", "kovacs", "johnson", "jones") else first)
        return name.lower() if token.islower() else name.upper() if token.isupper() else name

    return make


def _mixed(token: str) -> Callable[[Random], str]:
    """Letters and digits in any order, at least one of both, as long as the token."""
    size = len(token)
    lower = token.islower()

    def make(rng: Random) -> str:
        chars = [rng.choice(_MIXED) for _ in range(size)]
        letter, digit = rng.sample(range(size), 2)
        chars[letter], chars[digit] = rng.choice(_MIXED[:24]), rng.choice(_MIXED[24:])
        return "".join(chars).lower() if lower else "".join(chars)

    return make


def _digits(runs: list[str]) -> Callable[[Random], str]:
    def make(rng: Random) -> str:
        return "".join([number(len(run), rng) if run.isdigit() else run for run in runs])

    return make


def number(size: int, rng: Random) -> str:
    """That many digits, the first of them not zero."""
    return str(rng.randrange(10 ** (size - 1), 10**size))

"""Named dice: the random numbers of one step, which know whose they are."""

import zlib
from random import Random
from typing import Any


class Dice(Random):
    """The random numbers that `Random(name)` gives; the name is seed, conversation, seat and how often the seat has spoken.

    They are seeded when they are first thrown: half of the steps need none, and seeding takes as long as twenty throws.
    """

    def __new__(cls, name: str) -> "Dice":  # noqa: D102
        return super().__new__(_Unthrown if cls is Dice else cls, 0)  # type: ignore[call-arg]

    def __init__(self, name: str) -> None:
        self.name = name
        if type(self) is not _Unthrown:
            super().__init__(name)

    @property
    def seed_of_run(self) -> str:
        """The run's seed."""
        return self.name.rsplit("/", 3)[0]

    @property
    def attempt(self) -> int:
        """The conversation's number in its run."""
        return number(self.name.rsplit("/", 3)[1])


class _Unthrown(Dice):
    """Dice before the first throw, which makes plain dice of them; a method taken from them earlier throws those."""

    gauss_next = None

    def random(self) -> float:
        return _taken(self).random()

    def getrandbits(self, k: int, /) -> int:
        return _taken(self).getrandbits(k)

    def getstate(self) -> tuple[Any, ...]:
        return _taken(self).getstate()

    def setstate(self, state: tuple[Any, ...]) -> None:
        _taken(self).setstate(state)

    def seed(self, a: Any = None, version: int = 2) -> None:
        _taken(self).seed(a, version)


def _taken(dice: Dice) -> Random:
    """The dice, seeded."""
    if type(dice) is _Unthrown:
        dice.__class__ = Dice  # type: ignore[assignment]
        Random.__init__(dice, dice.name)
    return dice


def number(id: str) -> int:
    """The number in a conversation's id (`c000012`); one that only depends on the id where it holds none."""
    digits = id.removeprefix("c")
    return int(digits) if digits.isascii() and digits.isdigit() else zlib.crc32(id.encode("utf-8", "replace"))

"""Named dice: the random numbers of one step, which know whose they are."""

import zlib
from random import Random


class Dice(Random):
    """The random numbers that `Random(name)` gives; the name is seed, conversation, seat and how often the seat has spoken."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    @property
    def seed_of_run(self) -> str:
        """The run's seed."""
        return self.name.rsplit("/", 3)[0]

    @property
    def attempt(self) -> int:
        """The conversation's number in its run."""
        return number(self.name.rsplit("/", 3)[1])


def number(id: str) -> int:
    """The number in a conversation's id (`c000012`); one that only depends on the id where it holds none."""
    digits = id.removeprefix("c")
    return int(digits) if digits.isascii() and digits.isdigit() else zlib.crc32(id.encode("utf-8", "replace"))

"""Titles and descriptions for things that no pool knows: made of the thing's own words."""

from random import Random

from roles.values.shapes import number
from roles.values.texts import TextMaker
from tool_graphs.words import listed

TITLED = listed(
    "event meeting task calendar document note project page board reminder appointment agenda todo list session workshop course "
    "reservation booking conference channel email message thread post podcast presentation folder"
)
"""Things that people give titles like `Budget review`."""
_ABOUT = (
    "A {} that many people choose", "One of the newer {}s", "A {} with good reviews", "The standard {}", "A smaller {}",
    "A {} for everyday use",
)  # fmt: skip


def title_of(holder: str) -> TextMaker:
    """A title like `Shotmap B-41` for a thing without a pool."""
    name = holder.capitalize()
    return lambda rng: f"{name} {rng.choice('ABCDEFGH')}-{number(2, rng)}"


def description_of(holder: str) -> TextMaker:
    """A short description of such a thing."""

    def made(rng: Random) -> str:
        return rng.choice(_ABOUT).format(holder)

    return made

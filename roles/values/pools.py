"""Things that users name, by meaning; people, streets and the like are drawn once from mimesis."""

from functools import lru_cache
from pathlib import Path

_LINES = Path(__file__).with_name("pools.txt").read_text(encoding="utf-8").splitlines()

POOLS: dict[str, tuple[str, ...]] = {
    name: tuple(entries.split("|")) for name, entries in (line.split(": ", 1) for line in _LINES)
}
"""Meaning -> everyday examples of it."""


@lru_cache(maxsize=1)
def people() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """First names, last names and street names, the same in every process."""
    from mimesis import Address, Person
    from mimesis.locales import Locale

    person, address = Person(Locale.EN, seed=20), Address(Locale.EN, seed=20)
    first = dict.fromkeys(person.first_name() for _ in range(300))
    last = dict.fromkeys(person.last_name() for _ in range(400))
    streets = dict.fromkeys(f"{address.street_name()} {address.street_suffix()}" for _ in range(120))
    plain = [[name for name in names if name.replace(" ", "").isalpha() and len(name) < 24] for names in (first, last, streets)]
    return tuple(plain[0][:200]), tuple(plain[1][:300]), tuple(plain[2])

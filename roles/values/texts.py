"""A text for each meaning."""

import uuid as uuids
from collections.abc import Callable
from random import Random

from roles.values.places import AMERICAN, PLACES, Place
from roles.values.pools import POOLS, people
from roles.values.shapes import number

TextMaker = Callable[[Random], str]

OF_PLACE: dict[str, str] = {
    "city": "city",
    "state": "state",
    "state_code": "state_code",
    "country": "country",
    "country_code": "country_code",
    "airport": "airport",
    "postal": "postal",
    "currency": "currency",
    "timezone": "timezone",
    "latitude": "latitude",
    "longitude": "longitude",
    "region": "state",
}
"""Meaning -> the part of a place that it names."""


def place(rng: Random) -> Place:
    """A city with what belongs to it, half of them American."""
    return rng.choice(AMERICAN if rng.random() < 0.5 else PLACES)


def _of_place(part: str) -> TextMaker:
    position = Place._fields.index(part)
    return lambda rng: str(place(rng)[position])


def _from(pool: tuple[str, ...]) -> TextMaker:
    return lambda rng: rng.choice(pool)


def _first(rng: Random) -> str:
    return rng.choice(people()[0])


def _last(rng: Random) -> str:
    return rng.choice(people()[1])


def full_name(rng: Random) -> str:
    """First and last name."""
    return f"{_first(rng)} {_last(rng)}"


def username(rng: Random) -> str:
    """As people pick them: name and digits."""
    return f"{_first(rng).lower()}_{_last(rng).lower().replace(' ', '')}{rng.randint(10, 99)}"


def email(rng: Random, first: str = "", last: str = "") -> str:
    """An address at a reserved example domain, of this person where names are given."""
    first, last = first or _first(rng), last or _last(rng)
    local = "".join(char for char in f"{first}.{last}".lower() if char.isascii() and (char.isalnum() or char == "."))
    return f"{local}{rng.choice(('', str(rng.randint(10, 99))))}@{rng.choice(('example.com', 'example.org', 'example.net'))}"


def street(rng: Random) -> str:
    """House number and street."""
    return f"{rng.randint(11, 989)} {rng.choice(people()[2])}"


def _address(rng: Random) -> str:
    at = rng.choice(AMERICAN)
    return f"{street(rng)}, {at.city}, {at.state_code} {at.postal}"


def phone(rng: Random) -> str:
    """An American number from the range that is kept for fiction, in E.164 form."""
    return f"+1{rng.choice(('212', '312', '415', '512', '617', '206', '303', '404'))}55501{rng.randint(10, 99)}"


def _url(rng: Random) -> str:
    return f"https://www.{rng.choice(POOLS['domain'])}/{rng.choice(POOLS['tag'])}-{rng.randint(10, 99)}"


def _image(rng: Random) -> str:
    return f"https://images.{rng.choice(POOLS['domain'])}/{rng.choice(POOLS['tag'])}-{number(3, rng)}.jpg"


def _address_of_network(rng: Random) -> str:
    return f"203.0.113.{rng.randint(2, 250)}" if rng.random() < 0.5 else f"198.51.100.{rng.randint(2, 250)}"


def _hex(size: int) -> TextMaker:
    return lambda rng: "".join([rng.choice("0123456789abcdef") for _ in range(size)])


def _characters(size: int, pool: str = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789") -> TextMaker:
    return lambda rng: "".join([rng.choice(pool) for _ in range(size)])


def _password(rng: Random) -> str:
    return f"{rng.choice(POOLS['word']).capitalize()}{rng.choice('!#%?')}{number(4, rng)}"


def _coordinates(rng: Random) -> str:
    at = place(rng)
    return f"{at.latitude},{at.longitude}"


def uuid(rng: Random) -> str:
    """A version 4 UUID."""
    return str(uuids.UUID(int=rng.getrandbits(128), version=4))


TEXTS: dict[str, TextMaker] = {
    **{name: _from(pool) for name, pool in POOLS.items()},
    **{meaning: _of_place(part) for meaning, part in OF_PLACE.items()},
    "currency": _from(POOLS["currency"]),
    "first_name": _first,
    "last_name": _last,
    "full_name": full_name,
    "username": username,
    "email": email,
    "street": street,
    "second_line": lambda rng: f"{rng.choice(('Apt', 'Suite', 'Unit'))} {rng.randint(2, 98)}",
    "address": _address,
    "phone": phone,
    "url": _url,
    "image_url": _image,
    "ip": _address_of_network,
    "mac": lambda rng: ":".join([_hex(2)(rng) for _ in range(6)]),
    "uuid": uuid,
    "password": _password,
    "coordinates": _coordinates,
    "airport_name": lambda rng: f"{place(rng).city} Airport",
    "hash": _hex(12),
    "wallet": lambda rng: "0x" + _hex(40)(rng),
    "vin": lambda rng: "1" + _characters(10)(rng) + number(6, rng),
    "isin": lambda rng: "US" + number(10, rng),
    "isbn": lambda rng: "978" + number(10, rng),
    "license_plate": lambda rng: f"{_characters(3, 'ABCDEFGHJKLMNPRSTUVWXYZ')(rng)}-{number(4, rng)}",
    "tracking": lambda rng: "1Z" + _characters(6)(rng) + number(8, rng),
    "card_number": lambda rng: "4" + number(15, rng),
    "iban": lambda rng: "DE" + number(20, rng),
    "account_number": lambda rng: number(9, rng),
    "flight_number": lambda rng: rng.choice(("DL", "UA", "LH", "BA", "AF", "QF")) + number(3, rng),
    "hours_or_day": lambda rng: f"{rng.randint(7, 10)} am to {rng.randint(5, 10)} pm",
    "blob": _characters(16, "abcdefghijkmnpqrstuvwxyz23456789"),
}


POSTAL: dict[int, TextMaker] = {5: lambda rng: rng.choice(AMERICAN).postal}
"""Postal codes of one length; five digits are American."""

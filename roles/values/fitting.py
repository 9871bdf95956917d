"""Makes a value fit those already chosen: after the start, not the origin again, the state of the city, the email of "
"the name."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from roles.values.companies import named_by, symbol_of
from roles.values.dates import parsed
from roles.values.making import Making
from roles.values.places import AMERICAN, PLACES, Place
from roles.values.texts import OF_PLACE, email
from roles.values.words import words
from tool_graphs import path as paths
from tool_graphs.words import listed

_EARLY = listed("start from begin beginning min minimum since after departure depart outbound pickup lower first low checkin")
_LATE = listed("end to finish max maximum until before return arrival arrive inbound dropoff upper last high checkout till")
_ROUTE = listed("origin destination source target from to base quote departure arrival pickup dropoff billing shipping home away")
_RANKS = (
    (0, "birth|born|dob|founded"),
    (1, "created|create|opened|ordered|order date|placed|joined|registered|submitted|requested|published|release|"
        "filed|started|booked|purchased|member since|issued"),
    (2, "paid|confirmed|approved|accepted|processed"),
    (3, "shipped|dispatched|sent"),
    (4, "delivered|completed|closed|merged|resolved|finished"),
    (5, "updated|modified|changed|last|edited|pushed|returned|cancelled|canceled"),
    (6, "check in|departure|depart|start|begin|from|pickup|min|since|earliest"),
    (7, "check out|arrival|arrive|end|to|until|return|dropoff|max|latest"),
    (8, "due|expires|expiry|expiration|valid until|deadline|renewal"),
    (6, "scheduled"),
)  # fmt: skip
_RANKED = tuple((rank, re.compile(rf"\b({names})\b")) for rank, names in _RANKS)
_TIMES = ("date", "timestamp")
_SYMBOLS = ("ticker", "crypto")
_COMPANIES = ("company", "known_company", "crypto_name")


@dataclass(frozen=True, slots=True)
class Partner:
    """One leaf as its neighbours see it."""

    making: Making
    group: str
    """What the values are parts of: the object on the way and the role (`origin`) in the name."""
    stem: str
    """The name without its role."""
    rank: int
    """Of times and bounds: earlier or lower ones have lower ranks; -1 without order."""


Partners = Mapping[str, Partner]


def partners(makings: Mapping[str, Making]) -> Partners:
    """Schema path -> what its neighbours need to know, for all leaves of one tool."""
    return {where: partner(where, made) for where, made in makings.items()}


@lru_cache(maxsize=65536)
def rank(name: str) -> int:
    """The order of times by their names; -1 where a name tells none."""
    spoken = " ".join(words(name))
    return next((order for order, pattern in _RANKED if pattern.search(spoken)), -1)


def partner(where: str, made: Making) -> Partner:
    """One leaf as its neighbours see it."""
    keys = paths.parse(where)
    name = next((key for key in reversed(keys) if isinstance(key, str)), "")
    parts = words(name)
    role = next((part for part in parts if part in _ROUTE), "")
    stem = " ".join(part for part in parts if part not in _EARLY and part not in _LATE and part not in _ROUTE)
    order = rank(name) if made.meaning in _TIMES else 6 if _EARLY & set(parts) else 7 if _LATE & set(parts) else -1
    return Partner(made, f"{paths.text(keys[:-1])}/{role}", stem, order)


def fitted(value: Any, where: str, known_partners: Partners, known: Mapping[str, Any], rng: Random, today: datetime.date) -> Any:
    """The value, or another one that fits the known ones better."""
    mine = known_partners.get(where)
    if mine is None:
        return value
    others = [
        (other, found)
        for path, found in known.items()
        if (other := known_partners.get(path) or known_partners.get(paths.pattern(path))) is not None
    ]
    return fit(value, mine, others, rng, today) if others else value


def fit(value: Any, mine: Partner, others: list[tuple[Partner, Any]], rng: Random, today: datetime.date) -> Any:
    """The value, or another one that fits its neighbours (each with its own value) better."""
    meaning = mine.making.meaning
    if meaning in OF_PLACE:
        value = _of_place(value, mine, others, rng)
    elif meaning in ("email", "full_name", "username", "first_name", "last_name"):
        value = _of_person(value, mine, others, rng)
    elif meaning in ("car_make", "car_model"):
        return _of_car(value, meaning, others, rng)
    elif meaning in ("address", "airport_name"):
        return _of_address(value, mine, others)
    elif meaning in _SYMBOLS or meaning in _COMPANIES:
        return _of_company(value, mine, others, rng)
    elif meaning in _TIMES and mine.rank >= 0:
        return _in_order(value, mine, others, rng)
    elif meaning == "number" and mine.rank >= 0:
        return _above(value, mine, others, rng)
    if meaning in ("flag", "choice") or isinstance(value, (bool, list, dict)):
        return value
    taken = [found for other, found in others if found == value and _rivals(mine, other)]
    for _ in range(8 if taken else 0):
        value = mine.making.make(rng, today)
        if all(found != value for other, found in others if _rivals(mine, other)):
            break
    return value


def _rivals(mine: Partner, other: Partner) -> bool:
    """Whether both would be confused if they had the same value."""
    if mine.making.meaning in OF_PLACE and mine.group == other.group:
        return False
    return mine.making.meaning == other.making.meaning or {mine.making.meaning, other.making.meaning} <= {
        "number",
        "identifier",
        "",
    }


_CARS = {
    "Toyota": ("Corolla", "Camry", "Prius"), "Honda": ("Civic", "Accord"), "Ford": ("Focus", "Mustang"), "BMW": ("X5", "Z4"),
    "Subaru": ("Outback", "Forester"), "Volvo": ("XC60", "V60"), "Hyundai": ("Tucson", "Elantra"), "Mazda": ("CX-5", "Miata"),
    "Audi": ("A4", "Q5"), "Kia": ("Sportage", "Soul"), "Nissan": ("Leaf", "Rogue"), "Volkswagen": ("Golf", "Passat"),
    "Tesla": ("Model 3", "Model Y"),
}  # fmt: skip


def _of_car(value: Any, meaning: str, others: list[tuple[Partner, Any]], rng: Random) -> Any:
    known = {other.making.meaning: found for other, found in others}
    if meaning == "car_model" and known.get("car_make") in _CARS:
        return rng.choice(_CARS[known["car_make"]])
    makes = [make for make, models in _CARS.items() if known.get("car_model") in models]
    return makes[0] if makes else value


def _of_place(value: Any, mine: Partner, others: list[tuple[Partner, Any]], rng: Random) -> Any:
    part = OF_PLACE[mine.making.meaning]
    same = [(OF_PLACE[o.making.meaning], v) for o, v in others if o.making.meaning in OF_PLACE and o.group == mine.group]
    same = [(other, found) for other, found in same if other != part]
    if not same or mine.making.meaning == "currency":
        return value
    (first, told), *rest = same
    fitting = [
        place
        for place in _holding(first, str(told), told if isinstance(told, int) else None)
        if all(_belongs(place, other, str(found), found if isinstance(found, int) else None) for other, found in rest)
    ]
    if not fitting:
        return value
    chosen = getattr(rng.choice(fitting), part)
    if isinstance(value, int) and isinstance(chosen, float):
        return round(chosen)
    return chosen if isinstance(value, type(chosen)) else str(chosen) if isinstance(value, str) else value


@lru_cache(maxsize=4096)
def _holding(part: str, text: str, whole: int | None) -> tuple[Place, ...]:
    """The places of which this is a part, given as text and, where it is a whole number, as one."""
    return tuple(place for place in PLACES if _belongs(place, part, text, whole))


def _belongs(place: Place, part: str, text: str, whole: int | None) -> bool:
    own = getattr(place, part)
    return str(own) == text or (whole is not None and isinstance(own, float) and round(own) == whole)


def _of_person(value: Any, mine: Partner, others: list[tuple[Partner, Any]], rng: Random) -> Any:
    parts = {o.making.meaning: str(v) for o, v in others if o.group == mine.group}
    first, _, last = parts.get("full_name", parts.get("named", "")).partition(" ")
    first, last = parts.get("first_name", first), parts.get("last_name", last)
    if not first or not last:
        return value
    if mine.making.meaning in ("first_name", "last_name"):
        return first if mine.making.meaning == "first_name" else last
    if mine.making.meaning == "full_name":
        return f"{first} {last}" if {"first_name", "named"} & parts.keys() else value
    if mine.making.meaning == "email":
        return email(rng, first, last)
    return f"{first}_{last}_{rng.randint(100, 999)}".lower().replace(" ", "")


def _of_address(value: Any, mine: Partner, others: list[tuple[Partner, Any]]) -> Any:
    """The street in the city beside it."""
    city = next((str(found) for other, found in others if other.making.meaning == "city" and other.group == mine.group), "")
    if city and mine.making.meaning == "airport_name":
        return f"{city} Airport"
    if not city or not isinstance(value, str) or "," not in value:
        return value
    at = next((place for place in AMERICAN if place.city == city), None)
    return f"{value.split(',')[0]}, {city}" + (f", {at.state_code} {at.postal}" if at else "")


def _of_company(value: Any, mine: Partner, others: list[tuple[Partner, Any]], rng: Random) -> Any:
    """The symbol of the company beside it, or the company of the symbol."""
    wanted = _COMPANIES if mine.making.meaning in _SYMBOLS else _SYMBOLS
    beside = next((str(found) for other, found in others if other.making.meaning in wanted and other.group == mine.group), "")
    if not beside or not isinstance(value, str):
        return value
    if mine.making.meaning in _COMPANIES:
        return named_by(beside) or value
    return symbol_of(beside, rng)


def _in_order(value: Any, mine: Partner, others: list[tuple[Partner, Any]], rng: Random) -> Any:
    """A time after all earlier ones and before all later ones."""
    moment = _moment(value, mine.making)
    if moment is None:
        return value
    times = [
        (o.rank, at) for o, v in others if o.rank >= 0 and o.making.meaning in _TIMES and (at := _moment(v, o.making)) is not None
    ]
    times = [(order, at) for order, at in times if (at.year == 1900) == (moment.year == 1900)]
    after = max((at for order, at in times if order < mine.rank), default=None)
    before = min((at for order, at in times if order > mine.rank), default=None)
    short = mine.stem.endswith("time") and "%H" in mine.making.form and moment.year != 1900
    if short and after is not None and mine.rank == 7:
        return _written(after + datetime.timedelta(minutes=15 * rng.randint(3, 22)), mine.making)
    if (after is None or moment > after) and (before is None or moment < before):
        near = after is None or mine.rank != 7 or moment - after < datetime.timedelta(days=21)
        if near and (before is None or mine.rank != 6 or before - moment < datetime.timedelta(days=21)):
            return value
    if moment.year == 1900:
        step = datetime.timedelta(minutes=15 * rng.randint(2, 10))
        moved = after + step if after is not None else (before or moment) - step
        return _written(moved, mine.making) if moved.date() == moment.date() else value
    days = datetime.timedelta(days=rng.randint(1, 6), hours=rng.randint(0, 3))
    if after is not None and before is not None:
        return _written(after + (before - after) * rng.uniform(0.2, 0.8), mine.making)
    return _written(after + days if after is not None else (before or moment) - days, mine.making)


def _moment(value: Any, made: Making) -> datetime.datetime | None:
    if made.meaning == "timestamp":
        return datetime.datetime.fromtimestamp(value, datetime.UTC).replace(tzinfo=None) if isinstance(value, int) else None
    return parsed(value, made.form) if isinstance(value, str) else None


def _written(moment: datetime.datetime, made: Making) -> Any:
    if made.meaning == "timestamp":
        return int(moment.replace(tzinfo=datetime.UTC).timestamp())
    return moment.strftime(made.form)


def _above(value: Any, mine: Partner, others: list[tuple[Partner, Any]], rng: Random) -> Any:
    """A bound above (below) the partner's: max_price above min_price."""
    for other, found in others:
        if (
            other.stem != mine.stem
            or other.rank < 0
            or other.rank == mine.rank
            or isinstance(found, (bool, str))
            or other.making.meaning != "number"
        ):
            continue
        low, high = (found, mine.making.high) if mine.rank > other.rank else (mine.making.low, found)
        if (value > found) == (mine.rank > other.rank) and value != found:
            return value
        width = max(abs(found) * 0.5, 2)
        low = found if mine.rank > other.rank else max(low if low is not None else found - width, found - width)
        high = found if mine.rank < other.rank else min(high if high is not None else found + width, found + width)
        moved = rng.uniform(low, high)
        whole = isinstance(value, int)
        moved = round(moved) if whole else round(moved, 2)
        return moved if moved != found else (found + (1 if mine.rank > other.rank else -1) if whole else moved)
    return value

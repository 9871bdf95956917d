"""Days and times as users choose them: bookings within the coming year, births and history in the past."""

import datetime
import re
from collections.abc import Callable
from functools import lru_cache
from random import Random

DateMaker = Callable[[Random, datetime.date], datetime.datetime]
_PAST = re.compile(
    r"\b(histor\w*|past|since|created|updated|modified|released?|published|previous|last|statistics|news|archive|"
    r"exchange rates?|"
    r"prices?|results?|scores?|standings|chart|filed|purchas\w*|joined|hired|registered|issued|delivered|shipped|ordered|placed|paid|"
    r"performance|analytics|logs?|reports?|transactions?|apod|picture of the day|first air|air date|posted|review)\b",
    re.I,
)
_FUTURE = re.compile(
    r"\b(book\w*|reserv\w*|schedul\w*|appointment|upcoming|due|deadline|remind\w*|alarm|meeting|check in|check out|depart\w*|"
    r"arriv\w*|return date|flights?|hotels?|rent\w*|deliver\w*|expir\w*|forecast|event|trip|travel|pickup|dropoff|"
    r"future|until)\b",
    re.I,
)
_BIRTH = re.compile(r"\b(birth|born|dob|birthday)\b", re.I)


def direction(name: str, description: str, tool: str) -> str:
    """`birth`, `past` or `future`: told by the field, else by its tool."""
    for text in (name, description, tool):
        if _BIRTH.search(text) and text is not tool:
            return "birth"
        if _FUTURE.search(text):
            return "future"
        if _PAST.search(text):
            return "past"
    return "future"


def day(towards: str, rng: Random, today: datetime.date) -> datetime.datetime:
    """A day and a time of day at a quarter of an hour."""
    if towards == "birth":
        offset = -rng.randint(19 * 365, 70 * 365)
    elif towards == "past":
        offset = -rng.randint(5, 640)
    else:
        offset = rng.randint(4, 210)
    at = datetime.time(rng.randint(8, 20), rng.choice((0, 15, 30, 45)))
    return datetime.datetime.combine(today + datetime.timedelta(days=offset), at)


_PLAIN = {
    form: re.compile(re.sub("%.", r"\\d\\d", form.replace("%Y", r"\d{4}")), re.ASCII)
    for form in ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M")
}
"""Forms that are read ten times as fast as `strptime` reads them."""


def written(moment: datetime.datetime, form: str) -> str:
    """The moment in this form."""
    return moment.date().isoformat() if form == "%Y-%m-%d" else moment.strftime(form)


@lru_cache(maxsize=4096)
def parsed(value: str, form: str) -> datetime.datetime | None:
    """The moment that a text in this form tells, or None."""
    try:
        plain = _PLAIN.get(form)
        if plain is not None and plain.fullmatch(value):
            return datetime.datetime.fromisoformat(value.removesuffix("Z"))
        return datetime.datetime.strptime(value, form)
    except ValueError:
        return None


_FORMS = (
    "%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M",
    "%m/%d/%Y", "%d/%m/%Y",
    "%d-%m-%Y", "%Y/%m/%d", "%d.%m.%Y", "%H:%M", "%H:%M:%S", "%I:%M %p", "%Y%m%d", "%Y-%m", "%B %d, %Y", "%m-%d-%Y", "%d %B %Y",
)  # fmt: skip


def form_of(example: str) -> str:
    """The form in which this example tells a date or time; empty where it does not."""
    if not re.match(r"\d|[A-Z][a-z]+ \d", example) or (example.isdigit() and len(example) != 8):
        return ""
    for form in _FORMS:
        moment = parsed(example, form)
        if moment is not None and (moment.year == 1900 or 1800 < moment.year < 2200):
            return form
    return ""
